"""Builds the lazy frame of a table with the names that checks ask for: columns, look-ups, derived values.

Look-ups with the same table, rows and key are computed in one pass, whatever their number. Nothing is collected here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal
from uuid import uuid4

import polars as pl

from zpm_audit.checks.expressions import parse
from zpm_audit.checks.model import Catalogue, Check, Definitie, Koppel, Parameter, Veld
from zpm_audit.checks.scope import PEILDATUM, Field, Scope
from zpm_audit.engine.blocks import compile_block
from zpm_audit.register import TABLES, Register

#: Where a piece of a table begins, and how many rows it has.
Piece = tuple[int, int]

#: Working files live for seconds: light compression writes them fastest.
WORKING: Literal["lz4"] = "lz4"


@dataclass(frozen=True)
class Context:
    """What every plan of one audit shares."""

    register: Register
    catalogue: Catalogue
    peildatum: date
    #: Private folder for intermediate results; without one nothing is written (plans are then only type-checked).
    work: Path | None = None

    def settle(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Compute ``frame`` once, to Parquet, when what follows needs it more than once."""
        if self.work is None:
            return frame
        target = self.work / f"tussen-{uuid4().hex}.parquet"
        frame.sink_parquet(target, compression=WORKING)
        return pl.scan_parquet(target)

    def scope(self, table: str, check: Check | None = None) -> Scope:
        """Return the names that may be used about the units of ``table``."""
        return Scope(self.catalogue.definitions, table, self._reference_columns, check)

    @cached_property
    def _reference_columns(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(frame.columns) for name, frame in self._references.items()}

    @cached_property
    def _references(self) -> dict[str, pl.DataFrame]:
        return {name: read_reference(path) for name, path in self.catalogue.references.items()}

    def scan(self, table: str) -> pl.LazyFrame:
        """Return a table of the export, or a reference list."""
        return self._references[table].lazy() if table in self._references else self.register.scan(table)

    def present(self, table: str) -> frozenset[str]:
        """Return the columns that are really there."""
        if table in self._references:
            return frozenset(self._references[table].columns)
        return self.register.columns(table)


def read_reference(path: object) -> pl.DataFrame:
    """Read one code list as text; a column with only true and false becomes a boolean."""
    frame = pl.read_csv(str(path), comment_prefix="#", infer_schema=False)
    flags = [c for c in frame.columns if set(frame[c].drop_nulls().unique()) <= {"true", "false"} and frame[c].count()]
    return frame.with_columns((pl.col(c) == "true") for c in flags)


def build(
    context: Context, scope: Scope, names: Iterable[str], rows: str = "beoordeeld", piece: Piece | None = None
) -> pl.LazyFrame:
    """Return the frame of ``scope.table`` with at least ``names``; of prestaties only the judged rows by default.

    ``piece`` takes so many rows from a place in the file; look-ups still see every row.
    """
    wanted = scope.closure(names)
    judged = context.catalogue.definitions.beoordeeld.get(scope.table) if rows == "beoordeeld" else None
    if judged:
        wanted |= scope.closure(parse(judged.sql or "").reads)
    frame = _base(context, scope, wanted, piece)
    if judged:
        frame = frame.filter(_expression(judged))
    return extend(context, scope, frame, wanted)


def extend(context: Context, scope: Scope, frame: pl.LazyFrame, wanted: Iterable[str]) -> pl.LazyFrame:
    """Add to ``frame`` everything of ``wanted`` that is not a column of the export, level by level."""
    names = frozenset(wanted)
    computed = sorted(n for n in names if n in scope.fields or n in scope.derived or n in scope.parameters)
    for level in sorted({scope.level(n) for n in computed}):
        here = [n for n in computed if scope.level(n) == level]
        columns = [parameter_value(scope.parameters[n]).alias(n) for n in here if n in scope.parameters]
        columns += [_expression(scope.derived[n]).alias(n) for n in here if n in scope.derived]
        if columns:
            frame = frame.with_columns(columns)
        # Look-ups last: polars can then move a filter on what the row itself says to before the join.
        frame = _look_up(context, scope, frame, {n: scope.fields[n] for n in here if n in scope.fields})
    return frame


def parameter_value(parameter: Parameter) -> pl.Expr:
    """Return the value that holds on the date ``op`` of each row; empty where no value holds on it."""
    when = pl.col(parameter.op)
    whole = all(isinstance(v.waarde, int) for v in parameter.waarden)
    dtype = pl.Int64() if whole else pl.Float64()
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
    if PEILDATUM in wanted:
        absent.append(pl.lit(context.peildatum, pl.Date).alias(PEILDATUM))
    return frame.with_columns(absent) if absent else frame


def _look_up(context: Context, scope: Scope, frame: pl.LazyFrame, fields: dict[str, Field]) -> pl.LazyFrame:
    groups: dict[tuple[object, ...], dict[str, Field]] = {}
    for name, field in fields.items():
        groups.setdefault(_signature(field.koppel), {})[name] = field
    for together in groups.values():
        koppel = next(iter(together.values())).koppel
        if koppel.tabel in TABLES and not context.register.has(koppel.tabel):
            frame = frame.with_columns(pl.lit(None).alias(n) for n in together)
        elif koppel.periode:
            frame = _join_period(context, scope, frame, koppel, together)
        else:
            frame = _join(context, scope, frame, koppel, together)
    return frame


def _signature(koppel: Koppel) -> tuple[object, ...]:
    """Return what makes look-ups share one pass. With a period or a plain value, ``waar`` belongs to it."""
    plain = any(v.waarde for v in koppel.velden.values())
    own = (koppel.waar, str(koppel.periode)) if koppel.periode or plain else ()
    return (koppel.tabel, koppel.rijen, tuple(sorted(koppel.sleutel.items())), *own)


def _join(
    context: Context, scope: Scope, frame: pl.LazyFrame, koppel: Koppel, fields: dict[str, Field]
) -> pl.LazyFrame:
    other = _other(context, scope, fields)
    theirs = sorted(koppel.sleutel)
    ours = [koppel.sleutel[k] for k in theirs]
    if all(f.veld.soort == "waarde" for f in fields.values()):
        if koppel.waar:
            other = other.filter(parse(koppel.waar).expr)
        found = other.select(
            *(pl.col(k).alias(f":{k}") for k in theirs),
            *(pl.col(f.veld.kolom or "").alias(n) for n, f in fields.items()),
        )
    else:
        found = _aggregate(other, [pl.col(k).alias(f":{k}") for k in theirs], fields)
    joined = frame.join(found, left_on=ours, right_on=[f":{k}" for k in theirs], how="left", coalesce=True)
    return joined.with_columns(_without_match(fields))


def _join_period(
    context: Context, scope: Scope, frame: pl.LazyFrame, koppel: Koppel, fields: dict[str, Field]
) -> pl.LazyFrame:
    """Look up on a key and a date: first for every pair that occurs, so that the rows are not multiplied."""
    period = koppel.periode
    assert period is not None  # only called for look-ups with a period
    theirs = sorted(koppel.sleutel)
    ours = [koppel.sleutel[k] for k in theirs]
    renamed = [pl.col(o).alias(f":{k}") for k, o in zip(theirs, ours, strict=True)]
    if any(scope.level(n) for n in (*ours, period.op)):
        frame = context.settle(frame)
    pairs = frame.select(*renamed, pl.col(period.op).alias(":op")).unique().drop_nulls()
    other = _other(context, scope, fields)
    since, until = pl.col(period.van), pl.col(period.tot)
    valid = (since.is_null() | (since <= pl.col(":op"))) & (until.is_null() | (until >= pl.col(":op")))
    keys = [f":{k}" for k in theirs]
    matched = pairs.join(other, left_on=keys, right_on=theirs, how="inner").filter(valid)
    found = _aggregate(matched, [pl.col(k) for k in [*keys, ":op"]], fields)
    joined = frame.join(found, left_on=[*ours, period.op], right_on=[*keys, ":op"], how="left", coalesce=True)
    return joined.with_columns(_without_match(fields))


def _other(context: Context, scope: Scope, fields: dict[str, Field]) -> pl.LazyFrame:
    """Return the other table with everything that the look-ups read of it."""
    koppel = next(iter(fields.values())).koppel
    names = set(koppel.sleutel)
    for field in fields.values():
        names |= {field.veld.kolom} if field.veld.kolom else set()
        for sql in (field.koppel.waar, field.veld.waar):
            names |= parse(sql).reads if sql else frozenset()
    if koppel.periode:
        names |= {koppel.periode.van, koppel.periode.tot}
    return build(context, scope.other(koppel.tabel), names, koppel.rijen)


def _aggregate(other: pl.LazyFrame, keys: list[pl.Expr], fields: dict[str, Field]) -> pl.LazyFrame:
    conditions = {name: _condition(field) for name, field in fields.items()}
    if all(c is not None for c in conditions.values()):
        other = other.filter(pl.any_horizontal(c for c in conditions.values() if c is not None))
    aggregates: list[pl.Expr] = []
    for name, field in fields.items():
        aggregates += _aggregated(name, field.veld, conditions[name])
    return other.group_by(keys).agg(aggregates)


def _condition(field: Field) -> pl.Expr | None:
    parts = [parse(sql).expr for sql in (field.koppel.waar, field.veld.waar) if sql]
    if not parts:
        return None
    return pl.all_horizontal(parts).fill_null(value=False)


def _aggregated(name: str, veld: Veld, condition: pl.Expr | None) -> list[pl.Expr]:
    holds = condition if condition is not None else pl.lit(value=True)
    if veld.soort in {"aantal", "bestaat"}:
        count = condition.sum() if condition is not None else pl.len()
        return [count.cast(pl.Int64).alias(name) if veld.soort == "aantal" else (count > 0).alias(name)]
    column = pl.col(veld.kolom or "")
    picked = pl.when(condition).then(column) if condition is not None else column
    if veld.soort == "som":
        # A sum of amounts of which one is unknown is unknown.
        unknown = (holds & column.is_null()).any()
        return [pl.when(~unknown).then(picked.sum()).alias(name), pl.len().alias(f"{name}:n")]
    return [(picked.max() if veld.soort == "laatste" else picked.min()).alias(name)]


def _without_match(fields: dict[str, Field]) -> list[pl.Expr]:
    filled: list[pl.Expr] = []
    for name, field in fields.items():
        if field.veld.soort == "aantal":
            filled.append(pl.col(name).fill_null(0))
        elif field.veld.soort == "bestaat":
            filled.append(pl.col(name).fill_null(value=False))
        elif field.veld.soort == "som":
            filled.append(pl.when(pl.col(f"{name}:n").is_null()).then(0).otherwise(pl.col(name)).alias(name))
    return filled
