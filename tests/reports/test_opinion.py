"""Tolerances in a report: what each scope counts, what turns red, and that every output says it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from lxml import html as lxml_html
from openpyxl import load_workbook

from tests.reports.excel.sample import build
from zpm_audit.findings.errors import Doubtful, Errors
from zpm_audit.reports.excel.workbook import write_workbook
from zpm_audit.reports.figures.opinion import Limit, Tolerances, Tolerated
from zpm_audit.reports.figures.weighing import Doubt, Projection
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import TableAside
from zpm_audit.reports.result_json import write_result

pytestmark = pytest.mark.whole

WHOLE = Limit(Decimal("0.5"), 1_000_000)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(tmp_path_factory.mktemp("oordeel"))


def held(report: Report, *given: Tolerated, errors: Mapping[str, Errors] | None = None, **more: object) -> Report:
    found = {one.name: (errors or {}).get(one.name, Errors()) for one in given}
    return replace(report, tolerantie=Tolerances(given, found, found, {}, **more))  # type: ignore[arg-type]


def whole(report: Report) -> Tolerated:
    return Tolerated("geheel", "geheel", WHOLE, tuple(c.id for c in report.checks if c.ernst == "fout" and c.ran))


def of_check(report: Report, rows: str) -> Tolerated:
    check = max((c for c in report.checks if c.counts.open), key=lambda c: c.counts.open)
    return Tolerated("check", check.id, Limit(Decimal(rows)), (check.id,))


def test_a_report_without_a_tolerance_says_so_in_every_output(report: Report, tmp_path: Path) -> None:
    told = "Er is geen tolerantie opgegeven: de uitkomst is niet tegen een grens gehouden."
    assert report.opinion_line == told
    write_html(report, tmp_path / "r.html")
    page = lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert page.xpath("string(//p[contains(@class, 'tolerance')])") == told
    assert told in page.xpath("string(//section[@aria-labelledby='tolerantie'])")
    write_workbook(report, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    assert told in [row[0].value for row in book["Werkpapier"].iter_rows()]
    assert "Tolerantie" not in book.sheetnames
    write_result(report, tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["run"]["tolerantie"] is None


def test_red_is_what_exceeds_a_tolerance_of_its_own_and_without_one_the_heaviest(report: Report) -> None:
    assert report.alarming
    assert held(report, whole(report)).alarming == report.alarming
    over, under = of_check(report, "0"), of_check(report, "1")
    assert held(report, over).alarming == {over.key}
    assert held(report, under).alarming == frozenset()
    theme = next(c.thema for c in report.checks if c.id == over.key)
    assert held(report, over).alarming_themes == {theme}
    of_theme = Tolerated("thema", theme, Limit(Decimal(0)), (over.key,))
    found = held(report, of_theme)
    assert (found.alarming, found.alarming_themes) == (frozenset(), {theme})


def test_the_whole_counts_prestaties_and_what_is_unknown_of_them(report: Report) -> None:
    errors = {"geheel:geheel": Errors(3, 0, 500, 250, Doubtful(1, 900), Doubtful(2, 700))}
    (found,) = held(report, whole(report), errors=errors).opinions
    rows, money = found.found
    assert (rows.known, rows.whole) == (3, report.prestaties.total.beoordeeld)
    assert Doubt("onbepaald", 2, 2) in rows.doubts
    assert money.known == 750
    assert {Doubt("bedrag_onbekend", 1, 900), Doubt("onbepaald", 2, 700)} <= set(money.doubts)
    # A finding that names no prestatie touches nobody knows how many; an amount that is unknown has no limit.
    errors = {"geheel:geheel": Errors(3, 1, 500, 0, Doubtful(1, 0, 1), Doubtful(0, 0, 0, 2))}
    (found,) = held(report, whole(report), errors=errors).opinions
    rows, money = found.found
    assert {Doubt("zonder_prestatie", 1, None), Doubt("onbepaald", 2, None)} <= set(rows.doubts)
    assert {Doubt("bedrag_onbekend", 1, None), Doubt("onbepaald", 2, None)} <= set(money.doubts)


def test_rows_that_were_set_aside_count_as_far_as_the_check_allows(report: Report) -> None:
    one = of_check(report, "1")

    def doubts(*, alone: bool, **more: object) -> set[Doubt]:
        aside = (TableAside("prestaties", 4),)
        checks = [replace(c, opzij=aside, opzij_alleen=alone) if c.id == one.key else c for c in report.checks]
        (found,) = held(replace(report, checks=tuple(checks)), one, **more).opinions
        return {d for d in found.found[0].doubts if d.kind == "opzij"}

    assert doubts(alone=True) == {Doubt("opzij", 4, 4, 4)}
    assert doubts(alone=False) == {Doubt("opzij", 4, None)}
    assert doubts(alone=False, per_row_aside=3) == {Doubt("opzij", 4, 12, 12)}


def test_a_check_that_did_not_run_is_never_within(report: Report) -> None:
    silent = next(c for c in report.checks if not c.ran)
    (found,) = held(report, Tolerated("check", silent.id, Limit(Decimal(1)), (silent.id,))).opinions
    assert found.verdict == "niet_vast_te_stellen"
    assert {d.kind for d in found.found[0].undecided} == {"niets_beoordeeld", "niet_uitgevoerd"}
    (gone,) = held(report, Tolerated("check", "ZPM-XX-99", Limit(None, 1), ("ZPM-XX-99",))).opinions
    assert gone.verdict == "niet_vast_te_stellen"


def test_both_reports_show_known_projected_and_unknown_apart(report: Report, tmp_path: Path) -> None:
    one = of_check(report, "1")
    found = held(report, one, whole(report))
    assert found.tolerantie is not None
    sample = Projection("abc12345", "rijen", True, 59, 1, Fraction(95, 100), Fraction(5, 2), Fraction(9))
    found = replace(found, tolerantie=replace(found.tolerantie, projections={one.name: (sample,)}))
    row = found.opinion_rows[0]
    known = row.weighed.known
    assert row.likely.startswith(f"{known + 3} / ")
    assert row.upper.startswith(f"{known + 9} / ")
    assert "steekproef abc12345: 1 fout in 59, betrouwbaarheid 95%" in row.upper
    assert found.opinion_rows[1].likely == "niet geprojecteerd"
    write_html(found, tmp_path / "r.html")
    page = lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8"))
    chapter = " ".join(page.xpath("//section[@aria-labelledby='tolerantie']")[0].text_content().split())
    for part in (row.known, row.likely, row.upper, "niet geprojecteerd", row.verdict_told):
        assert part in chapter
    write_workbook(found, tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx")["Tolerantie"]
    assert set(sheet.tables) == {"Tolerantie_rijen", "Tolerantie_eur"}
    # A tolerance of a quarter of a per cent is not shown as one of three tenths.
    assert {
        sheet.cell(row, 4).number_format for row in range(1, 30) if isinstance(sheet.cell(row, 4).value, float)
    } == {
        "0.0#######%",
        "#,##0.00",
    }
    values = [[cell.value for cell in line] for line in sheet.iter_rows()]
    (line,) = [v for v in values if v[0] == f"check {one.key}"]
    assert line[4:9] == [known, row.weighed.whole, row.weighed_open.known, known + 3, known + 9]
