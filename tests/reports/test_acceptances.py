"""What both reports say of acceptances, and of who performed and reviewed the audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.reports.excel.conftest import make
from tests.reports.excel.sample import build, check
from tests.reports.made import figures
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.outcome import Counts
from zpm_audit.findings.acceptances.model import Acceptance
from zpm_audit.findings.acceptances.outcome import Accepted, Applied, State
from zpm_audit.findings.model import Prestaties
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report


def applied(name: str, state: State, found: int, number: int, left: int, *, everything: bool = False) -> Applied:
    entry = Acceptance(
        id=name, check="ZPM-PR-01", waar="team = 'A'", reden=f"reden {name}", door="J. Jansen", tweede="P. Pieters",
        op=date(2024, 1, 1), tot=date(2024, 6, 30),
    )  # fmt: skip
    return Applied(entry, state, found, number, 12_345 if number else None, left, everything)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    whole = build(tmp_path_factory.mktemp("acceptaties"))
    found = (
        applied("A1", "gebruikt", 2, 2, 0, everything=True),
        applied("A2", "verlopen", 5, 0, 3),
        applied("A3", "ongebruikt", 0, 0, 0),
        applied("A4", "niet_beoordeeld", 0, 0, 0),
    )
    return replace(
        whole,
        acceptaties=Accepted(Path("acceptaties.yaml"), found, {"ZPM-PR-01": (2, 12_345)}),
        prestaties_open=Prestaties(replace(figures(1_000, 7), te_veel_cent=5_000), (), {}),
        uitgevoerd_door="J. Jansen",
        beoordeeld_door="P. Pieters",
    )


def test_the_first_page_says_what_is_accepted_and_what_does_not_hold(report: Report) -> None:
    first, both, everything, expired, unused, silent = report.acceptance_lines
    assert first.startswith("2 van ")
    assert first.endswith("geaccepteerd, onder 1 van 4 acceptaties in acceptaties.yaml.")
    assert both.startswith("Zonder geaccepteerd: 7 van 1.000 prestaties met een fout (0,7%), bedrag €\u00a050,00.")
    assert "past op alle 2 afwijkingen" in everything
    assert expired == (
        "Verlopen: acceptatie A2 (ZPM-PR-01, door J. Jansen) gold tot en met 30-06-2024; weer open: 3 afwijkingen."
    )
    assert "A3" in unused
    assert "A4" in silent
    english = replace(report, taal="en").acceptance_lines
    assert len(english) == 6
    assert all("acceptatie " not in line for line in english)


def test_without_acceptances_nothing_is_said_or_that_they_were_left_out(report: Report) -> None:
    assert replace(report, acceptaties=None).acceptance_lines == ()
    (line,) = replace(report, acceptaties=None, zonder_acceptaties=True).acceptance_lines
    assert line.startswith("Gedraaid zonder acceptaties")


def test_of_many_of_a_kind_the_rest_is_counted(report: Report) -> None:
    many = tuple(applied(f"U{i}", "ongebruikt", 0, 0, 0) for i in range(25))
    lines = replace(report, acceptaties=Accepted(Path("a.yaml"), many)).acceptance_lines
    assert lines[-1] == "En nog 5 van deze soort; zie resultaat.json."


@pytest.mark.whole
def test_the_html_shows_them_on_its_first_page_with_the_names(report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "rapport.html")
    text = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    page = text[text.index('class="front"') : text.index('class="trust"')]
    for name in ("A1", "A2", "A3", "A4"):
        assert f"acceptatie {name} (ZPM-PR-01" in page
    for label, name in (("Uitgevoerd door", "J. Jansen"), ("Beoordeeld door", "P. Pieters")):
        assert label in text
        assert name in text
    assert "Zonder die blijven er" in text


@pytest.mark.whole
def test_the_workbook_has_a_sheet_of_them_and_both_rates(report: Report, tmp_path: Path) -> None:
    made = make(tmp_path, report)
    sheet = made.values["Acceptaties"]
    rows = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert rows[0][:3] == ["Acceptatie", "Check", "Stand"]
    assert rows[1][:7] == ["A1", "ZPM-PR-01", "gebruikt", 2, 2, 0, 123.45]
    assert rows[1][7:11] == ["waar: team = 'A'", "reden A1", "J. Jansen", "P. Pieters"]
    assert [row[2] for row in rows[1:5]] == ["gebruikt", "verlopen", "ongebruikt", "niet beoordeeld"]
    for name in ("Werkpapier", "Oordeel"):
        assert "Verlopen: acceptatie A2" in made.texts(name, rows=14)
    assert "Uitgevoerd door" in made.texts("Werkpapier", rows=40)
    execution = [list(row) for row in made.values["Uitvoering"].iter_rows(values_only=True)]
    header = next(row for row in execution if row[0] == "Check")
    line = next(row for row in execution if row[0] == "ZPM-PR-01")
    counts = report.checks[0].counts
    assert line[header.index("Afwijking van de populatie")] == counts.afwijking / counts.populatie
    assert line[header.index("Aandeel zonder geaccepteerd")] == counts.open / counts.populatie


def test_nothing_open_because_it_is_accepted_is_not_called_compliant(report: Report) -> None:
    accepted = check("C", Status.AFWIJKINGEN, Counts(5, 4, 1, 1))
    told = replace(report, checks=(accepted,), controletotalen=(), tabellen=(), thema_titels={})
    assert "wat afwijkt is geaccepteerd" in told.closing
    assert "voldoen" not in told.closing
