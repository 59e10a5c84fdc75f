"""The checks on zorgtrajecten, patienten, behandelaren, opnames and prognose."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.duckdb.shared import Counts


def judge(_db: duckdb.DuckDBPyConnection, _out: Path) -> Counts:
    """Judge them; write what deviates to ``overig.parquet``; return the counts per check."""
    return {}
