"""Chance that anybody can repeat: numbers that follow from the seed alone, whatever the machine or the library.

Number i of a stream is the sha256 of ``seed|stream|i``, read as a whole number; so an accountant can draw the same
items with a few lines of any language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

_RANGE = 1 << 256


class Stream:
    """A stream of random whole numbers."""

    def __init__(self, seed: str, name: str) -> None:
        self._prefix = f"{seed}|{name}|"
        self._next = 0

    def below(self, limit: int) -> int:
        """Return the next number from 0 up to ``limit``, each equally likely."""
        fair = _RANGE - _RANGE % limit
        while True:
            digest = hashlib.sha256(f"{self._prefix}{self._next}".encode()).digest()
            self._next += 1
            number = int.from_bytes(digest)
            # The last numbers of the range would favour the first ones below the limit.
            if number < fair:
                return number % limit


def without_replacement(stream: Stream, size: int) -> Iterator[int]:
    """Yield the places 0 up to ``size`` in random order: a shuffle of which only the beginning is worked out."""
    moved: dict[int, int] = {}
    for i in range(size):
        j = i + stream.below(size - i)
        yield moved.get(j, j)
        moved[j] = moved.pop(i, i)
