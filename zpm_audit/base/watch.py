"""A small process watches over the one that works, so that a crash, a bomb or a hang is a sentence too.

A library that opens a file of somebody else may abort the process, or ask for more memory than there is; nothing inside
that process can say so. So the program splits in two before anything large is loaded: the worker does everything, and
tells by a pipe what it opens. The watcher waits, passes requests to stop on, ends a worker that takes too long over one
file, and says what a sudden end means. Where the system cannot split a process (Windows) there is only the worker.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from zpm_audit.base.bounds import MEMORY_VARIABLE, TIME_VARIABLE, memory_bound, seconds_bound
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.stopping import STOPPED_CODE, STOPPED_WORDS, end_now

#: What is opened: a file of the user's export or lists, or checks of their own.
Kind = Literal["bestand", "checks"]
_CODES: Mapping[Kind, int] = {"bestand": 3, "checks": 2}
#: Checks are proven on some rows: whoever is not done in a part of the time of a file, hangs.
_PARTS: Mapping[Kind, float] = {"bestand": 1, "checks": 1 / 6}
_CRASH_CODE = 4
_FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP")

#: The pipe to the watcher, in the worker.
_telling: list[int] = []
_opened: list[dict[str, Any]] = []


@contextmanager
def opening(what: str, kind: Kind = "bestand", *, bounded: bool = True, seconds: float = 0) -> Iterator[None]:
    """Tell the watcher what is opened; when it is ``bounded``, hold it within bounds of memory and time.

    Who has a limit of time of its own gives it in ``seconds``: the watcher waits at least so long. Without a watcher
    there are no bounds: then nobody could tell of an abort.
    """
    if not _telling:
        yield
        return
    most = max(seconds_bound() * _PARTS[kind], seconds)
    _opened.append({"opent": what, "soort": kind, "seconden": most if bounded else None})
    _tell(_opened[-1])
    try:
        with memory_bound() if bounded else nullcontext():
            yield
    except MemoryError as error:
        words = _fatal(what)
        raise (InputRefusedError if kind == "bestand" else UsageError)(words.nl, words.en) from error
    finally:
        _opened.pop()
        _tell(_opened[-1] if _opened else {"klaar": what})


@contextmanager
def told_folder(target: Path, folder: Path, made: list[Path]) -> Iterator[None]:
    """Tell the watcher where output is being made, so that it can clear away what a sudden end leaves.

    It is made in ``folder`` and will be ``target``; ``made`` are the folders above it, the deepest first.
    """
    _tell({"uitvoer": str(target), "gemaakt": [str(p) for p in (folder, *made)]})
    yield
    _tell({"uitvoer": None})


def _tell(note: Mapping[str, Any]) -> None:
    for pipe in _telling:
        with suppress(OSError):
            os.write(pipe, (json.dumps(note) + "\n").encode())


@dataclass
class Ended:
    """How a worker came to its end, and what it was doing."""

    status: int
    opened: str = ""
    kind: Kind = "bestand"
    late: bool = False
    asked: bool = False
    output: Path | None = None
    #: The folders that were made for it, the deepest first.
    made: list[Path] = field(default_factory=list)

    @property
    def crashed(self) -> bool:
        """Tell whether the system ended it."""
        return os.WIFSIGNALED(self.status)

    @property
    def code(self) -> int:
        """Return the exit code of the contract."""
        if not self.crashed:
            return os.waitstatus_to_exitcode(self.status)
        if self.asked:
            return STOPPED_CODE
        return _CODES[self.kind] if self.opened else _CRASH_CODE

    def words(self) -> Text:
        """Return what to say of a sudden end."""
        if self.asked and not self.late:
            return STOPPED_WORDS
        if not self.opened:
            return _of_machine(os.WTERMSIG(self.status))
        return _late(self.opened, self.kind) if self.late else _fatal(self.opened)


def _late(what: str, kind: Kind) -> Text:
    minutes = seconds_bound() * _PARTS[kind] / 60
    return Text(
        f"{what}: het openen duurde langer dan {minutes:g} minuten en is gestopt. Maak het bestand kleiner, of geef "
        f"meer tijd met de omgevingsvariabele {TIME_VARIABLE} (in minuten).",
        f"{what}: opening took longer than {minutes:g} minutes and was stopped. Make the file smaller, or give more "
        f"time with the environment variable {TIME_VARIABLE} (in minutes).",
    )


def _fatal(what: str) -> Text:
    return Text(
        f"{what} is niet te lezen: bij het openen brak het leesprogramma af. Het is beschadigd, of het vraagt meer "
        f"geheugen dan ervoor is. Maak het opnieuw of kleiner, of geef meer geheugen met de omgevingsvariabele "
        f"{MEMORY_VARIABLE} (in MB).",
        f"{what} cannot be read: the program that opened it broke off. It is damaged, or asks for more memory than "
        f"there is for it. Make it again or smaller, or give more memory with the environment variable "
        f"{MEMORY_VARIABLE} (in MB).",
    )


def _of_machine(number: int) -> Text:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = str(number)
    return Text(
        f"Het programma is onverwacht beëindigd ({name}); meestal is het geheugen vol. Er is niets half geschreven. "
        "Sluit andere programma's of gebruik een machine met meer geheugen.",
        f"The program was ended unexpectedly ({name}); mostly memory is full. Nothing was left half written. Close "
        "other programs or use a machine with more memory.",
    )


def split(language: Callable[[], Language]) -> Ended | None:
    """Split in two: return None in the worker, and in the watcher how the worker ended."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return None
    told, telling = os.pipe()
    living, life = os.pipe()
    requests: list[int] = []
    worker: list[int] = []

    def passed_on(number: int, _frame: FrameType | None) -> None:
        requests.append(number)
        for child in worker:
            with suppress(ProcessLookupError):
                os.kill(child, number)

    before = {}
    for name in _FORWARDED:
        number = getattr(signal, name)
        if signal.getsignal(number) != signal.SIG_IGN:
            before[number] = signal.signal(number, passed_on)
    child = os.fork()
    if child == 0:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(told)
        os.close(life)
        _telling.append(telling)
        threading.Thread(target=_outlive_nobody, args=(living, language), name="watcher", daemon=True).start()
        return None
    worker.append(child)
    os.close(telling)
    os.close(living)
    for number in requests:  # what came between the two
        with suppress(ProcessLookupError):
            os.kill(child, number)
    ended = _watched(child, told)
    ended.asked = bool(requests)
    return ended


def _outlive_nobody(living: int, language: Callable[[], Language]) -> None:
    """End the worker when its watcher is gone: nobody waits for its outcome, and its exit code reaches nobody."""
    with suppress(OSError):
        os.read(living, 1)
    end_now(language())


def _watched(child: int, told: int) -> Ended:
    ended = Ended(0)
    deadline: float | None = None
    rest = b""
    while True:
        wait = None if deadline is None else max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([told], [], [], wait)
        if not ready:
            ended.late, deadline = True, None
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            continue
        block = os.read(told, 1 << 16)
        if not block:
            break
        *lines, rest = (rest + block).split(b"\n")
        for line in lines:
            note = json.loads(line)
            if "opent" in note:
                ended.opened, ended.kind = note["opent"], note["soort"]
                deadline = time.monotonic() + note["seconden"] if note["seconden"] else None
            elif "klaar" in note:
                ended.opened, deadline = "", None
            elif note["uitvoer"] is None:
                ended.output, ended.made = None, []
            else:
                ended.output, ended.made = Path(note["uitvoer"]), [Path(p) for p in note["gemaakt"]]
    _, ended.status = os.waitpid(child, 0)
    return ended


def say_ended(ended: Ended, language: Language) -> None:
    """Say what a sudden end means."""
    with suppress(OSError, ValueError):
        sys.stderr.write(ended.words().in_(language) + "\n")
        sys.stderr.flush()
