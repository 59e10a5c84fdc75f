"""The floor that the benchmark measures against reads what the checks read: not a column less."""

from __future__ import annotations

from datetime import date

from benchmarks.engine_adapter import catalogue_without_messages
from benchmarks.floor_whole import NEEDED
from zpm_audit.checks.reads import evidence_reads, verdict_reads
from zpm_audit.engine.context import Context
from zpm_audit.engine.passes.asked import asked_by
from zpm_audit.engine.proof.typecheck import empty_register
from zpm_audit.register import TABLES


def test_the_floor_reads_every_column_that_a_check_reads() -> None:
    catalogue = catalogue_without_messages()
    context = Context(empty_register(), catalogue, date(2024, 12, 31))
    read: set[tuple[str, str]] = set()
    for check in catalogue.checks.values():
        scope = context.scope(check.populatie.tabel, check)
        names = scope.closure((verdict_reads(check) | evidence_reads(check)) & scope.known)
        read |= {(scope.table, n) for n in names}
    for (table, _), fields in asked_by(context, catalogue.checks.values()).items():
        for field in fields.values():
            other = context.scope(field.koppel.tabel)
            read |= {(table, n) for n in field.own_reads}
            read |= {(other.table, n) for n in other.closure(field.their_reads)}
    columns = {(t, n) for t, n in read if t in TABLES and n in TABLES[t].by_name}
    assert columns <= {(table, name) for table, names in NEEDED.items() for name in names}
    assert len(columns) > 60
