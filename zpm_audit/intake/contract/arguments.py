"""What may stand in ``kwargs``, per type of expectation: a closed set, checked against the canonical tables.

Only what polars and Great Expectations judge alike may be written; the rest is refused with a hint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey
from zpm_audit.intake.contract.model import (
    BETWEEN,
    COMPOUND_UNIQUE,
    IN_SET,
    NOT_IN_SET,
    NOT_NULL,
    PAIR,
    REGEX,
    ROW_COUNT,
    UNIQUE,
)
from zpm_audit.register import TABLES
from zpm_audit.register.schema import Kind

Found = tuple[PathKey, Text, Text | None]
_Check = Callable[[str, dict[str, Any], str], Iterator[Found]]

#: How far from the peildatum a date may be declared, in days or in years.
_FARTHEST = 50_000
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_ORDERED: frozenset[Kind] = frozenset({"int", "date", "datetime", "eur", "decimal"})
#: Constructs that Python and Rust read differently, or that only one of them has.
_UNPORTABLE = re.compile(r"\\[A-Za-z0-9]|\(\?|\$.|.\^(?<!\[\^)", re.DOTALL)


def argument_problems(table: str, kind: Any, kwargs: Any) -> Iterator[Found]:
    """Yield everything that is wrong with the type and the arguments of one expectation about ``table``."""
    if not isinstance(kind, str) or kind not in _KINDS:
        known = ", ".join(_KINDS)
        hint = did_you_mean(str(kind), _KINDS) or Text(f"bekend zijn: {known}", f"known are: {known}")
        yield ("type",), Text(f"onbekende verwachting '{kind}'", f"unknown expectation '{kind}'"), hint
        return
    required, optional = _KINDS[kind]
    if not isinstance(kwargs, dict):
        yield ("kwargs",), Text("hier horen de argumenten", "the arguments go here"), None
        return
    for name in required:
        if name not in kwargs:
            yield ("kwargs",), Text(f"argument '{name}' ontbreekt", f"argument '{name}' is missing"), None
    for name in kwargs:
        if name not in required and name not in optional:
            known = ", ".join((*required, *optional))
            hint = Text(f"bekend zijn: {known}", f"known are: {known}")
            yield ("kwargs", name), Text(f"onbekend argument '{name}'", f"unknown argument '{name}'"), hint
        else:
            yield from _CHECKS[name](table, kwargs, name)
    if kind in {BETWEEN, ROW_COUNT} and not {"min_value", "max_value"} & set(kwargs):
        yield ("kwargs",), Text("geef min_value, max_value of allebei", "give min_value, max_value or both"), None
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if _crossed(low, high):
        yield ("kwargs",), Text("min_value ligt boven max_value", "min_value is above max_value"), None
    if kind == PAIR:
        yield from _same_kind(table, kwargs)


def _crossed(low: Any, high: Any) -> bool:
    if isinstance(low, date) and isinstance(high, date):
        return low > high
    return isinstance(low, int | float) and isinstance(high, int | float) and low > high


def _column(table: str, name: Any, at: PathKey) -> Iterator[Found]:
    columns = TABLES[table].by_name
    if not isinstance(name, str) or name not in columns:
        what = Text(f"tabel {table} heeft geen kolom '{name}'", f"table {table} has no column '{name}'")
        yield at, what, did_you_mean(str(name), columns)


def _kind_of(table: str, kwargs: dict[str, Any]) -> Kind | None:
    """Return the kind of the column that is judged; None where it is not one known column."""
    name = kwargs.get("column")
    column = TABLES[table].by_name.get(name) if isinstance(name, str) else None
    return column.kind if column else None


def _is_column(table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    yield from _column(table, kwargs[name], ("kwargs", name))


def _is_column_list(table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    listed = kwargs[name]
    if not isinstance(listed, list) or len(listed) < 2:
        yield ("kwargs", name), Text("geef twee of meer kolommen", "give two or more columns"), None
        return
    for i, column in enumerate(listed):
        yield from _column(table, column, ("kwargs", name, i))


def _is_mostly(_table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    value = kwargs[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        what = Text("mostly is een deel: boven 0, hoogstens 1", "mostly is a share: above 0, up to 1")
        yield ("kwargs", name), what, None


def _is_regex(table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    pattern, at = kwargs[name], ("kwargs", name)
    if _kind_of(table, kwargs) not in {"text", None}:
        yield at, Text("een patroon hoort bij een tekstkolom", "a pattern goes with a text column"), None
    if not isinstance(pattern, str) or not (pattern.startswith("^") and pattern.endswith("$")):
        what = Text("een patroon begint met ^ en eindigt op $", "a pattern begins with ^ and ends with $")
        yield at, what, Text("het beschrijft de hele waarde", "it describes the whole value")
        return
    if _UNPORTABLE.search(pattern):
        what = Text(f"patroon {pattern} is niet in elke motor hetzelfde", f"pattern {pattern} differs between engines")
        hint = Text(
            r"geen \d, \w of \b (schrijf [0-9]), geen (?...), en ^ en $ alleen aan de uiteinden",
            r"no \d, \w or \b (write [0-9]), no (?...), and ^ and $ only at the ends",
        )
        yield at, what, hint
        return
    try:
        re.compile(pattern)
        pl.Series([""]).str.contains(pattern)
    except (re.error, PolarsError):
        yield at, Text(f"geen geldig patroon: {pattern}", f"not a valid pattern: {pattern}"), None


def _is_value_set(table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    values, at = kwargs[name], ("kwargs", name)
    kind = _kind_of(table, kwargs)
    if isinstance(values, dict):
        yield from _is_reference(values, at, kind)
        return
    if not isinstance(values, list) or not values:
        hint = Text("of {uit: {tabel: ..., kolom: ...}}", "or {uit: {tabel: ..., kolom: ...}}")
        yield at, Text("geef een lijst met waarden", "give a list of values"), hint
        return
    if kind not in {"text", "int", "time", None}:
        yield at, Text("een lijst hoort bij tekst, int of time", "a list goes with text, int or time"), None
        return
    for i, value in enumerate(values):
        yield from _fits(value, kind, (*at, i))


def _fits(value: Any, kind: Kind | None, at: PathKey) -> Iterator[Found]:
    wanted = {"text": str, "int": int, "bool": bool, "time": str}.get(kind or "", object)
    if kind == "time" and not (isinstance(value, str) and _CLOCK.fullmatch(value)):
        yield at, Text(f"'{value}' is geen tijd", f"'{value}' is not a time"), Text("schrijf '00:00'", "write '00:00'")
        return
    if not isinstance(value, wanted) or (kind == "int" and isinstance(value, bool)):
        hint = Text("zet tekst tussen aanhalingstekens, een getal niet", "quote text, and do not quote numbers")
        what = Text(f"'{value}' is niet van het type van de kolom ({kind})", f"'{value}' is not of type {kind}")
        yield at, what, hint


def _is_reference(values: dict[str, Any], at: PathKey, kind: Kind | None) -> Iterator[Found]:
    inner = values.get("uit")
    if set(values) != {"uit"} or not isinstance(inner, dict) or set(inner) != {"tabel", "kolom"}:
        what = Text("verwacht: {uit: {tabel: ..., kolom: ...}}", "expected: {uit: {tabel: ..., kolom: ...}}")
        yield at, what, None
        return
    other, column = inner["tabel"], inner["kolom"]
    if not isinstance(other, str) or other not in TABLES:
        what = Text(f"'{other}' is geen tabel van een export", f"'{other}' is no table of an export")
        yield (*at, "uit", "tabel"), what, did_you_mean(str(other), TABLES)
        return
    yield from _column(other, column, (*at, "uit", "kolom"))
    known = TABLES[other].by_name.get(str(column))
    if known is not None and kind is not None and known.kind != kind:
        yield (*at, "uit", "kolom"), Text("de kolommen zijn van een ander type", "the columns differ in type"), None


def _is_bound(table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    value, at = kwargs[name], ("kwargs", name)
    kind = _kind_of(table, kwargs) if "column" in kwargs else "int"
    if kind is None:
        return
    if kind not in _ORDERED:
        yield at, Text(f"een kolom van type {kind} heeft geen grenzen", f"a {kind} column has no bounds"), None
    elif kind in {"date", "datetime"}:
        if not isinstance(value, date) and not _is_shift(value):
            hint = Text(
                "of {peildatum: {plus_dagen: 31}} of {peildatum: {plus_jaren: -120}}",
                "or {peildatum: {plus_dagen: 31}} or {peildatum: {plus_jaren: -120}}",
            )
            yield at, Text("geef een datum (2024-01-31)", "give a date (2024-01-31)"), hint
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield at, Text("geef een getal", "give a number"), None


def _is_shift(value: Any) -> bool:
    shift = value.get("peildatum") if isinstance(value, dict) and set(value) == {"peildatum"} else None
    return (
        isinstance(shift, dict)
        and bool(shift)
        and set(shift) <= {"plus_dagen", "plus_jaren"}
        and all(isinstance(n, int) and not isinstance(n, bool) and abs(n) <= _FARTHEST for n in shift.values())
    )


def _is_condition(table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    raw, at = kwargs[name], ("kwargs", name)
    hint = Text(
        "{type: comparison, column: {name: ...}, operator: '==', parameter: ...}, of operator: IN met een lijst",
        "{type: comparison, column: {name: ...}, operator: '==', parameter: ...}, or operator: IN with a list",
    )
    if (
        not isinstance(raw, dict)
        or set(raw) != {"type", "column", "operator", "parameter"}
        or raw["type"] != "comparison"
        or not isinstance(raw["column"], dict)
        or set(raw["column"]) != {"name"}
        or raw["operator"] not in ("==", "IN")
        or isinstance(raw["parameter"], list) != (raw["operator"] == "IN")
        or raw["parameter"] == []
    ):
        yield at, Text("geen rijvoorwaarde die wij kennen", "no row condition that we know"), hint
        return
    column = raw["column"]["name"]
    yield from _column(table, column, (*at, "column", "name"))
    known = TABLES[table].by_name.get(str(column))
    if known is None:
        return
    if known.kind not in {"text", "int", "bool"}:
        what = Text("een rijvoorwaarde kijkt naar tekst, int of bool", "a row condition looks at text, int or bool")
        yield at, what, None
        return
    for value in raw["parameter"] if raw["operator"] == "IN" else [raw["parameter"]]:
        yield from _fits(value, known.kind, (*at, "parameter"))


def _is_true(_table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    if kwargs[name] is not True:
        yield ("kwargs", name), Text(f"{name} is hier altijd true", f"{name} is always true here"), None


def _is_either(_table: str, kwargs: dict[str, Any], name: str) -> Iterator[Found]:
    if kwargs[name] != "either_value_is_missing":
        what = Text(f"{name} is hier altijd either_value_is_missing", f"{name} is always either_value_is_missing here")
        hint = Text("een lege datum is geen verkeerde volgorde", "an empty date is no wrong order")
        yield ("kwargs", name), what, hint


def _same_kind(table: str, kwargs: dict[str, Any]) -> Iterator[Found]:
    columns = [TABLES[table].by_name.get(str(kwargs.get(name))) for name in ("column_A", "column_B")]
    kinds = {column.kind for column in columns if column}
    if all(columns) and (len(kinds) > 1 or not kinds <= _ORDERED):
        what = Text("deze kolommen zijn niet te vergelijken", "these columns cannot be compared")
        yield ("kwargs",), what, Text("beide datum, beide getal", "both dates, both numbers")


_SCOPE = ("mostly", "row_condition")
#: Per type of expectation: the arguments that it must have, and those that it may have.
_KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ROW_COUNT: ((), ("min_value", "max_value")),
    NOT_NULL: (("column",), _SCOPE),
    IN_SET: (("column", "value_set"), _SCOPE),
    NOT_IN_SET: (("column", "value_set"), _SCOPE),
    REGEX: (("column", "regex"), _SCOPE),
    BETWEEN: (("column",), ("min_value", "max_value", *_SCOPE)),
    UNIQUE: (("column",), ()),
    COMPOUND_UNIQUE: (("column_list",), ()),
    PAIR: (("column_A", "column_B", "or_equal", "ignore_row_if"), ("mostly",)),
}
_CHECKS: dict[str, _Check] = {
    "column": _is_column,
    "column_A": _is_column,
    "column_B": _is_column,
    "column_list": _is_column_list,
    "mostly": _is_mostly,
    "row_condition": _is_condition,
    "regex": _is_regex,
    "value_set": _is_value_set,
    "min_value": _is_bound,
    "max_value": _is_bound,
    "or_equal": _is_true,
    "ignore_row_if": _is_either,
}
