"""How steps that keep one processor busy share all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import polars as pl

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(step: Callable[[Item], Result], items: Iterable[Item], at_most: int | None = None) -> list[Result]:
    """Do a step for every item, as many at a time as there are processors; return the results in order.

    ``at_most`` bounds how many, where each of them asks for much memory. What goes wrong in one is raised here.
    """
    threads = pl.thread_pool_size()
    with ThreadPoolExecutor(max_workers=min(threads, at_most or threads)) as pool:
        return list(pool.map(step, items))
