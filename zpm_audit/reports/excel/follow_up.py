"""The columns in which people follow findings up, and the hidden sheet by which a workbook is known when it returns."""

from __future__ import annotations

from typing import Any

import polars as pl
from openpyxl.worksheet.datavalidation import DataValidation

from zpm_audit.base.language import Text
from zpm_audit.followup.words import FIELDS, HIDDEN_SHEET, KENMERK, OPEN, RUN_ID, STAND, STATUSES
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.sheet import Cell, Sheet, Span
from zpm_audit.reports.figures.follow_up import ANSWER_BY, RESPONSIBLE, answer_by, owned

#: What is shown of the follow-up, the columns to fill in first. The others are left out where they are empty.
ENTRY = tuple(FIELDS)
BESIDE = ("let_op", RESPONSIBLE, "open_sinds", ANSWER_BY)
WIDTHS = {"status": 15.0, "toelichting_opvolging": 36.0, "eigenaar": 18.0, "opgepakt_op": 13.0, "let_op": 40.0}
WRAPPED = frozenset({"toelichting_opvolging", "let_op"})
_EMPTY: dict[str, pl.DataType] = {
    "status": pl.String(),
    "toelichting_opvolging": pl.String(),
    "eigenaar": pl.String(),
    "opgepakt_op": pl.Date(),
    "open_sinds": pl.Date(),
    "hersteld_op": pl.Date(),
    "weer_gevonden_op": pl.Date(),
    "conflicten": pl.Int64(),
    "door": pl.String(),
}


def with_follow_up(book: Book, frame: pl.DataFrame) -> pl.DataFrame:
    """Return findings with their follow-up behind the amount."""
    report = book.report
    if report.opvolging is not None:
        rows = report.opvolging.rows.select("bevinding_id", *_EMPTY)
        frame = frame.join(rows, on="bevinding_id", how="left", maintain_order="left")
    else:
        frame = frame.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in _EMPTY.items())
    frame = frame.join(owned(report), on="check_id", how="left", maintain_order="left")
    whole = frame.with_columns(pl.col("status").fill_null(OPEN), _mind(book).alias("let_op"), answer_by())
    shown = [*ENTRY, *BESIDE]
    own = [name for name in whole.columns if name not in {*shown, *_EMPTY, "dagen"}]
    at = own.index("impact_eur") + 1
    return whole.select(*own[:at], *shown, *own[at:])


def _mind(book: Book) -> pl.Expr:
    """Return what to mind of a finding: it came back after all, or two people say different things."""
    again = Text(
        "toch weer gevonden: hersteld gemeld op {}, weer gevonden op {}",
        "found again after all: reported solved on {}, found again on {}",
    ).in_(book.language)
    clash = Text(
        "twee werkboeken zeggen iets anders: kies, en zet in de toelichting waarom",
        "two workbooks say different things: choose, and say why in the explanation",
    ).in_(book.language)
    form = "%d-%m-%Y" if book.language == "nl" else "%Y-%m-%d"
    dates = [pl.col(name).dt.strftime(form) for name in ("hersteld_op", "weer_gevonden_op")]
    told = [pl.format(again, *dates), pl.when(pl.col("conflicten") > 0).then(pl.lit(clash))]
    joined = pl.concat_str(told, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def offer_choices(book: Book, sheet: Sheet, span: Span) -> None:
    """Offer the statuses to choose from, and let nobody type a day that is none."""
    if span.first > span.last:
        return
    listed = ",".join(STATUSES)
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    choice.promptTitle, choice.prompt, choice.showInputMessage = "status", book.w.opvolging_uitleg, True
    choice.add(span.column("status").replace("$", ""))
    day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True)
    day.add(span.column("opgepakt_op").replace("$", ""))
    worksheet: Any = sheet.worksheet
    for validation in (choice, day):
        worksheet.data_validations.append(validation)


def fill_hidden(book: Book) -> None:
    """Write of which run the workbook is; a run without an archive is known by its kenmerk only."""
    sheet, report = book.sheet(HIDDEN_SHEET), book.report
    told: list[tuple[str, str]] = [(KENMERK, report.kenmerk)]
    if report.opvolging is not None:
        told += [(RUN_ID, report.opvolging.run_id), (STAND, str(report.opvolging.stand))]
    for name, value in told:
        sheet.line(Cell(name), Cell(value))
    sheet.worksheet.sheet_state = "hidden"
