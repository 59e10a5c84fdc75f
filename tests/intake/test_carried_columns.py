"""Columns of the source that go along to the findings, and what may never go along."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.conftest import Read
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake import load_mapping

HEAD = "prestatie_id,patient_id,datum,prestatiegroep"


def said(names: str, more: str = "") -> str:
    return f"tabellen: {{prestaties: {{meenemen: {names}{more}}}}}"


def test_columns_go_along_as_text(read: Read) -> None:
    text = f"{HEAD},Locatie,setting,nr\nP1,C1,2024-01-01,consult, West ,1,07\nP2,C1,2024-01-01,consult,,2,8\n"
    register = read(text, said("[Locatie, nr, setting]", ", waarden: {setting: {'1': '3'}}"))
    table = register.tables["prestaties"]
    assert table.carried == ("Locatie", "nr", "setting")
    assert table.unknown_columns == ()
    assert "meegenomen:Locatie" not in table.columns
    rows = table.scan().select("setting", "meegenomen:Locatie", "meegenomen:nr", "meegenomen:setting").collect().rows()
    assert rows == [(3, "West", "07", "1"), (2, None, "8", "2")]


@pytest.mark.parametrize(
    ("numbers", "what"), [("111222333,999999990", "burgerservicenummers"), ("C1,C2", "patiëntnummers")]
)
def test_what_points_at_a_person_is_refused_by_what_it_holds(read: Read, numbers: str, what: str) -> None:
    one, other = numbers.split(",")
    text = (
        f"{HEAD},klant\nP1,C1,2024-01-01,consult,{one}\nP2,C2,2024-01-01,consult,{other}\nP3,C2,2024-01-01,consult,\n"
    )
    with pytest.raises(InputRefusedError, match=f"in kolom klant staan {what}; die gaan nooit mee"):
        read(text, said("klant"))


def test_eight_digits_are_a_number_that_lost_its_zero(read: Read) -> None:
    with pytest.raises(InputRefusedError, match="burgerservicenummers"):
        read(f"{HEAD},x\nP1,C1,2024-01-01,consult,12345672\n", said("x"))
    assert read(f"{HEAD},x\nP1,C1,2024-01-01,consult,123456789\n", said("x")).tables["prestaties"].carried == ("x",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (said("[klant]", ", kolommen: {patient_id: klant}"), "'klant' wijst een patiënt aan en gaat niet mee"),
        (said("[patient_id]"), "'patient_id' wijst een patiënt aan"),
        (said("[a, b]", ", kolommen: {patient_id: {samen: [b, c]}}"), "'b' wijst een patiënt aan"),
        (said("[a, a]"), "'a' staat er twee keer"),
        ("tabellen: {behandelaren: {meenemen: a}}", "kolommen van behandelaren kunnen niet mee"),
    ],
)
def test_what_cannot_go_along(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_mapping(path)
    assert says in caught.value.text.nl
