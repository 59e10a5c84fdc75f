"""The two years of the demo: working days, holidays and how busy each month is."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

FIRST_DAY = date(2023, 1, 1)
LAST_DAY = date(2024, 12, 31)
PEILDATUM = date(2025, 1, 15)

_HOLIDAYS = frozenset({
    date(2023, 4, 10), date(2023, 4, 27), date(2023, 5, 18), date(2023, 5, 29), date(2023, 12, 25), date(2023, 12, 26),
    date(2024, 1, 1), date(2024, 4, 1), date(2024, 5, 9), date(2024, 5, 20), date(2024, 12, 25), date(2024, 12, 26),
})  # fmt: skip
# Share of the appointments that is kept: people and patients go away in summer and around Christmas.
_KEPT = {1: 0.97, 2: 0.93, 3: 1.0, 4: 0.96, 5: 0.92, 6: 0.98, 7: 0.76, 8: 0.66, 9: 1.0, 10: 0.94, 11: 1.0, 12: 0.92}


def _kept(day: date) -> float:
    if (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 6):
        return 0.4
    return _KEPT[day.month]


def working_days() -> list[date]:
    """Return the days on which ambulant care is open."""
    every = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return [day for day in every if day.weekday() < 5 and day not in _HOLIDAYS]


def calendar() -> pl.DataFrame:
    """Return per working day its number ``dag``, its ``datum`` and the share of appointments that is kept."""
    days = working_days()
    return pl.DataFrame(
        {"dag": range(len(days)), "datum": days, "druk": [_kept(day) for day in days]},
        schema={"dag": pl.Int64, "datum": pl.Date, "druk": pl.Float64},
    )


LAST_WORKING_DAY = len(working_days()) - 1
