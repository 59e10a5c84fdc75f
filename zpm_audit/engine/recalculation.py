"""What every prestatie of one kind should have cost, beside what was registered: one row per judged prestatie.

The class is the registered one, unless a check that judges it demands another; the code is the one of that class on
the code list with the setting, profession and type of the row; the amount its maximum tariff on the date. One pass over
the prestaties, piece by piece, finds prices in a list that is laid out beforehand per stretch of days without a change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.checks.model import Check, Herrekening
from zpm_audit.checks.reads import verdict_reads
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.context import Context, Piece
from zpm_audit.engine.frames import build
from zpm_audit.engine.run import ROWS_PER_PIECE, absent, missing
from zpm_audit.engine.units import axes_of, with_private
from zpm_audit.engine.verdicts import AFWIJKING, ONBEPAALD, VOLDOET, code
from zpm_audit.register.periods import in_period

LIST = "codelijst"
#: Why an expected amount is not known, besides ``leeg:<name>``.
NO_CODE, SEVERAL, NO_TARIFF, NO_AMOUNT = "geen_code", "meer_tarieven", "geen_tarief", "geen_bedrag"
EMPTY = "leeg:"

_STRETCH, _CLASS, _CODE = ":tijdvak", ":klasse", ":lijstcode"
_PRICE = {"low": ":laagste", "high": ":hoogste"}
_KEYS = ("prestatie_id", "zorgtraject_id", "patient_id", "behandelaar_id")


@dataclass(frozen=True)
class Recalculated:
    """The rows, or why there are none. ``by_list``: setting and profession follow from the list as well."""

    rows: pl.LazyFrame | None = None
    reason: Text | None = None
    by_list: bool = True


def recalculated(context: Context, rows_per_piece: int = ROWS_PER_PIECE) -> Recalculated:
    """Return what every judged prestatie should have cost, if the catalogue, the run and the export allow it.

    What the context looked up before is used again.
    """
    asked = context.catalogue.definitions.herrekening
    if asked is None:
        return Recalculated(reason=Text("de catalogus vraagt er niet om", "the catalogue does not ask for it"))
    reason = _absent(context, asked)
    if reason is not None:
        return Recalculated(reason=reason)
    stretches = _Stretches.of(context)
    codes = _codes(context, asked, stretches)
    by_list = bool(codes.select(pl.all_horizontal(pl.col(n).is_not_null() for n in asked.lijst_sleutel).any()).item())
    key = asked.lijst_sleutel if by_list else asked.anders_sleutel
    priced: list[pl.LazyFrame] = []
    for piece in context.pieces("prestaties", rows_per_piece):
        rows = _with_class(context, asked, key, piece)
        rows = rows.with_columns(stretches.of_day(pl.col("datum")).alias(_STRETCH))
        priced.append(context.settle(_priced(rows, asked, key, codes.lazy())))
    return Recalculated(pl.concat(priced), by_list=by_list)


def _absent(context: Context, asked: Herrekening) -> Text | None:
    if not context.register.has(LIST):
        return Text("er is geen codelijst", "there is no code list")
    checks = context.catalogue.checks
    unchosen = [i for i in asked.klasse_volgens if i not in checks]
    if unchosen:
        listed = ", ".join(unchosen)
        return Text(f"niet in deze run: {listed}", f"not in this run: {listed}")
    for check_id in asked.klasse_volgens:
        reason = missing(context, checks[check_id])
        if reason:
            return Text(f"{check_id} is niet uitgevoerd: {reason.nl}", f"{check_id} did not run: {reason.en}")
    amount = axes_of(context, "prestaties").amount
    names = {*asked.lijst_sleutel.values(), asked.klasse, "prestatiecode", *({amount} if amount else ())}
    return absent(context, context.scope("prestaties").needs(names))


@dataclass(frozen=True)
class _Stretches:
    """Stretches of days within which no code begins or ends."""

    first_days: Sequence[date]

    @classmethod
    def of(cls, context: Context) -> _Stretches:
        rows = build(context, context.scope(LIST), ["geldig_van", "geldig_tot"])
        changes = pl.concat([pl.col("geldig_van"), pl.col("geldig_tot") + timedelta(days=1)])
        days = rows.select(changes.drop_nulls().unique().sort()).collect().to_series()
        return cls([date.min, *days])

    def of_day(self, day: pl.Expr) -> pl.Expr:
        """Return the number of the stretch that holds a day."""
        passed = [(day >= first).cast(pl.Int32) for first in self.first_days[1:]]
        return pl.sum_horizontal(passed) if passed else pl.lit(0, pl.Int32)

    def frame(self) -> pl.LazyFrame:
        numbers = pl.Series(_STRETCH, range(len(self.first_days)), pl.Int32)
        return pl.LazyFrame({_STRETCH: numbers, ":dag": pl.Series(self.first_days, dtype=pl.Date)})


def _codes(context: Context, asked: Herrekening, stretches: _Stretches) -> pl.DataFrame:
    """Return the codes of the list per stretch, with what they stand for and their lowest and highest tariff."""
    names = {*asked.lijst_sleutel, *asked.anders_sleutel, asked.lijst_klasse}
    columns = {"prestatiecode", "geldig_van", "geldig_tot", "max_tarief_eur"}
    told = [pl.when(pl.col(n).n_unique() == 1).then(pl.col(n).first()).alias(n) for n in sorted(names)]
    tariff = pl.col("max_tarief_eur")
    return (
        build(context, context.scope(LIST), names | columns)
        .join(stretches.frame(), how="cross")
        .filter(in_period(pl.col(":dag"), pl.col("geldig_van"), pl.col("geldig_tot")))
        .group_by("prestatiecode", _STRETCH)
        .agg(*told, tariff.min().alias(_PRICE["low"]), tariff.max().alias(_PRICE["high"]))
        .collect()
    )


def _with_class(context: Context, asked: Herrekening, key: Mapping[str, str], piece: Piece | None) -> pl.LazyFrame:
    """Return the rows with the class that the checks demand; 0 where there is nothing to claim, empty if unknown."""
    checks = [context.catalogue.checks[i] for i in asked.klasse_volgens]
    shared, axes = context.scope("prestaties"), axes_of(context, "prestaties")
    reads = {n for c in checks for n in context.scope("prestaties", c).closure(_reads(c)) & shared.known}
    own = {*_KEYS, "datum", "prestatiecode", *axes.names, *key.values(), *asked.lijst_sleutel.values(), asked.klasse}
    asked_for = parse(asked.waar)
    within = asked_for.expr if asked_for.reads <= shared.columns else pl.lit(value=True)
    if context.period:
        within = within & pl.col("datum").is_between(context.period.first, context.period.last)
    names = own | {*asked.klasse_uit} | reads | asked_for.reads
    rows = build(context, shared, names, piece=piece, held=True, within=within).filter(asked_for.expr)
    for check in checks:
        rows, private = with_private(context, check, rows, _reads(check))
        demanded = parse(check.grens).expr.cast(pl.Int64).fill_null(0)
        verdict = code(check)
        rows = rows.with_columns(
            verdict.alias(f":oordeel:{check.id}"),
            pl.when(verdict == AFWIJKING).then(demanded).alias(f":eis:{check.id}"),
        ).drop(private)
    verdicts = [pl.col(f":oordeel:{c.id}") for c in checks]
    demanded = pl.coalesce(f":eis:{c.id}" for c in checks)
    rows = rows.with_columns(
        pl.when(demanded.is_not_null())
        .then(demanded)
        .when(pl.any_horizontal(v == ONBEPAALD for v in verdicts))
        .then(None)
        .when(pl.any_horizontal(v == VOLDOET for v in verdicts))
        .then(pl.col(asked.klasse))
        .cast(pl.Int64)
        .alias(_CLASS)
    )
    columns = {
        **{name: pl.col(name) for name in _KEYS},
        "datum": pl.col("datum"),
        "setting": pl.col(axes.setting) if axes.setting else pl.lit(None, pl.Int64),
        "financiering": pl.col(axes.financing) if axes.financing else pl.lit(None, pl.String),
        "klasse": pl.col(asked.klasse),
        "prestatiecode": pl.col("prestatiecode"),
        "geregistreerd": pl.col(axes.amount) if axes.amount else pl.lit(None, pl.Int64),
        _CLASS: pl.col(_CLASS),
        **{f":sleutel:{theirs}": pl.col(ours) for theirs, ours in key.items()},
        **{f":leeg:{n}": pl.col(n).is_null() for n in dict.fromkeys([*asked.klasse_uit, *key.values()])},
        **{n: pl.col(n) for n in asked.lijst_sleutel.values()},
    }
    return rows.select(e.alias(name) for name, e in columns.items())


def _reads(check: Check) -> frozenset[str]:
    return verdict_reads(check) | parse(check.grens).reads


def _priced(rows: pl.LazyFrame, asked: Herrekening, key: Mapping[str, str], codes: pl.LazyFrame) -> pl.LazyFrame:
    """Add what the list says of the registered code and of the code that follows, and what they differ in."""
    kept = [*key, asked.lijst_klasse]
    one_price = pl.col(_PRICE["low"]) == pl.col(_PRICE["high"])
    price = pl.when(one_price).then(pl.col(_PRICE["low"]))
    of_code = codes.select(
        "prestatiecode",
        _STRETCH,
        pl.lit(value=True).alias(":bekend"),
        *(pl.col(n).alias(f":code:{n}") for n in kept),
        price.alias("code_tarief"),
        pl.col(_PRICE["high"]).alias(":code:hoogste"),
    )
    by_key = (
        codes.filter(pl.all_horizontal(pl.col(n).is_not_null() for n in kept))
        .group_by([*kept, _STRETCH])
        .agg(
            pl.col("prestatiecode").min().alias(_CODE),
            pl.col(_PRICE["low"]).min(),
            pl.col(_PRICE["high"]).max(),
            pl.col(_PRICE["high"]).null_count().alias(":zonder"),
        )
        .with_columns(price.alias(":lijsttarief"))
        .rename({asked.lijst_klasse: _CLASS, **{n: f":sleutel:{n}" for n in key}})
    )
    joined = rows.join(of_code, on=["prestatiecode", _STRETCH], how="left").join(
        by_key, on=[*(f":sleutel:{n}" for n in key), _CLASS, _STRETCH], how="left"
    )
    # What the list leaves empty about a code does not speak against it.
    ours = {**{n: pl.col(f":sleutel:{n}") for n in key}, asked.lijst_klasse: pl.col(_CLASS)}
    fits = pl.all_horizontal((pl.col(f":code:{n}") == own) | pl.col(f":code:{n}").is_null() for n, own in ours.items())
    nothing = pl.col(_CLASS) == 0
    joined = joined.with_columns((pl.col(":bekend") & fits & ~nothing).fill_null(value=False).alias(":past"))
    unknown = _reason(asked, key)
    joined = joined.with_columns(unknown.alias("reden"))
    known = pl.col("reden").is_null()
    fitting = pl.col(":past")
    expected = pl.when(nothing).then(0).when(fitting).then(pl.col("code_tarief")).otherwise(pl.col(":lijsttarief"))
    expected_code = pl.when(fitting).then(pl.col("prestatiecode")).when(~nothing).then(pl.col(_CODE))
    joined = joined.with_columns(
        pl.when(known | (pl.col("reden") == NO_AMOUNT)).then(expected).cast(pl.Int64).alias("verwacht"),
        expected_code.alias("verwachte_code"),
        pl.col(_CLASS).alias("verwachte_klasse"),
        (nothing | (pl.col(_CLASS) != pl.col("klasse"))).alias("andere_klasse"),
        pl.when(known).then(~fitting).alias("andere_code"),
    )
    apart = pl.col("verwacht") - pl.col("geregistreerd")
    by_code = pl.when(fitting).then(0).otherwise(pl.col("verwacht") - pl.col("code_tarief"))
    joined = joined.with_columns(
        pl.when(known).then(apart).alias("verschil"),
        pl.when(known).then(by_code).cast(pl.Int64).alias("verschil_code"),
    ).with_columns((pl.col("verschil") - pl.col("verschil_code")).alias("verschil_prijs"))
    other = [n for n in asked.lijst_sleutel.values() if n != "setting"]
    shown = [
        *("klasse", "verwachte_klasse", "prestatiecode", "verwachte_code", "andere_klasse", "andere_code"),
        *("geregistreerd", "verwacht", "code_tarief", "verschil", "verschil_code", "verschil_prijs", "reden"),
    ]
    return joined.select(*_KEYS, "datum", "setting", "financiering", *other, *shown)


def _reason(asked: Herrekening, key: Mapping[str, str]) -> pl.Expr:
    """Return why the amount that was to be expected, or its difference with what was registered, is not known."""
    undecided, nothing = pl.col(_CLASS).is_null(), pl.col(_CLASS) == 0
    reason: Any = pl
    for name in asked.klasse_uit:
        reason = reason.when(undecided & pl.col(f":leeg:{name}")).then(pl.lit(f"{EMPTY}{name}"))
    reason = reason.when(undecided).then(pl.lit(f"{EMPTY}{asked.klasse}"))
    for name in key.values():
        reason = reason.when(~nothing & pl.col(f":leeg:{name}")).then(pl.lit(f"{EMPTY}{name}"))
    fitting, priced = pl.col(":past"), pl.col("code_tarief").is_not_null()
    several = pl.col(_PRICE["low"]) != pl.col(_PRICE["high"])
    complete: pl.Expr = (
        reason.when(~nothing & fitting & ~priced & pl.col(":code:hoogste").is_not_null())
        .then(pl.lit(SEVERAL))
        .when(~nothing & fitting & ~priced)
        .then(pl.lit(NO_TARIFF))
        .when(~nothing & ~fitting & pl.col(_CODE).is_null())
        .then(pl.lit(NO_CODE))
        .when(~nothing & ~fitting & several)
        .then(pl.lit(SEVERAL))
        .when(~nothing & ~fitting & pl.col(":lijsttarief").is_null())
        .then(pl.lit(NO_TARIFF))
        .when(pl.col("geregistreerd").is_null())
        .then(pl.lit(NO_AMOUNT))
    )
    return complete
