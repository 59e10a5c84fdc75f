"""Chance that can be repeated: a uniform number for every (seed, stream, key), whatever the order, chunk or thread.

Each number comes from mixing the bits of an integer key (the mixing steps of SplitMix64). polars' own sampling depends
on the order of rows and its ``hash`` may change between releases; this does neither.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import polars as pl

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB


def _word(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


class Chance:
    """Random columns for frames that carry the integer column ``key``."""

    def __init__(self, seed: int, key: str) -> None:
        self._seed = seed
        self._key = key

    def on(self, key: str) -> Chance:
        """Return the same chance for frames with another key."""
        return Chance(self._seed, key)

    def uniform(self, stream: str) -> pl.Expr:
        """Return numbers in [0, 1). Streams are independent of one another."""
        digest = hashlib.blake2b(f"{self._seed}|{self._key}|{stream}".encode(), digest_size=8).digest()
        x = pl.col(self._key).cast(pl.UInt64) * _word(_GOLDEN) + _word(int.from_bytes(digest, "big"))
        # UInt64 products wrap around, which is what the mixing counts on; a division is a shift to the right.
        x = (x ^ (x // _word(1 << 30))) * _word(_FIRST)
        x = (x ^ (x // _word(1 << 27))) * _word(_SECOND)
        x = x ^ (x // _word(1 << 31))
        return (x // _word(1 << 11)).cast(pl.Float64) / float(1 << 53)

    def happens(self, stream: str, probability: float | pl.Expr) -> pl.Expr:
        """Return true with the given probability."""
        return self.uniform(stream) < probability

    def between(self, stream: str, low: int | pl.Expr, high: int | pl.Expr) -> pl.Expr:
        """Return whole numbers from low to high, both included; low where high is smaller."""
        first = pl.lit(low) if isinstance(low, int) else low
        last = pl.lit(high) if isinstance(high, int) else high
        span = pl.max_horizontal(pl.lit(0), last - first) + 1
        return (self.uniform(stream) * span).floor().cast(pl.Int64) + first

    def pick(self, stream: str, choices: Sequence[tuple[int | str, float]]) -> pl.Expr:
        """Return one of the values, each with its weight."""
        total = sum(weight for _, weight in choices)
        u = self.uniform(stream) * total
        picked = pl.lit(choices[-1][0])
        threshold = total - choices[-1][1]
        for value, weight in reversed(choices[:-1]):
            picked = pl.when(u < threshold).then(pl.lit(value)).otherwise(picked)
            threshold -= weight
        return picked
