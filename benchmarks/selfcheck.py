"""Holds the ways that the engine is measured against to the oracle: ``python -m benchmarks.selfcheck [SEEDS]``."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks import duckdb, pandas_checks
from benchmarks.duckdb import nineteen
from tests.oracle.exports import random_export
from tests.oracle.oracle import judge
from tests.oracle.test_duckdb import completed
from tests.oracle.write import write_export

WAYS = {"duckdb": nineteen.run, "duckdb-whole": duckdb.run, "pandas": pandas_checks.run}


def differences(seed: int, way: str, work: Path) -> list[str]:
    """Return in words where one way counts otherwise than the oracle on one random export."""
    tables, peildatum = random_export(seed)
    folder = write_export(completed(tables), work / "export", "parquet", cents=True)
    counts = WAYS[way](folder, work, peildatum)
    words = []
    outcomes = judge(tables, peildatum)
    for check, found in ((check, outcomes[check]) for check in counts if not outcomes[check].not_run):
        expected = Counter(found.verdicts.values()) + Counter(buiten_beeld=found.buiten_beeld)
        if Counter(counts[check]) - Counter() != expected - Counter() or set(expected) - set(counts[check]):
            words.append(f"seed {seed}, {way}, {check}: {counts[check]}, oracle {dict(expected)}")
    return words


def main(seeds: int) -> None:
    """Compare on so many exports; say what differs."""
    words = []
    for seed in range(seeds):
        for way in WAYS:
            with tempfile.TemporaryDirectory() as work:
                words += differences(seed, way, Path(work))
    print("\n".join(words) or f"{', '.join(WAYS)}: as the oracle on {seeds} exports")
    sys.exit(1 if words else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
