"""What an archive must say of findings, from what was found and judged night by night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from examples.verhaal.registration import Keys

LIVES = ("nieuw", "heropend", "blijvend", "opgelost", "vervallen")


@dataclass
class Life:
    """Per check: what was ever found, and what was found the last time that it ran."""

    seen: dict[str, set[str]] = field(default_factory=dict)
    last: dict[str, Keys] = field(default_factory=dict)

    def night(self, found: Mapping[str, Keys], judged: Mapping[str, Keys]) -> dict[str, Counter[str]]:
        """Take in a night; return per check that ran what became of its findings."""
        told = {}
        for check, now in found.items():
            seen, before = self.seen.setdefault(check, set()), self.last.get(check, frozenset())
            gone = before - now
            told[check] = Counter(
                {
                    "nieuw": len(now - seen),
                    "heropend": len(now & seen - before),
                    "blijvend": len(now & before),
                    "opgelost": len(gone & judged[check]),
                    "vervallen": len(gone - judged[check]),
                }
            )
            seen |= now
            self.last[check] = now
        return told
