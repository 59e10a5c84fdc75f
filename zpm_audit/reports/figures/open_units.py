"""What is still open: how soon running terms end, and why units could not be judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from zpm_audit.findings.model import overdue
from zpm_audit.reports.parts import CheckPart

MOST_REASONS = 5


@dataclass(frozen=True)
class Urgency:
    """How many terms have passed, end within a week, two weeks, a month, later, or on no date at all.

    A term that has passed still waits for the next contact: nobody can meet it any more.
    """

    overdue: int
    within_7: int
    within_14: int
    within_30: int
    later: int
    undated: int

    @property
    def in_time(self) -> int:
        """Return the terms that can still be met."""
        return self.within_7 + self.within_14 + self.within_30 + self.later + self.undated


@dataclass(frozen=True)
class Undetermined:
    """Why units of one check could not be judged: the commonest explanations, and how many had another one."""

    part: CheckPart
    reasons: tuple[tuple[str | None, int], ...]
    others: int


def urgency(running: Path, now: date) -> Urgency:
    """Return how soon the terms in a list end."""
    final = pl.col("uiterste_datum")
    bounds = [now + timedelta(days=d) for d in (7, 14, 30)]
    counts = pl.scan_parquet(running).select(
        overdue(now).sum(),
        ((final >= now) & (final <= bounds[0])).sum().alias("a"),
        ((final > bounds[0]) & (final <= bounds[1])).sum().alias("b"),
        ((final > bounds[1]) & (final <= bounds[2])).sum().alias("c"),
        (final > bounds[2]).sum().alias("d"),
        final.is_null().sum().alias("e"),
    )
    return Urgency(*counts.collect().row(0))


def undetermined(listed: Path, checks: Sequence[CheckPart]) -> tuple[Undetermined, ...]:
    """Return per check the commonest explanations why units could not be judged."""
    counted = (
        pl.scan_parquet(listed)
        .group_by("check_id", "toelichting")
        .len("aantal")
        .sort("check_id", "aantal", "toelichting", descending=[False, True, False])
        .group_by("check_id", maintain_order=True)
        .head(MOST_REASONS)
        .collect()
    )
    found: dict[str, list[tuple[str | None, int]]] = {}
    for check_id, reason, count in counted.iter_rows():
        found.setdefault(check_id, []).append((reason, count))
    return tuple(
        Undetermined(c, tuple(reasons), c.counts.onbepaald - sum(n for _, n in reasons))
        for c in checks
        if c.counts.onbepaald
        for reasons in (found.get(c.id, []),)
    )
