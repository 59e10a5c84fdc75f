"""The streams of the process: what we say reaches the user, and what a library shouts does not.

A panic in Rust, a parser of XML or an allocator writes on file descriptor 2 in words of its own, with values of the
export in them. What was meant for the user goes along another descriptor, so that only our sentences are seen.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

#: Set to anything, libraries may speak for themselves; for who looks for a defect in zpm-audit.
DETAIL_VARIABLE = "ZPM_AUDIT_FOUTDETAIL"


def take_streams() -> None:
    """Make sure that there are three streams, and keep standard error for ourselves."""
    closed = _open_closed()
    nowhere = Path(os.devnull)
    if 0 in closed:
        sys.stdin = nowhere.open(encoding="utf-8")
    if 1 in closed:
        sys.stdout = nowhere.open("w", encoding="utf-8")
    if 2 in closed:
        sys.stderr = nowhere.open("w", encoding="utf-8")
        return
    if os.environ.get(DETAIL_VARIABLE):
        return
    with suppress(OSError):
        sys.stderr.flush()
        sys.stderr = os.fdopen(os.dup(2), "w", encoding=sys.stderr.encoding, errors="backslashreplace", buffering=1)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 2)
        os.close(nothing)


def _open_closed() -> set[int]:
    """Open what came closed: the next file that is opened would be taken for a stream, and be written into."""
    closed = set()
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            closed.add(number)
            os.open(os.devnull, os.O_RDWR)  # the system gives the lowest number that is free
    return closed
