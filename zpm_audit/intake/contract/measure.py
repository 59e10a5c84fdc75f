"""Counts in polars, exactly and at every size: one fused pass per table, and one narrow pass per key and look-up.

Uniqueness is decided on 64-bit hashes of the key, sorted: when all hashes differ, all keys differ. Only keys whose
hash occurs more than once are then compared themselves. That keeps 20 million keys well under a gigabyte.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import polars as pl

from zpm_audit.intake.contract.model import (
    BETWEEN,
    COMPOUND_UNIQUE,
    IN_SET,
    NOT_IN_SET,
    NOT_NULL,
    PAIR,
    REGEX,
    ROW_COUNT,
    UNIQUE,
    Expectation,
)
from zpm_audit.intake.contract.resolve import bounds, listed
from zpm_audit.intake.contract.result import Measurement
from zpm_audit.register.schema import PLACES

#: Gives the (lazy) values of a column of another table.
Lookup = Callable[[str, str], pl.LazyFrame]

#: Columns whose values may be shown as an example: what they hold says nothing about who a person is.
SHOWN = frozenset(
    {
        "datum", "prestatiegroep", "consulttype", "prestatiecode", "setting", "geplande_minuten",
        "gerealiseerde_minuten", "duurklasse", "groepsgrootte", "reistijd_minuten", "startdatum", "einddatum",
        "financiering", "verwijstype", "uzovi", "maand", "aantal", "max_tarief_eur", "factuurdatum",
        "team", "prijs_pct", "plafond_eur",
    }
)  # fmt: skip
_EXAMPLE_LENGTH = 40
_HASH_SEED = 20220101
_KEYS_AT_ONCE = 2_000_000


def measure(
    scan: pl.LazyFrame, expectations: Sequence[Expectation], lookup: Lookup, peildatum: date
) -> list[Measurement]:
    """Return the numbers of every expectation about one table, in order."""
    scopes = {_scope_name(e): _in_scope(e) for e in expectations if e.condition is not None}
    aggregates = [a.alias(f"{i}.{a_name}") for i, e in enumerate(expectations) for a_name, a in _sums(e, peildatum)]
    row = scan.with_columns(**scopes).select(aggregates).collect().row(0, named=True)
    return [_measurement(scan, e, i, row, lookup) for i, e in enumerate(expectations)]


def _measurement(scan: pl.LazyFrame, e: Expectation, position: int, row: dict[str, Any], lookup: Lookup) -> Measurement:
    elements, missing = row[f"{position}.elements"], row.get(f"{position}.missing", 0)
    if e.type in {UNIQUE, COMPOUND_UNIQUE}:
        return Measurement(elements, missing, _shared_keys(scan, e))
    if e.reference is not None:
        return Measurement(elements, missing, _unknown(scan, e, lookup(*e.reference)))
    unexpected = row.get(f"{position}.unexpected", 0)
    seen = [row.get(f"{position}.first"), row.get(f"{position}.last")]
    return Measurement(elements, missing, unexpected, _examples(e, seen))


def _examples(e: Expectation, seen: list[Any]) -> tuple[str, ...]:
    column = e.column_of(e.judged[0]) if e.judged else None
    places = PLACES.get(column.kind, 0) if column else 0
    shown = [f"{v / 10**places:.{places}f}" if places else str(v) for v in seen if v is not None]
    return tuple(dict.fromkeys(_harmless(v) for v in shown))


def _harmless(value: str) -> str:
    """Return a value as it may be printed: one line, and not longer than a code is."""
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in value[: _EXAMPLE_LENGTH + 1])
    return line if len(value) <= _EXAMPLE_LENGTH else line[:_EXAMPLE_LENGTH] + "…"


def _in_scope(e: Expectation) -> pl.Expr:
    if e.condition is None:
        return pl.lit(value=True)
    column, values = e.condition
    picked = pl.col(column) == values[0] if len(values) == 1 else pl.col(column).is_in(list(values))
    return picked.fill_null(value=False)


def _scope_name(e: Expectation) -> str:
    """Name the condition of an expectation, so that a condition that many share is computed once."""
    return f"rijen waarvoor {e.condition}"


def _sums(e: Expectation, peildatum: date) -> list[tuple[str, pl.Expr]]:
    """Return the aggregates of one expectation that fit in the fused pass."""
    scope = pl.lit(value=True) if e.condition is None else pl.col(_scope_name(e))
    rows = pl.len() if e.condition is None else scope.sum()
    if e.type == ROW_COUNT:
        return [("elements", rows)]
    empty = [pl.col(c).is_null() for c in e.judged]
    if e.type == NOT_NULL:
        return [("elements", rows), ("unexpected", (scope & empty[0]).sum())]
    no_value = pl.any_horizontal(empty) if e.type == PAIR else pl.all_horizontal(empty)
    sums = [("elements", rows), ("missing", (scope & no_value).sum())]
    right = _right(e, peildatum)
    if right is None:
        return sums
    wrong = scope & ~right
    sums.append(("unexpected", wrong.sum()))
    if len(e.judged) == 1 and e.judged[0] in SHOWN:
        unexpected = pl.when(wrong).then(pl.col(e.judged[0]))
        sums += [("first", unexpected.min()), ("last", unexpected.max())]
    return sums


def _right(e: Expectation, peildatum: date) -> pl.Expr | None:
    """Return what a row must satisfy (empty where a value is); None where one row alone cannot tell."""
    if e.type == IN_SET and e.reference is None:
        return pl.col(e.judged[0]).is_in(listed(e))
    if e.type == NOT_IN_SET:
        return ~pl.col(e.judged[0]).is_in(listed(e))
    if e.type == REGEX:
        return pl.col(e.judged[0]).str.contains(e.kwargs["regex"])
    if e.type == BETWEEN:
        low, high = bounds(e, peildatum)
        column = pl.col(e.judged[0])
        limits = [column >= low] if low is not None else []
        limits += [column <= high] if high is not None else []
        return pl.all_horizontal(limits)
    if e.type == PAIR:
        return pl.col(e.judged[0]) >= pl.col(e.judged[1])
    return None


def _unknown(scan: pl.LazyFrame, e: Expectation, known: pl.LazyFrame) -> int:
    """Count the filled values that the other table does not know."""
    used = scan.filter(_in_scope(e)).select(value=pl.col(e.judged[0])).drop_nulls()
    other = known.select(value=pl.first())
    return int(used.join(other, on="value", how="anti").select(pl.len()).collect().item())


def _shared_keys(scan: pl.LazyFrame, e: Expectation) -> int:
    """Count the rows whose key another row has too. Rows with nothing in their key do not count."""
    columns = [pl.col(c) for c in e.judged]
    keys = scan.select(columns).filter(~pl.all_horizontal(c.is_null() for c in columns))
    whole = pl.struct(columns) if len(columns) > 1 else columns[0]
    hashed = whole.hash(_HASH_SEED).alias("h")
    twice = (
        keys.select(hashed).sort("h").filter(pl.col("h") == pl.col("h").shift(1)).select(pl.col("h").unique()).collect()
    )
    parts = 1 + twice.height // _KEYS_AT_ONCE
    shared = 0
    for part in range(parts):
        suspects = keys.with_columns(hashed).join(twice.lazy().filter(pl.col("h") % parts == part), on="h", how="semi")
        groups = suspects.group_by(e.judged).len().filter(pl.col("len") > 1)
        shared += int(groups.select(pl.col("len").sum()).collect().item() or 0) if twice.height else 0
    return shared
