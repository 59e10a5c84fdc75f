"""Checks together over time: per theme, and all of them by severity, along one axis so that charts compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from zpm_audit.checks.verdict import Verdict
from zpm_audit.checks.words import CERTAINTY
from zpm_audit.reports.figures.amounts import Amounts
from zpm_audit.reports.figures.attention import weights
from zpm_audit.reports.figures.totals import Totals, totals
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.spread import Axis, Months, Timeline, axis, over_time, together, within


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
    def open_errors(self) -> int:
        """Return the errors that nobody accepted."""
        return sum(c.counts.open for c in self.checks if c.ernst == "fout")

    @property
    def open_signals(self) -> int:
        """Return the signals that nobody accepted."""
        return sum(c.counts.open for c in self.checks if c.ernst != "fout")

    @property
    def most(self) -> CheckPart | None:
        """Return the check with the most open deviations."""
        wrong = [c for c in self.checks if c.counts.open]
        return max(wrong, key=lambda c: (c.counts.open, c.counts.open / c.counts.populatie), default=None)

    @property
    def certainties(self) -> tuple[str, ...]:
        """Return how certain the sources are, of the checks that deviate; where none does, of all."""
        found = {c.zekerheid for c in self.checks if c.counts.open} or {c.zekerheid for c in self.checks}
        return tuple(letter for letter in CERTAINTY if letter in found)

    @property
    def deviations(self) -> tuple[int, ...]:
        """Return the deviations per period."""
        return self.over_time.counts[Verdict.AFWIJKING]


@dataclass(frozen=True)
class Deviations:
    """Deviations per period, errors and signals apart; ``undated`` have no date.

    ``outside`` counts per month what the chart leaves out.
    """

    axis: Axis
    errors: tuple[int, ...]
    signals: tuple[int, ...]
    undated: int
    outside: tuple[tuple[date, int], ...] = ()


def themes(checks: Sequence[CheckPart], titles: Mapping[str, str], months: Months | None) -> tuple[Theme, ...]:
    """Return the themes that have checks, in the order of the catalogue's own list of themes."""
    along = _axis(checks, months)
    members = {key: tuple(c for c in checks if c.thema == key) for key in [*titles, *(c.thema for c in checks)]}
    return tuple(_theme(key, titles.get(key), own, along, months) for key, own in members.items() if own)


def by_weight(found: Sequence[Theme], amounts: Mapping[str, Amounts]) -> tuple[Theme, ...]:
    """Return the themes: those with errors, those with signals, the others, and within those the heaviest first."""
    weight = weights({t.key: t.open_errors + t.open_signals for t in found}, amounts)
    return tuple(
        sorted(
            found,
            key=lambda t: (
                0 if t.open_errors else 1 if t.open_signals else 2,
                -weight[t.key],
            ),
        )
    )


def deviations(checks: Sequence[CheckPart], months: Months | None) -> Deviations:
    """Return the deviations of all checks per period."""
    along = _axis(checks, months)

    def only(parts: Sequence[CheckPart]) -> Timeline:
        found = together([c.spread for c in parts]).filter(pl.col("oordeel") == Verdict.AFWIJKING.value)
        return over_time(found, along, months)

    hard, soft = (only([c for c in checks if (c.ernst == "fout") is wrong]) for wrong in (True, False))
    every = only(checks)
    wrong = Verdict.AFWIJKING
    return Deviations(along, hard.counts[wrong], soft.counts[wrong], every.undated, every.outside)


def _theme(key: str, title: str | None, checks: tuple[CheckPart, ...], along: Axis, months: Months | None) -> Theme:
    known = [c.impact_cent for c in checks if c.impact_cent is not None]
    return Theme(
        key=key,
        title=title or checks[0].thema_titel,
        checks=checks,
        totals=totals(checks),
        impact_cent=sum(known) if known else None,
        over_time=over_time(together([c.spread for c in checks]), along, months),
    )


def _axis(checks: Sequence[CheckPart], months: Months | None) -> Axis:
    return axis(together([c.spread for c in checks]).filter(within(months)).get_column("maand"))
