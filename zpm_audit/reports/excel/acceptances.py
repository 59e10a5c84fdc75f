"""Sheet Acceptaties: who accepted what, why and until when, and what it came to in this run."""

from __future__ import annotations

from zpm_audit.base.money import euros
from zpm_audit.findings.acceptances.outcome import Applied
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell
from zpm_audit.reports.excel.style import AMBER
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.words.acceptances import STATE, AcceptanceWords


def fill_acceptances(book: Book) -> None:
    """Write the sheet, where there are acceptances."""
    found = book.report.acceptaties
    if found is None or not book.has("acceptaties"):
        return
    sheet, w = book.sheet("acceptaties"), AcceptanceWords(book.language)
    sheet.line(Cell(w.titel, "title"), height=26)
    sheet.line(Cell(w.uitleg, "note"))
    sheet.skip()
    columns = _columns(w)
    frame = book.frame(columns, [_row(book, one) for one in found.applied])
    span = sheet.table("Acceptaties", frame, columns, "")
    sheet.freeze(span.header, columns=1)
    state = span.letters["stand"]
    for key in ("verlopen", "ongebruikt", "niet_beoordeeld"):
        where = f"{state}{span.first}:{state}{span.last}"
        sheet.mark(where, f'${state}{span.first}="{STATE[key].in_(book.language)}"', AMBER)


def _columns(w: AcceptanceWords) -> list[SheetColumn]:
    return [
        SheetColumn("id", w.id, width=18),
        SheetColumn("check", w.check, width=13),
        SheetColumn("stand", w.stand, width=16),
        SheetColumn("gevonden", w.gevonden, "int", 12),
        SheetColumn("geaccepteerd", w.geaccepteerd, "int", 14),
        SheetColumn("open", w.open, "int", 12),
        SheetColumn("bedrag", w.bedrag, "eur", 13),
        SheetColumn("wat", w.wat, width=44, wrap=True),
        SheetColumn("reden", w.reden, width=44, wrap=True),
        SheetColumn("door", w.door, width=18),
        SheetColumn("tweede", w.tweede, width=18),
        SheetColumn("op", w.op, "date", 12),
        SheetColumn("tot", w.tot, "date", 12),
        SheetColumn("bewijs", w.bewijs, width=30, wrap=True),
    ]


def _row(book: Book, one: Applied) -> list[object]:
    entry, state = one.entry, STATE[one.state].in_(book.language)
    counted = [one.found, one.number, one.left_open, euros(one.impact_cent)]
    said = [entry.told, entry.reden, entry.door, entry.tweede, entry.op, entry.tot, entry.bewijs]
    return [entry.id, entry.check, state, *counted, *said]
