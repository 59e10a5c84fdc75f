"""Rows as XML: any text survives, and a table says the same as cells one by one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from zpm_audit.reports.excel.xml import SheetColumn, StyleIds, cell, clean, escape, fit, letter, serial, table_rows

STYLES = {name: StyleIds(1, 2) for name in ("a", "b", "c", "d")}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def parse(xml: str) -> list[list[etree._Element]]:
    return [list(row) for row in etree.fromstring(f"<sheetData>{xml}</sheetData>")]


def as_excel_reads(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


def newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_any_text_survives(texts: list[str]) -> None:
    frame = fit(pl.DataFrame({"a": texts}), "").frame
    rows = parse("".join(table_rows(frame, [SheetColumn("a", "A")], STYLES, 7)))
    for number, (row, text) in enumerate(zip(rows, texts, strict=True), 7):
        (found,) = row
        assert found.get("r") == f"A{number}"
        assert found.get("t") == "inlineStr"
        assert newlines(as_excel_reads(found[0][0].text or "")) == newlines(clean(text))


@given(TEXT)
def test_single_cell_survives(text: str) -> None:
    ((found,),) = parse(f"<row>{cell('A1', 1, text)}</row>")
    assert newlines(as_excel_reads(found[0][0].text or "")) == newlines(clean(text))


def test_a_table_is_written_as_typed() -> None:
    frame = pl.DataFrame(
        {"a": ["x", None], "b": [Decimal("1.50"), None], "c": [date(2024, 3, 31), date(1, 1, 1)], "d": [4, 5]},
        schema={"a": pl.String, "b": pl.Decimal(18, 2), "c": pl.Date, "d": pl.Int64},
    )
    columns = [
        SheetColumn("a", "A"),
        SheetColumn("b", "B", "eur"),
        SheetColumn("c", "C", "date"),
        SheetColumn("d", "D", "int", formula='=IF({b}<2,"&",{b})'),
    ]
    first, second = parse("".join(table_rows(frame, columns, STYLES, 10)))
    assert [c.get("r") for c in first] == ["A10", "B10", "C10", "D10"]
    assert [c.findtext("v") for c in first[1:]] == ["1.50", "45382", "4"]
    assert first[3].findtext("f") == 'IF(B10<2,"&",B10)'
    assert second[0].get("t") is None
    assert len(second[1]) == 0
    assert second[2].findtext("is/t") == "0001-01-01"


def test_many_chunks_number_their_rows_on() -> None:
    frame = pl.DataFrame({"a": [str(i) for i in range(45_000)]})
    text = "".join(table_rows(frame, [SheetColumn("a", "A")], STYLES, 3))
    numbers = re.findall(r'<row r="(\d+)"', text)
    assert numbers == [str(n) for n in range(3, 45_003)]


def test_letters_and_serials() -> None:
    assert [letter(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert serial(date(1900, 3, 1)) == 61
    assert serial(date(2024, 12, 31)) == 45657


def test_an_escape_of_excel_in_the_text_stays_as_it_is() -> None:
    assert escape("_x0041_") == "_x005F_x0041_"


def test_fit_counts_utf16_units() -> None:
    fitted = fit(pl.DataFrame({"a": ["é" * 32_767, "é" * 32_768, "🚑" * 16_384]}), "…")
    assert (fitted.stripped, fitted.cut) == (0, 2)
    assert all(len(t.encode("utf-16-le")) // 2 <= 32_767 for t in fitted.frame["a"])
    assert fitted.frame["a"][0] == "é" * 32_767
