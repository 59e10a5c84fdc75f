"""The ledger beside the export, in the sheet Aansluiting; an unknown difference is an empty cell."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.money import euros, euros_column
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell
from zpm_audit.reports.excel.style import RED
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.figures.ledger import LedgerFigures


def fill_ledger(book: Book, part: LedgerFigures) -> None:
    """Write the months, and what was not compared."""
    sheet, w = book.sheet("aansluiting"), book.w
    sheet.line(Cell(w.gb_titel, "section"))
    sheet.notes(f"{part.compared} {w.gb_uitleg}")
    columns = [
        SheetColumn("maand", w.as_maand, "date", 46),
        SheetColumn("rijen", w.gb_prestaties, "int", 16),
        SheetColumn("bedrag_export", f"{w.as_bedrag_export} (€)", "eur", 18),
        SheetColumn("zonder_bedrag", w.as_zonder_bedrag, "int", 18),
        SheetColumn("regels", w.gb_regels, "int", 18),
        SheetColumn("credit", f"{w.gb_credit} (€)", "eur", 18),
        SheetColumn("debet", f"{w.gb_debet} (€)", "eur", 18),
        SheetColumn("bedrag_grootboek", f"{w.gb_grootboek} (€)", "eur", 18),
        SheetColumn("verschil", f"{w.gb_verschil} (€)", "eur", 18),
    ]
    amounts = [euros_column(pl.col(c.name)).alias(c.name) for c in columns if c.kind == "eur"]
    months = part.found.per_month.with_columns(amounts).select(c.name for c in columns)
    span = sheet.table("GrootboekPerMaand", months, columns, w.as_geen_bedragen)
    sheet.mark_column(span, "verschil", "<>0", RED)
    sheet.skip()
    columns = [
        SheetColumn("titel", w.gb_apart, width=46, wrap=True),
        SheetColumn("aantal", w.gb_aantal, "int", 16),
        SheetColumn("bedrag", f"{w.as_bedrag} (€)", "eur", 18),
        SheetColumn("zonder_bedrag", w.as_zonder_bedrag, "int", 18),
    ]
    rows = [[one.title, one.rows, euros(one.cents), one.unpriced] for one in part.apart]
    sheet.table("GrootboekApart", book.frame(columns, rows), columns, w.gb_geen)
    sheet.skip()
