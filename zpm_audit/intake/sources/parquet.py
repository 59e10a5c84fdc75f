"""Parquet to a Source: the columns keep their types, and rows are numbered from 1."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.intake.sources.kind import Asked, FileKind
from zpm_audit.intake.sources.source import ROW, Source, cell

#: The days of the calendar, 0001-01-01 to 9999-12-31, counted from 1970-01-01.
_FIRST, _LAST = -719_162, 2_932_896
_IN_A_DAY = {"ms": 86_400_000, "us": 86_400_000_000}
#: Longer than anything takes, in milliseconds: a thousand years.
_LONGEST_MS = 31_557_600_000_000


def open_parquet(path: Path, table: str) -> Source:
    """Open one Parquet file; reading starts later."""
    scan = pl.scan_parquet(path, glob=False)
    schema = scan.collect_schema()
    names = tuple(schema.names())
    cells = (tamed(pl.col(name), dtype).alias(cell(i)) for i, (name, dtype) in enumerate(schema.items()))
    frame = scan.select(cells).with_row_index(ROW, offset=1)
    rows = int(scan.select(pl.len()).collect().item())
    return Source(table=table, shown=path.name, files=(path,), frame=frame, names=names, rows=rows, last=rows)


def tamed(x: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return a cell with a date that no calendar knows at the end of the calendar, where it is set aside as any other.

    The end of the type is how some databases write "infinity"; polars panics on it as soon as it is shown or converted.
    """
    if dtype == pl.Date:
        return x.to_physical().clip(_FIRST, _LAST).cast(pl.Date())
    if isinstance(dtype, pl.Datetime) and dtype.time_unit in _IN_A_DAY:
        day = _IN_A_DAY[dtype.time_unit]
        return x.to_physical().clip(_FIRST * day, (_LAST + 1) * day - 1).cast(dtype)
    if isinstance(dtype, pl.Duration) and dtype.time_unit == "ms":
        return x.to_physical().clip(-_LONGEST_MS, _LONGEST_MS).cast(dtype)
    return x


def _open(path: Path, asked: Asked) -> list[Source]:
    return [open_parquet(path, asked.table)]


KIND = FileKind((".parquet",), _open, header=False)
