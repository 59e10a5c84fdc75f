"""Every way in which a contract can be wrong is refused, with the file, the line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from zpm_audit.base.errors import UsageError
from zpm_audit.intake.contract.suites import load_suites

GOOD = """\
name: prestaties
expectations:
  - type: expect_column_values_to_be_between
    kwargs:
      column: datum
      min_value: 2022-01-01
      max_value: {peildatum: {plus_dagen: 31}}
    meta:
      ernst: signaal
      omschrijving: {nl: Datum in de periode, en: Date within the period}
      waarom: {nl: Omdat, en: Because}
"""
CONDITION = "row_condition: {type: comparison, column: {name: %s}, operator: '%s', parameter: %s}"


def with_kwargs(kind: str, *lines: str) -> str:
    head, tail = GOOD.split("    kwargs:\n")
    body = "".join(f"      {line}\n" for line in lines)
    return (
        head.replace("expect_column_values_to_be_between", kind)
        + "    kwargs:\n"
        + body
        + tail[tail.index("    meta") :]
    )


NO_ARGUMENTS = GOOD[: GOOD.index("    kwargs")] + "    kwargs: []\n" + GOOD[GOOD.index("    meta") :]
REFERENCE = "value_set: {uit: {tabel: %s, kolom: %s}}"

IN_SET = "expect_column_values_to_be_in_set"
REGEX = "expect_column_values_to_match_regex"
BETWEEN = "expect_column_values_to_be_between"
NOT_NULL = "expect_column_values_to_not_be_null"
PAIR = "expect_column_pair_values_a_to_be_greater_than_b"
COMPOUND = "expect_compound_columns_to_be_unique"

WRONG: list[tuple[str, str, int, str]] = [
    ("empty file", "", 1, "leeg"),
    ("no YAML", "name: a: b", 1, "geen geldige YAML"),
    ("a list", "- a\n", 1, "sleutels name, expectations"),
    ("unknown key at the top", GOOD + "notities: x\n", 12, "onbekende sleutel 'notities'"),
    ("no name", GOOD.replace("name: prestaties\n", ""), 1, "'name' ontbreekt"),
    ("unknown table", GOOD.replace("name: prestaties", "name: prestatie"), 1, "geen tabel"),
    ("table that is a list", GOOD.replace("name: prestaties", "name: [prestaties]"), 1, "geen tabel"),
    ("name of another table", GOOD.replace("name: prestaties", "name: opnames"), 1, "gelijk te heten"),
    ("no expectations", "name: prestaties\nexpectations: []\n", 2, "lijst met verwachtingen"),
    ("double key", GOOD.replace("      column: datum\n", "      column: datum\n      column: datum\n"), 6, "twee keer"),
    ("the same twice", GOOD + GOOD.split("expectations:\n")[1], 12, "staat er al"),
    ("unknown key in an expectation", GOOD.replace("    meta:", "    notes: x\n    meta:"), 8, "'notes'"),
    ("unknown key in meta", GOOD.replace("      ernst:", "      bron: x\n      ernst:"), 9, "'bron'"),
    ("unknown severity", GOOD.replace("signaal", "ernstig"), 9, "ernst is fout of signaal"),
    ("severity that is a list", GOOD.replace("signaal", "[fout]"), 9, "ernst is fout of signaal"),
    ("no reason", GOOD.replace("      waarom: {nl: Omdat, en: Because}\n", ""), 8, "'waarom' ontbreekt"),
    ("one language", GOOD.replace("{nl: Omdat, en: Because}", "{nl: Omdat}"), 11, "'en' ontbreekt"),
    ("an empty sentence", GOOD.replace("en: Because", "en: ''"), 11, "een zin"),
    ("a number for a sentence", GOOD.replace("en: Because", "en: 1"), 11, "een zin"),
    ("unknown expectation", with_kwargs("expect_column_values_to_be_betwixt", "column: datum"), 3, BETWEEN),
    ("expectation that is a list", with_kwargs("[a]", "column: datum"), 3, "onbekende verwachting"),
    ("arguments that are a list", NO_ARGUMENTS, 4, "argumenten"),
    ("unknown argument", with_kwargs(NOT_NULL, "column: datum", "strict_min: true"), 6, "'strict_min'"),
    ("missing argument", with_kwargs(IN_SET, "column: setting"), 4, "'value_set' ontbreekt"),
    ("unknown column", with_kwargs(NOT_NULL, "column: datums"), 5, "bedoelde u 'datum'"),
    ("column that is a map", with_kwargs(NOT_NULL, "column: {a: b}"), 5, "geen kolom"),
    ("share of nothing", with_kwargs(NOT_NULL, "column: datum", "mostly: 0"), 6, "mostly"),
    ("share above one", with_kwargs(NOT_NULL, "column: datum", "mostly: 95"), 6, "mostly"),
    ("share that is a bool", with_kwargs(NOT_NULL, "column: datum", "mostly: true"), 6, "mostly"),
    ("no bounds", with_kwargs(BETWEEN, "column: datum"), 4, "min_value, max_value of allebei"),
    ("number for a date", with_kwargs(BETWEEN, "column: datum", "min_value: 5"), 6, "geef een datum"),
    ("date for a number", with_kwargs(BETWEEN, "column: setting", "min_value: 2024-01-01"), 6, "geef een getal"),
    ("bounds on text", with_kwargs(BETWEEN, "column: patient_id", "min_value: 1"), 6, "geen grenzen"),
    ("crossed bounds", with_kwargs(BETWEEN, "column: setting", "min_value: 3", "max_value: 2"), 4, "boven max_value"),
    (
        "unknown shift",
        with_kwargs(BETWEEN, "column: datum", "min_value: {peildatum: {plus_weken: 1}}"),
        6,
        "geef een datum",
    ),
    (
        "far shift",
        with_kwargs(BETWEEN, "column: datum", "min_value: {peildatum: {plus_dagen: 99999999}}"),
        6,
        "geef een datum",
    ),
    ("shift of nothing", with_kwargs(BETWEEN, "column: datum", "min_value: {peildatum: {}}"), 6, "geef een datum"),
    ("pattern on a number", with_kwargs(REGEX, "column: setting", "regex: '^a$'"), 6, "tekstkolom"),
    ("pattern without ends", with_kwargs(REGEX, "column: prestatiecode", "regex: '[0-9]'"), 6, "begint met ^"),
    ("pattern with \\d", with_kwargs(REGEX, "column: prestatiecode", r"regex: '^\d+$'"), 6, "[0-9]"),
    (
        "pattern with look-ahead",
        with_kwargs(REGEX, "column: prestatiecode", "regex: '^(?=a)b$'"),
        6,
        "niet in elke motor",
    ),
    ("pattern with $ inside", with_kwargs(REGEX, "column: prestatiecode", "regex: '^a$|b$'"), 6, "niet in elke motor"),
    ("broken pattern", with_kwargs(REGEX, "column: prestatiecode", "regex: '^[$'"), 6, "geen geldig patroon"),
    ("empty list", with_kwargs(IN_SET, "column: setting", "value_set: []"), 6, "lijst met waarden"),
    ("text for a number", with_kwargs(IN_SET, "column: setting", "value_set: [1, 'x']"), 6, "niet van het type"),
    ("bool for a number", with_kwargs(IN_SET, "column: setting", "value_set: [true]"), 6, "niet van het type"),
    ("list of dates", with_kwargs(IN_SET, "column: datum", "value_set: [2024-01-01]"), 6, "tekst, int of time"),
    ("unknown reference", with_kwargs(IN_SET, "column: patient_id", "value_set: {van: patienten}"), 6, "{uit:"),
    (
        "reference to no table",
        with_kwargs(IN_SET, "column: patient_id", REFERENCE % ("patient", "patient_id")),
        6,
        "geen tabel",
    ),
    (
        "reference to no column",
        with_kwargs(IN_SET, "column: patient_id", REFERENCE % ("patienten", "id")),
        6,
        "geen kolom 'id'",
    ),
    (
        "reference of another type",
        with_kwargs(IN_SET, "column: setting", REFERENCE % ("patienten", "bsn")),
        6,
        "ander type",
    ),
    ("one column in a key", with_kwargs(COMPOUND, "column_list: [datum]"), 5, "twee of meer"),
    ("unknown column in a key", with_kwargs(COMPOUND, "column_list: [datum, dag]"), 5, "geen kolom 'dag'"),
    (
        "pair of two kinds",
        with_kwargs(
            PAIR, "column_A: datum", "column_B: setting", "or_equal: true", "ignore_row_if: either_value_is_missing"
        ),
        4,
        "niet te vergelijken",
    ),
    (
        "pair that counts empty as wrong",
        with_kwargs(PAIR, "column_A: factuurdatum", "column_B: datum", "or_equal: true", "ignore_row_if: neither"),
        8,
        "either_value_is_missing",
    ),
    (
        "pair strictly later",
        with_kwargs(
            PAIR,
            "column_A: factuurdatum",
            "column_B: datum",
            "or_equal: false",
            "ignore_row_if: either_value_is_missing",
        ),
        7,
        "altijd true",
    ),
    (
        "condition in text",
        with_kwargs(NOT_NULL, "column: datum", "row_condition: setting == 1"),
        6,
        "geen rijvoorwaarde",
    ),
    (
        "condition on no column",
        with_kwargs(NOT_NULL, "column: datum", CONDITION % ("groep", "==", "x")),
        6,
        "geen kolom 'groep'",
    ),
    (
        "condition on a date",
        with_kwargs(NOT_NULL, "column: setting", CONDITION % ("datum", "==", "x")),
        6,
        "tekst, int of bool",
    ),
    (
        "condition of another type",
        with_kwargs(NOT_NULL, "column: datum", CONDITION % ("setting", "==", "x")),
        6,
        "niet van het type",
    ),
    (
        "IN without a list",
        with_kwargs(NOT_NULL, "column: datum", CONDITION % ("setting", "IN", "1")),
        6,
        "geen rijvoorwaarde",
    ),
]


def write(folder: Path, text: str, name: str = "prestaties") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_example_itself_is_right(tmp_path: Path) -> None:
    (suite,) = load_suites(write(tmp_path / "intake", GOOD))
    (expectation,) = suite.expectations
    assert (suite.name, expectation.judged, expectation.severity) == ("prestaties", ("datum",), "signaal")
    assert expectation.description.en == "Date within the period"


@pytest.mark.parametrize(("text", "line", "says"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_refused_with_its_place(tmp_path: Path, text: str, line: int, says: str) -> None:
    folder = write(tmp_path / "intake", text)
    with pytest.raises(UsageError) as caught:
        load_suites(folder)
    message = caught.value.message("nl")
    assert f"{folder / 'prestaties.yaml'}:{line}:" in message
    assert says in message
    assert caught.value.message("en") != message
    assert caught.value.exit_code == 2


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "intake", GOOD.replace("datum\n", "dag\n").replace("signaal", "x"))
    write(folder, GOOD.replace("prestaties", "opnames"), "opnames")
    with pytest.raises(UsageError) as caught:
        load_suites(folder)
    message = caught.value.message("nl")
    assert message.count("prestaties.yaml:") == 2
    assert message.count("opnames.yaml:") == 1


@pytest.mark.parametrize("make", [False, True])
def test_a_folder_without_a_contract_is_refused(tmp_path: Path, make: bool) -> None:
    folder = tmp_path / "intake"
    if make:
        folder.mkdir()
    with pytest.raises(UsageError, match="datacontract"):
        load_suites(folder)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "intake", GOOD)
    (folder / "prestaties.yaml").write_bytes(GOOD.encode() + b"# caf\xe9\n")
    with pytest.raises(UsageError, match="UTF-8"):
        load_suites(folder)
