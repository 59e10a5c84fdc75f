"""Which look-ups the checks of a run ask for, all together: what shares a pass is then computed in one."""

from __future__ import annotations

from collections.abc import Iterable

from zpm_audit.checks.model import Check
from zpm_audit.checks.scope import Scope
from zpm_audit.engine.context import Asked, Context
from zpm_audit.engine.lookups import signature
from zpm_audit.engine.units import evidence_reads, verdict_reads


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
