"""Rows of a worksheet as XML, composed by polars for a whole table at once.

openpyxl spends some 160 microseconds on a row of findings, a good part of a minute for a large workbook. It still makes
everything around the rows (styles, tables, charts, print setup); the rows themselves are text that polars concatenates.
Text always becomes an inline string, which no office program evaluates, and every formula carries its value, so that
a workbook opened in protected view shows numbers and not blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import polars as pl

#: ``code`` is a whole number that is a name rather than a quantity, such as a year: no thousands mark. ``any`` is text
#: of which a column beside it (``kind_column``) says per row whether it is written as a ``date``, a ``number`` or text.
Kind = Literal["text", "int", "code", "eur", "date", "number", "percent", "limit", "any"]
Value = str | int | float | Decimal | date | None

MAX_CELL = 32_767
#: What XML 1.0 cannot hold; openpyxl refuses the first three ranges too.
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Text that a spreadsheet would take for a formula once somebody edits the cell.
FORMULA_LIKE = ("=", "+", "-", "@")
#: Excel reads ``_x0041_`` inside text as an escaped character; the underscore in front is escaped in turn.
_ESCAPED = r"_(x[0-9A-Fa-f]{4}_)"
#: Day number of 1970-01-01, and the days that Excel counts as everybody does (1900 was no leap year).
_EPOCH, _FIRST_DAY, _LAST_DAY = 25_569, 61, 2_958_465
_CHUNK = 20_000
#: A line of text in points, the letters that fit in one unit of width, and the lines that fit in the tallest row.
LINE_HEIGHT, _PER_WIDTH, _MOST_LINES = 13.5, 1.1, 30


@dataclass(frozen=True)
class SheetColumn:
    """One column of a table. ``formula`` may name other columns of the row: ``={voldoet}+{afwijking}``."""

    name: str
    title: str
    kind: Kind = "text"
    width: float = 14
    wrap: bool = False
    formula: str = ""


@dataclass(frozen=True)
class StyleIds:
    """The numbers of the styles of one column in the workbook: as usual, and for text that looks like a formula."""

    plain: int
    quoted: int
    date: int = 0
    number: int = 0


def kind_column(name: str) -> str:
    """Return the column that says what the values of a column of kind ``any`` are."""
    return f"{name}:soort"


def letter(index: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def clean(text: str) -> str:
    """Return text without what a cell cannot hold."""
    return _CONTROL.sub("", text)[:MAX_CELL]


def escape(text: str) -> str:
    """Return text that is safe inside an XML element or attribute."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return re.sub(_ESCAPED, r"_x005F_\1", plain)


def serial(day: date) -> int:
    """Return the day number of a date."""
    return day.toordinal() - date(1970, 1, 1).toordinal() + _EPOCH


def cell(ref: str, style: int, value: Value, formula: str = "") -> str:
    """Return one cell. A formula carries ``value`` as its outcome."""
    if value is None and not formula:
        return f'<c r="{ref}" s="{style}"/>'
    if isinstance(value, date) and not _FIRST_DAY <= serial(value) <= _LAST_DAY:
        value = value.isoformat()
    if formula:
        kind = ' t="str"' if isinstance(value, str) else ""
        outcome = escape(value) if isinstance(value, str) else _number(value)
        return f'<c r="{ref}" s="{style}"{kind}><f>{escape(formula.removeprefix("="))}</f><v>{outcome}</v></c>'
    if isinstance(value, str):
        text = escape(clean(value))
        return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{ref}" s="{style}"><v>{_number(value)}</v></c>'


def _number(value: int | float | Decimal | date | None) -> str:
    if value is None:
        return ""
    return str(serial(value) if isinstance(value, date) else value)


def row(number: int, cells: Sequence[str], height: float | None = None) -> str:
    """Return one row of ready cells."""
    tall = f' ht="{height:g}" customHeight="1"' if height else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'


def table_rows(
    frame: pl.DataFrame, columns: Sequence[SheetColumn], styles: Mapping[str, StyleIds], first_row: int
) -> Iterator[str]:
    """Yield the rows of a table as XML, a chunk at a time. ``frame`` has been through ``fit``."""
    letters = {column.name: letter(i) for i, column in enumerate(columns, 1)}
    cells = [_cell_expr(column, letters, styles[column.name]) for column in columns]
    opening = [pl.lit('<row r="'), pl.col("_row"), pl.lit('"'), _height(columns), pl.lit(">")]
    line = pl.concat_str([*opening, *cells, pl.lit("</row>")])
    for start in range(0, frame.height, _CHUNK):
        part = frame.slice(start, _CHUNK)
        numbered = part.with_columns(_row=pl.int_range(first_row + start, first_row + start + part.height))
        text: str = numbered.select(line.str.join("")).item()
        yield text


def _height(columns: Sequence[SheetColumn]) -> pl.Expr:
    """Return the height of a row with folded texts: not every office program works that out when it opens a file."""
    lines = [
        (pl.col(c.name).str.len_chars() / (c.width * _PER_WIDTH)).ceil() + pl.col(c.name).str.count_matches("\n")
        for c in columns
        if c.wrap
    ]
    if not lines:
        return pl.lit("")
    most = pl.max_horizontal(*lines).fill_null(1).clip(1, _MOST_LINES)
    points = (most * LINE_HEIGHT + 1.5).cast(pl.String)
    tall = pl.concat_str([pl.lit(' ht="'), points, pl.lit('"')])
    return pl.when(most > 1).then(tall).otherwise(pl.lit(""))


def _cell_expr(column: SheetColumn, letters: Mapping[str, str], style: StyleIds) -> pl.Expr:
    value = pl.col(column.name)
    ref = [pl.lit(f'<c r="{letters[column.name]}'), pl.col("_row")]
    if column.formula:
        return _formula_expr(column, letters, style, ref)
    if column.kind == "text":
        return _text_expr(value, style, ref)
    if column.kind == "any":
        kind = pl.col(kind_column(column.name))
        number = pl.concat_str([*ref, pl.lit(f'" s="{style.number}"><v>'), value, pl.lit("</v></c>")])
        number = pl.coalesce(number, _empty(style, ref))
        day = _date_expr(value.str.to_date("%Y-%m-%d", strict=False), value, style.date, style, ref)
        return (
            pl.when(kind == "number")
            .then(number)
            .when(kind == "date")
            .then(day)
            .otherwise(_text_expr(value, style, ref))
        )
    number = value.cast(pl.String)
    if column.kind == "date":
        return _date_expr(value, number, style.plain, style, ref)
    filled = pl.concat_str([*ref, pl.lit(f'" s="{style.plain}"><v>'), number, pl.lit("</v></c>")])
    return pl.coalesce(filled, _empty(style, ref))


def _date_expr(day: pl.Expr, text: pl.Expr, number: int, style: StyleIds, ref: list[pl.Expr]) -> pl.Expr:
    days = day.cast(pl.Int32).cast(pl.Int64) + _EPOCH
    numeric = pl.concat_str([*ref, pl.lit(f'" s="{number}"><v>'), days, pl.lit("</v></c>")])
    # A year such as 0024 is no day that a spreadsheet knows: it stays readable as text.
    return pl.when(days.is_between(_FIRST_DAY, _LAST_DAY)).then(numeric).otherwise(_text_expr(text, style, ref))


def _empty(style: StyleIds, ref: list[pl.Expr]) -> pl.Expr:
    return pl.concat_str([*ref, pl.lit(f'" s="{style.plain}"/>')])


def _text_expr(value: pl.Expr, style: StyleIds, ref: list[pl.Expr]) -> pl.Expr:
    looks_like_formula = pl.any_horizontal(*[value.str.starts_with(mark) for mark in FORMULA_LIKE])
    number = pl.when(looks_like_formula).then(pl.lit(str(style.quoted))).otherwise(pl.lit(str(style.plain)))
    opened = '" t="inlineStr"><is><t xml:space="preserve">'
    parts = [*ref, pl.lit('" s="'), number, pl.lit(opened), _escape_expr(value), pl.lit("</t></is></c>")]
    return pl.coalesce(pl.concat_str(parts), _empty(style, ref))


def _escape_expr(value: pl.Expr) -> pl.Expr:
    for mark, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        value = value.str.replace_all(mark, safe, literal=True)
    return value.str.replace_all(_ESCAPED, "_x005F_${1}")


def _formula_expr(column: SheetColumn, letters: Mapping[str, str], style: StyleIds, ref: list[pl.Expr]) -> pl.Expr:
    parts: list[pl.Expr] = []
    for piece in re.split(r"(\{\w+\})", escape(column.formula.removeprefix("="))):
        if piece.startswith("{"):
            parts += [pl.lit(letters[piece[1:-1]]), pl.col("_row")]
        else:
            parts.append(pl.lit(piece))
    kind = ' t="str"' if column.kind == "text" else ""
    shown = pl.col(column.name).cast(pl.String)
    outcome = (_escape_expr(shown) if column.kind == "text" else shown).fill_null("")
    opened = pl.lit(f'" s="{style.plain}"{kind}><f>')
    return pl.concat_str([*ref, opened, *parts, pl.lit("</f><v>"), outcome, pl.lit("</v></c>")])


@dataclass(frozen=True)
class Fitted:
    """A frame of which every text fits in a cell, with the number of cells that had to give something up."""

    frame: pl.DataFrame
    stripped: int
    cut: int


def fit(frame: pl.DataFrame, cut_note: str) -> Fitted:
    """Strip control characters and shorten text that is longer than a cell holds; ``cut_note`` ends such a text."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    if not texts or frame.is_empty():
        return Fitted(frame, 0, 0)
    dirty = frame.select(pl.sum_horizontal(pl.col(texts).str.contains(CONTROL).sum())).item()
    frame = frame.with_columns(pl.col(texts).str.replace_all("\r\n", "\n", literal=True))
    if dirty:
        frame = frame.with_columns(pl.col(texts).str.replace_all(CONTROL, ""))
    # A cell counts UTF-16 units: a character outside the basic plane, four bytes in UTF-8, counts twice.
    too_long = pl.col(texts).str.len_bytes() > MAX_CELL
    suspects = [s.name for s in frame.select(too_long.any()) if s.item()]
    cut = 0
    for name in suspects:
        text = pl.col(name)
        units = text.str.len_chars() + text.str.count_matches(r"[\x{10000}-\x{10ffff}]")
        room = MAX_CELL - len(cut_note)
        whole = pl.when(units == text.str.len_chars()).then(room).otherwise(room // 2)
        long = units > MAX_CELL
        cut += frame.select(long.sum()).item()
        shortened = pl.concat_str([text.str.slice(0, whole), pl.lit(cut_note)])
        frame = frame.with_columns(pl.when(long).then(shortened).otherwise(text).alias(name))
    return Fitted(frame, int(dirty or 0), cut)
