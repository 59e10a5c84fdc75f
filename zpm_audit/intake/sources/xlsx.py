"""A worksheet to a Source: every cell as text, with row numbers as Excel shows them."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.sources.csv import refuse_repeated
from zpm_audit.intake.sources.source import ROW, Source, cell

_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>')
#: An empty result is one only where the cell says that it is a text (t="str"): a formula may well give "".
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FILLED_CELL = re.compile(rb'<c r="([A-Z]+)\d+"[^>/]*>')
_BLOCK = 1 << 20
_OVERLAP = 1 << 16  # more than the longest formula, 8192 letters, can take


def open_xlsx(path: Path, table: str, sheet: str | None) -> Source:
    """Open a workbook with one sheet, or the sheet that the mapping names."""
    book = open_book(path)
    name = _sheet(path, book.sheet_names, sheet)
    cells = sheet_cells(path, book, name)
    filled = cells.select(pl.any_horizontal(pl.all().str.strip_chars().str.len_bytes() > 0).fill_null(value=False))
    places = filled.to_series().arg_true() if cells.width else pl.Series([], dtype=pl.UInt32)
    if places.is_empty():
        raise InputRefusedError(
            nl=f"{path.name}: blad '{name}' is leeg. Er hoort een kopregel met kolomnamen te staan.",
            en=f"{path.name}: sheet '{name}' is empty. A header with column names belongs there.",
        )
    names = tuple((str(v) if v is not None else "").strip() for v in cells.row(int(places[0])))
    refuse_repeated(names, path.name)
    body = cells.with_row_index(ROW, offset=1)[places.slice(1)]
    return Source(
        table=table,
        shown=path.name,
        files=(path,),
        frame=body.lazy(),
        names=names,
        rows=body.height,
        typed_cells=True,
    )


def open_book(path: Path) -> Any:
    """Open a workbook, or say that it is none."""
    import fastexcel

    if not zipfile.is_zipfile(path):
        raise _no_workbook(path)
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise _no_workbook(path) from error


def sheet_cells(path: Path, book: Any, name: str) -> pl.DataFrame:
    """Return the cells of a sheet as text in columns ``c0``, ``c1``, ...; row i is row i + 1 as Excel shows it."""
    import fastexcel

    try:
        # Without a header row and without skipping, row i of the result is row i + 1 of Excel.
        cells = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise _no_workbook(path) from error
    cells.columns = [cell(i) for i in range(cells.width)]
    return _with_errors(path, name, cells)


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets of a workbook."""
    return list(open_book(path).sheet_names)


def _sheet(path: Path, names: list[str], wanted: str | None) -> str:
    shown = ", ".join(f"'{n}'" for n in names)
    if wanted is not None:
        if wanted in names:
            return wanted
        raise InputRefusedError(
            nl=f"{path.name} heeft geen blad '{wanted}'. De bladen zijn: {shown}. Pas `blad` in de mapping aan.",
            en=f"{path.name} has no sheet '{wanted}'. The sheets are: {shown}. Correct `blad` in the mapping.",
        )
    if len(names) == 1:
        return names[0]
    raise InputRefusedError(
        nl=f"{path.name} heeft {len(names)} bladen: {shown}. Bewaar er een, of noem in de mapping het juiste: blad.",
        en=f"{path.name} has {len(names)} sheets: {shown}. Keep one, or name the right one in the mapping: blad.",
    )


def _no_workbook(path: Path) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{path.name} is geen leesbaar Excel-werkboek (beschadigd, met een wachtwoord, of een ander soort bestand). "
        "Open het in Excel en bewaar het opnieuw als .xlsx.",
        en=f"{path.name} is no readable Excel workbook (damaged, with a password, or another kind of file). "
        "Open it in Excel and save it again as .xlsx.",
    )


def _with_errors(path: Path, sheet: str, cells: pl.DataFrame) -> pl.DataFrame:
    """Put the error values (#N/A, #REF!) back that the reader gives as empty: an empty cell would be a silent loss."""
    part = _sheet_part(path, sheet)
    if part is None:
        return cells
    _refuse_uncomputed(path, part)
    found: dict[int, dict[int, str]] = {}
    for letters, row, value in _matches(path, part, _ERROR_CELL):
        found.setdefault(_column(letters), {})[int(row) - 1] = value.decode("utf-8", "replace")
    if not found:
        return cells
    # The reader leaves empty columns before the first filled one out; the file may well mention them.
    first = min(_column(letters) for letters in {*_matches(path, part, _FILLED_CELL)})
    for column, places in found.items():
        inside = {row: value for row, value in places.items() if row < cells.height}
        if column - first < cells.width and inside:
            series = cells.to_series(column - first).scatter(list(inside), list(inside.values()))
            cells = cells.with_columns(series.alias(cell(column - first)))
    return cells


def _refuse_uncomputed(path: Path, part: str) -> None:
    """Refuse formulas that nobody computed yet (written by a program): the reader gives them as empty."""
    for attributes, empty in _matches(path, part, _FORMULA_CELL):
        if empty and re.search(rb"""\st=["']str["']""", attributes):
            continue
        place = re.search(rb"""\sr=["']([A-Z]+\d+)["']""", attributes)
        shown = place.group(1).decode() if place else ""
        raise InputRefusedError(
            nl=f"{path.name}: formule zonder uitkomst{f' in {shown}' if shown else ''}; "
            "open en bewaar het werkboek in Excel of LibreOffice.",
            en=f"{path.name}: formula without a result{f' in {shown}' if shown else ''}; "
            "open and save the workbook in Excel or LibreOffice.",
        )


def _matches(path: Path, part: str, pattern: re.Pattern[bytes]) -> Iterator[Any]:
    """Search a sheet in blocks; a match on a seam may come twice, which does no harm here."""
    with zipfile.ZipFile(path) as book, book.open(part) as stream:
        rest = b""
        while block := stream.read(_BLOCK):
            yield from pattern.findall(rest + block)
            rest = (rest + block)[-_OVERLAP:]


def _column(letters: bytes) -> int:
    """Return the number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _sheet_part(path: Path, sheet: str) -> str | None:
    """Return the file inside the workbook that holds a sheet."""
    with zipfile.ZipFile(path) as book:
        try:
            sheets = book.read("xl/workbook.xml").decode("utf-8", "replace")
            links = book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
        except KeyError:
            return None
        inside = set(book.namelist())
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", sheets):
        if html.unescape(_attribute(tag, "name")) != sheet:
            continue
        key = _attribute(tag, r"\w+:id")
        for link in re.findall(r"<Relationship\s[^>]*>", links):
            if _attribute(link, "Id") == key:
                target = _attribute(link, "Target")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                return part if part in inside else None
    return None


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}=["']([^"']*)["']""", tag)
    return found.group(1) if found else ""
