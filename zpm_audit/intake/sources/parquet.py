"""Parquet to a Source: the columns keep their types, and rows are numbered from 1."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.intake.sources.kind import Asked, FileKind
from zpm_audit.intake.sources.source import ROW, Source, cell


def open_parquet(path: Path, table: str) -> Source:
    """Open one Parquet file; reading starts later."""
    scan = pl.scan_parquet(path, glob=False)
    names = tuple(scan.collect_schema().names())
    frame = scan.select(pl.col(name).alias(cell(i)) for i, name in enumerate(names)).with_row_index(ROW, offset=1)
    rows = int(scan.select(pl.len()).collect().item())
    return Source(table=table, shown=path.name, files=(path,), frame=frame, names=names, rows=rows, last=rows)


def _open(path: Path, asked: Asked) -> list[Source]:
    return [open_parquet(path, asked.table)]


KIND = FileKind((".parquet",), _open, header=False)
