"""One report: what follows from what was found is the same wherever it is read, in every output."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from lxml import html as lxml_html
from openpyxl import load_workbook

from tests.reports.excel.sample import check
from tests.reports.html.sample import build
from zpm_audit.checks.verdict import Status, Verdict
from zpm_audit.commands.outcome import Outcome
from zpm_audit.engine.outcome import Counts
from zpm_audit.reports.excel.workbook import write_workbook
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.result_json import write_result

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(tmp_path_factory.mktemp("rapport"), 300)


def with_checks(report: Report, *checks: CheckPart) -> Report:
    return replace(report, checks=checks, thema_titels={})


def test_every_output_says_the_same(report: Report, tmp_path: Path) -> None:
    write_html(report, tmp_path / "r.html")
    write_workbook(report, tmp_path / "r.xlsx")
    write_result(report, tmp_path / "r.json")
    page = lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8"))
    sheet = load_workbook(tmp_path / "r.xlsx", data_only=True)["Oordeel"]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows(max_row=40)}
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    run = result["run"]
    lines = {
        page.xpath("string(//main//p[@class='lead first'])"),
        sheet["A3"].value,
        run["eerste_regel"],
        Outcome(report, tmp_path, "fout").lines()[0],
    }
    assert lines == {report.eerste_regel}
    found = report.totals
    assert facts["Bevindingen"] == run["afwijking"] == found.deviations == sum(c["afwijking"] for c in result["checks"])
    assert facts["Onbepaald"] == run["onbepaald"] == found.undetermined
    assert facts["Lopend"] == run["loopt"] == found.running
    assert {c["id"]: c["status"] for c in result["checks"]} == {c.id: str(c.status) for c in report.checks}
    assert run["checks_per_status"] == {
        "akkoord": 1, "afwijkingen": 13, "onbepaald": 1, "niet_van_toepassing": 1, "niet_uitgevoerd": 2, "mislukt": 1,
    }  # fmt: skip
    assert run["datacontract"] == {"voldoet": 2, "voldoet_niet": 1, "fout": 1, "niet_uitgevoerd": 1}
    assert [c["reden"] for c in result["checks"] if c["status"] == "akkoord"] == [None]


def test_the_same_report_gives_the_same_json(report: Report, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_result(replace(report), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_themes_add_up_to_the_whole(report: Report) -> None:
    assert [t.title for t in report.themes] == list(report.thema_titels.values())
    for name in ("checks", "population", "complying", "deviations", "errors", "signals", "undetermined", "running"):
        assert sum(getattr(t.totals, name) for t in report.themes) == getattr(report.totals, name), name
    found = report.totals
    assert found.errors + found.signals == found.deviations
    assert found.population == found.closed + found.running
    assert found.ran + found.silent == found.checks == len(report.checks)
    assert sum(report.deviations.errors) == found.errors
    assert sum(report.deviations.signals) == found.signals


def test_every_chart_over_time_has_the_same_axis(report: Report) -> None:
    late = replace(report.checks[0], spread=report.checks[0].spread.filter(pl.col("maand").dt.year() == 2024))
    some = replace(report, checks=(late, *report.checks[1:]))
    assert {t.over_time.axis for t in some.themes} == {some.deviations.axis}
    stray = late.spread.head(1).with_columns(maand=pl.date(1700, 1, 1), oordeel=pl.lit(Verdict.AFWIJKING.value))
    far = replace(some, checks=(replace(late, spread=pl.concat([late.spread, stray])), *some.checks[1:]))
    assert {t.over_time.axis for t in far.themes} == {far.deviations.axis} == {some.deviations.axis}
    assert len(far.deviations.axis.starts) == len(far.deviations.errors) == len(far.deviations.signals) == 24
    count = stray.get_column("aantal").item()
    assert far.deviations.outside == ((date(1700, 1, 1), count),), "a stray month is named, not drawn"
    assert far.over_time(far.checks[0]).outside == ((date(1700, 1, 1), count),)


@pytest.mark.parametrize(
    ("ernst", "status", "counts", "expected"),
    [
        ("fout", Status.AFWIJKINGEN, Counts(10, 9, 1), "fouten"),
        ("signaal", Status.AFWIJKINGEN, Counts(10, 9, 1), "signalen"),
        ("fout", Status.AKKOORD, Counts(10, 9, 1, 1), "akkoord"),
        ("fout", Status.ONBEPAALD, Counts(10, 9, 0, 0, 1), "onvolledig"),
        ("fout", Status.AKKOORD, Counts(10, 9, 0, 0, 0, 1), "akkoord"),
        ("fout", Status.NIET_VAN_TOEPASSING, Counts(), "niets"),
        ("fout", Status.NIET_UITGEVOERD, Counts(), "niets"),
    ],
)
def test_the_conclusion(report: Report, ernst: str, status: Status, counts: Counts, expected: str) -> None:
    assert with_checks(report, check("ZPM-A-01", status, counts, ernst=ernst)).conclusion == expected


def test_a_check_that_did_not_run_makes_the_run_incomplete(report: Report) -> None:
    good = check("ZPM-A-01", Status.AKKOORD, Counts(10, 10))
    broken = check("ZPM-A-02", Status.MISLUKT, Counts())
    found = with_checks(report, good, broken)
    assert found.conclusion == "onvolledig"
    assert found.silent == (broken,)
    assert found.eerste_regel.startswith("1 van 2 checks niet uitgevoerd (waarvan 1 mislukt), ")
    assert Outcome(found, Path(), "nooit").exit_code() == 4


def test_accepted_deviations_are_not_open(report: Report) -> None:
    open_one = with_checks(report, check("ZPM-A-01", Status.AFWIJKINGEN, Counts(10, 7, 3, 2), ernst="signaal"))
    assert "1 afwijking," in open_one.eerste_regel
    assert [Outcome(open_one, Path(), f).exit_code() for f in ("nooit", "fout", "signaal")] == [0, 0, 1]
    accepted = with_checks(report, check("ZPM-A-01", Status.AKKOORD, Counts(10, 7, 3, 3)))
    assert "0 afwijkingen," in accepted.eerste_regel
    assert Outcome(accepted, Path(), "signaal").exit_code() == 0


def test_what_asks_for_attention_first(report: Report) -> None:
    def one(number: int, wrong: int, cent: int | None, ernst: str = "fout") -> CheckPart:
        counts = Counts(100, 100 - wrong, wrong)
        return check(f"ZPM-A-0{number}", Status.AFWIJKINGEN, counts, impact_cent=cent, ernst=ernst)

    checks = (one(1, 5, 300, "signaal"), one(2, 9, None), one(3, 2, 200), one(4, 0, None), one(5, 7, 200))
    found = with_checks(report, *checks)
    assert [c.id[-1] for c in found.to_take_up] == ["5", "3", "2", "1"]
    assert [(c.id[-1], cent) for c, cent in found.by_amount] == [("1", 300), ("3", 200), ("5", 200)]
    assert [c.id[-1] for c in found.by_deviations] == ["2", "5", "1", "3"]


def test_terms_that_have_passed_are_counted_in_the_json(report: Report, tmp_path: Path) -> None:
    waits, plain = report.checks[0], report.checks[1]
    write_result(with_checks(report, replace(waits, over_tijd=2), plain), tmp_path / "r.json")
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert told["run"]["over_tijd"] == 2
    assert [c["over_tijd"] for c in told["checks"]] == [2, 0]
