"""Sentences of the control framework that html and workbook share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zpm_audit.reports.figures.format import DASH, integer, period
from zpm_audit.reports.figures.framework import Framed
from zpm_audit.reports.figures.framework_rows import OverRuns, unwatched
from zpm_audit.reports.words.framework import FrameworkWords

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

_NAMED = 12


def period_told(found: Framed, w: FrameworkWords) -> str:
    """Return the period of a framework in words."""
    chosen = found.framework.period
    return period(chosen.first, chosen.last, w.language) if chosen else w.rw_alle_runs


def gaps(report: Report, found: Framed, w: FrameworkWords) -> Iterator[str]:
    """Yield what the framework leaves open."""
    for risk in found.framework.uncovered:
        yield w.rw_gat_risico.format(wat=f"{risk.id} {risk.naam}")
    for measure in found.framework.idle:
        yield w.rw_gat_maatregel.format(wat=f"{measure.id} {measure.naam}")
    ids = unwatched(report)
    if ids:
        named = ", ".join(ids[:_NAMED]) + (", …" if len(ids) > _NAMED else "")
        yield w.rw_gat_check.format(n=integer(len(ids), w.language), ids=named)
    for text in found.broken:
        yield w.rw_gat_keten.format(wat=text.in_(w.language))


def now_told(over: OverRuns, w: FrameworkWords) -> str:
    """Return what a check came to in this run."""
    part = over.part
    if part is None or not part.ran or not part.counts.populatie:
        return part.status_titel if part else DASH
    return w.rw_afwijkingen.format(
        n=integer(part.counts.afwijking, w.language), alle=integer(part.counts.populatie, w.language)
    )
