"""One worksheet: lines of cells, tables below each other, and the settings that make it pleasant to read and print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from textwrap import wrap
from typing import Any

import polars as pl
from openpyxl.formatting.rule import Rule
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableStyleInfo

from zpm_audit.reports.excel.style import TABLE_STYLE, Styles, shade
from zpm_audit.reports.excel.xml import LINE_HEIGHT, SheetColumn, StyleIds, Value, cell, letter, row, table_rows

EXCEL_ROWS = 1_048_576
_LONGEST_LINK = 2_000
#: Wider than this, a sheet is printed on several pages next to each other: smaller letters nobody can read.
_PAGE_WIDTH = 320
#: The letters of a note that fit on a line of a narrow sheet.
_NOTE = 150


class InMemory(WorksheetWriter):  # type: ignore[misc]
    """Writes what is around the rows of a sheet without a temporary file, which a process that is killed leaves."""

    def __init__(self, sheet: Any) -> None:
        super().__init__(sheet, BytesIO())

    def cleanup(self) -> None:
        """Nothing was put anywhere."""


def _aligned(column: SheetColumn) -> str:
    return "column" if column.kind == "text" else column.kind


@dataclass(frozen=True)
class Cell:
    """A cell outside a table. ``link`` is an address, or a place such as ``'Normen'!A1`` behind a ``#``."""

    value: Value
    style: str = "plain"
    kind: str = "text"
    formula: str = ""
    link: str = ""


@dataclass(frozen=True)
class Span:
    """Where a table ended up. ``first`` and ``last`` are its rows of data; ``first > last`` where it has none."""

    header: int
    first: int
    last: int
    letters: Mapping[str, str]

    def column(self, name: str) -> str:
        """Return the range of one column, for a formula."""
        return f"${self.letters[name]}${self.first}:${self.letters[name]}${self.last}"


class Sheet:
    """A worksheet that is written from top to bottom."""

    def __init__(self, worksheet: Any, styles: Styles, footer: str) -> None:
        self._ws = worksheet
        self._styles = styles
        self._pieces: list[str | tuple[pl.DataFrame, Sequence[SheetColumn], Mapping[str, StyleIds], int]] = []
        self._links: list[Any] = []
        self._widths: dict[int, float] = {}
        self._text_ranges: list[str] = []
        self._last_column = 1
        self._size = 0
        self.last_row = 0
        self._page(footer)

    @property
    def title(self) -> str:
        """Return the name on the tab."""
        return str(self._ws.title)

    def _page(self, footer: str) -> None:
        ws = self._ws
        ws.page_setup.orientation = "landscape"
        ws.page_setup.paperSize = 9
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        ws.page_margins.left = ws.page_margins.right = 0.4
        ws.page_margins.top, ws.page_margins.bottom, ws.page_margins.footer = 0.5, 0.75, 0.35
        ws.HeaderFooter.oddFooter.left.text = footer.replace("&", "&&")
        ws.HeaderFooter.oddFooter.center.text = "&A"
        ws.HeaderFooter.oddFooter.right.text = "&P / &N"
        ws.sheet_view.showGridLines = False
        ws.sheet_view.zoomScale = 90

    def width(self, column: int, width: float) -> None:
        """Make a column at least so wide."""
        self._widths[column] = max(width, self._widths.get(column, 0))

    def line(self, *cells: Cell | None, height: float | None = None) -> int:
        """Write one row of cells and return its number."""
        self.last_row += 1
        texts = []
        for index, item in enumerate(cells, 1):
            if item is None:
                continue
            ref = f"{letter(index)}{self.last_row}"
            texts.append(cell(ref, self._styles.named(item.style, item.kind), item.value, item.formula))
            if item.link:
                self.link(ref, item.link)
        self._pieces.append(row(self.last_row, texts, height))
        self._last_column = max(self._last_column, len(cells))
        return self.last_row

    def band(self, text: str, style: str, columns: int, height: float | None = None) -> int:
        """Write one text on a coloured band over several columns."""
        empty = [Cell(None, style)] * (columns - 1)
        return self.line(Cell(text, style), *empty, height=height)

    def bands(self, text: str, style: str, columns: int, width: int) -> None:
        """Write a text of any length on coloured bands, ``width`` letters on each."""
        for part in wrap(text, width):
            self.band(part, style, columns)

    def notes(self, text: str, style: str = "note") -> None:
        """Write a text of several lines, broken so that it prints on the page."""
        for part in wrap(text, _NOTE):
            self.line(Cell(part, style))

    def link(self, ref: str, goal: str) -> None:
        """Let a cell lead to an address, or to a place in the workbook behind a ``#``."""
        inside = goal.startswith("#")
        self._links.append(Hyperlink(ref=ref, location=goal[1:]) if inside else Hyperlink(ref=ref, target=goal))

    def link_web(self, ref: str, address: str) -> None:
        """Let a cell lead to a web address; what is none, or is longer than a workbook can hold, stays text."""
        if address.startswith(("http://", "https://")) and len(address) <= _LONGEST_LINK:
            self.link(ref, address)

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.last_row += rows

    def table(self, name: str, frame: pl.DataFrame, columns: Sequence[SheetColumn], nothing: str) -> Span:
        """Write a real table with a filter on every column. Without rows: the headings, and ``nothing`` in words."""
        header = self._heading(columns)
        letters = {column.name: letter(i) for i, column in enumerate(columns, 1)}
        if frame.is_empty():
            self.line(Cell(nothing, "note"))
            return Span(header, header + 1, header, letters)
        span = Span(header, header + 1, header + frame.height, letters)
        styles = {c.name: self._styles.column(_aligned(c), c.wrap) for c in columns}
        self._pieces.append((frame, columns, styles, span.first))
        self._size += int(frame.estimated_size()) * 2 + frame.height * len(columns) * 60
        self.last_row = span.last
        last = letter(len(columns))
        table = Table(displayName=name, ref=f"A{header}:{last}{span.last}")
        table.tableStyleInfo = TableStyleInfo(name=TABLE_STYLE, showRowStripes=True)
        table._initialise_columns()
        for part, column in zip(table.tableColumns, columns, strict=True):
            part.name = column.title
        self._ws.tables.add(table)
        for column in columns:
            if column.kind in {"text", "any"}:
                self._text_ranges.append(f"{letters[column.name]}{span.first}:{letters[column.name]}{span.last}")
        return span

    def _heading(self, columns: Sequence[SheetColumn]) -> int:
        titles = [column.title for column in columns]
        if len({title.casefold() for title in titles}) != len(titles):
            raise ValueError(f"headings of a table must differ: {titles}")
        for index, column in enumerate(columns, 1):
            # The filter button takes room, and a heading breaks at its spaces only.
            self.width(index, max(column.width, *(len(word) + 2 for word in column.title.split())))
        lines = max(ceil((len(c.title) + 3) / (self._widths[i] - 1)) for i, c in enumerate(columns, 1))
        cells = [
            Cell(c.title, "header", "column" if c.kind in {"text", "date", "code", "any"} else "amount")
            for c in columns
        ]
        return self.line(*cells, height=6 + LINE_HEIGHT * max(lines, 2))

    def freeze(self, row_above: int, columns: int = 1, repeat: bool = True) -> None:
        """Keep the rows up to ``row_above`` and the first columns in sight, also on every printed page."""
        self._ws.freeze_panes = f"{letter(columns + 1)}{row_above + 1}"
        if repeat:
            self._ws.print_title_rows = f"{row_above}:{row_above}"
            if columns:
                self._ws.print_title_cols = f"A:{letter(columns)}"

    def page_break(self) -> None:
        """Let a new printed page begin here."""
        self._ws.row_breaks.append(Break(id=self.last_row))

    def mark(self, cells: str, formula: str, colour: str) -> None:
        """Colour the cells of which ``formula`` holds."""
        self._ws.conditional_formatting.add(cells, Rule(type="expression", dxf=shade(colour), formula=[formula]))

    def mark_column(self, span: Span, name: str, condition: str, colour: str) -> None:
        """Colour the cells of a column of a table that meet a condition such as ``<>0``; a table may be empty."""
        if span.first <= span.last:
            at = span.letters[name]
            self.mark(f"{at}{span.first}:{at}{span.last}", f"${at}{span.first}{condition}", colour)

    def chart(self, chart: Any, anchor: str) -> None:
        """Put a chart on the sheet."""
        self._ws.add_chart(chart, anchor)

    @property
    def worksheet(self) -> Any:
        """Return openpyxl's sheet, for a chart that refers to its cells."""
        return self._ws

    def finish(self) -> None:
        """Hand everything but the rows to openpyxl."""
        self._ws.page_setup.fitToWidth = max(1, ceil(sum(self._widths.values()) / _PAGE_WIDTH))
        for index, width in sorted(self._widths.items()):
            self._ws.column_dimensions[letter(index)].width = width
        # Links belong behind the rows: openpyxl empties its list of them when it starts a sheet.
        self._ws._writer = InMemory(self._ws)
        self._ws._writer.write_top()
        self._ws._hyperlinks.extend(self._links)

    @property
    def extent(self) -> str:
        """Return the range of all cells."""
        return f"A1:{letter(max(self._last_column, 1))}{max(self.last_row, 1)}"

    @property
    def text_ranges(self) -> str:
        """Return the ranges where a number may stand as text without a warning triangle."""
        return " ".join(self._text_ranges)

    @property
    def estimated_bytes(self) -> int:
        """Return about how large the rows are as XML."""
        return self._size

    def rows(self) -> Iterator[str]:
        """Yield the rows as XML."""
        for piece in self._pieces:
            if isinstance(piece, str):
                yield piece
            else:
                yield from table_rows(*piece)
