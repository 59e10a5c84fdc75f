"""What the audit of one export found: immutable, complete, with honest states. Every report renders this.

The rows behind the counts stay in Parquet (``Findings``): there may be millions, and none is ever dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.outcome import SPREAD_SCHEMA, Counts
from zpm_audit.findings.acceptances.outcome import Accepted, Raw

if TYPE_CHECKING:
    from zpm_audit.checks.model import Check


@dataclass(frozen=True)
class CheckResult:
    """The outcome of one check. ``reason`` is filled for ``niet_uitgevoerd`` and ``mislukt``.

    ``impact_cent`` is the sum over its findings of what is known; None where no finding has a known impact.
    ``accepted_cent`` is the part of it that is accepted.
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
    accepted_cent: int | None = None
    spread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SPREAD_SCHEMA))
    statistics: pl.DataFrame | None = None
    split: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SPLIT_SCHEMA))


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
    "boekjaar": pl.Int64(),
    "financiering": pl.String(),
    "uzovi": pl.String(),
    "team": pl.String(),
    "acceptatie": pl.String(),
    "levensloop": pl.String(),
}

#: Columns of ``CheckResult.split``: the verdicts of a check per year and financing, which add up to the check.
#: ``populatie_cent`` adds up the known amounts of the units, ``afwijking_cent`` the known amounts at stake; null where
#: no amount is known at all.
SPLIT_SCHEMA: dict[str, pl.DataType] = {
    "boekjaar": pl.Int64(),
    "financiering": pl.String(),
    "populatie": pl.Int64(),
    "voldoet": pl.Int64(),
    "afwijking": pl.Int64(),
    "onbepaald": pl.Int64(),
    "loopt": pl.Int64(),
    "populatie_cent": pl.Int64(),
    "afwijking_cent": pl.Int64(),
}


@dataclass(frozen=True)
class PrestatieFigures:
    """What came out for prestaties, each counted once however many checks looked at it. Amounts are whole cents.

    ``met_fout``, ``met_signaal`` and ``onbepaald`` are the prestaties that such a finding names, ``met_fout_cent`` what
    those with a fout come to, ``direct_goed`` those that neither have a fout nor could not be judged by some check.
    ``te_veel_cent`` adds up the positive and ``te_weinig_cent`` the negative largest amounts at stake, never netted;
    ``bedrag_onbekend`` counts the prestaties with a fout of which no amount at stake is known. An amount is None where
    none is known.
    """

    beoordeeld: int
    beoordeeld_cent: int | None
    met_fout: int
    met_fout_cent: int | None
    met_signaal: int
    onbepaald: int
    direct_goed: int
    te_veel_cent: int | None
    te_weinig_cent: int | None
    bedrag_onbekend: int


@dataclass(frozen=True)
class Prestaties:
    """The figures of all judged prestaties, and the same per value of what they can be split by.

    ``andere_cent`` holds the positive and the negative sum of amounts at stake of units that are no prestatie (empty
    where there are none). ``split`` holds per dimension (boekjaar, financiering, uzovi, setting, team) its values with
    their figures; a dimension that the export does not have is left out.
    """

    total: PrestatieFigures
    andere_cent: tuple[int, ...]
    split: Mapping[str, tuple[tuple[str | int | None, PrestatieFigures], ...]]

    @property
    def impact_cent(self) -> int | None:
        """Return the amounts at stake together: every prestatie once, with its largest; None where none is known."""
        known = [c for c in (self.total.te_veel_cent, self.total.te_weinig_cent) if c is not None]
        return sum([*known, *self.andere_cent]) if known or self.andere_cent else None


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
    counts verdicts). ``future_rows`` are
    prestaties dated after the peildatum, ``not_declarable`` those that do not go to the payer, ``outside_period`` the
    others that lie outside the period of the run: none of them is judged. ``accepted`` is None without acceptances;
    ``open_prestaties`` are the figures without what is accepted, None where nothing is. ``raw`` is what they need until
    then. ``shares`` are the amounts behind the findings (``engine.impact.Priced``), ``accepted_units`` the units of
    which every finding is accepted.
    """

    peildatum: date
    checks: tuple[CheckResult, ...]
    findings: Findings
    future_rows: int
    not_declarable: int
    judged_rows: int
    outside_period: int
    undetermined_units: int
    prestaties: Prestaties
    accepted: Accepted | None = None
    open_prestaties: Prestaties | None = None
    raw: Raw | None = None
    shares: pl.LazyFrame | None = None
    accepted_units: pl.DataFrame | None = None

    @property
    def impact_cent(self) -> int | None:
        """Return the amounts at stake together: every prestatie once, with its largest; None where none is known."""
        return self.prestaties.impact_cent

    def result(self, check_id: str) -> CheckResult:
        """Return the result of one check."""
        return next(r for r in self.checks if r.check.id == check_id)
