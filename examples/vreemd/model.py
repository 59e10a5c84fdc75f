"""What a foreign layout is made of: fields that tell from which canonical column they were made.

A layout is a deterministic rewriting of a small canonical export. Because every field says which canonical columns can
be made from it, and how, the right mapping is known: a proposal can be marked like an exam.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.register.schema import EXPORT_TABLES

#: Table -> rows, every value as the text of a canonical CSV.
Tables = dict[str, pl.DataFrame]
#: A source column by its name, or one of the derivations of the mapping (``{"datum_van": "Begin"}``).
Derivation = str | dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One column of a foreign file: its name, how it is written, and per ``table.column`` what is made from it."""

    name: str
    made: pl.Expr
    feeds: dict[str, Derivation] = field(default_factory=dict)


def feeds(name: str, target: str, made: pl.Expr | None = None) -> Field:
    """Return a field that is read as it is into ``target`` (``table.column``)."""
    return Field(name, pl.col(target.partition(".")[2]) if made is None else made, {target: name})


def serves(name: str, column: str, *targets: str) -> Field:
    """Return a field that is read as it is into several tables, such as a key."""
    return Field(name, pl.col(column), dict.fromkeys(targets, name))


def extra(name: str, made: pl.Expr) -> Field:
    """Return a field that belongs to no column of the contract."""
    return Field(name, made)


@dataclass(frozen=True)
class Sheet:
    """One table of the foreign export: rows of the canonical table ``base`` (others joined as ``table.column``).

    ``place`` is how a mapping points at it: ``bestand``, ``blad`` or the name of a database ``tabel``. ``settings`` are
    the other keys of the mapping that it needs, per table.
    """

    place: dict[str, str]
    base: str
    rows: pl.DataFrame
    fields: Sequence[Field]
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)

    def foreign(self) -> pl.DataFrame:
        """Return the rows as the foreign system writes them."""
        return self.rows.select(f.made.alias(f.name) for f in self.fields)

    def canonical_name(self, target: str) -> str:
        """Return the column of ``rows`` that holds the canonical value of ``table.column``."""
        table, _, column = target.partition(".")
        return column if table == self.base else target


@dataclass(frozen=True)
class Answer:
    """The right way to make one canonical column; ``values`` pairs what stands in a plain source with what it means."""

    accepted: tuple[Derivation, ...]
    values: dict[str | None, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class TableAnswer:
    """Where a table stands, the right way to make each of its columns, and the other keys that it needs."""

    place: dict[str, str]
    columns: dict[str, Answer]
    settings: dict[str, Any]


@dataclass(frozen=True)
class Foreign:
    """A foreign export in the making: the canonical tables that it was made from, and its sheets.

    ``also`` holds other ways to make a column that are as right. ``write`` puts the sheets in a folder and returns what
    ``init`` is pointed at.
    """

    canonical: Tables
    sheets: Sequence[Sheet]
    write: Callable[[Path, Sequence[Sheet]], Path]
    also: dict[str, tuple[Derivation, ...]] = field(default_factory=dict)

    def answers(self) -> dict[str, TableAnswer]:
        """Return the right mapping, by table."""
        found: dict[str, TableAnswer] = {}
        for sheet in self.sheets:
            for target, derivation in ((t, d) for f in sheet.fields for t, d in f.feeds.items()):
                table, _, column = target.partition(".")
                answer = found.setdefault(table, TableAnswer(sheet.place, {}, sheet.settings.get(table, {})))
                accepted = (derivation, *self.also.get(target, ()))
                answer.columns[column] = Answer(accepted, _values(sheet, target, derivation))
        return found

    def expected(self) -> Tables:
        """Return the canonical tables with only the columns that the foreign export still holds."""
        return {
            table: self.canonical[table].select(
                c.name for c in EXPORT_TABLES[table].columns if c.name in answer.columns
            )
            for table, answer in self.answers().items()
        }


def _values(sheet: Sheet, target: str, derivation: Derivation) -> dict[str | None, str | None]:
    """Return what every text of an enumeration or a yes/no means."""
    table, _, name = target.partition(".")
    column = EXPORT_TABLES[table].by_name[name]
    if not isinstance(derivation, str) or not (column.values or column.kind == "bool"):
        return {}
    pairs = sheet.rows.select(
        next(f.made for f in sheet.fields if f.name == derivation).cast(pl.String).alias("bron"),
        pl.col(sheet.canonical_name(target)).alias("waarde"),
    ).unique(maintain_order=True)
    meaning = dict(pairs.iter_rows())
    if len(meaning) != pairs.height:
        raise ValueError(f"{target}: one text of {derivation} has two meanings")
    return meaning


@dataclass(frozen=True)
class Layout:
    """A style in which an export may come, by name, with what is peculiar about it."""

    name: str
    about: str
    make: Callable[[Tables], Foreign]
