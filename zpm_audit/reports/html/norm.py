"""One norm in the html report: its outcome drawn over time and per setting, its statistics and its deviations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import polars as pl
from markupsafe import Markup

from zpm_audit.base.language import Language
from zpm_audit.checks.verdict import Verdict
from zpm_audit.checks.words import SUBJECT, VERDICT
from zpm_audit.engine.outcome import Status
from zpm_audit.reports.figures.format import DASH, day, decimal, integer
from zpm_audit.reports.figures.spread import Timeline, over_time, per_setting
from zpm_audit.reports.html import charts
from zpm_audit.reports.html.embedded import Listing, listing
from zpm_audit.reports.model import CheckPart, Report
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
    ran: bool
    proportion: Markup
    timeline: Timeline
    timeline_rows: tuple[tuple[str, int, int, int, int, int], ...]
    chart: Markup | None
    settings: tuple[SettingBar, ...]
    statistics: StatisticsTable | None
    listing: Listing | None


def ran(check: CheckPart) -> bool:
    """Tell whether the check has an outcome at all."""
    return check.status not in {Status.NIET_UITGEVOERD, Status.MISLUKT}


def first_time_right(checks: Sequence[CheckPart]) -> tuple[int, int]:
    """Return how many judgements comply, of how many: running terms are left out, undetermined is not right."""
    right = sum(c.counts.voldoet for c in checks)
    return right, right + sum(c.counts.afwijking + c.counts.onbepaald for c in checks)


def norm_view(check: CheckPart, report: Report, places: int, w: SimpleNamespace) -> NormView:
    """Return one norm; ``places`` is how many of its deviations the page holds."""
    timeline = over_time(check.spread, report.taal)
    return NormView(
        part=check,
        ran=ran(check),
        proportion=_proportion(check, w, report.taal),
        timeline=timeline,
        timeline_rows=_timeline_rows(timeline),
        chart=_chart(check, timeline, w, report.taal),
        settings=_settings(check, w, report.taal),
        statistics=_statistics(check.statistieken, report.taal),
        listing=_deviations(check, report, places) if check.counts.afwijking else None,
    )


def _proportion(check: CheckPart, w: SimpleNamespace, language: Language) -> Markup:
    names = ("voldoet", "afwijking", "onbepaald", "loopt")
    numbers = {n: integer(getattr(check.counts, n), language) for n in (*names, "populatie")}
    segments = [(f"m-{n}", int(getattr(check.counts, n))) for n in names]
    return charts.proportion(w.verhouding_titel.format(**numbers), segments)


def _timeline_rows(timeline: Timeline) -> tuple[tuple[str, int, int, int, int, int], ...]:
    labels = [p.label for p in timeline.periods]
    verdicts = (timeline.counts[v] for v in (Verdict.VOLDOET, Verdict.AFWIJKING, Verdict.ONBEPAALD, Verdict.LOOPT))
    return tuple(zip(labels, timeline.population, *verdicts, strict=True))


def _chart(check: CheckPart, timeline: Timeline, w: SimpleNamespace, language: Language) -> Markup | None:
    drawn = [Verdict.AFWIJKING, Verdict.ONBEPAALD, Verdict.LOOPT]
    if not sum(sum(timeline.counts[v]) for v in drawn):
        return None
    wrong = timeline.counts[Verdict.AFWIJKING]
    return charts.columns(
        key=f"verloop-{check.id}",
        title=f"{check.id}: {w.verloop_norm_titel.format(eenheid=timeline.unit)}",
        description="; ".join(
            f"{p.label}: {n} {VERDICT[Verdict.AFWIJKING].in_(language)}"
            for p, n in zip(timeline.periods, wrong, strict=True)
        ),
        ticks=[(p.tick, p.year) for p in timeline.periods],
        series=[charts.Series(f"m-{v.value}", timeline.counts[v]) for v in drawn],
        language=language,
        below=(w.populatie, charts.Series("m-populatie", timeline.population)),
    )


def _settings(check: CheckPart, w: SimpleNamespace, language: Language) -> tuple[SettingBar, ...]:
    lines = per_setting(check.spread)
    if not any(line.setting is not None for line in lines):
        return ()
    shares = [line.counts[Verdict.AFWIJKING] / line.population for line in lines]
    top = max(shares)

    def label(setting: int | None) -> str:
        if setting is None:
            return str(w.zonder_setting)
        return f"{setting} · {SETTING[setting].in_(language)}" if setting in SETTING else str(setting)

    return tuple(
        SettingBar(
            label=label(line.setting),
            population=line.population,
            wrong=line.counts[Verdict.AFWIJKING],
            open=line.counts[Verdict.ONBEPAALD],
            running=line.counts[Verdict.LOOPT],
            drawn=charts.bar(share, top),
        )
        for line, share in zip(lines, shares, strict=True)
    )


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


def _deviations(check: CheckPart, report: Report, places: int) -> Listing:
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
    )
