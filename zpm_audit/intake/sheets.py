"""Rows of text to Parquet in parts, so that no file has to fit in memory."""

from __future__ import annotations

from pathlib import Path

import polars as pl

#: Enough rows to write at a time to be fast, few enough to stay small.
ROWS_PER_PART = 20_000

Row = list[str | None]


class TableInParts:
    """One raw table: rows of text, written away in parts as they come."""

    def __init__(self, folder: Path, name: str, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.rows = 0
        self._folder = folder / name
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._waiting: list[Row] = []
        self._parts: list[Path] = []

    def add(self, row: Row) -> None:
        """Take one row; write what waits when there is enough of it."""
        self.rows += 1
        self._waiting.append(row)
        if len(self._waiting) >= ROWS_PER_PART:
            self._write()

    def _write(self) -> None:
        part = self._folder / f"{len(self._parts):06d}.parquet"
        columns = zip(*self._waiting, strict=True) if self._waiting else ([] for _ in self.columns)
        pl.DataFrame(
            [pl.Series(name, list(cells), dtype=pl.String) for name, cells in zip(self.columns, columns, strict=True)]
        ).write_parquet(part)
        self._parts.append(part)
        self._waiting = []

    def scan(self) -> pl.LazyFrame:
        """Return all rows, in the order of the file, with their number from 1 in the column ``nr``."""
        if self._waiting or not self._parts:
            self._write()
        return pl.scan_parquet(self._parts).with_row_index("nr", offset=1)
