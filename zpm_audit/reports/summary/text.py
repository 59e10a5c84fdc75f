"""``samenvatting.txt``: the summary for a terminal and for a mail program that shows no HTML."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from zpm_audit.reports.summary.sections import Section, Summary

_WIDTH = 100


def summary_text(found: Summary) -> str:
    """Return the summary as text; it ends in a newline."""
    return "\n".join(line.rstrip() for line in _lines(found)) + "\n"


def _lines(found: Summary) -> Iterator[str]:
    yield found.title
    yield "=" * len(found.title)
    for label, value in found.about:
        yield f"{label}: {_plain(value)}"
    yield ""
    for line in found.lead:
        yield from _folded(line)
    for section in found.sections:
        yield ""
        yield from _section(section)
    yield ""
    for line in found.foot:
        yield from _folded(line)


def _section(section: Section) -> Iterator[str]:
    mark = "! " if section.alarming else ""
    yield f"{mark}{section.title}"
    yield "-" * len(f"{mark}{section.title}")
    for line in section.lines:
        yield from _folded(line)
    if not section.rows:
        return
    table = [[_plain(cell) for cell in row] for row in (section.head, *section.rows)]
    widths = [max(len(row[i]) for row in table) for i in range(len(section.head))]
    for row in table:
        cells = (
            cell.rjust(width) if i in section.numbers else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  " + "  ".join(cells)


def _folded(text: str) -> Iterator[str]:
    """Yield the lines of a sentence; a path or a word that is too long stays whole."""
    yield from wrap(_plain(text), _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]


def _plain(text: str) -> str:
    """Return text on one line, with ordinary blanks: a name of an export may hold anything."""
    return " ".join(text.split())
