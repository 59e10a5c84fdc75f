"""One figure against one tolerance: arithmetic alone, and always exact.

What is known decides only as far as nothing unknown can turn it round: an error rate is within its tolerance when it
still is with everything unknown counted as wrong, and exceeds it when it still does with everything unknown as right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Measure = Literal["rijen", "eur"]
Verdict = Literal["binnen", "overschreden", "niet_vast_te_stellen"]
DoubtKind = Literal[
    "vertrouwen",
    "niet_uitgevoerd",
    "opzij",
    "onbepaald",
    "buiten_beeld",
    "zonder_prestatie",
    "bedrag_onbekend",
    "niets_beoordeeld",
]


@dataclass(frozen=True)
class Doubt:
    """Something that is not known: how many units, and how much of the measure they can make wrong at most.

    ``most`` is None where there is no limit. ``outside`` are the units among them that are not in the whole yet.
    """

    kind: DoubtKind
    number: int | None
    most: int | None
    outside: int = 0


@dataclass(frozen=True)
class Projection:
    """What a sample says of one measure: rows or cents that are likely wrong, and at most.

    ``missed`` tells that it was drawn from what complies, so that it comes on top of what is known; otherwise it is
    about known and missed errors together.
    """

    draw: str
    measure: Measure
    missed: bool
    n: int
    errors: int
    confidence: Fraction
    likely: Fraction
    upper: Fraction

    def likely_with(self, known: int) -> Fraction:
        """Return the most likely error; what is known is never less."""
        return known + self.likely if self.missed else max(Fraction(known), self.likely)

    def upper_with(self, known: int) -> Fraction:
        """Return the upper limit; what is known is never less."""
        return known + self.upper if self.missed else max(Fraction(known), self.upper)


@dataclass(frozen=True)
class Weighed:
    """One measure with its tolerance (a share of the whole, or cents), and what is known and unknown of it."""

    measure: Measure
    limit: Decimal
    known: int
    whole: int | None
    doubts: tuple[Doubt, ...] = ()
    projection: Projection | None = None

    @property
    def likely(self) -> Fraction | None:
        """Return the most likely error; None where there is no sample."""
        return self.projection.likely_with(self.known) if self.projection else None

    @property
    def upper(self) -> Fraction | None:
        """Return the upper limit of the error; None where there is no sample."""
        return self.projection.upper_with(self.known) if self.projection else None

    @property
    def verdict(self) -> Verdict:
        """Return the conclusion."""
        outside = sum(d.outside for d in self.doubts)
        likely = self.likely if self.likely is not None else Fraction(self.known)
        if self.measure == "rijen" and not self.whole:
            return "niet_vast_te_stellen"
        if self._exceeds(likely, outside):
            return "overschreden"
        return "niet_vast_te_stellen" if self.undecided or self.sampled_above else "binnen"

    @property
    def undecided(self) -> tuple[Doubt, ...]:
        """Return the doubts that keep the error from being within its tolerance; empty where they do not.

        Together they do it: those without a limit where there are any, else all of them.
        """
        endless = tuple(d for d in self.doubts if d.most is None)
        if endless:
            return endless
        worst = self.worst
        assert worst is not None  # every doubt has a limit here
        return self.doubts if self._exceeds(worst, sum(d.outside for d in self.doubts)) else ()

    @property
    def sampled_above(self) -> bool:
        """Tell whether the upper limit of the sample alone is above the tolerance."""
        return self.upper is not None and self._exceeds(self.upper, 0)

    @property
    def worst(self) -> Fraction | None:
        """Return the error if everything unknown is wrong; None where that has no limit."""
        base = self.upper if self.upper is not None else Fraction(self.known)
        most = [d.most for d in self.doubts]
        return None if None in most else base + sum(m for m in most if m is not None)

    def _exceeds(self, error: Fraction, outside: int) -> bool:
        if self.measure == "eur":
            return error > Fraction(self.limit)
        return error > Fraction(self.limit) * ((self.whole or 0) + outside)


def heaviest(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the conclusion of several measures together: within only where all of them are."""
    order: tuple[Verdict, ...] = ("overschreden", "niet_vast_te_stellen")
    return next((one for one in order if one in verdicts), "binnen")
