"""A table out of a wide file: rows that say the same of one thing are one row, the first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.sources.source import ROW

OTHER_VALUES = Text(
    "andere waarde dan een eerdere rij met dezelfde sleutel (uniek)",
    "another value than an earlier row with the same key (uniek)",
)
_FIRST = "_eerste_"


def key_cell(number: int) -> str:
    """Return our name of a part of the key."""
    return f"_deel_{number}"


@dataclass(frozen=True)
class Merged:
    """What became of the good rows: the row numbers that stay, how many were the same, and which were not."""

    numbers: pl.Series
    same: int
    other: pl.DataFrame


def merge(path: Path, columns: list[str], parts: int) -> Merged:
    """Keep the first row per key in a file of good rows; rewrite it without our own columns.

    ``other`` holds, per row that has the key but other values: ``rij``, the ``sleutel``, the ``kolommen`` that differ
    and (where the table has amounts) ``bedrag_eur``.
    """
    key = [key_cell(i) for i in range(parts)]
    rows = pl.scan_parquet(path)
    first = rows.unique(subset=key, keep="first", maintain_order=True).collect().sort(ROW)
    beside = first.lazy().rename({name: _FIRST + name for name in (*columns, ROW)})
    differs = {name: pl.col(name).ne_missing(pl.col(_FIRST + name)) for name in columns}
    amount = ["bedrag_eur"] if "bedrag_eur" in columns else []
    other = (
        rows.join(beside, on=key, how="inner", nulls_equal=True)
        .filter(reduce(or_, differs.values()))
        .select(
            pl.col(ROW).alias("rij"),
            pl.concat_str([pl.col(k).fill_null("") for k in key], separator=" | ").alias("sleutel"),
            pl.concat_list([pl.when(d).then(pl.lit(name)) for name, d in differs.items()])
            .list.drop_nulls()
            .list.join(", ")
            .alias("kolommen"),
            *amount,
        )
        .collect()
        .sort("rij")
    )
    total = int(rows.select(pl.len()).collect().item())
    kept = path.with_suffix(".nieuw")
    first.select(columns).write_parquet(kept)
    kept.replace(path)
    return Merged(first[ROW], total - first.height - other.height, other)
