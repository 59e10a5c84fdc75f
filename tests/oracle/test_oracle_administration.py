"""The oracle on zorgtrajecten, verwijzing, claims, behandelaren and figures, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.oracle.by_hand import behandelaar, code_line, empty_row, outcome, prestatie, traject, verdicts

Row = dict[str, Any]
GOOD, BAD, OPEN = {"z1": "voldoet"}, {"z1": "afwijking"}, {"z1": "onbepaald"}
START = date(2024, 1, 1)


def care(prestatie_id: str, datum: date, **values: Any) -> Row:
    return prestatie(prestatie_id, datum=datum, consulttype="behandeling", **values)


def test_one_open_traject() -> None:
    def check(**earlier: Any) -> dict[str, str]:
        other = traject(zorgtraject_id="z10", **earlier)
        return verdicts("ZPM-ZT-02", [], [other, traject(zorgtraject_id="z9")])

    assert check() == {"z10": "voldoet", "z9": "afwijking"}
    assert check(startdatum=date(2023, 1, 1), einddatum=date(2023, 12, 31))["z9"] == "voldoet"
    assert check(startdatum=date(2023, 1, 1), einddatum=START)["z9"] == "afwijking"
    assert check(financiering="fz") == {"z9": "voldoet"}
    assert check(patient_id="p2")["z9"] == "voldoet"


@pytest.mark.parametrize(
    ("start", "first", "expected"),
    [
        (START, START, GOOD), (START, date(2024, 1, 2), BAD), (date(2022, 1, 1), date(2022, 5, 1), GOOD),
        (date(2022, 1, 1), date(2021, 12, 31), BAD),
    ],
)  # fmt: skip
def test_start_of_a_traject(start: date, first: date, expected: dict[str, str]) -> None:
    assert verdicts("ZPM-ZT-04", [care("a", first)], [traject(startdatum=start)]) == expected


def test_a_year_without_care() -> None:
    def check(days: int, until_peildatum: int, **values: Any) -> dict[str, str]:
        last = START + timedelta(days=days)
        rows = [care("a", START), care("b", last)]
        peildatum = last + timedelta(days=until_peildatum)
        return verdicts("ZPM-ZT-05", rows, [traject(**values)], peildatum=peildatum)

    assert check(365, 365) == GOOD
    assert check(366, 0) == check(10, 366) == BAD
    assert check(10, 366, einddatum=date(2030, 1, 1)) == GOOD


def test_the_same_zorgvraag_goes_on_under_its_number() -> None:
    def check(days: int, **values: Any) -> Any:
        rows = [care("a", START - timedelta(days=days), zorgtraject_id="z0", patient_id="p9")]
        before = traject(zorgtraject_id="z0", startdatum=date(2020, 1, 1), financiering="fz")
        again: dict[str, Any] = {"nieuwe_zorgvraag": False}
        return outcome("ZPM-ZT-06", rows, [before, traject(**(again | values))])

    assert check(366).verdicts == GOOD
    assert check(365).verdicts == check(-5).verdicts == BAD
    assert check(366, nieuwe_zorgvraag=None).verdicts == check(366, financiering="fz").verdicts == {}
    assert (check(366, financiering=None).buiten_beeld, check(366, nieuwe_zorgvraag=None).buiten_beeld) == (1, 0)


def test_zorgvraagtype_of_the_last_year() -> None:
    rows = [
        care("a", START),
        prestatie("b", datum=date(2024, 1, 2)),
        care("c", date(2024, 3, 1)) | {"prestatiegroep": "ect"},
    ]
    rows.append(prestatie("d", "groepsconsult", datum=date(2024, 2, 1)))
    for days, expected in ((365, GOOD), (366, BAD)):
        typed = traject(zorgvraagtype="3", zorgvraagtype_datum=date(2024, 2, 1) - timedelta(days=days))
        assert verdicts("ZPM-ZT-08", rows, [typed]) == expected
    assert verdicts("ZPM-ZT-08", rows, [traject(zorgvraagtype="3")]) == OPEN
    assert outcome("ZPM-ZT-08", rows, [traject()]).buiten_beeld == 1
    assert outcome("ZPM-ZT-08", rows, [traject(financiering="fz")]).buiten_beeld == 0


def test_treatment_in_a_group_is_treatment() -> None:
    group = care("a", START) | {"prestatiegroep": "groepsconsult"}
    assert verdicts("ZPM-ZT-07", [group]) == verdicts("ZPM-ZT-09", [group]) == BAD
    assert verdicts("ZPM-ZT-07", [group], [traject(zorgvraagtype="3")]) == GOOD
    for other in (group | {"consulttype": "diagnostiek"}, group | {"prestatiegroep": "ect"}):
        assert verdicts("ZPM-ZT-07", [other]) == verdicts("ZPM-ZT-09", [other]) == {}


def test_a_traject_that_nobody_knows() -> None:
    rows = [prestatie("a", zorgtraject_id=None), prestatie("b", zorgtraject_id="z8"), prestatie("c", patient_id="p2")]
    assert verdicts("ZPM-ZT-01", rows) == {"a": "afwijking", "b": "afwijking", "c": "voldoet"}
    found = outcome("ZPM-ZT-11", rows)
    assert (found.verdicts, found.buiten_beeld) == ({"c": "afwijking"}, 1)


@pytest.mark.parametrize(("days", "expected"), [(275, GOOD), (276, BAD), (-1, GOOD), (None, OPEN)])
def test_age_of_a_letter(days: int | None, expected: dict[str, str]) -> None:
    letter = None if days is None else START - timedelta(days=days)
    assert verdicts("ZPM-VW-02", [], [traject(verwijstype="07", aanmelddatum=START, verwijsdatum=letter)]) == expected
    found = outcome("ZPM-VW-02", [], [traject(aanmelddatum=START, verwijsdatum=letter)])
    assert (found.verdicts, found.buiten_beeld) == ({}, 1)


@pytest.mark.parametrize(
    ("verwijstype", "agb", "expected"),
    [
        ("01", "01234567", "voldoet"), ("02", "0123456", "afwijking"), ("01", None, "afwijking"),
        ("01", "٠١٢٣٤٥٦٧", "afwijking"), ("04", None, "voldoet"), ("06", "01234567", "afwijking"),
        ("03", "x", "voldoet"), ("05", None, "voldoet"), ("07", None, "voldoet"),
    ],
)  # fmt: skip
def test_who_referred(verwijstype: str, agb: str | None, expected: str) -> None:
    assert verdicts("ZPM-VW-04", [], [traject(verwijstype=verwijstype, verwijzer_agb=agb)]) == {"z1": expected}


def test_sixty_days_for_the_general_practitioner() -> None:
    for days, expected in ((60, "loopt"), (61, "afwijking")):
        peildatum = START + timedelta(days=days)
        assert verdicts("ZPM-VW-04", [], [traject(verwijstype="03")], peildatum=peildatum) == {"z1": expected}


def test_three_days_of_acute_care() -> None:
    rows = [care(str(n), START + timedelta(days=n), acuut_binnen_budget=True) for n in range(4)]
    rows.append(rows[0] | {"prestatie_id": "9", "zorgtraject_id": None})
    expected = {"0": "voldoet", "1": "voldoet", "2": "voldoet", "3": "afwijking", "9": "onbepaald"}
    assert verdicts("ZPM-AC-01", rows) == expected
    assert verdicts("ZPM-AC-01", [rows[0] | {"declarabel": False}, *rows[1:]])["3"] == "voldoet"


@pytest.mark.parametrize(
    ("most", "bedrag", "fa01", "fa02"),
    [
        (1005, 1005, "voldoet", "voldoet"), (1005, 1006, "voldoet", "afwijking"), (1005, 1106, "voldoet", "afwijking"),
        (1005, 1107, "afwijking", "voldoet"), (1003, 1104, "afwijking", "voldoet"), (0, 1, "afwijking", "voldoet"),
    ],
)  # fmt: skip
def test_maximum_tariff(most: int, bedrag: int, fa01: str, fa02: str) -> None:
    row, codelijst = prestatie("a", prestatiecode="XX", bedrag_eur=bedrag), [code_line("XX", max_tarief_eur=most)]
    found = outcome("ZPM-FA-01", [row], codelijst=codelijst)
    assert (found.verdicts, verdicts("ZPM-FA-02", [row], codelijst=codelijst)) == ({"a": fa01}, {"a": fa02})
    assert list(found.impact_cent.values()) == ([1] if fa01 == "afwijking" else [])


def test_no_maximum_to_hold_against() -> None:
    rows = [prestatie("a", prestatiecode="XX"), prestatie("b", bedrag_eur=5), prestatie("c", prestatiecode="YY")]
    found = outcome("ZPM-FA-01", rows, codelijst=[code_line("XX", max_tarief_eur=5), code_line("YY")])
    assert (found.verdicts, found.buiten_beeld) == ({}, 2)


def test_bsn() -> None:
    numbers = ("111222333", "111222334", "000000000", "11122233", "11122233x", None)
    patients = [empty_row("patienten") | {"patient_id": str(n), "bsn": bsn} for n, bsn in enumerate(numbers)]
    found = outcome("ZPM-FA-03", [], patienten=patients)
    assert found.verdicts == {"0": "voldoet"} | dict.fromkeys("1234", "afwijking")
    assert found.buiten_beeld == 1


@pytest.mark.parametrize(
    ("birth", "datum", "expected"),
    [
        (date(2004, 2, 29), date(2022, 2, 28), "afwijking"), (date(2004, 2, 29), date(2022, 3, 1), "voldoet"),
        (date(2006, 3, 4), date(2024, 3, 4), "voldoet"), (date(2006, 3, 5), date(2024, 3, 4), "afwijking"),
    ],
)  # fmt: skip
def test_eighteen(birth: date, datum: date, expected: str) -> None:
    patient = empty_row("patienten") | {"patient_id": "p1", "geboortedatum": birth}
    rows = [prestatie("a", datum=datum), prestatie("b", patient_id="p2")]
    found = outcome("ZPM-FA-04", rows, patienten=[patient])
    assert (found.verdicts, found.buiten_beeld) == ({"a": expected}, 1)


def test_numbers_of_behandelaren() -> None:
    rows = [
        behandelaar("b1", "arts", tot=START) | {"big_nummer": "19012345678"},
        behandelaar("b1", "psychiater", van=date(2024, 1, 2)) | {"big_nummer": "1901234567"},
        behandelaar("b2", "ggz-agoog") | {"agb_code": "12345678"},
        behandelaar("b3", "coach"),
    ]
    assert verdicts("ZPM-BH-01", [], behandelaren=rows) == {"b1|": "voldoet", "b1|2024-01-02": "afwijking"}
    found = outcome("ZPM-BH-02", [], behandelaren=rows)
    assert (found.verdicts, found.buiten_beeld) == ({"b2|": "voldoet"}, 3)


def test_outreaching_care_travels() -> None:
    def check(minuten: int | None, **values: Any) -> Any:
        rows = [care("a", START, setting=4, gerealiseerde_minuten=100), care("b", START, **({"setting": 4} | values))]
        rows += [prestatie("r", "reistijd", reistijd_minuten=minuten), prestatie("t", "tolk", reistijd_minuten=99)]
        return outcome("ZPM-SE-01", rows)

    assert (check(20).verdicts, check(19).verdicts, check(None).verdicts) == (GOOD, BAD, BAD)
    assert (check(20, setting=None).verdicts, check(20, setting=None).buiten_beeld) == ({}, 1)
    assert (check(20, setting=3).verdicts, check(20, setting=3).buiten_beeld) == ({}, 0)


def test_one_beroep_or_more() -> None:
    everybody = [behandelaar("b1", "psychiater"), behandelaar("b2", "internist"), behandelaar("b3", "coach")]

    def check(setting: int | None, most: int, who: str | None = "b2", travel: int = 19) -> Any:
        rows = [prestatie("r", "reistijd", reistijd_minuten=travel)]
        rows += [care("a", START, setting=setting, gerealiseerde_minuten=most, behandelaar_id="b1")]
        rows.append(care("b", START, setting=setting, gerealiseerde_minuten=100 - most, behandelaar_id=who))
        return outcome("ZPM-SE-02", rows, behandelaren=everybody)

    assert (check(2, 90).verdicts, check(2, 89).verdicts) == (GOOD, BAD)
    assert (check(3, 90).verdicts, check(3, 89).verdicts) == (BAD, GOOD)
    assert check(2, 89, "b1").verdicts == GOOD
    assert check(2, 89, travel=20).verdicts == {}
    assert [check(*values).buiten_beeld for values in ((2, 90, None), (None, 90), (2, 90, "b3"), (4, 90))] == [
        1,
        1,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("n", "aantal", "expected"),
    [
        (9, 10, "voldoet"),
        (11, 10, "voldoet"),
        (8, 10, "afwijking"),
        (12, 10, "afwijking"),
        (0, 0, "voldoet"),
        (1, 0, "afwijking"),
    ],
)
def test_forecast(n: int, aantal: int, expected: str) -> None:
    rows = [prestatie(str(i), "ect", datum=date(2024, 2, 1 + i), setting=1 + i % 2) for i in range(n)]
    line = empty_row("prognose") | {"maand": date(2024, 2, 1), "prestatiegroep": "ect", "aantal": aantal}

    def check(peildatum: date, **values: Any) -> dict[str, str]:
        return verdicts("ZPM-KP-01", rows, prognose=[line | values], peildatum=peildatum)

    assert check(date(2024, 3, 1)) == {"2024-02-01||ect|": expected}
    assert check(date(2024, 2, 29)) == {}
    assert check(date(2024, 3, 1), setting=1, aantal=(n + 1) // 2) == {"2024-02-01|1|ect|": "voldoet"}


def test_forecast_of_one_consulttype() -> None:
    rows = [prestatie(str(i), consulttype=soort) for i, soort in enumerate(("behandeling", "diagnostiek", None))]
    line = empty_row("prognose") | {"maand": date(2024, 3, 1), "prestatiegroep": "consult", "aantal": 1}
    found = verdicts("ZPM-KP-01", rows, prognose=[line | {"consulttype": "behandeling"}])
    assert found == {"2024-03-01||consult|behandeling": "voldoet"}
    without_column = {name: value for name, value in line.items() if name != "consulttype"}
    assert verdicts("ZPM-KP-01", rows, prognose=[without_column]) == {"2024-03-01||consult|": "afwijking"}


def test_ten_hours_a_day() -> None:
    def check(r: int, **values: Any) -> Any:
        common: dict[str, Any] = {"behandelaar_id": "b1"}
        rows = [care("a", START, gerealiseerde_minuten=r, **(common | values)), care("b", START, **(common | values))]
        return outcome("ZPM-KP-02", rows)

    assert check(600).verdicts == {"b1|2024-01-01": "voldoet"}
    assert check(601).verdicts == {"b1|2024-01-01": "afwijking"}
    assert (check(601, behandelaar_id=None).verdicts, check(601, behandelaar_id=None).buiten_beeld) == ({}, 1)


def test_a_check_without_its_table_does_not_run() -> None:
    for check in ("ZPM-CO-09", "ZPM-VB-02", "ZPM-FA-03", "ZPM-FA-01", "ZPM-BH-01", "ZPM-SE-02", "ZPM-KP-01"):
        assert outcome(check, [prestatie("a")]).not_run
    assert not outcome("ZPM-KP-02", [prestatie("a", datum=START)]).not_run
