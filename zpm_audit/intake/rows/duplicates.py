"""Keys that stand in a table twice: the first readable row stays, in the order of the file.

A row that was set aside for another reason does not count as the first: nobody can read it, so the next row with that
key is the first that speaks.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.register.store import WORKING

_PLACE = "_plaats"


def later_rows(path: Path, key: str) -> pl.DataFrame:
    """Return the place (from 0) and the key of every row whose key stands on an earlier row.

    Sorted hashes tell in eight bytes a row that there is nothing to do, which is the rule; only then the keys
    themselves are compared, so a hash that two keys share does no harm.
    """
    hashes = pl.scan_parquet(path).select(pl.col(key).hash().alias("h")).collect()["h"].sort()
    repeated = hashes.filter(hashes == hashes.shift(1)).unique()
    del hashes
    if repeated.is_empty():
        return pl.DataFrame(schema={_PLACE: pl.UInt32(), key: pl.String()})
    return (
        pl.scan_parquet(path, row_index_name=_PLACE)
        .select(_PLACE, key)
        .filter(pl.col(key).hash().is_in(repeated.implode()))
        .collect()
        .sort(_PLACE)
        .filter(~pl.col(key).is_first_distinct())
    )


def without(path: Path, places: pl.Series) -> None:
    """Rewrite a Parquet file without the rows at these places."""
    kept = path.with_suffix(".nieuw")
    frame = pl.scan_parquet(path, row_index_name=_PLACE)
    left = frame.filter(~pl.col(_PLACE).is_in(places.implode())).drop(_PLACE)
    left.sink_parquet(kept, compression=WORKING, statistics=False)
    kept.replace(path)


def row_numbers(frame: pl.LazyFrame, row: str, aside: Path) -> pl.Series:
    """Return the row numbers in the source of the good rows, in their order."""
    bad = pl.scan_parquet(aside).select(row).collect()[row]
    numbers = frame.select(row).collect()[row].sort()
    return numbers.filter(~numbers.is_in(bad.implode()))
