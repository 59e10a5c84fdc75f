"""The norm matrix: which norm of which framework is covered by which check, and how far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from zpm_audit.base.language import Text

#: How far one check covers one norm. ``over`` and ``onder``: it reports too much or too little for this norm.
Coverage = Literal["exact", "over", "onder", "hand", "geen"]
#: How far a norm is covered, all its rows together.
Summary = Literal["exact", "deels", "hand", "geen"]
COVERAGES: tuple[Coverage, ...] = get_args(Coverage)
SUMMARIES: tuple[Summary, ...] = get_args(Summary)
#: How certain the source of a norm is.
Certainty = Literal["Z", "A", "B", "C"]
#: From what is drawn for a norm that a person has to test; ``eenmalig`` is seen to once, and nothing is drawn.
DrawnFrom = Literal[
    "prestaties",
    "consulten",
    "groepsconsulten",
    "verblijfsdagen",
    "reistijd",
    "overleg",
    "andere_prestaties",
    "zorgtrajecten",
    "zorgtrajecten_fz",
    "behandelaren",
    "patienten",
    "eenmalig",
]
ONCE = "eenmalig"


@dataclass(frozen=True)
class Line:
    """One row of the matrix: how far ``check_id`` (None: no check) covers the norm, and why not more."""

    check_id: str | None
    coverage: Coverage
    note: Text


@dataclass(frozen=True)
class Cover:
    """Lines of a norm that say the same of several checks, or of none."""

    check_ids: tuple[str, ...]
    coverage: Coverage
    note: Text


@dataclass(frozen=True)
class ListedNorm:
    """One norm of a framework, with its source and everything that covers it.

    ``drawn_from`` is what items are drawn from where a person has to test it.
    """

    id: str
    title: Text
    source: str
    url: str
    certainty: str
    lines: tuple[Line, ...]
    drawn_from: str = ONCE

    @property
    def by_hand(self) -> tuple[Line, ...]:
        """Return its lines that a person has to see to."""
        return tuple(line for line in self.lines if line.coverage == "hand")

    @property
    def summary(self) -> Summary:
        """Return how far the norm is covered. It is exact only when nothing about it is left to anything else."""
        kinds = {line.coverage for line in self.lines}
        if kinds == {"exact"}:
            return "exact"
        if kinds & {"exact", "over", "onder"}:
            return "deels"
        return "hand" if "hand" in kinds else "geen"

    @property
    def covers(self) -> tuple[Cover, ...]:
        """Return its lines, with the checks together that share coverage and explanation."""
        found: dict[tuple[Coverage, Text], list[str]] = {}
        for line in self.lines:
            found.setdefault((line.coverage, line.note), []).extend([line.check_id] if line.check_id else [])
        return tuple(Cover(tuple(ids), coverage, note) for (coverage, note), ids in found.items())


@dataclass(frozen=True)
class Framework:
    """One framework with its norms."""

    id: str
    title: Text
    note: Text
    source: str
    url: str
    norms: tuple[ListedNorm, ...]

    def count(self, summary: Summary) -> int:
        """Return how many norms are covered so far."""
        return sum(norm.summary == summary for norm in self.norms)


@dataclass(frozen=True)
class NormMatrix:
    """All frameworks, in the order of the file."""

    frameworks: tuple[Framework, ...]

    @property
    def check_ids(self) -> frozenset[str]:
        """Return the checks that are named under a norm."""
        return frozenset(
            line.check_id for f in self.frameworks for norm in f.norms for line in norm.lines if line.check_id
        )

    def unplaced(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return those of ``ids`` that stand under no norm at all."""
        return tuple(i for i in ids if i not in self.check_ids)
