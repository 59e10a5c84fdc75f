"""Fills in the workbooks in the place of people: the examiner of files, and whoever follows findings up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet


def judge(workbook: Path, wrong: Mapping[int, str], initials: str) -> int:
    """Judge every item of a sample: right, but for those (counted from 1) of which ``wrong`` says why."""
    book = load_workbook(workbook)
    sheet = book.worksheets[0]
    columns, rows = _rows(sheet, "post")
    count = 0
    for count, row in enumerate(rows, 1):
        remark = wrong.get(count)
        sheet.cell(row, columns["oordeel"]).value = "fout" if remark else "goed"
        if remark:
            sheet.cell(row, columns["opmerking"]).value = remark
            amount = sheet.cell(row, columns["bedrag (eur)"]).value
            sheet.cell(row, columns["bedrag van de fout (eur)"]).value = amount
        sheet.cell(row, columns["paraaf"]).value = initials
    book.save(workbook)
    return count


def examine_norms(
    workbook: Path,
    norms: Mapping[tuple[str, str], Mapping[int, str]],
    concluded: Mapping[tuple[str, str], str],
    initials: str,
) -> int:
    """Judge every item of these norms of a work programme, but for the wrong ones (counted from 1) right, and conclude
    on others; return how many rows were filled in.
    """
    book = load_workbook(workbook)
    of_norms, of_items = book.worksheets[:2]
    columns, rows = _rows(of_items, "post")
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        norm = str(of_items.cell(row, columns["Kader"]).value), str(of_items.cell(row, columns["Norm"]).value)
        if norm in norms:
            counted[norm] = counted.get(norm, 0) + 1
            remark = norms[norm].get(counted[norm])
            of_items.cell(row, columns["oordeel"]).value = "fout" if remark else "goed"
            of_items.cell(row, columns["Opmerking"]).value = remark
            of_items.cell(row, columns["Paraaf"]).value = initials
    columns, rows = _rows(of_norms, "Norm")
    for row in rows:
        norm = str(of_norms.cell(row, columns["Kader"]).value), str(of_norms.cell(row, columns["Norm"]).value)
        if norm in concluded:
            of_norms.cell(row, columns["Conclusie"]).value = concluded[norm]
            of_norms.cell(row, columns["Paraaf"]).value = initials
    book.save(workbook)
    return sum(counted.values()) + len(concluded)


def follow_up(report: Path, target: Path, findings: Mapping[str, Mapping[str, str]], who: str) -> int:
    """Fill in the sheet of findings of a copy of a report; return in how many rows."""
    book = load_workbook(report)
    sheet = book["Bevindingen"]
    columns, rows = _rows(sheet, "Bevinding")
    filled = 0
    for row in rows:
        said = findings.get(str(sheet.cell(row, columns["Bevinding"]).value), {})
        for column, value in said.items():
            sheet.cell(row, columns[column]).value = value
        filled += bool(said)
    book.properties.lastModifiedBy = who
    book.save(target)
    return filled


def _rows(sheet: Worksheet, key: str) -> tuple[dict[str, int], Iterator[int]]:
    """Return the place of each column, and the rows below the heading that have something in column ``key``."""
    for heading, cells in enumerate(sheet.iter_rows(max_row=20, values_only=True), 1):
        if key in cells:
            columns = {str(name): at for at, name in enumerate(cells, 1) if name is not None}
            below = range(heading + 1, sheet.max_row + 1)
            return columns, (row for row in below if sheet.cell(row, columns[key]).value is not None)
    raise ValueError(f"geen kolom {key} in blad {sheet.title}")
