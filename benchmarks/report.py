"""Puts what was measured in a page of Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks.measured import Measured

NAMES = {
    "engine": "zpm-audit's engine",
    "duckdb": "DuckDB, SQL by hand",
    "pandas": "pandas",
    "floor": "floor: polars reads the needed columns once",
    "whole": "zpm-audit's engine, the whole catalogue",
    "floor-whole": "floor of the whole catalogue: polars reads its columns once",
}
HEADER = """# Benchmark: checks on millions of prestaties

Checks on generated canonical Parquet (some 15 prestaties to a zorgtraject), each way as a process of its own: from
start to exit, imports included, with the files in the page cache. The engine, DuckDB and pandas do the nineteen checks
of the first release and end with the same counts of every verdict of every check, or the run stops; every way also
writes the rows that deviate, with their keys. The engine does more for its time: it loads and checks the whole
catalogue first, it also writes what is onbepaald or loopt, the evidence and the sentence of every finding, and it
counts per month, setting and financing, in rows and in euros. The engine with the whole catalogue is set against a
floor of its own, which reads every column that a check asks for. None of them computes amounts at stake or makes a
report. What a small run takes from export to reports stands in
[benchmark-klein.md](benchmark-klein.md).

Wall and processor time are medians, memory is the highest peak of the resident set. Differences of some 15% mean
nothing.

    {command}

{machine}
"""


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in ("polars", "duckdb", "pandas"))
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, {libraries}."


def _ratio(part: float, whole: float | None) -> str:
    return f"{part / whole:.2f}" if whole else ""


def _of(rows: Sequence[Measured], way: str, size: int) -> Measured | None:
    return next((m for m in rows if m.way == way and m.rows == size), None)


def _table(rows: Sequence[Measured], size: int) -> list[str]:
    lines = [
        f"## {size:,} prestaties",
        "",
        "| way | runs | seconds | x floor | x DuckDB | cpu seconds | peak MiB | x floor | x DuckDB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for m in (m for m in rows if m.rows == size):
        whole = m.way in {"whole", "floor-whole"}
        floor = _of(rows, "floor-whole" if whole else "floor", size)
        duckdb = None if whole else _of(rows, "duckdb", size)
        time = (
            f"{m.seconds:.2f}",
            _ratio(m.seconds, floor and floor.seconds),
            _ratio(m.seconds, duckdb and duckdb.seconds),
        )
        memory = (f"{m.mib:,.0f}", _ratio(m.mib, floor and floor.mib), _ratio(m.mib, duckdb and duckdb.mib))
        lines.append(" | ".join(("| " + NAMES[m.way], str(m.runs), *time, f"{m.cpu:.2f}", *memory)) + " |")
    return [*lines, ""]


def _growth(rows: Sequence[Measured], sizes: Sequence[int]) -> list[str]:
    small, large = sizes[0], sizes[-1]
    lines = [
        f"## From {small:,} to {large:,} prestaties ({large / small:.0f} times the rows)",
        "",
        "| way | time grows | memory grows |",
        "|---|---:|---:|",
    ]
    for way, name in NAMES.items():
        first, last = _of(rows, way, small), _of(rows, way, large)
        if first and last:
            lines.append(f"| {name} | {last.seconds / first.seconds:.1f} x | {last.mib / first.mib:.1f} x |")
    return [*lines, ""]


def markdown(rows: Sequence[Measured], command: str) -> str:
    """Return the page."""
    sizes = sorted({m.rows for m in rows})
    lines = [HEADER.format(command=command.strip(), machine=_machine())]
    for size in sizes:
        lines += _table(rows, size)
    if len(sizes) > 1:
        lines += _growth(rows, sizes)
    return "\n".join(lines).rstrip() + "\n"
