"""Counting the verdicts of dozens of checks on every row, in one pass and without keeping the rows.

The verdicts on a row are packed in a few whole numbers, three bits to a check. Rows with the same numbers are counted
together, and of those only the deviating ones are remembered, by their number in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from benchmarks.duckdb.shared import KEYS, VERDICTS, Counts, write

_PER_WORD = 21
_NO_VERDICT = len(VERDICTS)


def judge_rows(db: duckdb.DuckDBPyConnection, rows: str, checks: Mapping[str, str], file: Path) -> Counts:
    """Judge the prestaties that ``rows`` selects by each check; write what deviates; return the counts."""
    ids = list(checks)
    verdicts = ", ".join(f'{sql} as "{check}"' for check, sql in checks.items())
    words = [ids[first : first + _PER_WORD] for first in range(0, len(ids), _PER_WORD)]
    packed = ", ".join(f"{_packed(word)} as woord_{number}" for number, word in enumerate(words))
    keys = ", ".join(f"woord_{number}" for number in range(len(words)))
    anything = ", ".join(f'"{check}"' for check in ids)
    deviating = ", ".join(
        f"case when {_verdict(number, place)} = 0 then 'ZPM-{check}' end"
        for number, word in enumerate(words)
        for place, check in enumerate(word)
    )
    db.execute(f"""
create temp table per_woord as
with bron as ({rows}), oordelen as (select rij, {verdicts} from bron)
select {packed}, count(*) as n, list(rij) filter (least({anything}) = 0) as rijen
from oordelen group by {keys}
""")
    write(
        db,
        f"""
select unnest(checks) as check_id, {KEYS}
from (
    select unnest(rijen) as rij, list_filter([{deviating}], lambda c: c is not null) as checks
    from per_woord where rijen is not null
) join prestaties using (rij)""",
        file,
    )
    counts = {f"ZPM-{check}": dict.fromkeys(VERDICTS, 0) for check in ids}
    for number, word in enumerate(words):
        for place, check in enumerate(word):
            query = f"select {_verdict(number, place)} as verdict, sum(n) from per_woord group by all"
            for verdict, n in db.execute(query).fetchall():
                if verdict != _NO_VERDICT:
                    counts[f"ZPM-{check}"][VERDICTS[verdict]] += int(n)
    return counts


def _packed(word: Sequence[str]) -> str:
    parts = (f'(coalesce("{check}", {_NO_VERDICT})::bigint << {3 * place})' for place, check in enumerate(word))
    return " | ".join(parts)


def _verdict(word: int, place: int) -> str:
    return f"((woord_{word} >> {3 * place}) & 7)"
