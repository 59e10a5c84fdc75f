"""One figure against one tolerance: every conclusion on both sides of its boundary."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from zpm_audit.reports.figures.weighing import Doubt, Projection, Verdict, Weighed, heaviest

ONE_PERCENT = Decimal("0.01")
IN, OVER, UNSURE = "binnen", "overschreden", "niet_vast_te_stellen"


def rows(known: int, whole: int | None, *doubts: Doubt, projection: Projection | None = None) -> Weighed:
    return Weighed("rijen", ONE_PERCENT, known, whole, doubts, projection)


def euros(known: int, *doubts: Doubt, projection: Projection | None = None) -> Weighed:
    return Weighed("eur", Decimal(100_000), known, None, doubts, projection)


def undetermined(most: int | None, number: int = 1) -> Doubt:
    return Doubt("onbepaald", number, most)


def aside(number: int) -> Doubt:
    return Doubt("opzij", number, number, number)


def sample(likely: int, upper: int, *, missed: bool = True) -> Projection:
    return Projection("t", "rijen", missed, 59, 0, Fraction(95, 100), Fraction(likely), Fraction(upper))


@pytest.mark.parametrize(
    ("weighed", "verdict"),
    [
        # What is known: exactly the tolerance is within it.
        (rows(10, 1000), IN),
        (rows(11, 1000), OVER),
        (euros(100_000), IN),
        (euros(100_001), OVER),
        # What could not be judged may be wrong.
        (rows(9, 1000, undetermined(1)), IN),
        (rows(9, 1000, undetermined(2, 2)), UNSURE),
        (euros(99_000, undetermined(1_000)), IN),
        (euros(99_000, undetermined(1_001)), UNSURE),
        (rows(11, 1000, undetermined(500)), OVER),
        # Several doubts count together.
        (rows(8, 1000, undetermined(1), Doubt("buiten_beeld", 1, 1)), IN),
        (rows(8, 1000, undetermined(1), Doubt("buiten_beeld", 2, 2)), UNSURE),
        # What has no limit decides by itself, whatever its number; not over what exceeds already.
        (rows(0, 1000, Doubt("niet_uitgevoerd", 1, None)), UNSURE),
        (rows(0, 1000, Doubt("vertrouwen", None, None)), UNSURE),
        (euros(0, Doubt("bedrag_onbekend", 1, None)), UNSURE),
        (euros(100_001, Doubt("bedrag_onbekend", 1, None)), OVER),
        # Rows that were set aside are no part of the whole yet: wrong they add to both, right they add to it alone.
        (rows(9, 900, aside(100)), UNSURE),
        (rows(9, 999, aside(1)), IN),
        (rows(10, 999, aside(1)), UNSURE),
        (rows(12, 999, aside(1)), OVER),
        # 10 of 990 exceeds a hundredth, but with ten more right ones it is one in a hundred exactly.
        (rows(10, 990, aside(9)), OVER),
        (rows(10, 990, aside(10)), UNSURE),
        # Nothing was judged.
        (rows(0, 0), UNSURE),
        (rows(0, None), UNSURE),
        # A sample: what it says is likely decides, and its upper limit has to be within the tolerance too.
        (rows(2, 1000, projection=sample(8, 8)), IN),
        (rows(2, 1000, projection=sample(8, 9)), UNSURE),
        (rows(2, 1000, projection=sample(9, 20)), OVER),
        (rows(2, 1000, undetermined(1), projection=sample(0, 7)), IN),
        (rows(2, 1000, undetermined(2), projection=sample(0, 7)), UNSURE),
        # One of known and missed together is about the whole, and never says less than what is known.
        (rows(2, 1000, projection=sample(8, 10, missed=False)), IN),
        (rows(2, 1000, projection=sample(8, 11, missed=False)), UNSURE),
        (rows(11, 1000, projection=sample(3, 9, missed=False)), OVER),
    ],
)
def test_a_conclusion_on_both_sides_of_its_boundary(weighed: Weighed, verdict: Verdict) -> None:
    assert weighed.verdict == verdict


def test_a_share_is_exact_and_no_float() -> None:
    # 0.07 * 100 is more than 7 as a float, and less for other numbers: here it is 7.
    assert Weighed("rijen", Decimal("0.07"), 7, 100).verdict == IN
    assert Weighed("rijen", Decimal("0.29"), 29, 100).verdict == IN
    assert Weighed("rijen", Decimal("0.29"), 30, 100).verdict == OVER


def test_what_keeps_it_from_being_within_is_named() -> None:
    endless = Doubt("niet_uitgevoerd", 2, None)
    assert rows(0, 1000, undetermined(1), endless).undecided == (endless,)
    both = rows(8, 1000, undetermined(2, 2), Doubt("buiten_beeld", 2, 2))
    assert both.undecided == both.doubts
    assert rows(9, 1000, undetermined(1)).undecided == ()
    assert rows(2, 1000, projection=sample(8, 9)).sampled_above
    assert not rows(2, 1000, projection=sample(8, 8)).sampled_above


def test_several_measures_together() -> None:
    assert heaviest([IN, IN]) == IN
    assert heaviest([IN, UNSURE]) == UNSURE
    assert heaviest([UNSURE, OVER, IN]) == OVER
