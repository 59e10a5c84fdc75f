"""Sheet Aansluiting: first, with counts that formulas verify, and every difference within its limit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.reconciliation.shown import GROUPS, MONTHS, reconciliation
from tests.reports.excel.conftest import Made, make
from tests.reports.excel.sample import build
from zpm_audit.reports.excel import reconciliation as excel_reconciliation

pytestmark = pytest.mark.whole

SHEET = "Aansluiting"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("werkmap")
    return make(folder, build(folder))


def test_it_comes_right_after_the_working_paper_and_says_the_first_line(made: Made) -> None:
    assert made.values.sheetnames[:2] == ["Werkpapier", SHEET]
    sheet = made.values[SHEET]
    assert sheet["A2"].value == made.report.eerste_regel
    # Differences first: the control totals of the sample differ, and so does its claim.
    assert sheet["A3"].value.startswith("Bij 1 van de 2 tabellen")
    assert sheet["A4"].value.startswith("De declaratie sluit niet aan: 674 prestaties verschillen")


def test_the_steps_add_up_by_a_formula(made: Made) -> None:
    found = made.report.aansluiting
    assert found
    values = {r[0].value: (r[1].value, r[2].value) for r in made.values[SHEET].iter_rows(max_row=20, max_col=3)}
    assert values["Ingelezen uit de export"][0] == found.rows_in
    assert values["Opzij gezet (niet te lezen)"] == (32, 1234.56)
    assert values["Beoordeeld"][0] == found.judged
    row = next(r for r in made.formulas[SHEET].iter_rows(max_row=20, max_col=4) if r[0].value == "Verschil")
    assert row[1].value.startswith("=B")
    assert row[1].value.count("-B") == 4
    assert row[3].value.endswith('"sluit aan","SLUIT NIET AAN")')
    assert made.values[SHEET][row[3].coordinate].value == "sluit aan"


def test_every_month_and_group_is_there_with_its_difference(made: Made) -> None:
    months = made.records(SHEET, "AansluitingPerMaand")
    both = made.records(SHEET, "AansluitingPerGroepMaand")
    assert len(months) == len(MONTHS)
    assert len(both) == len(MONTHS) * len(GROUPS)
    found = made.report.aansluiting
    assert found
    for rows in (months, both, made.records(SHEET, "AansluitingPerGroep")):
        assert sum(r["In de export"] for r in rows) == found.rows
        assert all(r["Verschil"] == 0 for r in rows)
        assert all(r["Verschil in regels"] == r["Regels gedeclareerd"] - r["Declarabel"] for r in rows)
        assert all(
            r["Verschil in bedrag (€)"]
            == pytest.approx(r["Bedrag gedeclareerd (€)"] - r["Bedrag declarabel (€)"], abs=0.001)
            for r in rows
        )
    assert any(r["Verschil in regels"] for r in both)


def test_an_unknown_amount_is_empty_and_not_zero(made: Made) -> None:
    kinds = {r["Soort verschil"]: r for r in made.records(SHEET, "VerschillenPerSoort")}
    unknown = kinds["Gedeclareerd, bedrag aan één kant onbekend"]
    assert (unknown["Bedrag in de export (€)"], unknown["Verschil in bedrag (€)"]) == (None, None)
    assert kinds["Gedeclareerd, niet in de export"]["Prestaties"] == 31


def test_all_differences_are_listed_or_the_sheet_says_how_many(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(made.records(SHEET, "Verschillen")) == 674
    monkeypatch.setattr(excel_reconciliation, "MOST_DIFFERENCES", 50)
    cut = make(tmp_path, made.report)
    assert len(cut.records(SHEET, "Verschillen")) == 50
    assert "Hier staan 50 van de 674 verschillen" in cut.texts(SHEET, 400)


def test_without_a_claim_nothing_is_said_of_messages(tmp_path: Path) -> None:
    report = replace(build(tmp_path), aansluiting=reconciliation(tmp_path / "as", claimed=False))
    alone = make(tmp_path, report)
    assert "Er is geen declaratiebericht meegegeven" in alone.texts(SHEET, 10)
    assert set(alone.values[SHEET].tables) == {
        "AansluitingPerMaand", "AansluitingPerGroep", "AansluitingPerGroepMaand",
    }  # fmt: skip


def test_a_report_without_it_has_no_such_sheet(tmp_path: Path) -> None:
    bare = make(tmp_path, replace(build(tmp_path), aansluiting=None, normmatrix=None))
    assert bare.values.sheetnames[:2] == ["Werkpapier", "Oordeel"]
    assert "Normmatrix" not in bare.values.sheetnames
    assert "Normmatrix" not in bare.texts("Oordeel", 30)


def test_english(tmp_path: Path) -> None:
    english = make(tmp_path, build(tmp_path, "en"))
    words = english.texts("Reconciliation", 60)
    assert "The claim does not reconcile" in words
    assert "Claimed, not in the export" in words
    for dutch in ("Verschil", "Gedeclareerd", "Beoordeeld"):
        assert dutch not in words
