"""Cells of any type as text or as a moment, for columns that are made from others."""

from __future__ import annotations

import polars as pl

from zpm_audit.intake.rows import native, values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.patterns import CELL_MOMENT


def is_text(dtype: pl.DataType) -> bool:
    """Tell whether cells of this type are text."""
    return dtype in {pl.String(), pl.Null()} or isinstance(dtype, (pl.Enum, pl.Categorical))


def text_of(x: pl.Expr, dtype: pl.DataType, formats: Formats | None = None) -> pl.Expr | None:
    """Return a cell as text without blanks around it, null where it is empty; None where the type has no text."""
    if is_text(dtype):
        return values.cleaned(x.cast(pl.String), "", formats or Formats())
    if dtype == pl.Boolean:
        return pl.when(x).then(pl.lit("true")).when(~x).then(pl.lit("false"))
    if isinstance(dtype, pl.Datetime):
        return x.dt.strftime("%Y-%m-%d %H:%M:%S")
    if dtype in {pl.Date(), pl.Time()}:
        return x.cast(pl.String)
    if dtype.is_integer():
        return x.cast(pl.String)
    if not dtype.is_numeric():
        return None
    whole = native.converted(x, dtype, "text")
    return x.cast(pl.String) if whole is None else pl.coalesce(whole, x.cast(pl.String))


def shown(x: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return what a cell holds, for a person."""
    if isinstance(dtype, pl.Duration):
        return x.dt.to_string("polars").fill_null("")
    return pl.lit("") if dtype.is_nested() or dtype == pl.Binary else x.cast(pl.String).fill_null("")


def moment_of(x: pl.Expr, dtype: pl.DataType, formats: Formats, *, clock: bool) -> pl.Expr | None:
    """Return a cell as a moment in Dutch time; None where its type can never be one. ``clock`` asks for a time."""
    if not is_text(dtype):
        return None if clock and dtype == pl.Date else native.converted(x, dtype, "datetime")
    text = values.cleaned(x.cast(pl.String), "", formats)
    patterns = [p for p in formats.datumtijd if p.has_time or not clock]
    if formats.typed_cells:
        patterns.append(CELL_MOMENT)
    if not clock:
        patterns += [p for p in formats.datum if not p.has_time]
    return pl.coalesce([values.moment(text, p) for p in patterns]) if patterns else pl.lit(None, pl.Datetime("us"))


def span_of(start: pl.Expr, end: pl.Expr, types: tuple[pl.DataType, pl.DataType], formats: Formats) -> pl.Expr | None:
    """Return the time between two moments, or two clock times of one day; None where a type can be neither.

    Moments with their distance to UTC are compared in UTC: a night in which the clock is moved is an hour shorter or
    longer.
    """
    begun, ended = (_readings(x, dtype, formats) for x, dtype in zip((start, end), types, strict=True))
    both = [ended[kind] - begun[kind] for kind in begun if kind in ended]
    return pl.coalesce(both) if both else None


def _readings(x: pl.Expr, dtype: pl.DataType, formats: Formats) -> dict[str, pl.Expr]:
    """Return a cell as a moment in UTC, a moment on the wall and a clock time, as far as it can be each of them."""
    if not is_text(dtype):
        if isinstance(dtype, pl.Datetime):
            zoned = dtype.time_zone is not None
            moment = x.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if zoned else x
            return {"utc" if zoned else "wall": moment.cast(pl.Datetime("us"))}
        return {"clock": x.cast(pl.Duration("us"))} if dtype == pl.Time else {}
    text = values.cleaned(x.cast(pl.String), "", formats)
    moments = [p for p in formats.datumtijd if p.has_time and not p.has_zone]
    found = {
        "utc": [values.instant(text, p) for p in formats.datumtijd if p.has_zone],
        "wall": [values.moment(text, p) for p in (*moments, *([CELL_MOMENT] if formats.typed_cells else []))],
        "clock": [values.clock(text, p).cast(pl.Duration("us")) for p in formats.tijd if not p.has_date],
    }
    return {kind: pl.coalesce(ways) for kind, ways in found.items() if ways}
