"""What each block that compares a row with others of its key computes. Their null semantics stand with their models.

Most keys have one row, and what such a row is needs no comparing: ``alone`` says it at once, so that only crowded keys
are sorted or paired.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Any

import polars as pl

from zpm_audit.checks import blocks as model
from zpm_audit.engine.ordering import sort_key

HASH = ":sleutel"


def over_rows(frame: pl.LazyFrame, name: str, block: model.Block) -> pl.LazyFrame:
    """Add the column of a block that looks at the other rows of the frame."""
    if isinstance(block, model.Vervolg):
        return _vervolg(frame, name, block)
    if isinstance(block, model.Overlap):
        return _overlap(frame, name, block)
    return frame.with_columns(_WINDOWS[type(block)](block).alias(name))


def alone(block: model.Block) -> pl.Expr:
    """Return the value of a block for a row that shares its key with no other row."""
    return pl.when(_filled(block.keys)).then(_ALONE[type(block)](block))


def crowded_key(blocks: Sequence[model.Block]) -> list[str] | None:
    """Return the key by which rows may be split in lonely and crowded ones; None where that brings nothing."""
    if not blocks or any(isinstance(b, model.Overlap) for b in blocks):
        return None
    keys = {tuple(sorted(b.keys)) for b in blocks}
    return list(keys.pop()) if len(keys) == 1 else None


def split(rows: pl.LazyFrame, key: list[str]) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return the rows that are certainly alone with their key, and the others.

    Keys with the same hash are taken for the same: a row more among the others changes no outcome.
    """
    numbered = rows.with_columns(key_hash(key))
    crowded = shared(rows, key)
    lonely = numbered.join(crowded, on=HASH, how="anti").drop(HASH)
    return lonely, numbered.join(crowded, on=HASH, how="semi").drop(HASH)


def key_hash(key: list[str]) -> pl.Expr:
    """Return one number for the values of a key, in the column that holds it everywhere."""
    return reduce(xor, (pl.col(name).hash(seed) for seed, name in enumerate(key))).alias(HASH)


def shared(rows: pl.LazyFrame, key: list[str]) -> pl.LazyFrame:
    """Return the hashes of keys that more than one row has."""
    # Whole numbers are sorted faster than they are grouped.
    hashes = rows.filter(_filled(key)).select(key_hash(key)).sort(HASH)
    return hashes.filter(pl.col(HASH) == pl.col(HASH).shift(1)).unique()


def is_among(key: list[str], number: pl.Expr, crowded: pl.Series) -> pl.Expr:
    """Return whether a row with a whole key has one of these numbers."""
    return number.is_in(crowded.implode()) & _filled(key)


@dataclass(frozen=True)
class Company:
    """Which rows of a check need comparing: all others stand by themselves.

    ``by_key``: those that share their key with another row; otherwise they were found in another way.
    """

    name: str
    key: list[str]
    number: pl.Expr
    crowded: pl.Series
    by_key: bool = True

    @property
    def here(self) -> pl.Expr:
        """Return whether a row needs comparing, under the name of the company."""
        return is_among(self.key, self.number, self.crowded).alias(self.name)


#: A begin or an end as whole number that fits in so many bits: for seconds of a day, until noon of the next.
_PLACE_BITS = 17
_PLACES = 1 << _PLACE_BITS


def interval_number(block: model.Overlap) -> pl.Expr:
    """Return key and interval as one number: 30 bits of the key's hash, begin, end; both cut off to what fits."""
    since, until = (pl.col(name).clip(0, _PLACES - 1).cast(pl.UInt64) for name in (block.van, block.tot))
    number = (key_hash(block.per) // _PLACES**2) * _PLACES**2 + since * _PLACES + until
    return number.alias(HASH)


def may_overlap(rows: pl.LazyFrame, block: model.Overlap) -> pl.LazyFrame:
    """Return the numbers of intervals that may meet another one: surely of all that do.

    One sort of whole numbers finds them. Keys whose hash is the same there are taken for the same, and what was cut off
    for one that meets another: a row more to compare changes no outcome. Cut off, an interval still meets all that it
    met and that was not cut off itself.
    """
    own, since, until = interval_of(block), pl.col(block.van), pl.col(block.tot)
    fits = (since >= 0) & (until < _PLACES)
    intervals = rows.filter(_filled(own) & (until > since))
    number = pl.col(HASH)
    stretch = (number // _PLACES**2) * _PLACES
    # The numbers are sorted alone: with a column beside them that takes ten times as long.
    placed = (
        intervals.select(interval_number(block))
        .sort(HASH)
        .with_columns(
            (stretch + (number // _PLACES) % _PLACES).alias(":van"), (stretch + number % _PLACES).alias(":tot")
        )
    )
    meeting, cut = placed.filter(_meets(":van", ":tot")), intervals.filter(~fits).select(interval_number(block))
    return pl.concat([meeting.select(HASH), cut]).unique()


def _meets(since: str, until: str) -> pl.Expr:
    """Return whether an interval meets an earlier or the next one, of intervals on one number line in order."""
    earlier_end, next_begin = pl.col(until).cum_max().shift(1), pl.col(since).shift(-1)
    after = (earlier_end > pl.col(since)).fill_null(value=False)
    return after | (next_begin < pl.col(until)).fill_null(value=False)


def _filled(names: Sequence[str]) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).is_not_null() for name in names)


def _over(expr: pl.Expr, per: list[str], order: list[str]) -> pl.Expr:
    """Compute ``expr`` per key in order, empty values last; rows with an empty key get an empty value."""
    return pl.when(_filled(per)).then(expr.over(per, order_by=sort_key(order)))


def _loopsom(block: model.Loopsom) -> pl.Expr:
    return _over(pl.col(block.van).fill_null(0).cum_sum(), block.per, block.volgorde)


def _loop_telling(block: model.LoopTelling) -> pl.Expr:
    return _over(pl.col(block.leeg).is_null().cast(pl.Int64).cum_sum(), block.per, block.volgorde)


def _rang(block: model.Rang) -> pl.Expr:
    return _over(pl.int_range(1, pl.len() + 1, dtype=pl.Int64), block.per, block.volgorde)


def overlapping(frame: pl.LazyFrame, block: model.Overlap) -> pl.LazyFrame:
    """Return the keys and ends of the intervals that meet another one, in order of their begin."""
    since, until = pl.col(block.van), pl.col(block.tot)
    own = interval_of(block)
    intervals = frame.filter(_filled(own) & (until > since)).select(own)
    schema = intervals.collect_schema()
    # In whatever order the keys are sorted, each stands together; an export is often in order of date already.
    keys = sorted(block.per, key=lambda name: schema[name] == pl.String)
    intervals = intervals.sort(*keys, block.van)
    new_key = pl.any_horizontal(pl.col(n) != pl.col(n).shift(1) for n in block.per).fill_null(value=True)
    # One number line for all keys together: each key gets a stretch of its own, so that one running maximum will do.
    low, width = since.min(), since.max() - since.min() + 2
    stretch = new_key.cast(pl.Int64).cum_sum() * width
    placed = intervals.with_columns(
        (stretch + since - low).alias(":van"), (stretch + pl.min_horizontal(until - low, width - 1)).alias(":tot")
    )
    return placed.filter(_meets(":van", ":tot")).select(own).unique()


def interval_of(block: model.Overlap) -> list[str]:
    """Return the columns that say which interval a row has; rows with the same interval have the same answer."""
    return list(dict.fromkeys([*block.per, block.van, block.tot]))


def _overlap(frame: pl.LazyFrame, name: str, block: model.Overlap) -> pl.LazyFrame:
    return _flagged(frame, name, overlapping(frame, block), interval_of(block))


def _vervolg(frame: pl.LazyFrame, name: str, block: model.Vervolg) -> pl.LazyFrame:
    """Pair the rows of a key: what one row follows depends on its key, its begin and the margin alone."""
    own = list(dict.fromkeys([*block.per, block.van, block.hoogstens]))
    asked = frame.select(own).drop_nulls().unique()
    others = frame.select(*block.per, pl.col(block.van).alias(":van"), pl.col(block.tot).alias(":tot")).drop_nulls()
    pause = pl.col(block.van) - pl.col(":tot")
    follows = (pl.col(":van") < pl.col(block.van)) & (pause >= 0) & (pause <= pl.col(block.hoogstens))
    found = asked.join(others, on=block.per, how="inner").filter(follows).select(own).unique()
    return _flagged(frame, name, found, own)


def _flagged(frame: pl.LazyFrame, name: str, found: pl.LazyFrame, own: list[str]) -> pl.LazyFrame:
    """Add whether the values of ``own`` are among those found; empty where one of them is."""
    joined = frame.join(found.with_columns(pl.lit(value=True).alias(name)), on=own, how="left")
    return joined.with_columns(pl.when(_filled(own)).then(pl.col(name).fill_null(value=False)).alias(name))


_WINDOWS: dict[type[model.Block], Callable[[Any], pl.Expr]] = {
    model.Loopsom: _loopsom,
    model.LoopTelling: _loop_telling,
    model.Rang: _rang,
}

_ALONE: dict[type[model.Block], Callable[[Any], pl.Expr]] = {
    model.Loopsom: lambda block: pl.col(block.van).fill_null(0),
    model.LoopTelling: lambda block: pl.col(block.leeg).is_null().cast(pl.Int64),
    model.Rang: lambda _: pl.lit(1, pl.Int64),
    model.Vervolg: lambda block: pl.when(_filled([block.van, block.hoogstens])).then(statement=False),
    model.Overlap: lambda block: pl.when(_filled([block.van, block.tot])).then(statement=False),
}
