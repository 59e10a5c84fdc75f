"""What the audit of one export found: immutable, complete, with honest states. Every report renders this.

The rows behind the counts stay in Parquet (``Findings``): there may be millions, and none is ever dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.outcome import SPREAD_SCHEMA, Counts

if TYPE_CHECKING:
    from zpm_audit.checks.model import Check


@dataclass(frozen=True)
class CheckResult:
    """The outcome of one check. ``reason`` is filled for ``niet_uitgevoerd`` and ``mislukt``.

    ``impact_cent`` is the sum over its findings of what is known; None where no finding has a known impact.
    ``impact_unknown`` counts the findings without a known impact. ``overdue`` counts the running terms whose final date
    has passed: part of ``counts.loopt``. ``statistics`` holds, for group checks that declare them, one row per group of
    the population (for instance n, mean, standard deviation and interval).
    """

    check: Check
    status: Status
    counts: Counts = field(default_factory=Counts)
    reason: Text | None = None
    impact_cent: int | None = None
    impact_unknown: int = 0
    overdue: int = 0
    spread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SPREAD_SCHEMA))
    statistics: pl.DataFrame | None = None


#: The columns of the three lists of findings, in the order of the contract; then our own.
FINDING_SCHEMA: dict[str, pl.DataType] = {
    "check_id": pl.String(),
    "ernst": pl.String(),
    "onderwerp": pl.String(),
    "onderwerp_id": pl.String(),
    "prestatie_id": pl.String(),
    "zorgtraject_id": pl.String(),
    "patient_id": pl.String(),
    "behandelaar_id": pl.String(),
    "datum": pl.Date(),
    "waarde": pl.String(),
    "grens": pl.String(),
    "toelichting": pl.String(),
    "impact_eur": pl.Decimal(18, 2),
    "bevinding_id": pl.String(),
    "setting": pl.Int64(),
    "uiterste_datum": pl.Date(),
}


@dataclass(frozen=True)
class Findings:
    """The Parquet files (schema ``FINDING_SCHEMA``) with every unit that does not simply comply, pseudonymised.

    Each is sorted by (check_id, onderwerp_id, bevinding_id). ``uiterste_datum`` is the last day of the term of a check
    that has one: while it runs, the day by which somebody must act. ``overdue`` tells which rows of ``lopend`` are past
    that day.
    """

    afwijkingen: Path
    onbepaald: Path
    lopend: Path


def overdue(peildatum: date) -> pl.Expr:
    """Return which running terms are over time: they can no longer be met, and wait for what comes next.

    A term that ends on the peildatum can still be met today.
    """
    return (pl.col("uiterste_datum") < peildatum).fill_null(value=False)


@dataclass(frozen=True)
class Audit:
    """One whole audit: per check what came out, and the totals of the run.

    ``undetermined_units`` counts every unit once that at least one check could not judge (``onbepaald`` of the checks
    counts verdicts). ``impact_cent`` counts every prestatie once, with its largest impact. ``future_rows`` are
    prestaties dated after the peildatum, ``not_declarable`` those that do not go to the payer: neither is judged.
    """

    peildatum: date
    checks: tuple[CheckResult, ...]
    findings: Findings
    future_rows: int
    not_declarable: int
    judged_rows: int
    undetermined_units: int
    impact_cent: int | None

    def result(self, check_id: str) -> CheckResult:
        """Return the result of one check."""
        return next(r for r in self.checks if r.check.id == check_id)
