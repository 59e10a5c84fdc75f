"""A request to stop (Ctrl-C, SIGTERM, SIGHUP): what is half made is removed, one sentence is said, the process ends.

A thread of its own waits for the request and carries it out. An exception in the main thread would not do: it comes
up wherever Python happens to be, also halfway through a library, which then fails in words of its own; and a second
request would interrupt the cleaning. Here a second request changes nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from zpm_audit.base.language import Language, Text

#: The exit code of the contract for a run that did not reach its end.
STOPPED_CODE = 4
_PATIENCE_SECONDS = 20.0
STOPPED_WORDS = Text(
    "Afgebroken. Er is niets half geschreven; start de opdracht opnieuw.",
    "Interrupted. Nothing was left half written; start the command again.",
)
_SHOW_CURSOR = "\x1b[?25h"

#: Held while a folder is between two names, and from the moment that the cleaning starts.
_busy = threading.RLock()
_stopping = threading.Event()
_undo: list[Callable[[], Text | None]] = []
#: The sockets live as long as the process: the system writes a byte to one for every signal.
_ends: list[socket.socket] = []


def listen(language: Callable[[], Language]) -> None:
    """From here on, a request to stop ends this process. For the program's own start; a library asks nothing."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    _ends[:] = [reading, writing]
    signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What somebody switched off (nohup, a job in the background) stays off.
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _nothing)
    threading.Thread(target=_wait, args=(reading, language), name="stop", daemon=True).start()


@contextmanager
def undone_by_stop(undo: Callable[[], Text | None]) -> Iterator[None]:
    """While the block runs, a request to stop calls ``undo``; it returns what it could not undo, in words."""
    with uninterrupted():
        _undo.append(undo)
    try:
        yield
    finally:
        with uninterrupted():
            _undo.remove(undo)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold a request to stop back for a moment, so that a folder is not left between two names."""
    with _busy:
        yield


def rest_if_stopping() -> None:
    """Wait for the end where it has been asked for: what goes wrong from then on is its doing, and is not said."""
    if _stopping.is_set():
        threading.Event().wait()


def remove_folder(folder: Path) -> Text | None:
    """Remove a folder in which other threads may still be writing; return what to say when it stays."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
        if time.monotonic() > end:
            return Text(
                f"De map {folder} kon niet worden verwijderd; de volgende opdracht van zpm-audit doet dat, of wis hem.",
                f"The folder {folder} could not be removed; the next command of zpm-audit will, or delete it yourself.",
            )
        time.sleep(0.01)
    return None


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """The thread that waits does the work; without a handler the system would not write its byte."""


def _wait(reading: socket.socket, language: Callable[[], Language]) -> None:
    stops = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
    while True:
        if set(reading.recv(64)) & stops:
            end_now(language())


def end_now(language: Language) -> NoReturn:
    """Remove what is half made, say one sentence, and end the process."""
    with _busy:
        _stopping.set()
        left = [words for undo in reversed(_undo) if (words := undo()) is not None]
        with suppress(OSError, ValueError):
            if sys.stderr.isatty():
                sys.stderr.write(f"\r\x1b[K{_SHOW_CURSOR}")
            for words in left or [STOPPED_WORDS]:
                sys.stderr.write(words.in_(language) + "\n")
            sys.stderr.flush()
        os._exit(STOPPED_CODE)
