"""What a prestatiecode in a message says by itself: its prestatiegroep, and of a consult its type."""

from __future__ import annotations

import polars as pl

from zpm_audit.intake.prestatiegroepen import prestatiegroepen


def prestatiegroep(code: pl.Expr) -> pl.Expr:
    """Return the prestatiegroep of a code by the list that ships with the checks; empty where there is no code.

    A code that the list does not know is ``overig``: that is how the authority counts every code outside the named
    blocks.
    """
    return pl.when(code.is_not_null()).then(prestatiegroepen({}).of(code).fill_null("overig"))


def consulttype(code: pl.Expr) -> pl.Expr:
    """Return diagnostiek or behandeling by the arithmetic of CO codes; empty for every other code."""
    number = pl.when(code.str.contains(r"^CO\d{4}$")).then(code.str.tail(4)).cast(pl.Int64, strict=False)
    half = (number - 1) % 130 // 65
    return pl.when(number.is_between(1, 1040)).then(
        pl.when(half == 0).then(pl.lit("diagnostiek")).otherwise(pl.lit("behandeling"))
    )
