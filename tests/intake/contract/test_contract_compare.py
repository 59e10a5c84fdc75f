"""Two engines, one answer: where they differ or one of them fails, nothing is established."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zpm_audit.base.language import Text
from zpm_audit.intake.contract.compare import compare
from zpm_audit.intake.contract.model import IN_SET, Expectation
from zpm_audit.intake.contract.result import ExpectationResult, Measurement, complies, measured_result

GX = Text("Great Expectations", "Great Expectations")
EXPECTATION = Expectation(
    "prestaties", 3, IN_SET, {"column": "setting", "value_set": [1]}, Text("nl", "en"), Text("nl", "en"), "fout"
)


def result(judged: int, unexpected: int, engine: Text = GX) -> ExpectationResult:
    m = Measurement(judged + 2, 2, unexpected, ("9",))
    return measured_result(EXPECTATION, m, success=complies(EXPECTATION, m), engine=engine)


def one(ours: ExpectationResult, theirs: ExpectationResult) -> ExpectationResult:
    (merged,) = compare([ours], [theirs])
    return merged


@pytest.mark.parametrize(("unexpected", "outcome"), [(0, "voldoet"), (4, "voldoet_niet")])
def test_agreement_names_both(unexpected: int, outcome: str) -> None:
    merged = one(result(10, unexpected), result(10, unexpected))
    assert merged.outcome == outcome
    assert merged.engine.nl == "polars en Great Expectations"


def test_other_counts_are_an_error_with_both_numbers() -> None:
    merged = one(result(1000, 4), result(1000, 5))
    assert merged.outcome == "fout"
    assert "polars telt 4 afwijkend van 1.000, Great Expectations 5 van 1.000" in merged.observed.nl
    assert merged.examples == ()


def test_other_rows_are_an_error() -> None:
    assert one(result(10, 0), result(9, 0)).outcome == "fout"


def test_another_outcome_on_the_same_counts_is_an_error() -> None:
    assert one(result(10, 4), replace(result(10, 4), outcome="voldoet")).outcome == "fout"


def test_a_broken_engine_is_an_error_whatever_the_other_says() -> None:
    broken = replace(result(0, 0), outcome="fout", observed=Text("stuk", "broken"))
    assert one(result(10, 0), broken).observed.nl.startswith("stuk; polars: alle 10 ")
    assert one(result(10, 0), broken).outcome == "fout"
    assert one(broken, result(10, 0)).outcome == "fout"


def test_results_of_other_expectations_are_never_merged() -> None:
    with pytest.raises(ValueError, match="different expectations"):
        one(result(1, 0), replace(result(1, 0), number=4))
    with pytest.raises(ValueError, match="argument 2"):
        compare([result(1, 0)], [])
