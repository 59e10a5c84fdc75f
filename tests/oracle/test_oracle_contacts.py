"""The oracle on consulten, groups, toeslagen and verblijf, by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.oracle.by_hand import behandelaar, code_line, opname, outcome, prestatie, traject, verdicts

Row = dict[str, Any]
GOOD, BAD, OPEN = {"a": "voldoet"}, {"a": "afwijking"}, {"a": "onbepaald"}
DAY = date(2024, 3, 4)


def at(prestatie_id: str, hour: int, minute: int, r: int | None, **values: Any) -> Row:
    common = {"behandelaar_id": "b1", "gerealiseerde_minuten": r, "starttijd": time(hour, minute)}
    return prestatie(prestatie_id, **(common | values))


@pytest.mark.parametrize(
    ("k", "code", "expected"),
    [(45, None, GOOD), (0, None, BAD), (7, "CO0497", BAD), (None, "CO0497", GOOD), (None, "CO1041", OPEN)],
)
def test_one_of_the_eight_classes(k: int | None, code: str | None, expected: dict[str, str]) -> None:
    assert verdicts("ZPM-CO-01", [prestatie("a", duurklasse=k, prestatiecode=code)]) == expected


def test_what_a_code_says() -> None:
    def check(code: str | None, k: int | None, soort: str | None, *codelijst: Row) -> dict[str, str]:
        row = prestatie("a", prestatiecode=code, duurklasse=k, consulttype=soort)
        return verdicts("ZPM-CO-02", [row], codelijst=list(codelijst))

    assert check("CO0497", 45, "behandeling") == GOOD
    assert check("CO0497", None, "behandeling") == GOOD
    assert check("CO0497", 45, "diagnostiek") == check("CO0497", 30, None) == check("OV0012", 45, None) == BAD
    assert check("CO0497", 45, None) == check(None, 45, "behandeling") == OPEN
    other = code_line("CO0497", duurklasse=30, geldig_tot=DAY)
    assert check("CO0497", 30, "behandeling", other) == GOOD
    assert check("CO0497", 45, "behandeling", other | {"geldig_tot": DAY - timedelta(days=1)}) == GOOD
    held = code_line("XX0001", consulttype="behandeling")
    assert check("XX0001", 45, "behandeling", held) == OPEN
    assert check("XX0001", None, "behandeling", held) == GOOD
    assert check("XX0001", 45, "diagnostiek", held) == BAD


@pytest.mark.parametrize(("gap", "expected"), [(-1, "voldoet"), (0, "afwijking"), (60, "afwijking"), (61, "voldoet")])
def test_follow_on(gap: int, expected: str) -> None:
    start = datetime(2024, 3, 4, 9, 30) + timedelta(minutes=gap)
    later = at("a", start.hour, start.minute, None)
    rows = [at("b", 9, 0, 30), later]
    assert verdicts("ZPM-CO-03", rows) == {"a": expected, "b": "voldoet"}
    assert verdicts("ZPM-CO-03", [rows[0] | {"gerealiseerde_minuten": None}, later])["a"] == "voldoet"
    assert verdicts("ZPM-CO-03", [rows[0] | {"patient_id": "p2"}, later])["a"] == "voldoet"
    assert verdicts("ZPM-CO-03", [rows[0], later | {"behandelaar_id": None}])["a"] == "onbepaald"


def test_overlap() -> None:
    first, second = at("a", 9, 0, 30, bedrag_eur=5), at("b", 9, 29, 30, patient_id="p2")
    found = outcome("ZPM-CO-04", [first, second])
    assert found.verdicts == {"a": "afwijking", "b": "afwijking"}
    assert found.impact_cent == {"a": 5, "b": None}
    assert verdicts("ZPM-CO-04", [first, at("b", 9, 30, 30)]) == {"a": "voldoet", "b": "voldoet"}
    nothing = at("b", 9, 10, 0) | {"behandelaar_id": None, "starttijd": None}
    assert verdicts("ZPM-CO-04", [first, nothing, at("c", 9, 10, -5)]) == dict.fromkeys("abc", "voldoet")
    assert verdicts("ZPM-CO-04", [first, at("b", 9, 10, None)]) == {"a": "voldoet", "b": "onbepaald"}


def test_one_asynchronous_consult_a_day() -> None:
    rows = [at(name, 9, 0, 5, asynchroon=True) for name in ("10", "9")]
    rows += [at("a", 9, 0, 5, asynchroon=True, behandelaar_id=None), at("b", 8, 0, 5)]
    assert verdicts("ZPM-CO-05", rows) == {"10": "voldoet", "9": "afwijking", "a": "onbepaald"}


def test_code_of_setting_and_category() -> None:
    line = code_line("CO0497", setting=2, beroepscategorie="arts-specialist")
    row = prestatie("a", prestatiecode="CO0497", setting=2, behandelaar_id="b1")

    def check(row: Row, beroep: str = "psychiater") -> dict[str, str]:
        return verdicts("ZPM-CO-10", [row], codelijst=[line], behandelaren=[behandelaar("b1", beroep)])

    assert check(row) == GOOD
    assert check(row, "gz-psycholoog") == check(row | {"setting": 3}, "coach") == BAD
    assert check(row, "coach") == check(row | {"setting": None}) == check(row | {"prestatiecode": "CO0498"}) == OPEN
    assert outcome("ZPM-CO-10", [row]).not_run


def test_type_of_a_consult() -> None:
    rows = [prestatie("a"), prestatie("b", consulttype="diagnostiek"), prestatie("c", "groepsconsult")]
    assert verdicts("ZPM-CO-12", rows) == {"a": "afwijking", "b": "voldoet"}


@pytest.mark.parametrize(
    ("datum", "r", "expected"),
    [
        (date(2023, 12, 31), 15, BAD), (date(2023, 12, 31), 16, GOOD), (date(2024, 1, 1), 14, BAD),
        (date(2024, 1, 1), 15, GOOD), (date(2024, 1, 1), None, OPEN),
    ],
)  # fmt: skip
def test_shortest_groepsconsult(datum: date, r: int | None, expected: dict[str, str]) -> None:
    found = outcome("ZPM-GC-05", [prestatie("a", "groepsconsult", datum=datum, gerealiseerde_minuten=r, bedrag_eur=9)])
    assert found.verdicts == expected
    assert list(found.impact_cent.values()) == ([9] if expected == BAD else [])


def test_the_same_groepsconsult_twice() -> None:
    kind = {"behandelaar_id": "b1", "prestatiecode": "GC0110"}
    rows = [prestatie(name, "groepsconsult", **kind) for name in ("10", "9")]
    rows += [prestatie("8", "consult", **kind), prestatie("7", "groepsconsult", **(kind | {"starttijd": None}))]
    rows += [prestatie("6", "groepsconsult", **(kind | {"patient_id": "p2"}))]
    expected = {"10": "voldoet", "9": "afwijking", "7": "onbepaald", "6": "voldoet"}
    assert verdicts("ZPM-GC-06", rows) == expected


def test_a_group_counts_everybody_present() -> None:
    present = [
        prestatie(f"r{n}", "groepsconsult", groepssessie_id="s", patient_id=f"q{n}", groepsgrootte=10, bedrag_eur=7)
        for n in range(11)
    ]
    assert set(verdicts("ZPM-GC-01", present).values()) == {"voldoet"}
    assert verdicts("ZPM-GC-01", [present[0] | {"groepsgrootte": 11}, *present[1:]])["r0"] == "afwijking"
    two = [present[0], present[1] | {"declarabel": False, "datum": date(2025, 2, 1)}]
    assert verdicts("ZPM-GC-02", two) == {"r0": "voldoet"}
    absent = [two[0], two[1] | {"aanwezig": False}, present[0] | {"prestatie_id": "r9"}]
    found = outcome("ZPM-GC-02", absent)
    assert (found.verdicts, found.impact_cent) == ({"r0": "afwijking", "r9": "afwijking"}, {"r0": 7, "r9": 7})


def test_a_toeslag_and_what_it_hangs_on() -> None:
    heads = [prestatie("c", eigen_locatie=True, declarabel=False), prestatie("g", "groepsconsult")]
    toeslag = {name: prestatie(f"t{name}", "reistijd", hoofdprestatie_id=name) for name in ("c", "g", "x")}
    rows = [*heads, *toeslag.values(), prestatie("t0", "reistijd")]
    found = outcome("ZPM-GC-04", rows)
    assert (found.verdicts, found.buiten_beeld) == ({"tc": "voldoet", "tg": "afwijking"}, 1)
    assert set(verdicts("ZPM-RT-02", rows).items()) == {
        ("tc", "voldoet"), ("tg", "afwijking"), ("tx", "afwijking"), ("t0", "afwijking"),
    }  # fmt: skip
    found = outcome("ZPM-RT-04", rows)
    assert (found.verdicts, found.buiten_beeld) == ({"tc": "afwijking", "tg": "onbepaald"}, 1)


@pytest.mark.parametrize(
    ("financiering", "minuten", "k", "expected"),
    [
        ("zvw", 25, 25, GOOD), ("zvw", 24, 25, BAD), ("zvw", 24, 0, GOOD), ("fz", 44, 0, GOOD), ("fz", 45, 25, BAD),
        ("zvw", None, 30, BAD), ("zvw", None, 25, OPEN), ("zvw", 30, None, OPEN), ("anders", 24, 0, OPEN),
    ],
)  # fmt: skip
def test_travel(financiering: str, minuten: int | None, k: int | None, expected: dict[str, str]) -> None:
    row = prestatie("a", "reistijd", reistijd_minuten=minuten, duurklasse=k)
    assert verdicts("ZPM-RT-03", [row], [traject(financiering=financiering)]) == expected


def test_amount_of_travel_and_of_a_group() -> None:
    kind = {"prestatiegroep": "reistijd", "setting": 1}
    lines = [code_line(f"T{k}", duurklasse=k, max_tarief_eur=100 + k, **kind) for k in (0, 25, 45)]
    row = prestatie("a", "reistijd", reistijd_minuten=24, duurklasse=25, prestatiecode="T25", bedrag_eur=125)
    assert outcome("ZPM-RT-03", [row], codelijst=lines).impact_cent == {"a": 25}
    twin = code_line("T", duurklasse=0, max_tarief_eur=1, **kind)
    assert outcome("ZPM-RT-03", [row], codelijst=[*lines, twin]).impact_cent == {"a": None}
    assert outcome("ZPM-RT-03", [row]).impact_cent == {"a": None}
    alone = prestatie("a", "groepsconsult", groepssessie_id="s", groepsgrootte=2, bedrag_eur=9)
    assert outcome("ZPM-GC-01", [alone]).impact_cent == {"a": 9}


def stay(n: int, **values: Any) -> list[Row]:
    start = datetime(2024, 1, 1)
    return [prestatie(f"v{i}", "verblijfsdag", datum=(start + timedelta(days=i)).date(), **values) for i in range(n)]


def test_days_of_a_stay() -> None:
    rows = stay(3)
    short = [opname("o", datetime(2024, 1, 1, 20, 1), datetime(2024, 1, 2, 0, 0))]
    assert verdicts("ZPM-VB-02", rows, opnames=short) == {"v0": "voldoet", "v1": "afwijking", "v2": "afwijking"}
    for minute, expected in ((time(19, 59), "voldoet"), (time(20, 0), "onbepaald"), (time(20, 1), "afwijking")):
        opnames = [opname("o", datetime.combine(date(2024, 1, 1), minute)), opname("p", datetime(2024, 1, 1, 23, 0))]
        assert verdicts("ZPM-VB-03", rows, opnames=opnames) == {"v0": expected}


@pytest.mark.parametrize(
    ("tariffs", "expected"),
    [((False, True, None), BAD), ((False, None), OPEN), ((False,), GOOD), ((), GOOD)],
)
def test_integral_tariff(tariffs: tuple[bool | None, ...], expected: dict[str, str]) -> None:
    opnames = [opname(str(n), datetime(2024, 3, 1), integraal_tarief=tariff) for n, tariff in enumerate(tariffs)]
    opnames.append(opname("z", datetime(2024, 3, 1), datetime(2024, 3, 4), integraal_tarief=True))
    assert verdicts("ZPM-VB-04", [prestatie("a")], opnames=opnames) == expected


@pytest.mark.parametrize(
    ("start", "end", "days", "expected"),
    [
        (datetime(2024, 1, 1, 19, 59), datetime(2024, 1, 4, 9, 0), 3, "voldoet"),
        (datetime(2024, 1, 1, 19, 59), datetime(2024, 1, 4, 0, 0), 2, "afwijking"),
        (datetime(2024, 1, 1, 9, 0), None, 3, "voldoet"),
        (datetime(2024, 1, 1, 9, 0), datetime(2024, 2, 1), 3, "voldoet"),
        (datetime(2024, 1, 1, 9, 0), None, 2, "afwijking"),
        (datetime(2023, 12, 31, 20, 0), None, 3, "voldoet"),
        (datetime(2023, 12, 31, 19, 59), None, 3, "afwijking"),
        (datetime(2024, 1, 1, 20, 0), datetime(2024, 1, 2, 9, 0), 0, None),
        (datetime(2024, 1, 4, 9, 0), None, 0, None),
    ],
)
def test_every_night_is_registered(start: datetime, end: datetime | None, days: int, expected: str | None) -> None:
    """On the fourth of January three nights are over."""
    rows = stay(days, declarabel=False)
    found = outcome("ZPM-VB-07", rows, opnames=[opname("o", start, end)], peildatum=date(2024, 1, 4))
    assert (found.verdicts, found.buiten_beeld) == ({} if expected is None else {"o": expected}, 0)


def test_thirty_days_without_a_consult() -> None:
    opnames = [opname("o", datetime(2024, 1, 1)), opname("p", datetime(2025, 1, 1))]
    assert verdicts("ZPM-VB-06", stay(30), opnames=opnames) == {"o": "voldoet"}
    assert verdicts("ZPM-VB-06", stay(31), opnames=opnames) == {"o": "afwijking"}
    contact = prestatie("c", "groepsconsult", datum=date(2024, 1, 31))
    assert verdicts("ZPM-VB-06", [*stay(31), contact], opnames=opnames) == {"o": "voldoet"}
    assert verdicts("ZPM-VB-06", [*stay(31), contact | {"declarabel": False}], opnames=opnames) == {"o": "afwijking"}
    assert verdicts("ZPM-VB-06", [*stay(15), *stay(40)[16:]], opnames=opnames) == {"o": "voldoet"}
