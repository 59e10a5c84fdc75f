"""The file with rows that were set aside: for a person, in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.base.spreadsheet import formula_safe
from zpm_audit.intake.sources.source import Source

_LONGEST = 200


def shortened(x: pl.Expr) -> pl.Expr:
    """Return a text of a length that fits a cell; what is cut off is said."""
    long = x.str.len_chars() > _LONGEST
    cut = pl.format("{}... ({} tekens)", x.str.head(_LONGEST), x.str.len_chars())
    return pl.when(long).then(cut).otherwise(x)


def write(lines: pl.LazyFrame, path: Path, source: Source) -> None:
    """Write the lines (rij, kolom, waarde, reden) of one table as CSV, each with the file that its row is in."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file, row = source.places(pl.col("rij"))
    lines.select(
        formula_safe(file).alias("bestand"),
        row.alias("rij"),
        formula_safe(pl.col("kolom")).alias("kolom"),
        formula_safe(shortened(pl.col("waarde"))).alias("waarde"),
        "reden",
    ).sink_csv(path)
