"""Judges the parts of a task on this machine, so many at a time as its processors and memory are meant for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from threading import Event

from zpm_audit.engine.shards.process import PartFailed, judged_apart

#: One part keeps so many processors busy: beside it another one only costs memory.
_PROCESSORS = 4


def at_once(parts: int) -> int:
    """Return how many parts are judged at the same time."""
    return max(1, min(parts, (os.cpu_count() or 1) // _PROCESSORS))


def run_local(file: Path, parts: int, done: Callable[[int], None]) -> None:
    """Judge all parts; ``done`` hears how many are. Raise PartFailed as soon as one fails for good."""
    together = at_once(parts)
    threads = max(1, (os.cpu_count() or 1) // together) if together > 1 else None
    running: list[subprocess.Popen[bytes]] = []
    stopped = Event()

    def judge(number: int) -> None:
        if not stopped.is_set():
            judged_apart(file, number, threads, started=running.append)

    with ThreadPoolExecutor(together) as pool:
        futures = [pool.submit(judge, number) for number in range(parts)]
        try:
            for count, future in enumerate(as_completed(futures), start=1):
                future.result()
                done(count)
        except PartFailed:
            stopped.set()
            for process in running:
                with suppress(OSError):
                    process.kill()
            raise
