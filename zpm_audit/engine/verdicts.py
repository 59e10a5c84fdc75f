"""The verdict on one unit as a small number, computed for all units at once.

Three-valued logic decides: where a condition is empty because a value that decides is empty, the verdict is onbepaald;
where the population condition is empty, the unit is out of sight (``buiten_beeld``) and counted apart.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from zpm_audit.checks.model import Check
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.checks.verdict import Verdict

OUT = 0
VOLDOET = 1
BUITEN_BEELD = 2
# The verdicts that somebody must look at share bit 2, so that one mask finds them in a word of many codes.
AFWIJKING = 4
ONBEPAALD = 5
LOOPT = 6

CODES = {
    Verdict.VOLDOET: VOLDOET,
    Verdict.AFWIJKING: AFWIJKING,
    Verdict.ONBEPAALD: ONBEPAALD,
    Verdict.LOOPT: LOOPT,
}


def population(check: Check) -> pl.Expr:
    """Return whether each unit is in the population; empty where an empty column decides on it."""
    inside = parse(check.populatie.waar).expr if check.populatie.waar else pl.lit(value=True)
    if check.populatie.gevuld:
        filled = pl.all_horizontal(pl.col(n).is_not_null() for n in check.populatie.gevuld)
        return pl.when(inside).then(pl.when(filled).then(statement=True)).otherwise(inside)
    return inside


def verdict(check: Check) -> pl.Expr:
    """Return the code of the verdict on each unit of the population."""
    if check.oordeel:
        return _in_order(check)
    holds = parse(check.eis or "").expr
    if check.loopt is None:
        chain = pl.when(holds).then(_code(VOLDOET)).when(holds.is_null()).then(_code(ONBEPAALD))
        return chain.otherwise(_code(AFWIJKING))
    runs = parse(check.loopt).expr
    return (
        pl.when(holds)
        .then(_code(VOLDOET))
        .when(runs)
        .then(_code(LOOPT))
        .when(holds.is_null() | runs.is_null())
        .then(_code(ONBEPAALD))
        .otherwise(_code(AFWIJKING))
    )


def code(check: Check) -> pl.Expr:
    """Return the code of each unit, in the population or not."""
    inside = population(check)
    return pl.when(inside).then(verdict(check)).when(inside.is_null()).then(_code(BUITEN_BEELD)).otherwise(_code(OUT))


def branch(check: Check) -> pl.Expr:
    """Return which branch of an ordered verdict decided (its position; -1 where an empty answer did)."""
    chain: Any = pl
    for position, tak in enumerate(check.oordeel or []):
        if tak.als is None:
            return chain.otherwise(pl.lit(position, pl.Int8)) if chain is not pl else pl.lit(position, pl.Int8)
        holds = parse(tak.als).expr
        chain = chain.when(holds).then(pl.lit(position, pl.Int8)).when(holds.is_null()).then(pl.lit(-1, pl.Int8))
    return pl.lit(-1, pl.Int8)


def _in_order(check: Check) -> pl.Expr:
    chain: Any = pl
    for tak in check.oordeel or []:
        if tak.als is None or tak.dan is None:
            break
        holds = parse(tak.als).expr
        chain = chain.when(holds).then(_code(CODES[tak.dan])).when(holds.is_null()).then(_code(ONBEPAALD))
    last = (check.oordeel or [])[-1].anders or Verdict.ONBEPAALD
    expr: pl.Expr = chain.otherwise(_code(CODES[last]))
    return expr


def _code(value: int) -> pl.Expr:
    return pl.lit(value, pl.UInt8)
