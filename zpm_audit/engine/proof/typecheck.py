"""Finds expressions of the wrong type by building the plan of a check on an empty export, before any data is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from zpm_audit.base.failures import POLARS_FAILURES
from zpm_audit.base.language import Text
from zpm_audit.checks.koppels import Koppel, Veld
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.scope import Scope
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.context import Context
from zpm_audit.engine.evidence import evidence
from zpm_audit.engine.frames import parameter_dtype
from zpm_audit.engine.proof.dtypes import Place, TypeProblem, Types
from zpm_audit.engine.units import can_be_fused, row_frame, single_frame, with_evidence
from zpm_audit.register import TABLES, Register, RegisterTable

Problems = list[TypeProblem]


class _EmptyTable(RegisterTable):
    """A table of the export with all its columns and no rows."""

    def scan(self) -> pl.LazyFrame:
        return pl.LazyFrame(schema=TABLES[self.name].schema)


@lru_cache(maxsize=1)
def empty_register() -> Register:
    """Return an export with every table and column; it counts as filled, so that every plan can be built."""
    tables = {name: _EmptyTable(name, Path(), frozenset(t.by_name), 1, 1, 0, name) for name, t in TABLES.items()}
    return Register(tables)


class TypeChecker:
    """Checks the types of the shared definitions, then of each check, on an empty export."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.context = Context(empty_register(), catalogue, date(2022, 1, 1))
        self.shared = Types(self.context)

    def definitions(self) -> Problems:
        """Return what is wrong with the types of the shared definitions."""
        definitions = self.catalogue.definitions
        types = self.shared
        for table in {**definitions.koppel, **definitions.afgeleid}:
            scope = self.context.scope(table)
            _koppels(types, ("koppel", table), definitions.koppel.get(table, {}), scope)
            for name in scope.derived:
                types.of(scope, name)
        for section in ("beoordeeld", "tellingen"):
            for name, definition in getattr(definitions, section).items():
                scope = self.context.scope(name if section == "beoordeeld" else "prestaties")
                if definition.sql:
                    types.condition((section, name), types.sql(scope, (section, name), definition.sql))
        return types.problems

    def check(self, check: Check) -> Problems:
        """Return what is wrong with the types of one check."""
        types = Types(self.context, dict(self.shared.known))
        if check.populatie.groep is None:
            self._rows(types, check)
        else:
            self._groups(types, check)
        return types.problems or list(_whole(self.context, check))

    def _rows(self, types: Types, check: Check) -> None:
        scope = self.context.scope(check.populatie.tabel, check)
        _koppels(types, ("koppel",), check.koppel, scope)
        for name in [*check.parameters, *check.afgeleid]:
            types.of(scope, name)
        for at, sql in _conditions(check):
            types.condition(at, types.sql(scope, at, sql))
        for at, sql in _values(check):
            types.sql(scope, at, sql)
        for key in ("datum", "uiterste_datum"):
            name = getattr(check, key)
            if name:
                types.demand_date((key,), name, types.of(scope, name))
        self._impact(types, check, scope)

    def _impact(self, types: Types, check: Check, scope: Scope) -> None:
        if check.impact is None:
            return
        if check.impact.sql:
            types.amount(("impact",), types.sql(scope, ("impact",), check.impact.sql))
        if check.impact.juiste_code:
            at: Place = ("impact", "juiste_code", "geheel")
            types.condition(at, types.sql(scope, at, check.impact.juiste_code.geheel))
        som = check.impact.som_van
        if som:
            rows = self.context.scope("prestaties")
            own = {f"eigen_{n}": types.of(scope, n) for n in som.eigen}
            theirs = {n: types.of(rows, n) for n in parse(som.waar).reads - set(own)}
            schema = {n: t for n, t in {**theirs, **own}.items() if t is not None}
            at = ("impact", "som_van", "waar")
            types.condition(at, types.in_schema(at, som.waar, schema))
            types.amount(("impact", "som_van", "bedrag"), types.of(rows, som.bedrag))

    def _groups(self, types: Types, check: Check) -> None:
        groep = check.populatie.groep
        if groep is None:
            return
        at: Place = ("populatie", "groep")
        rows = self.context.scope(check.populatie.tabel)
        types.condition((*at, "waar"), types.sql(rows, (*at, "waar"), groep.waar))
        own: dict[str, pl.DataType | None] = {name: types.of(rows, name) for name in rows.given}
        own |= {name: types.sql(rows, (*at, "per", name), sql) for name, sql in groep.per.items()}
        own |= {name: types.sql(rows, (*at, "velden", name), sql) for name, sql in groep.velden.items()}
        for name, parameter in check.parameters.items():
            types.demand_date(("parameters", name, "op"), parameter.op, own.get(parameter.op))
            own[name] = parameter_dtype(parameter)
        schema = {n: t for n, t in own.items() if t is not None}
        todo = {name: d.sql for name, d in check.afgeleid.items() if d.sql}
        while ready := [n for n, sql in todo.items() if parse(sql).reads <= set(schema)]:
            for name in ready:
                found = types.in_schema(("afgeleid", name), todo.pop(name), schema)
                schema |= {name: found} if found is not None else {}
        for place, sql in [*_conditions(check), *_values(check)]:
            if parse(sql).reads <= set(schema):
                found = types.in_schema(place, sql, schema)
                if place[0] in {"populatie", "eis", "loopt", "oordeel"}:
                    types.condition(place, found)
        for key in ("datum", "uiterste_datum"):
            if getattr(check, key):
                types.demand_date((key,), getattr(check, key), schema.get(getattr(check, key)))


def _koppels(types: Types, at: Place, koppels: dict[str, Koppel], scope: Scope) -> None:
    for name, koppel in koppels.items():
        here: Place = (*at, name)
        other = scope.other(koppel.tabel)
        if koppel.waar:
            types.condition((*here, "waar"), types.sql(other, (*here, "waar"), koppel.waar))
        for theirs, ours in koppel.sleutel.items():
            types.joined((*here, "sleutel", theirs), types.of(other, theirs), types.of(scope, ours))
        if koppel.periode:
            for key, side in (("van", other), ("tot", other), ("op", scope)):
                column = getattr(koppel.periode, key)
                types.demand_date((*here, "periode", key), column, types.of(side, column))
        if koppel.binnen:
            for key, side in (("van", scope), ("tot", scope), ("datum", other)):
                column = getattr(koppel.binnen, key)
                types.demand_date((*here, "binnen", key), column, types.of(side, column))
        for field_name, veld in koppel.velden.items():
            _veld(types, (*here, "velden", field_name), veld, other)
            types.of(scope, field_name)


def _veld(types: Types, at: Place, veld: Veld, other: Scope) -> None:
    for key in ("waar", "onderbreking"):
        sql = getattr(veld, key)
        if sql:
            types.condition((*at, key), types.sql(other, (*at, key), sql))
    for key in ("som", "grootste_deel"):
        column = getattr(veld, key)
        if column:
            types.amount((*at, key), types.of(other, column))
    for key in ("grootste_gat", "langste_reeks"):
        column = getattr(veld, key)
        if column:
            types.demand_date((*at, key), column, types.of(other, column))


def plan(context: Context, check: Check) -> pl.LazyFrame:
    """Return the frame of one check with everything that its findings show."""
    scope = context.scope(check.populatie.tabel, check)
    if not can_be_fused(check, scope):
        return single_frame(context, check)
    return with_evidence(context, check, row_frame(context, check.populatie.tabel, [check]))


def _whole(context: Context, check: Check) -> Iterator[TypeProblem]:
    """Run the whole check on the empty export: the parts are right, but they must fit together too."""
    try:
        evidence(context, check, plan(context, check), "nl").collect()
    except POLARS_FAILURES as error:
        reason = str(error).splitlines()[0]
        what = Text(f"de check kan niet berekend worden: {reason}", f"cannot be computed: {reason}")
        yield ("populatie",), what, Text("de delen passen niet bij elkaar", "the parts do not fit together")


def _conditions(check: Check) -> Iterator[tuple[Place, str]]:
    if check.populatie.waar:
        yield ("populatie", "waar"), check.populatie.waar
    if check.eis:
        yield ("eis",), check.eis
    if check.loopt:
        yield ("loopt",), check.loopt
    for i, tak in enumerate(check.oordeel or []):
        if tak.als:
            yield ("oordeel", i, "als"), tak.als


def _values(check: Check) -> Iterator[tuple[Place, str]]:
    yield ("waarde",), check.waarde
    yield ("grens",), check.grens
    for name, sql in check.statistiek.items():
        yield ("statistiek", name), sql
