"""The first section of the html report: its sentences, its numbers, and what it leaves to the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from lxml import html as lxml_html

from tests.reconciliation.shown import GROUPS, MONTHS, reconciliation
from tests.reports.html.sample import build
from tests.reports.html.test_content import section, words_of
from zpm_audit.reconciliation import Reconciliation
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report

pytestmark = pytest.mark.whole

Render = Callable[..., lxml_html.HtmlElement]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(tmp_path_factory.mktemp("rapport"), 100)


@pytest.fixture
def render(report: Report, tmp_path: Path) -> Render:
    def page(found: Reconciliation | None, **changes: object) -> lxml_html.HtmlElement:
        write_html(replace(report, aansluiting=found, **changes), tmp_path / "r.html")
        return lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8"))

    return page


def test_the_first_page_leads_to_it_and_differences_come_first(render: Render, tmp_path: Path, report: Report) -> None:
    page = render(reconciliation(tmp_path))
    trust = page.xpath('//dl[@class="trust"]/div')
    assert [t.get("class") for t in trust] == ["t-slecht", "t-goed", "t-slecht"]
    assert [t.xpath("dt/a/@href")[0] for t in trust] == ["#export", "#aansluiting", "#aansluiting"]
    assert "Declaratie verschilt 674 prestaties verschillen van wat is gedeclareerd." in words_of(trust[2])
    assert words_of(page.xpath("//main//p")[0]) == report.eerste_regel
    said = [words_of(li) for li in page.xpath('//ul[@class="answers"]/li')]
    assert said[0].startswith("Bij 1 van de 2 tabellen verschillen de controletotalen")
    assert said[1].startswith("De declaratie sluit niet aan: 674 prestaties verschillen, 78.305 zijn gelijk.")
    assert said[2].startswith("Van de 80.819 prestaties in de export zijn er 78.675 beoordeeld")
    assert "met een bedrag" in said[3].lower()


def test_the_steps_add_up(render: Render, tmp_path: Path) -> None:
    found = reconciliation(tmp_path)
    rows = render(found).xpath('//tr[starts-with(@class, "step-")]')
    counted = {r.get("class"): int(words_of(r.xpath("td")[0]).replace(".", "")) for r in rows}
    parts = sum(counted[f"step-{k}"] for k in ("opzij", "niet_declarabel", "toekomst", "beoordeeld"))
    assert counted["step-ingelezen"] == parts == found.rows_in
    assert counted["step-opgegeven"] == 60_212


def test_what_is_not_known_is_said_and_is_no_zero(render: Render, tmp_path: Path) -> None:
    found = reconciliation(tmp_path, claimed=False)
    amounts = [name for name in found.per_month.columns if name.startswith("bedrag")]
    bare = replace(
        found,
        aside_cents=None,
        per_month=found.per_month.with_columns(pl.lit(None, pl.Int64).alias(n) for n in amounts),
    )
    text = section(render(bare, controletotalen=()), "aansluiting")
    assert "Geen enkele prestatie heeft een bedrag" in text
    assert "Het bronsysteem gaf geen controletotalen mee." in text
    assert "Er is geen declaratiebericht meegegeven" in text
    assert "€" not in text
    assert "Verschillen met de declaratie" not in text


def test_everything_equal_is_said_plainly(render: Render, tmp_path: Path) -> None:
    found = reconciliation(tmp_path)
    assert found.claim
    nothing = tuple(replace(d, rows=0, export_cents=0, message_cents=0, outside=0) for d in found.claim.differences)
    page = render(replace(found, claim=replace(found.claim, differences=nothing)), controletotalen=())
    text = section(page, "aansluiting")
    assert "gedeclareerde prestaties staan met hetzelfde bedrag in de export" in text
    assert "De grootste verschillen" not in text


def test_long_lists_are_cut_with_their_count_and_their_file(render: Render, tmp_path: Path) -> None:
    page = render(reconciliation(tmp_path))
    listed = page.xpath('//section[@aria-labelledby="aansluiting"]//details[.//th[text()="Code in de export"]]')[0]
    assert len(listed.xpath(".//tbody/tr")) == 200
    assert "Hier staan 200 van de 674 verschillen" in words_of(listed)
    assert "aansluiting/verschillen.csv" in listed.xpath(".//a/@href")
    kinds = {words_of(r.xpath("td")[0]) for r in listed.xpath(".//tbody/tr")}
    assert len(kinds) == 5
    short = render(reconciliation(tmp_path / "kort", missing=1), tabellen=())
    assert f"({len(MONTHS) * len(GROUPS)} regels)" in section(short, "aansluiting")


def test_charts_come_with_the_same_numbers_as_a_table(render: Render, tmp_path: Path) -> None:
    figures = render(reconciliation(tmp_path)).xpath('//section[@aria-labelledby="aansluiting"]//figure')
    assert len(figures) == 2
    for figure in figures:
        assert figure.xpath('.//svg[@role="img"]/desc')[0].text_content().count(";") == len(MONTHS) - 1
        assert len(figure.xpath(".//tbody/tr")) == len(MONTHS)


def test_months_of_many_years_are_drawn_together(render: Render, tmp_path: Path) -> None:
    found = reconciliation(tmp_path)
    stray = found.per_month.head(1).with_columns(pl.date(1900, 1, 1).alias("maand"))
    page = render(replace(found, per_month=pl.concat([stray, found.per_month])))
    text = section(page, "aansluiting")
    assert "per jaar" in text
    assert "jan 1900" in text


def test_hostile_text_stays_text(render: Render, tmp_path: Path) -> None:
    found = reconciliation(tmp_path)
    assert found.claim
    evil = '"><script>alert(1)</script>' + "x" * 400
    pl.read_parquet(found.claim.listed).with_columns(pl.lit(evil).alias("prestatie_id")).write_parquet(
        found.claim.listed
    )
    page = render(replace(found, claim=replace(found.claim, files=("<b>.xml",))))
    assert "<script>alert" not in lxml_html.tostring(page, encoding="unicode").replace("&lt;", "")
    assert len(page.xpath("//script[not(@type)]")) == 1
    assert "<b>.xml" in section(page, "aansluiting")


def test_english(tmp_path: Path) -> None:
    report = replace(build(tmp_path, 60, "en"), aansluiting=reconciliation(tmp_path / "as"))
    write_html(report, tmp_path / "r.html")
    text = section(lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8")), "aansluiting")
    assert "The claim does not reconcile: 674 prestaties differ" in text
    for dutch in ("Verschil", "Gedeclareerd", "Beoordeeld", "Bedrag", "Maand"):
        assert dutch not in text


def test_a_report_without_it_has_no_such_chapter(render: Render) -> None:
    page = render(None)
    assert not page.xpath('//*[@id="aansluiting"]')
    assert "#aansluiting" not in page.xpath("//a/@href")
