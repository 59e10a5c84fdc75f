"""What somebody must know in the morning: what to do today, what came and went, which terms end, what is over.

Everything here is a count, a sum or a check; the rows with a subject stand apart in ``Morning.newest`` and
``Morning.ending``, so that a mail can leave them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from zpm_audit.archive.model import Life
from zpm_audit.findings.acceptances.outcome import Applied
from zpm_audit.findings.model import overdue
from zpm_audit.reports.figures.amounts import NOTHING, Amounts, amounts
from zpm_audit.reports.figures.first_steps import FirstStep
from zpm_audit.reports.parts import CheckPart

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

#: Findings and terms that are named one by one; all of them stand in the lists.
MOST_ROWS = 20
WEEK = timedelta(days=7)
_ROW = (
    "check_id", "onderwerp", "onderwerp_id", "datum", "impact_eur", "levensloop", "team", "behandelaar_id",
    "bevinding_id",
)  # fmt: skip
_TERM = (
    "check_id", "onderwerp", "onderwerp_id", "uiterste_datum", "zorgtraject_id", "team", "behandelaar_id",
    "bevinding_id",
)  # fmt: skip


@dataclass(frozen=True)
class LifeLine:
    """One check: how many of its findings have a life, how many of those are accepted, and what they come to."""

    part: CheckPart
    count: int
    accepted: int = 0
    amounts: Amounts = NOTHING


@dataclass(frozen=True)
class LifePart:
    """All findings of one life, per check; the heaviest amount first. Of what is gone no amount is known."""

    count: int
    accepted: int
    amounts: Amounts
    lines: tuple[LifeLine, ...]


@dataclass(frozen=True)
class TermLine:
    """One check: the terms that end this week, the first day, and those that are over time."""

    part: CheckPart
    ending: int
    first: date | None
    overdue: int


@dataclass(frozen=True)
class Morning:
    """The summary. ``lives`` is None without an archive; ``gap`` are the days without a run before this one."""

    steps: tuple[FirstStep, ...]
    lives: Mapping[Life, LifePart] | None
    gap: tuple[date, ...]
    until: date
    terms: tuple[TermLine, ...]
    expired: tuple[Applied, ...]
    newest: pl.DataFrame
    ending: pl.DataFrame

    @property
    def this_week(self) -> int:
        """Return how many terms end this week."""
        return sum(line.ending for line in self.terms)

    @property
    def overdue(self) -> int:
        """Return how many terms are over time."""
        return sum(line.overdue for line in self.terms)


def morning(report: Report) -> Morning:
    """Return the summary of a report."""
    until = report.peildatum + WEEK
    known = report.levensloop is not None
    return Morning(
        steps=report.first_steps,
        lives={life: _life(report, life) for life in _TOLD} if known else None,
        gap=report.trend.gap if report.trend else (),
        until=until,
        terms=_terms(report, until),
        expired=report.acceptaties.of("verlopen") if report.acceptaties else (),
        newest=_newest(report) if known else pl.DataFrame(schema=dict.fromkeys(_ROW, pl.String)),
        ending=_ending(report, until),
    )


_TOLD = (Life.NIEUW, Life.HEROPEND, Life.BLIJVEND, Life.OPGELOST, Life.VERVALLEN)
_GONE = (Life.OPGELOST, Life.VERVALLEN)


def _life(report: Report, life: Life) -> LifePart:
    counts = {c.id: report.levensloop_per_check.get(c.id, {}).get(life, 0) for c in report.checks}
    parts = [c for c in report.checks if counts[c.id]]
    if life in _GONE:
        lines = tuple(LifeLine(c, counts[c.id]) for c in sorted(parts, key=lambda c: (-counts[c.id], c.id)))
        # A check that is no longer in the catalogue does not run, so it solves nothing.
        return LifePart(sum(counts.values()), 0, NOTHING, lines)
    chosen = pl.col("levensloop") == life.value
    each = amounts(report.bevindingen, {c.id: c.id for c in parts}, chosen)
    whole = amounts(report.bevindingen, dict.fromkeys((c.id for c in parts), ""), chosen).get("", NOTHING)
    accepted = dict(
        pl.scan_parquet(report.bevindingen)
        .filter(chosen & pl.col("acceptatie").is_not_null())
        .group_by("check_id")
        .len()
        .collect()
        .iter_rows()
    )
    made = [LifeLine(c, counts[c.id], accepted.get(c.id, 0), each.get(c.id, NOTHING)) for c in parts]
    made.sort(key=lambda line: (-line.amounts.size, line.part.ernst != "fout", -line.count, line.part.id))
    return LifePart(sum(counts.values()), sum(accepted.values()), whole, tuple(made))


def _newest(report: Report) -> pl.DataFrame:
    """Return what is new or came back and nobody accepted, the largest amount either way first."""
    news = pl.col("levensloop").is_in([Life.NIEUW.value, Life.HEROPEND.value]) & pl.col("acceptatie").is_null()
    rows = pl.scan_parquet(report.bevindingen).filter(news)
    size = pl.col("impact_eur").abs()
    error = pl.col("ernst") == "fout"
    order = [size, error, pl.col("datum"), pl.col("bevinding_id")]
    sorted_rows = rows.sort(order, descending=[True, True, True, False], nulls_last=True)
    return sorted_rows.head(MOST_ROWS).select(_ROW).collect()


def _terms(report: Report, until: date) -> tuple[TermLine, ...]:
    final, late = pl.col("uiterste_datum"), overdue(report.peildatum)
    soon = final.is_between(report.peildatum, until)
    counted = (
        pl.scan_parquet(report.lopend)
        .filter(soon | late)
        .group_by("check_id")
        .agg(soon.sum().alias("aflopend"), final.filter(soon).min().alias("dag"), late.sum().alias("over_tijd"))
        .collect()
    )
    found = {row[0]: row[1:] for row in counted.iter_rows()}
    lines = [TermLine(c, *found[c.id]) for c in report.checks if c.id in found]
    return tuple(sorted(lines, key=lambda line: (line.first or date.max, -line.ending, -line.overdue, line.part.id)))


def _ending(report: Report, until: date) -> pl.DataFrame:
    rows = pl.scan_parquet(report.lopend).filter(pl.col("uiterste_datum").is_between(report.peildatum, until))
    return rows.sort("uiterste_datum", "check_id", "bevinding_id").head(MOST_ROWS).select(_TERM).collect()
