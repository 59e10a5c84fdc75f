"""Which rows of a check that compares rows need comparing at all: found beforehand, by whole numbers.

With most such checks nearly every row stands by itself, and is judged in the pass over its table like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from zpm_audit.checks.blocks import Overlap
from zpm_audit.checks.model import Check
from zpm_audit.checks.reads import evidence_reads, verdict_reads
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.between_rows import Company, interval_number, interval_of, key_hash, may_overlap, shared
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.engine.units import candidates, company_key

#: A rider whose population is a smaller part of the table than this is not worth a look at its keys beforehand.
LARGE_PART = 0.05


def companies_of(context: Context, table: str, riders: Sequence[Check]) -> dict[str, Company]:
    """Return for the riders with a large population which of their rows need comparing."""
    scope = context.scope(table)
    conditions = {r.id: parse(r.populatie.waar) for r in riders if r.populatie.waar}
    simple = [r for r in riders if r.id in conditions and conditions[r.id].reads <= scope.columns]
    if not simple:
        return {}
    sizes = build(context, scope, {n for r in simple for n in conditions[r.id].reads}).select(
        pl.len().alias(":rijen"), *(conditions[r.id].expr.fill_null(value=True).sum().alias(r.id) for r in simple)
    )
    size = sizes.collect(engine="streaming").row(0, named=True)
    found: dict[str, Company] = {}
    for rider in simple:
        if size[rider.id] > LARGE_PART * size[":rijen"]:
            alike = [found[r.id] for r in simple if r.id in found and r.populatie.waar == rider.populatie.waar]
            one = _company(context, rider, alike)
            found |= {rider.id: one} if one else {}
    return found


def _company(context: Context, check: Check, alike: Sequence[Company] = ()) -> Company | None:
    """Return which rows of a check need comparing, where it compares by one key; None where it does not.

    ``alike`` are the companies of checks with the same population: who is alone with a part of the key is alone with
    the whole of it.
    """
    scope = context.scope(check.populatie.tabel, check)
    names = scope.closure(verdict_reads(check) | evidence_reads(check))
    blocks = [d.blok for n in names if (d := scope.derived.get(n)) and d.over_rows]
    population_reads = parse(check.populatie.waar).reads if check.populatie.waar else frozenset()
    if len(blocks) == 1 and isinstance(blocks[0], Overlap):
        # All rows of an overlap are among those found, so that they still meet each other.
        own = interval_of(blocks[0])
        rows = candidates(check, build(context, scope, population_reads | set(own)))
        schema = rows.collect_schema()
        if not (schema[blocks[0].van].is_integer() and schema[blocks[0].tot].is_integer()):
            return None
        found = may_overlap(rows, blocks[0]).collect(engine="streaming").to_series()
        return Company(f":gezelschap:{check.id}", own, interval_number(blocks[0]), found, by_key=False)
    key = company_key(scope, names)
    if key is None:
        return None
    wider = [c for c in alike if c.by_key and set(c.key) <= set(key)]
    if wider:
        return wider[0]
    rows = candidates(check, build(context, scope, population_reads | set(key)))
    found = shared(rows, key).collect(engine="streaming").to_series()
    return Company(f":gezelschap:{check.id}", key, key_hash(key), found)
