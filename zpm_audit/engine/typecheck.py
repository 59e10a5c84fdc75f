"""Finds expressions of the wrong type by building the plan of a check on an empty export. Nothing is computed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from zpm_audit.checks.expressions import parse
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.engine.evidence import evidence
from zpm_audit.engine.frames import Context
from zpm_audit.engine.units import can_be_fused, row_frame, single_frame, with_evidence
from zpm_audit.language import Text
from zpm_audit.register import TABLES, Register, RegisterTable

Place = tuple[str | int, ...]


class _EmptyTable(RegisterTable):
    """A table of the export with all its columns and no rows."""

    def scan(self) -> pl.LazyFrame:
        return pl.LazyFrame(schema=TABLES[self.name].schema)


@lru_cache(maxsize=1)
def empty_register() -> Register:
    """Return an export with every table and column; it counts as filled, so that every plan can be built."""
    tables = {
        name: _EmptyTable(name, Path(), frozenset(t.by_name), 1, 1, 0, name) for name, t in TABLES.items()
    }
    return Register(tables)


def type_problems(catalogue: Catalogue, check: Check) -> Iterator[tuple[Place, Text]]:
    """Yield where an expression of the check has the wrong type, or cannot be computed at all."""
    context = Context(empty_register(), catalogue, date(2022, 1, 1))
    try:
        frame = plan(context, check)
        schema = frame.collect_schema()
    except PolarsError as error:
        reason = _first_line(error)
        yield ("populatie",), Text(f"de check kan niet berekend worden: {reason}", f"cannot be computed: {reason}")
        return
    for at, sql in _conditions(check):
        found = _dtype(frame, sql)
        if isinstance(found, Text):
            yield at, found
        elif found not in (pl.Boolean, pl.Null):
            yield at, Text(f"dit hoort waar of onwaar op te leveren, niet {found}", f"this should be true or false, not {found}")
    for key in ("datum", "uiterste_datum"):
        name = getattr(check, key)
        if name and schema[name] != pl.Date:
            yield (key,), Text(f"'{name}' is geen datum maar {schema[name]}", f"'{name}' is no date but {schema[name]}")
    for name, parameter in check.parameters.items():
        if check.populatie.groep is None and schema.get(parameter.op) not in (pl.Date, None):
            yield ("parameters", name, "op"), Text(f"'{parameter.op}' is geen datum", f"'{parameter.op}' is no date")
    try:
        evidence(context, check, frame, "nl").collect_schema()
    except PolarsError as error:
        reason = _first_line(error)
        yield ("waarde",), Text(f"waarde, grens, melding of impact: {reason}", f"waarde, grens, melding or impact: {reason}")


def plan(context: Context, check: Check) -> pl.LazyFrame:
    """Return the frame of one check with everything that its findings show."""
    scope = context.scope(check.populatie.tabel, check)
    if not can_be_fused(check, scope):
        return single_frame(context, check)
    return with_evidence(context, check, row_frame(context, check.populatie.tabel, [check]))


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


def _dtype(frame: pl.LazyFrame, sql: str) -> pl.DataType | Text:
    try:
        return frame.select(parse(sql).expr.alias("x")).collect_schema()["x"]
    except PolarsError as error:
        reason = _first_line(error)
        return Text(f"kan niet berekend worden: {reason}", f"cannot be computed: {reason}")


def _first_line(error: PolarsError) -> str:
    return str(error).splitlines()[0]
