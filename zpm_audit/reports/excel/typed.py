"""The columns ``waarde`` and ``grens`` as cells of their own type: dates, numbers, yes or no, or text.

They hold what a check compares, so that a column is of one kind within a check and of many kinds in the list.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.base.language import Language
from zpm_audit.reports.excel.xml import kind_column
from zpm_audit.reports.figures.shown_values import VALUES, in_words
from zpm_audit.reports.words.limits import NO, YES

_DAY = r"^\d{4}-\d{2}-\d{2}$"
_MOMENT = r"^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}(:\d{2})?)$"
#: A number, but no code: nothing in front of it, and no more digits than a quantity has.
_NUMBER = r"^-?(0|[1-9]\d{0,8})(\.\d+)?$"


def typed_values(frame: pl.DataFrame, language: Language) -> pl.DataFrame:
    """Return the findings with a column beside each value that says what it is."""
    for name in (n for n in VALUES if n in frame.columns):
        value = pl.col(name)
        shown = "$3-$2-$1 $4" if language == "nl" else "$1-$2-$3 $4"
        said = {"true": YES.in_(language), "false": NO.in_(language)}
        kind = (
            pl.when(_all(name, value.is_in(list(said))))
            .then(pl.lit("bool"))
            .when(_all(name, value.str.contains(_DAY)))
            .then(pl.lit("date"))
            .when(_all(name, value.str.contains(_NUMBER)))
            .then(pl.lit("number"))
            .otherwise(pl.lit("text"))
            .alias(kind_column(name))
        )
        frame = frame.with_columns(kind)
        words = in_words(language)(value.str.replace(_MOMENT, shown))
        frame = frame.with_columns(
            pl.when(pl.col(kind_column(name)) == "bool").then(value.replace(said)).otherwise(words).alias(name)
        )
    return frame


def _all(name: str, holds: pl.Expr) -> pl.Expr:
    """Tell whether it holds for every filled value of the check, and there is one."""
    return (holds.all() & pl.col(name).is_not_null().any()).over("check_id")
