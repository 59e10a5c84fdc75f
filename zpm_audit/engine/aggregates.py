"""What one value of a look-up is: an aggregate over the matching rows, and what it is without any.

Most kinds are one expression, so that all values of a look-up come out of one pass. Two kinds need a step before it
(days first, or sums per category): they are computed apart. The meaning of each kind stands with ``Veld``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from zpm_audit.checks.koppels import COUNTS, Veld
from zpm_audit.checks.scope import Field
from zpm_audit.checks.sql.expressions import parse

#: One number per key, where the rows come with it: sorting and grouping by it is fastest.
NUMBER = ":nummer"

#: More days than dates can name, and more categories than a column can have.
_DAYS = _CATEGORIES = 1 << 32

#: Kinds that take a step of their own before the aggregate.
APART = frozenset({"langste_reeks", "grootste_deel", "grootste_gat"})


def condition(*sqls: str | None) -> pl.Expr | None:
    """Return whether a row meets all conditions (an empty answer does not); None without a condition."""
    parts = [parse(sql).expr for sql in sqls if sql]
    return pl.all_horizontal(parts).fill_null(value=False) if parts else None


def picked_by(holds: pl.Expr | None, veld: Veld) -> pl.Expr:
    """Return the column of a value, empty on rows that do not meet the condition."""
    column = pl.col(veld.kolom or "")
    return column if holds is None else pl.when(holds).then(column)


def aggregate(other: pl.LazyFrame, keys: Sequence[str], fields: Mapping[str, Field]) -> pl.LazyFrame:
    """Return one row per key with the values of ``fields``; one of a kind that is computed apart stands alone."""
    name, first = next(iter(fields.items()))
    if first.veld.soort == "grootste_deel":
        return _largest_share(other, keys, name, first)
    if first.veld.soort == "langste_reeks":
        return _longest_run(other, keys, name, first)
    if first.veld.soort == "grootste_gat":
        return _largest_gap(other, keys, name, first)
    conditions = {n: condition(f.koppel.waar, f.veld.waar) for n, f in fields.items()}
    if all(c is not None for c in conditions.values()):
        other = other.filter(pl.any_horizontal(c for c in conditions.values() if c is not None))
    aggregates = [expr for n, f in fields.items() for expr in _expressions(n, f.veld, conditions[n])]
    # A sum may be unknown where rows match, and is 0 where none does.
    matched = [pl.lit(value=True).alias(f"{n}:n") for n, f in fields.items() if f.veld.soort == "som"]
    return other.group_by(keys).agg(aggregates).with_columns(matched)


def _expressions(name: str, veld: Veld, holds: pl.Expr | None) -> list[pl.Expr]:
    if veld.soort in {"aantal", "bestaat"}:
        count = holds.sum() if holds is not None else pl.len()
        return [count.cast(pl.Int64).alias(name) if veld.soort == "aantal" else (count > 0).alias(name)]
    column, picked = pl.col(veld.kolom or ""), picked_by(holds, veld)
    if veld.soort == "som":
        # A sum of amounts of which one is unknown is unknown.
        unknown = (column.is_null() if holds is None else holds & column.is_null()).any()
        return [pl.when(~unknown).then(picked.sum()).alias(name)]
    if veld.soort == "verschillend":
        return [picked.drop_nulls().n_unique().cast(pl.Int64).alias(name)]
    return [(picked.max() if veld.soort == "laatste" else picked.min()).alias(name)]


def _largest_share(other: pl.LazyFrame, keys: Sequence[str], name: str, field: Field) -> pl.LazyFrame:
    veld, holds = field.veld, condition(field.koppel.waar, field.veld.waar)
    rows = other.filter(holds) if holds is not None else other
    category, summed = pl.col(veld.per or ""), pl.col(veld.kolom or "").sum().alias(name)
    rows = rows.filter(category.is_not_null())
    if [*keys] != [NUMBER]:
        return rows.group_by([*keys, veld.per or ""]).agg(summed).group_by(keys).agg(pl.col(name).max())
    # Key and category as one whole number, which is grouped faster than text.
    category = category.cast(pl.String).cast(pl.Categorical).to_physical().cast(pl.UInt64)
    both = (pl.col(NUMBER).cast(pl.UInt64) * _CATEGORIES + category).alias(":beide")
    sums = rows.select(both, pl.col(veld.kolom or "")).group_by(":beide").agg(summed)
    return sums.group_by((pl.col(":beide") // _CATEGORIES).cast(pl.UInt32).alias(NUMBER)).agg(pl.col(name).max())


def _largest_gap(other: pl.LazyFrame, keys: Sequence[str], name: str, field: Field) -> pl.LazyFrame:
    holds = condition(field.koppel.waar, field.veld.waar)
    rows = other.filter(holds) if holds is not None else other
    days = rows.select(*keys, pl.col(field.veld.kolom or "").cast(pl.Int64).alias(":dag")).drop_nulls(":dag")
    if [*keys] != [NUMBER]:
        gaps = days.group_by(keys).agg(pl.col(":dag").sort().diff().max())
        return gaps.select(*keys, pl.col(":dag").fill_null(0).alias(name))
    # Key and day as one whole number: in its order every day stands next to the one before it.
    both = days.select((pl.col(NUMBER).cast(pl.Int64) * _DAYS + pl.col(":dag") + _DAYS // 2).alias(":beide"))
    both = both.sort(":beide").with_columns((pl.col(":beide") // _DAYS).cast(pl.UInt32).alias(NUMBER))
    gap = pl.when(pl.col(NUMBER) == pl.col(NUMBER).shift(1)).then(pl.col(":beide").diff()).otherwise(0)
    return both.select(NUMBER, gap.alias(name)).group_by(NUMBER).agg(pl.col(name).max())


def _longest_run(other: pl.LazyFrame, keys: Sequence[str], name: str, field: Field) -> pl.LazyFrame:
    veld, nothing_breaks = field.veld, pl.lit(value=False)
    counts = condition(field.koppel.waar, veld.waar)
    breaks = condition(field.koppel.waar, veld.onderbreking) if veld.onderbreking else nothing_breaks
    day = pl.col(veld.kolom or "")
    days = other.select(
        *keys,
        day.alias(":dag"),
        (counts if counts is not None else pl.lit(value=True)).alias(":telt"),
        (breaks if breaks is not None else nothing_breaks).alias(":breekt"),
    )
    days = days.filter(pl.col(":dag").is_not_null() & (pl.col(":telt") | pl.col(":breekt")))
    days = days.group_by([*keys, ":dag"]).agg(pl.col(":telt").any(), pl.col(":breekt").any())
    days = days.filter(pl.col(":telt") & ~pl.col(":breekt"))
    # Consecutive days minus their place in the order give the same day: the longest stretch of it is the longest run.
    number = pl.col(":dag").cast(pl.Int32).sort()
    run = (number - pl.int_range(pl.len(), dtype=pl.Int32)).rle().struct.field("len").max()
    return days.group_by(keys).agg(run.cast(pl.Int64).alias(name))


def without_match(name: str, veld: Veld) -> pl.Expr | None:
    """Return the column with what the value is where no row matches; None where it simply stays empty."""
    if veld.soort in COUNTS:
        return pl.col(name).fill_null(0)
    if veld.soort == "bestaat":
        return pl.col(name).fill_null(value=False)
    if veld.soort == "som":
        return pl.when(pl.col(f"{name}:n").is_null()).then(0).otherwise(pl.col(name)).alias(name)
    return None


def nothing(name: str, veld: Veld, dtype: pl.DataType | None) -> pl.Expr:
    """Return the value where the other table is absent: as where no row matches."""
    if veld.soort == "bestaat":
        return pl.lit(value=False).alias(name)
    if veld.soort in (*COUNTS, "som"):
        return pl.lit(0, pl.Int64).alias(name)
    return pl.lit(None, dtype).alias(name)


def running(name: str, field: Field) -> pl.Expr:
    """Return the value over the rows of the key that come before the row itself, of rows in their order."""
    veld, holds = field.veld, condition(field.koppel.waar, field.veld.waar)
    if veld.soort in {"aantal", "bestaat"}:
        every = pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
        counted = holds.cast(pl.Int64).cum_sum() if holds is not None else every
        before = counted.shift(1, fill_value=0)
        before = before > 0 if veld.soort == "bestaat" else before
    else:
        picked = picked_by(holds, veld)
        extreme = picked.cum_max() if veld.soort == "laatste" else picked.cum_min()
        before = extreme.forward_fill().shift(1)
    return before.over(sorted(field.koppel.sleutel)).alias(name)
