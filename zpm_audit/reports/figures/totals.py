"""What a number of checks come to together: all of a run, or those of a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zpm_audit.checks.verdict import Status
from zpm_audit.reports.parts import CheckPart


@dataclass(frozen=True)
class Totals:
    """Checks by what became of them, and their verdicts added up. A unit counts for every check that judged it.

    ``errors`` and ``signals`` are the deviations by severity, ``accepted`` those that somebody accepted, ``overdue``
    the running terms whose last day has passed, ``unpriced`` the deviations of which no amount is known.
    """

    checks: int
    per_status: Mapping[Status, int]
    population: int
    complying: int
    deviations: int
    errors: int
    signals: int
    accepted: int
    undetermined: int
    running: int
    overdue: int
    unpriced: int

    @property
    def silent(self) -> int:
        """Return how many checks have no outcome."""
        return sum(n for status, n in self.per_status.items() if status.silent)

    @property
    def ran(self) -> int:
        """Return how many checks have an outcome."""
        return self.checks - self.silent

    @property
    def open(self) -> int:
        """Return the deviations that nobody accepted."""
        return self.deviations - self.accepted

    @property
    def closed(self) -> int:
        """Return the judgements of which ``complying`` were right the first time.

        Running terms are left out, and what is undetermined is not right.
        """
        return self.complying + self.deviations + self.undetermined


def totals(checks: Sequence[CheckPart]) -> Totals:
    """Return what ``checks`` come to together."""
    counts = [c.counts for c in checks]
    return Totals(
        checks=len(checks),
        per_status={s: sum(c.status is s for c in checks) for s in Status},
        population=sum(c.populatie for c in counts),
        complying=sum(c.voldoet for c in counts),
        deviations=sum(c.afwijking for c in counts),
        errors=sum(c.counts.afwijking for c in checks if c.ernst == "fout"),
        signals=sum(c.counts.afwijking for c in checks if c.ernst != "fout"),
        accepted=sum(c.geaccepteerd for c in counts),
        undetermined=sum(c.onbepaald for c in counts),
        running=sum(c.loopt for c in counts),
        overdue=sum(c.over_tijd for c in checks),
        unpriced=sum(c.impact_onbekend for c in checks),
    )
