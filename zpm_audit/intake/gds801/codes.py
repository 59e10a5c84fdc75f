"""What a prestatiecode says by itself: its prestatiegroep, and of a consult its type.

The groups come from the code list that ships with the checks. A code that the list does not know is ``overig``: that is
how the authority counts every code outside the named blocks.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.resources import catalogue_dir

_FILE = "prestatiegroepen.csv"


def prestatiegroep(code: pl.Expr) -> pl.Expr:
    """Return the prestatiegroep of a code: by the code itself, else by its block; empty where there is no code."""
    path = catalogue_dir() / "referentie" / _FILE
    listed = pl.read_csv(path, comment_prefix="#", infer_schema=False).filter(pl.col("prestatiegroep").is_not_null())
    single = listed.filter(pl.col("prestatiecode").is_not_null())
    blocks = listed.filter(pl.col("prestatiecode").is_null() & pl.col("blok").is_not_null())
    by_code = _looked_up(code, single["prestatiecode"], single["prestatiegroep"])
    by_block = _looked_up(code.str.head(2), blocks["blok"], blocks["prestatiegroep"])
    return pl.when(code.is_not_null()).then(pl.coalesce(by_code, by_block, pl.lit("overig")))


def _looked_up(x: pl.Expr, keys: pl.Series, values: pl.Series) -> pl.Expr:
    return x.replace_strict(keys, values, default=None, return_dtype=pl.String)


def consulttype(code: pl.Expr) -> pl.Expr:
    """Return diagnostiek or behandeling by the arithmetic of CO codes; empty for every other code."""
    number = pl.when(code.str.contains(r"^CO\d{4}$")).then(code.str.tail(4)).cast(pl.Int64, strict=False)
    half = (number - 1) % 130 // 65
    return pl.when(number.is_between(1, 1040)).then(
        pl.when(half == 0).then(pl.lit("diagnostiek")).otherwise(pl.lit("behandeling"))
    )
