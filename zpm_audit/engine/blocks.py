"""What each building block of the check language computes. Their null semantics stand with their models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from zpm_audit.checks import blocks as model
from zpm_audit.engine.ordering import sort_key


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


def over_rows(frame: pl.LazyFrame, name: str, block: model.Block) -> pl.LazyFrame:
    """Add the column of a block that looks at the other rows of the frame."""
    if isinstance(block, model.Vervolg):
        return _vervolg(frame, name, block)
    return frame.with_columns(_WINDOWS[type(block)](block).alias(name))


def _keyed(per: list[str]) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).is_not_null() for name in per)


def _over(expr: pl.Expr, per: list[str], order: list[str]) -> pl.Expr:
    """Compute ``expr`` per key in order, empty values last; rows with an empty key get an empty value."""
    return pl.when(_keyed(per)).then(expr.over(per, order_by=sort_key(order)))


def _loopsom(block: model.Loopsom) -> pl.Expr:
    return _over(pl.col(block.van).fill_null(0).cum_sum(), block.per, block.volgorde)


def _loop_telling(block: model.LoopTelling) -> pl.Expr:
    return _over(pl.col(block.leeg).is_null().cast(pl.Int64).cum_sum(), block.per, block.volgorde)


def _rang(block: model.Rang) -> pl.Expr:
    return _over(pl.int_range(1, pl.len() + 1, dtype=pl.Int64), block.per, block.volgorde)


def _overlap(block: model.Overlap) -> pl.Expr:
    since, until = pl.col(block.van), pl.col(block.tot)
    real = (until > since).fill_null(value=False)
    starts = pl.when(real).then(since)
    # Rows without an interval come last and hold nothing, so that the neighbours of an interval are intervals.
    order = pl.struct(~real, starts)
    ends_before = pl.when(real).then(until).cum_max().shift(1).over(block.per, order_by=order)
    starts_after = starts.shift(-1).over(block.per, order_by=order)
    meets = (ends_before > since).fill_null(value=False) | (starts_after < until).fill_null(value=False)
    known = _keyed(block.per) & since.is_not_null() & until.is_not_null()
    return pl.when(known).then(real & meets)


def _vervolg(frame: pl.LazyFrame, name: str, block: model.Vervolg) -> pl.LazyFrame:
    """Pair the rows of a key: what one row follows depends on its key, its begin and the margin alone."""
    own = [*block.per, block.van, block.hoogstens]
    asked = frame.select(own).drop_nulls().unique()
    others = frame.select(*block.per, pl.col(block.van).alias(":van"), pl.col(block.tot).alias(":tot")).drop_nulls()
    pause = pl.col(block.van) - pl.col(":tot")
    follows = (pl.col(":van") < pl.col(block.van)) & (pause >= 0) & (pause <= pl.col(block.hoogstens))
    found = asked.join(others, on=block.per, how="inner").filter(follows).select(own).unique()
    joined = frame.join(found.with_columns(pl.lit(value=True).alias(name)), on=own, how="left")
    known = pl.all_horizontal(pl.col(n).is_not_null() for n in own)
    return joined.with_columns(pl.when(known).then(pl.col(name).fill_null(value=False)).alias(name))


_WINDOWS: dict[type[model.Block], Callable[[Any], pl.Expr]] = {
    model.Loopsom: _loopsom,
    model.LoopTelling: _loop_telling,
    model.Rang: _rang,
    model.Overlap: _overlap,
}

_COMPILERS: dict[type[model.Block], Callable[[Any], pl.Expr]] = {
    model.DagenNa: _dagen_na,
    model.DagenTussen: _dagen_tussen,
    model.Moment: _moment,
    model.Trede: _trede,
}
