"""What a run comes down to: the lines on the terminal, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.language import Text
from zpm_audit.base.settings import FailOn
from zpm_audit.checks.verdict import Status
from zpm_audit.commands.export_lines import export_lines
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.shared import ROW


@dataclass(frozen=True)
class Outcome:
    """What the user gets back."""

    report: Report
    folder: Path
    fail_on: FailOn
    unmade: tuple[str, ...] = ()
    removed: tuple[Text, ...] = ()

    def lines(self) -> list[str]:
        """Return what the terminal says; the first line is what did not run and what could not be judged."""
        report = self.report
        tables = []
        for t in report.tabellen:
            read = ROW.counted(t.rijen_in)
            line = Text(
                f"  {t.naam}: {read.nl} gelezen = {t.rijen} in de audit + {t.rijen_opzij} opzij gezet",
                f"  {t.naam}: {read.en} read = {t.rijen} in the audit + {t.rijen_opzij} set aside",
            )
            tables.append(line.in_(report.taal))
        judged = Text(
            f"  prestaties in de audit: {report.rijen_beoordeeld} beoordeeld, {report.rijen_toekomst} na de peildatum "
            f"en {report.rijen_niet_declarabel} niet declarabel (niet beoordeeld)",
            f"  prestaties in the audit: {report.rijen_beoordeeld} judged, {report.rijen_toekomst} after the reference "
            f"date and {report.rijen_niet_declarabel} not declarable (not judged)",
        ).in_(report.taal)
        shown = self.folder / "rapport.html"
        where = Text(f"Rapport: {shown}", f"Report: {shown}")
        if shown.name in self.unmade:
            where = Text(f"Uitvoer: {self.folder}", f"Output: {self.folder}")
        notes = [f"  {note}" for note in report.notities]
        why = [f"  {reason.zin.in_(report.taal)}" for reason in report.vertrouwen.redenen]
        head = [report.eerste_regel, *why, *report.own_catalogue, *report.acceptance_lines]
        removed = [line.in_(report.taal) for line in self.removed]
        return [*head, *tables, *export_lines(report), *notes, judged, *removed, where.in_(report.taal)]

    def exit_code(self) -> int:
        """Return the exit code of the contract.

        ``fail_on`` softens neither what broke (a check, a report) nor an export that cannot be built on.
        """
        if self.report.totals.per_status[Status.MISLUKT] or self.unmade:
            return 4
        if not self.report.vertrouwen.voldoende:
            return 5
        if self.fail_on == "nieuw":
            return 1 if self.report.nieuw_open else 0
        severities = {"fout": {"fout"}, "signaal": {"fout", "signaal"}, "nooit": set()}[self.fail_on]
        return 1 if any(c.ernst in severities and c.counts.open > 0 for c in self.report.checks) else 0
