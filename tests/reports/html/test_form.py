"""How the page is made: it stands alone, is safe, and works for people who cannot see it or use no mouse."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from lxml import html as lxml_html

from zpm_audit.base.resources import templates_dir
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report

pytestmark = pytest.mark.whole

EVIL = "<script>alert('x')</script> \" onmouseover=\"y\" ' & <!-- ]]> \\u003c {{ 7*7 }} \u202e"


def test_the_page_asks_for_nothing(page_file: Path, page: lxml_html.HtmlElement) -> None:
    for attribute in ("src", "srcset", "data", "poster", "action", "formaction", "background", "xlink:href"):
        assert not page.xpath(f"//@*[name()='{attribute}']"), attribute
    assert not page.xpath("//link|//iframe|//object|//embed|//img|//base|//form|//image|//use")
    style = page.xpath("string(//style)")
    assert "@import" not in style
    assert set(re.findall(r"url\(([^)]*)\)", style)) == {"#p-onbepaald", "#p-loopt", "#p-signaal"}
    for link in page.xpath("//a[@href]"):
        address = link.get("href")
        if address.startswith(("http:", "https:")):
            assert link.get("rel") == "noreferrer noopener"
        else:
            assert re.match(r"(#|[\w-]+\.(csv|parquet)$|quarantaine/\w+\.csv$)", address), address
    script = page.xpath("//script[not(@type)]/text()")[0]
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|innerHTML|insertAdjacentHTML|document\.write|eval\(", script)
    assert "https://" not in script + style


def test_the_policy_allows_only_the_style_and_script_of_the_page(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert policy.group(1).startswith("default-src 'none'; ")
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        own = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(own) == 1
        digest = base64.b64encode(hashlib.sha256(own[0].encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy.group(1)
    assert not re.search(r"\sstyle=|\son\w+=", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))


def test_headings_landmarks_and_names(page: lxml_html.HtmlElement) -> None:
    levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels)), "no heading level is skipped"
    assert page.get("lang") == "nl"
    assert page.xpath("boolean(//meta[@charset='utf-8']) and boolean(//meta[@name='viewport']) and boolean(//title)")
    assert len(page.xpath("//main")) == len(page.xpath("//body/header")) == len(page.xpath("//body/footer")) == 1
    assert page.xpath("//nav/@aria-label")
    skip = page.xpath("//body//a")[0]
    assert skip.get("href") == "#inhoud"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for reference in [
        *page.xpath("//@aria-labelledby"),
        *(h[1:] for h in page.xpath("//a/@href[starts-with(., '#')]")),
    ]:
        assert set(reference.split()) <= set(ids), reference


def test_tables_controls_and_charts_have_names(page: lxml_html.HtmlElement) -> None:
    for table in page.xpath("//table"):
        assert table.xpath("string(caption)").strip()
        heads = table.xpath("thead//th")
        assert heads
        assert all(h.get("scope") == "col" for h in heads)
        assert all(h.get("scope") == "row" for h in table.xpath("tbody//th"))
        assert {len(r.xpath("th|td")) for r in table.xpath("tbody/tr")} <= {len(heads)}
    for box in page.xpath('//div[@class="scroll"]'):
        assert (box.get("tabindex"), box.get("role")) == ("0", "region")
        assert box.get("aria-label")
    assert all(c.getparent().tag == "label" for c in page.xpath("//input|//select"))
    assert all(b.get("type") == "button" and b.text_content().strip() for b in page.xpath("//button"))
    assert page.xpath('//p[@class="count-line"]') == page.xpath('//p[@aria-live="polite"]')
    for drawn in page.xpath("//svg"):
        assert drawn.get("aria-hidden") == "true" or (drawn.get("role") == "img" and drawn.xpath("title")), drawn.attrib
    for chart in page.xpath('//svg[@class="chart"]'):
        assert chart.xpath("string(desc)")
        assert chart.xpath("ancestor::figure//details//table"), "the numbers stand beside every chart as a table"


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast(scheme: int) -> None:
    style = (templates_dir() / "rapport.css").read_text(encoding="utf-8")
    block = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[scheme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for text in ("ink", "soft", "accent", "bad", "open", "run", "good"):
        assert _contrast(colours[text], colours["paper"]) >= 4.5, text
    for text, back in (("bad", "bad-tint"), ("open", "open-tint"), ("good", "good-tint"), ("soft", "none-tint")):
        assert _contrast(colours[text], colours[back]) >= 4.5, text
        assert _contrast(colours["ink"], colours[back]) >= 4.5, back
    for mark in ("fill-afwijking", "hatch-line", "dot-line", "edge"):
        assert _contrast(colours[mark], colours["paper"]) >= 3, mark


def test_styles_for_paper_and_small_screens() -> None:
    style = (templates_dir() / "rapport.css").read_text(encoding="utf-8")
    for rule in ("@media print", "break-before: page", "prefers-reduced-motion", ":focus-visible", "max-width: 34rem"):
        assert rule in style
    assert "@media screen and (prefers-color-scheme: dark)" in style, "paper is always light"
    assert "@bottom-right { content: counter(page)" in style


def test_what_is_closed_is_named_on_paper(page: lxml_html.HtmlElement, report: Report) -> None:
    named = page.xpath("//details[contains('fold numbers', @class) and @class]/summary")
    assert named
    assert all(s.get("data-papier") for s in named)
    for check in report.checks:
        norm = page.xpath(f'//article[@aria-labelledby="{check.id}"]')[0]
        assert norm.xpath("details/summary/h4/@id") == [check.id]
        assert check.norm_tekst in norm.xpath("string(p[@class='paper'])")
    contents = page.xpath("//nav[contains(@class, 'toc')]//a/@href")
    assert contents == [f"#{key}" for key in page.xpath("//main/section/h2/@id")[2:]]


def test_the_side_bar_names_every_norm_with_its_title(page: lxml_html.HtmlElement, report: Report) -> None:
    bar = page.xpath("//nav[@class='contents']")[0]
    for check in report.checks:
        link = bar.xpath(f'.//a[@href="#{check.id}"]')[0]
        assert check.titel in link.text_content()
        assert (link.get("class") == "alarming") is (check.id in report.alarming)


def test_only_what_is_heaviest_is_red(page: lxml_html.HtmlElement, report: Report) -> None:
    red = page.xpath("//article[contains(@class, 'alarming')]/@aria-labelledby")
    assert set(red) == report.alarming
    assert 0 < len(red) <= 5


def test_every_finding_that_is_shown_has_its_own_address(page: lxml_html.HtmlElement) -> None:
    rows = page.xpath("//div[@data-lijst]//tbody/tr")
    assert rows
    assert all(row.get("id").startswith("bevinding-ZPM-") for row in rows)
    assert all(f"#{row.get('id')}" in row.xpath(".//a/@href") for row in rows)


def test_hostile_text_stays_text_everywhere(report: Report, tmp_path: Path) -> None:
    def poisoned(part: object) -> object:
        texts = {
            k: EVIL
            for k, v in vars(part).items()
            if isinstance(v, str) and k not in {"id", "onderwerp", "zekerheid", "status"}
        }
        return replace(part, **texts)

    rows = {}
    for name in ("bevindingen", "onbepaald", "lopend"):
        rows[name] = tmp_path / f"{name}.parquet"
        texts = ["toelichting", "waarde", "grens", "behandelaar_id", "onderwerp_id", "patient_id"]
        pl.read_parquet(getattr(report, name)).with_columns(
            pl.lit(EVIL + "\x00\x1b").alias(t) for t in texts
        ).write_parquet(rows[name])
    checks = []
    for check in report.checks:
        sick = poisoned(check)
        sources = tuple(replace(s, bron=EVIL, artikel=EVIL, url="javascript:alert(1)//https://") for s in check.bronnen)
        statistics = pl.DataFrame({EVIL: [EVIL], "n": [1.5]})
        lines = tuple(poisoned(p) for p in check.parameters)
        lines = tuple(replace(p, zekerheid="C") for p in lines)
        checks.append(replace(sick, bronnen=sources, parameters=lines, statistieken=statistics))
    sick_report = replace(
        report,
        **rows,
        checks=tuple(checks),
        export=EVIL,
        kenmerk=EVIL,
        versie=EVIL,
        contract_door=EVIL,
        thema_titels={},
        opties={EVIL: EVIL},
        tabellen=tuple(replace(poisoned(t), onbekende_kolommen=(EVIL,)) for t in report.tabellen),
        opzij=tuple(replace(poisoned(o), tabel=EVIL) for o in report.opzij),
        contract=tuple(replace(poisoned(e), voorbeelden=(EVIL,)) for e in report.contract),
        bestanden=tuple(poisoned(b) for b in report.bestanden),
    )
    write_html(sick_report, tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    page = lxml_html.fromstring(text)
    assert "\x00" not in text
    assert "\x1b" not in text
    assert not page.xpath("//@onmouseover")
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")
    assert len(page.xpath("//script[not(@type)]")) == 1
    assert "<script>alert" not in text
    assert "49" not in page.xpath("string(//h1)")
    for holder in page.xpath("//script[@type='application/json']"):
        data = json.loads(holder.text)
        assert not set("<>&") & set(holder.text)
        for column in data.get("c", []):
            assert all(v is None or isinstance(v, str | int) for v in column.get("d", column.get("v")))
    shown = page.xpath('//div[@data-lijst="ZPM-PR-01"]//tbody/tr[1]/td')
    assert any(cell.text_content() == EVIL + "\ufffd\ufffd" for cell in shown)


def test_a_cell_of_forty_thousand_characters_is_folded(report: Report, tmp_path: Path) -> None:
    frame = pl.read_parquet(report.bevindingen).with_columns(toelichting=pl.lit("x" * 39_999 + "Z"))
    frame.write_parquet(tmp_path / "b.parquet")
    write_html(replace(report, bevindingen=tmp_path / "b.parquet"), tmp_path / "r.html")
    page = lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8"))
    cell = page.xpath('//div[@data-lijst="ZPM-PR-01"]//tbody/tr[1]//details')[0]
    assert cell.xpath("string(summary)") == "x" * 160 + "… (40.000 tekens, toon alles)"
    assert cell.xpath("string(div)") == "x" * 39_999 + "Z"
