"""Look-ups that depend on dates: periods on either side, earlier rows of the own table, runs and gaps of days."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.engine.small import check, register, run

Rows = list[dict[str, Any]]


def day(number: int) -> date:
    return date(2024, 3, number)


def of_trajects(
    folder: Path, koppel: dict[str, Any], trajects: Rows, lines: Rows | None = None
) -> dict[str, str | None]:
    checked = check(tabel="zorgtrajecten", eis="patient_id = 'niemand'", waarde="gevonden", koppel={"rijen": koppel})
    return run(folder, checked, register(zorgtrajecten=trajects, prestaties=lines or [{}])).values()


def by_traject(field: dict[str, Any]) -> dict[str, Any]:
    return {"tabel": "prestaties", "sleutel": {"zorgtraject_id": "zorgtraject_id"}, "velden": {"gevonden": field}}


@pytest.mark.parametrize(
    ("days", "gap", "run_"),
    [
        ([1, 2, 3], "1", "3"),
        ([3, 1, 2, 2], "1", "3"),  # in any order, a day twice
        ([1, 2, 9, 10, 11], "7", "3"),
        ([5], "0", "1"),
        ([], None, "0"),
        ([1, 31], "30", "1"),
    ],
)
def test_gaps_and_runs_of_days(days: list[int], gap: str | None, run_: str, tmp_path: Path) -> None:
    lines = [{"zorgtraject_id": "Z1", "datum": day(d)} for d in days] + [{"zorgtraject_id": "Z9"}]
    trajects = [{"zorgtraject_id": "Z1"}]
    assert of_trajects(tmp_path / "a", by_traject({"grootste_gat": "datum"}), trajects, lines) == {"Z1": gap}
    assert of_trajects(tmp_path / "b", by_traject({"langste_reeks": "datum"}), trajects, lines) == {"Z1": run_}


def test_a_run_is_broken_by_another_row_on_the_day(tmp_path: Path) -> None:
    stays = [{"zorgtraject_id": z, "datum": day(d), "setting": 5} for z in ("Z1", "Z2") for d in range(1, 8)]
    breaks = [
        {"zorgtraject_id": "Z1", "datum": day(3), "setting": 1},
        {"zorgtraject_id": "Z1", "datum": day(9), "setting": 1},
    ]
    field = {"langste_reeks": "datum", "waar": "setting = 5", "onderbreking": "setting = 1"}
    found = of_trajects(tmp_path, by_traject(field), [{"zorgtraject_id": z} for z in ("Z1", "Z2")], stays + breaks)
    assert found == {"Z1": "4", "Z2": "7"}


def test_different_values_and_the_largest_share(tmp_path: Path) -> None:
    seen = [("a", 10, 1), ("a", None, 1), ("b", 25, 1), ("b", 5, 2), ("c", 28, 1), (None, 99, 1), ("a", 19, 1)]
    lines: Rows = [
        {"zorgtraject_id": "Z1", "overleg_met": who, "gerealiseerde_minuten": m, "setting": s} for who, m, s in seen
    ]
    trajects = [{"zorgtraject_id": z} for z in ("Z1", "Z2")]
    share = {"grootste_deel": "gerealiseerde_minuten", "per": "overleg_met"}
    assert of_trajects(tmp_path / "a", by_traject(share), trajects, lines) == {"Z1": "30", "Z2": "0"}
    where = share | {"waar": "setting = 1"}
    assert of_trajects(tmp_path / "b", by_traject(where), trajects, lines) == {"Z1": "29", "Z2": "0"}
    count = {"verschillend": "overleg_met"}
    assert of_trajects(tmp_path / "c", by_traject(count), trajects, lines) == {"Z1": "3", "Z2": "0"}
    count = {"verschillend": "overleg_met", "waar": "gerealiseerde_minuten > 20"}
    assert of_trajects(tmp_path / "d", by_traject(count), trajects, lines) == {"Z1": "2", "Z2": "0"}


EARLIER: Rows = [
    {"zorgtraject_id": "Z2", "patient_id": "A", "startdatum": day(1), "einddatum": day(20), "spoed": True},
    {"zorgtraject_id": "Z1", "patient_id": "A", "startdatum": day(2), "einddatum": day(5), "spoed": False},
    {"zorgtraject_id": "Z4", "patient_id": "A", "startdatum": day(3), "einddatum": None, "spoed": True},
    {"zorgtraject_id": "Z3", "patient_id": "A", "startdatum": day(3), "einddatum": day(25), "spoed": None},
    {"zorgtraject_id": "Z5", "patient_id": "A", "startdatum": day(9), "einddatum": day(9), "spoed": True},
    {"zorgtraject_id": "Z6", "patient_id": "B", "startdatum": day(9), "einddatum": day(9), "spoed": True},
]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        # In order: Z2, Z1, Z3, Z4, Z5 (ids decide on one date), and Z6 of somebody else.
        ({"aantal": True}, ["1", "0", "2", "3", "4", "0"]),
        ({"bestaat": True, "waar": "not spoed"}, ["false", "false", "true", "true", "true", "false"]),
        ({"laatste": "einddatum"}, ["2024-03-20", None, "2024-03-20", "2024-03-25", "2024-03-25", None]),
        ({"eerste": "einddatum"}, ["2024-03-20", None, "2024-03-05", "2024-03-05", "2024-03-05", None]),
        ({"laatste": "einddatum", "waar": "not spoed"}, [None, None, "2024-03-05", "2024-03-05", "2024-03-05", None]),
    ],
)
def test_earlier_rows_of_the_own_table(field: dict[str, Any], expected: list[str | None], tmp_path: Path) -> None:
    koppel = {"tabel": "zorgtrajecten", "sleutel": {"patient_id": "patient_id"},
              "eerder": ["startdatum", "zorgtraject_id"], "velden": {"gevonden": field}}  # fmt: skip
    found = of_trajects(tmp_path, koppel, EARLIER)
    assert [found[f"Z{n}"] for n in range(1, 7)] == expected


def stays(*periods: tuple[int, int | None]) -> Rows:
    moment = datetime(2024, 3, 1, 14)
    return [
        {"opname_id": f"O{n}", "patient_id": "A", "opname": moment.replace(day=van),
         "ontslag": moment.replace(day=tot) if tot else None}
        for n, (van, tot) in enumerate(periods, start=1)
    ]  # fmt: skip


_DAYS = {"afgeleid": {"opnames": {"opname_dag": "cast(opname as date)", "ontslag_dag": "cast(ontslag as date)"}}}


@pytest.mark.parametrize(
    ("last_day", "expected"), [(False, ["0", "1", "1", "0", "1"]), (True, ["0", "1", "1", "1", "1"])]
)
def test_a_period_with_and_without_its_last_day(last_day: bool, expected: list[str], tmp_path: Path) -> None:
    koppel = {
        "tabel": "opnames",
        "sleutel": {"patient_id": "patient_id"},
        "velden": {"gevonden": {"aantal": True}},
        "periode": {"van": "opname_dag", "tot": "ontslag_dag", "op": "datum", "tot_telt_mee": last_day},
    }
    checked = check(eis="patient_id = 'niemand'", waarde="gevonden", koppel={"verblijf": koppel})
    lines = [{"datum": day(d)} for d in (1, 2, 9, 10, 30)]
    outcome = run(tmp_path, checked, register(prestaties=lines, opnames=stays((2, 10), (20, None))), definitions=_DAYS)
    assert list(outcome.values().values()) == expected


@pytest.mark.parametrize(("last_day", "expected"), [(False, {"O1": "2", "O2": "2"}), (True, {"O1": "3", "O2": "2"})])
def test_rows_within_the_period_of_the_unit(last_day: bool, expected: dict[str, str], tmp_path: Path) -> None:
    koppel = {
        "tabel": "prestaties",
        "sleutel": {"patient_id": "patient_id"},
        "velden": {"gevonden": {"aantal": True}},
        "binnen": {"datum": "datum", "van": "opname_dag", "tot": "ontslag_dag", "tot_telt_mee": last_day},
    }
    checked = check(tabel="opnames", eis="patient_id = 'niemand'", waarde="gevonden", grens="opname_dag",
                    datum="opname_dag", onderwerp="groep", sleutel=["opname_id"], koppel={"zorg": koppel})  # fmt: skip
    lines = [{"datum": day(d)} for d in (1, 2, 9, 10, 30, 31)] + [{"patient_id": "B", "datum": day(3)}]
    data = register(prestaties=lines, opnames=stays((2, 10), (20, None)))
    assert run(tmp_path, checked, data, definitions=_DAYS).values() == expected


def test_an_optional_look_up_never_stops_a_check(tmp_path: Path) -> None:
    fields = {"bekend": {"bestaat": True}, "klasse_lijst": {"eerste": "duurklasse"}, "regels": {"aantal": True}}
    koppel = {"tabel": "codelijst", "sleutel": {"prestatiecode": "prestatiecode"}, "velden": fields}
    shows = "case when klasse_lijst is null then cast(regels as varchar) || cast(bekend as varchar) end"
    leeg = {"nl": "Proef.", "en": "Trial."}

    def outcome(folder: str, koppel: dict[str, Any], **tables: Rows) -> Any:
        checked = check(eis="regels > 5", waarde=shows, koppel={"code": koppel}, leeg=leeg)
        return run(tmp_path / folder, checked, register(prestaties=[{"prestatiecode": "CO0001"}], **tables))

    absent = outcome("a", koppel | {"optioneel": True})
    assert absent.values() == {"P1": "0false"}
    assert absent.verdicts == {"P1": "afwijking"}
    column = outcome("b", koppel | {"optioneel": True}, codelijst=[{"prestatiecode": "CO0001"}])
    assert column.values() == {"P1": "1true"}
