"""How the runs of a series compare: deviations and rates from run to run, how fast findings are repaired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from zpm_audit.archive.model import Life
from zpm_audit.archive.trend import RunFigures, SeriesTrend
from zpm_audit.reports.figures.format import DASH, day, decimal, integer
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.trend import TrendWords

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

#: So many days are named one by one.
_MOST_DAYS = 10


@dataclass(frozen=True)
class Repair:
    """Findings that were solved: how many, the median of the days that it took, and how many of them came back.

    ``title`` is empty for checks that are not in this run. ``days`` is None where nothing was solved.
    """

    title: str
    solved: int
    days: float | None
    back: int


@dataclass(frozen=True)
class NormCourse:
    """The deviations of one norm from run to run; None where it did not run."""

    part: CheckPart
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Trend:
    """What the reports say of a series. ``left_out`` are older runs that are not shown one by one.

    ``gap`` are the missed days before this run and ``gaps`` those before the other runs; on ``partial`` days not every
    check ran. ``per_owner`` goes by the owners of the configuration; it is empty where there are none.
    """

    series: str
    runs: tuple[RunFigures, ...]
    left_out: int
    gap: tuple[date, ...]
    gaps: tuple[date, ...]
    partial: tuple[date, ...]
    whole: Repair
    per_theme: tuple[Repair, ...]
    per_owner: tuple[Repair, ...]
    norms: tuple[NormCourse, ...]

    @property
    def first(self) -> bool:
        """Tell whether there was no run before this one."""
        return len(self.runs) + self.left_out == 1

    def course(self, check_id: str) -> tuple[int | None, ...]:
        """Return the deviations of a check from run to run."""
        return tuple(run.per_check.get(check_id) for run in self.runs)


def trend(report: Report, found: SeriesTrend) -> Trend:
    """Return the trend of a report."""
    solved = found.spells().filter(pl.col("einde") == Life.OPGELOST.value)
    titles = {c.id: c.thema_titel for c in report.checks}
    per_theme = _repairs(solved, titles)
    owners = {c.id: name for c in report.checks if (name := report.eigenaren.of(c.id, c.thema).name)}
    courses = [NormCourse(c, tuple(run.per_check.get(c.id) for run in found.runs)) for c in report.checks]
    return Trend(
        series=found.series,
        runs=found.runs,
        left_out=found.number - len(found.runs),
        gap=found.gap,
        gaps=found.gaps,
        partial=found.partial,
        whole=_whole(solved),
        per_theme=per_theme,
        per_owner=_repairs(solved, owners) if report.eigenaren else (),
        norms=tuple(course for course in courses if any(course.values)),
    )


def _repairs(solved: pl.DataFrame, titles: Mapping[str, str]) -> tuple[Repair, ...]:
    """Return the repairs per title, the slowest first; those of checks without one come last."""
    named = pl.DataFrame({"check_id": list(titles), "titel": list(titles.values())}, schema=_NAMED)
    counted = (
        solved.join(named, on="check_id", how="left")
        .group_by(pl.col("titel").fill_null(""))
        .agg(pl.len(), pl.col("dagen").median(), pl.col("terug").sum())
        .sort(pl.col("titel") == "", pl.col("dagen"), "titel", descending=[False, True, False])
    )
    return tuple(Repair(*row) for row in counted.iter_rows())


_NAMED = {"check_id": pl.String, "titel": pl.String}


def _whole(solved: pl.DataFrame) -> Repair:
    row = solved.select(pl.len(), pl.col("dagen").median(), pl.col("terug").sum()).row(0)
    return Repair("", *row)


def trend_told(found: Trend, w: TrendWords) -> list[str]:
    """Return what there is to say of the series as a whole: which runs, and where a comparison does not hold."""
    first, last = day(found.runs[0].peildatum, w.language), day(found.runs[-1].peildatum, w.language)
    said = [w.tr_uitleg.format(reeks=found.series, n=integer(len(found.runs), w.language), van=first, tot=last)]
    if found.left_out:
        said.append(w.tr_ouder.format(n=integer(found.left_out, w.language)))
    for word, days in ((w.tr_gemist, found.gap), (w.tr_gaten, found.gaps), (w.tr_deels, found.partial)):
        if days:
            said.append(word.format(dagen=_newest(days, w)))
    return said


def _newest(days: Sequence[date], w: TrendWords) -> str:
    """Return days in words, the newest of many."""
    told = ", ".join(day(d, w.language) for d in days[-_MOST_DAYS:])
    left_out = len(days) - _MOST_DAYS
    return told if left_out <= 0 else w.tr_dagen_eerder.format(dagen=told, n=integer(left_out, w.language))


def lives_title(found: Trend, w: TrendWords) -> str:
    """Return since when findings came and went."""
    if found.first:
        return w.lv_eerste.format(reeks=found.series)
    return w.lv_titel.format(dag=day(found.runs[-2].peildatum, w.language))


def lives_told(lives: Mapping[str, int], w: TrendWords) -> tuple[tuple[str, str], ...]:
    """Return every life with how many findings have it."""
    words = {
        Life.NIEUW: w.lv_nieuw,
        Life.HEROPEND: w.lv_heropend,
        Life.BLIJVEND: w.lv_blijvend,
        Life.OPGELOST: w.lv_opgelost,
        Life.VERVALLEN: w.lv_vervallen,
    }
    return tuple((word, integer(lives[life.value], w.language)) for life, word in words.items())


def told_days(found: Repair, w: TrendWords) -> str:
    """Return a median of days in words: half a day where two runs share the middle."""
    if found.days is None:
        return DASH
    return integer(int(found.days), w.language) if found.days == int(found.days) else decimal(found.days, w.language, 1)
