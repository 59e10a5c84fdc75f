"""CSV text that a spreadsheet would run gets an apostrophe; everything else stays as it is."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zpm_audit.base.spreadsheet import formula_safe


def safe(text: str | None) -> str | None:
    frame = pl.DataFrame({"t": [text]}, schema={"t": pl.String})
    value: str | None = frame.select(formula_safe(pl.col("t"))).item()
    return value


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+31612345678",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "-1+1",
        "-",
        "--1",
        "-1e5",
        "- 1",
        "-2,5,5",
        "=",
        "-1\n",
        "-cmd|x",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == "'" + text


@pytest.mark.parametrize("text", ["", "gewoon", "-1", "-12,50", "-12.50", "1-1", "a=b", " =1", "'=1", "é", "00123"])
def test_other_text_stays(text: str) -> None:
    assert safe(text) == text


def test_empty_stays_empty() -> None:
    assert safe(None) is None


@given(st.text(max_size=20))
def test_no_text_leaves_as_a_formula(text: str) -> None:
    result = safe(text)
    assert result is not None
    assert not result.startswith(("=", "+", "@", "\t", "\r"))
    assert result in {text, "'" + text}
