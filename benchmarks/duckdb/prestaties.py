"""The checks on prestaties, and on groups of them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.duckdb.between import SAMEN, bijzonder
from benchmarks.duckdb.groups import judge_groups
from benchmarks.duckdb.lookups import LOOKUPS, RIJ
from benchmarks.duckdb.rows import CHECKS
from benchmarks.duckdb.shared import Counts
from benchmarks.duckdb.words import judge_rows


def judge(db: duckdb.DuckDBPyConnection, out: Path) -> Counts:
    """Judge them; write what deviates to ``rijen.parquet`` and ``groepen.parquet``; return the counts per check."""
    for part in (*LOOKUPS, SAMEN, bijzonder()):
        db.execute(part)
    return judge_rows(db, RIJ, CHECKS, out / "rijen.parquet") | judge_groups(db, out / "groepen.parquet")
