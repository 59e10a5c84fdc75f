"""The engine with every check whose verdict no amount decides: the same as ``benchmarks.duckdb`` does by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from benchmarks.engine_adapter import Counts, catalogue_without_messages, counts
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.reads import verdict_reads
from zpm_audit.checks.scope import Scope
from zpm_audit.engine.context import Context
from zpm_audit.engine.proof.typecheck import empty_register
from zpm_audit.register import TABLES


def run(folder: Path, out: Path, peildatum: date) -> Counts:
    """Judge the canonical Parquet in ``folder`` by them."""
    return counts(folder, without_amounts(catalogue_without_messages()), out, peildatum)


def without_amounts(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with only the checks whose population and verdict read no amount, however far away."""
    context = Context(empty_register(), catalogue, date(2024, 12, 31))
    return catalogue.select([name for name, check in catalogue.checks.items() if not amounts(context, check)])


def amounts(context: Context, check: Check) -> frozenset[str]:
    """Return the columns with euros that decide who is in the population of a check and what the verdict is."""
    names = verdict_reads(check) | (check.populatie.groep.reads if check.populatie.groep else frozenset())
    columns = set(_columns(context.scope(check.populatie.tabel, check), names))
    return frozenset(f"{table}.{name}" for table, name in columns if TABLES[table].by_name[name].kind == "eur")


def _columns(scope: Scope, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the columns of the export that names are computed from, in this table and behind its look-ups."""
    for name in scope.closure(scope.known & frozenset(names)):
        if name in scope.columns and scope.table in TABLES:
            yield scope.table, name
        elif name in scope.fields:
            link = scope.fields[name]
            yield from _columns(scope.other(link.koppel.tabel), scope.behind(link))
