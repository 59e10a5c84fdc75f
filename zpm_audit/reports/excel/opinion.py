"""Sheet Tolerantie: the outcome against every tolerance that was set."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zpm_audit.base.money import euros
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell
from zpm_audit.reports.excel.style import AMBER, GREEN, RED
from zpm_audit.reports.excel.xml import Kind, SheetColumn
from zpm_audit.reports.figures.weighing import Weighed
from zpm_audit.reports.words.opinion import VERDICT, OpinionWords

_WIDTH = 150
_COLOURS = {"binnen": GREEN, "overschreden": RED, "niet_vast_te_stellen": AMBER}
_KINDS = ("rijen", "eur")


def fill_opinion(book: Book) -> None:
    """Write the sheet: rows and amounts in tables of their own, so that every column holds one kind of number."""
    if not book.has("tolerantie"):
        return
    sheet, w, report = book.sheet("tolerantie"), OpinionWords(book.language), book.report
    sheet.line(Cell(w.to_titel, "title"), height=26)
    sheet.notes(report.opinion_line, "plain")
    if not report.opinions or report.tolerantie is None:
        return
    sheet.notes(w.to_uitleg)
    sheet.notes(w.to_telling)
    if report.tolerantie.per_row_aside is not None:
        sheet.notes(w.to_opzij_raakt.format(n=report.tolerantie.per_row_aside), "warning")
    for text in report.tolerantie.unused:
        sheet.notes(text.in_(book.language), "warning")
    for measure in _KINDS:
        _table(book, measure, w)


def _table(book: Book, measure: str, w: OpinionWords) -> None:
    sheet, rows = book.sheet("tolerantie"), list(_rows(book, measure))
    if not rows:
        return
    number: Kind = "int" if measure == "rijen" else "eur"
    sheet.skip()
    sheet.line(Cell(w.to_rijen.capitalize() if measure == "rijen" else w.to_eur.capitalize(), "section"))
    columns = [
        SheetColumn("waarvan", w.to_waarvan, width=26),
        SheetColumn("titel", w.titel, width=40, wrap=True),
        SheetColumn("maat", w.to_maat, width=13),
        SheetColumn("grens", w.to_grens, "limit" if measure == "rijen" else "eur", 14),
        SheetColumn("bekend", w.to_bekend, number, 14),
        SheetColumn("van", w.to_van, number, 14),
        SheetColumn("open", w.to_open, number, 14),
        SheetColumn("waarschijnlijk", w.to_waarschijnlijk, number, 15),
        SheetColumn("bovengrens", w.to_bovengrens, number, 15),
        SheetColumn("steekproef", w.to_steekproef_kort, width=34, wrap=True),
        SheetColumn("onbekend", w.to_onbekend, width=40, wrap=True),
        SheetColumn("conclusie", w.to_conclusie, width=24),
        SheetColumn("conclusie_open", w.to_conclusie_open, width=24),
        SheetColumn("waarom", w.to_waarom, width=40, wrap=True),
    ]
    span = sheet.table(f"Tolerantie_{measure}", book.frame(columns, rows), columns, "")
    for name in ("conclusie", "conclusie_open"):
        for verdict, colour in _COLOURS.items():
            sheet.mark_column(span, name, f'="{VERDICT[verdict].in_(book.language)}"', colour)


def _rows(book: Book, measure: str) -> Iterator[list[object]]:
    for row in book.report.opinion_rows:
        found = row.weighed
        if found.measure != measure:
            continue
        limit = float(found.limit) if measure == "rijen" else euros(int(found.limit))
        sampled = row.upper if found.projection else OpinionWords(book.language).to_niet_geprojecteerd
        numbers = [_number(found, v) for v in (found.known, found.whole, row.weighed_open.known)]
        projected = [_number(found, v) for v in (found.likely, found.upper)]
        told = [sampled, row.unknown, row.verdict_told, row.open_verdict_told, row.why or None]
        yield [row.about, row.title or None, row.measure, limit, *numbers, *projected, *told]


def _number(found: Weighed, value: int | Fraction | None) -> object:
    """Return a figure as a cell; what is not whole is rounded up, so that nothing looks smaller."""
    if value is None:
        return None
    whole = -(-value // 1)
    return euros(int(whole)) if found.measure == "eur" else int(whole)
