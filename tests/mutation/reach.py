"""What a check decides with: its own look-ups and derived values, and those that it shares with others.

Only what a verdict or an amount depends on is worth changing: what a sentence shows is looked at elsewhere.
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.scope import Scope, definition_reads
from zpm_audit.checks.sql.expressions import parse

Path = tuple[str | int, ...]


@dataclass
class Reached:
    """Places in the file of the check (``own``) and in the shared definitions (``shared``)."""

    own: set[Path] = field(default_factory=set)
    shared: set[Path] = field(default_factory=set)
    seen: set[tuple[str, str, bool]] = field(default_factory=set)

    def judged(self, scope: Scope, table: str) -> None:
        """Add what decides which rows of a table are judged."""
        definition = scope.definitions.beoordeeld.get(table)
        if definition and ("beoordeeld", table) not in self.shared:
            self.shared.add(("beoordeeld", table))
            self.names(scope.other(table), definition_reads(definition))

    def names(self, scope: Scope, names: Iterable[str]) -> None:
        """Add everything that ``names`` are computed from."""
        for name in names:
            key = (scope.table, name, scope.check is not None)
            if key not in self.seen:
                self.seen.add(key)
                self._name(scope, name)

    def _name(self, scope: Scope, name: str) -> None:
        check = scope.check
        if name in scope.derived:
            own = check is not None and name in check.afgeleid
            (self.own if own else self.shared).add(("afgeleid", name) if own else ("afgeleid", scope.table, name))
            self.names(scope, definition_reads(scope.derived[name]))
        elif name in scope.fields:
            link = scope.fields[name]
            at = (link.koppel_name, "velden", name)
            own = check is not None and link.koppel_name in check.koppel
            (self.own if own else self.shared).add(("koppel", *at) if own else ("koppel", scope.table, *at))
            self.names(scope, link.own_reads)
            other = scope.other(link.koppel.tabel)
            self.names(other, link.their_reads)
            if link.koppel.rijen == "beoordeeld":
                self.judged(other, link.koppel.tabel)
        elif name in scope.parameters:
            self.own.add(("parameters", name))
            # One value for ever: the date that would pick it does not matter.
            if len(scope.parameters[name].waarden) > 1:
                self.names(scope, [scope.parameters[name].op])
        elif name in scope.definitions.instellingen:
            self.shared.add(("instellingen", name))


def reached(catalogue: Catalogue, check: Check) -> Reached:
    """Return everything that the verdicts and the amounts of a check depend on."""
    result = Reached()
    references = {name: _header(path) for name, path in catalogue.references.items()}
    scope = Scope(catalogue.definitions, check.populatie.tabel, references, check)
    result.judged(scope.other(check.populatie.tabel), check.populatie.tabel)
    conditions = [check.populatie.waar, check.eis, check.loopt, *(t.als for t in check.oordeel or [])]
    names = {n for sql in conditions if sql for n in parse(sql).reads} | set(check.populatie.gevuld)
    impact = check.impact
    if impact and impact.sql:
        names |= parse(impact.sql).reads
    if impact and impact.juiste_code:
        names |= {impact.juiste_code.code} | parse(impact.juiste_code.geheel).reads
    if impact and impact.som_van:
        som = impact.som_van
        names |= set(som.eigen)
        theirs = {n for n in parse(som.waar).reads if not n.startswith("eigen_")} | {som.sleutel, som.bedrag}
        result.names(scope.other("prestaties"), theirs)
        result.judged(scope.other("prestaties"), "prestaties")
    groep = check.populatie.groep
    if groep is None:
        result.names(scope, names)
        return result
    # A group has no columns of the export: its own names are all there is, and they go back to those of the rows.
    names = _of_group(check, names)
    result.own |= {("afgeleid", n) for n in names & set(check.afgeleid)}
    result.own |= {("parameters", n) for n in names & set(check.parameters)}
    result.own |= {("populatie", "groep", "velden", n) for n in names & set(groep.velden)}
    sqls = [groep.waar, *groep.per.values(), *(groep.velden[n] for n in names & set(groep.velden))]
    result.names(scope.other(check.populatie.tabel), {n for sql in sqls for n in parse(sql).reads})
    return result


def _of_group(check: Check, names: set[str]) -> set[str]:
    """Return the names about a group with everything that they are computed from."""
    todo, seen = list(names), set[str]()
    while todo:
        name = todo.pop()
        seen.add(name)
        below = definition_reads(check.afgeleid[name]) if name in check.afgeleid else frozenset()
        if name in check.parameters and len(check.parameters[name].waarden) > 1:
            below = frozenset({check.parameters[name].op})
        todo += below - seen
    return seen


def _header(path: pathlib.Path) -> tuple[str, ...]:
    from zpm_audit.engine.context import read_reference

    return tuple(read_reference(path).columns)
