"""Writes the rows of a table in so many parts by a key: the same part for the same key, on every machine.

One pass over the table, whatever the number of parts, in pieces that fit in memory. What is written are the columns
that somebody reads.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.base.processors import side_by_side
from zpm_audit.engine.passes.index import Index
from zpm_audit.engine.passes.working import HELD
from zpm_audit.engine.shards.plan import Share
from zpm_audit.register import TABLES, Register, RegisterTable
from zpm_audit.register.store import WORKING

PART = "deel"
#: So many rows are judged at a time, and split where the parts are few: who takes parts is after memory.
ROWS_PER_PIECE = 500_000
#: With many parts more rows are split at a time: a part in many small files is read slowly.
_ROWS_PER_FILE, _MOST_ROWS = 50_000, 2_000_000

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
    placing = _Placing(register, name, share, parts)
    wanted = sorted(share.columns.get(name, frozenset()) & whole.columns)
    read = sorted({*wanted, *placing.reads})
    counts = [0] * parts
    for number in range(parts):
        (folder / str(number)).mkdir(parents=True)
    at_once = min(_MOST_ROWS, max(ROWS_PER_PIECE, parts * _ROWS_PER_FILE))
    for piece, start in enumerate(range(0, whole.rows, at_once)):
        rows = whole.scan().select(read).slice(start, at_once).collect(engine=HELD)
        placed = rows.select(*wanted, placing.of(rows))
        of_parts = placed.partition_by(PART, as_dict=True, include_key=False)
        # The first piece also says in every part which columns there are.
        none = rows.select(wanted).clear()
        found = [(n, of_parts.get((n,), none)) for n in range(parts)]
        written = [(folder / str(n) / f"{piece:06}.parquet", one) for n, one in found if one.height or not piece]
        side_by_side(_write, written)
        for number, one in found:
            counts[number] += one.height
    # A table that the export has is there in every part, also where no row of it belongs there.
    return [
        RegisterTable(name, folder / str(n), whole.columns, count, max(1, count), 0, whole.source)
        for n, count in enumerate(counts)
    ]


def _write(one: tuple[Path, pl.DataFrame]) -> None:
    path, rows = one
    rows.write_parquet(path, compression=WORKING, statistics=False)


class _Placing:
    """Says of the rows of a table in which part they belong; what is found by their key stands in memory."""

    def __init__(self, register: Register, name: str, share: Share, parts: int) -> None:
        self.parts = parts
        columns, key = register.columns(name), share.layout.by_table[name]
        self.start = key.start if key.start in columns else None
        # Nothing meets a row by an empty key: such rows go anywhere, so that no part gets them all.
        self.anywhere = None if name in share.together else TABLES[name].key
        # What the last step finds is only asked for its part: that stands ready, once for each row pointed at.
        self.steps = [_by_key(register, *step) for step in key.via[:-1]]
        self.last = _by_key(register, *key.via[-1], parts=parts) if key.via else None

    @property
    def reads(self) -> set[str]:
        """Return the columns that say where a row belongs."""
        return {n for n in (self.start, self.anywhere) if n}

    def of(self, rows: pl.DataFrame) -> pl.Series:
        """Return the part of every row."""
        start = rows[self.start] if self.start else pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
        key = start
        for step in self.steps:
            key = step.beside(key.to_frame()).to_series()
        part = self.last.beside(key.to_frame()).to_series().fill_null(0) if self.last else _part_of(key, self.parts)
        if self.anywhere is None:
            return part
        nobody = start.is_null().arg_true()
        return part.scatter(nobody, _part_of(rows[self.anywhere].gather(nobody), self.parts))


def _part_of(key: pl.Series, parts: int) -> pl.Series:
    return pl.DataFrame({"sleutel": key}).select(part_of(pl.col("sleutel"), parts).alias(PART)).to_series()


def _by_key(register: Register, table: str, column: str, parts: int | None = None) -> Index:
    """Return a column of a table, or its part, by the unique key of its rows; no row where the export lacks either."""
    unique = TABLES[table].key or ""
    rows = pl.LazyFrame(schema={unique: pl.String, column: pl.String})
    if {unique, column} <= register.columns(table):
        rows = register.scan(table).select(unique, column)
    if parts is not None:
        rows = rows.select(unique, part_of(pl.col(column), parts).alias(PART))
    return Index(rows.collect(engine="streaming"), [unique])
