"""Parquet for users: the same rows in the same order give the same bytes, on any machine and in any run.

Left alone, polars begins a new group of rows whenever a batch comes about, which is not the same twice.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

#: Who looks for the rows of one check, or for one prestatie, reads the groups that can hold them and no other.
ROWS_OF_LIST = 8_192
#: A list with a row for every prestatie is as often read as a whole.
ROWS_OF_ALL = 65_536


def write_steady(rows: pl.LazyFrame, target: Path, rows_together: int = ROWS_OF_LIST) -> None:
    """Write rows in their order, so many to a group."""
    rows.sink_parquet(target, maintain_order=True, row_group_size=rows_together)
