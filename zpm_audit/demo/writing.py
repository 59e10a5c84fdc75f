"""Writes the tables of the demo as a canonical export, piece by piece, so that size is limited by the disk alone."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import polars as pl

from zpm_audit.register.schema import PLACES, TABLES, Column

Format = Literal["csv", "parquet"]


def canonical(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of the contract in its order; what the demo does not fill stays empty."""
    schema = TABLES[table].schema
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


def _decimals(column: Column) -> pl.Expr:
    units, places = pl.col(column.name), PLACES[column.kind]
    text = pl.format("{}.{}", units // column.scale, (units % column.scale).cast(pl.String).str.zfill(places))
    return pl.when(units.is_not_null()).then(text).alias(column.name)


def _as_csv(table: str, frame: pl.DataFrame, *, header: bool) -> bytes:
    scaled = [column for column in TABLES[table].columns if column.kind in PLACES and column.name in frame.columns]
    buffer = io.BytesIO()
    frame.with_columns(_decimals(column) for column in scaled).write_csv(
        buffer, include_header=header, datetime_format="%Y-%m-%dT%H:%M", date_format="%Y-%m-%d", time_format="%H:%M"
    )
    return buffer.getvalue()


def _as_parquet(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    scaled = [(column, pl.Decimal(14, PLACES[column.kind])) for column in TABLES[table].columns if column.scale > 1]
    return frame.with_columns((pl.col(c.name).cast(dtype) / c.scale).cast(dtype) for c, dtype in scaled)


class TableWriter:
    """One table of the export; pieces are added in order."""

    def __init__(self, folder: Path, table: str, form: Format) -> None:
        self.table = table
        self.rows = 0
        self.path = folder / f"{table}.{form}"
        self._form = form
        self._parts: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Write the next rows."""
        frame = canonical(self.table, frame)
        if self._form == "csv":
            self._append(_as_csv(self.table, frame, header=self.rows == 0))
        else:
            part = self.path.with_name(f".{self.table}.{len(self._parts)}.deel")
            _as_parquet(self.table, frame).write_parquet(part)
            self._parts.append(part)
        self.rows += frame.height

    def add_text(self, rows: Iterable[dict[str, str | None]]) -> None:
        """Write rows of plain text as they are, unreadable values included (CSV only)."""
        frame = pl.DataFrame(list(rows), schema=dict.fromkeys(TABLES[self.table].schema, pl.String))
        self._append(frame.write_csv(include_header=False).encode())
        self.rows += frame.height

    def close(self) -> None:
        """Finish the file."""
        if self._parts:
            pl.scan_parquet(self._parts).sink_parquet(self.path)
        for part in self._parts:
            part.unlink()

    def _append(self, content: bytes) -> None:
        with self.path.open("ab" if self.rows else "wb") as file:
            file.write(content)
