"""The norm matrix on the html page: its counts per kind of coverage, drawn and in words."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from zpm_audit.catalogue.norm_words import COVERAGE_MEANING, COVERAGE_NAME, SUMMARY_NAME
from zpm_audit.catalogue.norms import COVERAGES, SUMMARIES
from zpm_audit.reports.figures.format import integer
from zpm_audit.reports.html import charts
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import NormFramework


@dataclass(frozen=True)
class FrameworkView:
    """One framework with its counts in the order of ``MatrixView.kinds``."""

    part: NormFramework
    counts: tuple[int, ...]
    drawn: Markup


@dataclass(frozen=True)
class MatrixView:
    """The section. ``kinds`` are (key, title) of how far a norm is covered; ``meanings`` explain each coverage."""

    kinds: tuple[tuple[str, str], ...]
    meanings: tuple[tuple[str, str, str], ...]
    frameworks: tuple[FrameworkView, ...]
    totals: tuple[int, ...]
    unplaced: tuple[str, ...]

    @property
    def norms(self) -> int:
        """Return how many norms there are."""
        return sum(self.totals)


def matrix_view(report: Report) -> MatrixView | None:
    """Return the section, or None where the checks of this run come with no matrix."""
    matrix = report.normmatrix
    if matrix is None:
        return None
    names = [SUMMARY_NAME[s].in_(report.taal) for s in SUMMARIES]
    views = []
    for framework in matrix.kaders:
        counts = tuple(framework.count(s) for s in SUMMARIES)
        told = ", ".join(f"{integer(c, report.taal)} {n}" for c, n in zip(counts, names, strict=True))
        segments = [(f"m-d-{s}", count) for s, count in zip(SUMMARIES, counts, strict=True)]
        views.append(FrameworkView(framework, counts, charts.proportion(f"{framework.id}: {told}", segments)))
    return MatrixView(
        kinds=tuple(zip(SUMMARIES, names, strict=True)),
        meanings=tuple((c, COVERAGE_NAME[c].in_(report.taal), COVERAGE_MEANING[c].in_(report.taal)) for c in COVERAGES),
        frameworks=tuple(views),
        totals=tuple(matrix.count(s) for s in SUMMARIES),
        unplaced=matrix.ongeplaatst,
    )
