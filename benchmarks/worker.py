"""One measured process: ``python -m benchmarks.worker WAY FOLDER OUT``. Leaves its counts in OUT/counts.json."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from datetime import date
from pathlib import Path

PEILDATUM = date(2025, 12, 31)
WAYS = {
    "engine": "benchmarks.engine_adapter",
    "duckdb": "benchmarks.duckdb.nineteen",
    "pandas": "benchmarks.pandas_checks",
    "gx-pandas": "benchmarks.gx_checks",
    "floor": "benchmarks.floor",
    "whole-zonder-bedrag": "benchmarks.without_amounts",
    "duckdb-whole": "benchmarks.duckdb",
    "whole": "benchmarks.whole_catalogue",
    "floor-whole": "benchmarks.floor_whole",
}


def main(way: str, folder: str, out: str) -> None:
    """Run one way in this process."""
    target = Path(out)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    counts = importlib.import_module(WAYS[way]).run(Path(folder), target, PEILDATUM)
    (target / "counts.json").write_text(json.dumps(counts), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
