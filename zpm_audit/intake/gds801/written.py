"""How a message writes dates, times and yes or no, brought to what the contract reads."""

from __future__ import annotations

import polars as pl

_ZONE = r"(Z|[+-]\d\d:\d\d)$"


def without_zone(x: pl.Expr) -> pl.Expr:
    """Leave out a time zone behind a date or a time, and parts of seconds: a message speaks of local time."""
    return x.str.replace(_ZONE, "").str.replace(r"\.\d+$", "")


def minute(x: pl.Expr) -> pl.Expr:
    """Return the minute of the day of a time as text; empty where it is none."""
    hours = x.str.extract(r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$", 1).cast(pl.Int64)
    return 60 * hours + x.str.slice(3, 2).cast(pl.Int64, strict=False)


def minutes_between(begin: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Return the minutes of a contact as text. A time that is none comes back as it is, so that it is set aside.

    An end that is not after the begin says nothing about the duration: a message has no contact over midnight.
    """
    took = minute(end) - minute(begin)
    unreadable = end.is_not_null() & minute(end).is_null()
    return pl.when(unreadable).then(end).when(took > 0).then(took.cast(pl.String))


def without_zeros(x: pl.Expr) -> pl.Expr:
    """Return a code of one digit without the zeros before it: 03 and 3 are the same role of a party."""
    return x.str.replace(r"^0+(\d)$", "$1")
