"""The page in a real browser: sorting, filtering, paging, long and hostile cells, narrow screens, its own policy."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.reports.html.chromium import ask, dump, executable
from tests.reports.html.sample import build
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report

pytestmark = pytest.mark.browser

CHECK = "ZPM-PR-01"


def _amount(text: str) -> float:
    return float(text.replace(".", "").replace(",", ".")) if text else float("nan")


def test_the_policy_of_the_page_lets_its_own_script_run(page_file: Path, tmp_path: Path) -> None:
    shown = dump(page_file, tmp_path / "profiel")
    assert 'data-bediening="" hidden' not in shown
    assert '<button type="button" class="sort">' in shown
    assert '<button type="button" class="sort" disabled' not in shown


def test_sorts_on_every_kind_of_column(page_file: Path, tmp_path: Path) -> None:
    found = ask(
        page_file,
        tmp_path,
        f"""
        const l = list("{CHECK}"), out = {{}};
        out.eerst = column(l, "Bedrag (€)");
        press(l, "Bedrag (€)"); out.op = column(l, "Bedrag (€)");
        out.aria = l.querySelector("th[aria-sort]").getAttribute("aria-sort");
        press(l, "Bedrag (€)"); out.af = column(l, "Bedrag (€)");
        out.aria2 = l.querySelector("th[aria-sort]").getAttribute("aria-sort");
        press(l, "Datum"); out.datum = column(l, "Datum");
        press(l, "Waarde"); press(l, "Waarde"); out.waarde = column(l, "Waarde");
        press(l, "Setting"); out.setting = column(l, "Setting");
        out.een = l.querySelectorAll("th[aria-sort]").length;
        return out;
        """,
    )
    first, up, down = ([_amount(v) for v in found[k]] for k in ("eerst", "op", "af"))
    assert first == sorted(first, reverse=True) == down
    assert up == sorted(up)
    assert up[0] < down[-1]
    assert (found["aria"], found["aria2"], found["een"]) == ("ascending", "descending", 1)
    dates = [v[6:] + v[3:5] + v[:2] for v in found["datum"]]
    assert dates == sorted(dates)
    values = [int(v) for v in found["waarde"]]
    assert values == sorted(values, reverse=True)
    assert values[0] > 9, "numbers in text columns sort as numbers"
    assert found["setting"] == sorted(found["setting"])


def test_the_script_draws_what_the_page_already_showed(page_file: Path, tmp_path: Path) -> None:
    found = ask(
        page_file,
        tmp_path,
        f"""
        const l = list("{CHECK}");
        const cells = () => Array.from(l.querySelectorAll("tbody td"), c => c.className + c.innerHTML).join("|");
        const before = cells();
        const line = l.querySelector(".count-line").textContent;
        pick(l, "[data-grootte]", "50"); const fifty = rows(l).length;
        pick(l, "[data-grootte]", "25");
        return {{same: before === cells(), fifty, line,
                 after: l.querySelector(".count-line").textContent}};
        """,
    )
    assert found["same"] is True
    assert found["fifty"] == 50
    assert found["line"] == found["after"]


def test_filters_and_pages(page_file: Path, report: Report, tmp_path: Path) -> None:
    frame = pl.read_parquet(report.bevindingen).filter(pl.col("check_id") == CHECK)
    someone = frame.get_column("behandelaar_id").to_list()[0]
    expected = frame.filter(pl.col("behandelaar_id") == someone).height
    in_three = frame.filter(pl.col("setting") == 3).height
    late = frame.filter(pl.col("datum") >= pl.date(2024, 6, 1)).height
    found = ask(
        page_file,
        tmp_path,
        f"""
        const l = list("{CHECK}"), out = {{}}, line = () => l.querySelector(".count-line").textContent;
        await type(l, "{someone.lower()}"); out.search = line(); out.who = [...new Set(column(l, "Behandelaar"))];
        l.querySelector("[data-wis]").click(); out.clear = line();
        pick(l, "[data-facet]", "3"); out.facet = line(); out.settings = [...new Set(column(l, "Setting"))];
        pick(l, "[data-facet]", "");
        const d = l.querySelector("[data-vanaf]"); d.value = "2024-06-01";
        d.dispatchEvent(new Event("input", {{bubbles: true}})); await wait(400); out.late = line();
        l.querySelector("[data-wis]").click();
        await type(l, "bestaat-niet"); out.none = line(); out.empty = rows(l).length;
        l.querySelector("[data-wis]").click();
        const next = l.querySelector("[data-volgende]"), back = l.querySelector("[data-vorige]");
        out.ends = [back.disabled, next.disabled]; const one = rows(l)[0].join();
        next.click(); out.second = line(); out.other = rows(l)[0].join() !== one; back.click();
        out.back = rows(l)[0].join() === one;
        pick(l, "[data-grootte]", "250"); while (!next.disabled) next.click(); out.last = line();
        out.live = l.querySelector(".count-line").getAttribute("aria-live");
        return out;
        """,
    )
    n = frame.height
    assert str(found["search"]).endswith(f"van {expected} die passen bij het filter ({n} in totaal)")
    assert found["who"] == [someone]
    assert found["clear"] == f"Rij 1 tot en met 25 van {n}"
    assert f" {in_three} die passen" in str(found["facet"])
    assert found["settings"] == ["3"]
    assert f" {late} die passen" in str(found["late"])
    assert found["none"] == f"Geen rij past bij het filter ({n} in totaal)"
    assert found["empty"] == 0
    assert found["ends"] == [True, False]
    assert found["second"] == f"Rij 26 tot en met 50 van {n}"
    assert found["other"] is True
    assert found["back"] is True
    assert str(found["last"]).endswith(f"tot en met {n} van {n}")
    assert found["live"] == "polite"


def test_a_link_to_one_finding_shows_it_wherever_it_is(page_file: Path, report: Report, tmp_path: Path) -> None:
    frame = pl.read_parquet(report.bevindingen).filter(pl.col("check_id") == CHECK)
    last = frame.sort("impact_eur", "datum", descending=True, nulls_last=True).get_column("bevinding_id").to_list()[-1]
    waiting = pl.read_parquet(report.onbepaald).get_column("bevinding_id").to_list()[-1]
    found = ask(
        page_file,
        tmp_path,
        f"""
        const out = {{}}, look = async id => {{
          location.hash = "#bevinding-" + id; await wait(400);
          const row = document.querySelector("tr.found");
          return row && [row.id, row.closest("[data-lijst]").dataset.lijst, row.offsetHeight > 0,
            document.activeElement === row, document.querySelectorAll("tr.found").length];
        }};
        out.shut = list("{CHECK}").closest("details").open;
        await type(list("{CHECK}"), "bestaat-niet");
        out.last = await look("{last}");
        out.open = list("{CHECK}").closest("details").open;
        out.waiting = await look("{waiting}");
        out.none = await look("{CHECK}:P9999999");
        out.told = document.querySelector("[data-zoeken] .count-line").textContent;
        location.hash = "#ZPM-PR-02"; await wait(300);
        out.norm = document.getElementById("ZPM-PR-02").closest("details").open;
        return out;
        """,
    )
    assert found["shut"] is False
    assert found["open"] is True
    assert found["last"] == [f"bevinding-{last}", CHECK, True, True, 1]
    assert found["waiting"] == [f"bevinding-{waiting}", "onbepaald", True, True, 1]
    assert found["none"] is None
    assert f"{CHECK}:P9999999 staat niet in deze pagina" in str(found["told"])
    assert found["norm"] is True


SEARCH = """
const box = document.querySelector("[data-zoeken]"), out = {};
const search = async text => {
  const i = box.querySelector("[data-zoekalles]"); i.value = text;
  i.dispatchEvent(new Event("input", {bubbles: true})); await wait(500);
  return {line: box.querySelector(".count-line").textContent,
          rows: Array.from(box.querySelectorAll("tbody tr"), r => Array.from(r.children, c => c.textContent)),
          links: Array.from(box.querySelectorAll("tbody a"), a => a.getAttribute("href")),
          norms: Array.from(box.querySelectorAll("[data-normen] li"), l => l.textContent)};
};
"""


def test_one_search_finds_norms_and_findings_of_every_list(page_file: Path, report: Report, tmp_path: Path) -> None:
    lists = [pl.read_parquet(p) for p in (report.bevindingen, report.onbepaald, report.lopend)]
    own = lists[0].filter(pl.col("check_id") == CHECK).row(3, named=True)
    someone = own["behandelaar_id"]
    everywhere = sum(frame.filter(pl.col("behandelaar_id") == someone).height for frame in lists)
    kinds = {
        k
        for k, frame in zip(("afwijking", "onbepaald", "loopt"), lists, strict=True)
        if frame.filter(pl.col("behandelaar_id") == someone).height
    }
    found = ask(
        page_file,
        tmp_path,
        SEARCH
        + f"""
        out.one = await search("{own["bevinding_id"].lower()}");
        out.many = await search("{someone}");
        out.words = await search("{CHECK} {own["onderwerp_id"]}");
        out.norm = await search("overleg dossier");
        out.none = await search("bestaat-niet");
        out.empty = await search("");
        return out;
        """,
    )
    one, many, words, norm = (found[k] for k in ("one", "many", "words", "norm"))
    assert one["line"] == "Gevonden: 1."
    assert one["rows"][0][:3] == [CHECK, "afwijking", own["onderwerp_id"]]
    assert one["links"] == [f"#{CHECK}", f"#bevinding-{own['bevinding_id']}"]
    assert many["line"] == f"Gevonden: {everywhere}."
    assert len(many["rows"]) == min(50, everywhere)
    assert {r[1] for r in many["rows"]} == kinds
    assert words["rows"] == one["rows"]
    assert norm["norms"] == ["ZPM-IO-05 Overleg is vastgelegd in het dossier"]
    assert found["none"]["line"] == "Niets gevonden in deze pagina."
    assert found["none"]["rows"] == []
    assert found["empty"]["line"] == ""


def test_a_search_never_says_none_while_rows_are_left_out(report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "r.html", embed_limit=400)
    left = report.totals.deviations - 400
    of_list = next(c.counts.afwijking for c in report.checks if c.id == CHECK)
    found = ask(
        tmp_path / "r.html",
        tmp_path,
        SEARCH
        + f"""
        out.all = (await search("bestaat-niet")).line;
        out.some = (await search("{CHECK}")).line;
        const l = list("{CHECK}"); out.held = Number(l.dataset.rijen);
        await type(l, "bestaat-niet"); out.list = l.querySelector(".count-line").textContent;
        return out;
        """,
    )
    told = f"{left:,} rijen staan niet in deze pagina en zijn niet doorzocht".replace(",", ".")
    assert str(found["all"]).startswith(f"Niets gevonden in deze pagina. {told}")
    assert told in str(found["some"])
    assert f"{of_list - int(str(found['held']))} rijen staan niet in deze pagina" in str(found["list"])


def test_all_norms_open_and_close_at_once(page_file: Path, report: Report, tmp_path: Path) -> None:
    found = ask(
        page_file,
        tmp_path,
        """
        const count = () => document.querySelectorAll("article.norm > details[open]").length, out = {};
        out.before = count(); document.querySelector("[data-open]").click(); out.open = count();
        document.querySelector("[data-dicht]").click(); out.shut = count();
        return out;
        """,
    )
    assert (found["before"], found["open"], found["shut"]) == (0, len(report.checks), 0)


def test_the_first_page_fits_one_screen(report: Report, tmp_path: Path) -> None:
    themes = [t.titel.text.nl for t in load_catalogue().definitions.themas.values()]
    checks = tuple(replace(c, thema=title) for c, title in zip(report.checks, themes, strict=False))
    titles = {title: title for title in themes}
    assert len(checks) >= 15
    named = {"aanbieder": "Stichting Geestelijke Gezondheidszorg Voorbeeldregio", "agb": "22220000"}
    people = {"uitgevoerd_door": "J. Jansen, interne audit", "beoordeeld_door": "P. Pieters, controller"}
    filled = replace(report, **named, **people, beoordeeld_op=date(2025, 1, 8))
    write_html(replace(filled, checks=checks, thema_titels=titles), tmp_path / "r.html")
    frame = tmp_path / "scherm.html"
    frame.write_text(
        f'<!doctype html><body><iframe id="f" style="width:1440px;height:900px" src="{(tmp_path / "r.html").as_uri()}">'
        "</iframe></body>",
        encoding="utf-8",
    )
    found = ask(
        frame,
        tmp_path,
        """
        const f = document.getElementById("f");
        if (f.contentDocument.readyState !== "complete" || !f.contentDocument.querySelector("h1")) {
          await new Promise(r => f.addEventListener("load", r));
        }
        const d = f.contentDocument, low = s => d.querySelector(s).getBoundingClientRect().bottom;
        const table = d.querySelector("table.themes").closest(".scroll");
        return {steps: low(".first-steps"), themes: low("table.themes"), wide: table.scrollWidth - table.clientWidth};
        """,
        "--allow-file-access-from-files",
        "--window-size=1600,1000",
    )
    assert float(str(found["steps"])) <= 900
    assert float(str(found["themes"])) <= 900
    assert found["wide"] == 0, "the table of themes needs no scrolling"


def test_paper_holds_the_first_page_the_contents_and_what_is_folded_by_name(page_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "rapport.pdf"
    command = [executable(), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'p'}"]
    options = [f"--print-to-pdf={target}", "--no-pdf-header-footer", page_file.as_uri()]
    subprocess.run([*command, *options], capture_output=True, timeout=120, check=True)
    pages = len(re.findall(rb"/Type\s*/Page[^s]", target.read_bytes()))
    assert 8 <= pages <= 20, "nineteen norms do not take a page each"


def test_paper_has_every_run_and_no_box_to_scroll_in(report: Report, tmp_path: Path) -> None:
    assert report.reeks is not None
    long = replace(report.reeks, runs=report.reeks.runs * 15, days=report.reeks.days * 15, number=60)
    target = tmp_path / "r.html"
    write_html(replace(report, reeks=long), target)
    as_paper = target.read_text(encoding="utf-8").replace("@media print", "@media all")
    target.write_text(as_paper, encoding="utf-8")
    found = ask(
        target,
        tmp_path,
        """
        const box = document.querySelector("details.runs .scroll");
        return {rows: box.querySelectorAll("tbody tr").length, hidden: box.scrollHeight - box.clientHeight};
        """,
    )
    assert found == {"rows": 60, "hidden": 0}


def test_hostile_and_endless_cells_stay_text_and_in_their_box(report: Report, tmp_path: Path) -> None:
    evil = '</script></style></textarea><script>window.kapot=1</script><img src=x onerror="window.kapot=1"> \' & \u2028'
    frame = pl.read_parquet(report.bevindingen).with_columns(
        toelichting=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit(evil)).otherwise(pl.lit("W" * 40_000)),
        behandelaar_id=pl.lit(evil),
    )
    frame.write_parquet(tmp_path / "b.parquet")
    checks = tuple(replace(c, titel=evil, risico="W" * 40_000, reden=evil) for c in report.checks)
    write_html(replace(report, bevindingen=tmp_path / "b.parquet", checks=checks, export=evil), tmp_path / "r.html")
    found = ask(
        tmp_path / "r.html",
        tmp_path,
        f"""
        const l = list("{CHECK}"); press(l, "Datum");
        const cells = column(l, "Toelichting");
        const out = {{kapot: window.kapot === 1, evil: cells.find(c => c.length < 1000),
                long: cells.some(c => c.includes("W".repeat(40000))), images: document.images.length,
                scripts: document.scripts.length,
                wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
                tall: Math.max(...Array.from(l.querySelectorAll("tbody tr"), r => r.offsetHeight))}};
        return out;
        """,
        "--window-size=1200,900",
    )
    assert found["kapot"] is False
    assert found["evil"] == evil
    assert found["long"] is True
    assert found["images"] == 0
    assert found["wide"] == 0
    assert 0 < int(str(found["tall"])) < 400


@pytest.mark.parametrize("width", [390, pytest.param(1400, marks=pytest.mark.slow)])
def test_the_page_never_scrolls_sideways(page_file: Path, tmp_path: Path, width: int) -> None:
    # A browser window has a least width of its own; a frame inside it is as narrow as we like.
    frame = tmp_path / "smal.html"
    frame.write_text(
        f'<!doctype html><body><iframe id="f" style="width:{width}px;height:900px" src="{page_file.as_uri()}"></iframe>'
        "</body>",
        encoding="utf-8",
    )
    found = ask(
        frame,
        tmp_path,
        """
        const f = document.getElementById("f");
        if (f.contentDocument.readyState !== "complete" || !f.contentDocument.querySelector("h1")) {
          await new Promise(r => f.addEventListener("load", r));
        }
        const d = f.contentDocument.documentElement;
        const boxes = Array.from(f.contentDocument.querySelectorAll(".scroll"));
        return {wide: d.scrollWidth - d.clientWidth, width: d.clientWidth,
                inside: boxes.filter(b => b.scrollWidth > b.clientWidth).length,
                focusable: boxes.every(b => b.tabIndex === 0)};
        """,
        "--allow-file-access-from-files",
        "--window-size=1600,1000",
    )
    assert found["wide"] == 0
    assert found["focusable"] is True
    if width == 390:
        assert int(str(found["inside"])) > 5, "wide tables scroll inside their own box"


@pytest.mark.slow
def test_a_hundred_thousand_rows_stay_usable(tmp_path: Path) -> None:
    report = build(tmp_path / "groot", 100_000)
    whole = pl.read_parquet(report.bevindingen).with_columns(check_id=pl.lit(CHECK))
    assert whole.height == 100_000
    whole.write_parquet(report.bevindingen)
    one = [replace(c, counts=replace(c.counts, afwijking=whole.height if c.id == CHECK else 0)) for c in report.checks]
    write_html(replace(report, checks=tuple(one)), tmp_path / "groot.html")
    # The browser itself is given up after two minutes.
    found = ask(
        tmp_path / "groot.html",
        tmp_path,
        f"""
        const l = list("{CHECK}"), out = {{}}, line = () => l.querySelector(".count-line").textContent;
        out.line = line();
        press(l, "Toelichting"); press(l, "Bedrag (€)");
        await type(l, "b175"); out.filtered = line();
        return out;
        """,
    )
    assert found["line"] == "Rij 1 tot en met 25 van 100.000"
    assert "100.000 in totaal" in str(found["filtered"])


def test_every_finding_of_a_run_with_an_archive_has_the_command_that_explains_it(
    report: Report, tmp_path: Path
) -> None:
    page = tmp_path / "rapport.html"
    write_html(replace(report, uitleg="--run 20250115-020000-1a2b"), page)
    found = ask(
        page,
        tmp_path,
        f"""
        const l = list("{CHECK}");
        const cells = () => Array.from(l.querySelectorAll("tbody td"), c => c.innerHTML).join("|");
        const before = cells();
        pick(l, "[data-grootte]", "50"); pick(l, "[data-grootte]", "25");
        const same = before === cells(), box = l.querySelector("details.why"), id = box.parentElement.firstChild;
        box.open = true; await wait(200); box.open = false; await wait(200); box.open = true; await wait(200);
        const buttons = box.querySelectorAll("button"), told = box.querySelector("[aria-live]");
        const clipboard = value => Object.defineProperty(navigator, "clipboard", {{value, configurable: true}});
        const says = [];
        let copied = "";
        const works = {{writeText: async t => {{ copied = t; }}}}, refuses = {{writeText: () => Promise.reject()}};
        for (const one of [works, refuses, undefined]) {{
          clipboard(one); told.textContent = "";
          buttons[0].click(); await wait(50); says.push(told.textContent.trim());
        }}
        return {{same, says, copied, selected: getSelection().getRangeAt(0).toString(),
                 command: box.querySelector("code").textContent, id: id.textContent, buttons: buttons.length,
                 name: box.querySelector("summary").getAttribute("aria-label"),
                 all: l.querySelectorAll("tbody tr").length === l.querySelectorAll("details.why").length}};
        """,
    )
    assert found["same"] is True
    assert found["all"] is True
    assert found["command"] == f"zpm-audit uitleg {found['id']} --run 20250115-020000-1a2b --soort prestatie"
    assert found["name"] == f"uitleg {found['id']}"
    assert found["buttons"] == 1
    assert found["says"] == ["Gekopieerd", "Kopieer de gekozen tekst", "Kopieer de gekozen tekst"]
    assert found["copied"] == found["selected"] == found["command"]
