"""What polars counts, by hand: both sides of every boundary, empty values, and what is not there at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.intake.contract.exports import PEILDATUM, clean_tables, make_register, random_tables
from zpm_audit.base.language import Text
from zpm_audit.intake.contract.evaluate import evaluate
from zpm_audit.intake.contract.measure import measure
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
from zpm_audit.intake.contract.result import ExpectationResult
from zpm_audit.intake.contract.suites import load_suites
from zpm_audit.intake.contract.wording import observed_text, share
from zpm_audit.register import TABLES, Register

CONSULT = {"type": "comparison", "column": {"name": "prestatiegroep"}, "operator": "==", "parameter": "consult"}


def expect(table: str, kind: str, **kwargs: Any) -> Suite:
    return Suite(table, (Expectation(table, 0, kind, kwargs, Text("nl", "en"), Text("nl", "en"), "fout"),))


def judge(folder: Path, table: str, rows: Iterable[dict[str, Any]], kind: str, **kwargs: Any) -> ExpectationResult:
    register = make_register(folder, {table: list(rows)})
    (result,) = evaluate(register, [expect(table, kind, **kwargs)], PEILDATUM)
    return result


def column(name: str, *values: Any) -> list[dict[str, Any]]:
    return [{name: v} for v in values]


def figures(result: ExpectationResult) -> tuple[str, int, int]:
    return result.outcome, result.rows, result.unexpected


@pytest.mark.parametrize(
    ("values", "kwargs", "expected"),
    [
        ((0, 1440, None), {"min_value": 0, "max_value": 1440}, ("voldoet", 2, 0)),
        ((-1, 0, 1440, 1441), {"min_value": 0, "max_value": 1440}, ("voldoet_niet", 4, 2)),
        ((-1, 99999), {"min_value": -1}, ("voldoet", 2, 0)),
        ((1, 2, 3, 99), {"max_value": 3, "mostly": 0.75}, ("voldoet", 4, 1)),
        ((1, 2, 3, 99), {"max_value": 3, "mostly": 0.76}, ("voldoet_niet", 4, 1)),
        ((1, 2, None, None, 99), {"max_value": 3, "mostly": 0.75}, ("voldoet_niet", 3, 1)),
        ((None, None), {"min_value": 0}, ("niet_uitgevoerd", 0, 0)),
    ],
)
def test_between(tmp_path: Path, values: Any, kwargs: Any, expected: Any) -> None:
    rows = column("geplande_minuten", *values)
    assert figures(judge(tmp_path, "prestaties", rows, BETWEEN, column="geplande_minuten", **kwargs)) == expected


def test_dates_count_from_the_peildatum(tmp_path: Path) -> None:
    kwargs = {"min_value": date(2022, 1, 1), "max_value": {"peildatum": {"plus_dagen": 31}}}
    days = [date(2021, 12, 31), date(2022, 1, 1), date(2025, 1, 31), date(2025, 2, 1)]
    result = judge(tmp_path, "prestaties", column("datum", *days), BETWEEN, column="datum", **kwargs)
    assert figures(result) == ("voldoet_niet", 4, 2)
    assert result.examples == ("2021-12-31", "2025-02-01")


@pytest.mark.parametrize(
    ("peildatum", "shift", "first"),
    [
        (date(2024, 2, 29), {"plus_jaren": -1}, date(2023, 2, 28)),
        (date(2024, 2, 29), {"plus_jaren": -4}, date(2020, 2, 29)),
        (date(2024, 12, 31), {"plus_jaren": -1, "plus_dagen": 1}, date(2024, 1, 1)),
        (date(1, 1, 1), {"plus_jaren": -120}, date.min),
        (date(1, 1, 1), {"plus_dagen": -1}, date.min),
    ],
)
def test_years_before_the_peildatum(tmp_path: Path, peildatum: date, shift: dict[str, int], first: date) -> None:
    suite = expect("patienten", BETWEEN, column="geboortedatum", min_value={"peildatum": shift})
    days = [first] if first == date.min else [first, date.fromordinal(first.toordinal() - 1)]
    (result,) = evaluate(make_register(tmp_path, {"patienten": column("geboortedatum", *days)}), [suite], peildatum)
    assert result.unexpected == len(days) - 1


def test_bounds_that_cross_on_this_peildatum_judge_nothing(tmp_path: Path) -> None:
    suite = expect(
        "prestaties", BETWEEN, column="datum", min_value=date(2022, 1, 1), max_value={"peildatum": {"plus_dagen": 0}}
    )
    register = make_register(tmp_path, {"prestaties": column("datum", date(2021, 5, 1))})
    (result,) = evaluate(register, [suite], date(2021, 12, 31))
    assert result.outcome == "niet_uitgevoerd"
    assert "2021-12-31" in result.observed.nl


def test_moments_and_amounts(tmp_path: Path) -> None:
    moments = [
        datetime(2021, 12, 31, 23, 59),
        datetime(2022, 1, 1),
        datetime(2024, 12, 31),
        datetime(2024, 12, 31, 0, 1),
    ]
    kwargs = {"min_value": date(2022, 1, 1), "max_value": {"peildatum": {"plus_dagen": 0}}}
    result = judge(tmp_path, "opnames", column("opname", *moments), BETWEEN, column="opname", **kwargs)
    assert figures(result) == ("voldoet_niet", 4, 2)
    cents = column("max_tarief_eur", -1, 0, 2_500_000, 2_500_001)
    amounts = judge(tmp_path, "codelijst", cents, BETWEEN, column="max_tarief_eur", min_value=0, max_value=25_000)
    assert figures(amounts) == ("voldoet_niet", 4, 2)
    assert amounts.examples == ("-0.01", "25000.01")


@pytest.mark.parametrize(
    ("values", "bad"),
    [(("CO0497", None), 0), (("CO0497", "co0497", "CO497", "CO04970", " CO0497", "CO0497\n", ""), 6)],
)
def test_a_pattern_describes_the_whole_value(tmp_path: Path, values: Any, bad: int) -> None:
    rows = column("prestatiecode", *values)
    result = judge(tmp_path, "prestaties", rows, REGEX, column="prestatiecode", regex="^[A-Z]{2}[0-9]{4}$")
    assert result.unexpected == bad
    assert result.rows == sum(v is not None for v in values)


def test_a_list_of_times_that_should_not_be(tmp_path: Path) -> None:
    rows = column("starttijd", time(0, 0), time(0, 0, 30), time(9, 0), None)
    result = judge(tmp_path, "prestaties", rows, NOT_IN_SET, column="starttijd", value_set=["00:00"], mostly=0.7)
    assert (result.rows, result.unexpected, result.outcome) == (3, 1, "voldoet_niet")


def test_in_set_shows_what_is_outside_on_one_short_line(tmp_path: Path) -> None:
    rows = column("prestatiegroep", "consult", "a\nb", "z" * 1_000_000, None)
    result = judge(tmp_path, "prestaties", rows, IN_SET, column="prestatiegroep", value_set=["consult"])
    assert figures(result) == ("voldoet_niet", 3, 2)
    assert result.examples == ("a\N{REPLACEMENT CHARACTER}b", "z" * 40 + "…")


def test_filled_share_within_the_rows_that_it_is_about(tmp_path: Path) -> None:
    rows = [{"prestatiegroep": g, "consulttype": t} for g, t in
            [("consult", "behandeling"), ("consult", None), ("tolk", None), (None, None)]]  # fmt: skip
    kwargs = {"column": "consulttype", "row_condition": CONSULT}
    result = judge(tmp_path, "prestaties", rows, NOT_NULL, mostly=0.5, **kwargs)
    assert figures(result) == ("voldoet", 2, 1)
    assert result.observed.nl == "1 van 2 gevuld (50,0%) (rijen met prestatiegroep consult); gevraagd: minstens 50%"
    assert figures(judge(tmp_path, "prestaties", rows, NOT_NULL, mostly=0.51, **kwargs)) == ("voldoet_niet", 2, 1)
    nowhere = judge(tmp_path, "prestaties", rows[2:], NOT_NULL, **kwargs)
    assert nowhere.outcome == "niet_uitgevoerd"
    assert nowhere.observed.en == "no rows to judge (rows with prestatiegroep consult)"


def test_every_row_of_a_shared_key_counts(tmp_path: Path) -> None:
    rows = column("bsn", "1", "1", "1", "2", "2", "3", None, None)
    result = judge(tmp_path, "patienten", rows, UNIQUE, column="bsn")
    assert figures(result) == ("voldoet_niet", 6, 5)
    assert result.examples == ()


def test_a_compound_key_may_be_partly_empty(tmp_path: Path) -> None:
    rows = [
        {"behandelaar_id": b, "geldig_van": d}
        for b, d in [("B1", None), ("B1", None), ("B1", date(2024, 1, 1)), (None, None), (None, None)]
    ]
    result = judge(tmp_path, "behandelaren", rows, COMPOUND_UNIQUE, column_list=["behandelaar_id", "geldig_van"])
    assert figures(result) == ("voldoet_niet", 3, 2)


def test_an_order_is_judged_where_both_dates_are_filled(tmp_path: Path) -> None:
    rows = [
        {"opname": datetime(2024, 1, 1, 12), "ontslag": t}
        for t in [None, datetime(2024, 1, 1, 12), datetime(2024, 1, 1, 11, 59), datetime(2024, 1, 2)]
    ]
    pair = {"column_A": "ontslag", "column_B": "opname", "or_equal": True, "ignore_row_if": "either_value_is_missing"}
    assert figures(judge(tmp_path, "opnames", rows, PAIR, **pair)) == ("voldoet_niet", 3, 1)


def known_in(folder: Path, others: list[dict[str, Any]] | None, **changes: Any) -> ExpectationResult:
    tables: dict[str, Any] = {"zorgtrajecten": column("regiebehandelaar_id", "B1", "B1", "B2", "", None)}
    if others is not None:
        tables["behandelaren"] = others
    value_set = {"uit": {"tabel": "behandelaren", "kolom": "behandelaar_id"}}
    suite = expect("zorgtrajecten", IN_SET, column="regiebehandelaar_id", value_set=value_set)
    (result,) = evaluate(make_register(folder, tables, **changes), [suite], PEILDATUM)
    return result


def test_known_in_another_table(tmp_path: Path) -> None:
    # B1 is there for two periods: that must not count its rows twice.
    result = known_in(tmp_path, column("behandelaar_id", "B1", "B1", None))
    assert figures(result) == ("voldoet_niet", 4, 2)
    assert result.examples == ()


@pytest.mark.parametrize(
    ("others", "without", "says"),
    [
        (None, (), "tabel behandelaren ontbreekt of heeft geen rijen"),
        ([], (), "tabel behandelaren ontbreekt of heeft geen rijen"),
        (column("behandelaar_id", "B1"), ("behandelaren.behandelaar_id",), "kolom behandelaar_id van behandelaren"),
        (column("behandelaar_id", "B1"), ("zorgtrajecten.regiebehandelaar_id",), "kolom regiebehandelaar_id zit niet"),
    ],
)
def test_what_is_absent_is_not_judged(tmp_path: Path, others: Any, without: Any, says: str) -> None:
    result = known_in(tmp_path, others, without=without)
    assert figures(result) == ("niet_uitgevoerd", 0, 0)
    assert says in result.observed.nl


def test_an_absent_table_and_an_empty_one(tmp_path: Path) -> None:
    suites = [s for s in load_suites() if s.name in {"patienten", "opnames"}]
    results = evaluate(make_register(tmp_path, {"opnames": []}), suites, PEILDATUM)
    assert {r.outcome for r in results if r.table == "patienten"} == {"niet_uitgevoerd"}
    assert {r.observed.nl for r in results if r.table == "patienten"} == {"de tabel zit niet in de export"}
    empty = {r.kind: r.outcome for r in results if r.table == "opnames"}
    assert empty.pop(ROW_COUNT) == "voldoet_niet"
    assert set(empty.values()) == {"niet_uitgevoerd"}


def test_a_clean_export_meets_everything(tmp_path: Path) -> None:
    results = evaluate(make_register(tmp_path, clean_tables()), load_suites(), PEILDATUM)
    assert [r for r in results if r.outcome != "voldoet"] == []
    assert len(results) == sum(len(s.expectations) for s in load_suites())


def test_the_order_of_rows_and_how_they_are_stored_change_nothing(tmp_path: Path) -> None:
    tables = random_tables(7, 200)
    before = evaluate(make_register(tmp_path / "a", tables), load_suites(), PEILDATUM)
    shuffled = {name: t.sample(fraction=1, shuffle=True, seed=1) for name, t in tables.items()}
    register = make_register(tmp_path / "b", shuffled)
    for name, table in shuffled.items():
        table.write_parquet(register.tables[name].path, row_group_size=7)
    assert evaluate(register, load_suites(), PEILDATUM) == before
    assert {r.outcome for r in before} == {"voldoet", "voldoet_niet", "niet_uitgevoerd"}


def test_many_shared_keys_are_counted_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zpm_audit.intake.contract.measure._KEYS_AT_ONCE", 10)
    rows = column("patient_id", *(str(i // 3) for i in range(300)), "alleen")
    assert figures(judge(tmp_path, "patienten", rows, UNIQUE, column="patient_id")) == ("voldoet_niet", 301, 300)


def test_what_cannot_be_computed_is_an_error_and_takes_nothing_along(tmp_path: Path) -> None:
    register = make_register(tmp_path, {"prestaties": column("setting", 1, 2)})
    frame = pl.read_parquet(register.tables["prestaties"].path).with_columns(setting=pl.Series(["1", "2"]))
    frame.write_parquet(register.tables["prestaties"].path)
    kinds = [
        (ROW_COUNT, {"min_value": 1}),
        (BETWEEN, {"column": "setting", "min_value": 1}),
        (NOT_NULL, {"column": "setting"}),
    ]
    text = Text("nl", "en")
    suite = Suite(
        "prestaties", tuple(Expectation("prestaties", i, k, a, text, text, "fout") for i, (k, a) in enumerate(kinds))
    )
    results = evaluate(register, [suite], PEILDATUM)
    assert [r.outcome for r in results] == ["voldoet", "fout", "voldoet"]
    assert "polars kon dit niet uitrekenen" in results[1].observed.nl


def test_a_missing_file_is_an_error_of_every_expectation(tmp_path: Path) -> None:
    register = make_register(tmp_path, {"patienten": clean_tables()["patienten"]})
    register.tables["patienten"].path.unlink()
    suites = [s for s in load_suites() if s.name == "patienten"]
    assert {r.outcome for r in evaluate(register, suites, PEILDATUM)} == {"fout"}


def test_the_fused_pass_reads_the_table_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register: Register = make_register(tmp_path, clean_tables())
    (suite,) = [s for s in load_suites() if s.name == "prestaties"]
    collected = []
    real = pl.LazyFrame.collect
    monkeypatch.setattr(pl.LazyFrame, "collect", lambda self, *a, **k: collected.append(1) or real(self, *a, **k))
    measure(register.scan("prestaties"), suite.expectations, lambda t, c: register.scan(t).select(c), PEILDATUM)
    keys = sum(e.type == UNIQUE for e in suite.expectations)
    links = sum(e.reference is not None for e in suite.expectations)
    assert len(collected) <= 1 + 2 * keys + links


@pytest.mark.parametrize(
    ("part", "whole", "nl"),
    [(1, 1, "100,0%"), (99_999, 100_000, "99,9%"), (0, 5, "0,0%"), (1, 100_000, "minder dan 0,1%"), (1, 8, "12,5%")],
)
def test_only_all_is_everything(part: int, whole: int, nl: str) -> None:
    assert share(part, whole).nl == nl


def test_every_column_of_the_clean_export_is_canonical() -> None:
    for name, rows in clean_tables().items():
        assert {c for row in rows for c in row} <= set(TABLES[name].by_name)


def test_one_value_that_does_not_comply_is_one() -> None:
    [said] = expect("patienten", UNIQUE, column="patient_id").expectations
    assert observed_text(said, judged=9, unexpected=1).nl.startswith("1 van 9 rijen voldoet niet")
