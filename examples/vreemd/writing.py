"""Puts foreign sheets on disk: text files, a workbook with titles and totals, a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl

from examples.vreemd.model import Sheet

Writer = Callable[[Path, Sequence[Sheet]], Path]
_SQL: dict[pl.DataType, str] = {pl.Int64(): "integer", pl.Float64(): "real"}
_STAMP = datetime(2025, 1, 15)  # a workbook carries its date of making: a fixed one keeps its bytes the same


def text_files(separator: str = ";", encoding: str = "utf-8", split: dict[str, str] | None = None) -> Writer:
    """Return a writer of one text file per sheet.

    ``split`` names, per pattern of files (``Verrichtingen *.csv``), the field whose values fill in the star: such a
    sheet becomes a file per value.
    """

    def write(folder: Path, sheets: Sequence[Sheet]) -> Path:
        for sheet in sheets:
            name, frame = sheet.place["bestand"], sheet.foreign()
            if "*" not in name:
                _write_text(folder / name, frame, separator, encoding)
                continue
            by = (split or {})[name]
            for (value,), part in frame.group_by(by, maintain_order=True):
                _write_text(folder / name.replace("*", str(value)), part, separator, encoding)
        return folder

    return write


def _write_text(file: Path, frame: pl.DataFrame, separator: str, encoding: str) -> None:
    text = frame.write_csv(separator=separator, line_terminator="\r\n")
    file.write_bytes(text.encode(encoding))


def parquet_files(folder: Path, sheets: Sequence[Sheet]) -> Path:
    """Write one Parquet file per sheet."""
    for sheet in sheets:
        sheet.foreign().write_parquet(folder / sheet.place["bestand"])
    return folder


def workbook(
    title: Sequence[str], totals: dict[str, str], notes: dict[str, Sequence[str]], *, gap: bool = True
) -> Writer:
    """Return a writer of one workbook: per sheet a title, a gap, a header, the rows, and perhaps a total.

    ``totals`` names per sheet the field that is summed; ``notes`` are sheets that hold only text.
    """

    def write(folder: Path, sheets: Sequence[Sheet]) -> Path:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book["Sheet"])
        book.properties.created = book.properties.modified = _STAMP
        for name, lines in notes.items():
            page = book.create_sheet(name)
            for line in lines:
                page.append([line])
        for sheet in sheets:
            frame = sheet.foreign()
            page = book.create_sheet(sheet.place["blad"])
            for line in title:
                page.append([line])
            if gap:
                page.append([None])
            page.append(frame.columns)
            for row in frame.iter_rows():
                page.append([_cell(v) for v in row])
            summed = totals.get(sheet.place["blad"])
            if summed:
                total = frame[summed].sum()
                page.append(["Totaal", *(float(total) if n == summed else None for n in frame.columns[1:])])
        book.save(folder / sheets[0].place["bestand"])
        return folder

    return write


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool | date | time) else float(value)


def database(folder: Path, sheets: Sequence[Sheet]) -> Path:
    """Write one SQLite file with a table per sheet."""
    file = folder / "epd.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        for sheet in sheets:
            frame, table = sheet.foreign(), sheet.place["tabel"]
            columns = ", ".join(f'"{n}" {_SQL.get(t, "text")}' for n, t in frame.schema.items())
            connection.execute(f'create table "{table}" ({columns})')
            marks = ", ".join("?" * frame.width)
            insert = f'insert into "{table}" values ({marks})'  # noqa: S608 (names of our own)
            connection.executemany(insert, frame.iter_rows())
        connection.commit()
    return file
