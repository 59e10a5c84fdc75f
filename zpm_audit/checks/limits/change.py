"""One limit that is not the catalogue's own, as reports tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zpm_audit.base.language import Text


@dataclass(frozen=True)
class Change:
    """What the limit is called, its values and those of the catalogue in words, and who decided it."""

    name: str
    values: Text
    shipped: Text
    source: str
    decided_by: str
    decided_on: date
