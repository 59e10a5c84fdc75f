"""Follows the number of a patient through a check: which of its values show it, and which are made from it.

A check that shows the number itself gets a pseudonym in its place. One that shows something made from it (a part of
the number, or the bsn in any form) is refused: nobody can tell afterwards what still points at a person. Whether a
condition holds, how many there are and how long a text is are no longer about the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property

from zpm_audit.base.yaml_source import PathKey
from zpm_audit.checks.model import Check, Definitie
from zpm_audit.checks.scope import Scope
from zpm_audit.checks.sql.expressions import placeholders
from zpm_audit.checks.sql.reading import Token, read

PATIENT, BSN = "patient_id", "bsn"
#: Columns of a finding that a group fills by their name; of these only ``patient_id`` is made a pseudonym by itself.
_FILLED_BY_NAME = ("prestatie_id", "zorgtraject_id", "behandelaar_id", "financiering", "setting")
_COMPARE = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})
_LOGIC = frozenset({"and", "or", "not", "in", "between", "like", "ilike", "is"})
#: Calls whose outcome says nothing of the number any more; and what stands between the brackets behind these words.
_COUNTED = frozenset({"count", "length", "regexp_like", "starts_with", "ends_with", "over", "filter"})
#: How many characters a bsn has: so begins what the audit keeps of it.
_LENGTH = ["substr", "(", BSN, ",", "1", ",", "4", ")"]
_OUTCOMES = {f"' {outcome} '" for outcome in ("goed", "elfproef", "nullen", "vorm")}
_SAME = frozenset({"waarde", "eerste", "laatste"})
_ADDED = frozenset({"som", "grootste_deel"})


class Trace(IntEnum):
    """What a value tells of a patient: nothing, the number itself, or something made from a number."""

    NIETS = 0
    NUMMER = 1
    AFGELEID = 2


KindOf = Callable[[str], Trace]


def of_expression(sql: str, kind_of: KindOf) -> Trace:
    """Return what the value of an expression tells, given what its names do."""
    tokens = _without_brackets(read(sql).tokens)
    if len(tokens) == 1 and tokens[0].kind == "word":
        return kind_of(tokens[0].text)
    if _is_condition(tokens):
        return Trace.NIETS
    told = any(kind_of(token.text) for token in _that_reach_the_value(tokens) if token.kind == "word")
    return Trace.AFGELEID if told else Trace.NIETS


def named_alone(sql: str) -> str:
    """Return the name that an expression of one name consists of."""
    return _without_brackets(read(sql).tokens)[0].text


def _without_brackets(tokens: Sequence[Token]) -> Sequence[Token]:
    while len(tokens) > 2 and tokens[0].text == "(" and _closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _closing(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for i in range(opening, len(tokens)):
        depth += (tokens[i].text == "(") - (tokens[i].text == ")")
        if not depth:
            return i
    return len(tokens) - 1


def _is_condition(tokens: Sequence[Token]) -> bool:
    """Tell whether the whole is true or false: comparing and logic bind weaker than anything that makes a value."""
    depth = 0
    for token in tokens:
        depth += token.text == "(" or token.word == "case"
        depth -= token.text == ")" or token.word == "end"
        if not depth and (token.text in _COMPARE or token.word in _LOGIC):
            return True
    return False


def _that_reach_the_value(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens that the value is made from: not the conditions of a case, nor what is only counted."""
    in_condition: list[bool] = []
    i = 0
    while i < len(tokens):
        token, following = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
        if token.word == "case":
            in_condition.append(True)
        elif token.word == "end" and in_condition:
            in_condition.pop()
        elif token.word in {"when", "then", "else"} and in_condition:
            in_condition[-1] = token.word == "when"
        elif token.word in _COUNTED and following and following.text == "(":
            i = _closing(tokens, i + 1)
        elif [t.text.lower() for t in tokens[i : i + len(_LENGTH)]] == _LENGTH:
            i += len(_LENGTH) - 1
        elif not any(in_condition):
            yield token
        i += 1


def reads_bsn_wrongly(sql: str) -> bool:
    """Tell whether an expression takes a bsn for the number itself: the audit keeps its outcome and a pseudonym of it.

    Whether there is one, whether two are the same and how many there are can be asked; and what is kept, by its own
    words: the length in front, and the outcome between blanks.
    """
    tokens = read(sql).tokens
    texts = [token.text.lower() for token in tokens]
    for i, text in enumerate(texts):
        before, after = texts[max(0, i - 2) : i], texts[i + 1 : i + 3]
        if text != BSN or tokens[i].kind != "word":
            continue
        asked = (
            len(texts) == 1
            or after[:1] == ["is"]
            or before in (["count", "("], ["distinct"], ["(", "distinct"], ["partition", "by"])
            or texts[i - 2 : i - 2 + len(_LENGTH)] == _LENGTH
            or (before == ["regexp_like", "("] and texts[i + 2] in _OUTCOMES)
            or _compared_with_a_name(tokens, i)
        )
        if not asked:
            return True
    return False


def _compared_with_a_name(tokens: Sequence[Token], i: int) -> bool:
    beside = [(tokens[i - 1], tokens[i - 2])] if i >= 2 else []
    beside += [(tokens[i + 1], tokens[i + 2])] if i + 2 < len(tokens) else []
    return any(sign.text in {"=", "<>", "!="} and other.kind == "word" for sign, other in beside)


class Traced:
    """What each name of a check tells of a patient."""

    def __init__(self, check: Check, scope: Scope) -> None:
        self.check, self.scope = check, scope
        self._known: dict[tuple[str, str, bool], Trace] = {}

    def kind(self, name: str) -> Trace:
        """Return what a name about the unit of the check tells."""
        groep = self.check.populatie.groep
        if groep is None:
            return self._of(self.scope, name)
        rows = self.scope.other(self.check.populatie.tabel)
        if name in groep.per or name in groep.velden:
            sql = groep.per.get(name) or groep.velden[name]
            return of_expression(sql, lambda n: self._of(rows, n))
        definition = self.check.afgeleid.get(name)
        return self._of_definition(definition, self.kind) if definition else Trace.NIETS

    def of_sql(self, sql: str) -> Trace:
        """Return what an expression about the unit tells."""
        return of_expression(sql, self.kind)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Return the names of the unit that hold the number of a patient and are shown by a finding."""
        sqls = [sql for sql in (self.check.waarde, self.check.grens) if self.of_sql(sql) is Trace.NUMMER]
        names = {name for _, name in _shown_names(self.check)} | {named_alone(sql) for sql in sqls}
        return frozenset(name for name in names if self.kind(name) is Trace.NUMMER)

    def told(self) -> Iterator[PathKey]:
        """Yield every place where the check would show what may not be shown."""
        for at, sql in (("waarde", self.check.waarde), ("grens", self.check.grens)):
            if self.of_sql(sql) is Trace.AFGELEID:
                yield (at,)
        yield from (at for at, name in _shown_names(self.check) if self.kind(name) is Trace.AFGELEID)
        yield from (at for at, sql in _figures(self.check) if self.of_sql(sql))
        for key in ("datum", "uiterste_datum"):
            name = getattr(self.check, key)
            if name and self.kind(name):
                yield (key,)
        yield from self._filled_by_name()

    def _filled_by_name(self) -> Iterator[PathKey]:
        groep = self.check.populatie.groep
        if groep is None:
            return
        places: dict[str, PathKey] = {name: ("afgeleid", name) for name in self.check.afgeleid}
        places |= {name: ("populatie", "groep", "velden", name) for name in groep.velden}
        places |= {name: ("populatie", "groep", "per", name) for name in groep.per}
        yield from (at for name, at in places.items() if name in _FILLED_BY_NAME and self.kind(name))

    def about(self, scope: Scope, name: str) -> Trace:
        """Return what a name about a row of another table tells."""
        return self._of(scope, name)

    def _of(self, scope: Scope, name: str) -> Trace:
        key = (scope.table, name, scope.check is not None)
        if key not in self._known:
            self._known[key] = Trace.NIETS  # a circle is refused elsewhere
            self._known[key] = self._found(scope, name)
        return self._known[key]

    def _found(self, scope: Scope, name: str) -> Trace:
        if name in scope.columns:
            return {PATIENT: Trace.NUMMER, BSN: Trace.AFGELEID}.get(name, Trace.NIETS)
        if name in scope.fields:
            link = scope.fields[name]
            column = link.veld.kolom
            theirs = self._of(scope.other(link.koppel.tabel), column) if column else Trace.NIETS
            if link.veld.soort in _SAME:
                return theirs
            return Trace.AFGELEID if theirs and link.veld.soort in _ADDED else Trace.NIETS
        definition = scope.derived.get(name)
        return self._of_definition(definition, lambda n: self._of(scope, n)) if definition else Trace.NIETS

    @staticmethod
    def _of_definition(definition: Definitie, kind_of: KindOf) -> Trace:
        if definition.sql is not None:
            return of_expression(definition.sql, kind_of)
        block = definition.blok
        if block is None or block.compares:
            return Trace.NIETS
        by = {*block.keys, *getattr(block, "volgorde", ())}
        return Trace.AFGELEID if any(kind_of(name) for name in block.reads() if name not in by) else Trace.NIETS


def _shown_names(check: Check) -> Iterator[tuple[PathKey, str]]:
    """Yield the names that a finding shows as they are: in its sentences and in the key of its unit."""
    sentences = [((), check.melding), *((("oordeel", i), t.melding) for i, t in enumerate(check.oordeel or []))]
    for at, words in sentences:
        if words is not None:
            yield from (((*at, "melding", "nl"), name) for name in placeholders(words.nl))
            yield from (((*at, "melding", "en"), name) for name in placeholders(words.en))
    yield from ((("sleutel",), name) for name in check.sleutel)
    if check.populatie.groep:
        yield from ((("populatie", "groep", "per", name), name) for name in check.populatie.groep.per)


def _figures(check: Check) -> Iterator[tuple[PathKey, str]]:
    """Yield the expressions that only make figures: in none of them has a number of a patient any business."""
    yield from ((("statistiek", name), sql) for name, sql in check.statistiek.items())
    if check.impact and check.impact.sql:
        yield ("impact",), check.impact.sql
    if check.impact and check.impact.som_van:
        yield ("impact", "som_van", "bedrag"), check.impact.som_van.bedrag
