"""The checks on groups of prestaties."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from benchmarks.duckdb.shared import Counts, deviations, tally, write

#: The groups of a check: what names one, whose it is, and its verdict.
GROUPS = {
    "PR-06": """
select year(datum) || '|' || setting || '|' || consulttype as groep, null::varchar as behandelaar_id,
    case when setting is null or consulttype is null then buiten_beeld()
        else oordeel(abs(sum(gerealiseerde_minuten - geplande_minuten)) <= 5 * count(*)) end as "PR-06"
from geteld
where prestatiegroep = 'consult' and gepland and geplande_minuten is not null and gerealiseerde_minuten is not null
group by year(datum), setting, consulttype having count(*) >= 30
""",
    "KP-02": """
select behandelaar_id || '|' || datum as groep, behandelaar_id,
    case when behandelaar_id is null then buiten_beeld()
        else oordeel(sum(coalesce(gerealiseerde_minuten, 0)) <= 600) end as "KP-02"
from geteld where prestatiegroep = 'consult' group by behandelaar_id, datum
""",
}
_KEYS = "groep as prestatie_id, null as zorgtraject_id, null as patient_id, behandelaar_id, null::date as datum"


def judge_groups(db: duckdb.DuckDBPyConnection, file: Path, checks: Iterable[str] = GROUPS) -> Counts:
    """Judge groups; write what deviates; return the counts."""
    counts: Counts = {}
    tables = {check: f"per_groep_{number}" for number, check in enumerate(checks)}
    for check, table in tables.items():
        db.execute(f"create temp table {table} as {GROUPS[check]}")
        counts |= tally(db, table, [check])
    write(db, " union all ".join(deviations(table, [check], _KEYS) for check, table in tables.items()), file)
    return counts
