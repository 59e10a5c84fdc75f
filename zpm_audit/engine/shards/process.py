"""One part judged by a process of its own: what breaks in it, or asks for too much memory, takes nothing else with it.

``python -m zpm_audit.engine.shards.process TASK NUMBER``. The process ends when whoever started it is gone.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from zpm_audit.base.language import Text

#: How often a part is begun before the run gives up.
TRIES = 2
_FAILED = 4
_THREADS = "POLARS_MAX_THREADS"


class PartFailed(Exception):  # noqa: N818  # it says what happened to a part
    """A part that did not come to its end: why, and whether a full disk is behind it."""

    def __init__(self, number: int, why: Text, *, full: bool = False) -> None:
        super().__init__(why.nl)
        self.number, self.why, self.full = number, why, full


def judged_apart(
    file: Path,
    number: int,
    threads: int | None = None,
    tries: int = TRIES,
    started: Callable[[subprocess.Popen[bytes]], None] | None = None,
) -> None:
    """Judge a part in a process of its own, once more where it fails; raise PartFailed where that fails too."""
    for attempt in range(1, tries + 1):
        try:
            _once(file, number, threads, started)
        except PartFailed as failed:
            # Trying again makes no room on a disk.
            if attempt == tries or failed.full:
                raise
        else:
            return


def _once(
    file: Path, number: int, threads: int | None, started: Callable[[subprocess.Popen[bytes]], None] | None
) -> None:
    said = _said(file, number)
    said.unlink(missing_ok=True)
    command = [sys.executable, "-m", __name__, str(file), str(number)]
    environment = {**os.environ, **({_THREADS: str(threads)} if threads else {})}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    try:
        if started is not None:
            started(process)
        code = process.wait()
    finally:
        process.kill()
        process.wait()
        assert process.stdin is not None  # it was asked for
        process.stdin.close()
    if code:
        raise _failed(said, number, code)


def _said(file: Path, number: int) -> Path:
    return file.parent / f"fout-{number}.json"


def failure_of(file: Path, parts: int) -> PartFailed | None:
    """Return which part of a task said why it did not come to its end; None where none did."""
    said = next((n for n in range(parts) if _said(file, n).exists()), None)
    return None if said is None else _failed(_said(file, said), said, _FAILED)


def _failed(said: Path, number: int, code: int) -> PartFailed:
    with suppress(OSError, ValueError):
        note = json.loads(said.read_text(encoding="utf-8"))
        return PartFailed(number, Text(*note["waarom"]), full=note["vol"])
    ended = f"signaal {-code}" if code < 0 else f"code {code}"
    return PartFailed(
        number,
        Text(
            f"het proces is onverwacht beëindigd ({ended}); meestal is het geheugen vol",
            f"the process was ended unexpectedly ({ended}); mostly memory is full",
        ),
    )


def main(file: Path, number: int) -> int:
    """Judge a part for as long as whoever started this process is there, and return the exit code."""
    threading.Thread(target=_outlive_nobody, name="starter", daemon=True).start()
    # Who started this process says when it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return attempt(file, number)


def attempt(file: Path, number: int) -> int:
    """Judge a part; where that fails, leave why beside the task, and return the exit code."""
    from zpm_audit.engine.shards.task import judge_part

    try:
        judge_part(file, number)
    except BaseException as error:  # a panic in a library is no Exception
        from zpm_audit.output.publish import is_disk_full

        why, full = _words(error), is_disk_full(error)
        with suppress(OSError):
            _said(file, number).write_text(json.dumps({"waarom": [why.nl, why.en], "vol": full}), encoding="utf-8")
        return _FAILED
    return 0


def _words(error: BaseException) -> Text:
    """Return what to say of an error; of one that is ours not its message, which may quote the export."""
    from zpm_audit.base.errors import ZpmError, os_reason

    if isinstance(error, ZpmError):
        return error.text
    if isinstance(error, OSError) and error.strerror:
        why = os_reason(error)
        return Text(f"{why.nl} ({error.filename})", f"{why.en} ({error.filename})")
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
    return Text(what, what)


def _outlive_nobody() -> None:
    """End when the pipe from whoever started this process closes; nothing is ever written to it."""
    os.read(0, 1)
    os._exit(_FAILED)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), int(sys.argv[2])))
