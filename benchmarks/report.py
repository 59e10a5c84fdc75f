"""Puts what was measured in a page of Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks.engine_adapter import catalogue_without_messages
from benchmarks.measured import Measured
from benchmarks.without_amounts import without_amounts

NAMES = {
    "engine": "zpm-audit's engine, nineteen checks",
    "duckdb": "DuckDB, SQL by hand, nineteen checks",
    "pandas": "pandas, nineteen checks",
    "gx-pandas": "Great Expectations on pandas, the twelve checks on one row",
    "floor": "floor of the nineteen: polars reads their columns once",
    "whole-zonder-bedrag": "zpm-audit's engine, every check without an amount",
    "duckdb-whole": "DuckDB, SQL by hand, every check without an amount",
    "whole": "zpm-audit's engine, the whole catalogue",
    "floor-whole": "floor of the whole catalogue: polars reads its columns once",
}
HEADER = """# Benchmark: checks on millions of prestaties

Checks on generated canonical Parquet (some 15 prestaties to a zorgtraject), each way as a process of its own: from
start to exit, imports included, with the files in the page cache. All ways that do the same checks end with the same
counts of every verdict of every check, or the run stops; every way also writes the rows that deviate, with their keys.

- **Nineteen checks**, those of the first release: the engine, DuckDB and pandas. What a user of Great Expectations
  would do stands beside them: on a pandas frame, the twelve of them that judge a row by itself (what such a check
  derives is a column that pandas makes first). It skips what is empty, so only its deviations are held against the
  others.
- **Every check without an amount**: the {without} of the {all} checks of the catalogue whose population and verdict
  read no euros. The engine, and DuckDB with SQL by hand, written for those checks and this shape of data by somebody
  who knows both: consults and the rest in one pass each, every look-up joined once, rows compared only where they share
  a key.
- **The whole catalogue** (but for the rules of claim messages, which judge another kind of input): the engine only.

The engine does more for its time: it loads and checks the whole catalogue first, it also writes what is onbepaald or
loopt, the evidence and the sentence of every finding, and it counts per month, setting and financing, in rows and in
euros. What the nineteen take is set against a floor: reading the columns that they ask for, once; the others against a
floor that reads every column that a check asks for. None of them computes amounts at stake or makes a report. What a
small run takes from export to reports stands in [benchmark-klein.md](benchmark-klein.md).

Wall and processor time are medians, memory is the highest peak of the resident set. Differences of some 15% mean
nothing.

    {command}

{machine}
"""
#: Which way by hand, and which floor, a way is set against; the nineteen where nothing else is said.
BESIDE = {
    "whole-zonder-bedrag": ("duckdb-whole", "floor-whole"),
    "duckdb-whole": ("duckdb-whole", "floor-whole"),
    "whole": (None, "floor-whole"),
    "floor-whole": (None, "floor-whole"),
}


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in ("polars", "duckdb", "pandas", "great-expectations"))
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, {libraries}."


def _ratio(part: float, whole: float | None) -> str:
    return f"{part / whole:.2f}" if whole else ""


def _of(rows: Sequence[Measured], way: str | None, size: int) -> Measured | None:
    return next((m for m in rows if m.way == way and m.rows == size), None)


def _table(rows: Sequence[Measured], size: int) -> list[str]:
    lines = [
        f"## {size:,} prestaties",
        "",
        "| way | runs | seconds | x floor | x DuckDB | cpu seconds | peak MiB | x floor | x DuckDB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for m in (m for m in rows if m.rows == size):
        by_hand, least = BESIDE.get(m.way, ("duckdb", "floor"))
        floor, duckdb = _of(rows, least, size), _of(rows, by_hand, size)
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
    catalogue = catalogue_without_messages()
    numbers = {"all": len(catalogue.checks), "without": len(without_amounts(catalogue).checks)}
    lines = [HEADER.format(command=command.strip(), machine=_machine(), **numbers)]
    for size in sizes:
        lines += _table(rows, size)
    if len(sizes) > 1:
        lines += _growth(rows, sizes)
    return "\n".join(lines).rstrip() + "\n"
