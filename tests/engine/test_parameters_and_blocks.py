"""Dated values chosen per row, and what each block makes of empty values, ties and numbers below zero."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tests.engine.small import DAY, check, parameter, register, run

EARLY = {"tot": date(2023, 12, 31), "waarde": 60}
LATE = {"vanaf": date(2024, 1, 1), "tot": date(2024, 6, 30), "waarde": 75}
LAST = {"vanaf": date(2024, 7, 1), "waarde": 90}


def limited(*values: dict[str, Any], op: str = "datum", until: date | None = None) -> dict[str, Any]:
    made = check(eis="gerealiseerde_minuten <= grens_minuten", grens="grens_minuten",
                 parameters={"grens_minuten": parameter(*values, op=op)})  # fmt: skip
    if until:
        made["norm"][0]["geldig_tot"] = until
    return made


def test_each_row_is_judged_by_the_value_of_its_own_date(tmp_path: Path) -> None:
    days = {
        date(2021, 12, 31): "60", date(2023, 12, 31): "60", date(2024, 1, 1): "75",
        date(2024, 6, 30): "75", date(2024, 7, 1): "90", date(2024, 12, 31): "90",
    }  # fmt: skip
    rows = [
        {"datum": day, "gerealiseerde_minuten": int(limit) + more} for day, limit in days.items() for more in (0, 1)
    ]
    outcome = run(tmp_path, limited(EARLY, LATE, LAST), register(prestaties=rows))
    units = [outcome.units[f"P{n}"] for n in range(1, 13)]
    assert [u.limit for u in units] == [limit for limit in days.values() for _ in (0, 1)]
    assert [u.verdict for u in units] == ["voldoet", "afwijking"] * 6


def test_a_date_without_a_value_is_undetermined(tmp_path: Path) -> None:
    only = {"vanaf": date(2022, 1, 1), "tot": date(2023, 12, 31), "waarde": 60}
    days = [date(2021, 12, 31), date(2022, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]
    rows = [{"datum": day, "gerealiseerde_minuten": 60} for day in days]
    outcome = run(tmp_path, limited(only, until=date(2023, 12, 31)), register(prestaties=rows))
    assert list(outcome.verdicts.values()) == ["onbepaald", "voldoet", "voldoet", "onbepaald"]


def test_an_empty_date_picks_no_value(tmp_path: Path) -> None:
    rows = [{"gerealiseerde_minuten": 60, "factuurdatum": day} for day in (DAY, None)]
    outcome = run(tmp_path / "dated", limited(EARLY, LATE, LAST, op="factuurdatum"), register(prestaties=rows))
    assert outcome.verdicts == {"P1": "voldoet", "P2": "onbepaald"}
    # A value that has held and will hold for ever does not depend on the date.
    outcome = run(tmp_path / "ever", limited({"waarde": 60}, op="factuurdatum"), register(prestaties=rows))
    assert outcome.verdicts == {"P1": "voldoet", "P2": "voldoet"}


def test_a_value_with_a_fraction(tmp_path: Path) -> None:
    rows = [{"gerealiseerde_minuten": m} for m in (60, 61)]
    outcome = run(tmp_path, limited({"waarde": 60.5}), register(prestaties=rows))
    assert outcome.verdicts == {"P1": "voldoet", "P2": "afwijking"}
    assert outcome.units["P1"].limit == "60.5"


def derived(block: dict[str, Any] | str, **more: Any) -> dict[str, Any]:
    """Return a check that shows one derived value and deviates everywhere, so that every value is seen."""
    return check(eis="prestatiegroep = 'geen'", waarde="uitkomst", afgeleid={**more, "uitkomst": block})


def values(folder: Path, block: dict[str, Any] | str, rows: list[dict[str, Any]], **more: Any) -> list[str | None]:
    outcome = run(folder, derived(block, **more), register(prestaties=rows))
    return [outcome.units[f"P{n}"].value for n in range(1, len(rows) + 1)]


def test_days_after_a_date(tmp_path: Path) -> None:
    pairs = [(DAY, 42), (DAY, 0), (DAY, -4), (date(2024, 2, 28), 1), (date(2024, 12, 31), 1), (None, 42), (DAY, None)]
    rows = [{"factuurdatum": day, "duurklasse": days} for day, days in pairs]
    found = values(tmp_path, {"dagen_na": {"datum": "factuurdatum", "dagen": "duurklasse"}}, rows)
    assert found == ["2024-04-15", "2024-03-04", "2024-02-29", "2024-02-29", "2025-01-01", None, None]


def test_days_between_dates(tmp_path: Path) -> None:
    pairs = [(DAY, date(2024, 4, 15)), (DAY, DAY), (DAY, date(2024, 2, 29)), (date(1970, 1, 2), date(1969, 12, 30))]
    rows = [{"datum": a, "factuurdatum": b} for a, b in pairs] + [{"factuurdatum": None}]
    found = values(tmp_path, {"dagen_tussen": {"van": "datum", "tot": "factuurdatum"}}, rows)
    assert found == ["42", "0", "-4", "-3", None]


def test_a_date_and_a_time(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"starttijd": time(13, 5)}, {"starttijd": time(0, 0)}, {"starttijd": None}]
    found = values(tmp_path, {"moment": {"datum": "datum", "tijd": "starttijd"}}, rows)
    assert found == ["2024-03-04T13:05", "2024-03-04T00:00", None]


def test_a_moment_compares_with_a_moment(tmp_path: Path) -> None:
    fixed = [datetime(2024, 3, 4, 13, 5), datetime(2024, 3, 4, 13, 6), None]
    rows = [{"gepland_op": at, "starttijd": time(13, 5)} for at in fixed]
    checked = check(eis="gepland_op <= begin", afgeleid={"begin": {"moment": {"datum": "datum", "tijd": "starttijd"}}})
    outcome = run(tmp_path, checked, register(prestaties=rows))
    assert list(outcome.verdicts.values()) == ["voldoet", "afwijking", "onbepaald"]


@pytest.mark.parametrize(
    ("give", "expected"),
    [
        ("waarde", ["0", "5", "5", "15", "120", "120", "0", None]),
        ("positie", ["0", "0", "0", "1", "2", "2", "0", None]),
    ],
)
def test_steps(give: str, expected: list[str | None], tmp_path: Path) -> None:
    rows = [{"gerealiseerde_minuten": m} for m in (4, 5, 14, 15, 120, 9999, -10, None)]
    # The steps may stand in any order.
    block = {"trede": {"van": "gerealiseerde_minuten", "treden": [15, 5, 120], "onder": 0, "geef": give}}
    assert values(tmp_path, block, rows) == expected


ORDERED = {"per": ["patient_id", "setting"], "volgorde": ["datum", "starttijd", "prestatie_id"]}
LINES: list[dict[str, Any]] = [
    {"datum": DAY, "starttijd": time(9, 0), "gerealiseerde_minuten": 10, "setting": 1},
    {"datum": date(2024, 3, 1), "starttijd": None, "gerealiseerde_minuten": 5, "setting": 1},
    {"datum": DAY, "starttijd": None, "gerealiseerde_minuten": 7, "setting": 1},
    {"datum": DAY, "starttijd": time(8, 0), "gerealiseerde_minuten": None, "setting": 1},
    {"datum": DAY, "starttijd": time(9, 0), "gerealiseerde_minuten": -3, "setting": 1},
    {"datum": DAY, "starttijd": time(9, 0), "gerealiseerde_minuten": 100, "setting": 2},
    {"datum": DAY, "starttijd": time(9, 0), "gerealiseerde_minuten": 50, "setting": None},
    {"datum": DAY, "starttijd": time(9, 0), "gerealiseerde_minuten": 50, "setting": None},
]
# In order: P2 (earlier day), P4 (8:00), P1 and P5 (9:00, by id), P3 (no time, so last); P6 alone; P7, P8 no key.


def test_a_running_total(tmp_path: Path) -> None:
    found = values(tmp_path, {"loopsom": {"van": "gerealiseerde_minuten", **ORDERED}}, LINES)
    assert found == ["15", "5", "19", "5", "12", "100", None, None]


def test_a_running_count_of_empty_values(tmp_path: Path) -> None:
    found = values(tmp_path, {"loop_telling": {"leeg": "gerealiseerde_minuten", **ORDERED}}, LINES)
    assert found == ["1", "0", "1", "1", "1", "0", None, None]


def test_a_place_in_the_order(tmp_path: Path) -> None:
    assert values(tmp_path, {"rang": ORDERED}, LINES) == ["3", "1", "5", "2", "4", "1", None, None]


def test_blocks_over_rows_count_the_population_only(tmp_path: Path) -> None:
    rows = [{"gepland": g, "gerealiseerde_minuten": 10} for g in (True, False, None, True)]
    checked = check(waar="gepland", eis="totaal <= 10", waarde="totaal",
                    afgeleid={"totaal": {"loopsom": {"van": "gerealiseerde_minuten", "per": ["patient_id"],
                                                     "volgorde": ["prestatie_id"]}}})  # fmt: skip
    outcome = run(tmp_path, checked, register(prestaties=rows))
    assert outcome.verdicts == {"P1": "voldoet", "P3": "buiten_beeld", "P4": "afwijking"}
    assert outcome.units["P4"].value == "20"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("extract(hour from starttijd) * 60 + extract(minute from starttijd)", ["785", "1439", None]),
        ("extract(month from datum) * 100", ["300", "300", "300"]),
        ("length(consulttype) - 20", ["-9", "-9", None]),
        ("duurklasse / (duurklasse - 5)", ["1.5", None, None]),
        ("div(60, duurklasse - 5)", ["6", None, None]),
        ("duurklasse % (duurklasse - 5)", ["5", None, None]),
        ("sum(duurklasse) over (partition by consulttype)", ["15", "5", None]),
        ("row_number() over (partition by consulttype order by datum, prestatie_id)", ["1", "1", None]),
    ],
)
def test_expressions_that_polars_would_compute_otherwise(sql: str, expected: list[str | None], tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"starttijd": time(13, 5), "consulttype": "diagnostiek", "duurklasse": 15},
        {"starttijd": time(23, 59), "consulttype": "behandeling", "duurklasse": 5},
        {"starttijd": None, "consulttype": None, "duurklasse": None},
    ]
    assert values(tmp_path, sql, rows) == expected
