"""A trial reading: what an audit would stop at is noted and the reading goes on, and every column is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import ZpmError
from zpm_audit.intake.rows.link import Link
from zpm_audit.intake.rows.made import MadeLink
from zpm_audit.register import Column

#: So many examples of a kind.
_EXAMPLES = 2
_LONGEST = 40
#: Columns of which the values may be shown: those of kinds that name nobody, and lists and codes of the sector.
_PLAIN = {"prestatiegroep", "consulttype", "prestatiecode", "financiering", "verwijstype", "uzovi", "beroep", "team"}


@dataclass(frozen=True)
class Unread:
    """Why cells of a column could not be read: how many, and what some of them look like."""

    reason: str
    cells: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class ColumnRead:
    """One column of the contract as it was read: from what, by which key of the mapping where it was made.

    ``filled`` counts cells with something in them, readable or not. ``hidden``: the examples are only forms.
    """

    column: str
    source: str
    way: str
    filled: int
    read: int
    unread: tuple[Unread, ...]
    examples: tuple[str, ...]
    hidden: bool = False


@dataclass
class Trial:
    """What is found on the way, per table."""

    problems: dict[str, list[ZpmError]] = field(default_factory=dict)
    columns: dict[str, tuple[ColumnRead, ...]] = field(default_factory=dict)

    def note(self, table: str, error: ZpmError) -> None:
        """Take note of something that an audit would stop at."""
        self.problems.setdefault(table, []).append(error)


def refuse(trial: Trial | None, table: str, error: ZpmError) -> None:
    """Stop at what is wrong, or in a trial take note of it and go on."""
    if trial is None:
        raise error
    trial.note(table, error)


def columns_read(links: Iterable[Link], good: Path, aside: Path, lines: pl.LazyFrame) -> tuple[ColumnRead, ...]:
    """Count every column, in the rows that can be read and in those that were set aside."""
    links = list(links)
    if not links:
        return ()
    kept = pl.scan_parquet(good)
    names = [k.column.name for k in links]
    read = kept.select(pl.col(n).count() for n in names).collect().row(0)
    ends = kept.select(
        *(pl.col(n).cast(pl.String).min().alias(f"{n}:a") for n in names),
        *(pl.col(n).cast(pl.String).max().alias(f"{n}:z") for n in names),
    ).collect()
    judged = pl.scan_parquet(aside).with_columns(k.cleaned() for k in links)
    away = judged.select(pl.col(k.text_name).is_not_null().sum() for k in links).collect().row(0)
    counted = lines.group_by("kolom", "reden").agg(
        pl.len().alias("n"), pl.col("waarde").drop_nulls().unique(maintain_order=True).head(_EXAMPLES).alias("waarden")
    )
    unread: dict[str, list[Unread]] = {}
    of = {k.shown: k.column for k in links}
    for shown, reason, number, values in counted.sort(["n", "reden"], descending=[True, False]).collect().iter_rows():
        column = of.get(shown)
        examples = tuple(seen(v, column) for v in values if v) if column else ()
        unread.setdefault(shown, []).append(Unread(reason, number, examples))
    shown_of = {
        k.column.name: [_canonical(str(v), k.column) for end in "az" if (v := ends[f"{k.column.name}:{end}"][0])]
        for k in links
    }
    return tuple(
        ColumnRead(
            column=k.column.name,
            source=k.source_name,
            way=k.way if isinstance(k, MadeLink) else "",
            filled=int(count) + int(more or 0),
            read=int(count),
            unread=tuple(unread.get(k.shown, ())),
            examples=tuple(dict.fromkeys(seen(v, k.column) for v in shown_of[n])),
            hidden=any(not _may_be_shown(v, k.column) for v in shown_of[n]),
        )
        for k, n, count, more in zip(links, names, read, away, strict=True)
    )


def _canonical(value: str, column: Column) -> str:
    """Return a value that was read as the contract writes it."""
    if column.kind == "datetime":
        return value.replace(" ", "T", 1).removesuffix(".000000").removesuffix(":00")
    return value


def _may_be_shown(value: str, column: Column) -> bool:
    plain = column.name in _PLAIN or (column.kind != "text" and column.name != "geboortedatum")
    return plain and not _long_number(value)


def seen(value: str, column: Column) -> str:
    """Return a value as it may be shown: of what may tell who a person is only the form (``Aa-99``).

    A long run of digits is never shown either: a column that shifted may hold the number of a person.
    """
    if column.name == "bsn" and " pt-" in value:  # sealed: what is left of its form is its length
        return "9" * min(int(value[:4]), _LONGEST)
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in value[:_LONGEST])
    if column.scale > 1 and text.lstrip("-").isdigit():
        text = f"{int(text) / column.scale:.2f}"
    if _may_be_shown(text, column):
        return text
    return "".join("9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in text)


def _long_number(text: str) -> bool:
    run = 0
    for c in text:
        run = run + 1 if c.isdigit() else 0
        if run >= 8:
            return True
    return False
