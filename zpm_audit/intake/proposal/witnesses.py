"""What was seen of the columns of an export, by source: what each is at least as likely to be."""

from __future__ import annotations

from dataclasses import dataclass, field

from zpm_audit.intake.proposal.matching import Witness
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.profile import Profile

_SURE = 0.85
#: Table, column of the contract, column of the source.
Place = tuple[str, str, str]


@dataclass
class Structure:
    """What was seen: per source what its columns are at least as likely to be."""

    witnesses: dict[tuple[str, Place], Witness] = field(default_factory=dict)

    def of(self, opened: Opened, table: str) -> dict[tuple[str, str], Witness]:
        """Return what is known of the columns of a source as a table."""
        return {
            (place[1], place[2]): witness
            for (shown, place), witness in self.witnesses.items()
            if shown == opened.shown and place[0] == table
        }

    def is_key(self, opened: Opened, table: str, key: str) -> bool:
        """Tell whether other tables point at a source by what would be the key of this table."""
        known = ((place, w.floor) for (shown, place), w in self.witnesses.items() if shown == opened.shown)
        return any(place[:2] == (table, key) and floor >= _SURE for place, floor in known)

    def add(self, opened: Opened, table: str, column: str, profile: Profile, floor: float, reason: str) -> None:
        """Add what was seen of one column; the surest stays."""
        key = (opened.shown, (table, column, profile.name))
        known = self.witnesses.get(key)
        if known is None or known.floor < floor:
            self.witnesses[key] = Witness(1.0, floor, reason)
