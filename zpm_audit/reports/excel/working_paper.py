"""Sheet Werkpapier, the first one: why and how this was done, what came out, and who signs for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from zpm_audit.base.money import euros
from zpm_audit.checks.words import SEVERITY
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.execution import Execution
from zpm_audit.reports.excel.findings import COUNTS_ONCE, Listed
from zpm_audit.reports.excel.first_line import fill_first_line
from zpm_audit.reports.excel.sheet import Cell, Sheet
from zpm_audit.reports.excel.style import GREEN, RED
from zpm_audit.reports.excel.trend import fill_lives
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.amounts import sides
from zpm_audit.reports.figures.aside import listed
from zpm_audit.reports.figures.bridge import AmountBridge

_COLUMNS = 4
_LABELS = 52
#: So many letters of a band fit on the sheet.
_WIDTH = 120


def fill_working_paper(book: Book, execution: Execution, findings: Listed) -> None:
    """Write the sheet."""
    sheet, w = book.sheet("werkpapier"), book.w
    sheet.width(1, _LABELS)
    for column in range(2, _COLUMNS + 1):
        sheet.width(column, 26)
    sheet.line(Cell(w.wp_titel, "title"), height=28)
    fill_first_line(book, sheet, _COLUMNS)
    for line in (*book.report.own_catalogue, *book.report.acceptance_lines):
        sheet.bands(line, "anders", _COLUMNS, _WIDTH)
    sheet.notes(book.report.opinion_line, "warning" if book.report.opinion_exceeded else "plain")
    fill_lives(book, sheet)
    _who(book, sheet)
    _why_and_how(book, sheet)
    _outcome(book, sheet, execution)
    sheet.page_break()
    _bridge(book, sheet, findings)
    _conclusion(book, sheet)
    sheet.freeze(1, columns=0, repeat=False)


def _who(book: Book, sheet: Sheet) -> None:
    w, report = book.w, book.report
    sheet.line(Cell(w.kerngegevens, "section"))
    different = ", ".join([*report.catalogus.changed, *report.catalogus.extra])
    state = w.wp_catalogus_anders.format(ids=different) if different else w.wp_catalogus_gelijk
    lines: list[tuple[str, Cell]] = []
    if report.aanbieder:
        lines.append((w.wp_aanbieder, Cell(report.aanbieder, "value")))
    if report.agb:
        lines.append((w.wp_agb, Cell(report.agb, "value")))
    lines += [
        (w.export, Cell(report.export, "value")),
        (w.periode, Cell(fmt.period(report.periode_van, report.periode_tot, book.language), "value")),
    ]
    if report.periode:
        judged = fmt.period(report.periode.first, report.periode.last, book.language)
        lines.append((w.wp_periode_beoordeeld, Cell(judged, "value")))
    lines += [
        (w.peildatum, Cell(report.peildatum, "value", "fact_date")),
        (w.wp_uitgevoerd, Cell(report.uitgevoerd, "value", "fact_date")),
        *((label, Cell(name, "value")) for label, name, _ in _people(book) if name),
        *([(w.wp_beoordeeld_op, Cell(report.beoordeeld_op, "value", "fact_date"))] if report.beoordeeld_op else []),
        (w.kenmerk, Cell(report.kenmerk, "value")),
        (w.manifest, Cell(w.manifest_noteren, "value")),
        (w.zpm_versie, Cell(report.versie, "value")),
        (w.wp_catalogus, Cell(f"{report.catalogus.sha256[:16]}…, {state}", "value")),
    ]
    for label, value in lines:
        sheet.line(Cell(label, "label"), value, *[Cell(None, "value")] * (_COLUMNS - 2))


def _people(book: Book) -> tuple[tuple[str, str, date | None], ...]:
    """Return who performed the audit and who reviewed it, each with the day."""
    w, report = book.w, book.report
    return (
        (w.wp_uitgevoerd_door, report.uitgevoerd_door, report.uitgevoerd if report.uitgevoerd_door else None),
        (w.wp_beoordeeld_door, report.beoordeeld_door, report.beoordeeld_op),
    )


def _why_and_how(book: Book, sheet: Sheet) -> None:
    w, report, language = book.w, book.report, book.language
    sheet.line(Cell(w.wp_doel, "section"))
    _paragraph(sheet, w.wp_doel_tekst)
    sheet.line(Cell(w.wp_bron, "section"))
    source = w.wp_bron_tekst.format(
        bestanden=fmt.integer(len(report.bestanden), language),
        rijen=fmt.integer(sum(t.rijen_in for t in report.tabellen), language),
        opzij=listed(report.set_aside, language) or w.geen,
    )
    _paragraph(sheet, source, book.title("bronbestanden"))
    sheet.line(Cell(w.wp_norm, "section"))
    letters = Counter(c.zekerheid for c in report.checks)
    certainty = ", ".join(f"{key}: {letters[key]}" for key in "ZABC" if letters[key])
    norm = w.wp_norm_tekst.format(n=len(report.checks), zekerheid=certainty)
    _paragraph(sheet, norm, book.title("normen"))
    sheet.line(Cell(w.wp_werkzaamheden, "section"))
    steps = [(w.wp_w_lezen, "bronbestanden")]
    if report.reconciliation:
        done = w.wp_w_aansluiten if report.reconciliation.claim else w.wp_w_aansluiten_zonder
        steps.append((done, "aansluiting"))
    contract = w.wp_w_contract if report.controletotalen else w.wp_w_contract_zonder
    steps += [(contract, "bronbestanden"), (_judged(book), "uitvoering"), (w.wp_w_tellen, "uitvoering")]
    if report.recalculation:
        steps.append((report.recalculation.absent or w.wp_w_herrekenen, "herrekening"))
    for number, (text, key) in enumerate(steps, 1):
        _paragraph(sheet, f"{number}. {text}", book.title(key))


def _judged(book: Book) -> str:
    w, report = book.w, book.report
    counts = {"gedraaid": report.totals.ran, "alle": report.totals.checks}
    if report.periode is None:
        return w.wp_w_beoordelen.format(**counts)
    days = fmt.period(report.periode.first, report.periode.last, book.language)
    return w.wp_w_beoordelen_periode.format(periode=days, **counts)


def _paragraph(sheet: Sheet, text: str, where: str = "") -> None:
    """Write a sentence over the first columns, and in the last one where to look."""
    link = Cell(where, "link", link=f"#'{where}'!A1") if where else None
    sheet.line(Cell(text, "plain"), *[None] * (_COLUMNS - 2), link)


def _outcome(book: Book, sheet: Sheet, execution: Execution) -> None:
    w, report = book.w, book.report
    total = report.prestaties.total
    sheet.line(Cell(w.wp_uitkomst, "section"))
    heads = [Cell(w.wp_aantal_of_bedrag, "header", "amount"), Cell(w.wp_aandeel, "header", "amount")]
    sheet.line(Cell(w.wp_uitkomst, "header", "column"), *heads)
    judged = sheet.line(Cell(w.wp_prestaties, "label"), Cell(total.beoordeeld, "strong", "int"), Cell(None, "value"))

    def share(label: str, count: int) -> None:
        formula = f"IF($B${judged}=0,0,B{sheet.last_row + 1}/$B${judged})"
        part = count / total.beoordeeld if total.beoordeeld else 0
        percent = Cell(part, "value", "percent", formula=formula)
        sheet.line(Cell(label, "label"), Cell(count, "strong", "int"), percent)

    def amount(label: str, cents: int | None) -> None:
        unknown = Cell(w.onbekend, "strong", "no_amount")
        value = unknown if cents is None else Cell(euros(cents), "strong", "eur")
        sheet.line(Cell(label, "label"), value, Cell(None, "value"))

    share(w.wp_met_fout, total.met_fout)
    share(w.wp_met_signaal, total.met_signaal)
    too_much, too_little = sides(total)
    amount(w.wp_te_veel, too_much)
    amount(w.wp_te_weinig, None if too_little is None else -too_little)
    share(w.wp_bedrag_onbekend, total.bedrag_onbekend)
    share(w.wp_onbepaald, total.onbepaald)
    found = report.totals
    running = f"SUM({execution.column('loopt')})" if report.checks else ""
    for label, count, formula in (
        (w.wp_niet_uitgevoerd, found.silent, ""),
        (w.wp_lopend, found.running, running),
        (w.wp_over_tijd, report.totals.overdue, ""),
    ):
        sheet.line(Cell(label, "label"), Cell(count, "strong", "int", formula=formula), Cell(None, "value"))
    sheet.skip()


def _bridge(book: Book, sheet: Sheet, findings: Listed) -> None:
    w, steps = book.w, book.report.bridge
    sheet.line(Cell(w.wp_brug, "section"))
    sheet.line(Cell(w.wp_brug_uitleg, "note"))
    if not findings.complete:
        sheet.line(Cell(w.wp_brug_ingekort, "warning"))
    sheet.line(Cell(w.wp_brug, "header", "column"), Cell(w.aantal, "header", "amount"))

    def counted(*conditions: str) -> str:
        if not findings.countable:
            return ""
        return "COUNTIFS(" + ",".join(f"{findings.column(c.split('|')[0])},{c.split('|')[1]}" for c in conditions) + ")"

    wrong, signal = f'ernst|"{_severity(book, "fout")}"', f'ernst|"{_severity(book, "signaal")}"'
    every = f"ROWS({findings.column('check_id')})" if findings.countable else ""
    _step(sheet, w.wp_b_alle, steps.listed, every)
    first = sheet.last_row
    _step(sheet, w.wp_b_signaal, -steps.signals, _negative(counted(signal)))
    _step(sheet, w.wp_b_ander, -steps.without_prestatie, _negative(counted(wrong, 'prestatie_id|""')))
    _step(sheet, w.wp_b_dubbel, -steps.repeated, _negative(counted(wrong, f'{COUNTS_ONCE}|"{w.nee}"')))
    _step(sheet, w.wp_b_kop, steps.counted, f"SUM(B{first}:B{sheet.last_row})", "strong")
    _step(sheet, w.wp_b_volgens, steps.headline, "", "strong")
    _agreement(book, sheet, [f"B{sheet.last_row - 1}-B{sheet.last_row}"], [steps.counted - steps.headline])
    sheet.skip()
    heads = [Cell(w.wp_te_veel, "header", "amount"), Cell(w.wp_te_weinig, "header", "amount")]
    sheet.line(Cell(w.wp_b_bedragen, "header", "column"), *heads)
    sides = (steps.too_much, steps.too_little)
    summed = ["", ""]
    if findings.countable:
        amounts = findings.column("impact_eur")
        summed = [f'SUMIFS({amounts},{amounts},"{sign}0")' for sign in (">", "<")]
    start = _amounts(sheet, w.wp_b_bedragen, [s.listed for s in sides], summed)
    _amounts(sheet, w.wp_b_bedrag_dubbel, [-s.repeated for s in sides])
    _amounts(sheet, w.wp_b_bedrag_overlap, [-s.overlapping for s in sides])
    _amounts(sheet, w.wp_b_bedrag_anders, [-s.elsewhere for s in sides])
    total = [f"SUM({c}{start}:{c}{sheet.last_row})" for c in "BC"]
    _amounts(sheet, w.totaal, [_rest(s) + s.headline for s in sides], total, "strong")
    _amounts(sheet, w.wp_b_bedrag_kop, [s.headline for s in sides], style="strong")
    line = sheet.last_row
    _agreement(book, sheet, [f"ROUND({c}{line - 1}-{c}{line},2)" for c in "BC"], [_rest(s) for s in sides])
    sheet.skip()


def _rest(side: AmountBridge) -> int:
    return side.listed - side.repeated - side.overlapping - side.elsewhere - side.headline


def _severity(book: Book, key: str) -> str:
    return SEVERITY[key].in_(book.language)


def _negative(formula: str) -> str:
    return f"-{formula}" if formula else ""


def _step(sheet: Sheet, label: str, count: int, formula: str, style: str = "value") -> None:
    sheet.line(Cell(label, "label"), Cell(count, style, "int", formula=formula))


def _amounts(
    sheet: Sheet, label: str, cents: Sequence[int], formulas: Sequence[str] = ("", ""), style: str = "value"
) -> int:
    cells = [Cell(euros(c), style, "eur", formula=f) for c, f in zip(cents, formulas, strict=True)]
    return sheet.line(Cell(label, "label"), *cells)


def _agreement(book: Book, sheet: Sheet, formulas: Sequence[str], rests: Sequence[int]) -> None:
    w = book.w
    cells = [
        Cell(w.sluit_niet_aan if r else w.sluit_aan, "strong", "amount",
             formula=f'IF({f}=0,"{w.sluit_aan}","{w.sluit_niet_aan}")')
        for f, r in zip(formulas, rests, strict=True)
    ]  # fmt: skip
    line = sheet.line(Cell(w.verschil, "label"), *cells)
    where = f"B{line}:C{line}"
    sheet.mark(where, f'B{line}="{w.sluit_aan}"', GREEN)
    sheet.mark(where, f'B{line}="{w.sluit_niet_aan}"', RED)


def _conclusion(book: Book, sheet: Sheet) -> None:
    w = book.w
    sheet.line(Cell(w.wp_conclusie, "section"))
    sheet.notes(book.report.closing, "plain")
    sheet.notes(book.report.opinion_line, "plain")
    if book.report.ledger_line:
        sheet.notes(book.report.ledger_line, "plain")
    own = book.report.conclusie_beoordelaar
    if own:
        sheet.line(Cell(w.wp_conclusie_eigen, "label"))
        sheet.notes(own, "plain")
    else:
        sheet.line(Cell(w.wp_conclusie_eigen, "label"), *[Cell(None, "value")] * (_COLUMNS - 1), height=40)
    sheet.skip()
    sheet.line(Cell(w.wp_paraaf, "section"))
    heads = [Cell(text, "header", "column") for text in (w.wp_rol, w.wp_naam, w.wp_paraaf_kort, w.wp_datum)]
    sheet.line(*heads)
    for role, (_, name, day) in zip((w.wp_opgesteld, w.wp_beoordeeld), _people(book), strict=True):
        signed = Cell(day, "value", "fact_date") if day else Cell(None, "value")
        sheet.line(Cell(role, "label"), Cell(name or None, "value"), Cell(None, "value"), signed, height=30)
