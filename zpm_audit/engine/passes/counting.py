"""Counts verdicts per check, month, setting and financing in one pass, whatever the number of checks.

The codes of many checks are packed into whole numbers, three bits a check, so that one group-by on those numbers
counts them all; real exports hold few different combinations, and unpacking happens on these. Month, setting and
financing share the first number, because a group-by on one whole number is the fastest there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import polars as pl

from zpm_audit.checks.verdict import Verdict
from zpm_audit.engine.outcome import SPREAD_SCHEMA, Counts
from zpm_audit.engine.units import Axes
from zpm_audit.engine.verdicts import BUITEN_BEELD, CODES
from zpm_audit.register.schema import FINANCIERINGEN

BITS = 3
PER_WORD = 15
LOOK_AT = 4
MONTH = ":maand"
SETTING = ":setting"
FINANCING = ":financiering"
COUNT, CENTS, PRICED = ":aantal", ":cent", ":met_bedrag"
#: What a counted combination holds besides the codes.
COUNTED = (MONTH, SETTING, FINANCING, COUNT, CENTS, PRICED)

_VERDICTS = {code: verdict for verdict, code in CODES.items()}


def word_names(ids: Sequence[str]) -> list[str]:
    """Return the names of the word columns for these checks."""
    return [f":woord{i}" for i in range((len(ids) + PER_WORD - 1) // PER_WORD)]


def words(ids: Sequence[str]) -> list[pl.Expr]:
    """Return the expressions that pack the codes of the checks into words."""
    chunks = [ids[start : start + PER_WORD] for start in range(0, len(ids), PER_WORD)]
    return [_word(chunk).alias(name) for chunk, name in zip(chunks, word_names(ids), strict=True)]


def _word(ids: Sequence[str]) -> pl.Expr:
    # By four in a small number first: most of the work is then done on columns of a quarter of the width.
    small = [_small(ids[start : start + 4]) for start in range(0, len(ids), 4)]
    return reduce(add, (part.cast(pl.UInt64) * (1 << (4 * BITS * i)) for i, part in enumerate(small)))


def _small(ids: Sequence[str]) -> pl.Expr:
    return reduce(add, (pl.col(check).cast(pl.UInt16) * (1 << (BITS * i)) for i, check in enumerate(ids)))


def to_look_at(ids: Sequence[str]) -> pl.Expr:
    """Return whether a row deviates, is undetermined or still running for any of the checks."""
    masks = []
    for position, name in enumerate(word_names(ids)):
        size = len(ids[position * PER_WORD : (position + 1) * PER_WORD])
        mask = sum(LOOK_AT << (BITS * i) for i in range(size))
        masks.append((pl.col(name) & pl.lit(mask, pl.UInt64)) > 0)
    return pl.any_horizontal(masks)


def code_of(ids: Sequence[str], check: str) -> pl.Expr:
    """Return the code of one check out of its word."""
    position, place = divmod(list(ids).index(check), PER_WORD)
    return (pl.col(word_names(ids)[position]) // (1 << (BITS * place))) % (1 << BITS)


def count(frame: pl.LazyFrame, codes: Sequence[str], date_column: str | None, axes: Axes) -> pl.LazyFrame:
    """Return how often every combination of codes, month, setting and financing occurs, and for how many cents."""
    first, *others = codes
    packed = _axis(date_column, axes) * _AXIS + pl.col(first).cast(pl.UInt64)
    amount = pl.col(axes.amount) if axes.amount else pl.lit(None, pl.Int64)
    counted = frame.group_by(packed.alias(":sleutel"), *others).agg(
        pl.len().alias(COUNT), amount.sum().alias(CENTS), amount.count().alias(PRICED)
    )
    axis = pl.col(":sleutel") // _AXIS
    financing, setting, month = axis % _FINANCINGS, axis // _FINANCINGS % _SETTINGS, axis // (_FINANCINGS * _SETTINGS)
    return counted.select(
        (pl.col(":sleutel") % _AXIS).alias(first),
        *others,
        _month_of(month).alias(MONTH),
        pl.when(setting > 0).then(setting.cast(pl.Int64)).alias(SETTING),
        financing.replace_strict(dict(enumerate((None, *FINANCIERINGEN))), return_dtype=pl.String).alias(FINANCING),
        COUNT,
        CENTS,
        PRICED,
    )


_AXIS = 1 << (BITS * PER_WORD)
_SETTINGS = 16
_FINANCINGS = 4
_FIRST_YEAR = 1900
_LAST_MONTH = 4095


def _axis(date_column: str | None, axes: Axes) -> pl.Expr:
    """Return month, setting and financing as one number of eighteen bits; 0 in a place stands for none."""
    month = pl.lit(0, pl.Int64)
    if date_column:
        date = pl.col(date_column).dt
        month = (date.year().cast(pl.Int64) - _FIRST_YEAR) * 12 + date.month().cast(pl.Int64)
        # Dates far outside any real export share the first or the last month; only the chart knows of it.
        month = month.clip(1, _LAST_MONTH).fill_null(0)
    setting = pl.col(axes.setting).fill_null(0) if axes.setting else pl.lit(0, pl.Int64)
    financing = pl.lit(0, pl.Int64)
    if axes.financing:
        known = {name: number for number, name in enumerate(FINANCIERINGEN, start=1)}
        financing = pl.col(axes.financing).replace_strict(known, default=0, return_dtype=pl.Int64)
    return ((month * _SETTINGS + setting) * _FINANCINGS + financing).cast(pl.UInt64)


def _month_of(number: pl.Expr) -> pl.Expr:
    past = number.cast(pl.Int64) - 1
    return pl.when(number > 0).then(pl.date(past // 12 + _FIRST_YEAR, past % 12 + 1, 1))


def spread(counted: pl.DataFrame, code: pl.Expr) -> tuple[Counts, pl.DataFrame]:
    """Return the totals of one check, and its verdicts per month, setting and financing, from counted combinations."""
    per_code = (
        counted.with_columns(code.cast(pl.UInt8).alias(":code"))
        .group_by(MONTH, SETTING, FINANCING, ":code")
        .agg(pl.col(COUNT, CENTS, PRICED).sum())
    )
    totals = dict(per_code.group_by(":code").agg(pl.col(COUNT).sum()).iter_rows())
    judged = {name: int(totals.get(number, 0)) for number, name in _VERDICTS.items()}
    counts = Counts(
        populatie=sum(judged.values()),
        voldoet=judged[Verdict.VOLDOET],
        afwijking=judged[Verdict.AFWIJKING],
        onbepaald=judged[Verdict.ONBEPAALD],
        loopt=judged[Verdict.LOOPT],
        buiten_beeld=int(totals.get(BUITEN_BEELD, 0)),
    )
    names = {number: str(name) for number, name in _VERDICTS.items()}
    table = (
        per_code.filter(pl.col(":code").is_in(list(names)))
        .select(
            pl.col(MONTH).alias("maand"),
            pl.col(SETTING).alias("setting"),
            pl.col(FINANCING).alias("financiering"),
            pl.col(":code").replace_strict(names, return_dtype=pl.String).alias("oordeel"),
            pl.col(COUNT).alias("aantal"),
            pl.col(CENTS).alias("bedrag_cent"),
            pl.col(PRICED).alias("met_bedrag"),
        )
        .cast(SPREAD_SCHEMA)  # type: ignore[arg-type]
        .sort("maand", "setting", "financiering", "oordeel", nulls_last=True)
    )
    return counts, table
