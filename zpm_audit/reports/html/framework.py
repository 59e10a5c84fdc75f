"""The control framework on the html page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zpm_audit.base.language import Language, Text
from zpm_audit.configuration.framework import Measure, Risk
from zpm_audit.reports.figures.format import DASH, integer
from zpm_audit.reports.figures.framework import Duration, MeasureOutcome, duration_of
from zpm_audit.reports.figures.framework_rows import (
    CalendarMonth,
    HeatCell,
    OverRuns,
    calendar,
    chain_rows,
    heat_map,
)
from zpm_audit.reports.figures.framework_told import gaps, now_told, period_told
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.framework import FREQUENCY, KIND, LEVEL, MARK, STATE, FrameworkWords

SIGNS = {"gedraaid": "●", "onvoldoende": "◐", "gemist": "✕"}


@dataclass(frozen=True)
class ChainLine:
    """One row from risk to outcome; what stands in the row above is not said again."""

    risk: Risk
    new_risk: bool
    objective: str
    measure: Measure | None
    new_measure: bool
    over: OverRuns | None
    now: str
    spoke: str
    first_last: str


@dataclass(frozen=True)
class FrameworkView:
    """The chapter; ``levels``, ``states`` and the like hold words by their key."""

    period: str
    heat: tuple[tuple[HeatCell, ...], ...]
    gaps: tuple[str, ...]
    rows: tuple[ChainLine, ...]
    measures: tuple[MeasureOutcome, ...]
    durations: tuple[tuple[MeasureOutcome, Duration], ...]
    calendar: tuple[CalendarMonth, ...]
    levels: Mapping[str, str]
    states: Mapping[str, str]
    kinds: Mapping[str, str]
    frequencies: Mapping[str, str]
    marks: Mapping[str, str]
    signs: Mapping[str, str]


def framework_view(report: Report) -> FrameworkView | None:
    """Return the chapter, or None where there is no framework."""
    found = report.raamwerk
    if found is None:
        return None
    w, language = FrameworkWords(report.taal), report.taal
    measures = report.measure_outcomes
    return FrameworkView(
        period=period_told(found, w),
        heat=heat_map(found),
        gaps=tuple(gaps(report, found, w)),
        rows=tuple(_lines(report, w)),
        measures=measures,
        durations=tuple((o, duration_of(o.measure, found)) for o in measures if o.measure.checks),
        calendar=calendar(found),
        levels=_in(LEVEL, language),
        states=_in(STATE, language),
        kinds=_in(KIND, language),
        frequencies=_in(FREQUENCY, language),
        marks=_in(MARK, language),
        signs=SIGNS,
    )


def _in(table: Mapping[str, Text], language: Language) -> dict[str, str]:
    return {key: text.in_(language) for key, text in table.items()}


def _lines(report: Report, w: FrameworkWords) -> Iterator[ChainLine]:
    assert report.raamwerk is not None  # asked for by the view of a framework
    objectives = {one.id: one.naam for one in report.raamwerk.framework.file.doelstellingen}
    risk = measure = ""
    for row in chain_rows(report):
        new_risk = row.risk.id != risk
        here = row.measure.id if row.measure else ""
        new_measure = new_risk or here != measure
        risk, measure = row.risk.id, here
        over = row.over
        yield ChainLine(
            risk=row.risk,
            new_risk=new_risk,
            objective=objectives.get(row.risk.doelstelling or "", ""),
            measure=row.measure,
            new_measure=new_measure,
            over=over,
            now=now_told(over, w) if over else "",
            spoke=w.rw_runs_van.format(n=over.spoke, alle=over.runs) if over and over.runs else DASH,
            first_last=f"{integer(over.first, w.language)} → {integer(over.last, w.language)}"
            if over and over.spoke
            else DASH,
        )
