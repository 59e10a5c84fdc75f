"""The verdicts of a check per year and financing, in units and in cents; they add up to the check."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.checks.verdict import Verdict
from zpm_audit.engine.impact import CENT
from zpm_audit.engine.verdicts import AFWIJKING
from zpm_audit.findings.model import SPLIT_SCHEMA

_BY = ("boekjaar", "financiering")


def split_of(spread: pl.DataFrame, priced: Path | None) -> pl.DataFrame:
    """Return the split (``SPLIT_SCHEMA``) of a check from its spread and, where it has any, its priced signals."""
    year = pl.col("maand").dt.year().cast(pl.Int64).alias("boekjaar")
    units = pl.col("aantal")
    counted = spread.group_by(year, "financiering").agg(
        units.sum().alias("populatie"),
        *(units.filter(pl.col("oordeel") == v.value).sum().alias(v.value) for v in Verdict),
        pl.when(pl.col("met_bedrag").sum() > 0).then(pl.col("bedrag_cent").sum()).alias("populatie_cent"),
    )
    at_stake = _at_stake(priced) if priced else pl.DataFrame(schema={n: SPLIT_SCHEMA[n] for n in (*_BY, _STAKE)})
    joined = counted.join(at_stake, on=list(_BY), how="left", nulls_equal=True)
    return joined.select(pl.col(n).cast(t) for n, t in SPLIT_SCHEMA.items()).sort(_BY, nulls_last=True)


_STAKE = "afwijking_cent"


def _at_stake(priced: Path) -> pl.DataFrame:
    rows = pl.scan_ipc(priced).filter(pl.col(":code") == AFWIJKING)
    amount = pl.col(CENT)
    return (
        rows.group_by(pl.col("datum").dt.year().cast(pl.Int64).alias("boekjaar"), "financiering")
        .agg(pl.when(amount.count() > 0).then(amount.sum()).alias(_STAKE))
        .collect()
    )
