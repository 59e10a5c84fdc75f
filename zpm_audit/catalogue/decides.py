"""What decides the verdicts of a check, as plain data: everything that can change one, and nothing else.

Its population, its questions and limits, and of what checks share exactly what it reaches. Not its texts, sources and
cases, nor what a finding shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from zpm_audit.checks.model import Catalogue, Check, Definitie, Parameter
from zpm_audit.checks.reads import verdict_reads
from zpm_audit.checks.scope import Scope, definition_reads
from zpm_audit.checks.sql.reading import read

#: Keys of a part that only explain it, or that only concern what a finding shows.
_EXPLAINS = {"naam", "leeg", "woorden", "melding", "omschrijving", "bron", "zekerheid", "eenheid", "gedeeld", "velden"}
_SQL = {"sql", "waar", "eis", "loopt", "als", "onderbreking"}
#: So much of a hash tells two states of a check apart.
_LENGTH = 16


def fingerprint_of(catalogue: Catalogue, check: Check) -> str:
    """Return a short hash that changes when a verdict of the check can."""
    text = json.dumps(deciding(catalogue, check), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def deciding(catalogue: Catalogue, check: Check) -> dict[str, Any]:
    """Return everything that decides the verdicts of a check."""
    found: dict[str, Any] = {
        "populatie": _population(check),
        "eis": _sql(check.eis),
        "loopt": _sql(check.loopt),
        "oordeel": [_part(tak) for tak in check.oordeel or []],
    }
    _Reach(catalogue, check, found).follow()
    return found


class _Reach:
    """Follows names from the verdict to whatever they are computed from, over every table that they look up in."""

    def __init__(self, catalogue: Catalogue, check: Check, found: dict[str, Any]) -> None:
        self.catalogue, self.check, self.found = catalogue, check, found
        self.seen: set[tuple[str, str, bool]] = set()
        self.columns = {name: _columns(path) for name, path in catalogue.references.items()}

    def follow(self) -> None:
        table, groep = self.check.populatie.tabel, self.check.populatie.groep
        if groep is None:
            self._names(table, verdict_reads(self.check), own=True)
        else:
            for name in sorted(_of_group(self.check, verdict_reads(self.check))):
                if name in self.check.parameters:
                    self._add("parameters", name, _limit(self.check.parameters[name]))
                elif name in self.check.afgeleid:
                    self._add("afgeleid", name, _part(self.check.afgeleid[name]))
                self._given([name])
            self._names(table, groep.reads, own=False)
        self._judged(table)

    def _scope(self, table: str, *, own: bool) -> Scope:
        return Scope(self.catalogue.definitions, table, self.columns, self.check if own else None)

    def _names(self, table: str, names: Iterable[str], *, own: bool) -> None:
        scope = self._scope(table, own=own)
        for name in sorted(scope.closure(names)):
            if (table, name, own) in self.seen:
                continue
            self.seen.add((table, name, own))
            if name in scope.parameters:
                self._add("parameters", name, _limit(scope.parameters[name]))
            elif name in scope.derived:
                self._add("afgeleid", f"{table}.{name}", _part(scope.derived[name]))
            elif name in scope.fields:
                link = scope.fields[name]
                self._add("koppel", f"{table}.{link.koppel_name}", _part(link.koppel))
                self._add("velden", f"{table}.{name}", _part(link.veld))
                self._table(link.koppel.tabel, judged=link.koppel.rijen == "beoordeeld")
                self._names(link.koppel.tabel, link.their_reads, own=False)
            self._given([name])

    def _table(self, table: str, *, judged: bool) -> None:
        if table in self.catalogue.references:
            self._add("referentie", table, _rows(self.catalogue.references[table].read_text(encoding="utf-8")))
        elif judged:
            self._judged(table)

    def _judged(self, table: str) -> None:
        definition = self.catalogue.definitions.beoordeeld.get(table)
        if definition is not None:
            self._add("beoordeeld", table, _part(definition))
            self._names(table, definition_reads(definition), own=False)

    def _given(self, names: Iterable[str]) -> None:
        for name in names:
            setting = self.catalogue.definitions.instellingen.get(name)
            if setting is not None:
                self._add("instellingen", name, setting.standaard)

    def _add(self, kind: str, name: str, value: Any) -> None:
        self.found.setdefault(kind, {})[name] = value


def _of_group(check: Check, names: Iterable[str]) -> set[str]:
    """Return the names about a group with everything about the group that they are computed from."""
    todo, seen = list(names), set[str]()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += definition_reads(check.afgeleid[name]) if name in check.afgeleid else ()
            todo += [check.parameters[name].op] if name in check.parameters else []
    return seen


def _population(check: Check) -> dict[str, Any]:
    groep = check.populatie.groep
    grouped = groep and {
        "waar": _sql(groep.waar),
        "per": {name: _sql(sql) for name, sql in groep.per.items()},
        "velden": {name: _sql(sql) for name, sql in groep.velden.items()},
    }
    return {**_part(check.populatie), "groep": grouped}


def _limit(parameter: Parameter) -> dict[str, Any]:
    return {"op": parameter.op, "waarden": [[v.vanaf, v.tot, v.waarde] for v in parameter.waarden]}


def _part(part: BaseModel) -> dict[str, Any]:
    """Return a part of a check file without what explains it; expressions count by their words, not their layout."""
    given = part.model_dump(exclude_defaults=True, exclude={"groep", "blok"})
    kept = {k: _sql(v) if k in _SQL and isinstance(v, str) else v for k, v in given.items() if k not in _EXPLAINS}
    block = part.blok if isinstance(part, Definitie) else None
    return {**kept, "soort": type(block).__name__, **block.model_dump()} if block else kept


def _sql(sql: str | None) -> str | None:
    return " ".join(token.text for token in read(sql).tokens) if sql else None


def _columns(path: Any) -> tuple[str, ...]:
    head = _rows(path.read_text(encoding="utf-8"))[:1]
    return tuple(name.strip().strip('"') for name in head[0].split(",")) if head else ()


def _rows(text: str) -> list[str]:
    """Return the rows of a code list without its comments."""
    return [line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
