"""The period of a run: a year, a quarter, a month, or a first and a last day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from zpm_audit.base.errors import UsageError

_YEAR = re.compile(r"([0-9]{4})$")
_QUARTER = re.compile(r"([0-9]{4})-[KkQq]([1-4])$")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})$")
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})$")


@dataclass(frozen=True)
class Period:
    """The days from ``first`` up to and with ``last``. ``written`` is how the user named it."""

    first: date
    last: date
    written: str


def parse_period(text: str) -> Period:
    """Read ``2024``, ``2024-K2``, ``2024-03`` or ``2024-01-15..2024-02-29``; UsageError for anything else."""
    written = text.strip()
    try:
        found = _days(written)
    except ValueError:
        found = None
    if found is None or found[0] > found[1]:
        raise UsageError(
            nl=f"--periode '{text}' is geen periode. Schrijf een jaar (2024), een kwartaal (2024-K2), een maand "
            "(2024-03) of twee dagen (2024-01-15..2024-02-29, de eerste niet na de laatste).",
            en=f"--periode '{text}' is no period. Write a year (2024), a quarter (2024-K2), a month (2024-03) or two "
            "days (2024-01-15..2024-02-29, the first not after the last).",
        )
    return Period(*found, written)


def _days(text: str) -> tuple[date, date] | None:
    if found := _YEAR.match(text):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    if found := _QUARTER.match(text):
        month = int(found[2]) * 3
        return date(int(found[1]), month - 2, 1), _end_of_month(int(found[1]), month)
    if found := _MONTH.match(text):
        return date(int(found[1]), int(found[2]), 1), _end_of_month(int(found[1]), int(found[2]))
    if found := _DAYS.match(text):
        return date.fromisoformat(found[1]), date.fromisoformat(found[2])
    return None


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
