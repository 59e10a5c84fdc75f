"""Who has to act on what a check finds, and within how many days: per theme, or per check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Owner:
    """Somebody who has to act; ``name`` is empty and ``days`` None where nobody said so."""

    name: str = ""
    days: int | None = None


@dataclass(frozen=True)
class Owners:
    """The owners of themes and of checks; ``places`` tells where each was written (``themas/regie``)."""

    themes: Mapping[str, Owner] = field(default_factory=dict)
    checks: Mapping[str, Owner] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.themes or self.checks)

    def of(self, check: str, theme: str) -> Owner:
        """Return the owner of what a check finds: what is not said of the check, its theme says."""
        own, whole = self.checks.get(check, Owner()), self.themes.get(theme, Owner())
        return Owner(own.name or whole.name, own.days if own.days is not None else whole.days)

    def shown(self) -> str:
        """Return them as a report shows its options."""
        told = {**self.themes, **self.checks}
        return ", ".join(
            f"{key} {owner.name or '-'}" + (f" ({owner.days})" if owner.days is not None else "")
            for key, owner in told.items()
        )
