"""Values of a driver as text: what each type of Python becomes."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from zpm_audit.intake.databases.values import UnreadableTypeError, column_of

_CET = dt.timezone(dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (128.4, "128.4"),
        (Decimal("0.0000001"), "0.0000001"),
        (Decimal("1E+3"), "1000"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (dt.datetime(2024, 7, 1, 0, 30, tzinfo=_CET), "2024-07-01 01:30:00"),
        (dt.datetime(2024, 3, 31, 9, 30), "2024-03-31 09:30:00"),
        (dt.date(2024, 3, 31), "2024-03-31"),
        (dt.time(9, 30, 0, 500), "09:30:00"),
        (dt.timedelta(hours=9, minutes=5), "09:05:00"),
        (-dt.timedelta(minutes=5), "-00:05:00"),
        (b"\x01", "1"),
        (b"\x00", "0"),
        (b"\xff\x01", "ff01"),
    ],
)
def test_a_value_as_text(value: object, text: str) -> None:
    assert column_of([value, None], "x").to_list() == [text, None]


def test_a_type_without_a_text() -> None:
    with pytest.raises(UnreadableTypeError) as caught:
        column_of([{"a": 1}], "vorm")
    assert (caught.value.column, caught.value.kind) == ("vorm", "dict")
