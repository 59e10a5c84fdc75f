"""Which look-ups the checks of a run ask for, all together: what shares a pass is then computed in one."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from zpm_audit.checks.model import Check
from zpm_audit.checks.reads import evidence_reads, verdict_reads
from zpm_audit.checks.scope import Field, Scope
from zpm_audit.engine.aggregates import NUMBER
from zpm_audit.engine.context import Asked, Context
from zpm_audit.engine.lookups import plain, signature
from zpm_audit.engine.passes.numbers import KeyIndex, has_number
from zpm_audit.engine.passes.visits import Visit, asked_of


def asked_by(context: Context, checks: Iterable[Check]) -> Asked:
    """Return every shared value that the checks look up, also on the way to another, by table and pass."""
    found: Asked = {}
    seen: set[tuple[str, str, str]] = set()
    todo = [pair for check in checks for pair in _begin(context, check)]
    while todo:
        scope, name = todo.pop()
        # A name that only one check knows may mean something else in another.
        check = scope.check
        private = check and (name in check.afgeleid or name in check.parameters or name in check.opgezocht)
        own = check.id if check and private else ""
        if (own, scope.table, name) in seen:
            continue
        seen.add((own, scope.table, name))
        todo += [(scope, below) for below in scope.direct_reads(name)]
        if name in scope.fields:
            field = scope.fields[name]
            if not own:
                found.setdefault((scope.table, signature(name, field)), {})[name] = field
            other = scope.other(field.koppel.tabel)
            todo += [(other, theirs) for theirs in scope.behind(field)]
    return found


def _begin(context: Context, check: Check) -> list[tuple[Scope, str]]:
    groep = check.populatie.groep
    scope = context.scope(check.populatie.tabel, None if groep else check)
    names = groep.reads if groep else verdict_reads(check) | evidence_reads(check)
    return [(scope, name) for name in names]


def visits_to(context: Context, table: str) -> dict[str, Visit]:
    """Return who will ask for judged rows of ``table``, by what they ask."""
    asking: dict[str, list[tuple[Scope, Field]]] = {}
    for (other, _), fields in context.asked.items():
        scope = context.scope(other)
        for link in fields.values():
            if _can_be_taken(context, scope, link, table):
                asking.setdefault(asked_of(scope, link.koppel), []).append((scope, link))
    return {what: _visit(context, table, links[0][0], [link for _, link in links]) for what, links in asking.items()}


def _can_be_taken(context: Context, scope: Scope, link: Field, table: str) -> bool:
    koppel, tables = link.koppel, context.register.tables
    if koppel.tabel != table or koppel.rijen != "beoordeeld" or koppel.periode or koppel.eerder or plain(link):
        return False
    # A larger table was passed over before this one, and has all its values.
    if not context.register.has(scope.table) or tables[scope.table].rows >= tables[table].rows:
        return False
    theirs = context.scope(table)
    of_export = set(koppel.sleutel.values()) <= context.present(scope.table)
    return of_export and not any(theirs.over_rows(n) for n in link.their_reads)


def _visit(context: Context, table: str, scope: Scope, links: list[Field]) -> Visit:
    pairs = sorted(links[0].koppel.sleutel.items())
    asked = context.scan(scope.table).select(pl.col(ours).alias(f":{theirs}") for theirs, ours in pairs)
    keys = asked.drop_nulls().unique().collect(engine="streaming").with_row_index(NUMBER)
    numbered = {f":{theirs}": theirs for theirs, _ in pairs if has_number(context, table, theirs)}
    index = KeyIndex(context, keys, [f":{theirs}" for theirs, _ in pairs], numbered)
    reads = sorted({n for link in links for n in link.value_reads})
    conditions = frozenset(link.koppel.waar for link in links)
    return Visit(tuple(theirs for theirs, _ in pairs), keys, tuple(reads), conditions, index)
