"""Verdicts per period and per setting, from the spread of one or more checks, ready to draw or to put in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import polars as pl

from zpm_audit.checks.verdict import Verdict
from zpm_audit.engine.outcome import SPREAD_SCHEMA

#: More columns than this cannot be told apart in a chart; then quarters, then years.
MOST_PERIODS = 48

#: A month at either end with a smaller part of the units of the busiest month is a stray date, and not charted.
FEW = 0.01

#: The first days of the first and the last month of something.
Months = tuple[date, date]

#: How long a period is, as polars says it.
Step = Literal["1mo", "1q", "1y"]
STEPS: tuple[Step, ...] = get_args(Step)


@dataclass(frozen=True)
class Axis:
    """The periods that something over time is counted in, by their first days. ``earlier``: the first holds all before.

    Periods have no holes, so that an empty month is seen.
    """

    step: Step = "1mo"
    starts: tuple[date, ...] = ()
    earlier: bool = False


@dataclass(frozen=True)
class Timeline:
    """Verdicts per period. ``counts[verdict]`` runs parallel to ``axis.starts``; ``undated`` had no date.

    ``outside`` counts units per month that the chart leaves out.
    """

    axis: Axis
    counts: dict[Verdict, tuple[int, ...]]
    undated: int
    outside: tuple[tuple[date, int], ...] = ()

    @property
    def population(self) -> tuple[int, ...]:
        """Return the size of the population per period."""
        return tuple(sum(column) for column in zip(*self.counts.values(), strict=True))


@dataclass(frozen=True)
class SettingLine:
    """Verdicts of one setting; ``setting`` is None for units without one."""

    setting: int | None
    counts: dict[Verdict, int]

    @property
    def population(self) -> int:
        """Return the size of the population in this setting."""
        return sum(self.counts.values())

    @property
    def share(self) -> float:
        """Return the part of the population that deviates."""
        return self.counts[Verdict.AFWIJKING] / self.population


def axis(months: pl.Series) -> Axis:
    """Return months without holes, or quarters or years where there are too many months to draw."""
    dated = months.drop_nulls()
    if dated.is_empty():
        return Axis()
    step, starts = _periods(dated)
    earlier = dated.dt.truncate(step).to_frame("start").select((pl.col("start") < starts[0]).any()).item()
    return Axis(step, tuple(starts), bool(earlier))


def busy_months(spread: pl.DataFrame) -> Months | None:
    """Return the first and the last month that a chart shows: a few stray dates do not stretch it over empty years."""
    months = spread.filter(pl.col("maand").is_not_null()).group_by("maand").agg(pl.col("aantal").sum())
    busy = months.filter(pl.col("aantal") >= pl.col("aantal").max() * FEW).get_column("maand")
    first, last = busy.min(), busy.max()
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


def within(months: Months | None) -> pl.Expr:
    """Return whether ``maand`` is one of the months of a chart; without any, all are."""
    return pl.col("maand").is_between(*months) if months else pl.lit(value=True)


def together(spreads: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the spread of several checks as one."""
    frames = [s.select(pl.col(n).cast(t) for n, t in SPREAD_SCHEMA.items()) for s in spreads]
    return pl.concat(frames) if frames else pl.DataFrame(schema=SPREAD_SCHEMA)


def over_time(spread: pl.DataFrame, along: Axis | None = None, months: Months | None = None) -> Timeline:
    """Return the verdicts per period of ``along``, which covers every month that is charted; if none, per its own.

    What lies outside ``months`` is counted and not charted.
    """
    every = spread.filter(pl.col("maand").is_not_null())
    dated = every.filter(within(months))
    left = every.filter(~within(months)).group_by("maand").agg(pl.col("aantal").sum()).sort("maand")
    outside = tuple((month, count) for month, count in left.iter_rows())
    undated = int(spread.filter(pl.col("maand").is_null()).get_column("aantal").sum())
    over = axis(dated.get_column("maand")) if along is None else along
    if not over.starts:
        return Timeline(over, dict.fromkeys(Verdict, ()), undated, outside)
    first = pl.lit(over.starts[0], dtype=pl.Date)
    placed = dated.with_columns(start=pl.max_horizontal(pl.col("maand").dt.truncate(over.step), first))
    sums = placed.group_by("start", "oordeel").agg(pl.col("aantal").sum())
    found = {(s, o): n for s, o, n in sums.iter_rows()}
    counts = {v: tuple(found.get((s, v.value), 0) for s in over.starts) for v in Verdict}
    return Timeline(over, counts, undated, outside)


def per_setting(spread: pl.DataFrame) -> tuple[SettingLine, ...]:
    """Return the verdicts per setting, those without a setting last."""
    sums = spread.group_by("setting", "oordeel").agg(pl.col("aantal").sum())
    found = {(s, o): n for s, o, n in sums.iter_rows()}
    settings = sums.get_column("setting").unique().sort(nulls_last=True).to_list()
    lines = (SettingLine(s, {v: found.get((s, v.value), 0) for v in Verdict}) for s in settings)
    return tuple(line for line in lines if line.population)


def _periods(months: pl.Series) -> tuple[Step, list[date]]:
    """Return the step and the first days of the periods."""
    for step in STEPS:
        starts = months.dt.truncate(step).to_frame("start")
        first, last = starts.select(first=pl.col("start").min(), last=pl.col("start").max()).row(0)
        if last.year - first.year <= MOST_PERIODS:
            whole = pl.date_range(first, last, step, eager=True).to_list()
            if len(whole) <= MOST_PERIODS:
                return step, whole
    # A stray date in 1900 or 9999: only the years that occur, the oldest ones together.
    return "1y", months.dt.truncate("1y").unique().sort().to_list()[-MOST_PERIODS:]
