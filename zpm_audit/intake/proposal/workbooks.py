"""Opens every sheet of a workbook that may hold a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.proposal.header import header_row
from zpm_audit.intake.proposal.opened import Opened, Setting
from zpm_audit.intake.sources.csv import refuse_repeated
from zpm_audit.intake.sources.source import ROW, Source
from zpm_audit.intake.sources.xlsx import open_book, sheet_cells


def open_workbook(file: Path, settings: dict[str, Setting]) -> Iterator[Opened]:
    """Open a workbook; a sheet that is empty or holds only text is no table."""
    book = open_book(file)
    names = list(book.sheet_names)
    for name in names:
        cells = sheet_cells(file, book, name)
        source, header = _source(file, name, cells)
        if source is None:
            continue
        found: dict[str, Setting] = dict(settings)
        if len(names) > 1:
            found = {"bestand": file.name, "blad": name}
        if header is not None:
            found["kopregel"] = header
        yield Opened(name if len(names) > 1 else file.name, source, found)


def _source(file: Path, name: str, cells: pl.DataFrame) -> tuple[Source | None, int | None]:
    """Return the rows below the header, and the number of the header where it is not the first row with content."""
    rows = cells.head(30).rows()
    if not rows or not cells.width:
        return None, None
    header = header_row(rows)
    filled = [i for i, row in enumerate(rows) if any(c and c.strip() for c in row)]
    titles = tuple((c or "").strip() for c in cells.row(header))
    if sum(map(bool, titles)) < 2:
        return None, None
    try:
        refuse_repeated(titles, f"{file.name}, {name}")
    except InputRefusedError:
        return None, None
    body = cells.with_row_index(ROW, offset=1).slice(header + 1)
    body = body.filter(pl.any_horizontal(pl.exclude(ROW).str.strip_chars().str.len_bytes() > 0).fill_null(value=False))
    source = Source(name, file.name, (file,), body.lazy(), titles, body.height, typed_cells=True)
    return source, header + 1 if filled and header != filled[0] else None
