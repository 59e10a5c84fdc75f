"""The columns ``waarde`` and ``grens`` as a reader writes them; the files keep what machines read.

A column is a date, a moment, a number or a yes or no when all its filled values are; a code that looks like one among
others that do not stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import polars as pl

from zpm_audit.base.language import Language
from zpm_audit.reports.figures.format import day
from zpm_audit.reports.words.limits import LIMIT, NO, YES

VALUES = ("waarde", "grens")

_DAY = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$"
_NUMBER = r"^-?\d+(\.\d+)?$"
_DECIMAL = r"^-?\d+\.\d+$"


def value_kind(values: pl.Series) -> str:
    """Return what the filled values of a column are: ``date``, ``moment``, ``num``, ``bool`` or ``text``."""
    filled = values.drop_nulls()
    if filled.is_empty():
        return "text"
    if filled.is_in(["true", "false"]).all():
        return "bool"
    for kind, pattern in (("date", _DAY), ("moment", _MOMENT)):
        if filled.str.contains(pattern).all():
            return kind
    # Whole numbers may be codes: without a decimal among them they stay as they are.
    numbers = filled.str.contains(_NUMBER).all() and filled.str.contains(_DECIMAL).any()
    return "num" if numbers else "text"


def shown_value(value: str, kind: str, language: Language) -> str:
    """Return one value of a column of this kind as a reader of the language writes it."""
    if kind == "bool":
        return (YES if value == "true" else NO).in_(language)
    if kind == "num":
        return value if language == "en" else value.replace(".", ",")
    if kind in {"date", "moment"}:
        first, _, rest = value.partition("T")
        shown = day(date.fromisoformat(first), language) if re.match(_DAY, first) else first
        return f"{shown} {rest}" if rest else shown
    return value


def shown_alone(value: str, language: Language) -> str:
    """Return a value that stands alone as a reader of the language writes it."""
    return shown_value(value, value_kind(pl.Series([value], dtype=pl.String)), language)


def in_words(language: Language) -> Callable[[pl.Expr], pl.Expr]:
    """Return what translates limits that the checks say in Dutch words; any other value stays as it is."""
    if language == "nl":
        return lambda column: column
    words = {text.nl: text.en for text in LIMIT}
    return lambda column: column.replace(list(words), list(words.values()))
