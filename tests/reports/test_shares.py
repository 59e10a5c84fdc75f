"""A share that is not nothing never looks like nothing, in words and in a cell; a share that somebody gave stays as it
was given.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from zpm_audit.reports.excel.style import FORMATS, PERCENT_FORMAT
from zpm_audit.reports.figures.format import given_share, share
from zpm_audit.sampling.words import share as in_words


@pytest.mark.parametrize(
    ("value", "places", "told"),
    [
        (0, 2, "0,00%"),
        (Fraction(1, 10**6), 2, "< 0,01%"),
        (0.00004, 1, "< 0,1%"),
        (0.0005, 1, "0,1%"),
        (Fraction(1, 51), 2, "1,96%"),
        (0.9999999, 2, "> 99,99%"),
        (1, 2, "100,00%"),
        (None, 2, "–"),
    ],
)
def test_a_share_is_never_nothing_when_it_is_something(value: Fraction | float | None, places: int, told: str) -> None:
    assert share(value, "nl", places) == told
    if value is not None:
        assert in_words(value, places).nl == told


@pytest.mark.parametrize(
    ("value", "least", "told"),
    [
        (Fraction(19, 20), 0, "95%"),
        (Fraction(19, 20), 1, "95,0%"),
        (Fraction(199, 200), 0, "99,5%"),
        (Fraction(1, 10**5), 1, "0,001%"),
        (Decimal("0.0025"), 0, "0,25%"),
        (Decimal("0.10"), 0, "10%"),
        (Fraction(1, 3), 0, "33,33333333%"),
    ],
)
def test_a_share_that_was_given_keeps_its_decimals(value: Fraction | Decimal, least: int, told: str) -> None:
    assert given_share(value, "nl", least) == told


def test_a_cell_shows_a_small_share_as_less_than_the_smallest() -> None:
    for language, shown in (("nl", "< 0,1%"), ("en", "< 0.1%")):
        zero, small, rest = PERCENT_FORMAT[language].split(";")
        assert (zero, small, rest) == ("[=0]0.0%", f'[<0.0005]"{shown}"', "0.0%")
    # A limit of a thousandth of a percent is no zero either.
    assert FORMATS["limit"].count("#") >= 6
