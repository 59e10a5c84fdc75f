"""Writes the rows of a table in so many parts by a key: the same part for the same key, on every machine.

One pass over the table, whatever the number of parts. What is written are the columns that somebody reads.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.engine.passes.working import WORKING
from zpm_audit.engine.shards.keys import SplitKey
from zpm_audit.engine.shards.plan import Share
from zpm_audit.register import TABLES, Register, RegisterTable

PART = "deel"

_WIDTH = 8
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93)


def part_of(key: pl.Expr, parts: int) -> pl.Expr:
    """Return in which of the parts a key belongs; an empty one in the first.

    The last sixteen bytes of the text as two whole numbers, mixed: nothing in it depends on a version or a processor.
    """
    text = pl.concat_str(pl.lit("\0" * 2 * _WIDTH), key.cast(pl.String)).cast(pl.Binary).bin.tail(2 * _WIDTH)
    halves = [
        text.bin.slice(at, _WIDTH).bin.reinterpret(dtype=pl.UInt64, endianness="little") * pl.lit(factor, pl.UInt64)
        for at, factor in zip((0, _WIDTH), _MIX, strict=False)
    ]
    mixed = halves[0] ^ halves[1]
    mixed = (mixed ^ (mixed // (1 << 32))) * pl.lit(_MIX[2], pl.UInt64)
    return ((mixed // (1 << 32)) % parts).fill_null(0).cast(pl.UInt32)


def split_register(register: Register, share: Share, parts: int, folder: Path) -> tuple[Register, ...]:
    """Write what the checks of a share read of its tables in parts; return the register of every part.

    The tables that are not split stand whole in every one of them.
    """
    tables = [dict(register.tables) for _ in range(parts)]
    for name in share.layout.by_table:
        if register.has(name):
            for number, one in enumerate(_split(register, name, share, parts, folder / name)):
                tables[number][name] = one
    return tuple(Register(one) for one in tables)


def _split(register: Register, name: str, share: Share, parts: int, folder: Path) -> list[RegisterTable]:
    whole = register.tables[name]
    wanted = sorted(share.columns.get(name, frozenset()) & whole.columns)
    rows = _with_part(register, name, share, parts).select(*wanted, PART)
    folder.mkdir(parents=True)
    rows.sink_parquet(pl.PartitionBy(folder, key=PART, include_key=False), compression=WORKING, mkdir=True)
    found = []
    for number in range(parts):
        path, written = folder / str(number), folder / f"{PART}={number}"
        if written.exists():
            # A folder with such a name would give its rows a column.
            written.rename(path)
        else:
            path.mkdir()
            rows.drop(PART).head(0).sink_parquet(path / "leeg.parquet")
        count = pl.scan_parquet(path).select(pl.len()).collect().item()
        # A table that the export has is there in every part, also where no row of it belongs there.
        found.append(RegisterTable(name, path, whole.columns, count, max(1, count), 0, whole.source))
    return found


def _with_part(register: Register, name: str, share: Share, parts: int) -> pl.LazyFrame:
    key = share.layout.by_table[name]
    rows, placing = _by_path(register, name, key)
    part = part_of(placing, parts)
    if name not in share.together:
        # Nothing meets a row by an empty key: such rows go anywhere, so that no part gets them all.
        anywhere = part_of(pl.col(TABLES[name].key or ""), parts)
        part = pl.when(_start(register, name, key).is_null()).then(anywhere).otherwise(part)
    return rows.with_columns(part.alias(PART))


def _start(register: Register, name: str, key: SplitKey) -> pl.Expr:
    return pl.col(key.start) if key.start in register.columns(name) else pl.lit(None, pl.String)


def _by_path(register: Register, name: str, key: SplitKey) -> tuple[pl.LazyFrame, pl.Expr]:
    """Return the rows with what they are placed by: a column of their own, or what is found by it elsewhere."""
    rows, at = register.scan(name), _start(register, name, key)
    for step, (table, column) in enumerate(key.via):
        unique, found = TABLES[table].key or "", f":pad{step}"
        if not {unique, column} <= register.columns(table):
            return rows, pl.lit(None, pl.String)
        others = register.scan(table).select(pl.col(unique), pl.col(column).alias(found))
        rows = rows.with_columns(at.alias(":van")).join(others, left_on=":van", right_on=unique, how="left")
        at = pl.col(found)
    return rows, at
