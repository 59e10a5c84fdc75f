"""On which row the names of the columns stand, when a title or an empty row stands above them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LOOKED_AT = 30
_NUMBER = re.compile(r"[-+€\s]*\d[\d.,:/\-\s]*%?")


def header_row(rows: Sequence[Sequence[str | None]]) -> int:
    """Return the place of the header, from 0: the first row that is about as wide as the widest, and all names."""
    rows = rows[:_LOOKED_AT]
    widths = [sum(bool(c and c.strip()) for c in row) for row in rows]
    widest = max(widths, default=0)
    first = next((i for i, width in enumerate(widths) if width), 0)
    if widest < 2:
        return first
    for i, row in enumerate(rows):
        names = [c.strip() for c in row if c and c.strip()]
        if (
            widths[i] >= max(2, 0.7 * widest)
            and len(set(names)) == len(names)
            and not any(map(_NUMBER.fullmatch, names))
        ):
            return i
    return first
