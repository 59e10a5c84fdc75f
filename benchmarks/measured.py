"""What one way of working took, as the operating system counts it for a whole process."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """One way at one size: median wall and processor time, largest peak of memory, and how often it ran."""

    way: str
    rows: int
    seconds: float
    cpu: float
    mib: float
    runs: int


#: A step that begins, with the wall and the processor time at which it does.
Moment = tuple[str, float, float]


def moment(step: str) -> Moment:
    """Return that a step begins now."""
    return step, time.perf_counter(), time.process_time()


def took(moments: Sequence[Moment]) -> dict[str, tuple[float, float]]:
    """Return the wall and processor time of every step: what passes until the next one begins. The last has none."""
    found: dict[str, tuple[float, float]] = {}
    for (step, wall, cpu), (_, until, spent) in pairwise(moments):
        before = found.get(step, (0.0, 0.0))
        found[step] = (before[0] + until - wall, before[1] + spent - cpu)
    return found


def spawn(
    arguments: list[str],
    *,
    environment: dict[str, str] | None = None,
    ok: tuple[int, ...] = (0,),
    folder: Path | None = None,
) -> tuple[float, float, float]:
    """Run ``python -m`` with these arguments as a process; return wall time, processor time and peak memory in MiB.

    Processes that it starts itself count too, once they are over. ``ok`` are the exit codes that are no failure, and
    ``folder`` is where it runs. Modules are compiled once, as they are for who installed them.
    """
    settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(environment or {})}
    began = time.perf_counter()
    with chdir(folder or "."):
        pid = os.posix_spawn(sys.executable, [sys.executable, "-m", *arguments], settings)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) not in ok:
        sys.exit(f"failed: python -m {' '.join(arguments)}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
