"""Keys by number: a key is looked up once for each row at hand, whatever many look-ups ask by it.

Most look-ups ask by whose row it is: a patient, a zorgtraject, a behandelaar. Those have a table of their own, which
says whom there are; the place in that list stands beside the rows as a whole number, and the look-ups find what they
know by it. Exports are not always right: of a key that its own table lacks the key itself is looked up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from zpm_audit.engine.context import Context
from zpm_audit.engine.passes.index import Index, nothing

#: The tables that say whom there are.
_OWNERS = {"patient_id": "patienten", "zorgtraject_id": "zorgtrajecten", "behandelaar_id": "behandelaren"}


def number_of(column: str) -> str:
    """Return the column with the number of the key in a column."""
    return f":nummer:{column}"


def has_number(context: Context, table: str, key: str) -> bool:
    """Tell whether rows of ``table`` are numbered by this kind of key: a smaller table says which there are."""
    owner, tables = _OWNERS.get(key), context.register.tables
    if owner is None or owner not in tables or table not in tables or key not in context.present(owner):
        return False
    return tables[owner].rows < tables[table].rows


def with_numbers(context: Context, rows: pl.DataFrame, keys: Mapping[str, str]) -> pl.DataFrame:
    """Put the numbers beside the rows, where they are not yet: ``keys`` says what kind of key stands in a column."""
    for column, key in keys.items():
        if number_of(column) not in rows.columns:
            numbers = _numbering(context, key).places(rows.select(column))
            rows = rows.with_columns(numbers.alias(number_of(column)))
    return rows


def _numbering(context: Context, key: str) -> Index:
    def listed() -> Index:
        return Index(context.scan(_OWNERS[key]).select(key).unique().collect(engine="streaming"), [key])

    return context.index(f"nummers van {key}", listed)


class KeyIndex:
    """Rows with a unique key, in memory, found by the numbers of its parts where these have one.

    ``numbered`` says which parts have a number, with the kind of key. A key with an empty part matches nothing.
    """

    def __init__(self, context: Context, rows: pl.DataFrame, keys: Sequence[str], numbered: Mapping[str, str]) -> None:
        self._context, self._kinds = context, [numbered.get(key) for key in keys]
        rows = with_numbers(context, rows.drop_nulls(keys), numbered)
        parts = [number_of(key) if key in numbered else key for key in keys]
        known, self._others = rows.drop_nulls(parts) if numbered else rows, None
        if known.height < rows.height:
            others = rows.filter(pl.any_horizontal(pl.col(part).is_null() for part in parts))
            self._others = Index(others.select(keys), keys)
            rows = pl.concat([known, others])
        self._first = known.height
        self._known = _Direct(known[parts[0]]) if numbered and len(keys) == 1 else Index(known.select(parts), parts)
        self._values = rows.drop({*keys, *parts}).rechunk()

    def beside(self, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
        """Return for every row the values that stand with the key in these columns of it; else empty."""
        places = self._places(rows, columns)
        return self._values.select(pl.all().gather(places))

    def _places(self, rows: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
        numbered = {column: kind for column, kind in zip(columns, self._kinds, strict=True) if kind}
        rows = with_numbers(self._context, rows, numbered)
        places = self._known.places(rows.select(number_of(c) if c in numbered else c for c in columns))
        if self._others is None:
            return places
        unknown = rows.select(pl.any_horizontal(pl.col(number_of(c)).is_null() for c in numbered)).to_series()
        there = unknown.arg_true()
        found = self._others.places(rows.select(columns)[there])
        return places.scatter(there, found + self._first)


class _Direct:
    """The places of whole numbers that occur once: a number is where it stands."""

    def __init__(self, numbers: pl.Series) -> None:
        slots: Any = numbers.max()
        slots = 0 if slots is None else slots + 1
        self._places = nothing(slots).scatter(numbers, pl.int_range(len(numbers), dtype=pl.UInt32, eager=True))

    def places(self, asked: pl.DataFrame) -> pl.Series:
        """Return for every row the place of its number."""
        numbers = asked.to_series()
        within = numbers.zip_with(numbers < len(self._places), nothing(len(numbers)))
        return self._places.gather(within)
