"""What a period of the contract holds: its ends belong to it, and an empty end is open."""

from __future__ import annotations

import polars as pl


def in_period(day: pl.Expr, since: pl.Expr, until: pl.Expr, *, last_day: bool = True) -> pl.Expr:
    """Return whether a day lies in a period; an empty day lies in none. ``last_day``: the last day belongs to it."""
    before_end = until >= day if last_day else until > day
    return day.is_not_null() & (since.is_null() | (since <= day)) & (until.is_null() | before_end)
