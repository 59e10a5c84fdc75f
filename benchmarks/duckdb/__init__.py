"""The checks by hand in DuckDB's SQL, the same verdicts as the engine: what one would write without a catalogue.

``run`` judges every check without an amount; ``benchmarks.duckdb.nineteen`` only those of the first release, by the
same expressions.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.duckdb import others, prestaties
from benchmarks.duckdb.shared import VERBLIJFSDAGEN, WIE, Counts, connect


def run(folder: Path, out: Path, peildatum: date) -> Counts:
    """Judge the canonical Parquet in ``folder``; write the deviating rows to ``out``; return the counts per check."""
    with connect(folder, peildatum) as db:
        for sql in (WIE, VERBLIJFSDAGEN):
            db.execute(sql)
        counts = {**prestaties.judge(db, out), **others.judge(db, out)}
    return dict(sorted(counts.items()))
