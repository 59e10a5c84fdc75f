"""The definitions that the oracle rests on."""

from __future__ import annotations

import itertools

import pytest

from tests.oracle.logic import BELOW_EVERY_CLASS, and3, consult_code, eq3, klasse, not3, or3

TRUTHS = (True, False, None)


def test_three_valued_logic_is_the_outcome_that_all_fillings_agree_on() -> None:
    for left, right in itertools.product(TRUTHS, TRUTHS):
        fill_left = [left] if left is not None else [True, False]
        fill_right = [right] if right is not None else [True, False]
        both = {a and b for a, b in itertools.product(fill_left, fill_right)}
        either = {a or b for a, b in itertools.product(fill_left, fill_right)}
        assert and3(left, right) is (both.pop() if len(both) == 1 else None)
        assert or3(left, right) is (either.pop() if len(either) == 1 else None)
    assert [not3(t) for t in TRUTHS] == [False, True, None]


@pytest.mark.parametrize(
    ("minuten", "expected"),
    [
        (None, None), (-3, BELOW_EVERY_CLASS), (0, BELOW_EVERY_CLASS), (4, BELOW_EVERY_CLASS), (5, 5), (14, 5),
        (15, 15), (29, 15), (30, 30), (44, 30), (45, 45), (74, 60), (75, 75), (89, 75), (90, 90), (119, 90),
        (120, 120), (600, 120),
    ],
)  # fmt: skip
def test_klasse(minuten: int | None, expected: int | str | None) -> None:
    assert klasse(minuten) == expected


def test_no_filled_class_equals_that_of_less_than_five_minutes() -> None:
    assert [eq3(k, klasse(4)) for k in (-1, 0, 5, 15, None)] == [False, False, False, False, None]


@pytest.mark.parametrize(
    ("code", "duur", "soort"),
    [("CO0001", 5, 0), ("CO0065", 5, 0), ("CO0066", 5, 1), ("CO0130", 5, 1), ("CO0131", 15, 0), ("CO0042", 5, 0),
     ("CO0107", 5, 1), ("CO0497", 45, 1), ("CO0432", 45, 0), ("CO0911", 120, 0), ("CO1017", 120, 1),
     ("CO1040", 120, 1)],
)  # fmt: skip
def test_consult_code(code: str, duur: int, soort: int) -> None:
    read = consult_code(code)
    assert read is not None
    assert (read.duur, read.soort) == (duur, soort)
    assert read.with_class(duur) == code


def test_another_class_keeps_type_profession_and_setting() -> None:
    read = consult_code("CO0497")
    assert read is not None
    assert [read.with_class(duur) for duur in (5, 15, 30, 120)] == ["CO0107", "CO0237", "CO0367", "CO1017"]


@pytest.mark.parametrize(
    "code", [None, "", "CO0000", "CO1041", "CO497", "CO04970", "co0497", "xCO0497", "OV0007", "CO٠٤٩٧"]
)
def test_no_consult_code(code: str | None) -> None:
    assert consult_code(code) is None
