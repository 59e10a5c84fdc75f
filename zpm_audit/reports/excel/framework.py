"""Sheet Raamwerk: risks, measures, checks and what was seen of them, with the runs of the period."""

from __future__ import annotations

from collections.abc import Iterator

from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell, Sheet
from zpm_audit.reports.excel.style import AMBER, GREEN, GREY, RED
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.figures.framework import Framed, duration_of
from zpm_audit.reports.figures.framework_rows import calendar, chain_rows, heat_map
from zpm_audit.reports.figures.framework_told import gaps, now_told, period_told
from zpm_audit.reports.words.framework import FREQUENCY, KIND, LEVEL, MARK, STATE, FrameworkWords

_COLOURS = {"aangetoond": GREEN, "volgens_opgave": GREY, "niet_aangetoond": AMBER}
_HEAT = {"laag": "heat_low", "midden": "heat_middle", "hoog": "heat_high"}


def fill_framework(book: Book) -> None:
    """Write the sheet, where there is a framework."""
    found = book.report.raamwerk
    if found is None or not book.has("raamwerk"):
        return
    sheet, w = book.sheet("raamwerk"), FrameworkWords(book.language)
    sheet.line(Cell(w.rw_titel, "title"), height=26)
    sheet.notes(w.rw_uitleg)
    sheet.notes(w.rw_periode.format(periode=period_told(found, w)))
    if not found.archived:
        sheet.notes(w.rw_geen_archief, "warning")
    if not found.framework.file.risicos and not found.framework.file.beheersmaatregelen:
        sheet.notes(w.rw_leeg, "plain")
        return
    _heat(sheet, found, w)
    sheet.line(Cell(w.rw_gaten, "section"))
    for text in list(gaps(book.report, found, w)) or [w.rw_geen_gaten]:
        sheet.notes(text, "plain")
    sheet.skip()
    _chain(book, sheet, w)
    _measures(book, sheet, found, w)
    if found.archived:
        _runs(book, sheet, found, w)


def _heat(sheet: Sheet, found: Framed, w: FrameworkWords) -> None:
    sheet.line(Cell(w.rw_kaart, "section"))
    sheet.notes(w.rw_kaart_uitleg)
    heads = [Cell(f"{w.rw_impact} {n}", "header", "column") for n in range(1, 6)]
    sheet.line(Cell(w.rw_kans, "header", "column"), *heads)
    for line in heat_map(found):
        cells = []
        for one in line:
            named = " ".join(r.id for r in one.risks)
            level = LEVEL[one.level].in_(w.language)
            cells.append(Cell(f"{level}: {named}" if named else level, _HEAT[one.level]))
        sheet.line(Cell(line[0].chance, "label", "int"), *cells)
    sheet.skip()


def _chain(book: Book, sheet: Sheet, w: FrameworkWords) -> None:
    sheet.line(Cell(w.rw_keten, "section"))
    columns = [
        SheetColumn("risico", w.rw_risico, width=32, wrap=True),
        SheetColumn("kans", w.rw_kans, "int", 18),
        SheetColumn("impact", w.rw_impact, "int", 18),
        SheetColumn("gewicht", w.rw_kans_impact, "int", 18, formula="={kans}*{impact}"),
        SheetColumn("maatregel", w.rw_maatregel, width=30, wrap=True),
        SheetColumn("check", w.rw_check, width=18),
        SheetColumn("nu", w.rw_deze_run, width=30, wrap=True),
        SheetColumn("runs", w.rw_runs, "int", 14),
        SheetColumn("van", w.rw_van, "int", 14),
        SheetColumn("eerste", w.rw_eerste, "int", 14),
        SheetColumn("laatste", w.rw_laatste, "int", 14),
    ]
    sheet.table("RaamwerkKeten", book.frame(columns, _chain_rows(book, w)), columns, w.rw_leeg)
    sheet.skip()


def _chain_rows(book: Book, w: FrameworkWords) -> Iterator[list[object]]:
    for row in chain_rows(book.report):
        risk, measure, over = row.risk, row.measure, row.over
        named = f"{measure.id} {measure.naam}" if measure else w.rw_geen_maatregel
        first = [f"{risk.id} {risk.naam}", risk.kans, risk.impact, risk.weight, named]
        if over is None:
            yield [*first, w.rw_geen_check if measure else None, None, None, None, None, None]
        else:
            yield [*first, over.check, now_told(over, w), over.spoke, over.runs, over.first, over.last]


def _measures(book: Book, sheet: Sheet, found: Framed, w: FrameworkWords) -> None:
    sheet.line(Cell(w.rw_maatregelen, "section"))
    columns = [
        SheetColumn("maatregel", w.rw_maatregel, width=32, wrap=True),
        SheetColumn("eigenaar", w.rw_eigenaar, width=18),
        SheetColumn("frequentie", w.rw_frequentie, width=18),
        SheetColumn("soort", w.rw_soort, width=18),
        SheetColumn("sleutel", w.rw_sleutel, width=18),
        SheetColumn("opzet", w.rw_opzet, width=18),
        SheetColumn("bewijs_opzet", w.rw_bewijs_opzet, width=30, wrap=True),
        SheetColumn("bestaan", w.rw_bestaan, width=16),
        SheetColumn("bewijs_bestaan", w.rw_bewijs_bestaan, width=32, wrap=True),
        SheetColumn("werking", w.rw_werking, width=16),
        SheetColumn("bewijs_werking", w.rw_bewijs_werking, width=40, wrap=True),
        SheetColumn("termijn", w.rw_hersteltermijn, "int", 16),
        SheetColumn("hersteld", w.rw_hersteld, "int", 12),
        SheetColumn("mediaan", w.rw_mediaan, "int", 12),
        SheetColumn("langste", w.rw_langste, "int", 12),
        SheetColumn("open", w.rw_open, "int", 12),
        SheetColumn("oudste", w.rw_oudste, "int", 14),
    ]
    rows = list(_measure_rows(book, found, w))
    span = sheet.table("RaamwerkMaatregelen", book.frame(columns, rows), columns, w.rw_leeg)
    for name in ("opzet", "bestaan", "werking"):
        for state, colour in _COLOURS.items():
            sheet.mark_column(span, name, f'="{STATE[state].in_(book.language)}"', colour)
    sheet.skip()


def _measure_rows(book: Book, found: Framed, w: FrameworkWords) -> Iterator[list[object]]:
    for one in book.report.measure_outcomes:
        m, took = one.measure, duration_of(one.measure, found)
        states: list[object] = []
        for shown in (one.design, one.existence, one.operation):
            states += [STATE[shown.state].in_(book.language), shown.evidence]
        times = [m.hersteltermijn, took.solved, took.middle, took.longest, took.standing, took.oldest]
        if not found.archived:
            times = [m.hersteltermijn, None, None, None, None, None]
        key = w.ja if m.sleutelmaatregel else w.nee
        about = [FREQUENCY[m.frequentie].in_(book.language), KIND[m.soort].in_(book.language), key]
        yield [f"{m.id} {m.naam}", m.eigenaar, *about, *states, *times]


def _runs(book: Book, sheet: Sheet, found: Framed, w: FrameworkWords) -> None:
    sheet.line(Cell(w.rw_kalender, "section"))
    columns = [SheetColumn("dag", w.rw_dag, "date", 14), SheetColumn("stand", w.rw_stand, width=30)]
    rows = [
        [month.first.replace(day=n), MARK[mark].in_(book.language)]
        for month in calendar(found)
        for n, mark in enumerate(month.days, 1)
        if mark
    ]
    span = sheet.table("RaamwerkKalender", book.frame(columns, rows), columns, w.rw_leeg)
    for key, colour in (("gemist", RED), ("onvoldoende", AMBER)):
        sheet.mark_column(span, "stand", f'="{MARK[key].in_(book.language)}"', colour)
