"""What the page says: every number of every check, its certainty, what did not run, and what is not shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from lxml import html as lxml_html

from tests.reports.html.sample import build
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.outcome import Counts
from zpm_audit.findings.model import FINDING_SCHEMA
from zpm_audit.reports.figures.amounts import NOTHING
from zpm_audit.reports.figures.format import euro, integer, whole_euros
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report

pytestmark = pytest.mark.whole


def words_of(element: lxml_html.HtmlElement) -> str:
    """Return the visible text with single spaces."""
    texts = element.xpath(".//text()[not(parent::script) and not(parent::style)]")
    return " ".join(" ".join(texts).split())


def norm(page: lxml_html.HtmlElement, check_id: str) -> lxml_html.HtmlElement:
    return page.xpath(f'//article[@aria-labelledby="{check_id}"]')[0]


def section(page: lxml_html.HtmlElement, key: str) -> str:
    return words_of(page.xpath(f'//section[@aria-labelledby="{key}"]')[0])


def render(report: Report, target: Path, embed_limit: int = 100_000) -> lxml_html.HtmlElement:
    write_html(report, target, embed_limit)
    return lxml_html.fromstring(target.read_text(encoding="utf-8"))


def test_chapters_come_in_the_order_that_readers_need(page: lxml_html.HtmlElement) -> None:
    assert page.xpath("//main/section/h2/@id") == [
        "voorpagina",
        "zoeken",
        "oordeel",
        "tolerantie",
        "actie",
        "trend",
        "normen",
        "onbepaald",
        "niet-uitgevoerd",
        "export",
        "risico",
        "bestanden",
        "herhalen",
        "begrippen",
    ]


def test_the_first_line_and_the_totals_come_first(page: lxml_html.HtmlElement, report: Report) -> None:
    first = page.xpath("//main//p")[0]
    assert words_of(first) == report.eerste_regel
    verdict, found = section(page, "oordeel"), report.totals
    counts = (found.complying, found.deviations, found.accepted, found.undetermined, found.running, 0)
    labels = ("Voldoet", "Afwijking", "Geaccepteerd", "Onbepaald", "Loopt", "Over tijd")
    said = " ".join(f"{label} {integer(count, 'nl')}" for label, count in zip(labels, counts, strict=True))
    assert said in verdict
    assert f"Samen {integer(found.population, 'nl')}:" in verdict


def test_every_number_of_every_check_is_in_its_norm(page: lxml_html.HtmlElement, report: Report) -> None:
    for check in report.checks:
        text = words_of(norm(page, check.id))
        for said in (check.id, check.titel, check.risico, check.norm_tekst, check.populatie_tekst, check.status_titel):
            assert said in text, (check.id, said)
        if check.status in {Status.NIET_UITGEVOERD, Status.MISLUKT}:
            assert check.reden in text
            assert "Uitkomst" not in text
            continue
        c = check.counts
        for label, count in (
            ("Populatie", c.populatie),
            ("Voldoet", c.voldoet),
            ("Afwijking", c.afwijking),
            ("Onbepaald", c.onbepaald),
            ("Loopt", c.loopt),
            ("Buiten beeld:", c.buiten_beeld),
        ):
            assert f"{label} {integer(count, 'nl')} " in text, (check.id, label)
        if c.geaccepteerd:
            assert f"Van de afwijkingen zijn er {c.geaccepteerd} geaccepteerd." in text
        amounts = report.amounts.get(check.id, NOTHING)
        much, little = amounts.too_much, amounts.too_little
        if not c.afwijking:
            assert "Te veel – Te weinig –" in text
        elif check.impact_cent is None:
            assert much is little is None
            assert "Te veel onbekend Te weinig onbekend" in text
        else:
            assert (much, little) == (check.impact_cent, 0)
            assert " ".join(f"Te veel {euro(much, 'nl')} Te weinig {euro(0, 'nl')}".split()) in text


def test_sources_and_parameters_come_with_their_dates(page: lxml_html.HtmlElement, report: Report) -> None:
    for check in report.checks:
        text = words_of(norm(page, check.id))
        for source in check.bronnen:
            assert source.bron in text
            assert source.artikel in text
        for line in check.parameters:
            assert line.omschrijving in text
    assert "01-01-2022 t/m 31-12-2024" in words_of(norm(page, "ZPM-OD-01"))
    assert "vanaf 01-01-2025" in words_of(norm(page, "ZPM-OD-01"))


def test_secondary_and_own_norms_say_so(page: lxml_html.HtmlElement, report: Report) -> None:
    for check in report.checks:
        text = words_of(norm(page, check.id))
        assert ("Let op: dit steunt op een secundaire bron" in text) is (check.zekerheid == "B"), check.id
        assert ("Let op: dit is een eigen beoordeling van aannemelijkheid" in text) is (check.zekerheid == "C"), (
            check.id
        )


def test_what_did_not_run_is_said_at_the_top_and_with_its_reason(page: lxml_html.HtmlElement, report: Report) -> None:
    assert "3 checks zonder uitkomst." in section(page, "oordeel")
    chapter = section(page, "niet-uitgevoerd")
    for check in report.silent:
        assert check.reden in chapter
    assert "populatie 0, geen goedkeuring): ZPM-EU-01" in chapter


def test_the_export_is_judged_before_the_norms(page: lxml_html.HtmlElement, report: Report) -> None:
    chapter = section(page, "export")
    assert "Rijen: elke tabel sluit aan. Opzij gezet: prestaties 32, patienten 2." in chapter
    assert "2 van 5 verwachtingen voldoen, 1 voldoen niet, 2 konden niet worden nagegaan" in chapter
    assert "1 van 2 tabellen verschillen" in chapter
    for part in (*report.tabellen, *report.opzij):
        assert (getattr(part, "naam", "") or getattr(part, "reden", "")) in chapter
    assert "niet na te gaan" in chapter
    links = page.xpath('//section[@aria-labelledby="export"]//a/@href')
    assert set(links) == {"quarantaine/prestaties.csv", "quarantaine/patienten.csv"}


def test_a_table_that_does_not_reconcile_is_a_warning(report: Report, tmp_path: Path) -> None:
    broken = replace(report.tabellen[0], rijen_in=report.tabellen[0].rijen_in + 5)
    page = render(replace(report, tabellen=(broken,), controletotalen=(), contract=()), tmp_path / "r.html")
    chapter = section(page, "export")
    assert "niet elke tabel sluit aan" in chapter
    assert "nee, verschil 5" in chapter
    assert "geen controletotalen" in chapter
    assert "Er zijn geen verwachtingen nagegaan." in chapter


def test_the_action_list_is_sorted_on_its_final_date(page: lxml_html.HtmlElement, report: Report) -> None:
    rows = page.xpath('//div[@data-lijst="lopend"]//tbody/tr')
    dates = [r.xpath("td")[0].text for r in rows]
    assert dates == sorted(dates, key=lambda d: (d[6:], d[3:5], d[:2]))
    expected = pl.read_parquet(report.lopend).sort("uiterste_datum", "check_id", "onderwerp_id")
    assert [words_of(r.xpath("td")[3]) for r in rows] == expected.get_column("onderwerp_id").head(25).to_list()
    days = expected.select((pl.col("uiterste_datum") - report.peildatum).dt.total_days()).to_series()
    assert f"Binnen 7 dagen {(days <= 7).sum()} " in section(page, "actie")
    assert sum((days > a).sum() - (days > b).sum() for a, b in ((-1, 7), (7, 14), (14, 30), (30, 99))) == days.len()


def test_undetermined_is_explained_per_norm(page: lxml_html.HtmlElement, report: Report) -> None:
    chapter = section(page, "onbepaald")
    for check in report.checks:
        if check.counts.onbepaald:
            assert f"{check.id} {check.titel} {check.counts.onbepaald}" in chapter
    assert "Leeg: overleg_met. (101)" in chapter


def test_many_explanations_are_counted_not_lost(report: Report, tmp_path: Path) -> None:
    rows = pl.read_parquet(report.onbepaald).with_columns(
        toelichting=pl.format("reden {}", pl.int_range(pl.len()) % 40)
    )
    rows.write_parquet(tmp_path / "o.parquet")
    chapter = section(render(replace(report, onbepaald=tmp_path / "o.parquet"), tmp_path / "r.html"), "onbepaald")
    assert "met andere toelichtingen" in chapter


def test_nothing_is_cut_without_words(report: Report, page: lxml_html.HtmlElement, tmp_path: Path) -> None:
    assert not page.xpath('//p[contains(@class, "cut")]')
    cut = render(report, tmp_path / "r.html", embed_limit=400)
    shown = 0
    for check in report.checks:
        if not check.counts.afwijking:
            continue
        box = norm(cut, check.id).xpath(".//div[@data-lijst]")[0]
        shown += int(box.get("data-rijen"))
        left = check.counts.afwijking - int(box.get("data-rijen"))
        text = words_of(box)
        assert "bevindingen.csv" in text
        assert "bevindingen.parquet" in text
        if left:
            assert f"{integer(left, 'nl')} rijen staan hier niet" in text or "1 rij staan hier niet" in text
            assert "De complete lijst staat naast dit rapport in bevindingen.csv en bevindingen.parquet" in text
    assert shown == 400


def test_the_rows_that_stay_are_the_most_serious(report: Report, tmp_path: Path) -> None:
    cut = render(report, tmp_path / "r.html", embed_limit=400)
    frame = pl.read_parquet(report.bevindingen).filter(pl.col("check_id") == "ZPM-PR-01")
    highest = frame.sort("impact_eur", descending=True, nulls_last=True).get_column("impact_eur").head(5).to_list()
    box = norm(cut, "ZPM-PR-01").xpath(".//div[@data-lijst]")[0]
    place = [words_of(h) for h in box.xpath(".//thead//th")].index("Bedrag (€)")
    amounts = [r.xpath("td")[place].text.replace(".", "").replace(",", ".") for r in box.xpath(".//tbody/tr")]
    assert [float(a) for a in amounts[:5]] == [float(h) for h in highest]


def test_without_script_the_first_rows_and_the_complete_list_are_there(page: lxml_html.HtmlElement) -> None:
    box = norm(page, "ZPM-PR-01").xpath(".//div[@data-lijst]")[0]
    assert len(box.xpath(".//tbody/tr")) == 25
    assert all(part.get("hidden") is not None for part in box.xpath(".//*[@data-bediening]"))
    assert "voert geen script uit: u ziet de eerste 25 rijen" in words_of(box.xpath(".//noscript")[0])


def test_statistics_of_a_group_check(page: lxml_html.HtmlElement) -> None:
    text = words_of(norm(page, "ZPM-PR-06"))
    assert "Gemiddelde Standaardafwijking 95%-interval van 95%-interval tot" in text
    assert "2023 1 behandeling 431 -2,70 7,64 -3,40 -2,00" in text


def test_how_to_perform_it_again(page: lxml_html.HtmlElement, report: Report) -> None:
    chapter = section(page, "herhalen")
    assert "zpm-audit verify MAP" in chapter
    assert report.opdracht in chapter
    files = section(page, "bestanden")
    for file in report.bestanden:
        assert file.sha256 in files
    assert all(key in files for key in report.opties)


def test_english(tmp_path: Path) -> None:
    report = build(tmp_path / "en", 300, "en")
    page = render(report, tmp_path / "r.html")
    assert page.get("lang") == "en"
    text = words_of(page)
    for said in (
        "Figures and coverage",
        "Is this export complete and plausible enough to base an audit on?",
        "2024-12-31",
        "Do this first",
        "secondary source",
        "Of the deviations",
        "60,180",
    ):
        assert said in text, said
    assert whole_euros(report.prestaties.total.te_veel_cent or 0, "en") in text
    for dutch in ("Afwijkingen", "Onbepaald", "Rijen", "Peildatum", "Zekerheid", "Bedrag", "Wat te doen"):
        assert dutch not in text, dutch


def test_the_same_report_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "a.html")
    turned = {}
    for name in ("bevindingen", "onbepaald", "lopend"):
        turned[name] = tmp_path / f"{name}.parquet"
        pl.read_parquet(getattr(report, name)).reverse().write_parquet(turned[name])
    options = dict(reversed(list(report.opties.items())))
    checks = tuple(replace(c, spread=c.spread.reverse()) for c in report.checks)
    write_html(replace(report, opties=options, checks=checks, **turned), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize("status", [Status.NIET_UITGEVOERD, Status.NIET_VAN_TOEPASSING])
def test_a_report_with_nothing_in_it(report: Report, tmp_path: Path, status: Status) -> None:
    empty = tmp_path / "leeg.parquet"
    pl.DataFrame(schema=FINDING_SCHEMA).write_parquet(empty)
    checks = tuple(
        replace(c, status=status, counts=Counts(), impact_cent=None, impact_onbekend=0, spread=c.spread.clear())
        for c in report.checks
    )
    nothing = replace(
        report,
        checks=checks,
        tabellen=(),
        opzij=(),
        contract=(),
        controletotalen=(),
        bestanden=(),
        opties={},
        impact_cent=None,
        periode_van=None,
        periode_tot=None,
        bevindingen=empty,
        onbepaald=empty,
        lopend=empty,
    )
    text = words_of(render(nothing, tmp_path / "r.html"))
    assert "Er is niets beoordeeld." in text
    assert "Er zijn geen open afwijkingen en geen termijnen." in text
    assert "Er zijn geen afwijkingen." in text
    assert "Er zijn geen termijnen die nog lopen." in text
    assert render(replace(nothing, checks=()), tmp_path / "s.html") is not None


def test_terms_that_have_passed_stand_apart(report: Report, tmp_path: Path) -> None:
    late = pl.col("uiterste_datum") < report.peildatum
    shifted = pl.read_parquet(report.lopend).with_columns(pl.col("uiterste_datum") - pl.duration(days=20))
    shifted.write_parquet(tmp_path / "l.parquet")
    counts = dict(shifted.filter(late).group_by("check_id").len().iter_rows())
    checks = tuple(replace(c, over_tijd=counts.get(c.id, 0)) for c in report.checks)
    moved = replace(report, checks=checks, lopend=tmp_path / "l.parquet")
    page = render(moved, tmp_path / "r.html")
    passed, still = sum(counts.values()), shifted.filter(~late).height
    assert passed > 0
    assert still > 0
    assert moved.eerste_regel.endswith(f"{still} lopende termijnen, {passed} over tijd.")
    assert f"Loopt {still} Over tijd {passed}" in section(page, "oordeel")
    assert f"{still} lopen nog, {passed} over tijd" in section(page, "voorpagina")
    assert f"Over tijd {passed} Binnen 7 dagen" in section(page, "actie")
    listed = {k: int(page.xpath(f'//div[@data-lijst="{k}"]/@data-rijen')[0]) for k in ("lopend", "over-tijd")}
    assert listed == {"lopend": still, "over-tijd": passed}
    steps = page.xpath('//ol[@class="first-steps"]/li/a/@href')
    assert steps[:2] == ["#lopend", "#over-tijd"]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ((Status.AKKOORD, Status.AKKOORD), "akkoord"),
        ((Status.AKKOORD, Status.NIET_UITGEVOERD), "deels"),
        ((Status.MISLUKT, Status.NIET_UITGEVOERD), "niet uitgevoerd"),
        ((Status.NIET_VAN_TOEPASSING, Status.NIET_VAN_TOEPASSING), "n.v.t."),
        ((Status.AKKOORD, Status.ONBEPAALD), "onbepaald"),
    ],
)
def test_a_theme_that_ran_in_part_is_never_in_order(
    report: Report, tmp_path: Path, states: tuple[Status, Status], said: str
) -> None:
    counts = {Status.AKKOORD: Counts(5, 5), Status.ONBEPAALD: Counts(5, 4, 0, 0, 1)}
    checks = tuple(
        replace(c, thema="t", status=s, counts=counts.get(s, Counts()), over_tijd=0)
        for c, s in zip(report.checks, states, strict=False)
    )
    page = render(replace(report, checks=checks, thema_titels={"t": "Thema"}), tmp_path / "r.html")
    assert words_of(page.xpath('//table[@class="themes"]/tbody/tr/td')[-1]) == said


def test_a_few_stray_dates_do_not_stretch_the_period(report: Report, tmp_path: Path) -> None:
    months = report.charted
    assert months is not None
    first, last = months
    stray = replace(report, periode_van=date(1970, 1, 1), periode_tot=last)
    said = words_of(render(stray, tmp_path / "r.html").xpath("//header//dl")[0])
    assert f"{first:%d-%m-%Y} t/m {last:%d-%m-%Y}, los vanaf 01-01-1970" in said
    within = replace(report, periode_van=first, periode_tot=last)
    assert ", los " not in words_of(render(within, tmp_path / "r.html").xpath("//header//dl")[0])
