"""Which names a check reads: to decide, to know whom it is about, and to show what it found."""

from __future__ import annotations

from zpm_audit.checks.model import Check
from zpm_audit.checks.sql.expressions import parse, placeholders


def decision_reads(check: Check) -> frozenset[str]:
    """Return the names that the verdict on a unit of the population is decided by."""
    sqls = [check.eis, check.loopt, *(t.als for t in check.oordeel or [])]
    return frozenset(name for sql in sqls if sql for name in parse(sql).reads)


def verdict_reads(check: Check) -> frozenset[str]:
    """Return the names that population and verdict are decided by."""
    population_reads = parse(check.populatie.waar).reads if check.populatie.waar else frozenset()
    return decision_reads(check) | population_reads | frozenset(check.populatie.gevuld)


def evidence_reads(check: Check) -> frozenset[str]:
    """Return the names that a finding shows or its impact is computed from."""
    sqls: list[str] = [check.waarde, check.grens, *check.statistiek.values()]
    names = {*check.sleutel, *placeholders(check.melding.nl), *placeholders(check.melding.en)}
    for tak in check.oordeel or []:
        if tak.melding:
            names |= set(placeholders(tak.melding.nl)) | set(placeholders(tak.melding.en))
    names |= {n for n in (check.datum, check.uiterste_datum) if n}
    if check.impact:
        sqls += [check.impact.sql] if check.impact.sql else []
        if check.impact.juiste_code:
            sqls.append(check.impact.juiste_code.geheel)
            names |= {check.impact.juiste_code.code, "prestatiecode", "datum", "bedrag_eur"}
        if check.impact.som_van:
            names |= {check.impact.som_van.sleutel, *check.impact.som_van.eigen}
    return frozenset(names | {name for sql in sqls for name in parse(sql).reads})
