"""A seeded sample of a table: the same rows whatever their order, because a hash of the key decides who is in."""

from __future__ import annotations

import polars as pl

from zpm_audit.register import TABLES

SEED = 20220101


def draw_sample(scan: pl.LazyFrame, table: str, columns: list[str], size: int) -> pl.DataFrame:
    """Return the ``size`` rows with the smallest hash, with only ``columns``. Memory: the hashes and the sample.

    Tables without a key are hashed as whole rows; equal rows are then in or out together, up to ``size``.
    """
    key = TABLES[table].key
    parts = [key] if key else scan.collect_schema().names()
    hashed = scan.with_columns(pl.struct(parts).hash(SEED).alias("_hash"))
    smallest = hashed.select("_hash").collect().to_series().sort().head(size)
    chosen = hashed.filter(pl.col("_hash") <= smallest.max())
    order = ["_hash", *parts]
    return chosen.select(list(dict.fromkeys([*order, *columns]))).collect().sort(order).head(size).select(columns)
