"""Checks together over time: per theme, and all of them by severity, along one axis so that charts compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from zpm_audit.checks.verdict import Verdict
from zpm_audit.reports.figures.totals import Totals, totals
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.spread import Axis, Timeline, axis, over_time, together


@dataclass(frozen=True)
class Theme:
    """One theme with its checks. ``impact_cent`` adds up its checks: a prestatie may be in it more than once."""

    key: str
    title: str
    checks: tuple[CheckPart, ...]
    totals: Totals
    impact_cent: int | None
    over_time: Timeline

    @property
    def deviations(self) -> tuple[int, ...]:
        """Return the deviations per period."""
        return self.over_time.counts[Verdict.AFWIJKING]


@dataclass(frozen=True)
class Deviations:
    """Deviations per period, errors and signals apart; ``undated`` have no date."""

    axis: Axis
    errors: tuple[int, ...]
    signals: tuple[int, ...]
    undated: int


def themes(checks: Sequence[CheckPart], titles: Mapping[str, str]) -> tuple[Theme, ...]:
    """Return the themes that have checks, in the order of the catalogue's own list of themes."""
    along = _axis(checks)
    members = {key: tuple(c for c in checks if c.thema == key) for key in [*titles, *(c.thema for c in checks)]}
    return tuple(_theme(key, titles.get(key), own, along) for key, own in members.items() if own)


def deviations(checks: Sequence[CheckPart]) -> Deviations:
    """Return the deviations of all checks per period."""
    along = _axis(checks)
    hard, soft = (
        over_time(together([c.spread for c in checks if (c.ernst == "fout") is hard]), along) for hard in (True, False)
    )
    undated = together([c.spread for c in checks]).filter(
        pl.col("maand").is_null(), pl.col("oordeel") == Verdict.AFWIJKING.value
    )
    return Deviations(
        along, hard.counts[Verdict.AFWIJKING], soft.counts[Verdict.AFWIJKING], int(undated.get_column("aantal").sum())
    )


def _theme(key: str, title: str | None, checks: tuple[CheckPart, ...], along: Axis) -> Theme:
    known = [c.impact_cent for c in checks if c.impact_cent is not None]
    return Theme(
        key=key,
        title=title or checks[0].thema_titel,
        checks=checks,
        totals=totals(checks),
        impact_cent=sum(known) if known else None,
        over_time=over_time(together([c.spread for c in checks]), along),
    )


def _axis(checks: Sequence[CheckPart]) -> Axis:
    return axis(together([c.spread for c in checks]).get_column("maand"))
