"""Sheets Splitsing and Splitsing per check: the outcome by year, insurer and so on, each against the total."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import polars as pl

from zpm_audit.base.money import euros, euros_column
from zpm_audit.findings.model import PrestatieFigures
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.execution import Execution
from zpm_audit.reports.excel.sheet import Cell
from zpm_audit.reports.excel.style import RED
from zpm_audit.reports.excel.xml import SheetColumn, Value, letter
from zpm_audit.reports.figures.amounts import sides
from zpm_audit.reports.words.shared import COLUMN, SETTING


def fill_split(book: Book, execution: Execution) -> None:
    """Write the sheets."""
    sheet, w = book.sheet("splitsing"), book.w
    sheet.line(Cell(w.sp_titel, "title"), height=26)
    sheet.line(Cell(w.sp_uitleg, "note"))
    sheet.skip()
    for dimension, values in book.report.prestaties.split.items():
        _dimension(book, dimension, values)
    _per_check(book, execution)
    sheet.freeze(1, columns=0, repeat=False)


def _dimension(book: Book, dimension: str, values: tuple[tuple[str | int | None, PrestatieFigures], ...]) -> None:
    sheet, w, total = book.sheet("splitsing"), book.w, book.report.prestaties.total
    title = COLUMN[dimension].in_(book.language)
    sheet.line(Cell(w.sp_per.format(wat=title.lower()), "section"))
    columns = [
        SheetColumn("waarde", title, width=40),
        SheetColumn("beoordeeld", w.wp_prestaties, "int", 14),
        SheetColumn("met_fout", w.wp_met_fout, "int", 14),
        SheetColumn("aandeel", w.sp_aandeel, "percent", 14, formula='=IF({beoordeeld}=0,"",{met_fout}/{beoordeeld})'),
        SheetColumn("met_signaal", w.wp_met_signaal, "int", 14),
        SheetColumn("onbepaald", w.sp_onbepaald, "int", 14),
        SheetColumn("direct_goed", w.sp_direct_goed, "int", 14),
        SheetColumn("beoordeeld_eur", w.sp_beoordeeld_bedrag, "eur", 18),
        SheetColumn("met_fout_eur", w.sp_met_fout_bedrag, "eur", 18),
        SheetColumn("te_veel", w.wp_te_veel, "eur", 16),
        SheetColumn("te_weinig", w.wp_te_weinig, "eur", 16),
        SheetColumn("bedrag_onbekend", w.sp_bedrag_onbekend, "int", 16),
    ]
    rows = [_figures(_label(book, dimension, value), figures) for value, figures in values]
    span = sheet.table(f"Per{dimension.capitalize()}", book.frame(columns, rows), columns, w.geen)
    whole = _figures(w.totaal, total)
    cells = [Cell(w.totaal, "strong")]
    apart = [Cell(w.sp_rest, "label")]
    for number, (column, value) in enumerate(zip(columns[1:], whole[1:], strict=True), 2):
        cells.append(Cell(_plain(value), "strong", column.kind))
        if column.name == "aandeel":
            apart.append(Cell(None, "label"))
            continue
        at = letter(number)
        formula = f"ROUND(N({at}{span.last + 1})-SUM({at}{span.first}:{at}{span.last}),2)"
        rest = _known(value) - sum(_known(row[number - 1]) for row in rows)
        apart.append(Cell(rest, "value", column.kind, formula=formula))
    line = sheet.line(*cells)
    last = sheet.line(*apart)
    assert line == span.last + 1  # the formulas below point at it
    sheet.mark(f"B{last}:{letter(len(columns))}{last}", f"B{last}<>0", RED)
    sheet.skip()


def _figures(label: str, f: PrestatieFigures) -> list[object]:
    share = f.met_fout / f.beoordeeld if f.beoordeeld else None
    too_much, too_little = sides(f)
    less = None if too_little is None else -too_little
    amounts = [euros(c) for c in (f.beoordeeld_cent, f.met_fout_cent, too_much, less)]
    return [
        label,
        f.beoordeeld,
        f.met_fout,
        share,
        f.met_signaal,
        f.onbepaald,
        f.direct_goed,
        *amounts,
        f.bedrag_onbekend,
    ]


def _plain(value: object) -> Value:
    return cast(Value, value)


def _known(value: object) -> int | Decimal:
    """Return a number; what is unknown counts as nothing, as in the formula."""
    return value if isinstance(value, int | Decimal) else 0


def _label(book: Book, dimension: str, value: str | int | None) -> str:
    if value is None:
        return book.w.onbekend
    if dimension == "setting" and value in SETTING:
        return f"{value} {SETTING[int(value)].in_(book.language)}"
    return str(value)


def _per_check(book: Book, execution: Execution) -> None:
    """Write the verdicts of every check per year and financing; the sums per check stand beside sheet Uitvoering."""
    sheet, w = book.sheet("splitsing_controles"), book.w
    sheet.line(Cell(w.sp_per_controle, "title"), height=26)
    sheet.skip()
    titles = {key: COLUMN[key].in_(book.language) for key in ("boekjaar", "financiering")}
    columns = [
        SheetColumn("check", w.check, width=16),
        SheetColumn("boekjaar", titles["boekjaar"], "code", 14),
        SheetColumn("financiering", titles["financiering"], width=14),
        SheetColumn("populatie", w.populatie, "int", 14),
        SheetColumn("voldoet", w.voldoet, "int", 14),
        SheetColumn("afwijking", w.afwijking, "int", 14),
        SheetColumn("onbepaald", w.onbepaald, "int", 14),
        SheetColumn("loopt", w.loopt, "int", 14),
        SheetColumn("populatie_cent", w.sp_populatie_bedrag, "eur", 16),
        SheetColumn("afwijking_cent", w.sp_afwijking_bedrag, "eur", 16),
        SheetColumn("rest", w.sp_rest, "int", 16),
    ]
    parts = [
        c.split.with_columns(pl.lit(c.id).alias("check"))
        for c in book.report.checks
        if c.ran and not c.split.is_empty()
    ]
    nothing = book.frame(columns, [])
    rows = pl.concat(parts) if parts else nothing
    amounts = [euros_column(pl.col(c.name)).alias(c.name) for c in columns if c.kind == "eur"] if parts else []
    judged = {c.id: c.counts.populatie for c in book.report.checks if c.ran}
    counted_in = pl.col("populatie").sum().over("check")
    rest = pl.col("check").replace_strict(judged, default=0, return_dtype=pl.Int64) - counted_in
    frame = rows.with_columns(*amounts, rest.alias("rest")).select(c.name for c in columns)
    # The table begins below its heading; a formula adds up the rows of the check and takes off what Uitvoering counts.
    first = sheet.last_row + 2
    own, counted = f"$A${first}:$A${first + frame.height - 1}", f"$D${first}:$D${first + frame.height - 1}"
    there = f"SUMIFS({execution.column('populatie')},{execution.column('check')},{{check}})"
    columns[-1] = SheetColumn("rest", w.sp_rest, "int", 16, formula=f"={there}-SUMIFS({counted},{own},{{check}})")
    span = sheet.table("PerControle", book.fit(frame).frame, columns, w.geen)
    sheet.mark_column(span, "rest", "<>0", RED)
    sheet.freeze(span.header, columns=1)
