"""Findings show pseudonyms for patients wherever their numbers stand, and keys that only look like one stay."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from zpm_audit.base.aloud import passes
from zpm_audit.base.pseudonyms import Key, pseudonym
from zpm_audit.engine.evidence import MARKS
from zpm_audit.findings.covered import Covering
from zpm_audit.findings.model import FINDING_SCHEMA
from zpm_audit.register import Register
from zpm_audit.register.store import RegisterTable

KEY = Key(b"een sleutel voor de tests")
BSN = "123456782"


def register(folder: Path, **tables: dict[str, list[str]]) -> Register:
    found = {}
    for name, columns in tables.items():
        frame = pl.DataFrame(columns)
        frame.write_parquet(folder / f"{name}.parquet")
        found[name] = RegisterTable(
            name, folder / f"{name}.parquet", frozenset(columns), frame.height, frame.height, 0, name
        )
    return Register(found)


def shown(folder: Path, known: Register, *, traceable: bool = False, **cells: str) -> dict[str, str]:
    row = {"check_id": "ZPM-PR-01", "bevinding_id": f"ZPM-PR-01:{cells.get('onderwerp_id', 'P1')}", **cells}
    path = folder / "lijst.parquet"
    pl.DataFrame([row], schema=FINDING_SCHEMA).write_parquet(path)
    Covering(known, KEY)._list(path, traceable=traceable)
    return pl.read_parquet(path).row(0, named=True)


def marked(text: str) -> str:
    return f"{MARKS[0]}{text}{MARKS[1]}"


@pytest.fixture
def letters(tmp_path: Path) -> Register:
    patients = ["PAT-1", "PAT-2"]
    return register(
        tmp_path,
        prestaties={"prestatie_id": ["P1", "P2"], "patient_id": patients},
        zorgtrajecten={"zorgtraject_id": ["T1", "T2"], "patient_id": patients},
    )


def test_texts_of_the_data_are_covered_and_words_of_the_check_stay(tmp_path: Path, letters: Register) -> None:
    row = shown(
        tmp_path,
        letters,
        waarde=marked("PAT-2"),
        grens=marked("hoogstens"),
        toelichting=f"PAT-1 staat er niet, {marked('PAT-1')} wel, en {marked('x ' + BSN)}.",
    )
    assert row["waarde"] == pseudonym("PAT-2", KEY)
    assert row["grens"] == "hoogstens"
    expected = f"PAT-1 staat er niet, {pseudonym('PAT-1', KEY)} wel, en x {pseudonym(BSN, KEY)}."
    assert row["toelichting"] == expected


@pytest.mark.parametrize("number", ["PAT-1", BSN])
def test_a_key_that_names_a_patient_is_covered_and_its_finding_has_one_id(
    tmp_path: Path, letters: Register, number: str
) -> None:
    plain = shown(tmp_path, letters, onderwerp_id=number, prestatie_id=number)
    traced = shown(tmp_path, letters, traceable=True, onderwerp_id=number, prestatie_id=number)
    assert plain["onderwerp_id"] == plain["prestatie_id"] == pseudonym(number, KEY)
    assert traced["onderwerp_id"] == number
    assert plain["bevinding_id"] == traced["bevinding_id"] == f"ZPM-PR-01:{pseudonym(number, KEY)}"


def test_keys_counted_like_patients_stay_unless_they_are_the_patient_of_their_row(tmp_path: Path) -> None:
    numbers = [str(n) for n in range(1_000_001, 1_000_101)]
    known = register(
        tmp_path,
        prestaties={"prestatie_id": numbers, "patient_id": numbers[::-1]},
        zorgtrajecten={"zorgtraject_id": numbers, "patient_id": numbers[::-1]},
    )
    other = {"onderwerp_id": numbers[0], "prestatie_id": numbers[0], "patient_id": pseudonym(numbers[7], KEY)}
    assert shown(tmp_path, known, **other)["prestatie_id"] == numbers[0]
    own = {**other, "patient_id": pseudonym(numbers[0], KEY)}
    row = shown(tmp_path, known, **own)
    assert row["prestatie_id"] == row["onderwerp_id"] == pseudonym(numbers[0], KEY)
    assert row["bevinding_id"] == f"ZPM-PR-01:{pseudonym(numbers[0], KEY)}"


def test_swapped_columns_are_no_series_of_keys(tmp_path: Path) -> None:
    patients = [str(n) for n in range(1_000_001, 1_000_101)]
    others = [str(n) for n in range(5_000_001, 5_000_101)]
    known = register(
        tmp_path,
        prestaties={"prestatie_id": patients, "patient_id": others},
        zorgtrajecten={"zorgtraject_id": [f"T{n}" for n in range(100)], "patient_id": patients},
    )
    assert shown(tmp_path, known, prestatie_id=patients[3])["prestatie_id"] == pseudonym(patients[3], KEY)


def test_keys_of_nine_digits_stay_when_they_pass_the_test_no_more_than_by_chance(tmp_path: Path) -> None:
    series = [str(n) for n in range(123456700, 123456900)]
    people = [f"PAT-{n}" for n in range(200)]
    known = register(
        tmp_path,
        prestaties={"prestatie_id": series, "patient_id": people},
        zorgtrajecten={"zorgtraject_id": [BSN, *(f"T{n}" for n in range(199))], "patient_id": people},
    )
    assert shown(tmp_path, known, prestatie_id=BSN)["prestatie_id"] == BSN
    alone = register(tmp_path, prestaties={"prestatie_id": [BSN, "P2"], "patient_id": people[:2]})
    assert shown(tmp_path, alone, prestatie_id=BSN)["prestatie_id"] == pseudonym(BSN, KEY)


def test_keys_with_letters_stay_also_where_their_digits_pass_the_test(tmp_path: Path) -> None:
    series = [f"P{n:09}" for n in range(123456700, 123456900)]
    people = [f"PAT-{n}" for n in range(200)]
    known = register(tmp_path, prestaties={"prestatie_id": series, "patient_id": people})
    key = f"P{BSN}"
    row = shown(
        tmp_path, known, prestatie_id=key, toelichting=f"Hoort bij {marked(key)}, niet bij {marked('x ' + BSN)}."
    )
    assert row["prestatie_id"] == key
    assert row["toelichting"] == f"Hoort bij {key}, niet bij x {pseudonym(BSN, KEY)}."
    few = register(tmp_path, prestaties={"prestatie_id": [key, "P000000001"], "patient_id": people[:2]})
    assert shown(tmp_path, few, prestatie_id=key)["prestatie_id"] == key


def test_keys_with_letters_that_all_pass_the_test_are_numbers_of_people(tmp_path: Path) -> None:
    passing = [n for n in range(123456700, 123457300) if passes(str(n))]
    for many in (3, len(passing)):
        known = register(
            tmp_path,
            prestaties={
                "prestatie_id": [f"P{n}" for n in passing[:many]],
                "patient_id": [f"PAT-{n}" for n in range(many)],
            },
        )
        covered = shown(tmp_path, known, prestatie_id=f"P{passing[0]}")["prestatie_id"]
        assert str(passing[0]) not in covered


def test_the_number_of_a_patient_in_a_key_with_letters_is_covered(tmp_path: Path) -> None:
    series = [f"P{n:09}" for n in range(123456700, 123456900)]
    known = register(tmp_path, prestaties={"prestatie_id": series, "patient_id": [BSN] * 200})
    assert BSN not in shown(tmp_path, known, prestatie_id=f"P{BSN}")["prestatie_id"]
