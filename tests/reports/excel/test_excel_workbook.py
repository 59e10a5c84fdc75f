"""The workbook as openpyxl reads it back: structure, types, order, words."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.reports.excel.conftest import Made, make
from tests.reports.excel.sample import NASTY, build, finding
from zpm_audit.reports.excel.workbook import write_workbook
from zpm_audit.reports.words.excel import SHEETS

pytestmark = pytest.mark.whole

NAMES = [
    "Werkpapier",
    "Aansluiting",
    "Oordeel",
    "Uitvoering",
    "Verloop",
    "Statistiek",
    "Bronbestanden",
    "Normen",
    "Normmatrix",
    "Werkprogramma",
    "Splitsing",
    "Splitsing per check",
    "Herrekening",
    "Herrekende consulten",
    "Bevindingen",
    "Onbepaald",
    "Lopend",
    "Parameters",
    "Niet uitgevoerd",
    "zpm-audit",
]


def test_sheets_in_order_and_in_both_languages(made: Made, tmp_path: Path) -> None:
    assert made.values.sheetnames == NAMES
    english = make(tmp_path, build(tmp_path, "en"))
    absent = {"acceptaties", "te_doen", "tolerantie", "raamwerk"}
    shown = [text.en for key, text in SHEETS.items() if key not in absent]
    assert english.values.sheetnames == [*shown, "zpm-audit"]
    assert [sheet.title for sheet in made.values if sheet.sheet_state != "visible"] == ["zpm-audit"]
    assert "Verdict" in english.texts("Verdict").splitlines()[0] or "verdict" in english.texts("Verdict")
    assert "deviations" in english.texts("Verdict")


def test_every_table_is_real_and_its_headings_match(made: Made) -> None:
    seen = set()
    for sheet in made.values:
        for table in sheet.tables.values():
            header = [cell.value for cell in sheet[table.ref][0]]
            assert header == table.column_names
            assert table.autoFilter.ref == table.ref
            assert table.id not in seen
            seen.add(table.id)
    assert len(seen) == 35


def test_headers_are_frozen_and_print_again(made: Made) -> None:
    for name, first_free in (
        ("Bevindingen", "B"),
        ("Uitvoering", "C"),
        ("Normen", "C"),
        ("Lopend", "B"),
        ("Herrekende consulten", "B"),
    ):
        sheet = made.values[name]
        table = next(iter(sheet.tables.values()))
        header = sheet[table.ref][0][0].row
        assert sheet.freeze_panes == f"{first_free}{header + 1}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert made.values["Bevindingen"].print_title_rows == f"${5}:${5}"


def test_numbers_dates_and_amounts_have_their_format(made: Made) -> None:
    sheet = made.formulas["Bevindingen"]
    table = sheet.tables["Bevindingen"]
    rows = list(sheet[table.ref])
    titles = [c.value for c in rows[0]]
    first = dict(zip(titles, rows[1], strict=True))
    assert first["Bedrag (€)"].number_format == "#,##0.00"
    assert first["Bedrag (€)"].value == 1250.05
    assert first["Datum"].number_format == "dd-mm-yyyy"
    assert isinstance(first["Datum"].value, datetime)
    execution = made.formulas["Uitvoering"]["F8"]
    assert (execution.number_format, execution.value) == ("#,##0", 1000)


def test_the_most_serious_finding_comes_first(made: Made) -> None:
    rows = made.records("Bevindingen", "Bevindingen")
    key = [(r["Ernst"], r["Bedrag (€)"], r["Check"]) for r in rows]
    assert key[:4] == [
        ("fout", 1250.05, "ZPM-PR-01"),
        ("fout", 12.5, "ZPM-EU-01"),
        ("fout", 12.5, "ZPM-PR-01"),
        ("fout", -3.1, "ZPM-PR-01"),
    ]
    assert all(r["Bedrag (€)"] is None for r in rows[4:-1])
    assert [r["Kenmerk"] for r in rows[4:-1]] == sorted(r["Kenmerk"] for r in rows[4:-1])
    assert (rows[-1]["Ernst"], rows[-1]["Bedrag (€)"]) == ("signaal", 9999.99)


def test_text_stays_text_whatever_it_looks_like(made: Made) -> None:
    shown = {r["Toelichting"] for r in made.records("Bevindingen", "Bevindingen")}
    assert set(NASTY.values()) <= shown
    table = made.formulas["Bevindingen"].tables["Bevindingen"]
    cells = [cell for row in made.formulas["Bevindingen"][table.ref] for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    risks = [cell for row in made.formulas["Normen"].iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert {cell.data_type for cell in risks} == {"s"}
    assert made.formulas["Oordeel"]["B6"].value == "=export"
    assert made.formulas["Oordeel"]["B6"].data_type == "s"


def test_text_like_a_formula_keeps_its_mark_when_edited(made: Made) -> None:
    sheet = made.formulas["Bevindingen"]
    marked = {
        c.value: bool(c.quotePrefix) for row in sheet.iter_rows(min_row=6) for c in row if isinstance(c.value, str)
    }
    assert marked["=1+1"]
    assert marked["@SUM(A1)"]
    assert not marked["00123"]


def test_a_date_before_spreadsheets_began_stays_readable(made: Made) -> None:
    row = next(r for r in made.records("Bevindingen", "Bevindingen") if r["Bedrag (€)"] == -3.1)
    assert row["Datum"] == "0024-03-31"


def test_execution_reconciles_with_formulas_and_their_values(made: Made) -> None:
    values = {r["Check"]: r for r in made.records("Uitvoering", "Uitvoering")}
    formulas = {r["Check"]: r for r in made.records("Uitvoering", "Uitvoering", formulas=True)}
    row = values["ZPM-PR-01"]
    assert row["Som van de oordelen"] == row["Populatie"] == 1000
    assert row["Sluit aan"] == "sluit aan"
    assert formulas["ZPM-PR-01"]["Som van de oordelen"] == "=G8+H8+J8+K8"
    assert (row["Bedrag (€)"], row["Afwijkingen zonder bekend bedrag"]) == (12345.67, 4)
    not_run = values["ZPM-RB-04"]
    assert [not_run[k] for k in ("Populatie", "Voldoet", "Afwijking", "Onbepaald", "Bedrag (€)")] == [None] * 5
    assert not_run["Sluit aan"] == "niet geteld"
    assert values["ZPM-RB-03"]["Populatie"] == 0
    assert values["ZPM-PR-06"]["Bedrag (€)"] is None


def test_statistics_have_a_sheet_of_their_own(made: Made) -> None:
    rows = made.records("Statistiek", "Statistiek_ZPM_PR_06")
    assert [(r["Jaar"], r["Aantal"], r["Gemiddelde"]) for r in rows] == [(2023, 1431, -2.71), (2024, 30, None)]


def test_sources_show_what_was_set_aside_and_the_differences(made: Made) -> None:
    tables = {r["Tabel"]: r for r in made.records("Bronbestanden", "Tabellen")}
    assert tables["prestaties"]["Verschil"] == 0
    assert tables["prestaties"]["Rijen opzij gezet"] == 10
    totals = {r["Tabel"]: r for r in made.records("Bronbestanden", "Controletotalen")}
    assert totals["prestaties"]["Verschil in rijen"] == 2
    assert totals["prestaties"]["Verschil in bedrag (€)"] == 0.5
    assert totals["zorgtrajecten"]["Verschil in rijen"] is None
    outcomes = [r["Uitkomst"] for r in made.records("Bronbestanden", "Datacontract")]
    assert len(set(outcomes)) == 2
    files = made.records("Bronbestanden", "Bestanden")
    assert files == [{"Soort": "export", "Bestand": "prestaties.csv", "Bytes": 123456, "SHA-256": "3f" * 32}]


def test_norms_have_a_row_per_source_and_links_that_work(made: Made) -> None:
    rows = made.records("Normen", "Normen")
    assert len(rows) == 5 * 2 + 1
    assert rows[1]["Geldig tot en met"] == datetime(2024, 12, 31)
    assert rows[-1]["Bron"] is None
    link = made.formulas["Normen"]["N5"].hyperlink
    assert link.target == "https://example.org/a"


def test_running_terms_are_sorted_by_their_final_date(made: Made) -> None:
    rows = made.records("Lopend", "Lopend")
    days = [r["Uiterste datum"] and r["Uiterste datum"].date() for r in rows]
    assert days == [date(2024, 12, 31), date(2025, 1, 15), date(2025, 2, 1), None]
    assert [r["Dagen vanaf peildatum"] for r in rows] == [0, 15, 32, None]


def test_not_run_lists_checks_with_their_reason(made: Made) -> None:
    rows = made.records("Niet uitgevoerd", "NietUitgevoerd")
    assert [(r["Check"], r["Uitkomst"], r["Reden"]) for r in rows] == [
        ("ZPM-RB-04", "niet uitgevoerd", "Tabel behandelaren ontbreekt."),
        ("ZPM-IO-06", "mislukt", "Gestopt."),
    ]
    assert "ZPM-RB-03" in made.texts("Niet uitgevoerd", 3)


def test_parameters_carry_their_dates_and_source(made: Made) -> None:
    rows = made.records("Parameters", "Parameters")
    assert len(rows) == 5
    assert rows[0]["Waarde"] == "15"
    assert rows[0]["Geldig van"] == datetime(2022, 1, 1)


def test_verdict_sheet_counts_with_live_formulas(made: Made) -> None:
    sheet = made.values["Oordeel"]
    assert sheet["A2"].value.startswith("Er zijn afwijkingen met ernst fout")
    assert sheet["A3"].value == made.report.eerste_regel
    themes = {r["Thema"]: r for r in made.records("Oordeel", "PerThema")}
    assert themes["Planning = realisatie"]["Afwijking"] == len(NASTY) + 5
    formulas = made.records("Oordeel", "PerThema", formulas=True)[0]
    assert formulas["Afwijking"].startswith("=SUMIFS('Uitvoering'!")
    assert len(made.formulas["Oordeel"]._charts) == 1


def test_left_out_rows_are_said_at_the_top(tmp_path: Path) -> None:
    rows = [finding(i, impact_eur=Decimal(i)) for i in range(8)] + [finding(90, ernst="signaal", impact_eur=None)]
    small = make(tmp_path, build(tmp_path, findings=rows), max_rows=6)
    assert len(small.records("Bevindingen", "Bevindingen")) == 6
    words = small.texts("Bevindingen", 3)
    assert "de 6 ernstigste van 9 bevindingen; 3 zijn weggelaten" in words
    assert "2 fouten en 1 signalen, samen €\u00a01,00 voor zover bekend" in words
    assert "bevindingen.csv en bevindingen.parquet" in words


def test_the_limit_of_excel_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zpm_audit.reports.excel.findings.EXCEL_ROWS", 25)
    rows = [finding(i) for i in range(12)]
    small = make(tmp_path, build(tmp_path, findings=rows), max_rows=1_000_000)
    assert len(small.records("Bevindingen", "Bevindingen")) == 5
    assert "Een werkblad kan niet meer dan 5 rijen bevatten" in small.texts("Bevindingen", 4)


def test_control_characters_and_long_text_are_said(tmp_path: Path) -> None:
    rows = [
        finding(1, toelichting="a\x00b\x0bc\ufffe", impact_eur=Decimal(2)),
        finding(2, toelichting="x" * 1_000_000, impact_eur=Decimal(1)),
        finding(3, toelichting="🚑" * 20_000, impact_eur=Decimal(0)),
    ]
    made = make(tmp_path, build(tmp_path, findings=rows))
    shown = [r["Toelichting"] for r in made.records("Bevindingen", "Bevindingen")]
    assert shown[0] == "abc"
    assert len(shown[1]) == 32_767
    assert shown[1].endswith("[ingekort: de tekst past niet in een cel]")
    assert len(shown[2].encode("utf-16-le")) // 2 <= 32_767
    words = made.texts("Bevindingen", 4)
    assert "In 1 cellen zijn onzichtbare stuurtekens weggelaten" in words
    assert "2 cellen zijn ingekort" in words
    assert "32.767" in words


def test_a_full_disk_is_not_hidden_by_a_second_error(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("dit systeem heeft geen /dev/full")
    (tmp_path / "rapport.xlsx").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write_workbook(build(tmp_path), tmp_path / "rapport.xlsx")


def test_a_count_that_is_not_the_audits_is_said(tmp_path: Path) -> None:
    report = build(tmp_path)
    first, *others = report.checks
    more = replace(first, counts=replace(first.counts, onbepaald=first.counts.onbepaald + 2))
    report = replace(report, checks=(more, *others))
    assert "niet het aantal dat de audit telde (5)" in make(tmp_path, report).texts("Onbepaald", 4)


def test_nothing_found_gives_words_and_no_empty_table(tmp_path: Path) -> None:
    report = replace(build(tmp_path, findings=[]), checks=(), tabellen=(), bestanden=(), contract=(), opzij=())
    made = make(tmp_path, report)
    assert "Er zijn geen afwijkingen gevonden." in made.texts("Bevindingen")
    assert not made.values["Bevindingen"].tables
    assert made.values["Oordeel"]["A2"].value.startswith("Geen enkele check")


def test_a_check_with_only_accepted_deviations_is_no_open_error(tmp_path: Path) -> None:
    report = build(tmp_path)
    first = report.checks[0]
    accepted = replace(first, counts=replace(first.counts, geaccepteerd=first.counts.afwijking))
    made = make(tmp_path, replace(report, checks=(accepted, *report.checks[1:])))
    assert "niet alles kon worden beoordeeld" in made.values["Oordeel"]["A2"].value


def test_document_properties_tell_when_the_audit_was_run(made: Made, tmp_path: Path) -> None:
    properties = made.values.properties
    assert properties.created == properties.modified == datetime(2024, 12, 31)
    later = make(tmp_path, replace(build(tmp_path), uitgevoerd=date(2025, 2, 3))).values.properties
    assert later.created == later.modified == datetime(2025, 2, 3)
    assert properties.creator == "zpm-audit 0.1.0"
    with ZipFile(made.path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_no_temporary_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is killed would leave it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nergens"))
    write_workbook(build(tmp_path, "nl"), tmp_path / "rapport.xlsx")
    assert (tmp_path / "rapport.xlsx").stat().st_size > 0
