"""The control framework as rows: from risk to outcome, risks by chance and impact, the calendar of runs, the gaps."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from zpm_audit.archive.chain import missed
from zpm_audit.configuration.framework import Measure, Risk
from zpm_audit.configuration.framework.model import HIGHEST_GRADE
from zpm_audit.reports.figures.framework import Framed
from zpm_audit.reports.parts import CheckPart

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

DayMark = Literal["gedraaid", "onvoldoende", "gemist", ""]


@dataclass(frozen=True)
class OverRuns:
    """A check over the runs of the period: in how many it had an outcome, and its deviations in the first and last."""

    check: str
    part: CheckPart | None
    spoke: int
    runs: int
    first: int | None
    last: int | None


@dataclass(frozen=True)
class ChainRow:
    """A risk with a measure and a check that looks at it; a risk may have no measure, and a measure no check."""

    risk: Risk
    measure: Measure | None
    over: OverRuns | None


@dataclass(frozen=True)
class HeatCell:
    """The risks of one chance and one impact."""

    chance: int
    impact: int
    level: str
    risks: tuple[Risk, ...]


@dataclass(frozen=True)
class CalendarMonth:
    """A month with a mark per day; days outside the month have none."""

    first: date
    days: tuple[DayMark, ...]


def chain_rows(report: Report) -> tuple[ChainRow, ...]:
    """Return every risk, the heaviest first, with its measures and their checks."""
    found = report.raamwerk
    if found is None:
        return ()
    rows: list[ChainRow] = []
    for risk in sorted(found.framework.file.risicos, key=lambda r: -r.weight):
        measures = found.framework.measures_of(risk)
        if not measures:
            rows.append(ChainRow(risk, None, None))
        for measure in measures:
            rows += [ChainRow(risk, measure, over_runs(check, found, report)) for check in measure.checks]
            if not measure.checks:
                rows.append(ChainRow(risk, measure, None))
    return tuple(rows)


def over_runs(check: str, found: Framed, report: Report) -> OverRuns:
    """Return a check over the runs of the period; without an archive over none."""
    part = next((c for c in report.checks if c.id == check), None)
    runs = found.runs_in()
    spoke = [run.checks[check].afwijking for run in runs if check in run.checks and run.checks[check].status
             not in {"niet_uitgevoerd", "mislukt"}]  # fmt: skip
    return OverRuns(check, part, len(spoke), len(runs), spoke[0] if spoke else None, spoke[-1] if spoke else None)


def heat_map(found: Framed) -> tuple[tuple[HeatCell, ...], ...]:
    """Return the risks in a square: the highest chance first, the lowest impact first."""
    grades = range(1, HIGHEST_GRADE + 1)
    risks = found.framework.file.risicos
    return tuple(
        tuple(
            HeatCell(
                chance,
                impact,
                Risk(id="-", naam="-", kans=chance, impact=impact).level,
                tuple(r for r in risks if (r.kans, r.impact) == (chance, impact)),
            )
            for impact in grades
        )
        for chance in reversed(grades)
    )


def calendar(found: Framed) -> tuple[CalendarMonth, ...]:
    """Return the months of the runs with what happened on each day; of a day with several runs the best counts."""
    runs = found.runs_in()
    if not runs:
        return ()
    days = sorted({run.day for run in runs})
    marks: dict[date, DayMark] = {day: "gemist" for gap in missed(days) for day in gap}
    for run in runs:
        if marks.get(run.day) != "gedraaid":
            marks[run.day] = "gedraaid" if run.sound else "onvoldoende"
    return tuple(_month(first, marks) for first in _months(days[0], days[-1]))


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _month(first: date, marks: dict[date, DayMark]) -> CalendarMonth:
    length = monthrange(first.year, first.month)[1]
    days: list[DayMark] = [marks.get(first.replace(day=n), "") for n in range(1, length + 1)]
    return CalendarMonth(first, tuple(days))


def unwatched(report: Report) -> tuple[str, ...]:
    """Return the checks of this run that look at no measure of the framework."""
    if report.raamwerk is None:
        return ()
    known = report.raamwerk.framework.checks
    return tuple(c.id for c in report.checks if c.id not in known)
