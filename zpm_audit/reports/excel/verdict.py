"""Sheet Oordeel: the verdict in words, the totals, a chart, and what the rest of the workbook holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList

from zpm_audit.base.money import euros
from zpm_audit.checks.words import STATUS, STATUS_MEANING
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.execution import Execution
from zpm_audit.reports.excel.first_line import fill_first_line
from zpm_audit.reports.excel.sheet import Cell, Sheet, Span
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.conclusion import Conclusion
from zpm_audit.reports.figures.totals import totals
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.excel import CONTENTS, OPTION_VALUE, VERDICTS

_COLUMNS = 8
#: So many characters of a band fit on the page.
_WIDTH = 150
_CHART_CHECKS = 15
_ROW_CM = 0.53


#: How the verdict on the run looks.
_BAND: dict[Conclusion, str] = {
    "fouten": "slecht",
    "signalen": "matig",
    "onvolledig": "matig",
    "akkoord": "goed",
    "niets": "slecht",
}


def fill_verdict(book: Book, execution: Execution) -> None:
    """Write the sheet."""
    sheet, w, report = book.sheet("oordeel"), book.w, book.report
    sheet.line(Cell(w.titel_oordeel, "title"), height=28)
    sheet.band(VERDICTS[report.conclusion].in_(book.language), _BAND[report.conclusion], _COLUMNS, height=24)
    fill_first_line(book, sheet, _COLUMNS)
    for line in (*report.own_catalogue, *report.acceptance_lines):
        sheet.bands(line, "anders", _COLUMNS, _WIDTH)
    sheet.skip()
    _facts(book, sheet)
    _outcomes(book, sheet, execution)
    _themes(book, sheet, execution)
    _options(book, sheet, report.opties)
    _most_deviations(book, sheet)
    sheet.freeze(3, columns=0, repeat=False)


def _facts(book: Book, sheet: Sheet) -> None:
    w, report, language = book.w, book.report, book.language
    sheet.line(Cell(w.kerngegevens, "section"), None, Cell(w.inhoud, "section"))
    # The name of an export may be long: nothing stands beside it.
    beside = iter([(), *_contents(book)])
    unknown = Cell(w.impact_onbekend, "value")
    amount = Cell(euros(report.impact_cent), "strong", "fact_eur") if report.impact_cent is not None else unknown
    outside = Cell(report.rijen_buiten_periode, "value", "fact")
    for label, value in (
        (w.export, Cell(report.export, "value")),
        (w.periode, Cell(fmt.period(report.periode_van, report.periode_tot, language), "value")),
        (w.peildatum, Cell(report.peildatum, "value", "fact_date")),
        (w.kenmerk, Cell(report.kenmerk, "value")),
        (w.zpm_versie, Cell(report.versie, "value")),
        (w.rijen_beoordeeld_totaal, Cell(report.rijen_beoordeeld, "strong", "fact")),
        *([(w.rijen_buiten_periode, outside)] if report.periode else []),
        (w.rijen_toekomst, Cell(report.rijen_toekomst, "value", "fact")),
        (w.rijen_niet_declarabel, Cell(report.rijen_niet_declarabel, "value", "fact")),
        (book.title("bevindingen"), Cell(report.totals.deviations, "strong", "fact")),
        (book.title("onbepaald"), Cell(report.totals.undetermined, "strong", "fact")),
        (book.title("lopend"), Cell(report.totals.running, "strong", "fact")),
        (w.wp_over_tijd, Cell(report.totals.overdue, "value", "fact")),
        *_owners(book),
        (w.impact_totaal, amount),
    ):
        sheet.line(Cell(label, "label"), value, *next(beside, ()))
    sheet.line(Cell(w.impact_uitleg, "note"))
    sheet.skip()


def _owners(book: Book) -> list[tuple[str, Cell]]:
    """Return how much is open that nobody acts on, and how much of it too long."""
    w, found = book.w, book.report.open_work
    if found is None:
        return [(w.open_zonder_eigenaar, Cell(w.geen_eigenaren, "value"))]
    late = [] if found.late is None else [(w.over_reactietijd, Cell(found.late, "strong", "fact"))]
    return [(w.open_zonder_eigenaar, Cell(found.without_owner, "strong", "fact")), *late]


def _outcomes(book: Book, sheet: Sheet, execution: Execution) -> None:
    w, report = book.w, book.report
    sheet.line(Cell(w.uitkomsten, "section"))
    sheet.line(Cell(w.status, "header"), Cell(w.checks, "header", "amount"), *_header(w.betekenis, _COLUMNS - 2))
    for status, count in report.totals.per_status.items():
        title = STATUS[status].in_(book.language)
        formula = f"COUNTIF({execution.column('status')},A{sheet.last_row + 1})" if report.checks else ""
        meaning = Cell(STATUS_MEANING[status].in_(book.language), "plain", "column")
        sheet.line(Cell(title, "label"), Cell(count, "strong", "int", formula=formula), meaning)
    sheet.skip()


def _header(title: str, columns: int) -> list[Cell]:
    return [Cell(title, "header", "column"), *[Cell(None, "header")] * (columns - 1)]


def _themes(book: Book, sheet: Sheet, execution: Execution) -> None:
    w = book.w
    # By title, as the formulas add up.
    checks: dict[str, list[CheckPart]] = {}
    for check in book.report.checks:
        checks.setdefault(check.thema_titel, []).append(check)
    if not checks:
        return
    sheet.line(Cell(w.per_thema, "section"))

    def total(name: str, source: str) -> str:
        return f"=SUMIFS({execution.column(source)},{execution.column('thema')},{{{name}}})"

    columns = [
        SheetColumn("thema", w.thema, width=54),
        SheetColumn("checks", w.checks, "int", 26, formula=f"=COUNTIF({execution.column('thema')},{{thema}})"),
    ]
    columns += [
        SheetColumn("voldoet", w.voldoet, "int", 14, formula=total("thema", "voldoet")),
        SheetColumn("afwijking", w.afwijking, "int", 14, formula=total("thema", "afwijking")),
        SheetColumn("onbepaald", w.onbepaald, "int", 14, formula=total("thema", "onbepaald")),
        SheetColumn("loopt", w.loopt, "int", 14, formula=total("thema", "loopt")),
        SheetColumn("geaccepteerd", w.waarvan_geaccepteerd, "int", 14, formula=total("thema", "geaccepteerd")),
        SheetColumn("zonder_bedrag", w.zonder_bedrag_kolom, "int", 16, formula=total("thema", "zonder_bedrag")),
    ]
    rows = [
        [theme, t.checks, t.complying, t.deviations, t.undetermined, t.running, t.accepted, t.unpriced]
        for theme, t in ((theme, totals(members)) for theme, members in checks.items())
    ]
    sheet.table("PerThema", book.frame(columns, rows), columns, w.geen_normen)
    sheet.skip()


def _most_deviations(book: Book, sheet: Sheet) -> None:
    w = book.w
    shown = book.report.by_deviations[:_CHART_CHECKS]
    if shown:
        sheet.page_break()
    sheet.line(Cell(w.per_controle, "section"))
    if not shown:
        sheet.line(Cell(w.geen_grafiek, "note"))
        sheet.skip()
        return
    columns = [
        SheetColumn("label", w.check, width=54),
        SheetColumn("afwijking", w.afwijking, "int", 26),
        SheetColumn("geaccepteerd", w.waarvan_geaccepteerd, "int", 14),
        SheetColumn("populatie", w.populatie, "int", 14),
        SheetColumn("impact", w.bedrag_eur, "eur", 14),
    ]
    rows = [
        [f"{c.id} {c.titel}", c.counts.afwijking, c.counts.geaccepteerd, c.counts.populatie, euros(c.impact_cent)]
        for c in shown
    ]
    span = sheet.table("MeesteAfwijkingen", book.frame(columns, rows), columns, w.geen_grafiek)
    sheet.skip()
    height = 3.0 + 0.75 * len(shown)
    sheet.chart(_chart(book, sheet, span, height), f"A{sheet.last_row + 1}")
    sheet.skip(int(height / _ROW_CM) + 2)


def _chart(book: Book, sheet: Sheet, span: Span, height: float) -> Any:
    chart: Any = BarChart()
    chart.type, chart.style, chart.gapWidth = "bar", 10, 45
    chart.title, chart.legend = book.w.grafiek_titel, None
    ws = sheet.worksheet
    chart.add_data(Reference(ws, min_col=2, min_row=span.header, max_row=span.last), titles_from_data=True)
    chart.set_categories(Reference(ws, min_col=1, min_row=span.first, max_row=span.last))
    chart.series[0].graphicalProperties.solidFill = "1F4E79"
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for extra in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, extra, False)
    # The most deviations on top, as in the table; without the second line Excel hides both axes.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.title, chart.y_axis.number_format, chart.y_axis.scaling.min = book.w.grafiek_as, "#,##0", 0
    chart.y_axis.majorGridlines, chart.y_axis.crosses = None, "max"
    chart.width, chart.height = 27, height
    return chart


def _options(book: Book, sheet: Sheet, options: Mapping[str, str]) -> None:
    if not options:
        return
    sheet.line(Cell(book.w.instellingen, "section"))
    said = {text.nl: text.in_(book.language) for text in OPTION_VALUE}
    for name, value in options.items():
        sheet.line(Cell(name, "label"), Cell(said.get(value, value), "value"))
    sheet.skip()


def _contents(book: Book) -> list[tuple[Cell, ...]]:
    titles = {key: book.title(key) for key in CONTENTS if book.has(key)}
    return [
        (Cell(titles[key], "link", link=f"#'{titles[key]}'!A1"), Cell(text.in_(book.language)))
        for key, text in CONTENTS.items()
        if key in titles
    ]
