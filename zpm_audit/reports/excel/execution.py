"""Sheet Uitvoering: what every check counted, with formulas that let the accountant see that it adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zpm_audit.base.money import euros
from zpm_audit.checks.verdict import Status
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.findings import Listed
from zpm_audit.reports.excel.sheet import Cell, Sheet, Span
from zpm_audit.reports.excel.style import AMBER, GREEN, GREY, RED
from zpm_audit.reports.excel.xml import SheetColumn, letter
from zpm_audit.reports.figures.aside import listed
from zpm_audit.reports.parts import CheckPart

#: The verdict whose units each list holds.
_VERDICT_OF = {"bevindingen": "afwijking", "onbepaald": "onbepaald", "lopend": "loopt"}


@dataclass(frozen=True)
class Execution:
    """Where the table of checks stands, for the formulas on the first sheet."""

    sheet: str
    span: Span

    def column(self, name: str) -> str:
        """Return the range of a column, with the sheet in front."""
        return f"'{self.sheet}'!{self.span.column(name)}"


def fill_execution(book: Book, listed: Mapping[str, Listed]) -> Execution:
    """Write the sheet; ``listed`` are the lists that its verdicts are counted against."""
    sheet, w = book.sheet("uitvoering"), book.w
    counted = {key: one for key, one in listed.items() if one.countable}
    columns = [*_columns(book), *_counted(book, counted)]
    checks = book.report.checks
    sheet.line(Cell(w.titel_uitvoering, "title"), height=26)
    sheet.line(Cell(w.aansluiting_uitleg, "note"))
    sheet.line(Cell(w.buiten_beeld_uitleg, "note"))
    if counted:
        sheet.line(Cell(w.wp_lijst_uitleg, "note"))
    if not all(one.complete for one in listed.values()):
        sheet.line(Cell(w.wp_lijst_ingekort, "note"))
    rows_ahead = sheet.last_row + 3
    span = Span(rows_ahead, rows_ahead + 1, rows_ahead + len(checks), {})
    if checks:
        where = f"${_letter_of(columns, 'aansluiting')}${span.first}:${_letter_of(columns, 'aansluiting')}${span.last}"
        total = Cell(
            sum(c.ran and not c.rest for c in checks), "strong", "fact", formula=f'COUNTIF({where},"{w.sluit_aan}")'
        )
        sheet.line(total, Cell(w.aansluitingen.format(count=book.report.totals.ran), "plain"))
    else:
        sheet.skip()
    sheet.skip()
    span = sheet.table(
        "Uitvoering", book.frame(columns, [_row(book, c, counted) for c in checks]), columns, w.geen_normen
    )
    sheet.freeze(span.header, columns=2)
    if checks:
        _mark(book, sheet, span)
    return Execution(sheet.title, span)


def _letter_of(columns: list[SheetColumn], name: str) -> str:
    return letter([c.name for c in columns].index(name) + 1)


def _columns(book: Book) -> list[SheetColumn]:
    w = book.w

    def count(name: str, title: str) -> SheetColumn:
        return SheetColumn(name, title, "int", 11)

    verdict = f'=IF({{populatie}}="","{w.geen_telling}",IF({{verschil}}=0,"{w.sluit_aan}","{w.sluit_niet_aan}"))'
    open_share = '=IF(N({populatie})=0,"",({afwijking}-{geaccepteerd})/{populatie})'
    return [
        SheetColumn("check", w.check, width=13),
        SheetColumn("titel", w.titel, width=38, wrap=True),
        SheetColumn("thema", w.thema, width=20, wrap=True),
        SheetColumn("ernst", w.ernst, width=9),
        SheetColumn("status", w.status, width=16),
        count("populatie", w.populatie),
        count("voldoet", w.voldoet),
        count("afwijking", w.afwijking),
        count("geaccepteerd", w.waarvan_geaccepteerd),
        count("onbepaald", w.onbepaald),
        count("loopt", w.loopt),
        SheetColumn("som", w.som, "int", 11, formula="={voldoet}+{afwijking}+{onbepaald}+{loopt}"),
        SheetColumn("verschil", w.verschil_populatie, "int", 11, formula='=IF({populatie}="",0,{populatie}-{som})'),
        SheetColumn("aansluiting", w.aansluiting, width=15, formula=verdict),
        SheetColumn("aandeel", w.aandeel, "percent", 11, formula='=IF(N({populatie})=0,"",{afwijking}/{populatie})'),
        SheetColumn("aandeel_open", w.aandeel_open, "percent", 11, formula=open_share),
        count("buiten_beeld", w.buiten_beeld),
        SheetColumn("impact", w.bedrag_eur, "eur", 13),
        SheetColumn("impact_open", w.bedrag_open, "eur", 13),
        SheetColumn("zonder_bedrag", w.zonder_bedrag_kolom, "int", 13),
        SheetColumn("versie", w.versie, "int", 8),
        SheetColumn("zekerheid", w.zekerheid, width=10),
        SheetColumn("opzij", w.rijen_opzij, width=30, wrap=True),
    ]


def _counted(book: Book, counted: Mapping[str, Listed]) -> list[SheetColumn]:
    """Return the columns that count the rows of each list, and what that differs from the verdicts."""
    w = book.w
    titles = {"bevindingen": w.wp_in_bevindingen, "onbepaald": w.wp_in_onbepaald, "lopend": w.wp_in_lopend}
    columns = [
        SheetColumn(f"in_{key}", titles[key], "int", 13, formula=f"=COUNTIFS({one.column('check_id')},{{check}})")
        for key, one in counted.items()
    ]
    if columns:
        apart = "+".join(f"ABS(N({{{_VERDICT_OF[key]}}})-{{in_{key}}})" for key in counted)
        columns.append(SheetColumn("lijst_verschil", w.wp_lijst_verschil, "int", 13, formula=f"={apart}"))
    return columns


def _in_lists(check: CheckPart, counted: Mapping[str, Listed]) -> list[int]:
    """Return the values that those formulas carry."""
    if not counted:
        return []
    there = [one.per_check.get(check.id, 0) for one in counted.values()]
    judged = [getattr(check.counts, _VERDICT_OF[key]) if check.ran else 0 for key in counted]
    return [*there, sum(abs(a - b) for a, b in zip(judged, there, strict=True))]


def _row(book: Book, check: CheckPart, counted: Mapping[str, Listed]) -> list[object]:
    w, c = book.w, check.counts
    counts: list[object] = [c.populatie, c.voldoet, c.afwijking, c.geaccepteerd, c.onbepaald, c.loopt]
    agrees = w.sluit_niet_aan if check.rest else w.sluit_aan
    shares = [part / c.populatie if c.populatie else None for part in (c.afwijking, c.open)]
    left = [check.id, check.titel, check.thema_titel, check.ernst_titel, check.status_titel]
    # A check without an outcome counted nothing: its numbers are blank and not zero.
    middle: list[object]
    if not check.ran:
        middle = [*[None] * len(counts), 0, 0, w.geen_telling, *[None] * 6]
    else:
        money = [euros(check.impact_cent), euros(check.open_cent), check.impact_onbekend]
        middle = [*counts, c.judged, check.rest, agrees, *shares, c.buiten_beeld, *money]
    aside = listed(check.opzij, book.language) or None
    return [*left, *middle, check.versie, check.zekerheid, aside, *_in_lists(check, counted)]


def _mark(book: Book, sheet: Sheet, span: Span) -> None:
    status, ok = span.letters["status"], span.letters["aansluiting"]
    cells = f"{status}{span.first}:{status}{span.last}"
    colours = {
        Status.AKKOORD: GREEN,
        Status.AFWIJKINGEN: RED,
        Status.ONBEPAALD: AMBER,
        Status.NIET_VAN_TOEPASSING: GREY,
        Status.NIET_UITGEVOERD: AMBER,
        Status.MISLUKT: RED,
    }
    titles = {check.status: check.status_titel for check in book.report.checks}
    for state, colour in colours.items():
        if state in titles:
            sheet.mark(cells, f'${status}{span.first}="{titles[state]}"', colour)
    if "lijst_verschil" in span.letters:
        sheet.mark_column(span, "lijst_verschil", "<>0", RED)
    sheet.mark(f"{ok}{span.first}:{ok}{span.last}", f'${ok}{span.first}="{book.w.sluit_niet_aan}"', RED)
