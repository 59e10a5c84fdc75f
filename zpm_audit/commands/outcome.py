"""What a run comes down to: the lines on the terminal, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.language import Language, Text
from zpm_audit.commands.options import FailOn
from zpm_audit.engine.outcome import Status
from zpm_audit.findings.model import Audit
from zpm_audit.register import Register
from zpm_audit.reports.build import counted, first_line


@dataclass(frozen=True)
class Outcome:
    """What the user gets back."""

    audit: Audit
    register: Register
    folder: Path
    fail_on: FailOn
    notes: tuple[Text, ...] = ()

    def lines(self, language: Language) -> list[str]:
        """Return what the terminal says; the first line is what did not run and what could not be judged."""
        tables = [
            Text(
                f"  {t.name}: {counted(t.rows_in, 'rij', 'rijen')} gelezen = {t.rows} in de audit + "
                f"{t.rows_aside} opzij gezet",
                f"  {t.name}: {counted(t.rows_in, 'row', 'rows')} read = {t.rows} in the audit + "
                f"{t.rows_aside} set aside",
            )
            for t in self.register.tables.values()
        ]
        audit = self.audit
        judged = Text(
            f"  prestaties in de audit: {audit.judged_rows} beoordeeld, {audit.future_rows} na de peildatum en "
            f"{audit.not_declarable} niet declarabel (niet beoordeeld)",
            f"  prestaties in the audit: {audit.judged_rows} judged, {audit.future_rows} after the reference date and "
            f"{audit.not_declarable} not declarable (not judged)",
        )
        where = Text(f"Rapport: {self.folder / 'rapport.html'}", f"Report: {self.folder / 'rapport.html'}")
        notes = [Text(f"  {note.nl}", f"  {note.en}") for note in self.notes]
        return [t.in_(language) for t in (first_line(audit), *tables, *notes, judged, where)]

    def exit_code(self) -> int:
        """Return the exit code of the contract. A check that broke is never softened by ``fail_on``."""
        if any(r.status is Status.MISLUKT for r in self.audit.checks):
            return 4
        severities = {"fout": {"fout"}, "signaal": {"fout", "signaal"}, "nooit": set()}[self.fail_on]
        still_open = any(
            r.check.ernst in severities and r.counts.afwijking > r.counts.geaccepteerd for r in self.audit.checks
        )
        return 1 if still_open else 0
