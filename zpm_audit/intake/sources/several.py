"""Several files or sheets that are one table: their rows one after another, each still known by its own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.intake.sources.source import ROW, Source, SourcePart, cell


def together(sources: Sequence[Source]) -> Source:
    """Return one source out of several; a column is found by its name, in whatever place it stands."""
    first = sources[0]
    if len(sources) == 1:
        return first
    names = tuple(dict.fromkeys(name for source in sources for name in source.names if name))
    types = _types(sources)
    frames, parts, before = [], [], 0
    broken: dict[Text, list[pl.Series]] = {}
    for source in sources:
        places = {name: i for i, name in enumerate(source.names) if name}
        row = (pl.col(ROW).cast(pl.UInt32) + before).cast(pl.UInt32).alias(ROW)
        columns = [
            (pl.col(cell(places[n])) if n in places else pl.lit(None, types[n])).alias(cell(i))
            for i, n in enumerate(names)
        ]
        frames.append(source.frame.select(row, *columns))
        parts.append(SourcePart(source.shown, before))
        for reason, rows in source.broken.items():
            broken.setdefault(reason, []).append((rows.cast(pl.UInt32) + before).cast(pl.UInt32))
        before += source.last
    lengths = [s.longest for s in sources]
    return replace(
        first,
        shown=_shown(sources),
        files=tuple(dict.fromkeys(f for s in sources for f in s.files)),
        frame=pl.concat(frames),
        names=names,
        rows=sum(s.rows for s in sources),
        broken={reason: pl.concat(rows) for reason, rows in broken.items()},
        control=any(s.control for s in sources),
        padded=any(s.padded for s in sources),
        longest=None if None in lengths else max(n for n in lengths if n is not None),
        last=before,
        parts=tuple(parts),
        lacking={n: s.shown for s in reversed(sources) for n in names if n not in s.names},
    )


def _shown(sources: Sequence[Source]) -> str:
    shown = [s.shown for s in sources]
    return ", ".join(shown) if len(shown) <= 3 else f"{shown[0]} t/m {shown[-1]} ({len(shown)})"


def _types(sources: Sequence[Source]) -> dict[str, pl.DataType]:
    """Return the type of every column; refuse a column that has another type in one part than in another."""
    types: dict[str, pl.DataType] = {}
    where: dict[str, str] = {}
    for source in sources:
        for name, dtype in zip(source.names, source.dtypes, strict=True):
            if not name:
                continue
            if types.setdefault(name, dtype) != dtype:
                raise InputRefusedError(
                    nl=f"{source.shown}: kolom '{name}' heeft een ander type ({dtype}) dan in {where[name]} "
                    f"({types[name]}). Maak de bestanden op dezelfde manier aan.",
                    en=f"{source.shown}: column '{name}' has another type ({dtype}) than in {where[name]} "
                    f"({types[name]}). Make the files in the same way.",
                )
            where.setdefault(name, source.shown)
    return types
