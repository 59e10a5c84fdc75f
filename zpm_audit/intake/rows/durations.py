"""How long something took, in whole minutes: nothing is rounded, a part of a minute cannot be read."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.rows import cells, native, values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.patterns import CELL_MOMENT

NO_DURATION = Text(
    "geen duur in hele minuten (verwacht: 45, 45.0, 45 min of 00:45)",
    "not a duration in whole minutes (expected: 45, 45.0, 45 min or 00:45)",
)
NO_SPAN = Text(
    "geen twee tijdstippen met hele minuten ertussen, het eind na het begin",
    "not two moments with whole minutes between them, the end after the start",
)
_CLOCK = r"^(\d{1,3}):([0-5]\d)(?::00)?$"
_NUMBER = r"^(-?\d{1,6})(?:[.,]0{1,2})?(?:\s*(?:min\.?|minuten|minuut))?$"


def minutes_of(x: pl.Expr, dtype: pl.DataType, formats: Formats) -> pl.Expr | None:
    """Return the minutes that a cell says; None where its type can never say any."""
    if isinstance(dtype, pl.Duration):
        return whole_minutes(x)
    if dtype == pl.Time:
        return whole_minutes(x.cast(pl.Duration("us")))
    if not cells.is_text(dtype):
        return native.converted(x, dtype, "int")
    text = values.cleaned(x.cast(pl.String), "", formats)
    hours = text.str.extract(_CLOCK, 1).cast(pl.Int64, strict=False)
    minutes = text.str.extract(_CLOCK, 2).cast(pl.Int64, strict=False)
    ways = [hours * 60 + minutes, text.str.extract(_NUMBER, 1).cast(pl.Int64, strict=False)]
    if formats.typed_cells:  # a workbook keeps 00:45 as a clock time on its day zero
        ways.append(whole_minutes(values.clock(text, CELL_MOMENT).cast(pl.Duration("us"))))
    return pl.coalesce(ways)


def whole_minutes(span: pl.Expr) -> pl.Expr:
    """Return the minutes of a span of time; null where it ends before it begins or has a part of a minute."""
    microseconds = span.dt.total_microseconds()
    minute = 60_000_000
    return pl.when((microseconds >= 0) & (microseconds % minute == 0)).then(microseconds // minute)
