"""A population condition is taken apart only where that changes nothing."""

from __future__ import annotations

import pytest

from zpm_audit.checks.sql.expressions import split_conditions


@pytest.mark.parametrize(
    ("sql", "parts"),
    [
        ("a", ["a"]),
        ("a and b", ["a", "b"]),
        ("a and (b or c and d)", ["a", "( b or c and d )"]),
        ("a or b and c", ["a or b and c"]),
        ("a between 1 and 2 and b", ["a between 1 and 2", "b"]),
        ("a = 'x and y' and b", ["a = 'x and y'", "b"]),
        ("case when a and b then c end and d", ["case when a and b then c end", "d"]),
        ("not a and b", ["not a", "b"]),
    ],
)
def test_split(sql: str, parts: list[str]) -> None:
    assert split_conditions(sql) == parts
