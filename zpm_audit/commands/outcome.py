"""What a run comes down to: the lines on the terminal, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.language import Text
from zpm_audit.base.settings import FailOn
from zpm_audit.checks.verdict import Status
from zpm_audit.commands.export_lines import export_lines
from zpm_audit.output.manifest import SELF_HASH
from zpm_audit.output.marks import MANIFEST, read_json
from zpm_audit.reports.figures.format import integer, period
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.shared import ROW


@dataclass(frozen=True)
class Outcome:
    """What the user gets back. ``done`` is what was done behind the run: outputs that went, a mail that was sent."""

    report: Report
    folder: Path
    fail_on: FailOn
    unmade: tuple[str, ...] = ()
    done: tuple[Text, ...] = ()

    def lines(self) -> list[str]:
        """Return what the terminal says; the first line is what did not run and what could not be judged."""
        report = self.report
        tables = []
        for t in report.tabellen:
            rows, word = integer(t.rijen_in, report.taal), ROW.of(t.rijen_in)
            good, aside = integer(t.rijen, report.taal), integer(t.rijen_opzij, report.taal)
            line = Text(
                f"  {t.naam}: {rows} {word.nl} gelezen = {good} in de audit + {aside} opzij gezet",
                f"  {t.naam}: {rows} {word.en} read = {good} in the audit + {aside} set aside",
            )
            tables.append(line.in_(report.taal))
        shown = self.folder / "rapport.html"
        where = Text(f"Rapport: {shown}", f"Report: {shown}")
        if shown.name in self.unmade:
            where = Text(f"Uitvoer: {self.folder}", f"Output: {self.folder}")
        notes = [f"  {note}" for note in report.notities]
        why = [f"  {reason.zin.in_(report.taal)}" for reason in report.vertrouwen.redenen]
        opinion = [report.opinion_line] if report.opinions else []
        head = [report.eerste_regel, *why, *report.own_catalogue, *report.acceptance_lines, *opinion]
        done = [line.in_(report.taal) for line in self.done]
        return [
            *head,
            *tables,
            *export_lines(report),
            *notes,
            self._judged(),
            *done,
            where.in_(report.taal),
            self._manifest(),
        ]

    @property
    def manifest_sha256(self) -> str:
        """Return the hash of the manifest, by which the whole output is known."""
        return str((read_json(self.folder / MANIFEST) or {}).get(SELF_HASH))

    def _manifest(self) -> str:
        """Return the hash to note down: no report can hold it, as the manifest holds the hash of every report."""
        told = Text(
            f"Manifest: sha256 {self.manifest_sha256} (noteer dit buiten deze map; zpm-audit verify vergelijkt ermee)",
            f"Manifest: sha256 {self.manifest_sha256} (note this outside this folder; zpm-audit verify compares with "
            "it)",
        )
        return told.in_(self.report.taal)

    def _judged(self) -> str:
        """Return how many prestaties were judged, and of the others why not."""
        report = self.report
        done, out, later, unpaid = (
            integer(number, report.taal)
            for number in (
                report.rijen_beoordeeld,
                report.rijen_buiten_periode,
                report.rijen_toekomst,
                report.rijen_niet_declarabel,
            )
        )
        outside = Text("", "")
        if report.periode:
            days = period(report.periode.first, report.periode.last, report.taal)
            outside = Text(f"{out} buiten de periode {days}, ", f"{out} outside the period {days}, ")
        return Text(
            f"  prestaties in de audit: {done} beoordeeld, {outside.nl}{later} na de peildatum en {unpaid} niet "
            "declarabel (niet beoordeeld)",
            f"  prestaties in the audit: {done} judged, {outside.en}{later} after the reference date and {unpaid} not "
            "declarable (not judged)",
        ).in_(report.taal)

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
