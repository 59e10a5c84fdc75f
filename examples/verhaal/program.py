"""The program as the story uses it: an audit folder, the commands of a user, and a workbook that people fill in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from typer.testing import CliRunner

from examples.verhaal.registration import CHECKS

HERE = Path(__file__).parent
_LONGEST = HERE.parent / "eigen-checks" / "huisregels" / "EIGEN-CO-01.yaml"
_CONFIGURATION = """\
archief: archief.db
extra_checks: [eigen-checks]
acceptaties: acceptaties.yaml
{parameters}eigenaren:
  themas:
    planning-realisatie: {{eigenaar: Planning, dagen: 14}}
    zorgtraject: Zorgadministratie
"""
_LIMIT = """\
checks:
  EIGEN-CO-01:
    maximum_minuten:
      bron: Besluit van het behandeloverleg
      besloten_door: A. de Vries
      op: 2024-12-17
      waarden:
        - {{waarde: {minutes}}}
"""
_ACCEPTANCE = """\
- id: A-2024-001
  check: {check}
  waar: datum < date '2025-01-01'
  reden: Het inloopspreekuur registreerde de geplande duur; nieuwe werkwijze vanaf januari.
  door: J. Jansen
  op: {since}
  tot: {until}
"""


class Program:
    """One audit folder, and the program in this process: starting it anew for every night would take minutes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.configuration = folder / "zpm-audit.yaml"
        (folder / "eigen-checks" / "huisregels").mkdir(parents=True)
        shutil.copy(_LONGEST, folder / "eigen-checks" / "huisregels")
        (folder / "acceptaties.yaml").write_text("[]\n", encoding="utf-8")
        self.take_check("toen")
        self.set_limit(None)

    def take_check(self, version: str) -> None:
        """Put a version of the check on teams in the audit folder."""
        shutil.copy(HERE / version / "huisregels" / "EIGEN-TM-01.yaml", self.folder / "eigen-checks" / "huisregels")

    def set_limit(self, minutes: int | None) -> None:
        """Set how long a consult may take; None leaves it to the check."""
        if minutes is not None:
            (self.folder / "grenzen.yaml").write_text(_LIMIT.format(minutes=minutes), encoding="utf-8")
        parameters = "" if minutes is None else "parameters: grenzen.yaml\n"
        self.configuration.write_text(_CONFIGURATION.format(parameters=parameters), encoding="utf-8")

    def accept(self, check: str, since: date, until: date) -> None:
        """Accept the findings of a check from one day to another."""
        text = _ACCEPTANCE.format(check=check, since=since, until=until)
        (self.folder / "acceptaties.yaml").write_text(text, encoding="utf-8")

    def run(self, export: Path, day: date, out: Path) -> None:
        """Audit an export, as `zpm-audit run` does it at night."""
        chosen = ("--select", ",".join(CHECKS), "--fail-on", "nooit", "--gx", "uit")
        self._zpm("run", export, "--config", self.configuration, "--peildatum", day, "--out", out, *chosen)

    def history(self) -> list[dict[str, Any]]:
        """Return the runs of the archive, the oldest first."""
        return list(json.loads(self._zpm("history", "--config", self.configuration, "--json")))

    def diff(self, first: str, second: str) -> dict[str, dict[str, Any]]:
        """Return what came and went between two runs, per check."""
        found = json.loads(self._zpm("diff", first, second, "--config", self.configuration, "--json"))
        return dict(found["checks"])

    def read_workbook(self, workbook: Path) -> dict[str, Any]:
        """Read a workbook that came back."""
        return dict(json.loads(self._zpm("opvolging", "lees", workbook, "--config", self.configuration, "--json")))

    def _zpm(self, *arguments: object) -> str:
        from zpm_audit.cli import app

        told = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if told.exit_code:
            raise SystemExit(f"zpm-audit {arguments[0]} gaf exitcode {told.exit_code}:\n{told.output}")
        return told.stdout


def fill_in(workbook: Path, target: Path, by: str, answers: Mapping[str, str]) -> None:
    """Fill in a workbook as a person does: a status and a name beside a finding."""
    book = load_workbook(workbook)
    sheet = book["Bevindingen"]
    rows = sheet.iter_rows()
    for cells in rows:
        names = [cell.value for cell in cells]
        if "status" in names:
            break
    at = {name: place for place, name in enumerate(names)}
    for cells in rows:
        status = answers.get(str(cells[at["Bevinding"]].value))
        if status is not None:
            cells[at["status"]].value, cells[at["eigenaar"]].value = status, by
    book.properties.lastModifiedBy = by
    book.save(target)
