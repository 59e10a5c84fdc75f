"""The trend and the morning as figures of a report, in page and workbook: the numbers of the series and no others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html
from openpyxl import load_workbook

from tests.reports.excel.sample import build
from tests.reports.made import LIVES
from zpm_audit.archive.model import Life
from zpm_audit.base.owners import Owner, Owners
from zpm_audit.reports.excel.workbook import write_workbook
from zpm_audit.reports.figures.amounts import Amounts
from zpm_audit.reports.figures.trend import Trend, trend_told
from zpm_audit.reports.html.front import _step_amount
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report
from zpm_audit.reports.summary.sections import summary_of
from zpm_audit.reports.summary.text import summary_text
from zpm_audit.reports.words.html import PageWords

pytestmark = pytest.mark.whole

WORDS = PageWords("nl")
OWNERS = Owners(themes={"PR": Owner("Team Planning", 14)})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return replace(build(tmp_path_factory.mktemp("trend")), eigenaren=OWNERS)


@pytest.fixture(scope="module")
def page(report: Report, tmp_path_factory: pytest.TempPathFactory) -> lxml_html.HtmlElement:
    target = tmp_path_factory.mktemp("pagina") / "rapport.html"
    write_html(report, target)
    return lxml_html.fromstring(target.read_text(encoding="utf-8"))


def trend_of(report: Report) -> Trend:
    assert report.trend is not None
    return report.trend


def table(page: lxml_html.HtmlElement, caption: str) -> list[list[str]]:
    (found,) = page.xpath(f'//section[@aria-labelledby="trend"]//table[caption="{caption}"]')
    return [[" ".join(c.text_content().split()) for c in row.xpath("./th | ./td")] for row in found.xpath("./tbody/tr")]


def test_repairs_have_a_median_and_tell_what_came_back(report: Report) -> None:
    found = trend_of(report)
    assert (found.whole.solved, found.whole.days, found.whole.back) == (3, 1.0, 1)
    assert [(one.title, one.solved) for one in found.per_theme] == [("Planning = realisatie", 3)]
    assert [(one.title, one.solved) for one in found.per_owner] == [("Team Planning", 3)]
    assert trend_of(replace(report, eigenaren=Owners())).per_owner == ()


def test_the_page_shows_every_run_and_what_is_unknown(page: lxml_html.HtmlElement) -> None:
    rows = table(page, "De runs")
    assert [row[0] for row in rows] == [*(f"2024123{n}-0200-aaa{n}" for n in range(3)), "deze run"]
    assert [row[1] for row in rows] == ["27-12-2024", "28-12-2024", "29-12-2024", "31-12-2024"]
    assert rows[0][-2:] == ["onbekend", "onbekend"]
    assert rows[-1][2:] == ["25", "4", "1", "20", "6", "2", "5,0%", "95,0%"]
    keys = {row[0]: row[1:4] for row in table(page, "Wat er van run tot run veranderde")}
    assert keys["Prestaties die direct goed zijn"] == ["onbekend", "92,0%", "95,0%"]
    assert keys["waarvan niet geaccepteerd"] == ["30", "22", "22"]
    assert table(page, "Herstel per thema")[-1] == ["Samen", "3", "1", "1 (33,3%)"]
    assert table(page, "Herstel per eigenaar")[0][0] == "Team Planning"
    told = " ".join(page.xpath('//section[@aria-labelledby="trend"]/p')[0].text_content().split())
    assert told.startswith("Reeks nacht: 4 runs, van 27-12-2024 tot en met 31-12-2024.")
    assert "Zonder run, voor deze run: 30-12-2024." in told
    assert "Eerder zonder run" not in told
    assert "Niet elke check draaide in de runs van 28-12-2024: " in told


def test_an_earlier_gap_is_told_of_too(report: Report) -> None:
    found = trend_of(report)
    many = replace(found, gaps=tuple(date(2024, 11, n) for n in range(1, 13)))
    told = trend_told(many, WORDS)
    assert told[2] == f"Eerder zonder run: {', '.join(f'{n:02}-11-2024' for n in range(3, 13))} en 2 eerder."


@pytest.mark.parametrize(
    ("amounts", "told"),
    [(Amounts(0, 0), "€ 0"), (Amounts(0), "€ 0"), (Amounts(), "bedrag onbekend"), (Amounts(500), "€ 5 te veel")],
)
def test_nothing_at_stake_is_not_an_unknown_amount(amounts: Amounts, told: str) -> None:
    assert _step_amount(amounts, WORDS).replace("\xa0", " ") == told


def test_a_norm_is_drawn_with_its_numbers_as_text(page: lxml_html.HtmlElement) -> None:
    drawn = page.xpath('//article[@aria-labelledby="ZPM-PR-01"]//*[local-name()="svg"][contains(@class, "course")]')
    assert len(drawn) == 1
    title = drawn[0].xpath('./*[local-name()="title"]')[0].text
    assert title.endswith("27-12-2024 30; 28-12-2024 25; 29-12-2024 24; 31-12-2024 25")
    rows = {row[0].split()[0]: row[1:3] for row in table(page, "Per norm")}
    assert rows == {"ZPM-PR-01": ["24", "25"], "ZPM-RB-01": ["2", "2"]}
    (other,) = page.xpath('//section[@aria-labelledby="trend"]//a[@href="#ZPM-RB-01"]/ancestor::tr')
    assert "28-12-2024 niet gedraaid" in "".join(other.itertext())


def test_the_first_page_has_a_tile_per_life(page: lxml_html.HtmlElement, report: Report) -> None:
    (tiles,) = page.xpath('//section[contains(@class, "front")]//dl[@class="lives"]')
    words = " ".join(tiles.text_content().split())
    assert words.startswith("Sinds de vorige run (29-12-2024), na 1 dag zonder run:")
    assert dict(zip(tiles.xpath("./div/dt/text()")[1:], tiles.xpath("./div/dd/text()"), strict=True)) == {
        name: str(number) for name, number in LIVES.items()
    }
    assert trend_of(report).gap == (date(2024, 12, 30),)


def test_without_an_archive_there_is_no_trend_at_all(report: Report, tmp_path: Path) -> None:
    alone = replace(report, reeks=None, levensloop=None)
    write_html(alone, tmp_path / "r.html")
    write_workbook(alone, tmp_path / "r.xlsx")
    assert 'id="trend"' not in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Verloop" not in load_workbook(tmp_path / "r.xlsx", read_only=True).sheetnames


def test_the_workbook_has_the_same_numbers(report: Report, tmp_path: Path) -> None:
    write_workbook(report, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx", data_only=True)
    sheet = book["Verloop"]
    listed = {name: [[c.value for c in row] for row in sheet[ref]] for name, ref in sheet.tables.items()}
    runs = listed["Runs"]
    assert [row[0] for row in runs[1:]] == [*(f"2024123{n}-0200-aaa{n}" for n in range(3)), "deze run"]
    shares = [runs[0].index(name) for name in ("Prestaties met een fout (%)", "Prestaties die direct goed zijn (%)")]
    assert [runs[4][k] for k in shares] == [0.05, 0.95]
    assert all(runs[1][k] in {None, ""} for k in shares)
    assert listed["Herstel"][-1] == ["Samen", 3, 1, 1, pytest.approx(1 / 3)]
    assert listed["HerstelEigenaar"][1][0] == "Team Planning"
    norms = {row[0].split()[0]: row[1:] for row in listed["VerloopPerNorm"][1:]}
    assert norms == {"ZPM-PR-01": [30, 25, 24, 25], "ZPM-RB-01": [2, None, 2, 2]}
    top = " ".join(str(c.value) for row in book["Werkpapier"].iter_rows(max_row=6) for c in row if c.value)
    assert "Sinds de vorige run (29-12-2024), na 1 dag zonder run 4 nieuw · 1 heropend 20 blijvend 6 opgelost" in top


def test_terms_of_this_week_and_those_over_time(report: Report) -> None:
    found = report.morning
    (line,) = found.terms
    assert (line.part.id, line.ending, line.first, line.overdue) == ("ZPM-RB-01", 1, date(2024, 12, 31), 0)
    later = replace(report, peildatum=date(2025, 1, 20)).morning
    assert (later.this_week, later.overdue, later.until) == (0, 2, date(2025, 1, 27))
    assert [row["uiterste_datum"] for row in found.ending.to_dicts()] == [date(2024, 12, 31)]


def test_amounts_of_what_is_new_are_those_of_the_findings(tmp_path: Path) -> None:
    from tests.reports.excel.sample import default_findings

    rows = [row | {"levensloop": "nieuw" if i % 2 else "blijvend"} for i, row in enumerate(default_findings())]
    lives = {"ZPM-PR-01": {"nieuw": 6, "blijvend": 7}}
    found = replace(build(tmp_path, findings=rows), levensloop_per_check=lives).morning
    assert found.lives is not None
    new = found.lives[Life.NIEUW]
    known = [row["impact_eur"] for row in rows if row["levensloop"] == "nieuw" and row["check_id"] == "ZPM-PR-01"]
    above = sum(int(amount * 100) for amount in known if amount is not None and amount > 0)
    assert (new.count, new.amounts.too_much) == (6, above)
    assert new.amounts.unknown == sum(amount is None for amount in known)


def test_the_summary_is_told_in_both_languages(report: Report, tmp_path: Path) -> None:
    dutch = summary_text(summary_of(report))
    english = summary_text(summary_of(build(tmp_path, "en")))
    assert "Team Planning" in dutch
    assert "Geen run op 30-12-2024." in dutch
    assert "No run on 2024-12-30." in english
    heads = re.findall(r"^(.+)\n-+$", english, re.MULTILINE)
    assert heads[:3] == ["To do today", "New", "Reopened"]
    assert not re.search(r"Vandaag|Nieuw|Heropend|Wat\b", english)
