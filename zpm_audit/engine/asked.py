"""Which look-ups the checks of a run ask for, all together: what shares a pass is then computed in one."""

from __future__ import annotations

from collections.abc import Iterable

from zpm_audit.checks.expressions import parse
from zpm_audit.checks.model import Check
from zpm_audit.checks.scope import Field, Scope
from zpm_audit.engine.context import Asked, Context
from zpm_audit.engine.lookups import signature
from zpm_audit.engine.units import evidence_reads, verdict_reads


def asked_by(context: Context, checks: Iterable[Check]) -> Asked:
    """Return every shared value that the checks look up, also on the way to another, by table and pass."""
    found: Asked = {}
    seen: set[tuple[str, str]] = set()
    todo = [pair for check in checks for pair in _begin(context, check)]
    while todo:
        scope, name = todo.pop()
        own = scope.check is not None and any(name in k.velden for k in scope.check.koppel.values())
        if (scope.table, name) in seen and not own:
            continue
        seen.add((scope.table, name))
        todo += [(scope, below) for below in scope.direct_reads(name)]
        if name in scope.fields:
            field = scope.fields[name]
            if not own:
                found.setdefault((scope.table, signature(name, field)), {})[name] = field
            todo += _behind(context, scope, field)
    return found


def _begin(context: Context, check: Check) -> list[tuple[Scope, str]]:
    if check.populatie.groep is None:
        scope = context.scope(check.populatie.tabel, check)
        names = verdict_reads(check) | evidence_reads(check)
    else:
        scope = context.scope(check.populatie.tabel)
        groep = check.populatie.groep
        sqls = [groep.waar, *groep.per.values(), *groep.velden.values()]
        names = frozenset(n for sql in sqls for n in parse(sql).reads)
    return [(scope, name) for name in names if name in scope.known]


def _behind(context: Context, scope: Scope, field: Field) -> list[tuple[Scope, str]]:
    """Return what a value is looked up by in the other table, with what says which of its rows are judged."""
    other = scope.other(field.koppel.tabel)
    judged = context.catalogue.definitions.beoordeeld.get(field.koppel.tabel)
    names = field.their_reads | (parse(judged.sql).reads if judged and judged.sql else frozenset())
    return [(other, name) for name in names]
