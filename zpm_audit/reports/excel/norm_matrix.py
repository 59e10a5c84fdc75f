"""Sheet Normmatrix: which norm is covered by which check, how far, and what came out of it in this run."""

from __future__ import annotations

from collections.abc import Iterator

from zpm_audit.catalogue.norm_words import COVERAGE_MEANING, COVERAGE_NAME, SUMMARY_NAME
from zpm_audit.catalogue.norms import COVERAGES, SUMMARIES
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell
from zpm_audit.reports.excel.style import AMBER, GREEN, RED
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.figures.by_hand import HandOutcome
from zpm_audit.reports.parts import CheckPart, NormMatrixPart

_COLOURS = {"exact": GREEN, "over": AMBER, "onder": AMBER, "hand": AMBER, "geen": RED}


def fill_norm_matrix(book: Book) -> None:
    """Write the sheet, where the checks of this run come with a matrix."""
    matrix = book.report.normmatrix
    if matrix is None:
        return
    sheet, w = book.sheet("normmatrix"), book.w
    sheet.line(Cell(w.nm_titel, "title"), height=26)
    sheet.line(Cell(w.nm_uitleg, "note"))
    sheet.line(Cell(w.nm_uitkomst_uitleg, "note"))
    if matrix.ongeplaatst:
        sheet.line(Cell(w.nm_ongeplaatst.format(ids=", ".join(matrix.ongeplaatst)), "warning"))
    sheet.skip()
    _counts(book, matrix)
    sheet.line(Cell(w.nm_betekenis, "section"))
    for coverage in COVERAGES:
        name, meaning = (text[coverage].in_(book.language) for text in (COVERAGE_NAME, COVERAGE_MEANING))
        sheet.line(Cell(name, "label"), Cell(meaning))
    sheet.skip()
    _matrix(book, matrix)


def fill_programme(book: Book) -> None:
    """Write the sheet with what a person has to test."""
    matrix = book.report.normmatrix
    if matrix is None or not book.has("werkprogramma"):
        return
    sheet, w = book.sheet("werkprogramma"), book.w
    sheet.line(Cell(w.wk_titel, "title"), height=26)
    sheet.notes(w.wk_uitleg.format(n=len(matrix.by_hand)))
    sheet.line(Cell(w.wk_opdracht, "plain"))
    hand = book.report.met_de_hand
    if hand is not None:
        sheet.notes(w.wk_ingevuld.format(trekking=hand.draw, run=hand.run_id, zaad=hand.seed))
        sheet.line(Cell(hand.summary.in_(book.language), "strong"))
    sheet.skip()
    columns = [
        SheetColumn("kader", w.nm_kader, width=12),
        SheetColumn("norm", w.nm_norm, width=16),
        SheetColumn("titel", w.nm_vraagt, width=40, wrap=True),
        SheetColumn("bron", w.nm_bron, width=34, wrap=True),
        SheetColumn("bekijken", w.wk_bekijken, width=60, wrap=True),
        SheetColumn("waaruit", w.wk_waaruit, width=34, wrap=True),
    ]
    rows: list[list[object]] = [[f.id, n.id, n.titel, n.bron, n.by_hand, n.getrokken_uit] for f, n in matrix.by_hand]
    if hand is not None:
        columns += _hand_columns(book)
        rows = [row + _hand(book, hand.of(f.id, n.id)) for row, (f, n) in zip(rows, matrix.by_hand, strict=True)]
    span = sheet.table("Werkprogramma", book.frame(columns, rows), columns, w.nm_leeg)
    for number, (_, norm) in enumerate(matrix.by_hand, span.first):
        sheet.link_web(f"{span.letters['bron']}{number}", norm.url)
    sheet.freeze(span.header, columns=2)


def _hand_columns(book: Book) -> list[SheetColumn]:
    w = book.w
    return [
        SheetColumn("stand", w.wk_stand, width=18),
        SheetColumn("eenheden", w.wk_eenheden, "int", 12),
        SheetColumn("omvang", w.wk_omvang, "int", 12),
        SheetColumn("beoordeeld", w.wk_beoordeeld, "int", 12),
        SheetColumn("fout", w.wk_fout, "int", 10),
        SheetColumn("waarschijnlijk", w.wk_waarschijnlijk, "percent", 15),
        SheetColumn("bovengrens", w.wk_bovengrens, "percent", 13),
        SheetColumn("conclusie", w.wk_uitkomst, width=60, wrap=True),
    ]


def _hand(book: Book, one: HandOutcome | None) -> list[object]:
    """Return what a person found of a norm; what nobody counted is blank and not zero."""
    if one is None:
        return [book.w.wk_niet_in_programma, *[None] * 7]
    drawn: list[object] = [one.units, one.drawn, one.judged] if one.drawn else [one.units, None, None]
    figures = [*drawn, one.errors, one.likely, one.upper]
    return [one.state_told(book.language), *figures, one.told.in_(book.language)]


def _counts(book: Book, matrix: NormMatrixPart) -> None:
    sheet, w = book.sheet("normmatrix"), book.w
    sheet.line(Cell(w.nm_per_kader, "section"))
    names = [SUMMARY_NAME[s].in_(book.language) for s in SUMMARIES]
    total = "=" + "+".join(f"{{{s}}}" for s in SUMMARIES)
    columns = [
        SheetColumn("kader", w.nm_kader, width=26, wrap=True),
        *(SheetColumn(s, name.capitalize(), "int", 18) for s, name in zip(SUMMARIES, names, strict=True)),
        SheetColumn("normen", w.nm_normen, "int", 18, formula=total),
    ]
    rows = [[f"{f.id}: {f.titel}", *(f.count(s) for s in SUMMARIES), len(f.normen)] for f in matrix.kaders]
    sheet.table("NormenPerKader", book.frame(columns, rows), columns, w.nm_leeg)
    sheet.skip()


def _matrix(book: Book, matrix: NormMatrixPart) -> None:
    sheet, w = book.sheet("normmatrix"), book.w
    columns = [
        SheetColumn("kader", w.nm_kader, width=26),
        SheetColumn("norm", w.nm_norm, width=16),
        SheetColumn("titel", w.nm_vraagt, width=38, wrap=True),
        SheetColumn("samen", w.nm_samen, width=15),
        SheetColumn("dekking", w.nm_dekking, width=16),
        SheetColumn("check", w.nm_controle_id, width=14),
        SheetColumn("check_titel", w.nm_titel_controle, width=34, wrap=True),
        SheetColumn("status", w.nm_status, width=17),
        SheetColumn("populatie", w.populatie, "int", 12),
        SheetColumn("afwijking", w.afwijking, "int", 12),
        SheetColumn("onbepaald", w.onbepaald, "int", 13),
        SheetColumn("toelichting", w.nm_toelichting, width=50, wrap=True),
        SheetColumn("bron", w.nm_bron, width=34, wrap=True),
        SheetColumn("zekerheid", w.zekerheid, width=12),
    ]
    rows = list(_rows(book, matrix))
    span = sheet.table("Normmatrix", book.frame(columns, [row for row, _ in rows]), columns, w.nm_leeg)
    for number, (_, url) in enumerate(rows, span.first):
        sheet.link_web(f"{span.letters['bron']}{number}", url)
    for coverage in COVERAGES:
        name = COVERAGE_NAME[coverage].in_(book.language)
        sheet.mark(f"E{span.first}:E{span.last}", f'$E{span.first}="{name}"', _COLOURS[coverage])
    sheet.freeze(span.header, columns=2)


def _rows(book: Book, matrix: NormMatrixPart) -> Iterator[tuple[list[object], str]]:
    """Yield a row per norm and check, with the address of the norm."""
    for framework in matrix.kaders:
        for norm in framework.normen:
            for cover in norm.dekkingen:
                first = [framework.id, norm.id, norm.titel, norm.samenvatting_titel, cover.dekking_titel]
                last = [cover.toelichting or None, norm.bron, norm.zekerheid]
                for check_id in cover.check_ids or ("",):
                    outcome = _outcome(book, cover.checks.get(check_id), check_id)
                    yield [*first, *outcome, *last], norm.url


def _outcome(book: Book, check: CheckPart | None, check_id: str) -> list[object]:
    if not check_id:
        return [None] * 6
    if check is None:
        return [check_id, None, book.w.nm_niet_in_run, None, None, None]
    counts: list[object] = [check.counts.populatie, check.counts.afwijking, check.counts.onbepaald]
    if not check.ran:
        counts = [None] * 3
    return [check_id, check.titel, check.status_titel, *counts]
