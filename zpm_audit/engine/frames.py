"""Builds the lazy frame of a table with the names that checks ask for: columns, look-ups, derived values.

What look-ups need from other tables is built here as well; how they are joined stands in ``lookups``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from zpm_audit.checks.model import Definitie, Parameter
from zpm_audit.checks.scope import Scope
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine import lookups
from zpm_audit.engine.between_rows import alone, over_rows
from zpm_audit.engine.blocks import compile_block
from zpm_audit.engine.context import Context, Piece
from zpm_audit.register import TABLES


def build(
    context: Context,
    scope: Scope,
    names: Iterable[str],
    rows: str = "beoordeeld",
    piece: Piece | None = None,
    *,
    held: bool = False,
    within: pl.Expr | None = None,
) -> pl.LazyFrame:
    """Return the frame of ``scope.table`` with at least ``names``; of prestaties only the judged rows by default.

    ``piece`` takes so many rows from a place in the file; look-ups still see every row. ``held`` keeps the rows in
    memory while look-ups are added to them. ``within`` leaves out rows before anything is looked up for them, by
    columns of the export.
    """
    wanted = scope.closure(names)
    judged = context.catalogue.definitions.beoordeeld.get(scope.table) if rows == "beoordeeld" else None
    if judged:
        wanted |= scope.closure(parse(judged.sql or "").reads)
    frame = _base(context, scope, wanted, piece)
    if judged:
        frame = frame.filter(_expression(judged))
    if within is not None:
        frame = frame.filter(within)
    return extend(context, scope, frame, wanted, held=held)


def extend(
    context: Context,
    scope: Scope,
    frame: pl.LazyFrame,
    wanted: Iterable[str],
    *,
    lonely: bool = False,
    held: bool = False,
) -> pl.LazyFrame:
    """Add to ``frame`` everything of ``wanted`` that is not a column of the export, level by level.

    ``lonely`` says that no two rows share a key, so that blocks have nothing to compare.
    """
    names = frozenset(wanted)
    computed = sorted(n for n in names if n in scope.fields or n in scope.derived or n in scope.parameters)
    for level in sorted({scope.level(n) for n in computed}):
        here = [n for n in computed if scope.level(n) == level]
        blocks = {n: d.blok for n in here if (d := scope.derived.get(n)) and d.blok and d.over_rows}
        columns = [parameter_value(scope.parameters[n]).alias(n) for n in here if n in scope.parameters]
        columns += [_expression(scope.derived[n]).alias(n) for n in here if n in scope.derived and n not in blocks]
        if columns:
            frame = frame.with_columns(columns)
        for name, block in blocks.items():
            frame = frame.with_columns(alone(block).alias(name)) if lonely else over_rows(frame, name, block)
        # Look-ups last: polars can then move a filter on what the row itself says to before the join.
        fields = {n: scope.fields[n] for n in here if n in scope.fields}
        frame = lookups.look_up(context, scope, frame, fields, _rows_of(context), held=held)
    return frame


def parameter_value(parameter: Parameter) -> pl.Expr:
    """Return the value that holds on the date ``op`` of each row; empty where no value holds on it."""
    when = pl.col(parameter.op)
    dtype = parameter_dtype(parameter)
    result = pl.lit(None, dtype)
    for value in parameter.waarden:
        holds = pl.lit(value=True)
        if value.vanaf:
            holds = holds & (when >= value.vanaf)
        if value.tot:
            holds = holds & (when <= value.tot)
        if not value.vanaf and not value.tot:
            return pl.lit(value.waarde, dtype)
        result = pl.when(holds).then(pl.lit(value.waarde, dtype)).otherwise(result)
    return result


def parameter_dtype(parameter: Parameter) -> pl.DataType:
    """Return the type of the values of a parameter."""
    values = [v.waarde for v in parameter.waarden]
    if all(isinstance(v, date) for v in values):
        return pl.Date()
    return pl.Int64() if all(isinstance(v, int) for v in values) else pl.Float64()


def _rows_of(context: Context) -> lookups.Rows:
    """Return how look-ups get at the rows of another table."""

    def rows(scope: Scope, names: Iterable[str], which: str) -> pl.LazyFrame:
        return build(context, scope, names, which)

    return rows


def _expression(definition: Definitie) -> pl.Expr:
    if definition.sql is not None:
        return parse(definition.sql).expr
    assert definition.blok is not None  # the model guarantees one of the two
    return compile_block(definition.blok)


def _base(context: Context, scope: Scope, wanted: frozenset[str], piece: Piece | None) -> pl.LazyFrame:
    present = context.present(scope.table)
    columns = sorted(wanted & scope.columns)
    rows = context.scan(scope.table)
    frame = (rows.slice(*piece) if piece else rows).select([c for c in columns if c in present])
    # A check that cannot do without an absent column does not run; what may be absent (evidence) reads as empty.
    absent = [pl.lit(None, TABLES[scope.table].schema[c]).alias(c) for c in columns if c not in present]
    absent += [context.given(name) for name in sorted(wanted & scope.given)]
    return frame.with_columns(absent) if absent else frame
