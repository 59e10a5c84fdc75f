"""Writes tables of the oracle as a canonical export: CSV as the contract words it, or Parquet with canonical types."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

import polars as pl

from zpm_audit.register.schema import PLACES, TABLES, Column, Kind

Tables = dict[str, list[dict[str, Any]]]


def present(name: str, rows: list[dict[str, Any]]) -> list[Column]:
    """Return the columns that a table has; one without rows has them all."""
    return [column for column in TABLES[name].columns if not rows or column.name in rows[0]]


def _as_text(value: Any, kind: Kind) -> str:
    if value is None:
        return ""
    if kind in PLACES:
        sign, (whole, rest) = ("-" if value < 0 else ""), divmod(abs(value), 10 ** PLACES[kind])
        return f"{sign}{whole}.{rest:0{PLACES[kind]}d}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_csv(name: str, rows: list[dict[str, Any]], folder: Path) -> None:
    columns = present(name, rows)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        writer.writerows([_as_text(row[column.name], column.kind) for column in columns] for row in rows)


def _write_parquet(name: str, rows: list[dict[str, Any]], folder: Path, *, cents: bool) -> None:
    frame = pl.DataFrame(rows, schema={column.name: column.dtype for column in present(name, rows)})
    scaled = [(c.name, PLACES[c.kind]) for c in present(name, rows) if c.kind in PLACES and not cents]
    frame.with_columns(
        (pl.col(c).cast(pl.Decimal(18, places)) / 10**places).cast(pl.Decimal(18, places)) for c, places in scaled
    ).write_parquet(folder / f"{name}.parquet")


def write_export(
    tables: Tables, folder: Path, file_format: Literal["csv", "parquet"] = "csv", *, cents: bool = False
) -> Path:
    """Write every table into ``folder`` and return it. ``cents`` leaves amounts in Parquet as whole cents."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if file_format == "csv":
            _write_csv(name, rows, folder)
        else:
            _write_parquet(name, rows, folder, cents=cents)
    return folder
