"""What each building block of the check language computes. Their null semantics stand with their models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from zpm_audit.checks import blocks as model


def compile_block(block: model.Block) -> pl.Expr:
    """Return the polars expression of a block."""
    return _COMPILERS[type(block)](block)


def _dagen_na(block: model.DagenNa) -> pl.Expr:
    day_number = pl.col(block.datum).cast(pl.Int32) + pl.col(block.dagen).cast(pl.Int32)
    return day_number.cast(pl.Date)


def _dagen_tussen(block: model.DagenTussen) -> pl.Expr:
    return pl.col(block.tot).cast(pl.Int32).cast(pl.Int64) - pl.col(block.van).cast(pl.Int32).cast(pl.Int64)


def _moment(block: model.Moment) -> pl.Expr:
    return pl.col(block.datum).dt.combine(pl.col(block.tijd))


def _trede(block: model.Trede) -> pl.Expr:
    source = pl.col(block.van)
    steps = sorted(block.treden)
    results = steps if block.geef == "waarde" else list(range(len(steps)))
    chain: Any = pl.when(source.is_null()).then(pl.lit(None, pl.Int64))
    for step, result in zip(reversed(steps), reversed(results), strict=True):
        chain = chain.when(source >= step).then(pl.lit(result, pl.Int64))
    expr: pl.Expr = chain.otherwise(pl.lit(block.onder, pl.Int64))
    return expr


def _over(expr: pl.Expr, per: list[str], order: list[str]) -> pl.Expr:
    """Compute ``expr`` per key in order, empty values last; rows with an empty key get an empty value."""
    keyed = pl.all_horizontal(pl.col(name).is_not_null() for name in per)
    # One sort column: a struct of (is empty, value) pairs puts empty values last whatever the engine's own rule is.
    sort_key = pl.struct(part for name in order for part in _nulls_last(name))
    return pl.when(keyed).then(expr.over(per, order_by=sort_key))


def _nulls_last(name: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(name).is_null().alias(f"{name}:leeg"), pl.col(name)


def _loopsom(block: model.Loopsom) -> pl.Expr:
    return _over(pl.col(block.van).fill_null(0).cum_sum(), block.per, block.volgorde)


def _loop_telling(block: model.LoopTelling) -> pl.Expr:
    return _over(pl.col(block.leeg).is_null().cast(pl.Int64).cum_sum(), block.per, block.volgorde)


def _rang(block: model.Rang) -> pl.Expr:
    return _over(pl.int_range(1, pl.len() + 1, dtype=pl.Int64), block.per, block.volgorde)


_COMPILERS: dict[type[model.Block], Callable[[Any], pl.Expr]] = {
    model.DagenNa: _dagen_na,
    model.DagenTussen: _dagen_tussen,
    model.Moment: _moment,
    model.Trede: _trede,
    model.Loopsom: _loopsom,
    model.LoopTelling: _loop_telling,
    model.Rang: _rang,
}
