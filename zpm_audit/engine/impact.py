"""The amount at stake per finding, in whole cents; empty where it cannot be known, never 0 for unknown.

Two general ways need other rows: the amount of another code (codelijst, else other rows with that code on the same
date), and the sum over the prestaties of a unit. Both look up only what the deviations ask for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.checks.model import Check, SomVan
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.engine.verdicts import AFWIJKING
from zpm_audit.register.periods import in_period
from zpm_audit.register.store import WORKING

CENT = "impact_cent"


@dataclass(frozen=True)
class Priced:
    """Per check the file with its signals, now with ``impact_cent``; and the amounts behind them.

    ``amounts`` is a file with ``prestatie_id`` and ``impact_cent``: every prestatie once, with its largest amount, and
    without a ``prestatie_id`` the amounts of other units. ``shares`` are the same amounts before that, each with the
    check and the unit (``onderwerp_id``) that it belongs to.
    """

    files: dict[str, Path]
    amounts: Path
    shares: pl.LazyFrame

    def without(self, units: pl.DataFrame, target: Path) -> Path:
        """Write to ``target`` what ``amounts`` would be without these units (``check_id``, ``onderwerp_id``)."""
        rest = self.shares.join(units.lazy(), on=["check_id", "onderwerp_id"], how="anti")
        once(rest).sink_parquet(target, compression=WORKING)
        return target


def price(context: Context, signals: Mapping[str, tuple[Check, Path]], work: Path) -> Priced:
    """Add ``impact_cent`` to the signals of every check."""
    codes = _code_prices(context, signals)
    files: dict[str, Path] = {}
    shares = [pl.LazyFrame(schema=_SHARE)]
    for check_id, (check, path) in signals.items():
        rows = pl.scan_ipc(path)
        parts: pl.LazyFrame | None = None
        if check.impact and check.impact.juiste_code:
            rows = _other_code(rows, codes)
        elif check.impact and check.impact.som_van:
            parts = _contributions(context, check.impact.som_van, rows)
            rows = _summed(rows, parts)
        else:
            rows = rows.with_columns(pl.col(":impact").alias(CENT))
        rows = rows.with_columns(pl.when(pl.col(":code") == AFWIJKING).then(pl.col(CENT)))
        target = work / f"{check_id}.beprijsd.arrow"
        rows.sink_ipc(target, compression=WORKING)
        files[check_id] = target
        if check.impact is None:
            continue
        known = pl.scan_ipc(target).filter(pl.col(CENT).is_not_null())
        of_check = pl.lit(check_id).alias("check_id")
        if parts is not None:
            deviating = known.select("onderwerp_id")
            of_units = parts.join(deviating, left_on=":eenheid", right_on="onderwerp_id", how="semi")
            unit, amount = pl.col(":eenheid").alias("onderwerp_id"), pl.col(":bedrag").alias(CENT)
            shares.append(of_units.select(of_check, unit, "prestatie_id", amount))
        elif check.onderwerp == "prestatie":
            shares.append(known.select(of_check, "onderwerp_id", "prestatie_id", CENT))
        else:
            shares.append(known.select(of_check, "onderwerp_id", pl.lit(None, pl.String).alias("prestatie_id"), CENT))
    together = pl.concat(shares)
    target = work / "bedragen.parquet"
    once(together).sink_parquet(target, compression=WORKING)
    return Priced(files, target, together)


_SHARE = {"check_id": pl.String(), "onderwerp_id": pl.String(), "prestatie_id": pl.String(), CENT: pl.Int64()}


def once(shares: pl.LazyFrame, per: Sequence[str] = ()) -> pl.LazyFrame:
    """Return every prestatie once, with its largest amount; then the amounts of units that are no prestatie.

    ``per`` names columns within which it is once.
    """
    known, prestatie = shares.filter(pl.col(CENT).is_not_null()), pl.col("prestatie_id")
    largest = known.filter(prestatie.is_not_null()).group_by(*per, "prestatie_id").agg(pl.col(CENT).max())
    elsewhere = shares.filter(prestatie.is_null()).select(*per, "prestatie_id", CENT)
    return pl.concat([largest, elsewhere])


def _code_prices(context: Context, signals: Mapping[str, tuple[Check, Path]]) -> pl.LazyFrame | None:
    """Return the amount of every (code, date) that a deviation asks for."""
    asked = [
        pl.scan_ipc(path)
        .filter((pl.col(":code") == AFWIJKING) & ~pl.col(":geheel"))
        .select(pl.col(":juiste_code").alias("code"), pl.col(":datum").alias("op"))
        for check, path in signals.values()
        if check.impact and check.impact.juiste_code
    ]
    if not asked:
        return None
    pairs = pl.concat(asked).drop_nulls().unique().collect()
    if pairs.is_empty():
        return pairs.with_columns(pl.lit(None, pl.Int64).alias("prijs")).lazy()
    from_rows = _prices_on_rows(context, pairs)
    from_list = _prices_in_codelijst(context, pairs)
    found = pairs.lazy().join(from_rows, on=["code", "op"], how="left").join(from_list, on=["code", "op"], how="left")
    return found.select("code", "op", pl.coalesce("lijstprijs", "rijprijs").alias("prijs")).collect().lazy()


def _prices_on_rows(context: Context, pairs: pl.DataFrame) -> pl.LazyFrame:
    """Return the amount that all judged rows with a code on a date agree on."""
    rows = build(context, context.scope("prestaties"), ["prestatiecode", "datum", "bedrag_eur"])
    asked = rows.join(pairs.lazy(), left_on=["prestatiecode", "datum"], right_on=["code", "op"], how="semi")
    low, high = pl.col("bedrag_eur").min(), pl.col("bedrag_eur").max()
    return asked.group_by(pl.col("prestatiecode").alias("code"), pl.col("datum").alias("op")).agg(
        pl.when(low == high).then(low).alias("rijprijs")
    )


def _prices_in_codelijst(context: Context, pairs: pl.DataFrame) -> pl.LazyFrame:
    if not context.register.has("codelijst"):
        return pairs.lazy().with_columns(pl.lit(None, pl.Int64).alias("lijstprijs"))
    names = ["prestatiecode", "geldig_van", "geldig_tot", "max_tarief_eur"]
    codes = build(context, context.scope("codelijst"), names)
    valid = in_period(pl.col("op"), pl.col("geldig_van"), pl.col("geldig_tot"))
    low, high = pl.col("max_tarief_eur").min(), pl.col("max_tarief_eur").max()
    return (
        pairs.lazy()
        .join(codes, left_on="code", right_on="prestatiecode", how="inner")
        .filter(valid)
        .group_by("code", "op")
        .agg(pl.when(low == high).then(low).alias("lijstprijs"))
    )


def _other_code(rows: pl.LazyFrame, codes: pl.LazyFrame | None) -> pl.LazyFrame:
    assert codes is not None  # there is a check that asks for codes
    joined = rows.join(codes, left_on=[":juiste_code", ":datum"], right_on=["code", "op"], how="left")
    amount = pl.col(":bedrag")
    cents = (
        pl.when(pl.col(":geheel"))
        .then(amount)
        .when(pl.col(":juiste_code") == pl.col(":code_nu"))
        .then(pl.when(amount.is_not_null()).then(pl.lit(0, pl.Int64)))
        .when(pl.col(":geheel").is_not_null())
        .then(amount - pl.col("prijs"))
    )
    return joined.with_columns(cents.alias(CENT)).drop("prijs")


def _contributions(context: Context, som: SomVan, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the prestaties behind the amount of every deviating unit."""
    condition = parse(som.waar)
    own = {f"eigen_{name}" for name in som.eigen}
    scope = context.scope("prestaties")
    prestaties = build(context, scope, (condition.reads - own) | {som.sleutel, som.bedrag, "prestatie_id"})
    units = rows.filter(pl.col(":code") == AFWIJKING).select(
        pl.col("onderwerp_id").alias(":eenheid"), pl.col(som.sleutel).alias(":sleutel"), *sorted(own)
    )
    return (
        prestaties.join(units, left_on=som.sleutel, right_on=":sleutel", how="inner")
        .filter(condition.expr)
        .select(":eenheid", "prestatie_id", pl.col(som.bedrag).alias(":bedrag"))
    )


def _summed(rows: pl.LazyFrame, parts: pl.LazyFrame) -> pl.LazyFrame:
    amount = pl.col(":bedrag")
    sums = parts.group_by(":eenheid").agg(
        pl.when(amount.is_null().any()).then(pl.lit(None, pl.Int64)).otherwise(amount.sum()).alias(CENT),
        pl.lit(value=True).alias(":gevonden"),
    )
    joined = rows.join(sums, left_on="onderwerp_id", right_on=":eenheid", how="left")
    none_found = pl.when(pl.col(":gevonden").is_null()).then(pl.lit(0, pl.Int64)).otherwise(pl.col(CENT))
    return joined.with_columns(none_found.alias(CENT)).drop(":gevonden")
