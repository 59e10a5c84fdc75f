"""What a check makes of other rows than its own: what it looks up and where, and which rows it compares.

All of what it reads counts, for its verdict and for what a finding shows, also on the way to another table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zpm_audit.checks.koppels import Koppel
from zpm_audit.checks.model import Check
from zpm_audit.checks.reads import evidence_reads, verdict_reads
from zpm_audit.checks.scope import Scope, compared_by, definition_reads
from zpm_audit.engine.context import Context
from zpm_audit.engine.units import named_and_charted
from zpm_audit.register import TABLES


@dataclass(frozen=True)
class LookUp:
    """Rows of ``table`` ask for rows of ``other`` whose columns (first of each pair) equal theirs (second)."""

    name: str
    table: str
    other: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Compared:
    """Rows of ``table`` with the same values of ``keys`` are seen together: by a block, a window, or as a group.

    ``name`` is the value that does so, empty for a group.
    """

    table: str
    keys: frozenset[str]
    name: str = ""

    @property
    def is_group(self) -> bool:
        """Tell whether they make a group: rows with an empty key do too, while comparing leaves those alone."""
        return not self.name


@dataclass(frozen=True)
class Links:
    """All of it for one check. ``columns`` are the columns of the export that it reads, by table."""

    table: str
    lookups: tuple[LookUp, ...]
    compared: tuple[Compared, ...]
    columns: dict[str, frozenset[str]]

    @property
    def tables(self) -> frozenset[str]:
        """Return every table of the export that the check reads."""
        return frozenset({self.table, *(link.other for link in self.lookups if link.other in TABLES)})


def links_of(context: Context, check: Check) -> Links:
    """Return what a check makes of other rows."""
    found = _Found(context, check)
    found.follow()
    columns = {name: frozenset(read) for name, read in found.columns.items()}
    return Links(check.populatie.tabel, tuple(found.lookups), tuple(found.compared), columns)


class _Found:
    """Follows every name that is read to whatever it is computed from, over every table."""

    def __init__(self, context: Context, check: Check) -> None:
        self.context, self.check = context, check
        #: In the order in which they were found, each once.
        self.lookups: dict[LookUp, None] = {}
        self.compared: dict[Compared, None] = {}
        self.columns: dict[str, set[str]] = {}

    def follow(self) -> None:
        table = self.check.populatie.tabel
        seen: set[tuple[str, str, bool]] = set()
        todo = [*self._begin(), *self._judged(self.context.scope(table))]
        while todo:
            scope, name = todo.pop()
            if (scope.table, name, scope.check is not None) in seen:
                continue
            seen.add((scope.table, name, scope.check is not None))
            todo += [(scope, below) for below in scope.direct_reads(name)]
            todo += self._of(scope, name)

    def _begin(self) -> Iterator[tuple[Scope, str]]:
        """Yield what the units are read for; of a group what its rows are read for."""
        table, groep = self.check.populatie.tabel, self.check.populatie.groep
        if groep is None:
            scope = self.context.scope(table, self.check)
            names = verdict_reads(self.check) | evidence_reads(self.check) | named_and_charted(self.context, self.check)
        else:
            scope, names = self.context.scope(table), groep.reads
            plain = {sql.strip() for sql in groep.per.values()} & scope.columns
            self.compared[Compared(table, frozenset(plain))] = None
            # A group that is compared with other groups needs those of every part.
            own = self.context.scope(table, self.check)
            if any(own.over_rows(name) for name in self.check.afgeleid):
                self.compared[Compared(table, frozenset())] = None
        yield from ((scope, name) for name in sorted(names))

    def _judged(self, scope: Scope) -> list[tuple[Scope, str]]:
        """Return what says which rows of a table are judged."""
        judged = self.context.catalogue.definitions.beoordeeld.get(scope.table)
        return [(scope, name) for name in definition_reads(judged)] if judged else []

    def _of(self, scope: Scope, name: str) -> list[tuple[Scope, str]]:
        """Note what one name makes of other rows; return the names of another table that it needs."""
        if name in scope.columns and scope.table in TABLES:
            self.columns.setdefault(scope.table, set()).add(name)
        definition = scope.derived.get(name)
        if definition is not None:
            for keys in compared_by(definition):
                self.compared[Compared(scope.table, keys, name)] = None
        if name not in scope.fields:
            return []
        link = scope.fields[name]
        self.lookups[_look_up(scope.table, link.koppel_name, link.koppel)] = None
        other = scope.other(link.koppel.tabel)
        return [(other, theirs) for theirs in sorted(scope.behind(link))]


def _look_up(table: str, name: str, koppel: Koppel) -> LookUp:
    return LookUp(name, table, koppel.tabel, tuple(sorted(koppel.sleutel.items())))
