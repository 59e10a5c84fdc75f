"""The matrix in both reports: every norm, every gap, and beside every check what came out of this run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from tests.catalogue.norms.shown import part
from tests.reports.excel.conftest import Made, make
from tests.reports.excel.sample import build as build_excel
from tests.reports.html.chromium import ask
from tests.reports.html.sample import build
from tests.reports.html.test_content import section, words_of
from zpm_audit.checks.verdict import Status
from zpm_audit.reports.figures.format import integer
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    made = build(tmp_path_factory.mktemp("rapport"), 100)
    return replace(made, normmatrix=part(made.checks))


@pytest.fixture(scope="module")
def page_file(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pagina") / "rapport.html"
    write_html(report, target)
    return target


@pytest.fixture(scope="module")
def page(page_file: Path) -> lxml_html.HtmlElement:
    return lxml_html.fromstring(page_file.read_text(encoding="utf-8"))


def norm(page: lxml_html.HtmlElement, framework: str, number: str) -> lxml_html.HtmlElement:
    return page.xpath(f'//section[@data-kader="{framework}"]//tbody[.//strong[text()="{number}"]]')[0]


def test_every_check_stands_with_its_verdict(page: lxml_html.HtmlElement, report: Report) -> None:
    items = {words_of(li.xpath("a")[0]): words_of(li) for li in norm(page, "NZa", "1").xpath(".//li")}
    assert set(items) == {c.id for c in report.checks[:-1]}
    for check in report.checks[:-1]:
        assert check.status_titel in items[check.id]
        counted = f"{integer(check.counts.afwijking, 'nl')} van {integer(check.counts.populatie, 'nl')}"
        silent = {Status.NIET_UITGEVOERD, Status.MISLUKT, Status.NIET_VAN_TOEPASSING}
        assert (counted in items[check.id]) == (check.status not in silent)
    assert all(page.xpath(f'//*[@id="{i}"]') for i in items)


def test_gaps_and_what_is_by_hand_are_said_in_words(page: lxml_html.HtmlElement) -> None:
    gap = norm(page, "NZa", "4")
    assert gap.get("data-dekking") == "geen"
    assert "niet gedekt" in words_of(gap)
    assert "Niet bevestigd." in words_of(gap)
    assert "geen check" in words_of(gap)
    both = norm(page, "NZa", "2")
    assert both.get("data-dekking") == "deels"
    assert len(both.xpath("tr")) == int(both.xpath(".//th/@rowspan")[0]) == 2
    assert "niet in deze run" in words_of(norm(page, "NZa", "3"))


def test_counts_per_framework_add_up(page: lxml_html.HtmlElement) -> None:
    table = page.xpath('//section[@aria-labelledby="normmatrix"]//table[1]')[0]
    rows = [[words_of(td) for td in r.xpath("td")][:5] for r in table.xpath("tbody/tr")]
    assert rows == [["4", "1", "2", "0", "1"], ["2", "0", "0", "1", "1"]]
    assert [words_of(td) for td in table.xpath("tfoot/tr/td")][:5] == ["6", "1", "2", "1", "2"]
    titles = [words_of(t) for t in table.xpath(".//svg/title")]
    assert titles[0] == "NZa: 1 exact gedekt, 2 deels gedekt, 0 met de hand, 1 niet gedekt"


def test_what_is_placed_nowhere_is_said(page: lxml_html.HtmlElement, report: Report) -> None:
    assert f"onder geen enkele norm: {report.checks[-1].id}." in section(page, "normmatrix")


def test_text_stays_text_and_only_web_addresses_are_links(page: lxml_html.HtmlElement) -> None:
    assert "Lijst <b>van</b> risico's" in section(page, "normmatrix")
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")


def test_without_a_matrix_there_is_no_chapter(report: Report, tmp_path: Path) -> None:
    write_html(replace(report, normmatrix=None), tmp_path / "r.html")
    bare = lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert not bare.xpath('//*[@id="normmatrix"]')
    assert "#normmatrix" not in bare.xpath("//a/@href")


def test_english(tmp_path: Path) -> None:
    made = build(tmp_path, 60, "en")
    write_html(replace(made, normmatrix=part(made.checks, "en")), tmp_path / "r.html")
    text = section(lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8")), "normmatrix")
    assert "under-reports" in text
    assert "Norm 4 asks something" in text
    for dutch in ("Norm 4 vraagt", "niet gedekt", "Dekking"):
        assert dutch not in text


@pytest.mark.browser
def test_filters_hide_norms_and_count_them(page_file: Path, tmp_path: Path) -> None:
    script = """
    const root = document.querySelector('[data-matrix]');
    const seen = () => Array.from(root.querySelectorAll('tbody'), t => t.offsetParent !== null).filter(Boolean).length;
    const heads = () => Array.from(root.querySelectorAll('h3')).filter(h => h.offsetParent !== null).length;
    const said = () => root.querySelector('.count-line').textContent;
    const choose = (what, value) => { const s = root.querySelector(what); s.value = value;
      s.dispatchEvent(new Event('change', {bubbles: true})); return [seen(), heads(), said()]; };
    const out = {first: [seen(), heads(), said()]};
    out.shown = !root.querySelector('.filters').hidden;
    out.gaps = choose('[data-dekkingkeuze]', 'geen');
    out.one = choose('[data-kaderkeuze]', 'V&C');
    root.querySelector('[data-wis]').click();
    out.all = [seen(), heads(), said()];
    out.wide = document.documentElement.scrollWidth <= window.innerWidth;
    return out;
    """
    found = ask(page_file, tmp_path, script, "--window-size=400,900")
    assert found == {
        "first": [6, 2, "6 van 6 normen"],
        "shown": True,
        "gaps": [2, 2, "2 van 6 normen"],
        "one": [1, 1, "1 van 6 normen"],
        "all": [6, 2, "6 van 6 normen"],
        "wide": True,
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("werkmap")
    return make(folder, build_excel(folder))


def test_the_sheet_has_a_row_per_norm_and_check(made: Made) -> None:
    rows = made.records("Normmatrix", "Normmatrix")
    assert made.report.normmatrix
    assert len(rows) == len(made.report.checks) - 1 + 2 + 1 + 1 + 1 + 1
    first = {r["Check"]: r for r in rows if r["Norm"] == "1"}
    for check in made.report.checks[:-1]:
        row = first[check.id]
        assert row["Uitkomst in deze run"] == check.status_titel
        ran = check.status not in {Status.NIET_UITGEVOERD, Status.MISLUKT}
        assert row["Populatie"] == (check.counts.populatie if ran else None)
        assert row["Afwijking"] == (check.counts.afwijking if ran else None)
    absent = next(r for r in rows if r["Check"] == "ZPM-ZZ-99")
    assert (absent["Uitkomst in deze run"], absent["Populatie"]) == ("niet in deze run", None)
    gap = next(r for r in rows if r["Norm"] == "4")
    assert (gap["Dekking"], gap["Check"], gap["Toelichting" if "Toelichting" in gap else list(gap)[11]]) == (
        "niet gedekt", None, "Niet bevestigd.",
    )  # fmt: skip


def test_the_sheet_counts_and_leads_to_sources(made: Made) -> None:
    counts = made.records("Normmatrix", "NormenPerKader")
    assert [(r["Exact gedekt"], r["Deels gedekt"], r["Met de hand"], r["Niet gedekt"]) for r in counts] == [
        (1, 2, 0, 1), (0, 0, 1, 1),
    ]  # fmt: skip
    assert [r["Normen"] for r in counts] == [4, 2]
    links = {c.hyperlink.target for row in made.formulas["Normmatrix"].iter_rows() for c in row if c.hyperlink}
    assert links == {"https://example.org/norm"}
    assert "Lijst <b>van</b> risico's" in made.texts("Normmatrix", 12)
