"""Divides the room there is over lists of unequal length."""

from __future__ import annotations

from collections.abc import Sequence


def share_out(counts: Sequence[int], limit: int) -> list[int]:
    """Divide ``limit`` places over lists: short lists whole, the places left over evenly over the long ones."""
    shares = [0] * len(counts)
    places, waiting = limit, sorted(range(len(counts)), key=lambda k: (counts[k], k))
    while waiting:
        fair = places // len(waiting)
        shortest = waiting.pop(0)
        shares[shortest] = min(counts[shortest], fair)
        places -= shares[shortest]
    return shares
