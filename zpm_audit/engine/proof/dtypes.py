"""Says which type every name of a check has, by computing its expressions on empty columns. Nothing else is read.

An empty column tells more than a schema: polars finds some wrong types only when it computes. What it accepts although
the answer means nothing (a date compared with a number) is refused here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from zpm_audit.base.failures import POLARS_FAILURES
from zpm_audit.base.language import Text
from zpm_audit.checks import blocks
from zpm_audit.checks.model import Definitie, Parameter
from zpm_audit.checks.scope import Scope
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.between_rows import over_rows
from zpm_audit.engine.blocks import compile_block
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import parameter_dtype
from zpm_audit.register import TABLES

Place = tuple[str | int, ...]
#: Where, what is wrong, and what to do about it.
TypeProblem = tuple[Place, Text, Text]

_SAME_KIND = Text(
    "gebruik waarden van dezelfde soort; het contract zegt van welke soort een kolom is",
    "use values of the same kind; the contract says of which kind a column is",
)
_COMPARE = Text("vergelijk de waarde ergens mee", "compare the value with something")
_DATE_COLUMN = Text("noem een datumkolom", "name a column with dates")
_ROUND = Text("rond af: cast(round(...) as bigint)", "round it: cast(round(...) as bigint)")
_DAYS = Text("tel dagen met het blok dagen_tussen", "count days with the block dagen_tussen")
#: How a person calls each kind of value that a block takes.
_KINDS: dict[blocks.Kind, Text] = {
    "whole": Text("een geheel getal", "a whole number"),
    "number": Text("een getal", "a number"),
    "date": Text("een datum", "a date"),
    "time": Text("een tijd", "a time"),
}


def _fits(dtype: pl.DataType, wanted: blocks.Kind) -> bool:
    exact: dict[blocks.Kind, bool] = {
        "date": dtype == pl.Date,
        "time": dtype == pl.Time,
        "whole": dtype.is_integer(),
        "number": dtype.is_numeric(),
    }
    return exact[wanted] or dtype == pl.Null


@dataclass
class Types:
    """The types of all names that one check (or the shared definitions) can use; ``problems`` is what went wrong."""

    context: Context
    known: dict[tuple[str, str], pl.DataType | None] = field(default_factory=dict)
    problems: list[TypeProblem] = field(default_factory=list)

    def of(self, scope: Scope, name: str) -> pl.DataType | None:
        """Return the type of a name; None when it cannot be computed (the reason is among the problems)."""
        key = (scope.table, name)
        if key not in self.known:
            self.known[key] = self._find(scope, name)
        return self.known[key]

    def _find(self, scope: Scope, name: str) -> pl.DataType | None:
        if name in scope.given:
            return pl.select(self.context.given(name)).schema[name]
        if name in scope.columns:
            return TABLES[scope.table].schema[name] if scope.table in TABLES else self._reference(scope.table, name)
        if name in scope.parameters:
            return self._parameter(scope, name, scope.parameters[name])
        if name in scope.derived:
            own = scope.check is not None and name in scope.check.afgeleid
            at: Place = ("afgeleid", name) if own else ("afgeleid", scope.table, name)
            return self._derived(scope, at, scope.derived[name])
        return self._field(scope, name)

    def _reference(self, table: str, name: str) -> pl.DataType:
        return self.context.scan(table).collect_schema()[name]

    def _parameter(self, scope: Scope, name: str, parameter: Parameter) -> pl.DataType:
        self.demand_date(("parameters", name, "op"), parameter.op, self.of(scope, parameter.op))
        return parameter_dtype(parameter)

    def _derived(self, scope: Scope, at: Place, definition: Definitie) -> pl.DataType | None:
        if definition.sql is not None:
            return self.sql(scope, at, definition.sql)
        block = definition.blok
        if block is None:
            return None
        inputs = {n: self.of(scope, n) for n in block.reads()}
        if None in inputs.values():
            return None
        for key, wanted in block.takes.items():
            name = getattr(block, key)
            dtype = inputs[name]
            if dtype is not None and not _fits(dtype, wanted):
                kind = _KINDS[wanted]
                nl = f"{key}: '{name}' is geen {kind.nl.removeprefix('een ')}"
                self._add(at, nl, f"{key}: '{name}' is not {kind.en}")
                return None
        schema = {n: t for n, t in inputs.items() if t is not None}
        if not block.over_rows:
            return self._computed(at, compile_block(block), schema)
        return self._tried(at, over_rows(pl.LazyFrame(schema=schema), "x:", block), "x:")

    def _field(self, scope: Scope, name: str) -> pl.DataType | None:
        veld = scope.fields[name].veld
        if veld.soort in {"aantal", "verschillend", "grootste_gat", "langste_reeks"}:
            return pl.Int64()
        if veld.soort == "bestaat":
            return pl.Boolean()
        return self.of(scope.other(scope.fields[name].koppel.tabel), veld.kolom or "")

    def sql(self, scope: Scope, at: Place, sql: str) -> pl.DataType | None:
        """Return the type of an expression about the units of ``scope``."""
        inputs = {name: self.of(scope, name) for name in parse(sql).reads}
        if None in inputs.values():
            return None
        return self.in_schema(at, sql, {n: t for n, t in inputs.items() if t is not None})

    def in_schema(self, at: Place, sql: str, schema: dict[str, pl.DataType]) -> pl.DataType | None:
        """Return the type of an expression over columns of these types."""
        expr = parse(sql).expr
        found = self._computed(at, expr, schema)
        if found is not None:
            self._meaningless(at, expr, schema)
        return found

    def condition(self, at: Place, found: pl.DataType | None) -> None:
        """Demand that an expression is true or false."""
        if found is not None and found not in (pl.Boolean, pl.Null):
            self._add(
                at,
                f"dit hoort waar of onwaar op te leveren, niet {found}",
                f"this should be true or false, not {found}",
                _COMPARE,
            )

    def demand_date(self, at: Place, name: str, found: pl.DataType | None) -> None:
        """Demand that a name is a date."""
        if found is not None and found not in (pl.Date, pl.Null):
            self._add(at, f"'{name}' is geen datum maar {found}", f"'{name}' is no date but {found}", _DATE_COLUMN)

    def amount(self, at: Place, found: pl.DataType | None) -> None:
        """Demand a whole number: amounts are whole cents, and a fraction would be cut off silently."""
        if found is not None and not found.is_integer() and found != pl.Null:
            self._add(at, f"dit hoort een geheel getal te zijn, niet {found}", f"not whole: {found}", _ROUND)

    def joined(self, at: Place, theirs: pl.DataType | None, ours: pl.DataType | None) -> None:
        """Demand that both sides of a key have the same type."""
        if theirs is not None and ours is not None and theirs != ours:
            self._add(at, f"sleutel van {theirs} past niet op {ours}", f"key of {theirs} does not fit {ours}")

    def _computed(self, at: Place, expr: pl.Expr, schema: dict[str, pl.DataType]) -> pl.DataType | None:
        return self._tried(at, pl.LazyFrame(schema=schema).select(expr.alias("x")), "x")

    def _tried(self, at: Place, frame: pl.LazyFrame, name: str) -> pl.DataType | None:
        try:
            return frame.collect().schema[name]
        except POLARS_FAILURES as error:
            reason = str(error).splitlines()[0]
            self._add(at, f"kan niet berekend worden: {reason}", f"cannot be computed: {reason}")
            return None

    def _meaningless(self, at: Place, expr: pl.Expr, schema: dict[str, pl.DataType]) -> None:
        """Find comparisons that polars makes between the numbers behind values of different kinds."""
        parts = expr.meta.pop()
        for part in parts:
            self._meaningless(at, part, schema)
        written = str(expr)
        truth = written.endswith(".strict_cast(Boolean)")
        if not truth and not (written.startswith("[(") and len(parts) == 2):
            return
        frame = pl.LazyFrame(schema=schema)
        dtypes = [frame.select(p.alias("x")).collect_schema()["x"] for p in parts]
        if truth and dtypes[0] not in (pl.Boolean, pl.Null):
            self._add(at, f"'not' bij een waarde van type {dtypes[0]}", f"'not' on a {dtypes[0]}", _COMPARE)
        elif not truth and frame.select(expr.alias("x")).collect_schema()["x"] == pl.Boolean:
            kinds = {_kind(d) for d in dtypes} - {""}
            if len(kinds) > 1:
                two = ", ".join(sorted(str(d) for d in dtypes))
                hint = _DAYS if "Duration" in two else _SAME_KIND
                self._add(at, f"vergelijkt waarden van verschillende soort: {two}", f"compares two kinds: {two}", hint)

    def _add(self, at: Place, nl: str, en: str, hint: Text = _SAME_KIND) -> None:
        self.problems.append((at, Text(nl, en), hint))


def _kind(dtype: pl.DataType) -> str:
    if dtype in (pl.Date, pl.Datetime):
        return "moment"
    if dtype.is_numeric():
        return "getal"
    return "" if dtype == pl.Null else str(dtype.base_type())
