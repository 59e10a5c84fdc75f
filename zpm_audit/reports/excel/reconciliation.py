"""Sheet Aansluiting, the first one: what came in, what was judged, what was claimed, and whether it adds up."""

from __future__ import annotations

from typing import Any

import polars as pl
from openpyxl.chart import BarChart, Reference

from zpm_audit.base.money import euros, euros_column
from zpm_audit.reconciliation.model import LOTS
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.ledger import fill_ledger
from zpm_audit.reports.excel.sheet import Cell, Span
from zpm_audit.reports.excel.style import GREEN, RED
from zpm_audit.reports.excel.xml import SheetColumn
from zpm_audit.reports.figures.reconciliation import ReconciliationFigures

_COLUMNS = 8
#: Differences that the sheet lists; all of them are in the files beside the workbook.
MOST_DIFFERENCES = 5_000
_TONES = {"slecht": "slecht", "goed": "plain", "onbekend": "note"}
_CHART_ROWS = 17


def fill_reconciliation(book: Book) -> None:
    """Write the sheet, where the report has a reconciliation."""
    part = book.report.reconciliation
    if part is None:
        return
    sheet, w = book.sheet("aansluiting"), book.w
    sheet.line(Cell(w.as_titel, "title"), height=28)
    sheet.band(book.report.eerste_regel, "warning", _COLUMNS, height=20)
    for tone, sentence in part.sentences:
        if tone == "slecht":
            sheet.band(sentence, "slecht", _COLUMNS, height=24)
        else:
            sheet.line(Cell(sentence, _TONES[tone]))
    sheet.skip()
    _steps(book, part)
    if part.claim:
        _differences(book, part)
    if part.ledger:
        fill_ledger(book, part.ledger)
    _chart(book, _months(book, part))
    _groups(book, part)
    if part.claim:
        _listed(book, part, part.claim.different)
    sheet.freeze(2, columns=0, repeat=False)


def _steps(book: Book, part: ReconciliationFigures) -> None:
    sheet, w = book.sheet("aansluiting"), book.w
    sheet.line(Cell(w.as_van_bron, "section"))
    heads = [Cell(w.as_rijen, "header", "amount"), Cell(w.as_bedrag, "header", "amount")]
    sheet.line(Cell(w.as_stap, "header"), *heads, Cell(w.as_controle, "header", "column"))
    sheet.width(1, 46)
    at: dict[str, int] = {}
    for step in part.steps:
        unknown = step.cents is None and bool(step.rows)
        word = Cell(w.onbekend, "strong", "no_amount")
        amount = word if unknown else Cell(euros(step.cents), "strong", "eur")
        note = Cell(step.note or None, "note", "column")
        at[step.key] = sheet.line(Cell(step.label, "label"), Cell(step.rows, "strong", "int"), amount, note)
    parts = "".join(f"-B{at[key]}" for key in ("opzij", *LOTS))
    formula = f"=B{at['ingelezen']}{parts}"
    line = sheet.last_row + 1
    verdict = f'=IF(B{line}=0,"{w.as_sluit_aan}","{w.as_sluit_niet}")'
    # What is unknown is a word, and counts as nothing here.
    cents = f"=N(C{at['ingelezen']})" + "".join(f"-N(C{at[key]})" for key in ("opzij", *LOTS))
    rest = part.rest_cents
    word = Cell(w.onbekend, "strong", "no_amount")
    apart = word if rest is None else Cell(euros(rest), "strong", "eur", formula=cents)
    sheet.line(
        Cell(w.as_rest, "label"),
        Cell(part.rest, "strong", "int", formula=formula),
        apart,
        Cell(w.as_sluit_aan, "strong", "column", formula=verdict),
    )
    sheet.mark(f"D{line}", f"$B${line}=0", GREEN)
    sheet.mark(f"D{line}", f"$B${line}<>0", RED)
    sheet.skip()


def _differences(book: Book, part: ReconciliationFigures) -> None:
    sheet, w = book.sheet("aansluiting"), book.w
    sheet.line(Cell(w.as_verschillen, "section"))
    columns = [
        SheetColumn("soort", w.as_soort, width=46),
        SheetColumn("prestaties", w.as_rijen, "int", 16),
        SheetColumn("export", f"{w.as_bedrag_export} (€)", "eur", 18),
        SheetColumn("bericht", f"{w.as_bedrag_bericht} (€)", "eur", 18),
        SheetColumn("verschil", f"{w.as_verschil} (€)", "eur", 18),
        SheetColumn("buiten", w.as_buiten, "int", 16),
    ]
    rows = [
        [d.title, d.rows, euros(d.export_cents), euros(d.message_cents), euros(d.apart), d.outside] for d in part.kinds
    ]
    span = sheet.table("VerschillenPerSoort", book.frame(columns, rows), columns, w.as_geen_verschil)
    sheet.mark(f"B{span.first}:B{span.last}", f"$B{span.first}>0", RED)
    for d in part.kinds:
        sheet.line(Cell(f"{d.title}: {d.meaning}", "note"))
    sheet.skip()


def _count_columns(book: Book, part: ReconciliationFigures) -> list[SheetColumn]:
    """Return the columns of counts and amounts; the differences are formulas over the row."""
    w = book.w
    columns = [
        SheetColumn("rijen", w.as_in_export, "int", 16),
        *(SheetColumn(lot, label, "int", 18) for lot, label in w.lots().items()),
        SheetColumn("rest", w.as_rest, "int", 18, formula="={rijen}-{beoordeeld}-{niet_declarabel}-{toekomst}"),
        SheetColumn("bedrag", f"{w.as_bedrag} (€)", "eur", 16),
        SheetColumn("zonder_bedrag", w.as_zonder_bedrag, "int", 16),
    ]
    if part.claim:
        columns += [
            SheetColumn("declarabel", w.as_declarabel, "int", 16, formula="={beoordeeld}+{toekomst}"),
            SheetColumn("bericht_rijen", w.as_regels, "int", 16),
            SheetColumn("verschil_rijen", w.as_verschil_rijen, "int", 16, formula="={bericht_rijen}-{declarabel}"),
            SheetColumn("bedrag_declarabel", f"{w.as_bedrag_declarabel} (€)", "eur", 18),
            SheetColumn("bericht_bedrag", f"{w.as_bedrag_bericht} (€)", "eur", 18),
            SheetColumn(
                "verschil_bedrag", f"{w.as_verschil} (€)", "eur", 18, formula="={bericht_bedrag}-{bedrag_declarabel}"
            ),
        ]
    return columns


def _in_euros(frame: pl.DataFrame, columns: list[SheetColumn]) -> pl.DataFrame:
    """Return the columns of a table, amounts in euros."""
    amounts = [euros_column(pl.col(c.name)).alias(c.name) for c in columns if c.kind == "eur"]
    return frame.with_columns(amounts).select(c.name for c in columns)


def _months(book: Book, part: ReconciliationFigures) -> Span:
    sheet, w = book.sheet("aansluiting"), book.w
    sheet.line(Cell(w.as_per_maand, "section"))
    columns = [SheetColumn("maand", w.as_maand, "date", 46), *_count_columns(book, part)]
    frame = _in_euros(part.by("maand"), columns)
    span = sheet.table("AansluitingPerMaand", frame, columns, w.as_geen_bedragen)
    sheet.skip()
    return span


def _groups(book: Book, part: ReconciliationFigures) -> None:
    sheet, w = book.sheet("aansluiting"), book.w
    sheet.line(Cell(w.as_per_groep, "section"))
    # The group stands first: the first column is the wide one.
    columns = [SheetColumn("prestatiegroep", w.as_groep, width=46), *_count_columns(book, part)]
    frame = book.fit(_in_euros(part.by("prestatiegroep"), columns)).frame
    sheet.table("AansluitingPerGroep", frame, columns, w.as_geen_bedragen)
    sheet.skip()
    counts = _count_columns(book, part)
    columns = [SheetColumn("groep_maand", f"{w.as_groep} · {w.as_maand}", width=46), *counts]
    months = part.by("prestatiegroep", "maand")
    label = pl.concat_str("prestatiegroep", pl.lit(" · "), pl.col("maand").dt.strftime("%Y-%m").fill_null("–"))
    sheet.line(Cell(w.as_maand_groep.format(n=months.height), "section"))
    frame = book.fit(_in_euros(months.with_columns(label.alias("groep_maand")), columns)).frame
    sheet.table("AansluitingPerGroepMaand", frame, columns, w.as_geen_bedragen)
    sheet.skip()


def _listed(book: Book, part: ReconciliationFigures, different: int) -> None:
    sheet, w = book.sheet("aansluiting"), book.w
    sheet.line(Cell(w.as_lijst, "section"))
    rows = part.largest(MOST_DIFFERENCES)
    sentence = w.as_lijst_deel if rows.height < different else w.as_lijst_alle
    where = "aansluiting/verschillen.csv"
    sheet.line(Cell(f"{sentence.format(n=rows.height, alle=different)} {where}.", "note"))
    columns = [
        SheetColumn("soort", w.as_soort, width=46),
        SheetColumn("prestatie_id", w.as_rijen, width=16),
        SheetColumn("prestatiegroep", w.as_groep, width=18),
        SheetColumn("datum_export", w.as_datum_export, "date", 18),
        SheetColumn("datum_bericht", w.as_datum_bericht, "date", 18),
        SheetColumn("prestatiecode_export", w.as_code_export, width=16),
        SheetColumn("prestatiecode_bericht", w.as_code_bericht, width=16),
        SheetColumn("bedrag_export", f"{w.as_bedrag_export} (€)", "eur", 16),
        SheetColumn("bedrag_bericht", f"{w.as_bedrag_bericht} (€)", "eur", 16),
        SheetColumn("verschil", f"{w.as_verschil} (€)", "eur", 16),
    ]
    names = {d.kind.value: d.title for d in part.kinds}
    shown = _in_euros(rows.with_columns(pl.col("soort").replace(names)), columns)
    sheet.table("Verschillen", book.fit(shown).frame, columns, w.as_geen_verschil)


def _chart(book: Book, span: Span) -> None:
    sheet, w = book.sheet("aansluiting"), book.w
    if span.first > span.last:
        return
    sheet.page_break()
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.style, chart.gapWidth = "col", "stacked", 100, 10, 40
    chart.title = w.as_per_maand_titel.format(eenheid=w.as_maand.lower())
    ws = sheet.worksheet
    first, last = 3, 2 + len(LOTS)
    data = Reference(ws, min_col=first, max_col=last, min_row=span.header, max_row=span.last)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(ws, min_col=1, min_row=span.first, max_row=span.last))
    for series, colour in zip(chart.series, ("1F4E79", "C9A227", "8FA6BF"), strict=True):
        series.graphicalProperties.solidFill = colour
    chart.x_axis.number_format = "mmm yyyy"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "#,##0", None
    chart.legend.position = "b"
    chart.width, chart.height = 27, 8.5
    sheet.chart(chart, f"A{sheet.last_row + 1}")
    sheet.skip(_CHART_ROWS)
