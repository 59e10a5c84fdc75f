from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from zpm_audit.intake.rows import values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.patterns import PatternError, pattern
from zpm_audit.register.schema import Column, Kind

CANONICAL = Formats()


def one(text: str, kind: Kind, formats: Formats = CANONICAL) -> object:
    column = Column("x", kind)
    frame = pl.DataFrame({"x": [text]}, schema={"x": pl.String})
    frame = frame.with_columns(values.cleaned(pl.col("x"), "x", formats).alias("x"))
    return frame.select(values.parsed(pl.col("x"), column, formats).cast(column.dtype)).item()


@pytest.mark.parametrize(
    ("written", "strftime", "length"),
    [
        ("jjjj-mm-dd", "%Y-%m-%d", 10), ("dd-mm-jjjj", "%d-%m-%Y", 10), ("d-m-jjjj", "%d-%m-%Y", None),
        ("DD/MM/JJJJ", "%d/%m/%Y", 10), ("jjjjmmdd", "%Y%m%d", 8), ("dd-mm-jj", "%d-%m-%y", 8),
        ("dd-mm-jjjj uu:mm", "%d-%m-%Y %H:%M", 16), ("jjjj-mm-ddTuu:mm:ss", "%Y-%m-%dT%H:%M:%S", 19),
        ("uu:mm", "%H:%M", 5), ("u:mm", "%H:%M", None), ("hh.mm", "%H.%M", 5), ("%d-%m-%Y", "%d-%m-%Y", 10),
        ("%H:%M:%S", "%H:%M:%S", 8),
    ],
)  # fmt: skip
def test_patterns(written: str, strftime: str, length: int | None) -> None:
    found = pattern(written)
    assert (found.strftime, found.length) == (strftime, length)


@pytest.mark.parametrize(
    "written", ["", "dd-mm", "jjjj", "dd-mm-jjjj-dd", "x", "%Q", "%d-%m", "uu", "maand", "%", "dd-mm-jjjj ss"]
)
def test_patterns_that_say_too_little(written: str) -> None:
    with pytest.raises(PatternError):
        pattern(written)


DUTCH = Formats(
    decimaal=",",
    duizendtal=".",
    datum=(pattern("dd-mm-jjjj"), pattern("d-m-jjjj")),
    tijd=(pattern("u:mm"),),
    datumtijd=(pattern("dd-mm-jjjj uu:mm"),),
    waar=("ja", "J", "1"),
    onwaar=("nee", "N", "0"),
    leeg=("NULL", "-"),
)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1.234,50", "eur", 123450), ("1234,5", "eur", 123450), ("-12", "eur", -1200),
        ("1.234.567,89", "eur", 123456789),
        ("12.34", "eur", None), ("1.23,50", "eur", None), ("12,345", "eur", None), ("1,234.50", "eur", None),
        (",50", "eur", None), ("1.234", "int", 1234), ("45", "int", 45), ("4.5", "int", None),
        ("31-12-2024", "date", dt.date(2024, 12, 31)), ("1-2-2024", "date", dt.date(2024, 2, 1)),
        ("2024-12-31", "date", None), ("31-12-24", "date", None), ("31-02-2024", "date", None),
        ("9:05", "time", dt.time(9, 5)), ("09:05", "time", dt.time(9, 5)), ("25:00", "time", None),
        ("31-12-2024 09:05", "datetime", dt.datetime(2024, 12, 31, 9, 5)), ("31-12-2024", "datetime", None),
        ("JA", "bool", True), ("n", "bool", False), ("0", "bool", False), ("true", "bool", None),
        ("NULL", "eur", None), (" - ", "text", None), ("007", "text", "007"),
    ],
)  # fmt: skip
def test_dutch_notation(text: str, kind: Kind, value: object) -> None:
    assert one(text, kind, DUTCH) == value


def test_a_date_may_carry_midnight_and_a_time_a_date_where_the_mapping_says_so() -> None:
    formats = Formats(
        datum=(pattern("dd-mm-jjjj uu:mm:ss"),), tijd=(pattern("dd-mm-jjjj uu:mm"),), datumtijd=(pattern("dd-mm-jjjj"),)
    )
    assert one("31-12-2024 00:00:00", "date", formats) == dt.date(2024, 12, 31)
    assert one("31-12-2024 10:00:00", "date", formats) is None
    assert one("31-12-2024 10:05", "time", formats) == dt.time(10, 5)
    assert one("31-12-2024", "datetime", formats) == dt.datetime(2024, 12, 31)


def test_no_amount_is_ever_rounded() -> None:
    cents = [f"{c // 100}.{c % 100:02d}" for c in range(100_000)]
    frame = pl.DataFrame({"x": cents}).select(values.parsed(pl.col("x"), Column("x", "eur"), Formats()))
    assert frame.to_series().to_list() == list(range(100_000))
