"""The oracle on planning = realisatie, by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.oracle.by_hand import Row, empty_row, outcome, planned, prestatie, traject, verdicts
from tests.oracle.case import Outcome

GOOD, BAD, OPEN = {"c1": "voldoet"}, {"c1": "afwijking"}, {"c1": "onbepaald"}


def test_the_example_of_the_nza_45_planned() -> None:
    """30 done: the plan of 45 stands. 29 done: 15 it becomes."""
    assert verdicts("ZPM-PR-01", [planned(45, 30, 45)]) == GOOD
    assert verdicts("ZPM-PR-02", [planned(45, 30, 45)]) == GOOD
    assert verdicts("ZPM-PR-01", [planned(45, 29, 45)]) == BAD
    assert verdicts("ZPM-PR-01", [planned(45, 29, 15)]) == GOOD
    assert verdicts("ZPM-PR-02", [planned(45, 30, 15)]) == BAD
    assert verdicts("ZPM-PR-02", [planned(45, 29, 45)]) == GOOD


@pytest.mark.parametrize(
    ("g", "r", "k", "expected"),
    [
        (45, 61, 60, GOOD), (45, 61, 45, BAD), (45, 60, 45, GOOD), (20, 4, 5, BAD), (20, 4, 0, BAD),
        (None, 30, 30, GOOD), (None, 30, 45, OPEN), (45, None, 45, OPEN), (45, 29, None, OPEN), (45, 30, None, GOOD),
    ],
)  # fmt: skip
def test_more_than_fifteen_minutes_off(g: int | None, r: int | None, k: int | None, expected: dict[str, str]) -> None:
    assert verdicts("ZPM-PR-01", [planned(g, r, k)]) == expected


@pytest.mark.parametrize(
    ("g", "r", "k", "expected"),
    [
        (45, 60, 60, GOOD), (45, 60, 45, GOOD), (45, 60, 30, BAD), (45, 61, 30, GOOD), (None, 30, 30, GOOD),
        (None, 30, 45, OPEN), (45, None, 45, GOOD), (45, None, 30, OPEN), (45, 45, None, OPEN), (10, 3, 5, GOOD),
    ],
)  # fmt: skip
def test_within_fifteen_minutes(g: int | None, r: int | None, k: int | None, expected: dict[str, str]) -> None:
    assert verdicts("ZPM-PR-02", [planned(g, r, k)]) == expected


def test_unplanned_follows_the_realised_time() -> None:
    assert verdicts("ZPM-PR-03", [planned(45, 30, 30, gepland=False)]) == GOOD
    assert verdicts("ZPM-PR-03", [planned(45, 30, 45, gepland=False)]) == BAD
    assert verdicts("ZPM-PR-03", [planned(45, 4, 5, gepland=False)]) == BAD
    assert verdicts("ZPM-PR-03", [planned(45, None, 45, gepland=False)]) == OPEN
    assert verdicts("ZPM-PR-03", [planned(45, 45, 45)]) == {}
    assert verdicts("ZPM-PR-01", [planned(45, 29, 45, gepland=False)]) == {}


def test_who_does_not_let_planning_stand() -> None:
    def check(number: int, *rows: Row) -> Any:
        return outcome(f"ZPM-PR-0{number}", list(rows), planning=False)

    assert check(1, planned(45, 30, 30)).verdicts == check(1, planned(None, 30, 30)).verdicts == GOOD
    assert check(1, planned(45, 30, 45)).verdicts == check(1, planned(45, 4, 5)).verdicts == BAD
    assert check(1, planned(45, None, 45)).verdicts == check(1, planned(45, 30, 30, gepland=None)).verdicts == OPEN
    assert check(2, planned(45, 30, 15)) == check(6, *[planned(45, 60, 45)] * 30) == Outcome()
    assert check(3, planned(45, 30, 45, gepland=False)).verdicts == BAD
    assert check(5, planned(45, 45, 45)).verdicts == GOOD


def test_unknown_whether_planned() -> None:
    row = planned(45, 45, 45, gepland=None)
    for check in ("ZPM-PR-01", "ZPM-PR-02", "ZPM-PR-03"):
        assert verdicts(check, [row]) == OPEN
    found = outcome("ZPM-PR-05", [row])
    assert (found.verdicts, found.buiten_beeld) == ({}, 1)


def test_class_of_the_code_where_the_column_is_empty() -> None:
    assert verdicts("ZPM-PR-03", [planned(45, 50, None, gepland=False, prestatiecode="CO0497")]) == GOOD
    assert verdicts("ZPM-PR-03", [planned(45, 50, None, gepland=False, prestatiecode="CO1041")]) == OPEN


def test_what_is_not_for_the_payer_or_still_to_come_is_not_judged() -> None:
    for values in ({"declarabel": False}, {"datum": date(2025, 1, 1)}):
        assert verdicts("ZPM-PR-01", [planned(45, 29, 45, **values)]) == {}
    assert verdicts("ZPM-PR-01", [planned(45, 29, 45, declarabel=None, datum=date(2024, 12, 31))]) == BAD


def test_start_of_a_zvw_consult() -> None:
    late, early = date(2022, 1, 1), date(2021, 12, 31)
    assert verdicts("ZPM-PR-04", [prestatie("c1", datum=late)]) == GOOD
    assert verdicts("ZPM-PR-04", [prestatie("c1", datum=late, starttijd=None)]) == BAD
    assert verdicts("ZPM-PR-04", [prestatie("c1", datum=early, starttijd=None)]) == {}
    assert verdicts("ZPM-PR-04", [prestatie("c1")], [traject(financiering="fz")]) == {}
    for row, trajecten in (
        (prestatie("c1"), [traject(financiering=None)]),
        (prestatie("c1", zorgtraject_id=None), [traject()]),
        (prestatie("c1", zorgtraject_id="z9"), [traject()]),
    ):
        found = outcome("ZPM-PR-04", [row], trajecten)
        assert (found.verdicts, found.buiten_beeld) == ({}, 1)


def test_fixed_before_the_start() -> None:
    for minute, expected in ((0, GOOD), (1, BAD)):
        row = planned(45, 45, 45, gepland_op=datetime(2024, 3, 4, 9, minute))
        assert verdicts("ZPM-PR-05", [row]) == expected
    assert verdicts("ZPM-PR-05", [planned(45, 45, 45, gepland_op=None)]) == OPEN
    assert verdicts("ZPM-PR-05", [planned(45, 45, 45, starttijd=None)]) == OPEN


def test_average_over_a_year() -> None:
    def group(n: int, excess: int) -> dict[str, str]:
        rows = [
            planned(45, 50 + (excess if i == 0 else 0), 45, setting=2, consulttype="behandeling")
            | {"prestatie_id": str(i)}
            for i in range(n)
        ]
        return verdicts("ZPM-PR-06", rows)

    assert group(30, 0) == {"2024|2|behandeling": "voldoet"}
    assert group(30, 1) == {"2024|2|behandeling": "afwijking"}
    assert group(29, 1) == {}


def test_average_of_a_group_that_cannot_be_named() -> None:
    rows = [planned(45, 60, 45, setting=None, consulttype="behandeling") | {"prestatie_id": str(i)} for i in range(30)]
    found = outcome("ZPM-PR-06", rows)
    assert (found.verdicts, found.buiten_beeld) == ({}, 1)
    assert outcome("ZPM-PR-06", rows[1:]).buiten_beeld == 0


def code_line(code: str, price: int, **values: object) -> dict[str, object]:
    return empty_row("codelijst") | {"prestatiecode": code, "max_tarief_eur": price} | values


def test_impact_is_the_difference_with_the_right_class() -> None:
    row = planned(45, 29, 45, prestatiecode="CO0497", bedrag_eur=12000)
    other = prestatie("c2", prestatiecode="CO0237", bedrag_eur=4000)
    same_day_at_another_price = other | {"prestatie_id": "c3", "bedrag_eur": 4001}
    another_day = same_day_at_another_price | {"datum": date(2024, 3, 5)}
    right = code_line("CO0237", 3000, geldig_van=date(2024, 3, 4))
    past = code_line("CO0237", 3000, geldig_tot=date(2024, 3, 3))

    def impact(*rows: dict[str, object], codelijst: list[dict[str, object]] | None = None) -> int | None:
        return outcome("ZPM-PR-01", [row, *rows], codelijst=codelijst or []).impact_cent["c1"]

    assert impact() is None
    assert impact(other, another_day) == 8000
    assert impact(other, same_day_at_another_price) is None
    assert impact(other, other | {"prestatie_id": "c4", "bedrag_eur": None}) == 8000
    assert impact(other, codelijst=[right]) == 9000
    assert impact(other, codelijst=[past]) == 8000
    assert impact(other, codelijst=[right | {"max_tarief_eur": None}]) == 8000


def test_impact_at_the_edges() -> None:
    def impact(check: str, g: int, r: int | None, **values: object) -> int | None:
        return outcome(check, [planned(g, r, 45, **({"bedrag_eur": 12000} | values))]).impact_cent["c1"]

    assert impact("ZPM-PR-01", 45, 4, prestatiecode="OV0012") == 12000
    assert impact("ZPM-PR-01", 45, 29, prestatiecode="CO0237") == 0
    assert impact("ZPM-PR-01", 45, 29, prestatiecode="CO0237", bedrag_eur=None) is None
    assert impact("ZPM-PR-01", 45, 29, prestatiecode="OV0012") is None
    assert impact("ZPM-PR-02", 3, 4, prestatiecode="CO0497") == 12000
    assert impact("ZPM-PR-02", 4, 16, prestatiecode="CO0237") == 0
    assert impact("ZPM-PR-05", 45, None, prestatiecode="CO0497", gepland_op=datetime(2024, 3, 4, 9, 1)) is None
    found = outcome("ZPM-PR-04", [prestatie("c1", starttijd=None, bedrag_eur=12000)])
    assert found.impact_cent == {"c1": None}
