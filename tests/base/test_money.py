"""Whole cents as euros: exact, and unknown stays unknown."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from zpm_audit.base.money import EUROS, cents_column, euros, euros_column, euros_number, euros_text

CENTS = st.integers(-(10**15), 10**15)


@given(CENTS)
def test_every_way_to_write_an_amount_says_the_same(cents: int) -> None:
    exact = euros(cents)
    assert exact * 100 == cents
    assert Decimal(euros_text(cents)) == exact
    assert len(euros_text(cents).rpartition(".")[2]) == 2
    assert round(Decimal(str(euros_number(cents))) * 100) == cents


@given(st.lists(CENTS | st.none(), max_size=8))
def test_a_column_is_exact_too(cents: list[int | None]) -> None:
    made = pl.DataFrame({"c": cents}, schema={"c": pl.Int64}).select(euros_column(pl.col("c")))["c"]
    assert made.dtype == EUROS
    assert made.to_list() == [euros(c) for c in cents]
    assert made.to_frame().select(cents_column(pl.col("c")))["c"].to_list() == cents


def test_unknown_is_never_zero() -> None:
    assert euros(None) is euros_number(None) is None
    assert (euros_text(-5), euros_text(0), euros_text(-123_450)) == ("-0.05", "0.00", "-1234.50")
