"""The rows of other tables that a verdict rests on: what each look-up matched, and the rows that a unit is beside.

Found by the same keys, conditions and periods that the look-up itself uses; the values come from the verdict's own row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from zpm_audit.checks.koppels import Koppel, Veld
from zpm_audit.checks.scope import Field, Scope
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.aggregates import condition
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.engine.ordering import sort_key
from zpm_audit.engine.units import early_names
from zpm_audit.engine.verdicts import population
from zpm_audit.explain.plain import places_of, plain
from zpm_audit.explain.told import HIDDEN, Row, Told
from zpm_audit.register import TABLES
from zpm_audit.register.periods import in_period
from zpm_audit.register.store import PLACE

#: Of one look-up no more rows are told; how many there are is told always.
MOST = 50
_COUNTS = ":telt:"


@dataclass(frozen=True)
class Deciding:
    """What one look-up or comparison rests on: how it was asked, how many rows answered, and the first of those."""

    name: str
    table: str
    key: Mapping[str, object]
    total: int
    rows: list[dict[str, object]]

    def as_json(self) -> dict[str, object]:
        """Return how it was asked, without the rows."""
        return {"koppel": self.name, "tabel": self.table, "sleutel": dict(self.key), "aantal": self.total}


class Behind:
    """Finds those rows; what several checks look up for the same unit is found once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._found: dict[str, tuple[int, pl.DataFrame]] = {}

    def of(self, told: Told, row: Row, names: Iterable[str]) -> list[Deciding]:
        """Return what stands behind these names of a unit."""
        scope, check = told.scope, told.check
        if check.populatie.groep:
            return [self._group(told, row)]
        wanted = scope.closure(names)
        together: dict[str, dict[str, Field]] = {}
        for name in sorted(wanted & set(scope.fields)):
            together.setdefault(scope.fields[name].koppel_name, {})[name] = scope.fields[name]
        found = [self._looked_up(told, row, fields) for fields in together.values()]
        return [*(f for f in found if f is not None), *self._compared(told, row, wanted)]

    def _looked_up(self, told: Told, row: Row, fields: Mapping[str, Field]) -> Deciding | None:
        scope, first = told.scope, next(iter(fields.values()))
        koppel = first.koppel
        if not koppel.namen <= set(row):
            return None
        key = {theirs: row[ours] for theirs, ours in koppel.sleutel.items()}
        # An empty key matches nothing, and neither does a table that is not there.
        there = koppel.tabel not in TABLES or self.context.register.has(koppel.tabel)
        total, rows = 0, pl.DataFrame()
        if there and all(v is not None for v in key.values()):
            own = sorted((n, repr(row[n])) for n in koppel.namen)
            what = repr((scope.table, koppel.model_dump(exclude={"velden"}), sorted(fields), own))
            if what not in self._found:
                self._found[what] = self._matching(scope, koppel, fields, row, key)
            total, rows = self._found[what]
        shown = {n: plain(told.value(koppel.sleutel[n], row)) for n in key}
        return Deciding(
            first.koppel_name, koppel.tabel, shown, total, self._told(told, koppel.tabel, rows, first.koppel_name)
        )

    def _matching(
        self, scope: Scope, koppel: Koppel, fields: Mapping[str, Field], row: Row, key: Mapping[str, object]
    ) -> tuple[int, pl.DataFrame]:
        other = scope.other(koppel.tabel)
        reads = {n for field in fields.values() for n in field.their_reads}
        frame = build(self.context, other, reads | self._columns(koppel.tabel), koppel.rijen)
        frame = frame.filter(pl.col(n) == pl.lit(value) for n, value in key.items())
        if koppel.periode:
            period, day = koppel.periode, pl.lit(row[koppel.periode.op], pl.Date)
            frame = frame.filter(in_period(day, pl.col(period.van), pl.col(period.tot), last_day=period.tot_telt_mee))
        if koppel.binnen:
            inside = koppel.binnen
            since, until = (pl.lit(row[n], pl.Date) for n in (inside.van, inside.tot))
            frame = frame.filter(in_period(pl.col(inside.datum), since, until, last_day=inside.tot_telt_mee))
        rows = _in_order(koppel.tabel, frame.collect(engine="streaming"))
        if koppel.eerder:
            rows = rows.sort(sort_key(koppel.eerder))
            own = (rows[koppel.eerder[-1]] == row[koppel.eerder[-1]]).arg_true()
            rows = rows.head(own[0] if own.len() else 0)
        counts = [_counts(koppel, field.veld).alias(f"{_COUNTS}{name}") for name, field in fields.items()]
        rows = rows.with_columns(counts)
        rows = rows.filter(pl.any_horizontal(pl.col(f"{_COUNTS}{name}") for name in fields))
        return rows.height, self._placed(koppel.tabel, rows.head(MOST))

    def _group(self, told: Told, row: Row) -> Deciding:
        """Return the rows that a group was made from."""
        groep, table = told.check.populatie.groep, told.check.populatie.tabel
        assert groep is not None  # asked of groups only
        scope = self.context.scope(table)
        rows = build(self.context, scope, groep.reads | self._columns(table)).filter(parse(groep.waar).expr)
        for name, sql in groep.per.items():
            rows = rows.filter(parse(sql).expr.eq_missing(pl.lit(row[name])))
        return self._comparing(told, table, "groep", {n: plain(told.value(n, row)) for n in groep.per}, rows)

    def _compared(self, told: Told, row: Row, wanted: Iterable[str]) -> list[Deciding]:
        """Return the rows of the population that a unit is compared with, once per key by which it is."""
        scope, check = told.scope, told.check
        keys: dict[tuple[str, ...], None] = {}
        for name in sorted(wanted):
            definition = scope.derived.get(name)
            if definition is not None and definition.blok is not None and definition.over_rows:
                keys[tuple(definition.blok.keys)] = None
            elif definition is not None and definition.sql is not None and parse(definition.sql).over_rows:
                keys |= {tuple(sorted(part)): None for part in parse(definition.sql).partitions}
        found = []
        for key in keys:
            if any(row.get(n) is None for n in key):
                continue
            names = early_names(self.context, check) | self._columns(scope.table)
            rows = build(self.context, scope, names).filter(population(check))
            rows = rows.filter(pl.col(n) == pl.lit(row[n]) for n in key)
            asked = {n: plain(told.value(n, row)) for n in key}
            found.append(self._comparing(told, scope.table, "vergeleken", asked, rows))
        return found

    def _comparing(self, told: Told, table: str, name: str, key: Mapping[str, object], frame: pl.LazyFrame) -> Deciding:
        rows = _in_order(table, frame.collect(engine="streaming"))
        placed = self._placed(table, rows.head(MOST))
        return Deciding(name, table, key, rows.height, self._told(told, table, placed, name))

    def _columns(self, table: str) -> set[str]:
        """Return the columns of a table that are told of a row; never the one with citizen service numbers."""
        return set(self.context.present(table)) - {"bsn"}

    def _placed(self, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Add where in the files of the export each row is, where that is known."""
        if table not in TABLES or rows.is_empty():
            return rows
        scan = self.context.register.scan(table)
        if not set(PLACE) <= set(scan.collect_schema()):
            return rows
        unique = TABLES[table].key
        on = [unique] if unique else sorted(self._columns(table))
        there = scan.select(*on, *PLACE).join(rows.lazy().select(on), on=on, how="semi", nulls_equal=True)
        first = there.unique(on, keep="first", maintain_order=True).collect()
        return rows.join(first, on=on, how="left", nulls_equal=True, maintain_order="left")

    def _told(self, told: Told, table: str, rows: pl.DataFrame, name: str) -> list[dict[str, object]]:
        """Return the rows as they may be shown."""
        scope = told.scope.other(table)
        columns = list(TABLES[table].by_name) if table in TABLES else sorted(scope.columns)
        derived = [n for n in rows.columns if n in scope.fields or n in scope.derived]
        return [
            {
                "tabel": table,
                "bestand": row.get(PLACE[0]),
                "rij": row.get(PLACE[1]),
                "koppel": name,
                "voor": [n.removeprefix(_COUNTS) for n in row if n.startswith(_COUNTS) and row[n]],
                "waarden": _values(told, scope, row, [n for n in columns if n in row] + derived),
            }
            for row in rows.to_dicts()
        ]


def _in_order(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows by their key, or by all that they say: the same answer every time."""
    unique = TABLES[table].key if table in TABLES else None
    return rows.sort([unique] if unique and unique in rows.columns else sorted(rows.columns))


def _counts(koppel: Koppel, veld: Veld) -> pl.Expr:
    """Return whether a row that was found by its key counts for a value."""
    holds = condition(koppel.waar, veld.waar)
    if holds is None:
        return pl.lit(value=True)
    breaks = condition(koppel.waar, veld.onderbreking) if veld.onderbreking else None
    return holds if breaks is None else holds | breaks


def _values(told: Told, scope: Scope, row: Row, names: Sequence[str]) -> dict[str, object]:
    """Return what is filled of a row, of what may be shown."""
    covered = {n: told.behind(scope, n, row[n]) for n in names if row[n] is not None}
    return {n: plain(value, places_of(scope, n)) for n, value in covered.items() if value is not HIDDEN}
