"""What every plan of one audit shares: the register, the catalogue, the peildatum, and a place to work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

import polars as pl

from zpm_audit.base.period import Period
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.settings import Setting
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.scope import PEILDATUM, Field, Scope
from zpm_audit.register import Register
from zpm_audit.register.store import WORKING

if TYPE_CHECKING:
    from zpm_audit.engine.passes.visits import Visit

#: Per table and pass over another table (its signature): the values that the checks of a run look up in it.
Asked = dict[tuple[str, str], dict[str, Field]]

#: Where a piece of a table begins, and how many rows it has.
Piece = tuple[int, int]


Found = TypeVar("Found")


@dataclass(frozen=True)
class Context:
    """What every plan of one audit shares."""

    register: Register
    catalogue: Catalogue
    peildatum: date
    #: Private folder for intermediate results; without one nothing is written (plans are then only type-checked).
    work: Path | None = None
    #: What the user chose, by name; what is not chosen has its standard value.
    settings: Mapping[str, Setting] = field(default_factory=dict)
    #: On which days the units that are judged lie; None judges all.
    period: Period | None = None
    #: By which a finding names patients; without a key it shows their own numbers (cases are invented).
    key: Key | None = None
    #: Whether findings show the numbers of patients all the same.
    traceable: bool = False
    #: What all checks of the run look up, so that it is computed together.
    asked: Asked = field(default_factory=dict, compare=False)
    #: Look-ups that were computed once and are used again, by what they are.
    kept: dict[str, pl.LazyFrame] = field(default_factory=dict, compare=False)
    #: Rows of a table that look-ups of others ask for, by what they ask, after a pass over that table.
    visits: dict[str, Visit] = field(default_factory=dict, compare=False)
    #: Those of them that stand in memory, until a pass over a table is over.
    indexed: dict[str, Any] = field(default_factory=dict, compare=False)
    #: What may be said about each table, by all checks and by one: worked out once, asked for with every piece.
    _scopes: dict[tuple[str, int | None], Scope] = field(default_factory=dict, init=False, compare=False, repr=False)
    #: Look-ups are added side by side; what one of them computes first, another may be waiting for. Going through a
    #: table keeps all processors busy and happens one at a time; an index keeps one busy, and only waits for itself.
    _settling: Lock = field(default_factory=Lock, init=False, compare=False, repr=False)
    _indexing: dict[str, Lock] = field(default_factory=dict, init=False, compare=False, repr=False)

    def settle(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Compute ``frame`` once, to a file, when what follows needs it more than once."""
        if self.work is None:
            return frame
        target = self.work / f"tussen-{uuid4().hex}.arrow"
        frame.sink_ipc(target, compression=WORKING)
        return pl.scan_ipc(target)

    def keep(self, what: str, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Compute ``frame`` the first time that ``what`` is asked for, and hand out the same result from then on."""
        if self.work is None:
            return frame
        with self._settling:
            if what not in self.kept:
                self.kept[what] = self.settle(frame)
            return self.kept[what]

    def index(self, what: str, make: Callable[[], Found]) -> Found:
        """Make the index the first time that ``what`` is asked for, and hand out the same one during a pass."""
        with self._indexing.setdefault(what, Lock()):
            if what not in self.indexed:
                self.indexed[what] = make()
            found: Found = self.indexed[what]
            return found

    def given(self, name: str) -> pl.Expr:
        """Return a value that is the same for every row: the peildatum, a choice, or whether a table is there."""
        if name == PEILDATUM:
            return pl.lit(self.peildatum, pl.Date).alias(name)
        if name in self.catalogue.definitions.geleverd:
            return pl.lit(self.register.has(self.catalogue.definitions.geleverd[name])).alias(name)
        value = self.settings.get(name, self.catalogue.definitions.instellingen[name].standaard)
        return pl.lit(value).alias(name)

    def pieces(self, table: str, rows_per_piece: int) -> list[Piece | None]:
        """Return the pieces that a table is gone through in; None stands for the whole of a table that is one."""
        rows = self.register.tables[table].rows
        if rows <= rows_per_piece:
            return [None]
        return [(start, rows_per_piece) for start in range(0, rows, rows_per_piece)]

    def scope(self, table: str, check: Check | None = None) -> Scope:
        """Return the names that may be used about the units of ``table``; the same ones each time."""
        # A scope holds its check, so that no other check can come to stand at the same place in memory.
        what = (table, id(check) if check else None)
        if what not in self._scopes:
            self._scopes[what] = Scope(self.catalogue.definitions, table, self._reference_columns, check)
        return self._scopes[what]

    @cached_property
    def _reference_columns(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(frame.columns) for name, frame in self._references.items()}

    @cached_property
    def _references(self) -> dict[str, pl.DataFrame]:
        return {name: read_reference(path) for name, path in self.catalogue.references.items()}

    def scan(self, table: str) -> pl.LazyFrame:
        """Return a table of the export, or a reference list."""
        return self._references[table].lazy() if table in self._references else self.register.scan(table)

    def present(self, table: str) -> frozenset[str]:
        """Return the columns that are really there."""
        if table in self._references:
            return frozenset(self._references[table].columns)
        return self.register.columns(table)


def read_reference(path: Path) -> pl.DataFrame:
    """Read one code list as text; a column with only true and false becomes a boolean, one with only dates a date."""
    return _reference(path.read_bytes())


@lru_cache(maxsize=64)
def _reference(content: bytes) -> pl.DataFrame:
    """Return a code list by what stands in it: hundreds of runs of cases look things up in the same few."""
    frame = pl.read_csv(content, comment_prefix="#", infer_schema=False)
    filled = [column for column in frame.get_columns() if column.count()]
    flags = [c.name for c in filled if c.drop_nulls().is_in(["true", "false"]).all()]
    dates = [c.name for c in filled if c.drop_nulls().str.contains(r"^\d{4}-\d{2}-\d{2}$").all()]
    return frame.with_columns(pl.col(flags) == "true", pl.col(dates).str.to_date("%Y-%m-%d"))
