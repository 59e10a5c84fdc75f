"""Adds to the units of a table what stands about them in other rows: one join per look-up, whatever its values.

Look-ups with the same table, rows and key are computed in one pass. What does not depend on the units at hand is
computed once in an audit and used again. Meaning and null rules stand with ``Koppel`` and ``Veld``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import polars as pl

from zpm_audit.checks.koppels import Koppel
from zpm_audit.checks.scope import Field, Scope
from zpm_audit.engine.aggregates import APART, aggregate, condition, nothing, running, without_match
from zpm_audit.engine.context import Context
from zpm_audit.engine.ordering import sort_key
from zpm_audit.register import TABLES


class Rows(Protocol):
    """Builds the rows of another table with these names: the judged ones, or all."""

    def __call__(self, scope: Scope, names: Iterable[str], which: str) -> pl.LazyFrame:
        """Return the frame."""


def look_up(context: Context, scope: Scope, frame: pl.LazyFrame, fields: dict[str, Field], rows: Rows) -> pl.LazyFrame:
    """Add the values of ``fields`` to the units in ``frame``; their own names must be there already."""
    together: dict[str, dict[str, Field]] = {}
    for name, field in fields.items():
        together.setdefault(_signature(name, field), {})[name] = field
    for named in together.values():
        frame = _LookUp(context, scope, named, rows).add_to(frame)
    return frame


def _signature(name: str, field: Field) -> str:
    """Return what makes values share one pass."""
    koppel, veld = field.koppel, field.veld
    parts: list[object] = [koppel.tabel, koppel.rijen, sorted(koppel.sleutel.items())]
    parts += [koppel.periode, koppel.binnen, koppel.eerder]
    if veld.soort in APART:
        parts.append(name)
    # A plain value comes from the one row that meets ``waar``; an aggregate carries its conditions along.
    parts.append(("waarde", koppel.waar) if _plain(field) else "")
    return repr(parts)


def _plain(field: Field) -> bool:
    table = TABLES.get(field.koppel.tabel)
    one_row = table is not None and table.key is not None and set(field.koppel.sleutel) == {table.key}
    whole = field.veld.soort == "waarde" or (field.veld.soort == "bestaat" and field.veld.waar is None and one_row)
    return whole and not (field.koppel.periode or field.koppel.binnen or field.koppel.eerder)


class _LookUp:
    """One pass over another table, for all values that come out of it."""

    def __init__(self, context: Context, scope: Scope, fields: dict[str, Field], rows: Rows) -> None:
        self.context = context
        self.scope = scope
        self.fields = fields
        self.rows = rows
        first = next(iter(fields.values()))
        self.koppel: Koppel = first.koppel
        self.plain = _plain(first)
        theirs = sorted(self.koppel.sleutel)
        self.ours = [self.koppel.sleutel[k] for k in theirs]
        self.keys = [f":{k}" for k in theirs]

    def add_to(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Return the units with the values."""
        koppel = self.koppel
        if koppel.tabel in TABLES and not self.context.register.has(koppel.tabel):
            schema = TABLES[koppel.tabel].schema
            return frame.with_columns(
                nothing(n, f.veld, schema.get(f.veld.kolom or "")) for n, f in self.fields.items()
            )
        if koppel.periode or koppel.binnen:
            return self._in_period(frame)
        if koppel.eerder:
            key = koppel.eerder[-1]
            return self._join(frame, self._kept(self._earlier(koppel.eerder)), {key: f":{key}"})
        found = self._plain_rows() if self.plain else aggregate(self._other(), self.keys, self.fields)
        return self._join(frame, self._kept(found), dict(zip(self.ours, self.keys, strict=True)))

    def _kept(self, found: pl.LazyFrame) -> pl.LazyFrame:
        """Compute what does not depend on the units at hand once; a list of our own is small enough as it is."""
        return self.context.keep(repr(self._identity()), found) if self.koppel.tabel in TABLES else found

    def _identity(self) -> list[object]:
        return [
            self.scope.table,
            *((n, f.koppel.model_copy(update={"velden": {n: f.veld}})) for n, f in self.fields.items()),
        ]

    def _join(
        self, frame: pl.LazyFrame, found: pl.LazyFrame, on: dict[str, str], *, empty: bool = False
    ) -> pl.LazyFrame:
        joined = frame.join(
            found, left_on=list(on), right_on=list(on.values()), how="left", coalesce=True, nulls_equal=empty
        )
        filled = [without_match(n, f.veld) for n, f in self.fields.items()]
        return joined.with_columns(f for f in filled if f is not None)

    def _other(self) -> pl.LazyFrame:
        """Return the other table with everything that the look-up reads of it, its keys under names of their own."""
        names = {n for field in self.fields.values() for n in field.their_reads}
        other = self.rows(self.scope.other(self.koppel.tabel), names, self.koppel.rijen)
        return other.with_columns(pl.col(k.removeprefix(":")).alias(k) for k in self.keys)

    def _plain_rows(self) -> pl.LazyFrame:
        other = self._other()
        holds = condition(self.koppel.waar)
        if holds is not None:
            other = other.filter(holds)
        if self.koppel.tabel == self.scope.table and set(self.ours) <= self.scope.columns:
            # In the unit's own table only few rows are pointed at: a join with all of them would be far larger.
            asked = self.context.scan(self.scope.table).select(
                pl.col(ours).alias(key) for ours, key in zip(self.ours, self.keys, strict=True)
            )
            other = other.join(asked.drop_nulls().unique(), on=self.keys, how="semi")
        return other.select(
            *self.keys,
            *(
                (pl.col(f.veld.kolom) if f.veld.kolom else pl.lit(value=True)).alias(name)
                for name, f in self.fields.items()
            ),
        )

    def _earlier(self, order: list[str]) -> pl.LazyFrame:
        values = [running(name, field, sort_key(order)) for name, field in self.fields.items()]
        return self._other().select(pl.col(order[-1]).alias(f":{order[-1]}"), *values)

    def _in_period(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Look up on a key and dates: first for every combination that occurs, so that rows are not multiplied."""
        period, inside = self.koppel.periode, self.koppel.binnen
        if period:
            dates = {period.op: ":op"}
            valid = _holds(pl.col(":op"), pl.col(period.van), pl.col(period.tot), last_day=period.tot_telt_mee)
        else:
            assert inside is not None  # one of the two
            dates = {inside.van: ":van", inside.tot: ":tot"}
            valid = _holds(pl.col(inside.datum), pl.col(":van"), pl.col(":tot"), last_day=inside.tot_telt_mee)
        other = self._other()
        combination = dict(zip(self.ours, self.keys, strict=True)) | dates
        of_export = set(combination) <= self.scope.columns
        if not of_export:
            frame = self.context.settle(frame)
        units = self.context.scan(self.scope.table) if of_export else frame
        asked = units.select(pl.col(ours).alias(name) for ours, name in combination.items())
        asked = asked.join(other.select(self.keys).unique(), on=self.keys, how="semi").unique()
        matched = asked.join(other, on=self.keys, how="inner").filter(valid)
        found = aggregate(matched, [*self.keys, *dates.values()], self.fields)
        return self._join(frame, self._kept(found) if of_export else found, combination, empty=inside is not None)


def _holds(day: pl.Expr, since: pl.Expr, until: pl.Expr, *, last_day: bool) -> pl.Expr:
    """Return whether a day lies in a period of which an empty end is open."""
    before_end = until >= day if last_day else until > day
    return day.is_not_null() & (since.is_null() | (since <= day)) & (until.is_null() | before_end)
