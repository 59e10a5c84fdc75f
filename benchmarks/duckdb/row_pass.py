"""Judging every row by dozens of checks in one pass, without keeping the rows.

Rows with the same verdicts on all checks are counted together; thousands of outcomes remain of millions of rows. Of
an outcome with a deviation the rows are remembered, by their number in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from benchmarks.duckdb.shared import KEYS, Counts, tally, write


def judge_rows(db: duckdb.DuckDBPyConnection, rows: str, checks: Mapping[str, str], file: Path) -> Counts:
    """Judge the prestaties that ``rows`` selects by each check; write what deviates; return the counts."""
    verdicts = ", ".join(f'{sql} as "{check}"' for check, sql in checks.items())
    outcome = ", ".join(f'"{check}"' for check in checks)
    deviates = " or ".join(f'"{check}" = 0' for check in checks)
    db.execute(f"""
create or replace temp table per_uitkomst as
with bron as ({rows}), oordelen as (select rij, {verdicts} from bron)
select {outcome}, count(*) as n, list(rij) filter ({deviates}) as rijen from oordelen group by {outcome}""")
    deviating = ", ".join(f"""case when "{check}" = 0 then 'ZPM-{check}' end""" for check in checks)
    names = f"list_filter([{deviating}], lambda check_id: check_id is not null)"
    found = f"select unnest(rijen) as rij, {names} as checks from per_uitkomst where rijen is not null"
    write(db, f"select unnest(checks) as check_id, {KEYS} from ({found}) join prestaties using (rij)", file)
    return tally(db, "per_uitkomst", checks, "sum(n)")
