"""Sheet Statistiek: what the checks of groups measured, a row per group."""

from __future__ import annotations

import polars as pl

from zpm_audit.checks.words import STATUS
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell, Sheet
from zpm_audit.reports.excel.xml import Kind, SheetColumn
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.shared import STATISTIC


def fill_statistics(book: Book) -> None:
    """Write the sheet, where a check has statistics."""
    if not book.has("statistiek"):
        return
    sheet = book.sheet("statistiek")
    sheet.line(Cell(book.w.titel_statistiek, "title"), height=26)
    for check in book.report.checks:
        if check.statistieken is not None and not check.statistieken.is_empty():
            _statistics(book, sheet, check, check.statistieken)
    sheet.freeze(1, columns=0, repeat=False)


def _statistics(book: Book, sheet: Sheet, check: CheckPart, frame: pl.DataFrame) -> None:
    sheet.skip()
    sheet.line(Cell(f"{check.id}: {check.titel}", "section"))
    titles = {key: text.in_(book.language) for key, text in STATISTIC.items()}
    columns: list[SheetColumn] = []
    for name, dtype in frame.schema.items():
        title = titles.get(name, name)
        taken = {column.title.casefold() for column in columns}
        columns.append(SheetColumn(name, name if title.casefold() in taken else title, _kind(name, dtype), 12))
    numbers = [c.name for c in columns if c.kind == "number"]
    ready = frame.with_columns(pl.col(numbers).cast(pl.Float64).fill_nan(None)) if numbers else frame
    texts = [c.name for c in columns if c.kind == "text"]
    ready = ready.with_columns(pl.col(texts).cast(pl.String)) if texts else ready
    name = f"Statistiek_{check.id.replace('-', '_')}"
    sheet.table(name, book.fit(ready).frame, columns, STATUS[check.status].in_(book.language))


def _kind(name: str, dtype: pl.DataType) -> Kind:
    if dtype.is_integer():
        return "code" if name in {"jaar", "setting"} else "int"
    if dtype.is_numeric():
        return "number"
    return "date" if dtype == pl.Date else "text"
