"""The runs of a series in the html report: figures from run to run, drawn, with the same numbers as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from zpm_audit.archive.trend import RunFigures
from zpm_audit.reports.figures.format import day, integer, month, percent
from zpm_audit.reports.figures.trend import NormCourse, Repair, Trend, told_days, trend_told
from zpm_audit.reports.html import charts
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.html import PageWords


@dataclass(frozen=True)
class KeyLine:
    """One figure: its value in the first run that is shown, in the one before this and in this, and its course."""

    label: str
    first: str
    before: str
    now: str
    drawn: Markup


@dataclass(frozen=True)
class RunLine:
    """One run as a row of the table."""

    name: str
    day: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RepairLine:
    """How fast findings of one theme were solved, and how many came back."""

    title: str
    solved: str
    days: str
    back: str


@dataclass(frozen=True)
class NormLine:
    """One norm from run to run."""

    part: CheckPart
    drawn: Markup
    before: str
    now: str


@dataclass(frozen=True)
class TrendView:
    """What the template shows. ``courses`` holds the drawing of every norm by its id."""

    told: tuple[str, ...]
    single: bool
    keys: tuple[KeyLine, ...]
    unknown: bool
    chart: Markup | None
    runs: tuple[RunLine, ...]
    repairs: tuple[RepairLine, ...]
    by_owner: tuple[RepairLine, ...]
    norms: tuple[NormLine, ...]
    courses: dict[str, Markup]
    between: str


def trend_view(report: Report, w: PageWords) -> TrendView | None:
    """Return the trend; None without an archive."""
    found = report.trend
    if found is None:
        return None
    norms = tuple(_norm(course, found, w) for course in found.norms)
    return TrendView(
        told=tuple(_told(found, w)),
        single=found.first,
        keys=_keys(found, w),
        unknown=any(run.prestaties.get("beoordeeld") is None for run in found.runs),
        chart=_chart(found, w) if len(found.runs) > 1 else None,
        runs=tuple(_run(run, w) for run in found.runs),
        repairs=_repairs(found.per_theme, found, w.tr_andere, w),
        by_owner=_repairs(found.per_owner, found, w.tr_geen_eigenaar, w) if found.per_owner else (),
        norms=norms,
        courses={} if found.first else {line.part.id: line.drawn for line in norms},
        between=_between(found, w),
    )


def _told(found: Trend, w: PageWords) -> Sequence[str]:
    return [*trend_told(found, w), *([w.tr_een] if found.first else [])]


def _between(found: Trend, w: PageWords) -> str:
    first, last = day(found.runs[0].peildatum, w.language), day(found.runs[-1].peildatum, w.language)
    return w.tr_norm_runs.format(van=first, tot=last)


def _keys(found: Trend, w: PageWords) -> tuple[KeyLine, ...]:
    def counted(value: float | None) -> str:
        return w.onbekend if value is None else integer(int(value), w.language)

    def line(label: str, of: Callable[[RunFigures], float | None], told: Callable[[RunFigures], str]) -> KeyLine:
        before = found.runs[-2] if len(found.runs) > 1 else None
        drawn = charts.course(_alternative(label, [told(run) for run in found.runs]), [of(r) for r in found.runs])
        shown = (told(found.runs[0]), told(before) if before else "–", told(found.runs[-1]))
        return KeyLine(label, *shown, drawn)

    def number(label: str, of: Callable[[RunFigures], float | None]) -> KeyLine:
        return line(label, of, lambda run: counted(of(run)))

    def share(label: str, part: str) -> KeyLine:
        return line(label, lambda run: run.share(part), lambda run: _share(run, part, w))

    return (
        number(w.tr_afwijkingen, lambda run: run.afwijkingen),
        number(w.tr_open, lambda run: run.afwijkingen - run.geaccepteerd),
        share(w.tr_fout, "met_fout"),
        share(w.tr_direct_goed, "direct_goed"),
        number(w.lv_nieuw.capitalize(), lambda run: run.lives["nieuw"]),
        number(w.lv_heropend.capitalize(), lambda run: run.lives["heropend"]),
        number(w.lv_opgelost.capitalize(), lambda run: run.lives["opgelost"]),
        number(w.lv_vervallen.capitalize(), lambda run: run.lives["vervallen"]),
    )


def _share(run: RunFigures, part: str, w: PageWords) -> str:
    whole, number = run.prestaties.get("beoordeeld"), run.prestaties.get(part)
    return w.onbekend if whole is None or number is None else percent(number, whole, w.language)


def _alternative(label: str, told: Sequence[str]) -> str:
    return f"{label}: {'; '.join(told)}"


def _chart(found: Trend, w: PageWords) -> Markup:
    ticks = [(str(run.peildatum.day), month(run.peildatum, w.language)) for run in found.runs]
    told = [f"{day(run.peildatum, w.language)}: {integer(run.afwijkingen, w.language)}" for run in found.runs]
    return charts.columns(
        key="verloop-runs",
        title=w.tr_grafiek,
        description="; ".join(told),
        ticks=ticks,
        series=[charts.Series("m-run", tuple(run.afwijkingen for run in found.runs))],
        language=w.language,
    )


def _run(run: RunFigures, w: PageWords) -> RunLine:
    numbers = [run.afwijkingen, *(run.lives[name] for name in _LIVES)]
    cells = [
        *(integer(n, w.language) for n in numbers),
        *(_share(run, part, w) for part in ("met_fout", "direct_goed")),
    ]
    return RunLine(run.run_id or w.tr_deze, day(run.peildatum, w.language), tuple(cells))


_LIVES = ("nieuw", "heropend", "blijvend", "opgelost", "vervallen")


def _repairs(parts: Sequence[Repair], found: Trend, rest: str, w: PageWords) -> tuple[RepairLine, ...]:
    if not found.whole.solved:
        return ()
    lines = [_repair(one, one.title or rest, w) for one in parts]
    return (*lines, _repair(found.whole, w.tr_geheel, w))


def _repair(one: Repair, title: str, w: PageWords) -> RepairLine:
    back = f"{integer(one.back, w.language)} ({percent(one.back, one.solved, w.language)})"
    return RepairLine(title, integer(one.solved, w.language), told_days(one, w), back)


def _norm(course: NormCourse, found: Trend, w: PageWords) -> NormLine:
    told = [w.tr_niet_gedraaid if v is None else integer(v, w.language) for v in course.values]
    days = [day(run.peildatum, w.language) for run in found.runs]
    label = f"{course.part.id}, {_between(found, w)}"
    return NormLine(
        part=course.part,
        drawn=charts.course(
            f"{label}: {'; '.join(f'{d} {t}' for d, t in zip(days, told, strict=True))}", course.values
        ),
        before=told[-2] if len(told) > 1 else "–",
        now=told[-1],
    )
