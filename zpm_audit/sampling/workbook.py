"""The workbook for the file examiner: one row an item, what to look at, and room for what was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from zpm_audit import __version__
from zpm_audit.base.language import Language, Text
from zpm_audit.base.money import EUROS
from zpm_audit.reports.excel.archive import SteadyArchive
from zpm_audit.reports.excel.sheet import Cell, Sheet, Span
from zpm_audit.reports.excel.style import Styles
from zpm_audit.reports.excel.xml import Kind, SheetColumn, fit
from zpm_audit.sampling.record import Record
from zpm_audit.sampling.words import ANSWERS, COLUMNS, CUT, ENTRY, NOTHING, TITLES, explanation

_WRAPPED = {"te_bekijken": 60.0, "bevinding": 45.0, "opmerking": 45.0, "toelichting": 45.0}
#: A pseudonym is nineteen characters long.
_WIDTHS = {**_WRAPPED, "patient_id": 22.0}
#: LibreOffice does not make a row higher for a larger letter by itself.
_TITLE = 26
_KINDS: dict[str, Kind] = {
    "datum": "date",
    "bedrag_eur": "eur",
    "fout_eur": "eur",
    "treffers": "code",
    "setting": "code",
    "geplande_minuten": "int",
    "gerealiseerde_minuten": "int",
}


def write_sample(record: Record, rows: pl.DataFrame, target: Path, moment: datetime) -> None:
    """Write the workbook of one stage. ``rows`` holds, per item, whatever of ``COLUMNS`` is known."""
    language = record.taal
    workbook: Any = Workbook(write_only=True)
    styles = Styles(lambda: workbook.worksheets[0], language)
    footer = f"zpm-audit {__version__} · {record.trekking} · {record.run.kenmerk}"
    sheets = [
        Sheet(workbook.create_sheet(TITLES[name].in_(language)), styles, footer) for name in ("posten", "toelichting")
    ]
    span = _items(sheets[0], record, rows)
    _validated(sheets[0].worksheet, span, language)
    for style, text in explanation(record):
        if style == "plain":
            sheets[1].notes(text, style)
        else:
            sheets[1].line(Cell(text, style), height=_TITLE if style == "title" else None)
    sheets[1].width(1, 120)
    saved(workbook, sheets, target, moment, title=TITLES["document"].in_(language), description=record.trekking,
          language=language)  # fmt: skip


def saved(
    workbook: Any,
    sheets: Sequence[Sheet],
    target: Path,
    moment: datetime,
    *,
    title: str,
    description: str,
    language: Language,
) -> None:
    """Write a workbook that says itself when it was made, and with what."""
    workbook.properties = DocumentProperties(
        creator=f"zpm-audit {__version__}",
        title=title,
        description=description,
        language=language,
        created=moment,
        modified=moment,
    )
    for sheet in sheets:
        sheet.finish()
    archive = SteadyArchive(target, {f"xl/worksheets/sheet{i}.xml": sheet for i, sheet in enumerate(sheets, 1)})
    try:
        ExcelWriter(workbook, archive).write_data()
        archive.close()
    except BaseException:
        archive.abandon()
        raise


def _items(sheet: Sheet, record: Record, rows: pl.DataFrame) -> Span:
    language = record.taal
    known = [name for name in COLUMNS if name in rows.columns or name in ENTRY]
    empty = {"fout_eur": EUROS}
    frame = rows.with_columns(
        pl.lit(None, empty.get(name, pl.String())).alias(name) for name in ENTRY if name not in rows.columns
    ).select(known)
    columns = [
        SheetColumn(
            name,
            COLUMNS[name].in_(language),
            _KINDS.get(name, "text"),
            _WIDTHS.get(name, 14.0),
            wrap=name in _WRAPPED,
        )
        for name in known
    ]
    sheet.line(Cell(TITLES["document"].in_(language), "title"), height=_TITLE)
    sheet.line(Cell(TITLES["invullen"].in_(language), "note"))
    span = sheet.table("Posten", fit(frame, CUT.in_(language)).frame, columns, NOTHING.in_(language))
    sheet.freeze(span.header)
    return span


def _validated(worksheet: Any, span: Span, language: Language) -> None:
    """Offer the answers to choose from, and let nobody type an amount below nothing."""
    if span.first > span.last:
        return
    words: Sequence[Text] = list(ANSWERS.values())
    listed = ",".join(word.in_(language) for word in words)
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    choice.add(_range(span, "oordeel"))
    amount = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", showErrorMessage=True)
    amount.allow_blank = True
    amount.add(_range(span, "fout_eur"))
    for validation in (choice, amount):
        worksheet.data_validations.append(validation)


def _range(span: Span, name: str) -> str:
    return span.column(name).replace("$", "")
