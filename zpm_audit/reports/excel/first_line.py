"""The first line of a sheet: the same as everywhere, and below it why the export cannot be built on, if so."""

from __future__ import annotations

from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Sheet


def fill_first_line(book: Book, sheet: Sheet, columns: int) -> None:
    """Write the line, and a line per reason."""
    found = book.report.vertrouwen
    sheet.band(book.report.eerste_regel, "warning" if found.voldoende else "slecht", columns, height=20)
    for reason in found.redenen:
        sheet.notes(reason.zin.in_(book.language))
