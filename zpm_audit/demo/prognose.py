"""The forecast of production per month, setting and prestatiegroep: close to what came out, and going on after it."""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.demo.chance import Chance

_GROUPS = ("consult", "groepsconsult", "verblijfsdag")
_BY = ("maand", "setting", "prestatiegroep")
_AHEAD = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1))


def realised(prestaties: pl.DataFrame) -> pl.DataFrame:
    """Count what was done per month, setting and prestatiegroep."""
    return (
        prestaties.filter(pl.col("declarabel") & pl.col("prestatiegroep").is_in(_GROUPS))
        .group_by(pl.col("datum").dt.month_start().alias("maand"), "setting", "prestatiegroep")
        .agg(pl.len().cast(pl.Int64).alias("aantal"))
    )


def prognose(counts: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the table prognose: within six per cent of what was done, and three months on."""
    totals = counts.group_by(_BY).agg(pl.col("aantal").sum()).sort(_BY).with_row_index("regel")
    guess = (pl.col("aantal") * (0.94 + 0.12 * chance.on("regel").uniform("prognose")) + 0.5).floor().cast(pl.Int64)
    past = totals.with_columns(
        aantal=pl.when((pl.col("aantal") - guess).abs() * 20 <= guess).then(guess).otherwise("aantal")
    ).select(*_BY, "aantal")
    ahead = past.filter(pl.col("maand") == past["maand"].max()).drop("maand")
    return pl.concat([past, *(ahead.select(pl.lit(month).alias("maand"), *_BY[1:], "aantal") for month in _AHEAD)])
