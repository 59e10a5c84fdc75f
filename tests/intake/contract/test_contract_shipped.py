"""The contract that comes with the tool: complete, and in step with the canonical tables."""

from __future__ import annotations

import pytest

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.intake.contract.measure import SHOWN
from zpm_audit.intake.contract.model import (
    BETWEEN,
    COMPOUND_UNIQUE,
    IN_SET,
    NOT_IN_SET,
    NOT_NULL,
    PAIR,
    REGEX,
    ROW_COUNT,
    UNIQUE,
    Expectation,
    Suite,
)
from zpm_audit.intake.contract.suites import load_suites
from zpm_audit.register import EXPORT_TABLES, TABLES

SUITES = {s.name: s for s in load_suites()}
ALL = [e for s in SUITES.values() for e in s.expectations]


def of(suite: Suite, kind: str) -> list[Expectation]:
    return [e for e in suite.expectations if e.type == kind]


def test_every_table_of_an_export_has_a_suite_that_asks_for_rows() -> None:
    assert set(SUITES) == set(EXPORT_TABLES) - {"controletotalen"}
    for suite in SUITES.values():
        assert [e.kwargs for e in of(suite, ROW_COUNT)] == [{"min_value": 1}]


def test_every_kind_of_expectation_is_used() -> None:
    kinds = {e.type for e in ALL}
    assert kinds == {ROW_COUNT, NOT_NULL, IN_SET, NOT_IN_SET, REGEX, BETWEEN, UNIQUE, COMPOUND_UNIQUE, PAIR}


@pytest.mark.parametrize("name", sorted(SUITES))
def test_required_columns_are_always_filled_and_keys_unique(name: str) -> None:
    suite, table = SUITES[name], TABLES[name]
    always = {e.judged[0] for e in of(suite, NOT_NULL) if e.mostly == 1 and e.condition is None}
    assert always == {c.name for c in table.columns if c.required}
    unique = {e.judged for kind in (UNIQUE, COMPOUND_UNIQUE) for e in of(suite, kind)}
    if table.key:
        assert (table.key,) in unique
    else:
        assert unique


@pytest.mark.parametrize("name", sorted(SUITES))
def test_enumerations_are_those_of_the_canonical_tables(name: str) -> None:
    declared = {e.judged[0]: tuple(e.kwargs["value_set"]) for e in of(SUITES[name], IN_SET) if e.reference is None}
    canonical = {c.name: c.values for c in TABLES[name].columns if c.values}
    assert {column: declared.get(column) for column in canonical} == canonical
    # The one list of ours that is no enumeration of the contract: the lower bounds of all duration classes.
    assert set(declared) - set(canonical) <= {"duurklasse"}


def test_every_link_between_tables_is_looked_up() -> None:
    links = {(e.table, e.judged[0], *e.reference) for e in ALL if e.reference}
    assert links == {
        ("prestaties", "patient_id", "patienten", "patient_id"),
        ("prestaties", "zorgtraject_id", "zorgtrajecten", "zorgtraject_id"),
        ("prestaties", "behandelaar_id", "behandelaren", "behandelaar_id"),
        ("prestaties", "hoofdprestatie_id", "prestaties", "prestatie_id"),
        ("zorgtrajecten", "patient_id", "patienten", "patient_id"),
        ("zorgtrajecten", "regiebehandelaar_id", "behandelaren", "behandelaar_id"),
        ("prestaties", "team", "teams", "team"),
        ("opnames", "patient_id", "patienten", "patient_id"),
    }


def test_numbers_with_leading_zeros_have_their_length() -> None:
    patterns = {(e.table, e.judged[0]): e.kwargs["regex"] for e in ALL if e.type == REGEX}
    assert patterns == {
        ("prestaties", "prestatiecode"): "^[A-Z]{2}[0-9]{4}$",
        ("codelijst", "prestatiecode"): "^[A-Z]{2}[0-9]{4}$",
        ("zorgtrajecten", "verwijzer_agb"): "^[0-9]{8}$",
        ("behandelaren", "agb_code"): "^[0-9]{8}$",
        ("behandelaren", "big_nummer"): "^[0-9]{11}$",
        ("patienten", "bsn"): "^[0-9]{4} (goed|elfproef|nullen) pt-[0-9a-f]{16}$",
        ("patienten", "uzovi"): "^[0-9]{4}$",
        ("contracten", "uzovi"): "^[0-9]{4}$",
    }


def test_both_languages_say_something_of_their_own() -> None:
    for e in ALL:
        assert e.description.nl != e.description.en, e
        assert e.why.nl != e.why.en, e


def test_no_column_that_points_at_a_person_is_ever_shown() -> None:
    known = {c.name for t in TABLES.values() for c in t.columns}
    assert known >= SHOWN
    persons = {
        "bsn", "naam", "geboortedatum", "agb_code", "big_nummer", "verwijzer_agb", "diagnose_hoofdgroep",
        *(c for c in known if c.endswith("_id")),
    }  # fmt: skip
    assert not SHOWN & persons


def test_the_suites_stand_where_an_installed_tool_finds_them() -> None:
    assert {f.stem for f in (catalogue_dir() / "intake").glob("*.yaml")} == set(SUITES)
