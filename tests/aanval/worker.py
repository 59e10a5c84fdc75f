"""Runs cases inside one process, for a start of the program costs more than most of them.

What the program itself adds to a start (streams of its own, a process that watches) is tested by the cases that are
run whole, and by those that take this process down: whoever started it runs those again as the real program.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.aanval.case import Case
from tests.aanval.guard import written_in_file
from tests.aanval.guarded import environment
from tests.aanval.harness import Ran, broken_promises
from tests.aanval.kinds import draw_case

#: A case that takes longer hangs, however busy the machine is.
SECONDS = 600


@dataclass(frozen=True)
class Ended:
    """How a case ended (None where it did not run to an end), and the promises that it broke."""

    code: int | None
    broken: list[str]


def run_whole(case: Case) -> Ended:
    """Run a case as the real program."""
    try:
        done = subprocess.run(
            [
                *(("sh", "-c", case.under, "sh") if case.under else ()),
                sys.executable,
                "-m",
                "zpm_audit",
                *case.arguments,
            ],
            env={**os.environ, **environment(case.folder), **case.environment},
            cwd=case.folder,
            capture_output=True,
            check=False,
            timeout=2 * SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Ended(None, [f"hangs longer than {2 * SECONDS} seconds"])
    except (UnicodeEncodeError, ValueError):  # no system passes such an argument on
        return Ended(None, [])
    ran = Ran(done.returncode, done.stdout.decode("utf-8", "backslashreplace"), done.stderr.decode("utf-8", "replace"))
    return Ended(ran.code, broken_promises(case, ran, case.folder / "werk"))


def run_inside(case: Case) -> Ended:
    """Run a case in this process."""
    from zpm_audit.cli import run_command_line

    sys.argv = ["zpm-audit", *case.arguments]
    with _surrounded(environment(case.folder) | case.environment), _captured(case.folder) as texts:
        try:
            code = run_command_line()
        except SystemExit as ended:
            code = int(ended.code or 0)
    out, err, beside = texts()
    return Ended(code, broken_promises(case, Ran(code, out, err, beside), case.folder / "werk"))


@contextlib.contextmanager
def _surrounded(settings: dict[str, str]) -> Iterator[None]:
    """Let this process have the environment of a case, and its guard write with the case."""
    before, place = dict(os.environ), tempfile.tempdir
    os.environ.update(settings)
    tempfile.tempdir = settings["TMPDIR"]
    written_in_file()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        tempfile.tempdir = place


@contextlib.contextmanager
def _captured(folder: Path) -> Iterator[Any]:
    """Take what is said, ours and on standard output also what is not; the real program hears no library on error."""
    names = ("out", "err", "beside")
    files = {name: (folder / f"{name}.txt").open("w+", encoding="utf-8", errors="backslashreplace") for name in names}
    saved, streams, place = (os.dup(1), os.dup(2)), (sys.stdout, sys.stderr), Path.cwd()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(files["beside"].fileno(), 1)
    os.dup2(nowhere, 2)
    sys.stdout, sys.stderr = files["out"], files["err"]
    os.chdir(folder)
    try:
        yield lambda: tuple((folder / f"{name}.txt").read_text(encoding="utf-8") for name in names)
    finally:
        os.chdir(place)
        sys.stdout, sys.stderr = streams
        for descriptor, number in zip(saved, (1, 2), strict=True):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.close(nowhere)
        for file in files.values():
            file.close()


def _remembered() -> None:
    """Read the catalogue that comes with the program once: cases do not change it."""
    import typer.main

    from zpm_audit.commands import audit, inputs

    typer.main.get_command = functools.cache(typer.main.get_command)

    for module, name in ((inputs, "load_catalogue"), (inputs, "load_norms"), (audit, "load_suites")):
        known = getattr(module, name)
        kept: dict[str, Any] = {}

        def once(*given: Any, known: Any = known, kept: dict[str, Any] = kept) -> Any:
            what = str([getattr(one, "folder", one) for one in given])
            if "eigen" in what:
                return known(*given)
            if what not in kept:
                kept[what] = known(*given)
            return kept[what]

        setattr(module, name, functools.wraps(known)(once))


def main(seed: int, first: int, step: int, last: int, place: Path) -> None:
    """Run every ``step``-th case and tell on standard output how each began and ended."""
    telling = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    _remembered()
    for number in range(first, last, step):
        print(json.dumps({"begint": number}), file=telling)
        case = draw_case(seed, number, place / str(number))
        signal.alarm(SECONDS)
        ended = run_whole(case) if case.whole else run_inside(case)
        signal.alarm(0)
        told = {"eindigt": number, "soort": case.kind, "gebroken": ended.broken, "code": ended.code}
        print(json.dumps(told), file=telling)


if __name__ == "__main__":
    seed, first, step, last = map(int, sys.argv[1:5])
    main(seed, first, step, last, Path(sys.argv[5]))
