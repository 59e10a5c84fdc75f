from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.reports.excel.sample import build
from zpm_audit.reports.excel.workbook import write_workbook
from zpm_audit.reports.model import Report


@dataclass(frozen=True)
class Made:
    report: Report
    path: Path
    formulas: Any
    values: Any

    def records(self, sheet: str, table: str, *, formulas: bool = False) -> list[dict[str, Any]]:
        """Return the rows of a table by their headings."""
        worksheet = (self.formulas if formulas else self.values)[sheet]
        rows = list(worksheet[worksheet.tables[table].ref])
        titles = [cell.value for cell in rows[0]]
        return [dict(zip(titles, (cell.value for cell in row), strict=True)) for row in rows[1:]]

    def texts(self, sheet: str, rows: int = 8) -> str:
        """Return the words at the top of a sheet."""
        cells = self.values[sheet].iter_rows(max_row=rows, values_only=True)
        return "\n".join(str(value) for row in cells for value in row if value is not None)


def make(folder: Path, report: Report, **options: int) -> Made:
    path = folder / "rapport.xlsx"
    write_workbook(report, path, **options)
    return Made(report, path, load_workbook(path), load_workbook(path, data_only=True))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("werkmap")
    return make(folder, build(folder))
