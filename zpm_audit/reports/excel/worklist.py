"""The workbook of one work list: what to do, the heaviest cause first; the terms of this week; and the findings."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.findings.worklists import Worklist
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.findings import fill_worklist
from zpm_audit.reports.excel.follow_up import fill_hidden
from zpm_audit.reports.excel.sheet import Cell
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.figures.worklists import causes
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.worklists import WorklistWords, dimension_title


def write_worklist(report: Report, worklist: Worklist, folder: Path, *, max_rows: int) -> None:
    """Write the workbook of one list beside its CSV."""
    book = Book(report, only=("te_doen", "bevindingen"))
    title = f"{dimension_title(worklist.dimension, report.taal)}: {worklist.value or book.w.wl_leeg}"
    csv = folder / f"{worklist.path}.csv"
    _fill_to_do(book, worklist, title)
    fill_worklist(book, worklist.rows, f"{book.w.titel_bevindingen} · {title}", csv.name, worklist.count, max_rows)
    fill_hidden(book)
    book.save(csv.with_suffix(".xlsx"))


def _fill_to_do(book: Book, worklist: Worklist, title: str) -> None:
    sheet, w, report = book.sheet("te_doen"), WorklistWords(book.language), book.report
    sheet.line(Cell(f"{w.titel} · {title}", "title"), height=26)
    sheet.line(Cell(w.uitleg, "note"))
    sheet.skip()
    sheet.line(Cell(w.oorzaken, "section"))
    columns = [
        SheetColumn("check", w.check, width=13),
        SheetColumn("titel", w.norm, width=40, wrap=True),
        SheetColumn("doen", w.doen, width=60, wrap=True),
        SheetColumn("aantal", w.aantal, "int", 11),
        SheetColumn("bedrag", w.bedrag, "eur", 14),
        SheetColumn("eigenaar", w.eigenaar, width=22),
        SheetColumn("dagen", w.dagen, "int", 11),
        SheetColumn("laat", w.te_laat, "int", 11),
    ]
    rows = [[*line] for line in causes(report, worklist)]
    span = sheet.table("Oorzaken", book.frame(columns, rows), columns, w.geen_bevindingen)
    sheet.freeze(span.header, columns=1)
    sheet.skip()
    sheet.line(Cell(w.termijnen, "section"))
    term_columns = [
        SheetColumn("check_id", w.check, width=13),
        SheetColumn("titel", w.norm, width=40, wrap=True),
        SheetColumn("wat_te_doen", w.doen, width=60, wrap=True),
        SheetColumn("uiterste_datum", w.uiterste_datum, "date", 14),
        SheetColumn("dagen", w.nog_dagen, "int", 11),
        SheetColumn("onderwerp_id", w.kenmerk, width=22),
        SheetColumn("patient_id", w.patient, width=22),
        SheetColumn("regiebehandelaar", w.regiebehandelaar, width=18),
    ]
    said = {c.id: (c.titel, c.wat_te_doen) for c in report.checks}
    check = pl.col("check_id")
    told = [
        check.replace_strict({key: one[i] for key, one in said.items()}, default=None, return_dtype=pl.String).alias(
            name
        )
        for i, name in enumerate(("titel", "wat_te_doen"))
    ]
    terms = pl.read_parquet(worklist.terms).with_columns(told).select(column.name for column in term_columns)
    sheet.table("Termijnen", book.fit(terms).frame, term_columns, w.geen_termijnen)
