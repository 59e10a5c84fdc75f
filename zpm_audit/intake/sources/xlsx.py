"""A worksheet to a Source: every cell as text, with row numbers as Excel shows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.errors import InputRefusedError, ZpmError
from zpm_audit.base.watch import opening
from zpm_audit.intake.sources.csv import refuse_repeated
from zpm_audit.intake.sources.kind import Asked, FileKind
from zpm_audit.intake.sources.source import ROW, Source, cell
from zpm_audit.intake.sources.xlsx_cells import odd_cells
from zpm_audit.intake.sources.xlsx_size import refuse_oversized


def open_xlsx(path: Path, table: str, sheet: str | None, header: int | None = None) -> Source:
    """Open a workbook with one sheet, or the sheet that the mapping names.

    ``header`` is the row with the names as Excel shows it; by default the first row with anything in it.
    """
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
    if header is not None:
        places = _from_header(places, header, path, name)
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
        last=cells.height,
    )


def _from_header(places: pl.Series, header: int, path: Path, sheet: str) -> pl.Series:
    """Return the rows from the header on; refuse a header that is empty."""
    left = places.filter(places >= header - 1)
    if left.is_empty() or left[0] != header - 1:
        raise InputRefusedError(
            nl=f"{path.name}: rij {header} van blad '{sheet}' is leeg; daar horen de kolomnamen te staan (kopregel).",
            en=f"{path.name}: row {header} of sheet '{sheet}' is empty; the column names belong there (kopregel).",
        )
    return left


def open_book(path: Path) -> Any:
    """Open a workbook, or say that it is none."""
    import fastexcel

    with _opening(path):
        refuse_oversized(path)
        return fastexcel.read_excel(path)


def sheet_cells(path: Path, book: Any, name: str) -> pl.DataFrame:
    """Return the cells of a sheet as text in columns ``c0``, ``c1``, ...; row i is row i + 1 as Excel shows it."""
    with _opening(path):
        # Without a header row and without skipping, row i of the result is row i + 1 of Excel.
        cells = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
        cells.columns = [cell(i) for i in range(cells.width)]
        return _with_errors(path, name, cells)


@contextmanager
def _opening(path: Path) -> Iterator[None]:
    """Hold the libraries that read a workbook within bounds; whatever they raise says that it is none."""
    try:
        with opening(path.name):
            yield
    except (ZpmError, OSError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in Rust is no Exception
        raise _no_workbook(path) from error


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
    odd = odd_cells(path, sheet)
    for column, places in odd.errors.items():
        # The reader leaves empty columns before the first filled one out; the file may well mention them.
        at = column - odd.first
        inside = {row: value for row, value in places.items() if row < cells.height}
        if at < cells.width and inside:
            series = cells.to_series(at).scatter(list(inside), list(inside.values()))
            cells = cells.with_columns(series.alias(cell(at)))
    return cells


def _open(path: Path, asked: Asked) -> list[Source]:
    sheets = asked.sheets
    if not sheets or (len(sheets) == 1 and not _is_pattern(sheets[0])):
        return [open_xlsx(path, asked.table, sheets[0] if sheets else None, asked.header)]
    return [
        replace(open_xlsx(path, asked.table, sheet, asked.header), shown=f"{path.name} ({sheet})")
        for sheet in _chosen(path, sheets)
    ]


def _is_pattern(name: str) -> bool:
    return "*" in name or "?" in name


def _chosen(file: Path, wanted: tuple[str, ...]) -> list[str]:
    """Return the sheets that are named or that fit a pattern, in the order of the workbook."""
    names = sheet_names(file)
    chosen: set[str] = set()
    for one in wanted:
        fits = [n for n in names if n == one or (_is_pattern(one) and fnmatchcase(n, one.replace("[", "[[]")))]
        if not fits:
            shown = ", ".join(f"'{n}'" for n in names)
            raise InputRefusedError(
                nl=f"{file.name} heeft geen blad '{one}'. De bladen zijn: {shown}. Pas `bladen` in de mapping aan.",
                en=f"{file.name} has no sheet '{one}'. The sheets are: {shown}. Correct `bladen` in the mapping.",
            )
        chosen |= set(fits)
    return [name for name in names if name in chosen]


KIND = FileKind((".xlsx",), _open)
