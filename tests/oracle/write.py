"""Writes tables of the oracle as a canonical export: CSV as the contract words it, or Parquet with canonical types."""

from __future__ import annotations

import csv
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

import polars as pl

from zpm_audit.register.schema import TABLES, Kind

Tables = dict[str, list[dict[str, Any]]]


def _as_text(value: Any, kind: Kind) -> str:
    if value is None:
        return ""
    if kind == "eur":
        sign, cents = ("-" if value < 0 else ""), abs(value)
        return f"{sign}{cents // 100}.{cents % 100:02d}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_csv(name: str, rows: list[dict[str, Any]], folder: Path) -> None:
    columns = TABLES[name].columns
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        writer.writerows([_as_text(row[column.name], column.kind) for column in columns] for row in rows)


def _write_parquet(name: str, rows: list[dict[str, Any]], folder: Path, *, cents: bool) -> None:
    frame = pl.DataFrame(rows, schema=TABLES[name].schema)
    amounts = [] if cents else [c.name for c in TABLES[name].columns if c.kind == "eur"]
    frame.with_columns(
        (pl.col(c).cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(18, 2)) for c in amounts
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
