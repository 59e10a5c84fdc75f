"""What is said of one unit, and of a check as a whole."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The four verdicts on one unit."""

    VOLDOET = "voldoet"
    AFWIJKING = "afwijking"
    ONBEPAALD = "onbepaald"
    LOOPT = "loopt"


#: A unit that the check is not about, and one of which nobody can say whether it is.
OUTSIDE, OUT_OF_SIGHT = "buiten", "buiten_beeld"


class Status(StrEnum):
    """What became of one check as a whole."""

    AKKOORD = "akkoord"
    AFWIJKINGEN = "afwijkingen"
    ONBEPAALD = "onbepaald"
    NIET_VAN_TOEPASSING = "niet_van_toepassing"
    NIET_UITGEVOERD = "niet_uitgevoerd"
    MISLUKT = "mislukt"

    @property
    def silent(self) -> bool:
        """Tell whether the check has no outcome at all: its counts say nothing, and are not zero."""
        return self in {Status.NIET_UITGEVOERD, Status.MISLUKT}
