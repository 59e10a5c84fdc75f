"""For whom an audit was done, and by whom: shown in every report, and deciding on nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SignOff:
    """The provider, its AGB code, who performed the audit, who reviewed it, when and with what conclusion.

    Empty where nobody said so.
    """

    aanbieder: str = ""
    agb: str = ""
    uitgevoerd_door: str = ""
    beoordeeld_door: str = ""
    beoordeeld_op: date | None = None
    conclusie_beoordelaar: str = ""

    def told(self) -> dict[str, str]:
        """Return what was said, by its name."""
        return {name: str(value) for name, value in vars(self).items() if value}
