"""The four verdicts."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


class Verdict(StrEnum):
    """The four verdicts on one unit."""

    VOLDOET = "voldoet"
    AFWIJKING = "afwijking"
    ONBEPAALD = "onbepaald"
    LOOPT = "loopt"
