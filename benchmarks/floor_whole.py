"""The floor under the whole catalogue: polars reads every column that a check asks for, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.engine_adapter import catalogue_without_messages
from benchmarks.floor import read
from zpm_audit.checks.model import Check, Definities
from zpm_audit.checks.scope import Scope
from zpm_audit.engine.units import evidence_reads, verdict_reads
from zpm_audit.register import TABLES


def needed() -> dict[str, tuple[str, ...]]:
    """Return the columns of the export that the checks of the catalogue need, by table."""
    catalogue = catalogue_without_messages()
    found: dict[str, set[str]] = {}
    for check in catalogue.checks.values():
        for need in _needs(catalogue.definitions, check):
            found.setdefault(need[0], set()).update(need[1])
    return {
        table: tuple(c.name for c in TABLES[table].columns if c.name in columns)
        for table, columns in found.items()
        if columns
    }


def _needs(definitions: Definities, check: Check) -> list[tuple[str, frozenset[str]]]:
    scope = Scope(definitions, check.populatie.tabel, {}, check)
    names = (verdict_reads(check) | evidence_reads(check)) & scope.known
    return [(need.table, need.columns) for need in scope.needs(names)]


def run(folder: Path, _out: Path, _peildatum: date) -> None:
    """Read what the checks need."""
    read(folder, needed())
