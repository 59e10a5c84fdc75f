"""What came out for prestaties themselves: each counted once, whatever the number of checks that looked at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.engine.impact import CENT
from zpm_audit.engine.units import axes_of
from zpm_audit.findings.model import Findings, PrestatieFigures, Prestaties

#: What the figures can be split by.
DIMENSIONS = ("boekjaar", "financiering", "uzovi", "setting", "team")

#: What a judged prestatie comes to, in cents.
AMOUNT = ":bedrag"
_FLAGS = ("met_fout", "met_signaal", "onbepaald")
_SUMS = ("beoordeeld", *_FLAGS, "direct_goed", "bedrag_onbekend")
_AMOUNTS = ("beoordeeld_cent", "met_fout_cent", "te_veel_cent", "te_weinig_cent")


def prestatie_figures(context: Context, findings: Findings, amounts: Path) -> Prestaties:
    """Count the judged prestaties (those of the period, if there is one); ``amounts`` as ``engine.impact`` wrote it."""
    rows = judged_prestaties(context)
    present = [d for d in DIMENSIONS if d in rows.collect_schema()]
    flagged = rows.join(_flags(findings), on="prestatie_id", how="left").join(
        pl.scan_parquet(amounts).filter(pl.col("prestatie_id").is_not_null()), on="prestatie_id", how="left"
    )
    # Real exports hold few different combinations: the figures of every dimension follow from these.
    combined = flagged.group_by(present).agg(*_counted()).collect(engine="streaming")
    total = combined.select(_added())
    split = {d: _per_value(combined.group_by(d).agg(_added()).sort(d, nulls_last=True), d) for d in present}
    # A dimension that is empty everywhere says nothing.
    told = {d: values for d, values in split.items() if any(value is not None for value, _ in values)}
    return Prestaties(_figures(total.row(0, named=True)), _elsewhere(amounts), told)


def judged_prestaties(context: Context) -> pl.LazyFrame:
    """Return the judged prestaties with what they are split by, as far as the export has it."""
    scope, axes = context.scope("prestaties"), axes_of(context, "prestaties")
    given = context.register.columns("prestaties")
    names = {"prestatie_id", "patient_id", "datum", *axes.names} | ({"team"} & given)
    rows = build(context, scope, names)
    if context.period:
        rows = rows.filter(pl.col("datum").is_between(context.period.first, context.period.last))
    columns = {
        "boekjaar": pl.col("datum").dt.year().cast(pl.Int64),
        "financiering": pl.col(axes.financing) if axes.financing else None,
        "setting": pl.col(axes.setting) if axes.setting else None,
        "team": pl.col("team") if "team" in names else None,
        AMOUNT: pl.col(axes.amount) if axes.amount else pl.lit(None, pl.Int64),
    }
    if "uzovi" in context.register.columns("patienten"):
        insurers = context.register.scan("patienten").select("patient_id", "uzovi").unique("patient_id", keep="first")
        rows = rows.join(insurers, on="patient_id", how="left")
        columns["uzovi"] = pl.col("uzovi")
    return rows.select("prestatie_id", *(e.alias(name) for name, e in columns.items() if e is not None))


def _flags(findings: Findings) -> pl.LazyFrame:
    """Return the prestaties that a finding names, with the kinds of findings that do."""
    deviating = pl.scan_parquet(findings.afwijkingen).select("prestatie_id", "ernst")
    undetermined = pl.scan_parquet(findings.onbepaald).select("prestatie_id", pl.lit("onbepaald").alias("ernst"))
    kind = pl.col("ernst")
    return (
        pl.concat([deviating, undetermined])
        .filter(pl.col("prestatie_id").is_not_null())
        .group_by("prestatie_id")
        .agg(
            (kind == "fout").any().alias("met_fout"),
            (kind == "signaal").any().alias("met_signaal"),
            (kind == "onbepaald").any().alias("onbepaald"),
        )
    )


def _counted() -> list[pl.Expr]:
    open_ended = pl.col("onbepaald").fill_null(value=False)
    wrong, at_stake, amount = pl.col("met_fout").fill_null(value=False), pl.col(CENT), pl.col(AMOUNT)
    return [
        pl.len().cast(pl.Int64).alias("beoordeeld"),
        *(pl.col(flag).fill_null(value=False).sum().cast(pl.Int64).alias(flag) for flag in _FLAGS),
        (~wrong & ~open_ended).sum().cast(pl.Int64).alias("direct_goed"),
        (wrong & at_stake.is_null()).sum().cast(pl.Int64).alias("bedrag_onbekend"),
        _sum(amount).alias("beoordeeld_cent"),
        _sum(amount.filter(wrong)).alias("met_fout_cent"),
        _sum(at_stake.filter(at_stake >= 0)).alias("te_veel_cent"),
        _sum(at_stake.filter(at_stake < 0)).alias("te_weinig_cent"),
    ]


def _added() -> list[pl.Expr]:
    return [*(pl.col(name).sum() for name in _SUMS), *(_sum(pl.col(name)).alias(name) for name in _AMOUNTS)]


def _sum(amount: pl.Expr) -> pl.Expr:
    """Return the sum of what is known; null where nothing is."""
    return pl.when(amount.count() > 0).then(amount.sum())


def _per_value(frame: pl.DataFrame, dimension: str) -> tuple[tuple[str | int | None, PrestatieFigures], ...]:
    rows = frame.to_dicts()
    return tuple((r[dimension], _figures(r)) for r in rows)


def _figures(row: dict[str, Any]) -> PrestatieFigures:
    return PrestatieFigures(**{name: row[name] for name in (*_SUMS, *_AMOUNTS)})


def _elsewhere(amounts: Path) -> tuple[int, ...]:
    cents = pl.col(CENT)
    others = pl.scan_parquet(amounts).filter(pl.col("prestatie_id").is_null())
    sums = others.select(_sum(cents.filter(cents >= 0)).alias("op"), _sum(cents.filter(cents < 0)).alias("af"))
    return tuple(int(cents) for cents in sums.collect().row(0) if cents is not None)
