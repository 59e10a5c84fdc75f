"""The forecast of production per month, setting and prestatiegroep: close to what came out, and going on after it.

Of the largest setting the consults are forecast per type: diagnostics say how much treatment is to come.
A few rows of it came out otherwise: a ward that closed, a group that nobody had foreseen.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.demo.chance import Chance
from zpm_audit.demo.figures import judged

_GROUPS = ("consult", "groepsconsult", "verblijfsdag")
_ALL_SETTINGS = ("reistijd", "dagbesteding")
_BY = ("maand", "setting", "prestatiegroep", "consulttype")
_PER_TYPE = (pl.col("setting") == 3) & (pl.col("prestatiegroep") == "consult")
_AHEAD = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1))
_NO_CONTRACT = 8
_LARGE = 30  # prestaties in a month before a forecast of it is one to hold anybody to


def realised(prestaties: pl.DataFrame) -> pl.DataFrame:
    """Count what was done per month, setting, prestatiegroep and type of consult."""
    return (
        judged(prestaties)
        .filter(pl.col("prestatiegroep").is_in([*_GROUPS, *_ALL_SETTINGS]))
        .group_by(pl.col("datum").dt.month_start().alias("maand"), *_BY[1:])
        .agg(pl.len().cast(pl.Int64).alias("aantal"))
    )


def _expected(totals: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return what was expected: within five per cent of what was done, and a few times far from it."""
    own = chance.on("regel")
    done = pl.col("aantal")
    guess = (done * (0.94 + 0.12 * own.uniform("prognose")) + 0.5).floor().cast(pl.Int64)
    near = pl.when((done - guess).abs() * 20 <= guess).then(guess).otherwise(done)
    far = own.happens("ernaast", 0.03) & (done >= _LARGE)
    wide = own.pick("hoe_ver", ((0, 0.15), (65, 0.3), (80, 0.2), (130, 0.35)))
    return totals.with_columns(aantal=pl.when(far).then(done * wide // 100).otherwise(near))


def prognose(counts: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the table prognose: two years, and three months on."""
    known = counts.filter(
        pl.col("setting").fill_null(_NO_CONTRACT) != _NO_CONTRACT, pl.col("maand") >= date(2023, 1, 1)
    )
    per_setting = known.filter(
        pl.col("prestatiegroep").is_in(_GROUPS), ~_PER_TYPE | pl.col("consulttype").is_not_null()
    ).with_columns(consulttype=pl.when(_PER_TYPE).then("consulttype"))
    # Of the smaller prestaties only the whole was estimated, whatever the setting.
    whole = counts.filter(pl.col("prestatiegroep").is_in(_ALL_SETTINGS), pl.col("maand") >= date(2023, 1, 1))
    whole = whole.with_columns(setting=pl.lit(None, dtype=pl.Int64), consulttype=pl.lit(None, dtype=pl.String))
    totals = pl.concat([per_setting, whole]).group_by(_BY).agg(pl.col("aantal").sum()).sort(_BY).with_row_index("regel")
    past = _expected(totals, chance).select(*_BY, "aantal")
    ahead = past.filter(pl.col("maand") == past["maand"].max()).drop("maand")
    return pl.concat([past, *(ahead.select(pl.lit(month).alias("maand"), *_BY[1:], "aantal") for month in _AHEAD)])
