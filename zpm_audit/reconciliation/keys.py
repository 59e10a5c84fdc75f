"""Counts the keys that point at nothing: of every relation that the export has both ends of."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from zpm_audit.register import Register
from zpm_audit.register.relations import RELATIONS, Relation
from zpm_audit.register.schema import REQUIRED_TABLES


@dataclass(frozen=True)
class LostKeys:
    """Of the filled values of a key column, those that the other table does not know."""

    relation: Relation
    filled: int
    lost: int


def lost_keys(register: Register) -> tuple[LostKeys, ...]:
    """Count all of them, the relations of the contract in order."""
    return tuple(_counted(register, r) for r in RELATIONS if _both_ends(register, r))


def _both_ends(register: Register, r: Relation) -> bool:
    """Tell whether there is something to look up. An optional table without rows counts as absent."""
    if r.column not in register.columns(r.table) or r.other not in register.tables:
        return False
    other = register.tables[r.other]
    return r.key in other.columns and (other.rows > 0 or r.other in REQUIRED_TABLES)


def _counted(register: Register, r: Relation) -> LostKeys:
    # The keys that are named are few; those of the other table may be as many as there are prestaties.
    key = pl.col("sleutel")
    named = register.scan(r.table).select(pl.col(r.column).alias("sleutel")).drop_nulls().group_by(key).len()
    asked = named.collect(engine="streaming")
    known = register.scan(r.other).select(pl.col(r.key).alias("sleutel")).join(asked.lazy(), on="sleutel", how="semi")
    found = known.unique().collect(engine="streaming")
    lost = asked.join(found, on="sleutel", how="anti")
    return LostKeys(r, int(asked["len"].sum()), int(lost["len"].sum()))
