"""What follows from the findings for a first page: amounts apart, what weighs most, what to do first, what to trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.reports.excel.sample import check
from tests.reports.html.sample import build
from tests.reports.made import figures
from zpm_audit.base.grenzen import Grenzen
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.outcome import SPREAD_SCHEMA, Counts
from zpm_audit.findings.model import FINDING_SCHEMA, Prestaties
from zpm_audit.reconciliation import TableRows, vertrouwen
from zpm_audit.reports.figures.amounts import Amounts, amounts, sides
from zpm_audit.reports.figures.attention import alarming, heaviest_first
from zpm_audit.reports.figures.first_steps import Owner, first_steps
from zpm_audit.reports.figures.open_units import urgency
from zpm_audit.reports.figures.shown_values import in_words, shown_value, value_kind
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.spread import busy_months


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return build(tmp_path_factory.mktemp("cijfers"), 300)


def written(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    pl.DataFrame([dict.fromkeys(FINDING_SCHEMA) | row for row in rows], schema=FINDING_SCHEMA).write_parquet(path)
    return path


def finding(
    check_id: str, number: int, euros: str | None, prestatie: str | None = None, **more: object
) -> dict[str, object]:
    cents = None if euros is None else Decimal(euros)
    row = {"check_id": check_id, "bevinding_id": f"{check_id}:{number}", "prestatie_id": prestatie, "impact_eur": cents}
    return row | more


def part(name: str, wrong: int, ernst: str = "fout", accepted: int = 0) -> CheckPart:
    return check(name, Status.AFWIJKINGEN, Counts(1_000, 1_000 - wrong, wrong, accepted), ernst=ernst)


def test_too_much_and_too_little_are_never_netted_and_a_prestatie_counts_once(tmp_path: Path) -> None:
    rows = [
        finding("A", 1, "10.00", "P1"),
        finding("B", 1, "4.00", "P1"),
        finding("B", 2, "-3.00", "P2"),
        finding("B", 3, None, "P3"),
        finding("B", 4, "0.00", "P4"),
        finding("C", 1, None, None),
        finding("D", 1, "7.50", None),
        finding("D", 2, "7.50", None),
    ]
    listed = written(tmp_path / "b.parquet", rows)
    apart = amounts(listed, {name: name for name in "ABCD"})
    assert apart == {
        "A": Amounts(1_000, 0, 0),
        "B": Amounts(400, 300, 1),
        "C": Amounts(None, None, 1),
        "D": Amounts(1_500, 0, 0),
    }
    assert amounts(listed, dict.fromkeys("AB", "AB")) == {"AB": Amounts(1_000, 300, 1)}
    assert amounts(listed, {}) == {}
    assert apart["B"].size == 700


def test_one_side_that_is_known_makes_the_other_nothing() -> None:
    found = figures(100, 10, 5_000)
    assert sides(found) == (5_000, 0)
    assert sides(replace(found, te_weinig_cent=-70)) == (5_000, 70)
    assert sides(replace(found, te_veel_cent=None)) == (None, None)
    assert sides(replace(found, te_veel_cent=None, met_fout=0)) == (0, 0)


def test_what_weighs_most_is_money_or_number_and_errors_come_first() -> None:
    checks = (part("A", 5), part("B", 900), part("C", 3), part("D", 999, "signaal"), part("E", 4, accepted=4))
    money = {"A": Amounts(90_000, 0), "C": Amounts(0, 10_000)}
    assert [c.id for c in heaviest_first(checks, money)] == ["A", "B", "C", "D"]
    assert [c.id for c in heaviest_first(checks, {})] == ["B", "A", "C", "D"]


def test_at_most_five_errors_ask_for_a_colour_and_signals_never_do() -> None:
    many = [part(f"F{k}", 9 - k) for k in range(8)]
    assert alarming(many) == {"F0", "F1", "F2", "F3", "F4"}
    assert alarming([part("S", 99, "signaal"), part("F", 1)]) == {"F"}


def test_themes_come_with_the_heaviest_first(report: Report) -> None:
    order = report.themes_by_weight
    assert {t.key for t in order} == {t.key for t in report.themes}
    rank = [0 if t.open_errors else 1 if t.open_signals else 2 for t in order]
    assert rank == sorted(rank)
    for theme in order:
        if theme.most:
            assert theme.most.counts.open == max(c.counts.open for c in theme.checks)
        assert theme.open_errors + theme.open_signals == theme.totals.open


def test_first_come_terms_then_the_norms_with_owner_amount_and_date(tmp_path: Path) -> None:
    now = date(2025, 1, 15)
    days = (date(2025, 1, 14), date(2025, 1, 15), date(2025, 1, 29), date(2025, 1, 30), None)
    terms = [
        finding("T", k, None, behandelaar_id="B1" if k else "B2", uiterste_datum=day) for k, day in enumerate(days)
    ]
    rows = [
        finding("A", 1, "5.00", datum=date(2024, 3, 1), behandelaar_id="B7", team="Noord"),
        finding("A", 2, None, datum=date(2023, 2, 1), behandelaar_id="B7", team="Zuid"),
        finding("A", 3, None, behandelaar_id="B8", team="Zuid"),
        finding("B", 1, None, behandelaar_id="B9"),
        finding("C", 1, None),
    ]
    listed, running = written(tmp_path / "b.parquet", rows), written(tmp_path / "l.parquet", terms)
    order = [part("A", 3, accepted=1), part("B", 1), part("C", 1), part("D", 1)]
    steps = first_steps(order, {"A": Amounts(500, 0, 2)}, listed, running, now)
    assert [(s.kind, s.part.id if s.part else "", s.count) for s in steps] == [
        ("aflopend", "", 2),
        ("over_tijd", "", 1),
        ("afwijkingen", "A", 2),
        ("afwijkingen", "B", 1),
        ("afwijkingen", "C", 1),
    ]
    assert [s.day for s in steps] == [date(2025, 1, 15), date(2025, 1, 14), date(2023, 2, 1), None, None]
    assert [s.owner for s in steps] == [
        Owner("behandelaar", "B1", 2),
        Owner("behandelaar", "B2", 1),
        Owner("team", "Zuid", 2),
        Owner("behandelaar", "B9", 1),
        None,
    ]
    assert steps[2].amounts == Amounts(500, 0, 2)
    assert first_steps([], {}, listed, None, now) == ()


def test_a_term_that_has_passed_is_apart_everywhere(report: Report, tmp_path: Path) -> None:
    now = report.peildatum
    days = [now.replace(day=30), now, now, date(2025, 1, 7), date(2025, 1, 8), None]
    listed = written(tmp_path / "l.parquet", [finding("T", k, None, uiterste_datum=d) for k, d in enumerate(days)])
    found = urgency(listed, now)
    assert (found.overdue, found.within_7, found.within_14, found.in_time) == (1, 3, 1, 5)
    checks = (replace(check("T", Status.AKKOORD, Counts(6, 0, 0, 0, 0, 6)), over_tijd=1),)
    late = replace(report, checks=checks, lopend=listed, thema_titels={})
    assert late.totals.overdue == late.urgency.overdue == 1
    assert late.eerste_regel.endswith(" 5 lopende termijnen, 1 over tijd.")
    assert replace(late, taal="en").eerste_regel.endswith(" 5 terms still running, 1 overdue.")
    assert late.eerste_regel.startswith("0 van 1 checks niet uitgevoerd, ")


def test_a_few_stray_months_do_not_stretch_a_chart() -> None:
    months = [(date(2014, 5, 1), 3), (date(2023, 1, 1), 900), (date(2023, 3, 1), 1_000), (date(2031, 1, 1), 9)]
    rows = [(m, None, None, "voldoet", n, 0, 0) for m, n in months]
    assert busy_months(pl.DataFrame(rows, schema=SPREAD_SCHEMA, orient="row")) == (date(2023, 1, 1), date(2023, 3, 1))
    assert busy_months(pl.DataFrame(schema=SPREAD_SCHEMA)) is None


@pytest.mark.parametrize(
    ("values", "kind", "dutch", "english"),
    [
        (["2024-04-03", None], "date", "03-04-2024", "2024-04-03"),
        (["2024-04-03T09:15", "2024-04-03T09:15:30"], "moment", "03-04-2024 09:15", "2024-04-03 09:15"),
        (["true", "false"], "bool", "ja", "yes"),
        (["251.62", "3"], "num", "251,62", "251.62"),
        (["-7.4"], "num", "-7,4", "-7.4"),
        (["90002406", "12"], "text", "90002406", "90002406"),
        (["1.5", "C00497"], "text", "1.5", "1.5"),
        (["2024-04-03", "leeg"], "text", "2024-04-03", "2024-04-03"),
        ([None, None], "text", "", ""),
    ],
)
def test_values_are_shown_as_a_reader_writes_them(
    values: list[str | None], kind: str, dutch: str, english: str
) -> None:
    assert value_kind(pl.Series("waarde", values, pl.String)) == kind
    first = values[0] or ""
    assert shown_value(first, kind, "nl") == dutch
    assert shown_value(first, kind, "en") == english


def test_limits_in_words_are_translated_and_the_rest_is_left_alone() -> None:
    frame = pl.DataFrame({"g": ["gevuld", "42", None, "huisarts"]})
    assert frame.select(in_words("en")(pl.col("g")))["g"].to_list() == ["filled", "42", None, "huisarts"]
    assert frame.select(in_words("nl")(pl.col("g")))["g"].to_list() == frame["g"].to_list()


def test_the_export_is_judged_in_three_plain_verdicts(report: Report) -> None:
    assert [(t.key, t.tone) for t in report.trust] == [
        ("volledigheid", "slecht"),
        ("aansluiting", "goed"),
        ("declaratie", "onbekend"),
    ]
    same = tuple(replace(t, verschil=False) for t in report.controletotalen)
    assert replace(report, controletotalen=same).trust[0].tone == "deels", "an expectation is not met"
    sound = tuple(e for e in report.contract if e.uitkomst == "voldoet")
    assert replace(report, controletotalen=same, contract=sound).trust[0].tone == "goed"
    assert replace(report, controletotalen=(), contract=sound).trust[0].tone == "onbekend"


@pytest.mark.parametrize(("aside", "tone"), [(50, "goed"), (51, "slecht")])
def test_more_than_five_per_cent_set_aside_is_too_much(report: Report, aside: int, tone: str) -> None:
    table = replace(report.tabellen[0], rijen_in=1_000, rijen=1_000 - aside, rijen_opzij=aside)
    rows = [TableRows(table.naam, table.rijen_in, table.rijen_opzij)]
    judged = vertrouwen(rows, (), checks=1, ran=1, grenzen=Grenzen())
    found = replace(report, tabellen=(table,), vertrouwen=judged)
    assert found.trust[1].tone == tone
    assert (
        found.eerste_regel.startswith("Op deze export is niet te bouwen: van prestaties is 5,1%")
        is not judged.voldoende
    )
    assert replace(found, controletotalen=()).closing.startswith("Deze export") is (tone == "slecht")


def test_rows_that_are_not_accounted_for_are_bad(report: Report) -> None:
    table = replace(report.tabellen[0], rijen_in=report.tabellen[0].rijen_in + 1)
    assert replace(report, tabellen=(table,)).trust[1].verdict == "sluit niet aan"


def closing(report: Report, wrong: int, *checks: CheckPart, cents: tuple[int | None, int | None] = (None, None)) -> str:
    whole = replace(figures(1_000, wrong), te_veel_cent=cents[0], te_weinig_cent=cents[1], bedrag_onbekend=wrong // 2)
    told = replace(
        report, checks=checks, thema_titels={}, prestaties=Prestaties(whole, (), {}), controletotalen=(), tabellen=()
    )
    return told.closing


def test_the_conclusion_is_one_sentence(report: Report) -> None:
    wrong, signal = part("A", 9), part("B", 2, "signaal")
    assert closing(report, 9, wrong, cents=(123_449, -100)) == (
        "Van de 1.000 beoordeelde prestaties hebben er 9 (0,9%) een fout; €\u00a01.234 te veel, €\u00a01 te weinig, "
        "bij 4 is het bedrag onbekend."
    )
    assert closing(report, 0, wrong).endswith("maar er zijn 9 fouten bij andere onderwerpen.")
    assert closing(report, 0, signal) == "Geen fouten in 1.000 beoordeelde prestaties; 2 signalen om te bekijken."
    good, open_one = check("C", Status.AKKOORD, Counts(5, 5)), check("D", Status.ONBEPAALD, Counts(5, 4, 0, 0, 1))
    assert closing(report, 0, good) == "Geen open afwijkingen: alle 1.000 beoordeelde prestaties voldoen."
    assert closing(report, 0, good, open_one).endswith("maar niet alles kon worden beoordeeld.")
    assert closing(report, 0) == "Er is niets beoordeeld."
