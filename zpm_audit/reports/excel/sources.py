"""Sheet Bronbestanden: is what was read what the source system has, and does it make sense?"""

from __future__ import annotations

from collections.abc import Sequence

from zpm_audit.base.money import euros
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell, Span
from zpm_audit.reports.excel.style import AMBER, GREEN, RED
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.words.shared import OUTCOME


def fill_sources(book: Book) -> None:
    """Write the sheet."""
    sheet = book.sheet("bronbestanden")
    sheet.line(Cell(book.w.titel_bronbestanden, "title"), height=26)
    sheet.skip()
    _tables(book)
    _aside(book)
    _notes(book)
    _control_totals(book)
    _contract(book)
    _files(book)
    sheet.freeze(1, columns=1, repeat=False)


def _block(
    book: Book, name: str, columns: list[SheetColumn], rows: Sequence[Sequence[object]], *, title: str, nothing: str
) -> Span:
    sheet = book.sheet("bronbestanden")
    sheet.line(Cell(title, "section"))
    span = sheet.table(name, book.frame(columns, rows), columns, nothing)
    sheet.skip(2)
    return span


def _tables(book: Book) -> None:
    w = book.w
    columns = [
        SheetColumn("naam", w.tabel, width=24),
        SheetColumn("bron", w.bron, width=34, wrap=True),
        SheetColumn("rijen_in", w.rijen_in, "int", 14),
        SheetColumn("rijen", w.rijen_beoordeeld, "int", 14),
        SheetColumn("opzij", w.rijen_opzij, "int", 14),
        SheetColumn("verschil", w.rijen_verschil_in, "int", 14, formula="={rijen_in}-{rijen}-{opzij}"),
        SheetColumn("quarantaine", w.quarantaine, width=30, wrap=True),
        SheetColumn("ontbrekend", w.ontbrekende_kolommen, width=34, wrap=True),
        SheetColumn("onbekend", w.onbekende_kolommen, width=34, wrap=True),
    ]
    rows = [
        [
            *(t.naam, t.bron, t.rijen_in, t.rijen, t.rijen_opzij, t.rest),
            *(
                t.quarantaine or None,
                ", ".join(t.ontbrekende_kolommen) or None,
                ", ".join(t.onbekende_kolommen) or None,
            ),
        ]
        for t in book.report.tabellen
    ]
    _block(book, "Tabellen", columns, rows, title=w.tabellen, nothing=w.geen_bestanden)


def _aside(book: Book) -> None:
    w = book.w
    columns = [
        SheetColumn("tabel", w.tabel, width=24),
        SheetColumn("kolom", w.kolom, width=24),
        SheetColumn("aantal", w.aantal, "int", 14),
        SheetColumn("reden", w.reden, width=14),
    ]
    rows = [[r.tabel, r.kolom, r.aantal, r.reden] for r in book.report.opzij]
    _block(book, "OpzijGezet", columns, rows, title=w.opzij, nothing=w.geen_opzij)


def _notes(book: Book) -> None:
    """Write what there is to know of code lists, message rules and the claim; where there is nothing, no block."""
    if book.report.notities:
        columns = [SheetColumn("notitie", book.w.notitie, width=60)]
        rows = [[note] for note in book.report.notities]
        _block(book, "Notities", columns, rows, title=book.w.notities, nothing=book.w.geen)


def _control_totals(book: Book) -> None:
    w = book.w

    def difference(stated: str, read: str) -> str:
        return f'=IF(OR({{{stated}}}="",{{{read}}}=""),"",{{{stated}}}-{{{read}}})'

    columns = [
        SheetColumn("tabel", w.tabel, width=24),
        SheetColumn("verschil", w.verschil, width=24),
        SheetColumn("rijen_opgegeven", w.rijen_opgegeven, "int", 14),
        SheetColumn("rijen_gelezen", w.rijen_gelezen, "int", 14),
        SheetColumn("rijen", w.rijen_verschil, "int", 14, formula=difference("rijen_opgegeven", "rijen_gelezen")),
        SheetColumn("bedrag_opgegeven", w.bedrag_opgegeven, "eur", 14),
        SheetColumn("bedrag_gelezen", w.bedrag_gelezen, "eur", 18),
        SheetColumn("bedrag", w.bedrag_verschil, "eur", 18, formula=difference("bedrag_opgegeven", "bedrag_gelezen")),
    ]
    rows: list[list[object]] = []
    for c in book.report.controletotalen:
        amounts = (euros(c.bedrag_opgegeven_cent), euros(c.bedrag_gelezen_cent), euros(c.cents_apart))
        told = w.ja if c.verschil else w.nee
        rows.append([c.tabel, told, c.rijen_opgegeven, c.rijen_gelezen, c.rows_apart, *amounts])
    span = _block(book, "Controletotalen", columns, rows, title=w.controletotalen, nothing=w.geen_controletotalen)
    if rows:
        book.sheet("bronbestanden").mark(f"B{span.first}:B{span.last}", f'$B{span.first}="{w.ja}"', RED)


def _contract(book: Book) -> None:
    w, report = book.w, book.report
    columns = [
        SheetColumn("tabel", w.tabel, width=24),
        SheetColumn("omschrijving", w.verwachting, width=34, wrap=True),
        SheetColumn("kolom", w.kolom, width=18),
        SheetColumn("rijen", w.rijen_bekeken, "int", 14),
        SheetColumn("afwijkend", w.afwijkend, "int", 14),
        SheetColumn("uitkomst", w.uitkomst, width=16, wrap=True),
        SheetColumn("waarom", w.waarom, width=30, wrap=True),
        SheetColumn("waargenomen", w.waargenomen, width=34, wrap=True),
        SheetColumn("voorbeelden", w.voorbeelden, width=34, wrap=True),
        SheetColumn("door", w.door, width=20, wrap=True),
    ]
    titles = {key: text.in_(book.language) for key, text in OUTCOME.items()}
    rows = [
        [
            *(e.tabel, e.omschrijving, e.kolom or None, e.rijen, e.afwijkend, titles.get(e.uitkomst, e.uitkomst)),
            *(e.waarom or None, e.waargenomen or None, ", ".join(e.voorbeelden) or None, e.door or None),
        ]
        for e in report.contract
    ]
    title = f"{w.contract} ({report.contract_door})" if report.contract_door else w.contract
    span = _block(book, "Datacontract", columns, rows, title=title, nothing=w.geen_contract)
    if rows:
        outcome = f"F{span.first}:F{span.last}"
        for key, colour in (("voldoet", GREEN), ("voldoet_niet", RED), ("fout", RED), ("niet_uitgevoerd", AMBER)):
            book.sheet("bronbestanden").mark(outcome, f'$F{span.first}="{titles[key]}"', colour)


def _files(book: Book) -> None:
    w = book.w
    columns = [
        SheetColumn("soort", w.soort, width=24),
        SheetColumn("naam", w.bestand, width=34, wrap=True),
        SheetColumn("bytes", w.bytes, "int", 14),
        SheetColumn("sha256", w.sha256, width=14),
    ]
    rows = [[f.soort, f.naam, f.bytes, f.sha256] for f in book.report.bestanden]
    _block(book, "Bestanden", columns, rows, title=w.bestanden, nothing=w.geen_bestanden)
