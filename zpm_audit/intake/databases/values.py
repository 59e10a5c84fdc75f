"""Values of a driver as text, as a CSV would hold them: exact numbers, Dutch time, true and false."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

import polars as pl

from zpm_audit.intake.rows.values import on_the_wall

#: Care is given, and judged, in Dutch time.
ZONE = "Europe/Amsterdam"
_HERE = ZoneInfo(ZONE)
#: A time of the day is kept to the second: finer does not count, and the contract has no way to write it.
_CLOCK = "%H:%M:%S"


class UnreadableTypeError(Exception):
    """A column of a type that has no text: its name, and the type as the driver calls it."""

    def __init__(self, column: str, kind: str) -> None:
        super().__init__(f"{column}: {kind}")
        self.column, self.kind = column, kind


def column_of(values: Sequence[object], name: str) -> pl.Series:
    """Return a column of the values of a driver as text."""
    return pl.Series([None if value is None else _text(value, name) for value in values], dtype=pl.String)


def _text(value: object, name: str) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case int() | float() | uuid.UUID():
            return str(value)
        case dt.datetime():
            wall = value.astimezone(_HERE).replace(tzinfo=None) if value.tzinfo else value
            return wall.isoformat(sep=" ")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.strftime(_CLOCK)
        case dt.timedelta():  # how MySQL hands over a time of the day, and Oracle an interval
            seconds = int(value.total_seconds())
            sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
            return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        case bytes() | bytearray() | memoryview():
            raw = bytes(value)
            return str(raw[0]) if raw in {b"\x00", b"\x01"} else raw.hex()  # one bit, or bytes
    raise UnreadableTypeError(name, type(value).__name__)


def text_of(x: pl.Expr, dtype: pl.DataType, name: str) -> pl.Expr:
    """Return a typed column of a driver (Arrow) as text."""
    if dtype == pl.String or isinstance(dtype, (pl.Enum, pl.Categorical)) or dtype == pl.Null:
        return x.cast(pl.String)
    if dtype == pl.Boolean:
        return pl.when(x).then(pl.lit("true")).when(~x).then(pl.lit("false"))
    if isinstance(dtype, pl.Datetime):
        return (on_the_wall(x) if dtype.time_zone else x).dt.strftime("%Y-%m-%d %H:%M:%S%.f")
    if dtype == pl.Time:
        return x.dt.strftime(_CLOCK)
    if dtype == pl.Binary:
        return x.bin.encode("hex")
    if dtype == pl.Date or dtype.is_numeric():
        return x.cast(pl.String)
    raise UnreadableTypeError(name, str(dtype))
