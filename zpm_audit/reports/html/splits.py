"""The figures of prestaties per year, financing, insurer, setting and team, as tables of the page."""

from __future__ import annotations

from dataclasses import dataclass

from zpm_audit.findings.model import PrestatieFigures
from zpm_audit.reports.figures.amounts import sides
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.html import PageWords
from zpm_audit.reports.words.shared import COLUMN, SETTING

#: Lines of one split: more is not read on a page, and the files hold them all.
MOST_LINES = 40


@dataclass(frozen=True)
class SplitView:
    """One split. ``rows`` are (value, its figures, too much, too little); ``left_out`` counts values not shown."""

    title: str
    label: str
    rows: tuple[tuple[str, PrestatieFigures, int | None, int | None], ...]
    left_out: int


def splits(report: Report, w: PageWords) -> tuple[SplitView, ...]:
    """Return the splits that the export allows."""
    return tuple(_split(d, values, w) for d, values in report.prestaties.split.items())


def _split(dimension: str, values: tuple[tuple[str | int | None, PrestatieFigures], ...], w: PageWords) -> SplitView:
    label = COLUMN[dimension].in_(w.language)
    # What is shown of a long split is what has most errors; a short one keeps its order.
    most = sorted(values, key=lambda pair: -pair[1].met_fout)[:MOST_LINES] if len(values) > MOST_LINES else values
    return SplitView(
        title=w.split_titel.format(wat=label[:1].lower() + label[1:]),
        label=label,
        rows=tuple((_value(dimension, value, w), figures, *sides(figures)) for value, figures in most),
        left_out=len(values) - len(most),
    )


def _value(dimension: str, value: str | int | None, w: PageWords) -> str:
    if value is None:
        return w.onbekend
    if dimension == "setting" and isinstance(value, int) and value in SETTING:
        return f"{value} · {SETTING[value].in_(w.language)}"
    return str(value)
