"""The oracle on regiebehandelaar, overleg, euthanasie and uninsured diagnostics, by hand."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from tests.oracle.by_hand import behandelaar, diagnostic, outcome, prestatie, traject, verdicts

D0 = date(2024, 1, 10)
END = D0 + timedelta(days=42)
DAY = timedelta(days=1)
LATER = END + DAY
REGIE = [traject(regiebehandelaar_id="b1")]


def first(*more: dict[str, Any], who: str | None = "b2") -> list[dict[str, Any]]:
    return [diagnostic("d0", D0, who), *more]


def many(n: int, groep: str = "consult") -> list[dict[str, Any]]:
    return [prestatie(f"n{i}", groep, datum=D0, bedrag_eur=100) for i in range(n)]


@pytest.mark.parametrize(
    ("rows", "peildatum", "expected"),
    [
        (first(who="b1"), END, ("voldoet", "voldoet")),
        (first(diagnostic("x", END, "b1")), LATER, ("voldoet", "voldoet")),
        (first(diagnostic("x", LATER, "b1"), *many(3)), LATER, ("afwijking", "voldoet")),
        (first(diagnostic("x", END, "b1") | {"declarabel": False}), LATER, ("loopt", "afwijking")),
        (first(*many(9)), END, ("loopt", "loopt")),
        (first(*many(3)), LATER, ("loopt", "afwijking")),
        (first(*many(4)), LATER, ("afwijking", "voldoet")),
        (first(*many(4, "groepsconsult")), LATER, ("afwijking", "voldoet")),
        (first(*many(4, "tolk")), LATER, ("loopt", "afwijking")),
        (first(*many(4), diagnostic("x", END, None)), LATER, ("onbepaald", "onbepaald")),
        (first(*many(4), diagnostic("x", LATER, None)), LATER, ("afwijking", "voldoet")),
        (first(diagnostic("x", END, None)), END, ("loopt", "loopt")),
    ],
)
def test_first_weeks(rows: list[dict[str, Any]], peildatum: date, expected: tuple[str, str]) -> None:
    found = tuple(verdicts(f"ZPM-RB-0{n}", rows, REGIE, peildatum=peildatum)["z1"] for n in (1, 2))
    assert found == expected


@pytest.mark.parametrize(
    ("n", "einddatum", "expected"),
    [
        (3, LATER, ("voldoet", "voldoet")), (3, END, ("voldoet", "voldoet")), (3, LATER + DAY, ("loopt", "afwijking")),
        (4, LATER, ("afwijking", "voldoet")), (3, None, ("loopt", "afwijking")),
    ],
)  # fmt: skip
def test_first_weeks_of_a_closed_traject(n: int, einddatum: date | None, expected: tuple[str, str]) -> None:
    """With four contacts the next one may be with the regiebehandelaar, if there is a next one."""
    closed = [REGIE[0] | {"einddatum": einddatum}]
    found = tuple(verdicts(f"ZPM-RB-0{c}", first(*many(n)), closed, peildatum=LATER)["z1"] for c in (1, 2))
    assert found == expected
    assert verdicts("ZPM-RB-01", first(*many(n)), closed, peildatum=END) == {"z1": "loopt"}


def test_treatment_without_diagnostics() -> None:
    treated = prestatie("a", consulttype="behandeling")
    for rows, expected in (
        ([treated], "afwijking"), ([treated, prestatie("b", consulttype=None)], "afwijking"),
        ([treated, diagnostic("b", D0)], "voldoet"),
        ([treated, diagnostic("b", D0) | {"prestatiegroep": "groepsconsult"}], "afwijking"),
    ):  # fmt: skip
        assert verdicts("ZPM-RB-05", rows) == {"z1": expected}
    assert verdicts("ZPM-RB-05", [diagnostic("b", D0)]) == {}
    assert verdicts("ZPM-RB-05", [treated | {"prestatiegroep": "groepsconsult"}]) == {}
    for values in ({"nieuwe_zorgvraag": False}, {"startdatum": date(2022, 1, 1)}, {"financiering": "anders"}):
        found = outcome("ZPM-RB-05", [treated], [traject(**values)])
        assert (found.verdicts, found.buiten_beeld) == ({}, 0)
    assert verdicts("ZPM-RB-05", [treated], [traject(startdatum=date(2022, 1, 2))]) == {"z1": "afwijking"}
    assert outcome("ZPM-RB-05", [treated], [traject(financiering=None)]).buiten_beeld == 1


def test_first_weeks_without_regiebehandelaar() -> None:
    assert verdicts("ZPM-RB-01", first(who=None), [traject()], peildatum=END) == {"z1": "onbepaald"}


def test_who_is_in_the_first_weeks() -> None:
    rows = first(who="b1")
    for values in ({"nieuwe_zorgvraag": False}, {"financiering": "anders"}):
        found = outcome("ZPM-RB-01", rows, [traject(regiebehandelaar_id="b1", **values)])
        assert (found.verdicts, found.buiten_beeld) == ({}, 0)
    found = outcome("ZPM-RB-02", rows, [traject(financiering=None)])
    assert (found.verdicts, found.buiten_beeld) == ({}, 1)
    assert verdicts("ZPM-RB-01", [rows[0] | {"consulttype": None}], REGIE) == {}
    assert verdicts("ZPM-RB-01", rows, [traject(financiering="fz", regiebehandelaar_id="b1")]) == {"z1": "voldoet"}


def test_impact_of_the_first_weeks() -> None:
    def impact(*rows: dict[str, Any]) -> int | None:
        return outcome("ZPM-RB-01", first(*many(4), *rows), REGIE, peildatum=date(2024, 12, 31)).impact_cent["z1"]

    def later(name: str, days: int, amount: int | None, **values: Any) -> dict[str, Any]:
        return prestatie(name, datum=END + days * DAY, bedrag_eur=amount, **values)

    assert impact() == 0
    assert impact(later("a", 0, 1), later("b", 1, 20), later("c", 90, 300)) == 320
    assert (
        impact(later("b", 1, 20), diagnostic("x", END + 9 * DAY, "b1"), later("c", 9, None), later("d", 90, 300)) == 20
    )
    assert impact(later("b", 1, None), later("c", 90, 300)) is None


def test_regiebehandelaar_named() -> None:
    known = {"behandelaren": [behandelaar("b1", "verpleegkundige")]}
    for regie, expected in (("b1", "voldoet"), ("b2", "afwijking"), (None, "afwijking")):
        trajecten = [traject(regiebehandelaar_id=regie)]
        assert verdicts("ZPM-RB-03", [prestatie("t", "tolk")], trajecten, **known) == {"z1": expected}
    assert verdicts("ZPM-RB-03", [prestatie("t", "tolk", declarabel=False)], REGIE, **known) == {}
    assert outcome("ZPM-RB-03", [prestatie("t")], [traject(financiering=None)], **known).buiten_beeld == 1


def test_regiebehandelaar_entitled_on_the_first_date() -> None:
    consult = [prestatie("c2", datum=D0 + DAY), prestatie("c1", datum=D0)]

    def verdict(*periods: dict[str, Any]) -> dict[str, str]:
        return verdicts("ZPM-RB-04", consult, REGIE, behandelaren=list(periods))

    assert verdict(behandelaar("b1", "psychiater", D0, D0)) == {"z1": "voldoet"}
    assert verdict(behandelaar("b1", "psychiater", D0 + DAY)) == {"z1": "afwijking"}
    assert verdict(behandelaar("b1", "psychiater", None, D0 - DAY)) == {"z1": "afwijking"}
    assert verdict(behandelaar("b1", "Psychiater")) == {"z1": "afwijking"}
    assert verdict(behandelaar("b1", "arts", None, D0), behandelaar("b1", "psychiater", D0)) == {"z1": "voldoet"}
    assert verdict(behandelaar("b2", "psychiater")) == {}


def test_regiebehandelaar_entitled_out_of_sight() -> None:
    def counted(**values: Any) -> int:
        rows, known = [prestatie("c1")], [behandelaar("b1", "psychiater")]
        return outcome("ZPM-RB-04", rows, [traject(**values)], behandelaren=known).buiten_beeld

    assert counted(regiebehandelaar_id=None) == 1
    assert counted(regiebehandelaar_id="b9") == 0
    assert counted(regiebehandelaar_id="b1", financiering=None) == 1
    assert counted(regiebehandelaar_id="b9", financiering=None) == 0
    assert counted(regiebehandelaar_id=None, financiering="anders") == 0


def overleg(**values: Any) -> list[dict[str, Any]]:
    return [prestatie("i1", "intercollegiaal_overleg", **values)]


@pytest.mark.parametrize(
    ("check", "values", "expected"),
    [
        ("IO-01", {"setting": 1}, "voldoet"), ("IO-01", {"setting": 2}, "afwijking"), ("IO-01", {}, "onbepaald"),
        ("IO-02", {"gerealiseerde_minuten": 5, "duurklasse": 5}, "voldoet"),
        ("IO-02", {"gerealiseerde_minuten": 4, "duurklasse": 5}, "afwijking"),
        ("IO-02", {"gerealiseerde_minuten": 4}, "afwijking"),
        ("IO-02", {"gerealiseerde_minuten": 14, "duurklasse": 15}, "afwijking"),
        ("IO-02", {"gerealiseerde_minuten": 15, "duurklasse": 15}, "voldoet"),
        ("IO-02", {"gerealiseerde_minuten": 15, "duurklasse": 5}, "afwijking"),
        ("IO-02", {"gerealiseerde_minuten": 45, "duurklasse": 30}, "afwijking"),
        ("IO-02", {"duurklasse": 15}, "onbepaald"), ("IO-02", {"duurklasse": 30}, "afwijking"),
        ("IO-02", {"gerealiseerde_minuten": 15, "prestatiecode": "CO0237"}, "onbepaald"),
        ("IO-03", {"overleg_met": "huisarts"}, "afwijking"), ("IO-03", {"overleg_met": "verwijzer"}, "afwijking"),
        ("IO-03", {"overleg_met": "psychiater"}, "voldoet"), ("IO-03", {}, "onbepaald"),
        ("IO-04", {}, "voldoet"), ("IO-04", {"zorgtraject_id": None}, "afwijking"),
        ("IO-05", {"overleg_vastgelegd": True}, "voldoet"), ("IO-05", {"overleg_vastgelegd": False}, "afwijking"),
        ("IO-05", {}, "onbepaald"),
        ("IO-06", {"patient_geinformeerd": True}, "voldoet"), ("IO-06", {"patient_geinformeerd": False}, "afwijking"),
        ("IO-06", {}, "onbepaald"),
        ("IO-07", {"overleg_met": "psychiater"}, "voldoet"), ("IO-07", {"overleg_met": "verwijzer"}, "voldoet"),
        ("IO-07", {"overleg_met": "Psychiater"}, "afwijking"), ("IO-07", {"overleg_met": "coach"}, "afwijking"),
        ("IO-07", {}, "onbepaald"),
    ],
)  # fmt: skip
def test_overleg(check: str, values: dict[str, Any], expected: str) -> None:
    assert verdicts(f"ZPM-{check}", overleg(**values)) == {"i1": expected}


def test_impact_of_overleg() -> None:
    def impact(minuten: int | None, code: str, klasse: int = 30) -> int | None:
        rows = overleg(gerealiseerde_minuten=minuten, duurklasse=klasse, prestatiecode=code, bedrag_eur=900)
        short = prestatie("i2", "intercollegiaal_overleg", prestatiecode="OV0007", bedrag_eur=300)
        return outcome("ZPM-IO-02", [*rows, short]).impact_cent["i1"]

    assert impact(4, "OV0008") == 900
    assert impact(14, "OV0008") == 600
    assert impact(14, "OV0007") == 0
    assert impact(15, "OV0007") is None
    assert impact(None, "OV0007") is None


def test_twelve_hours() -> None:
    def row(name: str, minuten: int | None, hour: int | None = 9, **values: Any) -> dict[str, Any]:
        start = None if hour is None else time(hour)
        return prestatie(name, "euthanasie", gerealiseerde_minuten=minuten, starttijd=start, bedrag_eur=1000, **values)

    found = outcome("ZPM-EU-01", [row("b", 0), row("a", 720), row("0", 3, None), row("x", 700, patient_id="p2")])
    assert found.verdicts == {"a": "voldoet", "b": "voldoet", "0": "afwijking", "x": "voldoet"}
    assert found.impact_cent == {"0": 1000}
    found = outcome("ZPM-EU-01", [row("a", 719), row("b", 3, 10), row("c", None, 11)])
    assert found.verdicts == {"a": "voldoet", "b": "afwijking", "c": "afwijking"}
    assert found.impact_cent == {"b": 667, "c": None}
    found = outcome("ZPM-EU-01", [row("a", None), row("b", 720, 10), row("c", 8, 11), row("d", 0, 12)])
    assert found.verdicts == {"a": "onbepaald", "b": "onbepaald", "c": "afwijking", "d": "afwijking"}
    assert found.impact_cent == {"c": 1000, "d": None}
    found = outcome("ZPM-EU-01", [row("a", 712), row("b", 16, 10)])
    assert found.impact_cent == {"b": 500}


def test_euthanasie_in_forensic_care() -> None:
    trajecten = [traject(zorgtraject_id=name, financiering=name) for name in ("zvw", "fz", "anders")]
    trajecten.append(traject(zorgtraject_id="leeg", financiering=None))
    rows = [
        prestatie(name or "geen", "euthanasie", zorgtraject_id=name, gerealiseerde_minuten=n, starttijd=time(hour))
        for hour, (name, n) in enumerate([("fz", 720), ("zvw", 700), ("leeg", 19), (None, 1), ("weg", 1)])
    ]
    expected = {"zvw": "voldoet", "leeg": "voldoet", "geen": "voldoet", "weg": "afwijking"}
    assert verdicts("ZPM-EU-01", rows, trajecten) == expected
    found = outcome("ZPM-EU-02", rows, trajecten)
    assert found.verdicts == {"fz": "afwijking", "zvw": "voldoet", "leeg": "onbepaald"}
    assert (found.buiten_beeld, found.impact_cent) == (1, {"fz": None})


def test_four_diagnostic_consults() -> None:
    rows = [diagnostic(str(n), D0, bedrag_eur=5) | {"starttijd": None} for n in (2, 10, 9, 30)]
    rows += [diagnostic("99", D0, bedrag_eur=7), prestatie("1", consulttype="behandeling", datum=D0)]
    uninsured = [traject(diagnose_verzekerd=False)]
    found = outcome("ZPM-OD-01", rows, uninsured)
    assert found.verdicts == {"99": "voldoet", "10": "voldoet", "2": "voldoet", "30": "voldoet", "9": "afwijking"}
    assert found.impact_cent == {"9": 5}
    assert verdicts("ZPM-OD-01", rows, [traject(diagnose_verzekerd=True)]) == {}
    assert outcome("ZPM-OD-01", rows, [traject()]).buiten_beeld == 5
    assert outcome("ZPM-OD-01", rows, []).buiten_beeld == 5


def test_treatment_of_an_uninsured_diagnosis() -> None:
    rows = [
        prestatie("a", consulttype="behandeling", bedrag_eur=5),
        prestatie("b", "groepsconsult", consulttype="behandeling"),
        prestatie("c", consulttype="diagnostiek"),
        prestatie("d", "tolk", consulttype="behandeling"),
        prestatie("e"),
    ]
    found = outcome("ZPM-OD-02", rows, [traject(diagnose_verzekerd=False)])
    assert (found.verdicts, found.impact_cent) == ({"a": "afwijking", "b": "afwijking"}, {"a": 5, "b": None})
    assert set(verdicts("ZPM-OD-02", rows, [traject(diagnose_verzekerd=True)]).values()) == {"voldoet"}
    assert outcome("ZPM-OD-02", rows, [traject()]).buiten_beeld == 2
