"""Judging every row by dozens of checks in one pass, without keeping the rows.

Rows with the same verdicts on all checks are counted together; thousands of outcomes remain of millions of rows. Of
an outcome with a deviation the rows are remembered, by their number in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from benchmarks.duckdb.shared import KEYS, Counts, tally, together, write

#: What selects prestaties, and the checks on them.
Pass = tuple[str, Mapping[str, str]]


def judge_rows(db: duckdb.DuckDBPyConnection, passes: Sequence[Pass], file: Path) -> Counts:
    """Judge the prestaties of each pass by its checks; write what deviates; return the counts."""
    counts, deviating = [], []
    for number, (rows, checks) in enumerate(passes):
        table = f"uitkomst_{number}"
        _judge(db, table, rows, checks)
        counts.append(tally(db, table, checks, "sum(n)"))
        names = ", ".join(f"""case when "{check}" = 0 then 'ZPM-{check}' end""" for check in checks)
        deviating.append(f"""
select unnest(rijen) as rij, list_filter([{names}], lambda check_id: check_id is not null) as checks
from {table} where rijen is not null""")
    found = " union all ".join(deviating)
    write(db, f"select unnest(checks) as check_id, {KEYS} from ({found}) join prestaties using (rij)", file)
    return together(*counts)


def _judge(db: duckdb.DuckDBPyConnection, table: str, rows: str, checks: Mapping[str, str]) -> None:
    verdicts = ", ".join(f'{sql} as "{check}"' for check, sql in checks.items())
    outcome = ", ".join(f'"{check}"' for check in checks)
    deviates = " or ".join(f'"{check}" = 0' for check in checks)
    db.execute(f"""
create temp table {table} as
with bron as ({rows}), oordelen as (select rij, {verdicts} from bron)
select {outcome}, count(*) as n, list(rij) filter ({deviates}) as rijen from oordelen group by {outcome}""")
