"""Columns that come typed (Parquet): which types can become which kind, converted strictly or not at all."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.values import on_the_wall
from zpm_audit.register.schema import PLACES, Column, Kind

#: Nobody claims as many cents; and up to here a float still tells whole cents (or ten-thousandths) apart.
_LARGEST_FLOAT = 1e14
#: How far a small number of half precision may lie from its decimals: less than the next decimal would put it.
_SLACK_FLOAT32 = {2: 0.02, 4: 0.05}

KINDS_IN_WORDS: dict[Kind, Text] = {
    "text": Text("tekst", "text"),
    "int": Text("geheel getal", "whole number"),
    "date": Text("datum", "date"),
    "time": Text("tijd", "time"),
    "datetime": Text("tijdstip zonder tijdzone", "moment without a time zone"),
    "bool": Text("waar/onwaar", "true/false"),
    "eur": Text("bedrag (getal met hoogstens twee decimalen)", "amount (number with at most two decimals)"),
    "decimal": Text("getal met hoogstens vier decimalen", "number with at most four decimals"),
}


def type_in_words(dtype: pl.DataType) -> Text:
    """Return what a column of this type holds, for a person who never saw a type of ours."""
    if isinstance(dtype, pl.Datetime):
        zone = Text("tijdstip met tijdzone", "moment with a time zone")
        return zone if dtype.time_zone else Text("tijdstip", "moment")
    if dtype.is_integer():
        return KINDS_IN_WORDS["int"]
    if dtype.is_numeric():
        return Text("kommagetal", "decimal number")
    if dtype.is_nested():
        return Text("lijst of samengestelde waarde", "list or composite value")
    words = {
        pl.String(): KINDS_IN_WORDS["text"],
        pl.Date(): KINDS_IN_WORDS["date"],
        pl.Time(): KINDS_IN_WORDS["time"],
        pl.Boolean(): KINDS_IN_WORDS["bool"],
        pl.Binary(): Text("bytes", "bytes"),
    }
    if isinstance(dtype, pl.Duration):
        return Text("tijdsduur", "duration")
    return words.get(dtype, Text("waarde van een ander soort", "value of another kind"))


def as_text(dtype: pl.DataType, column: Column, formats: Formats) -> bool:
    """Tell whether a column of this type is read as text, like a CSV.

    A number becomes text where the contract wants text (an id), and where the mapping says what its values mean.
    """
    if dtype == pl.String or isinstance(dtype, (pl.Enum, pl.Categorical)) or dtype == pl.Null:
        return True
    if not dtype.is_integer() and dtype != pl.Boolean:
        return False
    if column.name in formats.waarden:
        return True
    return dtype.is_integer() and (
        column.kind == "text" or (column.kind == "bool" and formats.waar != Formats().waar) or formats.zero_one
    )


def converted(x: pl.Expr, dtype: pl.DataType, kind: Kind) -> pl.Expr | None:
    """Return the conversion of a typed column, or None where the type can never be this kind.

    What does not convert exactly (12.345 as an amount, a moment with a clock time as a date) becomes null.
    """
    ways: dict[Kind, pl.Expr] = {}
    if isinstance(dtype, pl.Datetime):
        moment = on_the_wall(x) if dtype.time_zone else x.cast(pl.Datetime("us"))
        ways = {"datetime": moment, "date": pl.when(moment.dt.time() == pl.time(0, 0)).then(moment.dt.date())}
    elif dtype == pl.Date:
        ways = {"date": x, "datetime": x.cast(pl.Datetime("us"))}
    elif dtype == pl.Time:
        ways = {"time": x}
    elif dtype == pl.Boolean:
        ways = {"bool": x}
    elif dtype.is_numeric():
        return _number(x, dtype, kind)
    return ways.get(kind)


def _number(x: pl.Expr, dtype: pl.DataType, kind: Kind) -> pl.Expr | None:
    if kind not in {"int", "text", *PLACES}:
        return None
    places = PLACES.get(kind, 0)
    factor = int(10**places)
    if dtype.is_integer():
        return (x.cast(pl.Int64, strict=False).cast(pl.Int128) * factor).cast(pl.Int64, strict=False)
    if dtype.is_decimal():
        # Through text: polars keeps the scale of a product and would round the digits that decide.
        digits = x.cast(pl.String).str.replace(r"(\.\d*?)0+$", "$1").str.strip_chars_end(".")
        good = pl.when(digits.str.contains(rf"^-?\d{{1,15}}(\.\d{{1,{places}}})?$" if places else r"^-?\d{1,18}$"))
        if places:
            amount = good.then(digits).cast(pl.Decimal(16 + places, places), strict=False)
            return (amount * factor).cast(pl.Int64, strict=False)
        whole = good.then(digits).cast(pl.Int64, strict=False)
    else:
        scaled = x.cast(pl.Float64) * factor
        slack = 1e-9 if factor == 1 else _SLACK_FLOAT32[places] if dtype == pl.Float32 else 1e-4
        exact = ((scaled - scaled.round()).abs() < slack) & (scaled.abs() < _LARGEST_FLOAT)
        whole = pl.when(exact).then(scaled.round()).cast(pl.Int64, strict=False)
    return whole.cast(pl.String) if kind == "text" else whole
