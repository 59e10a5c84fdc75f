"""The checks on prestaties, and on groups of them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.duckdb.between import SAMEN, bijzonder
from benchmarks.duckdb.groups import judge_groups
from benchmarks.duckdb.lookups import LOOKUPS, of_consults, of_others
from benchmarks.duckdb.row_pass import judge_rows
from benchmarks.duckdb.rows import CONSULTS, EVERYTHING, OTHERS
from benchmarks.duckdb.shared import Counts


def judge(db: duckdb.DuckDBPyConnection, out: Path) -> Counts:
    """Judge them; write what deviates to ``rijen.parquet`` and ``groepen.parquet``; return the counts per check."""
    for part in (*LOOKUPS, SAMEN, bijzonder()):
        db.execute(part)
    passes = ((of_consults(), CONSULTS | EVERYTHING), (of_others(), OTHERS | EVERYTHING))
    return judge_rows(db, passes, out / "rijen.parquet") | judge_groups(db, out / "groepen.parquet")
