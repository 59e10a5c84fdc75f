"""The oracle on payers, contracts, teams, settings and invoices, by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.oracle.by_hand import (
    Row,
    behandelaar,
    code_line,
    contract,
    insured,
    opname,
    outcome,
    prestatie,
    team,
    traject,
    verdicts,
)
from tests.oracle.case import Outcome

GOOD, BAD, OPEN = {"a": "voldoet"}, {"a": "afwijking"}, {"a": "onbepaald"}
DAY = date(2024, 3, 4)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def test_highly_specialised_without_contracts() -> None:
    for groep in ("consult", "verblijfsdag"):
        rows = [prestatie("a", groep, setting=8, bedrag_eur=7)]
        found = outcome("ZPM-CO-11", rows)
        assert (found.verdicts, found.impact_cent) == (BAD, {"a": 7})
        assert verdicts("ZPM-CO-11", rows, contract=True, contracten=[]) == GOOD
    for setting, unseen in ((7, 0), (None, 1)):
        found = outcome("ZPM-CO-11", [prestatie("a", setting=setting)], contract=True)
        assert (found.verdicts, found.buiten_beeld) == ({}, unseen)


def test_highly_specialised_by_contract() -> None:
    def check(*contracts: Row, patients: list[Row] | None = None) -> Outcome:
        known = [insured()] if patients is None else patients
        rows = [prestatie("a", setting=8)]
        return outcome("ZPM-CO-11", rows, contracten=list(contracts), patienten=known, contract=True)

    agreed: dict[str, Any] = {"hoogspecialistisch": True}
    for contracts in ([contract(DAY, DAY, **agreed)], [contract(), contract(**agreed)]):
        assert check(*contracts).verdicts == GOOD
    for other in (contract(AFTER, **agreed), contract(None, BEFORE, **agreed), contract(uzovi="0101", **agreed)):
        assert check(other).verdicts == check(contract()).verdicts == BAD
    assert check(contract(hoogspecialistisch=False)).verdicts == BAD
    for patients in ([insured(uzovi=None)], [insured("p2")]):
        assert check(contract(**agreed), patients=patients).verdicts == OPEN
    without_column = {name: value for name, value in insured().items() if name != "uzovi"}
    for nobody in ([], [without_column]):
        assert check(contract(**agreed), patients=nobody).not_run


def test_payer_by_law() -> None:
    trajecten = [traject(zorgtraject_id=name, financiering=name) for name in ("zvw", "fz", "anders")]
    trajecten.append(traject(zorgtraject_id="leeg", financiering=None))
    names = ("zvw", "fz", "anders", "leeg", "weg", None)
    for check, groep, right in (("ZPM-PF-01", "fpt", ("fz",)), ("ZPM-PF-02", "niet_basispakket", ("zvw", "anders"))):
        found = outcome(check, [prestatie(str(n), groep, zorgtraject_id=n, bedrag_eur=3) for n in names], trajecten)
        expected = {n: "voldoet" if n in right else "afwijking" for n in ("zvw", "fz", "anders")}
        assert found.verdicts == expected | {"leeg": "onbepaald"}
        assert found.buiten_beeld == 1
        assert set(found.impact_cent.values()) == ({3} if check == "ZPM-PF-01" else {None})
    others = [prestatie("a", groep) for groep in ("dagbesteding", "verblijf_zonder_overnachting", "vaktherapie")]
    assert [verdicts("ZPM-PF-01", [row]) for row in others] == [BAD, {}, {}]
    assert [verdicts("ZPM-PF-02", [row]) for row in others] == [{}, GOOD, {}]


def test_setting_of_the_team() -> None:
    def check(setting: int | None, *teams: Row, **values: Any) -> Any:
        row = prestatie("a", setting=setting, **({"team": "t"} | values))
        return outcome("ZPM-TM-01", [row], teams=list(teams))

    assert check(2, team("t", 2, DAY, DAY)).verdicts == check(2, team("t", 3), team("t", 2)).verdicts == GOOD
    for teams in ([team("t", 3)], [team("t", 2, AFTER)], [team("t", 2, None, BEFORE)], [team("u", 2)]):
        assert check(2, *teams).verdicts == BAD
    assert check(None, team("t", 2)).verdicts == OPEN
    assert check(None, team("u", 2)).verdicts == BAD
    assert (check(2, team("t", 2), team=None).verdicts, check(2, team("t", 2), team=None).buiten_beeld) == ({}, 1)
    assert check(2).not_run
    without_column = {name: value for name, value in prestatie("a").items() if name != "team"}
    assert outcome("ZPM-TM-01", [without_column], teams=[team("t", 2)]).not_run


def test_contract_for_an_integral_tariff() -> None:
    def check(integral: bool | None, *contracts: Row, uzovi: str | None = "3311") -> Any:
        opnames = [opname("a", datetime(2024, 3, 4, 23, 0), integraal_tarief=integral)]
        return outcome("ZPM-CT-01", [], opnames=opnames, contracten=list(contracts), patienten=[insured(uzovi=uzovi)])

    agreed = contract(DAY, DAY, integraal_tarief=True)
    assert check(True, agreed).verdicts == GOOD
    assert check(True, contract(AFTER, integraal_tarief=True)).verdicts == check(True, contract()).verdicts == BAD
    assert check(True, agreed, uzovi=None).verdicts == OPEN
    assert (check(None, agreed).verdicts, check(None, agreed).buiten_beeld) == ({}, 1)
    assert (check(False, agreed).verdicts, check(False, agreed).buiten_beeld) == ({}, 0)
    assert check(True).not_run


@pytest.mark.parametrize(("bedrag", "in_population"), [(1005, False), (1006, True), (1106, True), (1107, False)])
def test_above_the_maximum_by_contract(bedrag: int, in_population: bool) -> None:
    def check(*contracts: Row, uzovi: str | None = "3311") -> Any:
        row, codelijst = prestatie("a", prestatiecode="XX", bedrag_eur=bedrag), [code_line("XX", max_tarief_eur=1005)]
        more = {"codelijst": codelijst, "contracten": list(contracts), "patienten": [insured(uzovi=uzovi)]}
        return outcome("ZPM-CT-02", [row], **more)

    agreed = contract(max_max=True)
    expected = (GOOD, BAD, OPEN) if in_population else ({}, {}, {})
    found = check(contract())
    assert (check(agreed).verdicts, found.verdicts, check(agreed, uzovi=None).verdicts) == expected
    assert found.impact_cent == ({"a": bedrag - 1005} if in_population else {})


@pytest.mark.parametrize(
    ("most", "percentage", "bedrag", "expected"),
    [
        (1005, 900_000, 905, GOOD), (1005, 900_000, 906, GOOD), (1005, 900_000, 903, BAD), (1005, 900_000, 907, BAD),
        (9567, 981_250, 9388, GOOD), (9567, 981_250, 9387, GOOD), (9567, 981_250, 9386, BAD), (7, 1_050_000, 7, GOOD),
    ],
)  # fmt: skip
def test_agreed_price(most: int, percentage: int, bedrag: int, expected: dict[str, str]) -> None:
    def check(*contracts: Row, **values: Any) -> Any:
        row = prestatie("a", prestatiecode="XX", bedrag_eur=bedrag) | values
        more = {"codelijst": [code_line("XX", max_tarief_eur=most), code_line("YY")], "patienten": [insured()]}
        return outcome("ZPM-CT-03", [row], contracten=list(contracts), **more)

    agreed = contract(prijs_pct=percentage)
    assert check(agreed, contract()).verdicts == expected
    for found, unseen in (
        (check(agreed, agreed), 0), (check(contract()), 0), (check(agreed | {"geldig_van": AFTER}), 0),
        (check(agreed, bedrag_eur=None), 1), (check(agreed, prestatiecode=None), 1),
        (check(agreed, prestatiecode="YY"), 0), (check(agreed, patient_id="p2"), 1),
    ):  # fmt: skip
        assert (found.verdicts, found.buiten_beeld) == ({}, unseen)


def test_ceiling_of_a_contract() -> None:
    rows = [prestatie("a", bedrag_eur=60), prestatie("b", bedrag_eur=40), prestatie("c", bedrag_eur=None)]
    rows += [prestatie("d", bedrag_eur=9, declarabel=False), prestatie("e", bedrag_eur=9, patient_id="p2")]
    rows += [prestatie("f", bedrag_eur=9, datum=BEFORE), prestatie("g", bedrag_eur=9, datum=date(2025, 1, 1))]
    contracts = [contract(DAY, plafond_eur=100), contract(None, DAY, plafond_eur=108), contract(AFTER)]
    found = outcome("ZPM-CT-04", rows, contracten=contracts, patienten=[insured(), insured("p2", "0101")])
    assert found.verdicts == {"3311|2024-03-04": "voldoet", "3311|": "afwijking"}
    assert found.buiten_beeld == 1
    assert outcome("ZPM-CT-04", rows, contracten=contracts).not_run


@pytest.mark.parametrize(
    ("days_invoiced", "days_past", "expected"),
    [(62, 500, GOOD), (63, 500, BAD), (-1, 0, GOOD), (None, 63, BAD), (None, 62, {})],
)
def test_invoice_in_time(days_invoiced: int | None, days_past: int, expected: dict[str, str]) -> None:
    invoice = None if days_invoiced is None else DAY + timedelta(days=days_invoiced)
    row, peildatum = prestatie("a", bedrag_eur=1, factuurdatum=invoice), DAY + timedelta(days=days_past)
    assert verdicts("ZPM-FA-07", [row], peildatum=peildatum) == expected
    for amount in (0, -5, None):
        found = outcome("ZPM-FA-07", [row | {"bedrag_eur": amount}], peildatum=peildatum)
        assert (found.verdicts, found.buiten_beeld) == ({}, 1 if amount is None and expected else 0)


def test_codes_of_other_prestaties() -> None:
    codelijst = [code_line("GC", prestatiegroep="groepsconsult", geldig_van=DAY), code_line("XX")]
    rows = [prestatie(name, "groepsconsult", prestatiecode=code) for name, code in (("a", "GC"), ("b", "YY"))]
    rows += [prestatie("c", prestatiecode="GC"), prestatie("d", "ect", prestatiecode="XX"), prestatie("e", "ect")]
    rows.append(prestatie("f", "groepsconsult", prestatiecode="GC", datum=BEFORE))
    found = outcome("ZPM-FA-08", rows, codelijst=codelijst)
    assert found.verdicts == {"a": "voldoet", "b": "afwijking", "d": "voldoet", "f": "afwijking"}
    assert found.buiten_beeld == 1
    found = outcome("ZPM-FA-09", rows, codelijst=codelijst)
    assert (found.verdicts, found.buiten_beeld) == ({"a": "voldoet", "c": "afwijking"}, 1)


def test_agb_code_of_a_regiebehandelaar() -> None:
    people = [behandelaar("b1", "arts"), behandelaar("b1", "psychiater", DAY) | {"agb_code": "1"}]
    for financiering, expected in (("zvw", True), ("fz", True), ("anders", False), (None, False)):
        named = [traject(regiebehandelaar_id="b1", financiering=financiering)]
        found = outcome("ZPM-BH-03", [prestatie("a")], named, behandelaren=[*people, behandelaar("b2", "arts")])
        assert found.verdicts == ({"b1|": "afwijking", "b1|2024-03-04": "voldoet"} if expected else {})
    for rows in ([], [prestatie("a", declarabel=False)]):
        assert verdicts("ZPM-BH-03", rows, [traject(regiebehandelaar_id="b1")], behandelaren=people) == {}


def test_much_travel_is_outreaching_care() -> None:
    def check(travel: int | None, setting: int | None = 3, **values: Any) -> Any:
        rows = [prestatie("b", setting=setting, gerealiseerde_minuten=100)]
        rows.append(prestatie("r", "reistijd", reistijd_minuten=travel))
        return outcome("ZPM-SE-03", rows, [traject(zorgtraject_id="z1", **values)])

    assert (check(19).verdicts, check(20, 2).verdicts) == ({"z1": "voldoet"}, {"z1": "afwijking"})
    assert check(None).verdicts == {"z1": "voldoet"}
    for found, unseen in ((check(9, 4), 0), (check(9, None), 1), (check(9, financiering="fz"), 0)):
        assert (found.verdicts, found.buiten_beeld) == ({}, unseen)


@pytest.mark.parametrize("setting", [5, 6])
def test_clinical_care_has_a_bed(setting: int) -> None:
    row = prestatie("a", setting=setting)
    assert verdicts("ZPM-SE-04", [row]) == BAD
    night = prestatie("v", "verblijfsdag", declarabel=False)
    assert verdicts("ZPM-SE-04", [row, night]) == GOOD
    assert verdicts("ZPM-SE-04", [row, night | {"datum": BEFORE}]) == BAD
    for end, expected in ((None, GOOD), (datetime(2024, 3, 4, 0, 0), GOOD), (datetime(2024, 3, 3, 23, 59), BAD)):
        assert verdicts("ZPM-SE-04", [row], opnames=[opname("o", datetime(2024, 3, 1), end)]) == expected
    assert verdicts("ZPM-SE-04", [row], opnames=[opname("o", datetime(2024, 3, 4, 23, 0))]) == GOOD
    assert verdicts("ZPM-SE-04", [row], opnames=[opname("o", datetime(2024, 3, 5))]) == BAD
    for other, unseen in ((7, 0), (8, 0), (None, 1)):
        found = outcome("ZPM-SE-04", [row | {"setting": other}])
        assert (found.verdicts, found.buiten_beeld) == ({}, unseen)


@pytest.mark.parametrize(("setting", "expected"), [(6, GOOD), (7, GOOD), (5, BAD), (8, BAD), (None, OPEN)])
def test_forensic_care_has_a_forensic_setting(setting: int | None, expected: dict[str, str]) -> None:
    row = prestatie("a", setting=setting)
    assert verdicts("ZPM-SE-05", [row], [traject(financiering="fz")]) == expected
    for financiering, unseen in (("zvw", 0), (None, 1)):
        found = outcome("ZPM-SE-05", [row], [traject(financiering=financiering)])
        assert (found.verdicts, found.buiten_beeld) == ({}, unseen)


@pytest.mark.parametrize(
    ("datum", "category", "expected"),
    [
        (date(2025, 12, 31), "gz-psycholoog", BAD), (date(2025, 12, 31), "overige beroepen", GOOD),
        (date(2026, 3, 10), "gz-psycholoog", GOOD), (date(2026, 1, 1), "overige beroepen", BAD),
    ],
)  # fmt: skip
@pytest.mark.parametrize("beroep", ["physician assistant", "orthopedagoog-generalist"])
def test_another_category_from_2026_on(beroep: str, datum: date, category: str, expected: dict[str, str]) -> None:
    row = prestatie("a", prestatiecode="CO0497", setting=2, behandelaar_id="b1", datum=datum)
    line = code_line("CO0497", setting=2, beroepscategorie=category)
    tables: dict[str, Any] = {"codelijst": [line], "behandelaren": [behandelaar("b1", beroep)]}
    assert verdicts("ZPM-CO-10", [row], **tables, peildatum=date(2026, 12, 31)) == expected
