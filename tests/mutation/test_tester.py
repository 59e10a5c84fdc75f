"""The tester of the tests: it changes what it says it changes, and says so when nobody notices."""

from __future__ import annotations

import pytest

from tests.mutation.expressions import changes
from tests.mutation.judge import Workshop


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("a <= 2", {"a < 2", "a > 2", "a <= 3", "a <= 1"}),
        ("a = 'x'", {"a <> 'x'", "a = 'iets anders'"}),
        ("a is null or b", {"a is not null or b", "a is null and b", "b", "a is null"}),
        ("coalesce(a, true)", {"( a )", "coalesce ( a , false )"}),
        ("a is not distinct from b", {"a is distinct from b", "a = b"}),
        ("a between 1 and b", {"a not between 1 and b", "a between 2 and b", "a between 0 and b"}),
        ("d >= date '2022-01-01'", {"d > date '2022-01-01'", "d < date '2022-01-01'", "d >= date '2022-01-02'",
                                    "d >= date '2021-12-31'"}),
        ("case when a then b when c then d end", {"case when c then d end", "case when a then b end"}),
        ("not a", {"a"}),
        ("a + 0.9", {"a - 0.9", "a + 1.0", "a + 0.8"}),
    ],
)  # fmt: skip
def test_an_expression_is_changed_in_every_small_way(sql: str, expected: set[str]) -> None:
    assert {changed for _, changed in changes(sql)} == expected


def test_every_change_has_a_name_of_its_own() -> None:
    names = [name for name, _ in changes("a = 1 and (b = 1 or a = 1) and not (a = 1 and b between 1 and 1)")]
    assert len(names) == len(set(names))


def test_without_cases_nobody_notices_anything() -> None:
    workshop = Workshop()
    workshop._batches["ZPM-IO-04"] = []
    outcomes = list(workshop.of_check("ZPM-IO-04"))
    assert outcomes
    assert {o.status for o in outcomes} == {"overleefd"}
