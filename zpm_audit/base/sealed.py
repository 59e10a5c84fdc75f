"""What the audit keeps of a citizen service number: how it fares in the test of eleven, and who shares it.

The number itself does not reach the working files. In its place stands ``<tekens> <uitkomst> <pseudoniem>``:
``goed`` passes; ``elfproef`` does not, ``nullen`` is all zeros, ``vorm`` is no nine digits. Two patients with the same
number have the same pseudonym, and nobody without the key finds the number back.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from zpm_audit.base.covering import is_bsn
from zpm_audit.base.pseudonyms import Key, pseudonyms

COLUMN = "bsn"


def sealed(numbers: pl.Series, key: Key) -> pl.Series:
    """Return what is kept of these numbers; empty stays empty."""
    x = pl.col(COLUMN)
    nine = x.str.contains("^[0-9]{9}$")
    outcome = (
        pl.when(~nine)
        .then(pl.lit("vorm"))
        .when(x == "000000000")
        .then(pl.lit("nullen"))
        .when(is_bsn(x))
        .then(pl.lit("goed"))
        .otherwise(pl.lit("elfproef"))
    )
    rows = numbers.alias(COLUMN).to_frame()
    known = pseudonyms(rows[COLUMN], key).rename({"patient_id": COLUMN})
    together = pl.concat_str(
        x.str.len_chars().cast(pl.String).str.zfill(4), outcome, pl.col("pseudoniem"), separator=" "
    )
    kept = pl.when(x.is_not_null()).then(together).alias(numbers.name)
    return rows.join(known, on=COLUMN, how="left", maintain_order="left").select(kept).to_series()


def seal(key: Key) -> Callable[[str], pl.Expr]:
    """Return how a column of a table is kept: as it is, or sealed."""

    def kept(name: str) -> pl.Expr:
        if name != COLUMN:
            return pl.col(name)
        return pl.col(name).map_batches(lambda s: sealed(s, key), return_dtype=pl.String, is_elementwise=True)

    return kept
