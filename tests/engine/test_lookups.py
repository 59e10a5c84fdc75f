"""Look-ups in other tables: what is found, what is not, and what an empty key or an open period means."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.engine.small import DAY, check, register, run

TRAJECTS = [{"zorgtraject_id": "Z1"}, {"zorgtraject_id": "Z2"}, {"zorgtraject_id": "Z3"}, {"zorgtraject_id": "Z4"}]
#: Of Z1 three prestaties, of Z2 one without amount, of Z3 one that is not judged, of Z4 none; one without traject.
LINES: list[dict[str, Any]] = [
    {"zorgtraject_id": "Z1", "datum": date(2024, 3, 4), "bedrag_eur": 100, "gepland": True},
    {"zorgtraject_id": "Z1", "datum": date(2024, 3, 1), "bedrag_eur": 250, "gepland": None},
    {"zorgtraject_id": "Z1", "datum": date(2024, 3, 9), "bedrag_eur": 50, "gepland": False},
    {"zorgtraject_id": "Z2", "datum": date(2024, 4, 1), "bedrag_eur": None, "gepland": True},
    {"zorgtraject_id": "Z3", "datum": date(2024, 4, 1), "bedrag_eur": 70, "gepland": True, "declarabel": False},
    {"zorgtraject_id": None, "datum": date(2024, 4, 1), "bedrag_eur": 999, "gepland": True},
]


def found(folder: Path, koppel: dict[str, Any], shows: str = "gevonden") -> list[str | None]:
    checked = check(tabel="zorgtrajecten", eis="financiering = 'x'", waarde=shows, koppel={"regels": koppel})
    trajects = [{**row, "financiering": "zvw"} for row in TRAJECTS]
    outcome = run(folder, checked, register(zorgtrajecten=trajects, prestaties=LINES))
    return [outcome.units[f"Z{n}"].value for n in range(1, 5)]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ({"eerste": "datum"}, ["2024-03-01", "2024-04-01", None, None]),
        ({"laatste": "datum"}, ["2024-03-09", "2024-04-01", None, None]),
        ({"aantal": True}, ["3", "1", "0", "0"]),
        ({"bestaat": True}, ["true", "true", "false", "false"]),
        ({"som": "bedrag_eur"}, ["400", None, "0", "0"]),
        ({"eerste": "datum", "waar": "gepland"}, ["2024-03-04", "2024-04-01", None, None]),
        ({"aantal": True, "waar": "gepland"}, ["1", "1", "0", "0"]),
        ({"bestaat": True, "waar": "not gepland"}, ["true", "false", "false", "false"]),
        ({"som": "bedrag_eur", "waar": "gepland"}, ["100", None, "0", "0"]),
        ({"som": "bedrag_eur", "waar": "not gepland"}, ["50", "0", "0", "0"]),
        ({"eerste": "bedrag_eur"}, ["50", None, None, None]),
    ],
)
def test_what_a_look_up_finds(field: dict[str, Any], expected: list[str | None], tmp_path: Path) -> None:
    koppel = {"tabel": "prestaties", "sleutel": {"zorgtraject_id": "zorgtraject_id"}, "velden": {"gevonden": field}}
    assert found(tmp_path, koppel) == expected


def test_all_rows_instead_of_the_judged_ones(tmp_path: Path) -> None:
    koppel = {"tabel": "prestaties", "rijen": "alle", "sleutel": {"zorgtraject_id": "zorgtraject_id"}}
    assert found(tmp_path, {**koppel, "velden": {"gevonden": {"aantal": True}}}) == ["3", "1", "1", "0"]


def test_fields_of_one_look_up_do_not_disturb_each_other(tmp_path: Path) -> None:
    fields = {
        "alles": {"aantal": True},
        "gepland": {"aantal": True, "waar": "gepland"},
        "dag": {"eerste": "datum", "waar": "not gepland"},
        "geld": {"som": "bedrag_eur", "waar": "gepland"},
    }
    koppel = {"tabel": "prestaties", "sleutel": {"zorgtraject_id": "zorgtraject_id"}, "velden": fields}
    shown = "cast(alles as varchar) || '/' || cast(gepland as varchar) || '/' || cast(geld as varchar)"
    assert found(tmp_path / "a", koppel | {"velden": {k: v for k, v in fields.items() if k != "dag"}}, shown) == [
        "3/1/100", None, "0/0/0", "0/0/0",
    ]  # fmt: skip
    shown = "strftime(dag, '%d') || cast(alles + gepland as varchar) || cast(geld as varchar)"
    assert found(tmp_path / "b", koppel, shown) == ["094100", None, None, None]


def test_a_plain_value_of_the_one_matching_row(tmp_path: Path) -> None:
    trajects = [{"zorgtraject_id": "Z1", "financiering": "zvw"}, {"zorgtraject_id": "Z2", "financiering": None}]
    lines = [{"zorgtraject_id": z} for z in ("Z1", "Z2", "Z9", None)]
    koppel = {"tabel": "zorgtrajecten", "sleutel": {"zorgtraject_id": "zorgtraject_id"},
              "velden": {"wie_betaalt": {"waarde": "financiering"}}}  # fmt: skip
    checked = check(eis="wie_betaalt = 'zvw'", koppel={"eigen_traject": koppel})
    outcome = run(tmp_path, checked, register(prestaties=lines, zorgtrajecten=trajects))
    assert list(outcome.verdicts.values()) == ["voldoet", "onbepaald", "onbepaald", "onbepaald"]


def test_a_plain_value_behind_a_condition(tmp_path: Path) -> None:
    trajects = [
        {"zorgtraject_id": f"Z{n}", "financiering": "zvw", "spoed": s} for n, s in enumerate((True, False, None))
    ]
    lines = [{"zorgtraject_id": f"Z{n}"} for n in range(3)]
    koppel = {"tabel": "zorgtrajecten", "sleutel": {"zorgtraject_id": "zorgtraject_id"}, "waar": "spoed",
              "velden": {"wie_betaalt": {"waarde": "financiering"}}}  # fmt: skip
    checked = check(eis="wie_betaalt = 'zvw'", koppel={"eigen_traject": koppel})
    outcome = run(tmp_path, checked, register(prestaties=lines, zorgtrajecten=trajects))
    assert list(outcome.verdicts.values()) == ["voldoet", "onbepaald", "onbepaald"]


def test_two_keys_of_which_one_is_empty(tmp_path: Path) -> None:
    lines = [{"zorgtraject_id": z, "behandelaar_id": b} for z in ("Z1", None) for b in ("B1", None)]
    trajects = [
        {"zorgtraject_id": "Z1", "regiebehandelaar_id": "B1"},
        {"zorgtraject_id": "Z2", "regiebehandelaar_id": None},
    ]
    koppel = {"tabel": "prestaties", "velden": {"contacten": {"aantal": True}},
              "sleutel": {"zorgtraject_id": "zorgtraject_id", "behandelaar_id": "regiebehandelaar_id"}}  # fmt: skip
    checked = check(tabel="zorgtrajecten", eis="contacten > 0", waarde="contacten", koppel={"contact": koppel})
    outcome = run(tmp_path, checked, register(prestaties=lines, zorgtrajecten=trajects))
    assert outcome.verdicts == {"Z1": "voldoet", "Z2": "afwijking"}
    assert outcome.values() == {"Z1": "1", "Z2": "0"}


def periods(
    folder: Path, days: list[date | None], staff: list[dict[str, Any]], veld: dict[str, Any]
) -> list[str | None]:
    koppel = {"tabel": "behandelaren", "sleutel": {"behandelaar_id": "behandelaar_id"}, "velden": {"gevonden": veld},
              "periode": {"van": "geldig_van", "tot": "geldig_tot", "op": "factuurdatum"}}  # fmt: skip
    checked = check(eis="prestatiegroep = 'x'", waarde="gevonden", koppel={"rol": koppel})
    lines = [{"behandelaar_id": "B", "factuurdatum": day} for day in days]
    outcome = run(folder, checked, register(prestaties=lines, behandelaren=staff))
    return [outcome.units[f"P{n}"].value for n in range(1, len(days) + 1)]


def test_both_ends_of_a_period_are_in_it(tmp_path: Path) -> None:
    staff = [{"behandelaar_id": "B", "beroep": "arts", "geldig_van": date(2024, 1, 1), "geldig_tot": date(2024, 6, 30)}]
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1), None]
    assert periods(tmp_path / "a", days, staff, {"eerste": "beroep"}) == [None, "arts", "arts", None, None]
    assert periods(tmp_path / "b", days, staff, {"bestaat": True}) == ["false", "true", "true", "false", "false"]


def test_an_empty_end_is_open(tmp_path: Path) -> None:
    staff = [
        {"behandelaar_id": "B", "beroep": "arts", "geldig_van": None, "geldig_tot": date(2024, 1, 31)},
        {"behandelaar_id": "B", "beroep": "psychiater", "geldig_van": date(2024, 2, 1), "geldig_tot": None},
        {"behandelaar_id": "C", "beroep": "huisarts", "geldig_van": None, "geldig_tot": None},
    ]
    days: list[date | None] = [date(1950, 1, 1), date(2024, 1, 31), date(2024, 2, 1), date(2099, 1, 1), None]
    assert periods(tmp_path / "a", days, staff, {"eerste": "beroep"}) == [
        "arts",
        "arts",
        "psychiater",
        "psychiater",
        None,
    ]
    assert periods(tmp_path / "b", days, staff, {"aantal": True}) == ["1", "1", "1", "1", "0"]


def test_look_ups_do_not_multiply_rows(tmp_path: Path) -> None:
    staff = [{"behandelaar_id": "B", "beroep": beroep} for beroep in ("arts", "psychiater", "huisarts")]
    lines = [{"behandelaar_id": b, "factuurdatum": DAY} for b in ("B", "B", "C", None) for _ in range(5)]
    koppel = {"tabel": "behandelaren", "sleutel": {"behandelaar_id": "behandelaar_id"},
              "velden": {"rollen": {"aantal": True}}}  # fmt: skip
    outcome = run(
        tmp_path, check(eis="rollen = 3", koppel={"rol": koppel}), register(prestaties=lines, behandelaren=staff)
    )
    assert outcome.counts.populatie == 20
    assert outcome.counts.voldoet == 10
    assert outcome.counts.afwijking == 10


def test_a_look_up_through_a_look_up(tmp_path: Path) -> None:
    definitions = {
        "koppel": {
            "zorgtrajecten": {
                "regels": {
                    "tabel": "prestaties",
                    "sleutel": {"zorgtraject_id": "zorgtraject_id"},
                    "velden": {"begin": {"eerste": "datum"}},
                }
            },
            "prestaties": {
                "traject": {
                    "tabel": "zorgtrajecten",
                    "sleutel": {"zorgtraject_id": "zorgtraject_id"},
                    "velden": {"traject_begin": {"waarde": "begin"}},
                }
            },
        }
    }
    lines = [{"zorgtraject_id": "Z1", "datum": date(2024, 3, d)} for d in (4, 1, 9)] + [{"zorgtraject_id": "Z7"}]
    data = register(prestaties=lines, zorgtrajecten=[{"zorgtraject_id": "Z1"}])
    outcome = run(tmp_path, check(eis="datum = traject_begin"), data, definitions=definitions)
    assert list(outcome.verdicts.values()) == ["afwijking", "voldoet", "afwijking", "onbepaald"]
