"""Design, existence and operation of a measure: each shown on one side of its boundary, and not on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from openpyxl import load_workbook

from tests.reports.excel.sample import build
from zpm_audit.archive.working import CheckThen, RunThen
from zpm_audit.base.grenzen import Grenzen
from zpm_audit.base.language import Text
from zpm_audit.configuration.framework import Framework
from zpm_audit.configuration.framework.model import FrameworkFile
from zpm_audit.reconciliation.vertrouwen import TableRows, Vertrouwen, vertrouwen
from zpm_audit.reports.excel.workbook import write_workbook
from zpm_audit.reports.figures.framework import Framed, Repair
from zpm_audit.reports.figures.framework_rows import calendar, heat_map
from zpm_audit.reports.html.render import write_html
from zpm_audit.reports.model import Report

pytestmark = pytest.mark.whole

MONDAY = date(2024, 1, 1)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(tmp_path_factory.mktemp("raamwerk"))


def framework(check: str, **keys: Any) -> Framework:
    measure = {
        "id": "M1", "naam": "Controle", "eigenaar": "Jansen", "frequentie": "dagelijks", "soort": "detectief",
        "risicos": ["R1"], "checks": [check] if check else [], "hersteltermijn": 10,
    } | keys  # fmt: skip
    period = measure.pop("periode", None)
    risk = {"id": "R1", "naam": "Verkeerd", "kans": 4, "impact": 5}
    bare = {"id": "R2", "naam": "Open", "kans": 1, "impact": 1}
    return Framework(
        file=FrameworkFile.model_validate(
            {"periode": period, "risicos": [risk, bare], "beheersmaatregelen": [measure]} if period
            else {"risicos": [risk, bare], "beheersmaatregelen": [measure]}
        )
    )  # fmt: skip


def runs(check: str, days: Sequence[int], **other: Any) -> tuple[RunThen, ...]:
    """Return a run on each of the days, counted from a Monday."""
    found = {check: CheckThen(other.get("status", "afwijkingen"), 10, 1)}
    return tuple(RunThen(f"r{n}", MONDAY + timedelta(days=n), other.get("sound", True), found) for n in days)


def operation(report: Report, framed: Framed) -> tuple[str, str]:
    (found,) = replace(report, raamwerk=framed).measure_outcomes
    return found.operation.state, found.operation.evidence


def ran(report: Report) -> str:
    return next(c.id for c in report.checks if c.ran and c.counts.populatie)


@pytest.mark.parametrize(
    ("frequency", "days", "lacks"),
    [
        ("dagelijks", [0, 1, 2], ""),
        ("dagelijks", [0, 2], "2024-01-02"),
        # A weekend that the series always passes over is not missed; one that it sometimes runs in is.
        ("dagelijks", [3, 4, 7], ""),
        ("dagelijks", [4, 5, 7], ""),
        ("dagelijks", [5, 7, 8, 9, 10, 11, 14], "2024-01-13"),
        ("wekelijks", [0, 13], ""),
        ("wekelijks", [0, 14], "2024-W02"),
        ("maandelijks", [0, 59], ""),
        ("maandelijks", [0, 60], "2024-02"),
        ("kwartaal", [0, 181], ""),
        ("kwartaal", [0, 182], "2024-K2"),
        ("halfjaarlijks", [0, 365], ""),
        ("halfjaarlijks", [0, 366], "2024-H2"),
        ("jaarlijks", [0, 700], ""),
        ("jaarlijks", [0, 731], "2025"),
    ],
)
def test_a_measure_works_as_often_as_it_says(report: Report, frequency: str, days: list[int], lacks: str) -> None:
    check = ran(report)
    framed = Framed(framework(check, frequentie=frequency), runs(check, days), archived=True)
    state, evidence = operation(report, framed)
    assert (state, lacks in evidence) == ("niet_aangetoond" if lacks else "aangetoond", True), evidence


@pytest.mark.parametrize(("days", "lacks"), [([7, 14], ""), ([6, 7, 14], ""), ([7, 13], "2024-W01"), ([8, 22], "W03")])
def test_a_week_of_which_the_period_has_only_a_weekend_is_not_missed(
    report: Report, days: list[int], lacks: str
) -> None:
    """Of the first week the period has only the Sunday."""
    check = ran(report)
    own = framework(check, frequentie="wekelijks", periode="2024-01-07..2024-01-31")
    state, evidence = operation(report, Framed(own, runs(check, days), archived=True))
    assert (state, lacks in evidence) == ("niet_aangetoond" if lacks else "aangetoond", True), evidence


def test_operation_needs_an_archive_two_sound_runs_and_an_unbroken_chain(report: Report) -> None:
    check = ran(report)
    own = framework(check)
    assert operation(report, Framed(own)) == ("niet_aangetoond", "geen archief")
    one = operation(report, Framed(own, runs(check, [0]), archived=True))
    assert one[0] == "niet_aangetoond"
    assert "minstens twee" in one[1]
    two = runs(check, [0, 1])
    assert operation(report, Framed(own, two, archived=True))[0] == "aangetoond"
    unsound = (*two[:1], *runs(check, [1], sound=False))
    assert operation(report, Framed(own, unsound, archived=True))[0] == "niet_aangetoond"
    silent = (*two[:1], *runs(check, [1], status="niet_uitgevoerd"))
    assert operation(report, Framed(own, silent, archived=True))[0] == "niet_aangetoond"
    broken = operation(report, Framed(own, two, broken=(Text("weg", "gone"),), archived=True))
    assert broken == ("niet_aangetoond", "de keten van de reeks is gebroken")


def test_operation_needs_repair_in_time(report: Report) -> None:
    check = ran(report)
    own, both = framework(check), runs(check, range(12))
    last = both[-1].day

    def shown(repaired: int | None, standing: int | None, framed: Framework = own) -> tuple[str, str]:
        solved = () if repaired is None else (Repair(check, MONDAY, MONDAY + timedelta(days=repaired), 2),)
        left = () if standing is None else (Repair(check, last - timedelta(days=standing), None, 3),)
        return operation(report, Framed(framed, both, solved, left, archived=True))

    assert shown(10, None)[0] == "aangetoond"
    assert shown(11, None) == ("niet_aangetoond", "2 later dan 10 dagen hersteld")
    assert shown(None, 10)[0] == "aangetoond"
    assert shown(None, 11) == ("niet_aangetoond", "3 langer open dan 10 dagen")
    assert "2 hersteld, middelste 4 en langste 4 dagen; 3 open, oudste 5 dagen" in shown(4, 5)[1]
    without = framework(check, hersteltermijn=None)
    assert shown(None, None, without)[0] == "aangetoond"
    assert "geen hersteltermijn" in shown(1, None, without)[1]


def test_a_period_begins_before_the_first_run(report: Report) -> None:
    check = ran(report)
    own = framework(check, periode="2024-01-01..2024-01-03")
    assert operation(report, Framed(own, runs(check, [0, 1, 2, 9]), archived=True))[0] == "aangetoond"
    late = operation(report, Framed(own, runs(check, [1, 2, 9]), archived=True))
    assert late == ("niet_aangetoond", "niet gedraaid in: 2024-01-01")


def test_design_and_existence(report: Report) -> None:
    check = ran(report)
    stated = {"bewijs": "plan 4.1", "op": date(2024, 1, 2), "door": "Jansen"}

    def found(own: Framework, of: Report = report) -> Any:
        return replace(of, raamwerk=Framed(own)).measure_outcomes[0]

    assert found(framework(check)).design.state == "niet_aangetoond"
    design = found(framework(check, opzet=stated)).design
    assert (design.state, design.evidence) == ("volgens_opgave", "plan 4.1 (Jansen, 02-01-2024)")
    assert found(framework(check, opzet=stated, risicos=[])).design.state == "niet_aangetoond"
    assert found(framework(check)).existence.state == "aangetoond"
    silent = next(c.id for c in report.checks if not c.ran)
    assert found(framework(silent)).existence.evidence == f"niet uitgevoerd in deze run: {silent}"
    aside = vertrouwen([TableRows("prestaties", 10, 9)], [], checks=1, ran=1, grenzen=Grenzen())
    assert not aside.voldoende
    unsound = found(framework(check), replace(report, vertrouwen=aside))
    assert unsound.existence.state == "niet_aangetoond"
    assert found(framework(""), report).operation.evidence == "geen check en geen opgave"
    by_hand = found(framework("", bestaan=stated, werking=stated))
    assert by_hand.existence.state == by_hand.operation.state == "volgens_opgave"


def test_both_reports_show_the_chain_the_map_and_the_calendar(report: Report, tmp_path: Path) -> None:
    check = ran(report)
    framed = Framed(framework(check), runs(check, [0, 1, 2, 4]), archived=True)
    whole = replace(report, raamwerk=framed, vertrouwen=Vertrouwen())
    assert [cell.risks[0].id for line in heat_map(framed) for cell in line if cell.risks] == ["R1", "R2"]
    (month,) = calendar(framed)
    assert month.days[:5] == ("gedraaid", "gedraaid", "gedraaid", "gemist", "gedraaid")
    write_html(whole, tmp_path / "r.html")
    page = lxml_html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8"))
    (chapter,) = page.xpath("//section[@aria-labelledby='raamwerk']")
    told = " ".join(chapter.text_content().split())
    for part in ("R2 Open", "GEEN MAATREGEL", "Risico zonder maatregel: R2 Open", "niet gedraaid in: 2024-01-04"):
        assert part in told
    assert len(chapter.xpath(".//td[@class='k-gemist']")) == 1
    write_workbook(whole, tmp_path / "r.xlsx")
    sheet = load_workbook(tmp_path / "r.xlsx")["Raamwerk"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "hoog: R1" in cells
    assert {"RaamwerkKeten", "RaamwerkMaatregelen", "RaamwerkKalender"} == set(sheet.tables)
    assert "geen run" in cells
