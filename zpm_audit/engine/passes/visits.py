"""Rows that look-ups of other tables will ask for, taken along while a pass over their own table has them in memory.

What stands in the prestaties of a zorgtraject, or of an admission, would be read and computed once more for that
look-up. The pass leaves behind what it reads of them: of the rows that somebody asks for only, and with a number in the
place of their key, because whole numbers are grouped and sorted several times faster than text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from zpm_audit.checks.koppels import Koppel
from zpm_audit.checks.scope import Field, Scope
from zpm_audit.engine.aggregates import NUMBER, condition
from zpm_audit.engine.passes.numbers import KeyIndex, number_of
from zpm_audit.register.store import WORKING

#: A part of the rows that is no reason to copy the others.
FEW = 0.1


@dataclass(frozen=True)
class Visit:
    """The rows of one table that another asks for by a key: their numbered keys, and files with what is read of them.

    ``keys`` are those that are asked for, in the columns that look-ups know them by.
    """

    theirs: tuple[str, ...]
    keys: pl.DataFrame
    reads: tuple[str, ...]
    #: What the look-ups ask of a row before it counts; one that asks nothing counts every row.
    conditions: frozenset[str | None]
    index: KeyIndex
    files: list[Path] = field(default_factory=list)

    def take(self, rows: pl.DataFrame, target: Path) -> None:
        """Leave behind what is asked for of these rows."""
        numbers = {number_of(name) for name in self.theirs} & {*rows.columns}
        read = rows.select(sorted({*self.theirs, *self.reads, *numbers}))
        if None not in self.conditions:
            read = read.filter(pl.any_horizontal(condition(sql) for sql in self.conditions))
        number = self.index.beside(read, self.theirs)[NUMBER]
        taken = read.with_columns(number).select(*self.reads, NUMBER)
        # A few rows that nobody asks for stay along: it costs more to copy all others than to carry them.
        taken = taken.drop_nulls(NUMBER) if number.null_count() > FEW * number.len() else taken
        taken.write_ipc(target, compression=WORKING)
        self.files.append(target)

    def serves(self, fields: Iterable[Field]) -> bool:
        """Tell whether what was left behind is enough to compute these values."""
        links = list(fields)
        enough = None in self.conditions or {link.koppel.waar for link in links} <= self.conditions
        return enough and {n for link in links for n in link.value_reads} <= {*self.reads}

    def rows(self) -> pl.LazyFrame:
        """Return what was left behind."""
        return pl.scan_ipc(self.files)

    def named(self, numbered: pl.LazyFrame) -> pl.LazyFrame:
        """Return rows with their key for its number."""
        return numbered.join(self.keys.lazy(), on=NUMBER, how="inner").drop(NUMBER)


def asked_of(scope: Scope, koppel: Koppel) -> str:
    """Return what makes look-ups ask for the same rows by the same key."""
    return repr([scope.table, koppel.tabel, sorted(koppel.sleutel.items())])
