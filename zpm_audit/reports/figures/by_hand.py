"""What people found of the norms that are tested by hand: beside what the checks found, and deciding on no check."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from zpm_audit.base.language import Language, Text
from zpm_audit.reports.figures.format import share
from zpm_audit.reports.words.norm_matrix import HAND_STATE, HandState


@dataclass(frozen=True)
class HandOutcome:
    """A norm that a person tests. ``likely`` and ``upper`` are parts of its units; None while items are still open."""

    framework: str
    norm: str
    state: HandState
    told: Text
    units: int | None = None
    drawn: int = 0
    judged: int = 0
    errors: int | None = None
    likely: float | None = None
    upper: float | None = None

    def state_told(self, language: Language) -> str:
        """Return what is known of the norm in words."""
        return HAND_STATE[self.state].in_(language)

    def rate(self, value: float | None, language: Language) -> str:
        """Return a part as a percentage."""
        return share(value, language)


@dataclass(frozen=True)
class ByHand:
    """A work programme as it was filled in, beside this run."""

    draw: str
    run_id: str
    seed: str
    outcomes: tuple[HandOutcome, ...]

    @cached_property
    def _by_norm(self) -> dict[tuple[str, str], HandOutcome]:
        return {(one.framework, one.norm): one for one in self.outcomes}

    def of(self, framework: str, norm: str) -> HandOutcome | None:
        """Return the outcome of a norm; None where the programme does not have it."""
        return self._by_norm.get((framework, norm))

    @property
    def counts(self) -> dict[HandState, int]:
        """Return how many norms there are in each state."""
        return {state: sum(one.state == state for one in self.outcomes) for state in HAND_STATE}

    @property
    def summary(self) -> Text:
        """Return the outcome as a whole."""
        parts = [(HAND_STATE[state], n) for state, n in self.counts.items() if n]
        nl, en = (", ".join(f"{n} {words[i]}" for words, n in parts) for i in (0, 1))
        return Text(f"{len(self.outcomes)} normen: {nl}.", f"{len(self.outcomes)} norms: {en}.")
