"""The page that lists the work lists, with links and totals: self-contained, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from zpm_audit.findings.worklists import FOLDER, Worklist
from zpm_audit.reports.figures.worklists import causes
from zpm_audit.reports.html.render import plain_environment
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.worklists import WorklistWords, dimension_title

INDEX = f"{FOLDER}/index.html"


@dataclass(frozen=True)
class IndexLine:
    """One work list; ``first`` is what to do first in it."""

    value: str
    workbook: str
    csv: str
    count: int
    cents: int | None
    terms: int
    first: str


@dataclass(frozen=True)
class IndexGroup:
    """The work lists of one division, the largest amount first, with what they come to together."""

    title: str
    lines: tuple[IndexLine, ...]

    @property
    def count(self) -> int:
        """Return the findings of all of them."""
        return sum(line.count for line in self.lines)

    @property
    def cents(self) -> int | None:
        """Return their known amounts together; None where none is known."""
        known = [line.cents for line in self.lines if line.cents is not None]
        return sum(known) if known else None

    @property
    def terms(self) -> int:
        """Return their terms of this week together."""
        return sum(line.terms for line in self.lines)


def write_index(report: Report, target: Path) -> None:
    """Write the page."""
    w = WorklistWords(report.taal)
    groups = tuple(_groups(report, w))
    page = plain_environment(report.taal).get_template("werklijsten.html.j2").render(r=report, wl=w, groups=groups)
    target.write_bytes(page.encode("utf-8", "replace"))


def _groups(report: Report, w: WorklistWords) -> Iterator[IndexGroup]:
    for dimension in dict.fromkeys(one.dimension for one in report.werklijsten):
        title = dimension_title(dimension, report.taal)
        mine = [one for one in report.werklijsten if one.dimension == dimension]
        mine.sort(key=lambda one: (-abs(one.cents or 0), -one.count, -one.term_count, one.value or ""))
        yield IndexGroup(title, tuple(_line(report, one, w) for one in mine))


def _line(report: Report, one: Worklist, w: WorklistWords) -> IndexLine:
    here = quote(PurePosixPath(one.path).relative_to(FOLDER).as_posix())
    first = next(causes(report, one), None)
    told = f"{first.check}: {first.doing}" if first else ""
    return IndexLine(one.value or w.leeg, f"{here}.xlsx", f"{here}.csv", one.count, one.cents, one.term_count, told)
