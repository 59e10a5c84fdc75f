"""Whether the export of this run can be built on."""

from __future__ import annotations

from collections.abc import Mapping

from zpm_audit.base.grenzen import Grenzen
from zpm_audit.engine.run import Judgement
from zpm_audit.reconciliation import TableRows, Vertrouwen, lost_keys, vertrouwen
from zpm_audit.register import Register


def trust_in(
    register: Register, judgement: Judgement, grenzen: Grenzen, previous: Mapping[str, int] | None = None
) -> Vertrouwen:
    """Judge the export of a run; ``previous`` are the rows per table of the run before it."""
    return vertrouwen(
        rows_of(register),
        lost_keys(register),
        checks=len(judgement.checks),
        ran=sum(not judged.status.silent for judged in judgement.checks),
        grenzen=grenzen,
        previous=previous,
    )


def rows_of(register: Register) -> list[TableRows]:
    """Return how many rows each table has, and how many were set aside."""
    return [TableRows(t.name, t.rows_in, t.rows_aside) for t in register.tables.values()]
