"""Finds rows by their key: a hash index over whole columns, several times faster than a join of long rows.

A key that occurs once has one place. Every key is hashed to a slot that holds a place; what is found there is compared
with what was asked, so that an equal hash of another key is never taken for a match. Keys that lost their slot to
another key stand in an index of their own, with another hash, and so on until none is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, xor

import polars as pl
from polars.exceptions import SchemaError

#: So many slots per key: with more, fewer keys lose theirs, but the slots fit less well in the processor's memory.
SLOTS_PER_KEY = 4


class Index:
    """Rows with a unique key, in memory. A key with an empty part matches nothing."""

    def __init__(self, rows: pl.DataFrame, keys: Sequence[str]) -> None:
        # In one piece: values that lie in several are found several times more slowly.
        rows = rows.drop_nulls(keys).rechunk()
        self._values = rows.drop(keys)
        self._types = rows.select(keys).dtypes
        self._keys = _Level(rows.select(keys).get_columns())

    def beside(self, asked: pl.DataFrame) -> pl.DataFrame:
        """Return for every row of ``asked``, which holds keys only, the values that stand with its key; else empty."""
        places = self.places(asked)
        return self._values.select(pl.all().gather(places))

    def places(self, asked: pl.DataFrame) -> pl.Series:
        """Return for every row of ``asked`` the place of its key among the rows without empty keys; else empty."""
        if asked.dtypes != self._types:
            # The same number of another type has another hash, and would quietly not be found.
            raise SchemaError(f"keys of type {asked.dtypes} are looked up among {self._types}")
        return self._keys.places(asked.get_columns())


class _Level:
    """Keys with the slots that they hold; those that lost theirs to another key stand in ``rest``."""

    def __init__(self, keys: list[pl.Series], depth: int = 0) -> None:
        self.keys, self.depth = keys, depth
        count = len(keys[0])
        self.slots = 1 << (SLOTS_PER_KEY * count).bit_length()
        slots = self._slots_of(keys)
        self.holders = nothing(self.slots).scatter(slots, pl.int_range(count, dtype=pl.UInt32, eager=True))
        holder = self.holders.gather(slots)
        self.lost = (~self._same(holder, keys)).arg_true()
        self.rest = _Level([k.gather(self.lost) for k in keys], depth + 1) if len(self.lost) else None

    def places(self, asked: list[pl.Series]) -> pl.Series:
        """Return the place of every key among the keys."""
        holder = self.holders.gather(self._slots_of(asked))
        if holder.null_count() * 2 < len(holder):
            return self._places_of(holder, asked)
        # Whose slot is empty is not here at all: the few others are compared apart.
        held = holder.is_not_null().arg_true()
        return nothing(len(holder)).scatter(held, self._places_of(holder.gather(held), [a.gather(held) for a in asked]))

    def _places_of(self, holder: pl.Series, asked: list[pl.Series]) -> pl.Series:
        found = self._same(holder, asked)
        places = holder.zip_with(found, nothing(len(holder)))
        if self.rest is None:
            return places
        other = (~found & holder.is_not_null()).arg_true()
        return places.scatter(other, self.lost.gather(self.rest.places([a.gather(other) for a in asked])))

    def _same(self, holder: pl.Series, asked: list[pl.Series]) -> pl.Series:
        """Return whether each key is the one that holds its slot."""
        equal = (own.gather(holder) == key for own, key in zip(self.keys, asked, strict=True))
        return reduce(and_, equal).fill_null(value=False)

    def _slots_of(self, keys: list[pl.Series]) -> pl.Series:
        hashes = (key.hash(seed=self.depth * len(keys) + i) for i, key in enumerate(keys))
        return reduce(xor, hashes) & (self.slots - 1)


def nothing(count: int) -> pl.Series:
    """Return so many empty places."""
    return pl.Series([None], dtype=pl.UInt32).new_from_index(0, count)
