"""A workbook of one sheet: the findings of one team, behandelaar or whatever else a run was divided by."""

from __future__ import annotations

from pathlib import Path

from zpm_audit.findings.worklists import Worklist
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.findings import fill_worklist
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.shared import COLUMN


def write_worklist(report: Report, worklist: Worklist, folder: Path, *, max_rows: int) -> None:
    """Write the workbook of one list beside its CSV."""
    book = Book(report, only="bevindingen")
    what = COLUMN[worklist.dimension].in_(book.language) if worklist.dimension in COLUMN else worklist.dimension
    title = f"{book.w.titel_bevindingen} · {what}: {worklist.value or book.w.wl_leeg}"
    csv = folder / f"{worklist.path}.csv"
    fill_worklist(book, worklist.rows, title, csv.name, worklist.count, max_rows)
    book.save(csv.with_suffix(".xlsx"))
