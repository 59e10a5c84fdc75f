"""The SQL that the engine is measured against says what the oracle says: a second independent reading at scale."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from tests.oracle.exports import random_export
from tests.oracle.oracle import judge
from tests.oracle.write import write_export

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("seed", range(200, 206))
def test_the_sql_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    nineteen = pytest.importorskip("benchmarks.duckdb.nineteen", reason="DuckDB is not installed")
    tables, peildatum = random_export(seed)
    folder = write_export(tables, tmp_path / "export", "parquet", cents=True)
    counts = nineteen.run(folder, tmp_path, peildatum)
    outcomes = judge(tables, peildatum)
    assert 19 <= len(set(counts) & set(outcomes)) == len(counts)
    rows = pl.concat([pl.read_parquet(tmp_path / f"{part}.parquet") for part in ("rijen", "overig")])
    for check in counts:
        found = outcomes[check]
        expected = dict.fromkeys(counts[check], 0) | Counter(found.verdicts.values())
        assert counts[check] == expected | {"buiten_beeld": found.buiten_beeld}, check
        key = "zorgtraject_id" if check.startswith("ZPM-RB") else "prestatie_id"
        assert sorted(rows.filter(pl.col("check_id") == check)[key]) == sorted(found.impact_cent), check
