"""What to do first: terms that can still be met, terms that have passed, then the norms with the heaviest deviations.

Every step names who to ask, what it comes to and a date, because a list without those is not taken up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import polars as pl

from zpm_audit.findings.model import overdue
from zpm_audit.reports.figures.amounts import NOTHING, Amounts
from zpm_audit.reports.figures.format import integer
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.front import FrontWords

MOST_STEPS = 5
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Owner:
    """Who most of it concerns: a team where the export has teams, else a practitioner."""

    kind: Literal["team", "behandelaar"]
    name: str
    count: int


@dataclass(frozen=True)
class FirstStep:
    """One thing to do. ``part`` is the norm, None for terms; ``day`` the first final date, or the oldest deviation."""

    kind: Literal["aflopend", "over_tijd", "afwijkingen"]
    part: CheckPart | None
    count: int
    owner: Owner | None
    amounts: Amounts
    day: date | None


def first_steps(
    order: Sequence[CheckPart], amounts: Mapping[str, Amounts], findings: Path, running: Path | None, now: date
) -> tuple[FirstStep, ...]:
    """Return at most five steps; ``order`` holds the norms with open deviations, the heaviest first."""
    terms = _terms(running, now) if running else []
    parts = [c for c in order if c.counts.open][: MOST_STEPS - len(terms)]
    chosen = pl.col("check_id").is_in([c.id for c in parts])
    rows = pl.scan_parquet(findings).filter(chosen).with_columns(pl.col("check_id").alias(_STEP))
    owners, days = (_owners(rows), _days(rows)) if parts else ({}, {})
    steps = [
        FirstStep("afwijkingen", c, c.counts.open, owners.get(c.id), amounts.get(c.id, NOTHING), days.get(c.id))
        for c in parts
    ]
    return (*terms, *steps)


_STEP = ":stap"


def _terms(running: Path, now: date) -> list[FirstStep]:
    final = pl.col("uiterste_datum")
    step = pl.when(overdue(now)).then(pl.lit("over_tijd")).when(final <= now + SOON).then(pl.lit("aflopend"))
    rows = pl.scan_parquet(running).with_columns(step.alias(_STEP)).filter(pl.col(_STEP).is_not_null())
    counted = rows.group_by(_STEP).agg(pl.len(), final.min().alias("dag")).collect()
    found = {key: (count, day) for key, count, day in counted.iter_rows()}
    owners = _owners(rows)
    kinds: tuple[Literal["aflopend", "over_tijd"], ...] = ("aflopend", "over_tijd")
    return [
        FirstStep(kind, None, found[kind][0], owners.get(kind), NOTHING, found[kind][1])
        for kind in kinds
        if kind in found
    ]


def _owners(rows: pl.LazyFrame) -> dict[str, Owner]:
    """Return per step the team with most of it; where no row has a team, the practitioner."""
    found: dict[str, Owner] = {}
    kinds: tuple[tuple[Literal["behandelaar", "team"], str], ...] = (
        ("behandelaar", "behandelaar_id"),
        ("team", "team"),
    )
    for kind, column in kinds:
        most = (
            rows.filter(pl.col(column).is_not_null())
            .group_by(_STEP, column)
            .len("n")
            .sort("n", column, descending=[True, False])
            .unique(_STEP, keep="first", maintain_order=True)
            .collect()
        )
        found |= {key: Owner(kind, name, count) for key, name, count in most.select(_STEP, column, "n").iter_rows()}
    return found


def _days(rows: pl.LazyFrame) -> dict[str, date]:
    oldest = rows.group_by(_STEP).agg(pl.col("datum").min()).filter(pl.col("datum").is_not_null()).collect()
    return dict(oldest.iter_rows())


def told_owner(owner: Owner | None, w: FrontWords) -> str:
    """Return in words who to ask."""
    if owner is None:
        return w.doe_niemand
    told = w.doe_team if owner.kind == "team" else w.doe_behandelaar
    return told.format(naam=owner.name, n=integer(owner.count, w.language))
