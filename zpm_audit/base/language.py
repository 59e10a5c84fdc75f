"""The two languages that users see. Dutch is the default; English comes with ``--taal en``."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["nl", "en"]


class Text(NamedTuple):
    """One sentence in both languages, kept together where it is written so that neither goes stale."""

    nl: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the sentence in ``language``."""
        return self.en if language == "en" else self.nl
