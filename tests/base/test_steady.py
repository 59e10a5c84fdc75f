"""Parquet for users is the same to the byte, whatever the batches are in which its rows come about."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from zpm_audit.base.steady import ROWS_OF_ALL, ROWS_OF_LIST, write_steady

ROWS = 3 * ROWS_OF_ALL + 5


@pytest.mark.parametrize("together", [ROWS_OF_LIST, ROWS_OF_ALL])
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, together: int) -> None:
    whole = pl.DataFrame({"id": range(ROWS), "soort": [f"s{i % 7}" for i in range(ROWS)]})
    ends = [0, 3, ROWS_OF_LIST + 1, ROWS_OF_ALL, ROWS_OF_ALL + 9, ROWS]
    pieces = [whole[begin:end] for begin, end in pairwise(ends)]
    made = {"heel": whole.lazy(), "stukken": pl.concat([one.lazy() for one in pieces])}
    for name, rows in made.items():
        write_steady(rows, tmp_path / name, together)
    assert (tmp_path / "heel").read_bytes() == (tmp_path / "stukken").read_bytes()
    assert pl.read_parquet(tmp_path / "heel").equals(whole)
