"""The reconciliation on the html page: its charts drawn, its tables cut to what a page can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import polars as pl
from markupsafe import Markup

from zpm_audit.reconciliation.model import LOTS, Claim, Difference, Reconciliation
from zpm_audit.reports.figures import reconciliation as told
from zpm_audit.reports.figures.reconciliation import Step, Tone
from zpm_audit.reports.figures.spread import Axis, axis
from zpm_audit.reports.html import charts
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.reconciliation import KIND, KIND_MEANING

#: Rows of the two long tables: more is not read on a page, and the files hold them all.
MOST_MONTHS = 600
MOST_DIFFERENCES = 200


@dataclass(frozen=True)
class KindLine:
    """One kind of difference in words."""

    title: str
    meaning: str
    counted: Difference

    @property
    def export_cents(self) -> int | None:
        """Return the amount in the export; None where the export has none."""
        return told.known_export(self.counted)

    @property
    def apart(self) -> int | None:
        """Return the difference in cents; None where the export does not know its side."""
        return None if self.export_cents is None else self.counted.message_cents - self.export_cents


@dataclass(frozen=True)
class Figure:
    """A chart with its legend (class, label) and the same numbers as rows of a table (label, numbers)."""

    title: str
    note: str
    drawn: Markup
    legend: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class ReconciliationView:
    """Everything that the section shows. ``groups`` and ``months`` are rows of counts by the names of ``PER_MONTH``."""

    sentences: tuple[tuple[Tone, str], ...]
    steps: tuple[Step, ...]
    rest: int
    unit: str
    figures: tuple[Figure, ...]
    claimed: bool
    groups: tuple[dict[str, Any], ...]
    total: dict[str, Any]
    months: tuple[dict[str, Any], ...]
    all_months: int
    kinds: tuple[KindLine, ...]
    listed: tuple[tuple[str, dict[str, Any]], ...]
    different: int


def reconciliation_view(report: Report, w: SimpleNamespace) -> ReconciliationView | None:
    """Return the section, or None where the report has no reconciliation."""
    found = report.aansluiting
    if found is None:
        return None
    over = axis(found.per_month.get_column("maand"), report.taal)
    months = told.by(found, "maand", "prestatiegroep")
    claim = found.claim
    return ReconciliationView(
        sentences=told.sentences(report, found, w),
        steps=told.steps(report, found, w),
        rest=found.rows_in - found.judged - found.not_declarable - found.future - found.aside,
        unit=over.unit,
        figures=tuple(_figures(report, found, over, w)),
        claimed=claim is not None,
        groups=_rows(told.by(found, "prestatiegroep")),
        total=told.by(found).row(0, named=True),
        months=_rows(months.tail(MOST_MONTHS)),
        all_months=months.height,
        kinds=_kinds(claim, report),
        listed=_listed(claim, report),
        different=claim.different if claim else 0,
    )


def _rows(frame: pl.DataFrame) -> tuple[dict[str, Any], ...]:
    return tuple(frame.iter_rows(named=True))


def _kinds(claim: Claim | None, report: Report) -> tuple[KindLine, ...]:
    differences = claim.differences if claim else ()
    return tuple(KindLine(KIND[d.kind].in_(report.taal), KIND_MEANING[d.kind].in_(report.taal), d) for d in differences)


def _listed(claim: Claim | None, report: Report) -> tuple[tuple[str, dict[str, Any]], ...]:
    if claim is None:
        return ()
    rows = told.largest(claim, MOST_DIFFERENCES).iter_rows(named=True)
    return tuple((KIND[told.kind_of(row)].in_(report.taal), row) for row in rows)


def _figures(report: Report, found: Reconciliation, over: Axis, w: SimpleNamespace) -> Sequence[Figure]:
    if not over.starts:
        return ()
    frame = _per_period(found, over)
    lots = {lot: _numbers(frame, lot) for lot in LOTS}
    css = {"beoordeeld": "beoordeeld", "niet_declarabel": "niet-declarabel", "toekomst": "toekomst"}
    title = w.as_per_maand_titel.format(eenheid=over.unit)
    labels = [p.label for p in over.periods]
    rows = _figure_rows(labels, [lots[lot] for lot in LOTS])
    drawn = charts.columns(
        key="aansluiting-rijen",
        title=title,
        description=_description(rows),
        ticks=[(p.tick, p.year) for p in over.periods],
        series=[charts.Series(f"m-{css[lot]}", lots[lot]) for lot in LOTS],
        language=report.taal,
    )
    legend = tuple((css[lot], getattr(w, f"as_{lot}")) for lot in LOTS)
    figures = [Figure(title, w.as_per_maand_uitleg, drawn, legend, rows)]
    if found.claim:
        figures.append(_amounts(report, frame, over, w))
    return figures


def _amounts(report: Report, frame: pl.DataFrame, over: Axis, w: SimpleNamespace) -> Figure:
    export, message = (_numbers(frame, name, 100) for name in ("bedrag_declarabel", "bericht_bedrag"))
    title = w.as_bedrag_titel.format(eenheid=over.unit)
    rows = _figure_rows([p.label for p in over.periods], [export, message])
    drawn = charts.pairs(
        key="aansluiting-bedrag",
        title=title,
        description=_description(rows),
        ticks=[(p.tick, p.year) for p in over.periods],
        left=charts.Series("m-export", export),
        right=charts.Series("m-bericht", message),
        language=report.taal,
    )
    return Figure(title, w.as_bedrag_uitleg, drawn, (("export", w.as_export), ("bericht", w.as_bericht)), rows)


def _per_period(found: Reconciliation, over: Axis) -> pl.DataFrame:
    """Return the counts of every period of the axis; a period without rows has zeros."""
    first = pl.lit(over.starts[0], pl.Date)
    counts = (
        told.by(found, "maand")
        .filter(pl.col("maand").is_not_null())
        .with_columns(pl.max_horizontal(pl.col("maand").dt.truncate(over.step), first).alias("start"))
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
