"""What the acceptances of a run came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

from zpm_audit.engine.impact import Priced
from zpm_audit.findings.acceptances.model import Acceptance

#: The number of a deviation in the list, until the acceptances are put beside it.
PLACE = ":plaats"

#: Holds and is about a finding; holds and is about none; over; its check has no outcome in this run.
State = Literal["gebruikt", "ongebruikt", "verlopen", "niet_beoordeeld"]


@dataclass(frozen=True)
class Raw:
    """The deviations as they were found, numbered; what they come to; and the pseudonyms of their patients."""

    deviations: Path
    priced: Priced
    names: pl.DataFrame


@dataclass(frozen=True)
class Applied:
    """One acceptance: the findings that it is about, those that carry its id, and what these come to together.

    ``impact_cent`` is None where no amount is known. ``left_open`` are those that it is about and that no acceptance
    covers: of one that is over, what is open again. ``everything`` tells that a ``waar`` is about every deviation of
    its check, and there is more than one.
    """

    entry: Acceptance
    state: State
    found: int
    number: int
    impact_cent: int | None
    left_open: int = 0
    everything: bool = False


@dataclass(frozen=True)
class Accepted:
    """All acceptances of a run; ``per_check`` holds per check how many findings are accepted, and what they come to."""

    path: Path
    applied: tuple[Applied, ...] = ()
    per_check: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Return how many findings are accepted."""
        return sum(number for number, _ in self.per_check.values())

    def of(self, state: State) -> tuple[Applied, ...]:
        """Return the acceptances in this state."""
        return tuple(one for one in self.applied if one.state == state)
