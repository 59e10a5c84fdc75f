"""A claim on a folder that ends with the process that made it."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from zpm_audit.base.stopping import uninterrupted

#: What a folder is called for the moment between being made and being claimed.
FRESH = "zpm-audit-nieuw-"
#: A fresh folder younger than this may belong to a run that has yet to claim it.
_YOUNG_SECONDS = 60.0


def _lock(path: Path) -> int | None:
    """Lock a folder; return the open descriptor, or None where another process has the lock or none can be had."""
    try:
        import fcntl
    except ImportError:  # Windows: no claim, and so nothing is ever called abandoned
        return None
    descriptor = -1
    try:
        descriptor = os.open(path, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if descriptor >= 0:
            os.close(descriptor)
        return None
    return descriptor


class FolderClaim:
    """A lock on a folder for as long as this process works in it. The system drops it when the process dies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def __enter__(self) -> FolderClaim:
        self._descriptor = _lock(self._folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)


@contextmanager
def claimed_folder(folder: Path) -> Iterator[None]:
    """Make a folder, closed to others, and hold a claim on it; nobody ever sees it under its name without."""
    fresh = folder.with_name(f"{'.' if folder.name.startswith('.') else ''}{FRESH}{secrets.token_hex(8)}")
    with ExitStack() as held:
        with uninterrupted():
            fresh.mkdir(mode=0o700)
            try:
                held.enter_context(FolderClaim(fresh))
                fresh.rename(folder)
            except BaseException:
                fresh.rmdir()
                raise
        yield


def is_abandoned(folder: Path) -> bool:
    """Tell whether no living process works in a folder that was claimed, or was about to be."""
    if FRESH in folder.name:
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < _YOUNG_SECONDS:
                return False
    descriptor = _lock(folder)
    if descriptor is None:
        return False
    os.close(descriptor)
    return True
