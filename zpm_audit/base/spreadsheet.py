"""CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import polars as pl

#: A spreadsheet takes text that begins with one of these for a formula, or skips white space to find one.
_RISKY = r"^[=+@\t\r\n]"
_NEGATIVE_NUMBER = r"^-\d+([.,]\d+)?$"


def formula_safe(expr: pl.Expr) -> pl.Expr:
    """Return text with an apostrophe before anything that a spreadsheet would run.

    A plain negative number stays as it is; an empty value stays empty. The apostrophe shows that a cell was changed:
    the Parquet files hold the text itself.
    """
    minus = expr.str.starts_with("-") & ~expr.str.contains(_NEGATIVE_NUMBER)
    risky = expr.str.contains(_RISKY) | minus
    return pl.when(risky).then(pl.concat_str([pl.lit("'"), expr])).otherwise(expr)
