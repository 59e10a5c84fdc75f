"""Measures every way in its own process and prints the table: ``python -m benchmarks --help``."""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from benchmarks.measured import Measured, spawn
from benchmarks.report import markdown
from benchmarks.worker import WAYS

WHOLE_IN_MEMORY = {"pandas": 2_000_000, "gx-pandas": 2_000_000}  # the most rows that such a way is tried on
#: Ways that know the same checks, and every verdict of them.
ALIKE = ({"engine", "duckdb", "pandas"}, {"whole-zonder-bedrag", "duckdb-whole"})


def assert_same(counts: dict[str, dict[str, dict[str, int]]], rows: int) -> None:
    """Stop when two ways do not reach the same verdicts, as far as both know them."""
    for way, other in combinations(sorted(counts), 2):
        ours, theirs = counts[way], counts[other]
        if any({way, other} <= alike for alike in ALIKE) and ours.keys() != theirs.keys():
            sys.exit(f"{rows} rows: {way} and {other} do not do the same checks: {sorted(ours.keys() ^ theirs.keys())}")
        for check in sorted(ours.keys() & theirs.keys()):
            if any(ours[check][v] != theirs[check][v] for v in ours[check].keys() & theirs[check].keys()):
                sys.exit(f"{rows} rows, {check}: {way} says {ours[check]}, {other} says {theirs[check]}")


def measure(rows: int, runs: int, ways: Iterable[str], data: Path) -> list[Measured]:
    """Measure all ways on so many prestaties: round after round, so that a slow moment hits all of them."""
    folder = data / str(rows)
    spawn(["benchmarks.data", str(folder), str(rows)])
    wanted = [way for way in ways if rows <= WHOLE_IN_MEMORY.get(way, rows)]
    found: dict[str, list[tuple[float, float, float]]] = {way: [] for way in wanted}
    counts = {}
    spawn(["benchmarks.worker", "floor", str(folder), str(data / "out")])  # so that everyone finds the files in memory
    for turn in range(runs):
        for way in wanted:
            if turn and way in WHOLE_IN_MEMORY:
                continue
            out = data / "out"
            found[way].append(spawn(["benchmarks.worker", way, str(folder), str(out)]))
            said = json.loads((out / "counts.json").read_text(encoding="utf-8"))
            if said is not None:
                counts[way] = said
            shutil.rmtree(out)
            seconds, cpu, mib = found[way][-1]
            print(f"{rows:>11,} {way:<20} {seconds:8.2f} s {cpu:8.2f} s cpu {mib:8.0f} MiB", file=sys.stderr)
    assert_same(counts, rows)
    return [_summary(way, rows, took) for way, took in found.items()]


def _summary(way: str, rows: int, took: list[tuple[float, float, float]]) -> Measured:
    seconds, cpu, mib = zip(*took, strict=True)
    return Measured(way, rows, statistics.median(seconds), statistics.median(cpu), max(mib), len(took))


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="2000000,20000000", help="numbers of prestaties, separated by commas")
    parser.add_argument("--runs", type=int, default=3, help="median of so many runs (what holds all in memory: one)")
    parser.add_argument("--ways", default=",".join(WAYS), help="which of: " + ", ".join(WAYS))
    parser.add_argument("--data", type=Path, help="keep the generated data here (default: a temporary folder)")
    parser.add_argument("--write", type=Path, help="also write the table to this file, such as docs/benchmark.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = options.data or Path(temporary)
        sizes = [int(size) for size in options.sizes.split(",")]
        rows = [m for size in sizes for m in measure(size, options.runs, options.ways.split(","), data)]
    command = f"python -m benchmarks --sizes {options.sizes} --runs {options.runs} --ways {options.ways}"
    text = markdown(rows, f"{command} --write docs/benchmark.md")
    print(text)
    if options.write:
        options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
