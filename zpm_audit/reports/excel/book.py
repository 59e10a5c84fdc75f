"""The workbook as a whole: its sheets, its language, and how it is written to disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.writer.excel import ExcelWriter

from zpm_audit.base.language import Language
from zpm_audit.base.money import EUROS
from zpm_audit.followup.words import HIDDEN_SHEET
from zpm_audit.reports.excel.archive import SteadyArchive
from zpm_audit.reports.excel.sheet import Sheet
from zpm_audit.reports.excel.style import Styles
from zpm_audit.reports.excel.xml import Fitted, SheetColumn, fit
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.excel import CUT_NOTE, SHEETS, ExcelWords

_DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "any": pl.String(),
    "int": pl.Int64(),
    "code": pl.Int64(),
    "eur": EUROS,
    "date": pl.Date(),
    "number": pl.Float64(),
    "percent": pl.Float64(),
    "limit": pl.Float64(),
}


def _always(_: Report) -> bool:
    return True


def _never(_: Report) -> bool:
    return False


#: Sheets that are only there when the report has what they show.
_SHOWN_IF: dict[str, Callable[[Report], bool]] = {
    "aansluiting": lambda report: report.aansluiting is not None,
    "normmatrix": lambda report: report.normmatrix is not None,
    "tolerantie": lambda report: report.tolerantie is not None,
    "werkprogramma": lambda report: report.normmatrix is not None and bool(report.normmatrix.by_hand),
    "raamwerk": lambda report: report.raamwerk is not None,
    "statistiek": lambda report: any(c.statistieken is not None and c.statistieken.height for c in report.checks),
    "trend": lambda report: report.trend is not None,
    "acceptaties": lambda report: report.acceptaties is not None and bool(report.acceptaties.applied),
    "herrekening": lambda report: report.recalculation is not None,
    "herrekend": lambda report: report.recalculation is not None and not report.recalculation.absent,
    "te_doen": _never,
}


class Book:
    """A workbook under construction, in the language of the report; with ``only`` it has just those sheets.

    Behind them every workbook has a hidden sheet, by which it is known when somebody fills it in and hands it back.
    """

    def __init__(self, report: Report, only: Sequence[str] = ()) -> None:
        self.report = report
        self.language: Language = report.taal
        self.w = ExcelWords(report.taal)
        self._workbook: Any = Workbook(write_only=True)
        self._styles = Styles(self._any_sheet, report.taal)
        self._footer = f"zpm-audit {report.versie} · {report.kenmerk} · {fmt.day(report.peildatum, report.taal)}"
        self._sheets = {
            key: Sheet(self._workbook.create_sheet(self.title(key)), self._styles, self._footer)
            for key in SHEETS
            if (key in only if only else _SHOWN_IF.get(key, _always)(report))
        }
        hidden = self._workbook.create_sheet(HIDDEN_SHEET)
        self._sheets[HIDDEN_SHEET] = Sheet(hidden, self._styles, self._footer)

    def _any_sheet(self) -> Any:
        return self._workbook.worksheets[0]

    def has(self, key: str) -> bool:
        """Tell whether the workbook has this sheet."""
        return key in self._sheets

    def sheet(self, key: str) -> Sheet:
        """Return the worksheet that ``key`` names in ``SHEETS``; the sheets may be filled in any order."""
        return self._sheets[key]

    def title(self, key: str) -> str:
        """Return the name of a worksheet in the language of the report."""
        return SHEETS[key].in_(self.language)

    def frame(self, columns: Sequence[SheetColumn], rows: Iterable[Sequence[object]]) -> pl.DataFrame:
        """Return the rows of a table, typed by its columns, each text made to fit."""
        schema = {column.name: _DTYPES[column.kind] for column in columns}
        return self.fit(pl.DataFrame([tuple(r) for r in rows], schema=schema, orient="row")).frame

    def fit(self, frame: pl.DataFrame) -> Fitted:
        """Make every text fit in a cell, in words where something had to go."""
        return fit(frame, CUT_NOTE.in_(self.language))

    def save(self, target: Path) -> None:
        """Write the workbook. The same report gives the same bytes."""
        # The day on which the audit was run. The clock would make another file of the same report; the manifest has it.
        moment = datetime.combine(self.report.uitgevoerd, time())
        self._workbook.properties = DocumentProperties(
            creator=f"zpm-audit {self.report.versie}",
            title=self.w.titel_oordeel,
            subject=self.w.onderwerp_document,
            description=self.report.kenmerk,
            language=self.language,
            created=moment,
            modified=moment,
        )
        for sheet in self._sheets.values():
            sheet.finish()
        parts = {f"xl/worksheets/sheet{i}.xml": sheet for i, sheet in enumerate(self._sheets.values(), 1)}
        archive = SteadyArchive(target, parts)
        try:
            ExcelWriter(self._workbook, archive).write_data()
            archive.close()
        except BaseException:
            archive.abandon()
            raise
