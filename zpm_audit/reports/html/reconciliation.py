"""The reconciliation on the html page: its charts drawn, its tables cut to what a page can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from markupsafe import Markup

from zpm_audit.reconciliation.model import LOTS
from zpm_audit.reports.figures.reconciliation import ReconciliationFigures
from zpm_audit.reports.html import charts
from zpm_audit.reports.html.periods import outside, periods, ticks, unit
from zpm_audit.reports.model import Report
from zpm_audit.reports.spread import Axis, axis, within
from zpm_audit.reports.words.html import PageWords

#: Rows of the two long tables: more is not read on a page, and the files hold them all.
MOST_MONTHS = 600
MOST_DIFFERENCES = 200
_CSS = {"beoordeeld": "beoordeeld", "niet_declarabel": "niet-declarabel", "toekomst": "toekomst"}


@dataclass(frozen=True)
class ChartWithTable:
    """A chart with its legend (class, label) and the same numbers as rows of a table (label, numbers).

    ``outside`` says what the chart leaves out.
    """

    title: str
    note: str
    outside: str
    drawn: Markup
    legend: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class ReconciliationView:
    """What the section shows beside the figures. ``groups`` and ``months`` are rows of counts per prestatiegroep."""

    part: ReconciliationFigures
    unit: str
    figures: tuple[ChartWithTable, ...]
    groups: tuple[dict[str, Any], ...]
    total: dict[str, Any]
    months: tuple[dict[str, Any], ...]
    all_months: int
    listed: tuple[tuple[str, dict[str, Any]], ...]


def reconciliation_view(report: Report, w: PageWords) -> ReconciliationView | None:
    """Return the section, or None where the report has no reconciliation."""
    part = report.reconciliation
    if part is None:
        return None
    drawn = part.by("maand").filter(pl.col("maand").is_not_null(), within(report.charted))
    over = axis(drawn.get_column("maand"))
    months = part.by("maand", "prestatiegroep")
    return ReconciliationView(
        part=part,
        unit=unit(over, w.language),
        figures=tuple(_figures(part, drawn, over, _outside(part, report, w), w)),
        groups=_rows(part.by("prestatiegroep")),
        total=part.by().row(0, named=True),
        months=_rows(months.tail(MOST_MONTHS)),
        all_months=months.height,
        listed=_listed(part),
    )


def _rows(frame: pl.DataFrame) -> tuple[dict[str, Any], ...]:
    return tuple(frame.iter_rows(named=True))


def _listed(part: ReconciliationFigures) -> tuple[tuple[str, dict[str, Any]], ...]:
    titles = {kind.kind.value: kind.title for kind in part.kinds}
    return tuple((titles[row["soort"]], row) for row in part.largest(MOST_DIFFERENCES).iter_rows(named=True))


def _outside(part: ReconciliationFigures, report: Report, w: PageWords) -> str:
    left = part.by("maand").filter(pl.col("maand").is_not_null(), ~within(report.charted))
    return outside(tuple(left.select("maand", "rijen").iter_rows()), w)


def _figures(
    part: ReconciliationFigures, drawn_months: pl.DataFrame, over: Axis, left: str, w: PageWords
) -> Sequence[ChartWithTable]:
    if not over.starts:
        return ()
    frame = _per_period(drawn_months, over)
    series = {lot: _numbers(frame, lot) for lot in LOTS}
    shown = periods(over, w.language)
    title = w.as_per_maand_titel.format(eenheid=unit(over, w.language))
    rows = _figure_rows([p.label for p in shown], list(series.values()))
    drawn = charts.columns(
        key="aansluiting-rijen",
        title=title,
        description=_description(rows),
        ticks=ticks(shown),
        series=[charts.Series(f"m-{_CSS[lot]}", numbers) for lot, numbers in series.items()],
        language=w.language,
    )
    legend = tuple((_CSS[lot], label) for lot, label in w.lots().items())
    figures = [ChartWithTable(title, w.as_per_maand_uitleg, left, drawn, legend, rows)]
    if part.claim:
        figures.append(_amounts(frame, over, left, w))
    return figures


def _amounts(frame: pl.DataFrame, over: Axis, left: str, w: PageWords) -> ChartWithTable:
    export, message = (_numbers(frame, name, 100) for name in ("bedrag_declarabel", "bericht_bedrag"))
    shown = periods(over, w.language)
    title = w.as_bedrag_titel.format(eenheid=unit(over, w.language))
    rows = _figure_rows([p.label for p in shown], [export, message])
    drawn = charts.pairs(
        key="aansluiting-bedrag",
        title=title,
        description=_description(rows),
        ticks=ticks(shown),
        left=charts.Series("m-export", export),
        right=charts.Series("m-bericht", message),
        language=w.language,
    )
    return ChartWithTable(
        title, w.as_bedrag_uitleg, left, drawn, (("export", w.as_export), ("bericht", w.as_bericht)), rows
    )


def _per_period(months: pl.DataFrame, over: Axis) -> pl.DataFrame:
    """Return the counts of every period of the axis; a period without rows has zeros."""
    first = pl.lit(over.starts[0], pl.Date)
    counts = (
        months.with_columns(pl.max_horizontal(pl.col("maand").dt.truncate(over.step), first).alias("start"))
        .group_by("start")
        .agg(pl.exclude("maand").sum())
    )
    starts = pl.DataFrame({"start": over.starts}, schema={"start": pl.Date})
    return starts.join(counts, on="start", how="left").sort("start").fill_null(0)


def _numbers(frame: pl.DataFrame, name: str, unit: int = 1) -> tuple[int, ...]:
    return tuple(round(value / unit) for value in frame.get_column(name).to_list())


def _figure_rows(labels: Sequence[str], series: Sequence[tuple[int, ...]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((label, tuple(s[k] for s in series)) for k, label in enumerate(labels))


def _description(rows: Sequence[tuple[str, tuple[int, ...]]]) -> str:
    return "; ".join(f"{label}: {' + '.join(map(str, numbers))}" for label, numbers in rows)
