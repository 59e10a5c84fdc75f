"""What a page about a check must know beyond its text: what the export must hold, and which empty values count.

All of it follows from the check and from what the engine itself asks, so that a page never tells another story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from zpm_audit.checks.blocks import Loopsom, LoopTelling, Rang, Vervolg
from zpm_audit.checks.koppels import COUNTS
from zpm_audit.checks.model import Catalogue, Check, Definitie
from zpm_audit.checks.reads import evidence_reads, verdict_reads
from zpm_audit.checks.scope import Need, Scope
from zpm_audit.checks.sql.expressions import parse, split_conditions
from zpm_audit.checks.sql.reading import read
from zpm_audit.engine.context import Context
from zpm_audit.register import TABLES, Register

#: Words that make a condition hold although a value in it is empty.
_TOLERANT = {"and", "or", "is", "case", "coalesce", "ifnull"}
_ALWAYS_KNOWN = {*COUNTS, "bestaat"}


@dataclass(frozen=True)
class Term:
    """A name that is looked up or derived, as it is known about the units of one table."""

    scope: Scope
    name: str

    @property
    def known(self) -> bool:
        """Tell whether the name is looked up or derived at all, and not just a column or a parameter."""
        return self.name in self.scope.fields or self.name in self.scope.derived

    @property
    def shared(self) -> bool:
        """Tell whether all checks share the name."""
        check = self.scope.check
        own = check is not None and (self.name in check.afgeleid or self.name in check.opgezocht)
        return not own


@dataclass(frozen=True)
class Facts:
    """What can be worked out of one check; ``shared`` is the context of a run that is there already."""

    catalogue: Catalogue
    check: Check
    shared: Context | None = None

    @cached_property
    def _context(self) -> Context:
        return self.shared or Context(Register({}), self.catalogue, date.min)

    @cached_property
    def scope(self) -> Scope:
        """Return the names that may be used about the units of the check."""
        return self._context.scope(self.check.populatie.tabel, self.check)

    @cached_property
    def rows(self) -> Scope:
        """Return the names that are shared about the rows of its table."""
        return self._context.scope(self.check.populatie.tabel)

    def needs(self) -> frozenset[Need]:
        """Return what must be in the export, as ``zpm_audit.engine.run.missing`` asks for it."""
        return self._needs(verdict_reads(self.check)) | {Need(self.check.populatie.tabel)}

    def wishes(self) -> frozenset[Need]:
        """Return what only the evidence and the amount use: without it the check does run."""
        found = {need for need in self._needs(evidence_reads(self.check)) if need.columns}
        som_van = self.check.impact.som_van if self.check.impact else None
        if som_van:
            names = {n for n in parse(som_van.waar).reads if not n.startswith("eigen_")}
            found |= self.scope.other("prestaties").needs({*names, som_van.sleutel, som_van.bedrag})
        return frozenset(need for need in found if need.columns) - self.needs()

    def _needs(self, names: frozenset[str]) -> frozenset[Need]:
        groep = self.check.populatie.groep
        if groep is None:
            return self.scope.needs(names)
        return self.rows.needs(groep.reads) | self.scope.needs(names & set(self.check.afgeleid))

    def terms(self) -> list[Term]:
        """Return what the check uses that is looked up or derived, its own and the shared, in a fixed order."""
        names = verdict_reads(self.check) | evidence_reads(self.check)
        groep = self.check.populatie.groep
        todo = [Term(self.scope, name) for name in names]
        if groep:
            own = set(groep.per) | set(groep.velden)
            todo = [t for t in todo if t.name not in own] + [Term(self.rows, name) for name in groep.reads]
        found: dict[tuple[str, str], Term] = {}
        while todo:
            term = todo.pop()
            key = (term.scope.table, term.name)
            if key in found or not term.known:
                continue
            found[key] = term
            todo += _below(term)
        return sorted(found.values(), key=lambda t: (t.scope.table != self.scope.table, t.scope.table, t.name))

    def columns(self) -> frozenset[tuple[str, str]]:
        """Return every column that the check uses in some way, by table: also what it can do without."""
        own = verdict_reads(self.check) | evidence_reads(self.check)
        groep = self.check.populatie.groep
        used = {(self.scope.table, name) for name in own | (groep.reads if groep else frozenset())}
        for term in self.terms():
            used |= {(below.scope.table, below.name) for below in _below(term)}
        wished = {(need.table, name) for need in self.needs() | self.wishes() for name in need.columns}
        return frozenset({(t, c) for t, c in used if t in TABLES and c in TABLES[t].by_name} | wished)

    def tables(self) -> frozenset[str]:
        """Return the tables of the export whose rows can change what comes out."""
        looked_up = {t.scope.fields[t.name].koppel.tabel for t in self.terms() if t.name in t.scope.fields}
        summed = {"prestaties"} if self.check.impact and self.check.impact.som_van else set()
        return frozenset({self.check.populatie.tabel, *looked_up, *summed} & TABLES.keys())

    def by_itself(self) -> bool:
        """Tell whether the verdict on a unit depends on no other row of its own table."""
        own = self.check.populatie.tabel
        if self.check.populatie.groep is not None or any(self.scope.over_rows(name) for name in self.check.afgeleid):
            return False
        here = [t for t in self.terms() if t.name in t.scope.fields]
        return own not in {t.scope.fields[t.name].koppel.tabel for t in here}

    def undetermined(self) -> list[str]:
        """Return what may be empty in the population and then leaves the verdict open; empty where nothing can."""
        if self.check.geen_onbepaald:
            return []
        settled = set(self._filled())
        found: set[str] = set()
        for sql in [self.check.eis, self.check.loopt, *(tak.als for tak in self.check.oordeel or [])]:
            if sql is None:
                continue
            found |= self._empty_in(sql, frozenset(settled))
            tokens = [token.text for token in read(sql).tokens]
            if tokens[1:] == ["is", "null"]:
                settled.add(tokens[0])
        return sorted(found)

    def out_of_sight(self) -> list[str]:
        """Return what may be empty and then hides from us whether a unit is in the population."""
        waar = self.check.populatie.waar
        found = self._empty_in(waar, frozenset()) if waar else set()
        return sorted(found | set(self.check.populatie.gevuld))

    def explained(self) -> list[tuple[str, str]]:
        """Return the names of which the check files say why an empty value becomes a known one, with that reason."""
        decides = self.scope.closure(verdict_reads(self.check))
        return sorted((n, d.leeg) for n, d in self.scope.derived.items() if d.leeg and n in decides)

    def _filled(self) -> Iterator[str]:
        """Yield the names that are never empty for a unit of the population."""
        yield from self.check.populatie.gevuld
        for condition in self.check.populatie.voorwaarden:
            tokens = [token.text for token in read(condition).tokens]
            if tokens[1:] == ["is", "not", "null"]:
                yield tokens[0]
            elif not _TOLERANT & set(tokens):
                yield from parse(condition).reads

    def _empty_in(self, sql: str, settled: frozenset[str]) -> set[str]:
        return {leaf for name in _at_risk(sql) for leaf in self._leaves(name, settled)}

    def _leaves(self, name: str, settled: frozenset[str]) -> set[str]:
        scope = self.scope
        # The peildatum and the choices of the user are always known.
        if name in settled or name in scope.given:
            return set()
        if name in scope.derived:
            return {leaf for n in _passes_on(scope.derived[name]) for leaf in self._leaves(n, settled)}
        if name in scope.fields:
            return set() if scope.fields[name].veld.soort in _ALWAYS_KNOWN else {name}
        if name in scope.parameters:
            parameter = scope.parameters[name]
            dated = any(value.vanaf or value.tot for value in parameter.waarden)
            return self._leaves(parameter.op, settled) if dated else set()
        groep = self.check.populatie.groep
        if groep and name in groep.velden and read(groep.velden[name]).tokens[0].word == "count":
            return set()
        column = TABLES[scope.table].by_name.get(name)
        return set() if column and column.required else {name}


def _below(term: Term) -> Iterator[Term]:
    scope, name = term.scope, term.name
    yield from (Term(scope, n) for n in scope.direct_reads(name))
    if name in scope.fields and name not in scope.derived:
        link = scope.fields[name]
        yield from (Term(scope.other(link.koppel.tabel), n) for n in link.their_reads)


def _passes_on(definition: Definitie) -> Iterable[str]:
    """Return the names that, when empty, make the derived value empty."""
    blok = definition.blok
    if isinstance(blok, Rang | Loopsom | LoopTelling):
        return blok.per
    if isinstance(blok, Vervolg):
        return (*blok.per, blok.van, blok.hoogstens)
    return blok.reads() if blok else _at_risk(definition.sql or "")


def _at_risk(sql: str) -> set[str]:
    """Return the names in ``sql`` that can make it empty: not those that are only asked whether they are filled."""
    reading = read(sql)
    tokens = reading.tokens
    safe: set[int] = set()
    for i, token in enumerate(tokens[:-1]):
        if token.word in {"coalesce", "ifnull"}:
            end = _closing([t.text for t in tokens], i + 1)
            if tokens[end - 1].kind in {"string", "number"} or tokens[end - 1].word in {"true", "false"}:
                safe |= set(range(i, end))
        if tokens[i + 1].word == "is":
            safe.add(i)
    guarded = {part.split()[0] for part in split_conditions(sql) if part.split()[1:] == ["is", "not", "null"]}
    return {t.text for i, t in enumerate(tokens) if t.text in reading.names and i not in safe} - guarded


def _closing(signs: list[str], start: int) -> int:
    depth = 0
    for i in range(start, len(signs)):
        depth += (signs[i] == "(") - (signs[i] == ")")
        if depth == 0:
            return i
    return len(signs) - 1
