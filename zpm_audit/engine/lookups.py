"""Adds to the units of a table what stands about them in other rows: one join per look-up, whatever its values.

Look-ups with the same table, rows and key are computed in one pass. What does not depend on the units at hand is
computed once in an audit and used again. Meaning and null rules stand with ``Koppel`` and ``Veld``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import polars as pl

from zpm_audit.base.processors import side_by_side
from zpm_audit.checks.koppels import RUNNING, Koppel, Periode, Veld
from zpm_audit.checks.scope import Field, Scope
from zpm_audit.engine.aggregates import APART, NUMBER, aggregate, condition, nothing, picked_by, running, without_match
from zpm_audit.engine.between_rows import split
from zpm_audit.engine.context import Context
from zpm_audit.engine.ordering import sort_key
from zpm_audit.engine.passes.index import Index
from zpm_audit.engine.passes.numbers import KeyIndex, has_number, number_of, with_numbers
from zpm_audit.engine.passes.visits import Visit, asked_of
from zpm_audit.engine.passes.working import HELD
from zpm_audit.register import TABLES
from zpm_audit.register.periods import in_period

#: A key and a date as one number: more than any date is away from 1970.
_DAYS = 1 << 32
_BOTH = ":combinatie"


class Rows(Protocol):
    """Builds the rows of another table with these names: the judged ones, or all."""

    def __call__(self, scope: Scope, names: Iterable[str], which: str) -> pl.LazyFrame:
        """Return the frame."""


def look_up(
    context: Context, scope: Scope, frame: pl.LazyFrame, fields: dict[str, Field], rows: Rows, *, held: bool = False
) -> pl.LazyFrame:
    """Add the values of ``fields`` to the units in ``frame``; their own names must be there already.

    A join copies every column of the rows that it adds a few values to. With ``held`` the rows stay in memory as they
    are, only their keys are looked up, and the values are put beside them: with many look-ups that is far less work.
    """
    together: dict[str, dict[str, Field]] = {}
    for name, field in fields.items():
        together.setdefault(signature(name, field), {})[name] = field
    passes = [_LookUp(context, scope, named, rows, held=held) for named in together.values()]
    if not held or not passes:
        for one in passes:
            frame = one.add_to(frame)
        return frame
    units = frame.collect(engine=HELD).rechunk()
    units = with_numbers(context, units, {ours: key for one in passes for ours, key in one.numbered.items()})
    # One look-up keeps one processor busy; those with the most rows to find them among go first.
    passes.sort(key=lambda one: -one.size)
    values = side_by_side(lambda one: one.values(units), passes)
    return units.hstack([column for beside in values for column in beside.get_columns()]).lazy()


def signature(name: str, field: Field) -> str:
    """Return what makes values share one pass over the other table."""
    koppel, veld = field.koppel, field.veld
    parts: list[object] = [koppel.tabel, koppel.rijen, sorted(koppel.sleutel.items())]
    parts += [koppel.periode, koppel.binnen, koppel.eerder]
    if veld.soort in APART:
        parts.append(name)
    # A plain value comes from the one row that meets ``waar``; an aggregate carries its conditions along.
    parts.append(("waarde", koppel.waar) if plain(field) else "")
    return repr(parts)


def plain(field: Field) -> bool:
    """Tell whether a value is that of the one row that matches."""
    table = TABLES.get(field.koppel.tabel)
    one_row = table is not None and table.key is not None and set(field.koppel.sleutel) == {table.key}
    whole = field.veld.soort == "waarde" or (field.veld.soort == "bestaat" and field.veld.waar is None and one_row)
    return whole and not (field.koppel.periode or field.koppel.binnen or field.koppel.eerder)


class _LookUp:
    """One pass over another table, for all values that come out of it."""

    def __init__(self, context: Context, scope: Scope, fields: dict[str, Field], rows: Rows, *, held: bool) -> None:
        self.held = held
        self.context = context
        self.scope = scope
        self.fields = fields
        self.rows = rows
        name, first = next(iter(fields.items()))
        self.koppel: Koppel = first.koppel
        self.plain = plain(first)
        self.signature = signature(name, first)
        #: What any check asks of this pass, so that one pass will do for all of them.
        self.every = {**context.asked.get((scope.table, self.signature), {}), **fields}
        theirs = sorted(self.koppel.sleutel)
        self.ours = [self.koppel.sleutel[k] for k in theirs]
        self.keys = [f":{k}" for k in theirs]

    @property
    def numbered(self) -> dict[str, str]:
        """Return our columns that hold a key which has a number, with the kind of key."""
        sleutel = self.koppel.sleutel.items()
        return {ours: theirs for theirs, ours in sleutel if has_number(self.context, self.scope.table, theirs)}

    @property
    def size(self) -> int:
        """Return how many rows the other table has."""
        table = self.context.register.tables.get(self.koppel.tabel)
        return table.rows if table else 0

    def values(self, units: pl.DataFrame) -> pl.DataFrame:
        """Return the values alone, in the order of the units."""
        names = {n for f in self.fields.values() for n in f.own_reads} | {number_of(ours) for ours in self.numbered}
        keys = units.lazy().select(sorted(names))
        return self.add_to(keys).select(list(self.fields)).collect(engine=HELD)

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
        found = self._plain_rows() if self.plain else self._aggregated()
        return self._join(frame, self._kept(found), dict(zip(self.ours, self.keys, strict=True)))

    def _kept(self, found: pl.LazyFrame, part: str = "") -> pl.LazyFrame:
        """Compute what does not depend on the units at hand once; a list of our own is small enough as it is."""
        return self.context.keep(self._what(part), found) if self.koppel.tabel in TABLES else found

    def _what(self, part: str) -> str:
        """Return a name for what this pass finds, whatever units it is found for."""
        names = sorted((n, repr(f.koppel.waar), repr(f.veld)) for n, f in self.every.items())
        return f"{part}{self.scope.table}{self.signature}{names}"

    def _join(self, frame: pl.LazyFrame, found: pl.LazyFrame, on: dict[str, str]) -> pl.LazyFrame:
        return self._filled(self._beside(frame, found.select(*on.values(), *self._columns()), on))

    def _filled(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Give the units that nothing was found for what the value is then."""
        filled = [without_match(n, f.veld) for n, f in self.fields.items()]
        return frame.with_columns(f for f in filled if f is not None)

    def _columns(self) -> list[str]:
        """Return the columns of a pass that hold the values asked for here."""
        return [c for n, f in self.fields.items() for c in ((n, f"{n}:n") if f.veld.soort == "som" else (n,))]

    def _beside(self, frame: pl.LazyFrame, found: pl.LazyFrame, on: dict[str, str], part: str = "") -> pl.LazyFrame:
        """Put the columns of ``found``, which do not depend on the units at hand, beside the rows that match them."""
        if not self.held:
            return frame.join(found, left_on=list(on), right_on=list(on.values()), how="left", coalesce=True)
        rows = frame.collect(engine=HELD)
        what = f"{self._what(part)}{sorted(self.fields)}"
        numbered = {on[ours]: key for ours, key in self.numbered.items() if ours in on}
        index = self.context.index(
            what, lambda: KeyIndex(self.context, found.collect(engine=HELD), list(on.values()), numbered)
        )
        return rows.hstack(index.beside(rows, list(on))).lazy()

    def _aggregated(self) -> pl.LazyFrame:
        visit = self._visit
        if visit is None:
            return aggregate(self._other(), self.keys, self.every)
        return visit.named(aggregate(visit.rows(), [NUMBER], self.every))

    @property
    def _visit(self) -> Visit | None:
        """Return the rows that a pass over the other table left behind for this look-up; None without."""
        visit = self.context.visits.get(asked_of(self.scope, self.koppel))
        taken = visit is not None and self.koppel.rijen == "beoordeeld" and visit.serves(self.every.values())
        return visit if taken else None

    def _other(self) -> pl.LazyFrame:
        """Return the other table with everything that the look-up reads of it, its keys under names of their own."""
        visit = self._visit
        if visit:
            return visit.named(visit.rows())
        names = {n for field in self.every.values() for n in field.their_reads}
        other = self.rows(self.scope.other(self.koppel.tabel), names, self.koppel.rijen)
        return other.with_columns(pl.col(k.removeprefix(":")).alias(k) for k in self.keys)

    def _plain_rows(self) -> pl.LazyFrame:
        other = self._other()
        holds = condition(self.koppel.waar)
        if holds is not None:
            other = other.filter(holds)
        if self.koppel.tabel == self.scope.table and set(self.ours) <= self.scope.columns:
            # In the unit's own table only few rows are pointed at: a join with all of them would be far larger.
            own = self._own_columns()
            asked = own.select(pl.col(ours).alias(key) for ours, key in zip(self.ours, self.keys, strict=True))
            other = other.join(asked.drop_nulls().unique(), on=self.keys, how="semi")
        return other.select(
            *self.keys,
            *(
                (pl.col(f.veld.kolom) if f.veld.kolom else pl.lit(value=True)).alias(name)
                for name, f in self.every.items()
            ),
        )

    def _own_columns(self) -> pl.LazyFrame:
        """Return the rows of the unit's own table; a column that the export lacks is there, and empty."""
        table = self.scope.table
        present = self.context.present(table)
        absent = (pl.lit(None, TABLES[table].schema[c]).alias(c) for c in sorted(self.scope.columns - present))
        return self.context.scan(table).with_columns(absent)

    def _earlier(self, order: list[str]) -> pl.LazyFrame:
        """Return the values of rows that have others of their key; a row without company has nothing before it."""
        _, crowded = split(self.context.settle(self._other()), sorted(self.koppel.sleutel))
        values = [running(name, field) for name, field in self.every.items()]
        return crowded.sort(sort_key(order)).select(pl.col(order[-1]).alias(f":{order[-1]}"), *values)

    def _in_period(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Look up on a key and dates.

        Most keys have one row (one profession, one admission, one year of a tariff): those are joined as they are.
        Of keys with more rows every combination that occurs is looked up first, so that rows are not multiplied.
        """
        combination = dict(zip(self.ours, self.keys, strict=True))
        other = self._other()
        period = self.koppel.periode
        if period is None or any(f.veld.soort not in RUNNING for f in self.every.values()):
            return self._by_combination(frame, other, combination)
        counted = self._kept(other.with_columns(pl.len().over(self.keys).alias(":rijen")), "geteld")
        found = counted.filter(pl.col(":rijen") == 1).select(
            *self.keys,
            pl.col(period.van).alias(":van"),
            pl.col(period.tot).alias(":tot"),
            pl.lit(value=True).alias(":een"),
            *(_value_of_one_row(n, f) for n, f in self.fields.items()),
        )
        several = counted.filter(pl.col(":rijen") > 1)
        if self.context.work is None or several.head(1).collect().height:
            frame = self._by_combination(frame, several, combination)
        else:
            frame = frame.with_columns(nothing(n, f.veld, None) for n, f in self.fields.items())
        joined = self._beside(frame, found, combination, "een")
        day = pl.col(period.op)
        valid = in_period(day, pl.col(":van"), pl.col(":tot"), last_day=period.tot_telt_mee)
        return joined.with_columns(
            pl.when(pl.col(":een")).then(_if_valid(n, f.veld, valid)).otherwise(pl.col(n)).alias(n)
            for n, f in self.fields.items()
        ).drop(":van", ":tot", ":een", *(f"{n}:een" for n in self.fields))

    def _by_combination(self, frame: pl.LazyFrame, other: pl.LazyFrame, combination: dict[str, str]) -> pl.LazyFrame:
        period, inside = self.koppel.periode, self.koppel.binnen
        if period and self.held and not {*self.ours, period.op} <= self.scope.columns:
            return self._by_number(frame, other, period)
        if period:
            dates = {period.op: ":op"}
            valid = in_period(pl.col(":op"), pl.col(period.van), pl.col(period.tot), last_day=period.tot_telt_mee)
        else:
            assert inside is not None  # one of the two
            dates = {inside.van: ":van", inside.tot: ":tot"}
            valid = in_period(pl.col(inside.datum), pl.col(":van"), pl.col(":tot"), last_day=inside.tot_telt_mee)
        combination = combination | dates
        of_export = set(combination) <= self.scope.columns
        if not of_export:
            frame = frame if self.held else self.context.settle(frame)
        units = self._own_columns() if of_export else frame
        asked = units.select(pl.col(ours).alias(name) for ours, name in combination.items())
        asked = asked.join(other.select(self.keys).unique(), on=self.keys, how="semi").unique()
        matched = asked.join(other, on=self.keys, how="inner").filter(valid)
        found = aggregate(matched, [*self.keys, *dates.values()], self.every)
        if of_export and period:
            return self._join(frame, self._kept(found), combination)
        found = (self._kept(found) if of_export else found).select(*combination.values(), *self._columns())
        # An interval that is still open has an empty end, and found its values by it.
        joined = frame.join(
            found,
            left_on=list(combination),
            right_on=list(combination.values()),
            how="left",
            coalesce=True,
            nulls_equal=inside is not None,
            maintain_order="left",
        )
        return self._filled(joined)

    def _by_number(self, frame: pl.LazyFrame, other: pl.LazyFrame, period: Periode) -> pl.LazyFrame:
        """Look up by combination, with key and date as one whole number: text takes several times as long to join."""
        rows = frame.collect(engine=HELD)
        keys = other.select(self.keys).drop_nulls().unique().collect(engine=HELD)
        number = Index(keys, self.keys).places(rows.select(self.ours))
        asked = rows.select(number.alias(NUMBER), pl.col(period.op).alias(":op"))
        asked = asked.select(
            pl.all(), (pl.col(NUMBER).cast(pl.Int64) * _DAYS + pl.col(":op").cast(pl.Int32)).alias(_BOTH)
        )
        theirs = other.join(keys.with_row_index(NUMBER).lazy(), on=self.keys, how="inner")
        matched = asked.lazy().drop_nulls().unique(_BOTH).join(theirs, on=NUMBER, how="inner")
        valid = in_period(pl.col(":op"), pl.col(period.van), pl.col(period.tot), last_day=period.tot_telt_mee)
        found = aggregate(matched.filter(valid), [_BOTH], self.every).select(_BOTH, *self._columns())
        values = asked.lazy().select(_BOTH).join(found, on=_BOTH, how="left", maintain_order="left").drop(_BOTH)
        return self._filled(rows.hstack(values.collect(engine=HELD)).lazy())


def _value_of_one_row(name: str, field: Field) -> pl.Expr:
    holds = condition(field.koppel.waar, field.veld.waar)
    if field.veld.kolom is None:
        return (pl.lit(value=True) if holds is None else holds).alias(f"{name}:een")
    return picked_by(holds, field.veld).alias(f"{name}:een")


def _if_valid(name: str, veld: Veld, valid: pl.Expr) -> pl.Expr:
    """Return the value of the one row of a key where its period holds the date."""
    value = pl.col(f"{name}:een")
    if veld.soort == "bestaat":
        return valid & value
    return (valid & value).cast(pl.Int64) if veld.soort == "aantal" else pl.when(valid).then(value)
