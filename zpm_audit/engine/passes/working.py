"""How the engine works in memory, and how small steps share the processors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, TypeVar

import polars as pl

#: For rows that stay in memory anyway: many small steps over whole columns cost less than over batches of them.
HELD: Literal["in-memory"] = "in-memory"

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(step: Callable[[Item], Result], items: Iterable[Item], at_most: int | None = None) -> list[Result]:
    """Do a step that keeps one processor busy for every item, as many at a time as there are processors.

    ``at_most`` bounds how many, where each of them asks for much memory.
    """
    threads = pl.thread_pool_size()
    with ThreadPoolExecutor(max_workers=min(threads, at_most or threads)) as pool:
        return list(pool.map(step, items))
