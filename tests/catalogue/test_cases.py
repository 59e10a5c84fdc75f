"""The cases beside the checks come out as written, and would be noticed if they did not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.corpus import CHECK_IDS, SAMPLED, failing, verdicts_of, with_cases
from zpm_audit.base.language import Text
from zpm_audit.catalogue.case_files import Case, load_cases
from zpm_audit.catalogue.prove import run_cases
from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.units import SUBJECTS
from zpm_audit.register import TABLES

VERDICTS = ("voldoet", "afwijking", "onbepaald", "loopt", "buiten", "buiten_beeld")


def _next(verdict: str) -> str:
    return VERDICTS[(VERDICTS.index(verdict) + 1) % len(VERDICTS)]


@pytest.mark.parametrize("check_id", SAMPLED)
def test_every_case_comes_out_as_a_person_expects(catalogue: Catalogue, check_id: str) -> None:
    wrong: dict[str, tuple[Text, ...]] = {o.name: o.errors for o in run_cases(catalogue, check_id) if o.errors}
    assert not wrong


@pytest.mark.whole
@pytest.mark.parametrize("check_id", ["ZPM-RB-01", "ZPM-PR-01", "ZPM-PR-06", "ZPM-IO-02", "ZPM-EU-01", "ZPM-OD-01"])
def test_a_wrong_verdict_is_noticed(catalogue: Catalogue, check_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def flip(case: Case) -> Case:
        expected: Any = case.verwacht
        flipped = {k: _next(v) for k, v in expected.items()} if isinstance(expected, dict) else _next(expected)
        return case.model_copy(update={"verwacht": flipped, "impact": {}, "waarde": {}})

    loaded = load_cases(catalogue, check_id)
    with_cases(monkeypatch, loaded, flip)
    assert failing(catalogue, check_id) == [case.naam for case in loaded.file.gevallen]


@pytest.mark.whole
@pytest.mark.parametrize("check_id", ["ZPM-RB-01", "ZPM-PR-01", "ZPM-IO-02", "ZPM-EU-01", "ZPM-OD-01"])
def test_a_wrong_amount_is_noticed(catalogue: Catalogue, check_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def cent_more(case: Case) -> Case:
        changed = {unit: 0.01 if amount is None else amount + 0.01 for unit, amount in case.impact.items()}
        return case.model_copy(update={"impact": {unit: round(amount, 2) for unit, amount in changed.items()}})

    loaded = load_cases(catalogue, check_id)
    with_cases(monkeypatch, loaded, cent_more)
    priced = [case.naam for case in loaded.file.gevallen if case.impact]
    assert priced
    assert failing(catalogue, check_id) == priced


@pytest.mark.whole
@pytest.mark.parametrize("check_id", ["ZPM-RB-01", "ZPM-PR-01", "ZPM-PR-06", "ZPM-EU-01"])
def test_a_wrong_value_is_noticed(catalogue: Catalogue, check_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(case: Case) -> Case:
        return case.model_copy(update={"waarde": dict.fromkeys(case.waarde, "iets anders")})

    loaded = load_cases(catalogue, check_id)
    with_cases(monkeypatch, loaded, other)
    shown = [case.naam for case in loaded.file.gevallen if case.waarde]
    assert shown
    assert failing(catalogue, check_id) == shown


@pytest.mark.parametrize("check_id", CHECK_IDS)
def test_what_is_expected_is_expected_of_a_row_that_is_there(catalogue: Catalogue, check_id: str) -> None:
    """A unit that does not exist is outside every population, so a slip of the pen would go unnoticed."""
    check = catalogue.checks[check_id]
    if check.populatie.groep is not None:
        return  # A group has no row of its own.
    table = check.populatie.tabel
    key = check.sleutel or [SUBJECTS[check.onderwerp]]
    if not set(key) <= set(TABLES[table].by_name):
        return  # A key that is derived stands in no row of the case.
    file = load_cases(catalogue, check_id).file
    for case in file.gevallen:
        rows = [{**file.standaard.get(table, {}), **row} for row in case.rows(table)]
        names = {"|".join("" if row.get(k) is None else str(row[k]) for k in key): row for row in rows}
        there = {name.replace("{n}", f"{n:03d}") for name, row in names.items() for n in range(1, _times(row) + 1)}
        named = set(case.impact) | set(case.waarde) | set(case.zegt)
        named |= set(case.verwacht) if isinstance(case.verwacht, dict) else set()
        assert rows, case.naam
        assert named <= there, case.naam


def _times(row: dict[str, Any]) -> int:
    return int(row.get("herhaal", 1))


@pytest.mark.parametrize("check_id", CHECK_IDS)
def test_every_check_has_a_case_that_is_left_alone(catalogue: Catalogue, check_id: str) -> None:
    """Who is outside the population matters as much as who is in it."""
    populatie = catalogue.checks[check_id].populatie
    judged = catalogue.definitions.beoordeeld
    if not (populatie.waar or populatie.groep or populatie.tabel in judged):
        return  # Every row is in the population, or out of sight.
    file = load_cases(catalogue, check_id).file
    assert "buiten" in verdicts_of(file)
