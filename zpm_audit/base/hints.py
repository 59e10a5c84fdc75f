"""What a mistyped word probably should have been."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from zpm_audit.base.language import Text


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """Return the hint 'bedoelde u ...' where a known word looks like ``word``."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return Text(f"bedoelde u '{near[0]}'?", f"did you mean '{near[0]}'?") if near else None
