"""One norm in the html report: its outcome drawn over time and per setting, its statistics and deviations as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from markupsafe import Markup

from zpm_audit.base.language import Language
from zpm_audit.checks.verdict import Verdict
from zpm_audit.checks.words import SUBJECT, VERDICT
from zpm_audit.reports.figures.amounts import NOTHING, Amounts
from zpm_audit.reports.figures.format import DASH, day, decimal, integer
from zpm_audit.reports.html import charts
from zpm_audit.reports.html.embedded import EmbeddedList, listing
from zpm_audit.reports.html.periods import outside, periods, ticks, unit
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.spread import SettingLine, Timeline
from zpm_audit.reports.words.html import PageWords
from zpm_audit.reports.words.shared import SETTING, STATISTIC

MOST_GROUPS = 200
#: Names of years and settings: numbers without thousands marks.
_PLAIN = {"jaar", "setting", "maand", "kwartaal", "week"}
_COLUMNS = (
    "onderwerp_id",
    "datum",
    "toelichting",
    "waarde",
    "grens",
    "impact_eur",
    "setting",
    "behandelaar_id",
    "zorgtraject_id",
    "patient_id",
    "prestatie_id",
    "bevinding_id",
    "team",
)


@dataclass(frozen=True)
class SettingBar:
    """One setting with its share of deviations drawn."""

    label: str
    population: int
    wrong: int
    open: int
    running: int
    drawn: Markup


@dataclass(frozen=True)
class StatisticsTable:
    """Statistics as text: ``head`` holds (class, heading) per column."""

    head: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int


@dataclass(frozen=True)
class NormView:
    """One norm as the page shows it."""

    part: CheckPart
    proportion: Markup
    unit: str
    timeline_rows: tuple[tuple[str, int, int, int, int, int], ...]
    outside: str
    undated: int
    amounts: Amounts
    chart: Markup | None
    settings: tuple[SettingBar, ...]
    statistics: StatisticsTable | None
    listing: EmbeddedList | None


def norm_view(check: CheckPart, report: Report, places: int, w: PageWords) -> NormView:
    """Return one norm; ``places`` is how many of its deviations the page holds."""
    over = report.over_time(check)
    return NormView(
        part=check,
        proportion=_proportion(check, w),
        unit=unit(over.axis, w.language),
        timeline_rows=_timeline_rows(over, w.language),
        outside=outside(over.outside, w),
        undated=over.undated,
        amounts=report.amounts.get(check.id, NOTHING),
        chart=_chart(check, over, w),
        settings=_settings(check, w),
        statistics=_statistics(check.statistieken, w.language),
        listing=_deviations(check, report, places) if check.counts.afwijking else None,
    )


def _proportion(check: CheckPart, w: PageWords) -> Markup:
    counts = {v: int(getattr(check.counts, v)) for v in Verdict}
    numbers = {str(v): integer(n, w.language) for v, n in counts.items()}
    told = w.verhouding_titel.format(**numbers, populatie=integer(check.counts.populatie, w.language))
    return charts.proportion(told, [(f"m-{v}", n) for v, n in counts.items()])


def _timeline_rows(over: Timeline, language: Language) -> tuple[tuple[str, int, int, int, int, int], ...]:
    labels = [p.label for p in periods(over.axis, language)]
    verdicts = (over.counts[v] for v in (Verdict.VOLDOET, Verdict.AFWIJKING, Verdict.ONBEPAALD, Verdict.LOOPT))
    return tuple(zip(labels, over.population, *verdicts, strict=True))


def _chart(check: CheckPart, over: Timeline, w: PageWords) -> Markup | None:
    drawn = [Verdict.AFWIJKING, Verdict.ONBEPAALD, Verdict.LOOPT]
    if not any(n for v in drawn for n in over.counts[v]):
        return None
    shown, wrong = periods(over.axis, w.language), over.counts[Verdict.AFWIJKING]
    called = VERDICT[Verdict.AFWIJKING].in_(w.language)
    return charts.columns(
        key=f"verloop-{check.id}",
        title=f"{check.id}: {w.verloop_norm_titel.format(eenheid=unit(over.axis, w.language))}",
        description="; ".join(f"{p.label}: {n} {called}" for p, n in zip(shown, wrong, strict=True)),
        ticks=ticks(shown),
        series=[charts.Series(f"m-{v.value}", over.counts[v]) for v in drawn],
        language=w.language,
        below=(w.populatie, charts.Series("m-populatie", over.population)),
    )


def _settings(check: CheckPart, w: PageWords) -> tuple[SettingBar, ...]:
    top = max((line.share for line in check.per_setting), default=0.0)
    return tuple(
        SettingBar(
            label=_setting(line, w),
            population=line.population,
            wrong=line.counts[Verdict.AFWIJKING],
            open=line.counts[Verdict.ONBEPAALD],
            running=line.counts[Verdict.LOOPT],
            drawn=charts.bar(line.share, top),
        )
        for line in check.per_setting
    )


def _setting(line: SettingLine, w: PageWords) -> str:
    if line.setting is None:
        return w.zonder_setting
    return f"{line.setting} · {SETTING[line.setting].in_(w.language)}" if line.setting in SETTING else str(line.setting)


def _statistics(frame: pl.DataFrame | None, language: Language) -> StatisticsTable | None:
    if frame is None or frame.is_empty():
        return None
    names = frame.columns
    head = tuple(
        (
            "num" if frame.schema[n].is_numeric() and n not in _PLAIN else "",
            STATISTIC[n].in_(language) if n in STATISTIC else n.replace("_", " "),
        )
        for n in names
    )
    rows = tuple(
        tuple(_statistic(name, value, language) for name, value in zip(names, row, strict=True))
        for row in frame.head(MOST_GROUPS).iter_rows()
    )
    return StatisticsTable(head, rows, max(0, frame.height - MOST_GROUPS))


def _statistic(name: str, value: object, language: Language) -> str:
    if value is None:
        return DASH
    if isinstance(value, bool | str) or name in _PLAIN:
        return str(value)
    if isinstance(value, int):
        return integer(value, language)
    if isinstance(value, float):
        return decimal(value, language)
    return day(value, language) if isinstance(value, date) else str(value)


def _deviations(check: CheckPart, report: Report, places: int) -> EmbeddedList:
    """Return the deviations of one norm, the highest amounts first, then the latest dates."""
    own = f"{check.onderwerp}_id"
    subject = SUBJECT[check.onderwerp].in_(report.taal).capitalize() if check.onderwerp in SUBJECT else ""
    return listing(
        key=check.id,
        rows=pl.scan_parquet(report.bevindingen).filter(pl.col("check_id") == check.id),
        names=[n for n in _COLUMNS if n != own],
        order=(("impact_eur", True), ("datum", True), ("onderwerp_id", False), ("bevinding_id", False)),
        total=check.counts.afwijking,
        limit=places,
        language=report.taal,
        labels={"onderwerp_id": subject},
        kind=check.onderwerp,
        run=report.uitleg,
    )
