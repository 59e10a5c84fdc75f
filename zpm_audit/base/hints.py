"""What a mistyped word probably should have been."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from zpm_audit.base.language import Text


def near_words(word: str, known: Iterable[str], likeness: float = 0.6, most: int = 3) -> list[str]:
    """Return the known words that look like ``word``, the nearest first."""
    return difflib.get_close_matches(word, list(known), n=most, cutoff=likeness)


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known word that looks most like ``word``; None where none is at least that much like it."""
    near = near_words(word, known, likeness, most=1)
    return near[0] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """Return the hint 'bedoelde u ...' where a known word looks like ``word``."""
    near = nearest(word, sorted(known))
    return Text(f"bedoelde u '{near}'?", f"did you mean '{near}'?") if near else None
