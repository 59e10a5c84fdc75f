"""The checks on prestaties, and on groups of them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.duckdb.between import SAMEN, bijzonder
from benchmarks.duckdb.groups import judge_groups
from benchmarks.duckdb.lookups import LOOKUPS, of_consults, of_others
from benchmarks.duckdb.row_pass import judge_rows
from benchmarks.duckdb.rows import CONSULTS, EVERYTHING, OTHERS
from benchmarks.duckdb.shared import Counts, together


def judge(db: duckdb.DuckDBPyConnection, out: Path) -> Counts:
    """Judge them; write what deviates; return the counts per check."""
    for part in (*LOOKUPS, SAMEN, bijzonder()):
        db.execute(part)
    consults = judge_rows(db, of_consults(), CONSULTS | EVERYTHING, out / "consulten.parquet")
    others = judge_rows(db, of_others(), OTHERS | EVERYTHING, out / "andere.parquet")
    return together(consults, others) | judge_groups(db, out / "groepen.parquet")
