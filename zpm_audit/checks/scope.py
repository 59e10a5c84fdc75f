"""What a name in an expression means: a column of the export, a look-up, a derived value, a parameter.

One ``Scope`` knows all names that may be used about the units of one table. The loader uses it to refuse unknown
names, the engine to find out which columns a check needs and in what order to compute them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from zpm_audit.checks.koppels import Koppel, Veld
from zpm_audit.checks.model import Check, Definitie, Definities, Parameter
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.register import TABLES

PEILDATUM = "peildatum"


@dataclass(frozen=True)
class Need:
    """A column of the export that must be there: one of ``columns`` of ``table`` (none: only the table itself).

    With ``only_with`` it must be there only where that other table is.
    """

    table: str
    columns: frozenset[str] = frozenset()
    only_with: str = ""


@dataclass(frozen=True)
class Field:
    """A name that comes out of a look-up."""

    koppel_name: str
    koppel: Koppel
    veld: Veld

    @property
    def own_reads(self) -> frozenset[str]:
        """Return the names of the unit's own side that the look-up starts from."""
        return self.koppel.namen

    @property
    def their_reads(self) -> frozenset[str]:
        """Return the names of the other table that the value is found and computed by."""
        return self.koppel.hun_namen | self.value_reads

    @property
    def value_reads(self) -> frozenset[str]:
        """Return the names of the other table that the value is computed by, once its rows are found by their key."""
        sqls = [s for s in (self.koppel.waar, *self.veld.voorwaarden) if s]
        beyond_key = self.koppel.hun_namen - set(self.koppel.sleutel)
        return beyond_key | {*self.veld.kolommen} | {n for sql in sqls for n in parse(sql).reads}


def definition_reads(definition: Definitie) -> frozenset[str]:
    """Return the names that a derived value is computed from."""
    if definition.sql is not None:
        return parse(definition.sql).reads
    return frozenset(definition.blok.reads()) if definition.blok else frozenset()


def compared_by(definition: Definitie) -> tuple[frozenset[str], ...]:
    """Return the keys of every comparison with other rows that a derived value makes."""
    if definition.blok is not None:
        return (frozenset(definition.blok.keys),) if definition.over_rows else ()
    return parse(definition.sql).partitions if definition.sql is not None else ()


@dataclass(frozen=True)
class Scope:
    """All names about the units of one table; with ``check`` also those that only that check knows."""

    definitions: Definities
    table: str
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    check: Check | None = None
    _closures: dict[str, frozenset[str]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def columns(self) -> frozenset[str]:
        """Return the canonical columns of the table (or those of a reference list)."""
        if self.table in TABLES:
            return frozenset(TABLES[self.table].by_name)
        return frozenset(self.references.get(self.table, ()))

    @cached_property
    def koppels(self) -> dict[str, Koppel]:
        """Return the look-ups by name: the shared ones, then the check's own."""
        own = self.check.koppel if self.check else {}
        return {**self.definitions.koppel.get(self.table, {}), **own}

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Return every name that comes out of a look-up."""
        return {
            name: Field(koppel_name, koppel, veld)
            for koppel_name, koppel in self.koppels.items()
            for name, veld in koppel.velden.items()
        }

    @cached_property
    def derived(self) -> dict[str, Definitie]:
        """Return every derived value: the shared ones, then the check's own."""
        own = self.check.afgeleid if self.check else {}
        return {**self.definitions.afgeleid.get(self.table, {}), **own}

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Return the parameters of the check."""
        return dict(self.check.parameters) if self.check else {}

    @cached_property
    def known(self) -> frozenset[str]:
        """Return every name that may be used."""
        return frozenset({*self.given, *self.columns, *self.fields, *self.derived, *self.parameters})

    @cached_property
    def given(self) -> frozenset[str]:
        """Return the names that mean the same for every row of a run.

        They are the peildatum, the choices of the user, and which tables are in the export.
        """
        return frozenset({PEILDATUM, *self.definitions.instellingen, *self.definitions.geleverd})

    def other(self, table: str) -> Scope:
        """Return the scope of another table, as shared by all checks."""
        return Scope(self.definitions, table, self.references)

    def behind(self, link: Field) -> frozenset[str]:
        """Return the names of the other table that a look-up needs, with what says which of its rows are judged."""
        judged = self.definitions.beoordeeld.get(link.koppel.tabel) if link.koppel.rijen == "beoordeeld" else None
        return link.their_reads | (definition_reads(judged) if judged else frozenset())

    def direct_reads(self, name: str) -> frozenset[str]:
        """Return the names of this table that ``name`` is computed from."""
        if name in self.derived:
            return definition_reads(self.derived[name])
        if name in self.fields:
            return self.fields[name].own_reads
        if name in self.parameters:
            return frozenset({self.parameters[name].op})
        return frozenset()

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """Return ``names`` with everything of this table that they are computed from."""
        return frozenset().union(*(self._under(name) for name in names))

    def _under(self, name: str) -> frozenset[str]:
        """Return one name with everything that it is computed from; worked out once."""
        if name not in self._closures:
            seen: set[str] = set()
            todo = [name]
            while todo:
                here = todo.pop()
                if here not in seen:
                    seen.add(here)
                    todo.extend(self.direct_reads(here))
            self._closures[name] = frozenset(seen)
        return self._closures[name]

    def level(self, name: str) -> int:
        """Return how many steps of computation lie under ``name``; 0 for what the export itself holds."""
        if name in self.columns or name in self.given:
            return 0
        below = [self.level(n) for n in self.direct_reads(name)]
        return 1 + max(below, default=0)

    def over_rows(self, name: str) -> bool:
        """Tell whether ``name`` depends on other rows of the population."""
        return any(self._looks_around(n) for n in self.closure([name]))

    def _looks_around(self, name: str) -> bool:
        definition = self.derived.get(name)
        if definition is None:
            return False
        return definition.over_rows or (definition.sql is not None and parse(definition.sql).over_rows)

    def needs(self, names: Iterable[str]) -> frozenset[Need]:
        """Return the columns of the export without which ``names`` cannot be computed."""
        found: set[Need] = set()
        for name in names:
            found |= self._needs_of(name)
        return frozenset(found)

    def _needs_of(self, name: str) -> frozenset[Need]:
        if name in self.columns:
            in_export = self.table in TABLES
            return frozenset({Need(self.table, frozenset({name}))} if in_export else ())
        if name in self.fields:
            return self._needs_of_field(self.fields[name])
        reads = self.direct_reads(name)
        definition = self.derived.get(name)
        if definition is not None and definition.alleen_met:
            return frozenset(replace(n, only_with=n.only_with or definition.alleen_met) for n in self.needs(reads))
        if definition is None or not definition.een_van:
            return self.needs(reads)
        alternatives = frozenset(definition.een_van)
        others = {
            n for n in self.needs(reads) if not (n.table == self.table and n.columns and n.columns <= alternatives)
        }
        return frozenset(others | {Need(self.table, alternatives)})

    def _needs_of_field(self, link: Field) -> frozenset[Need]:
        own = self.needs(link.own_reads)
        if link.koppel.optioneel:
            return own
        table = {Need(link.koppel.tabel)} if link.koppel.tabel in TABLES else set()
        return own | self.other(link.koppel.tabel).needs(link.their_reads) | table
