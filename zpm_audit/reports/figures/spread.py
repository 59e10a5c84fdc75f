"""Verdicts per period and per setting, from the spread of one or more checks, ready to draw or to put in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from zpm_audit.base.language import Language, Text
from zpm_audit.checks.verdict import Verdict
from zpm_audit.engine.outcome import SPREAD_SCHEMA
from zpm_audit.reports.figures.format import month, month_name

#: More columns than this cannot be told apart in a chart; then quarters, then years.
MOST_PERIODS = 48

UNIT = {
    "1mo": Text("maand", "month"),
    "1q": Text("kwartaal", "quarter"),
    "1y": Text("jaar", "year"),
}


@dataclass(frozen=True)
class Period:
    """One period: its full label, and the two short ones under a column."""

    label: str
    tick: str
    year: str


@dataclass(frozen=True)
class Timeline:
    """Verdicts per period. ``counts[verdict]`` runs parallel to ``periods``; ``undated`` had no date."""

    unit: str
    periods: tuple[Period, ...]
    counts: dict[Verdict, tuple[int, ...]]
    undated: int

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


@dataclass(frozen=True)
class Axis:
    """The periods that a chart over time shows: their step for polars, in words, their first days and labels."""

    step: str
    unit: str
    starts: tuple[date, ...]
    periods: tuple[Period, ...]


def axis(months: pl.Series, language: Language) -> Axis:
    """Return months without holes, or quarters or years where there are too many months to draw."""
    dated = months.drop_nulls()
    if dated.is_empty():
        return Axis("1mo", UNIT["1mo"].in_(language), (), ())
    step, starts = _periods(dated)
    earlier = dated.dt.truncate(step).to_frame("start").select((pl.col("start") < starts[0]).any()).item()
    periods = tuple(_period(s, step, language, earlier=earlier and k == 0) for k, s in enumerate(starts))
    return Axis(step, UNIT[step].in_(language), tuple(starts), periods)


def together(spreads: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the spread of several checks as one."""
    frames = [s.select(pl.col(n).cast(t) for n, t in SPREAD_SCHEMA.items()) for s in spreads]
    return pl.concat(frames) if frames else pl.DataFrame(schema=SPREAD_SCHEMA)


def over_time(spread: pl.DataFrame, language: Language) -> Timeline:
    """Return the verdicts per month, or per quarter or year where there are too many months to draw."""
    dated = spread.filter(pl.col("maand").is_not_null())
    undated = int(spread.filter(pl.col("maand").is_null()).get_column("aantal").sum())
    if dated.is_empty():
        return Timeline(UNIT["1mo"].in_(language), (), dict.fromkeys(Verdict, ()), undated)
    step, starts = _periods(dated.get_column("maand"))
    placed = dated.with_columns(
        start=pl.max_horizontal(pl.col("maand").dt.truncate(step), pl.lit(starts[0], dtype=pl.Date)),
    )
    sums = placed.group_by("start", "oordeel").agg(pl.col("aantal").sum())
    found = {(s, o): n for s, o, n in sums.iter_rows()}
    earlier = dated.select(pl.col("maand").dt.truncate(step).min() < starts[0]).item()
    return Timeline(
        unit=UNIT[step].in_(language),
        periods=tuple(_period(s, step, language, earlier=earlier and k == 0) for k, s in enumerate(starts)),
        counts={v: tuple(found.get((s, v.value), 0) for s in starts) for v in Verdict},
        undated=undated,
    )


def per_setting(spread: pl.DataFrame) -> tuple[SettingLine, ...]:
    """Return the verdicts per setting, those without a setting last."""
    sums = spread.group_by("setting", "oordeel").agg(pl.col("aantal").sum())
    found = {(s, o): n for s, o, n in sums.iter_rows()}
    settings = sums.get_column("setting").unique().sort(nulls_last=True).to_list()
    lines = (SettingLine(s, {v: found.get((s, v.value), 0) for v in Verdict}) for s in settings)
    return tuple(line for line in lines if line.population)


def _periods(months: pl.Series) -> tuple[str, list[date]]:
    """Return the step and the first days of the periods: without holes, so that an empty month is seen."""
    for step in UNIT:
        starts = months.dt.truncate(step).to_frame("start")
        first, last = starts.select(first=pl.col("start").min(), last=pl.col("start").max()).row(0)
        if last.year - first.year <= MOST_PERIODS:
            whole = pl.date_range(first, last, step, eager=True).to_list()
            if len(whole) <= MOST_PERIODS:
                return step, whole
    # A stray date in 1900 or 9999: only the years that occur, the oldest ones together.
    return "1y", months.dt.truncate("1y").unique().sort().to_list()[-MOST_PERIODS:]


def _period(start: date, step: str, language: Language, *, earlier: bool) -> Period:
    year = str(start.year)
    if earlier:
        return Period(Text(f"tot en met {year}", f"up to {year}").in_(language), "≤", year)
    if step == "1mo":
        return Period(month(start, language), month_name(start, language), year)
    if step == "1q":
        short = f"{'Q' if language == 'en' else 'K'}{(start.month + 2) // 3}"
        return Period(f"{short} {year}", short, year)
    return Period(year, year, "")
