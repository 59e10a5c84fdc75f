"""Puts what was measured in a page of Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.__main__ import Measured

NAMES = {
    "engine": "zpm-audit's engine",
    "duckdb": "DuckDB, SQL by hand",
    "pandas": "pandas",
    "floor": "floor: polars reads the needed columns once",
}
HEADER = """# Benchmark: nineteen checks on millions of prestaties

The nineteen checks of the first release on generated canonical Parquet (some 15 prestaties to a zorgtraject), each way
as a process of its own: from start to exit, imports included, with the files in the page cache. Every way ends with the
same counts of every verdict of every check, or the run stops; every way also writes the rows that deviate, with their
keys. The engine does more for its time: it also writes what is onbepaald or loopt, the evidence and the sentence of
every finding, and it counts per month and setting. None of them computes amounts or makes a report.

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
    floor, duckdb = _of(rows, "floor", size), _of(rows, "duckdb", size)
    lines = [
        f"## {size:,} prestaties",
        "",
        "| way | runs | seconds | x floor | x DuckDB | cpu seconds | peak MiB | x floor | x DuckDB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for m in (m for m in rows if m.rows == size):
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
