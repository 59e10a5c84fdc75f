"""Sheets Normen, Parameters and Niet uitgevoerd: what the checks rest on, and which of them said nothing."""

from __future__ import annotations

from zpm_audit.checks.words import CERTAINTY
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell, Sheet
from zpm_audit.reports.excel.style import AMBER
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.parts import SourceLine

_NO_SOURCE = SourceLine("", "", "", None, None, "", None)


def _legend(book: Book, sheet: Sheet) -> None:
    meanings = "; ".join(f"{key} = {text.in_(book.language)}" for key, text in CERTAINTY.items())
    sheet.line(Cell(f"{book.w.zekerheid_legenda}: {meanings}.", "note"))


def fill_norms(book: Book) -> None:
    """Write sheet Normen: a row for every source of every check."""
    sheet, w = book.sheet("normen"), book.w
    sheet.line(Cell(w.titel_normen, "title"), height=26)
    _legend(book, sheet)
    sheet.skip()
    columns = [
        SheetColumn("check", w.check, width=13),
        SheetColumn("titel", w.titel, width=34, wrap=True),
        SheetColumn("thema", w.thema, width=18, wrap=True),
        SheetColumn("ernst", w.ernst, width=9),
        SheetColumn("norm", w.norm_tekst, width=48, wrap=True),
        SheetColumn("populatie", w.populatie_tekst, width=34, wrap=True),
        SheetColumn("risico", w.risico, width=34, wrap=True),
        SheetColumn("bron", w.bron, width=30, wrap=True),
        SheetColumn("artikel", w.artikel, width=20, wrap=True),
        SheetColumn("zekerheid", w.zekerheid, width=10),
        SheetColumn("van", w.bron_geldig_van, "date", 12),
        SheetColumn("tot", w.bron_geldig_tot, "date", 12),
        SheetColumn("geverifieerd", w.geverifieerd, "date", 12),
        SheetColumn("url", w.webadres, width=36, wrap=True),
        SheetColumn("wat_te_doen", w.wat_te_doen, width=38, wrap=True),
        SheetColumn("bestand", w.checkbestand, width=34, wrap=True),
    ]
    rows = [
        [
            *(c.id, c.titel, c.thema_titel, c.ernst_titel, c.norm_tekst, c.populatie_tekst, c.risico),
            *(s.bron or None, s.artikel or None, s.zekerheid or None, s.geldig_van, s.geldig_tot, s.geverifieerd_op),
            *(s.url or None, c.wat_te_doen, c.bestand),
        ]
        for c in book.report.checks
        for s in c.bronnen or (_NO_SOURCE,)
    ]
    span = sheet.table("Normen", book.frame(columns, rows), columns, w.geen_normen)
    for number, row in enumerate(rows, span.first):
        sheet.link_web(f"{span.letters['url']}{number}", str(row[13] or ""))
    sheet.freeze(span.header, columns=2)


def fill_parameters(book: Book) -> None:
    """Write sheet Parameters: a row for every dated value."""
    sheet, w = book.sheet("parameters"), book.w
    sheet.line(Cell(w.titel_parameters, "title"), height=26)
    _legend(book, sheet)
    sheet.skip()
    columns = [
        SheetColumn("check", w.check, width=13),
        SheetColumn("naam", w.parameter, width=26, wrap=True),
        SheetColumn("omschrijving", w.omschrijving, width=50, wrap=True),
        SheetColumn("waarde", w.waarde, width=14),
        SheetColumn("eenheid", w.eenheid, width=14),
        SheetColumn("vanaf", w.bron_geldig_van, "date", 12),
        SheetColumn("tot", w.bron_geldig_tot, "date", 12),
        SheetColumn("bron", w.bron, width=60, wrap=True),
        SheetColumn("zekerheid", w.zekerheid, width=10),
    ]
    rows = [
        [c.id, p.naam, p.omschrijving, p.waarde, p.eenheid, p.vanaf, p.tot, p.bron, p.zekerheid]
        for c in book.report.checks
        for p in c.parameters
    ]
    span = sheet.table("Parameters", book.frame(columns, rows), columns, w.geen_parameters)
    sheet.freeze(span.header, columns=2)


def fill_not_run(book: Book) -> None:
    """Write sheet Niet uitgevoerd. A check without population did run; it is named in words."""
    sheet, w, report = book.sheet("niet_uitgevoerd"), book.w, book.report
    sheet.line(Cell(w.titel_niet_uitgevoerd, "title"), height=26)
    empty = report.not_applicable
    if empty:
        sheet.line(Cell(f"{w.populatie_leeg} {', '.join(c.id for c in empty)}.", "note"))
    sheet.skip()
    columns = [
        SheetColumn("check", w.check, width=13),
        SheetColumn("status", w.status, width=18),
        SheetColumn("titel", w.titel, width=50, wrap=True),
        SheetColumn("reden", w.reden, width=80, wrap=True),
    ]
    rows = [[c.id, c.status_titel, c.titel, c.reden] for c in report.silent]
    span = sheet.table("NietUitgevoerd", book.frame(columns, rows), columns, w.alles_uitgevoerd)
    if rows:
        sheet.mark(f"B{span.first}:B{span.last}", f"LEN($B{span.first})>0", AMBER)
    sheet.freeze(span.header, columns=1)
