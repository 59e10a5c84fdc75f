"""Runs cases inside one process, for a start of the program costs more than most of them.

What the program itself adds to a start (streams of its own, a process that watches) is tested by the cases that are
run whole, and by those that take this process down: whoever started it runs those again as the real program.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.aanval.case import Case
from tests.aanval.harness import Ran, broken_promises
from tests.aanval.kinds import draw_case

#: A case that takes longer hangs.
SECONDS = 90


def environment(folder: Path) -> dict[str, str]:
    """Return what a case runs with: a place for working files and a key of its own."""
    (folder / "werk").mkdir(exist_ok=True)
    own = {"ZPM_AUDIT_WERKMAP": str(folder / "werk"), "ZPM_AUDIT_SLEUTEL": "een sleutel voor de aanvallen"}
    return own | {
        "XDG_CONFIG_HOME": str(folder / "config"),
        "ZPM_AUDIT_GEHEUGEN_MB": "4000",
        "ZPM_AUDIT_LEESMINUTEN": "1",
    }


def run_whole(case: Case) -> list[str]:
    """Run a case as the real program; return the promises that it broke."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "zpm_audit", *case.arguments],
            env={**os.environ, **environment(case.folder), **case.environment},
            cwd=case.folder,
            capture_output=True,
            check=False,
            timeout=2 * SECONDS,
        )
    except subprocess.TimeoutExpired:
        return [f"hangs longer than {2 * SECONDS} seconds"]
    except (UnicodeEncodeError, ValueError):  # no system passes such an argument on
        return []
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace"))
    return broken_promises(case, ran, case.folder / "werk")


def run_inside(case: Case) -> list[str]:
    """Run a case in this process; return the promises that it broke."""
    from zpm_audit.cli import run_command_line

    os.environ.update(environment(case.folder))
    sys.argv = ["zpm-audit", *case.arguments]
    with _captured(case.folder) as texts:
        try:
            code = run_command_line()
        except SystemExit as ended:
            code = int(ended.code or 0)
    out, err, beside = texts()
    return broken_promises(case, Ran(code, out, err, beside), case.folder / "werk")


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


def _without_network() -> None:
    def refused(_self: socket.socket, address: object) -> None:
        raise AssertionError(f"a connection to {address}")

    socket.socket.connect = refused  # type: ignore[method-assign, assignment]


def _remembered() -> None:
    """Read the catalogue that comes with the program once: cases do not change it."""
    from zpm_audit.commands import audit, inputs

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
    _without_network()
    _remembered()
    for number in range(first, last, step):
        print(json.dumps({"begint": number}), file=telling)
        case = draw_case(seed, number, place / str(number))
        signal.alarm(SECONDS)
        broken = run_whole(case) if case.whole else run_inside(case)
        signal.alarm(0)
        print(json.dumps({"eindigt": number, "soort": case.kind, "gebroken": broken}), file=telling)
        if not broken:
            shutil.rmtree(case.folder, ignore_errors=True)


if __name__ == "__main__":
    seed, first, step, last = map(int, sys.argv[1:5])
    main(seed, first, step, last, Path(sys.argv[5]))
