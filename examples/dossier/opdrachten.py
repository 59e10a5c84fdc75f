"""Gives the commands of zpm-audit as a user types them, shows them with their answer, and stops at a surprise."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout

from zpm_audit.cli import run_command_line

#: Of a long answer the first and the last lines are shown.
_SHOWN = 8


class NotAsPlannedError(Exception):
    """Something came out otherwise than the example says it must."""


def step(title: str, why: str) -> None:
    """Say which step this is and what it shows."""
    print(f"\n== {title}\n   {why}")


def plan(what: str, found: object, wanted: object) -> None:
    """Say what came out, and stop when it is not what was planned."""
    if found != wanted:
        raise NotAsPlannedError(f"{what}: {found!r}, en dat had {wanted!r} moeten zijn.")
    print(f"   klopt: {what}: {found}")


def zpm_audit(*arguments: object, code: int = 0, shown: int = _SHOWN) -> str:
    """Give one command in this folder; return what it printed."""
    words = [str(argument) for argument in arguments]
    print(f"   $ zpm-audit {' '.join(words)}")
    said, before = io.StringIO(), sys.argv
    sys.argv = ["zpm-audit", *words]
    try:
        with redirect_stdout(said), redirect_stderr(said):
            ended = run_command_line()
    except SystemExit as stop:
        ended = int(stop.code or 0)
    finally:
        sys.argv = before
    lines = said.getvalue().rstrip().splitlines()
    for line in _shortened(lines, shown):
        print(f"     {line}")
    if ended != code:
        raise NotAsPlannedError(f"zpm-audit {' '.join(words)}: afsluitcode {ended}, en dat had {code} moeten zijn.")
    return said.getvalue()


def _shortened(lines: list[str], shown: int) -> list[str]:
    if len(lines) <= shown:
        return lines
    half = shown // 2
    return [*lines[:half], "…", *lines[len(lines) - half :]] if half else []
