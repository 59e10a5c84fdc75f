"""What each block about one row computes. Their null semantics stand with their models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from zpm_audit.checks import blocks as model


def compile_block(block: model.Block) -> pl.Expr:
    """Return the polars expression of a block about one row."""
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


_COMPILERS: dict[type[model.Block], Callable[[Any], pl.Expr]] = {
    model.DagenNa: _dagen_na,
    model.DagenTussen: _dagen_tussen,
    model.Moment: _moment,
    model.Trede: _trede,
}
