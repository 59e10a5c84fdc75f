"""A part that fails is tried again and named; a full disk is called one; nobody is left working for nobody."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.engine.small import TODAY, register
from tests.engine.test_order_and_packing import every_kind, rows
from zpm_audit.base.errors import InternalError
from zpm_audit.base.language import Text
from zpm_audit.engine.shards import judging, local, process, task
from zpm_audit.engine.shards.division import Division
from zpm_audit.engine.shards.judging import judge_in_parts
from zpm_audit.engine.shards.local import run_local
from zpm_audit.engine.shards.process import PartFailed, attempt, failure_of, judged_apart


def test_a_part_that_fails_is_tried_once_more_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    once = process._once

    def counted(file: Path, number: int, threads: int | None, started: object) -> None:
        begun.append(number)
        once(file, number, threads, None)

    monkeypatch.setattr(process, "_once", counted)
    with pytest.raises(PartFailed) as caught:
        judged_apart(tmp_path / "no-task.pickle", 3)
    assert begun == [3, 3]
    assert caught.value.number == 3
    assert caught.value.why.nl == f"het bestaat niet ({tmp_path / 'no-task.pickle'})"


def test_a_second_attempt_may_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fails = [PartFailed(0, Text("even niet", "not now"))]

    def once(*_: object) -> None:
        if fails:
            raise fails.pop()

    monkeypatch.setattr(process, "_once", once)
    judged_apart(tmp_path / "x", 0)
    assert not fails


def test_a_process_that_is_killed_says_what_that_mostly_means(tmp_path: Path) -> None:
    def kill(started: subprocess.Popen[bytes]) -> None:
        started.send_signal(signal.SIGKILL)

    with pytest.raises(PartFailed, match=f"signaal {signal.SIGKILL:d}.*geheugen vol"):
        judged_apart(tmp_path / "x", 1, started=kill)


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x"), True),
        (pl.exceptions.ComputeError("sink: No space left on device (os error 28)"), True),
        (ValueError("patient 123456782"), False),
    ],
)
def test_what_went_wrong_is_left_without_what_it_quotes(
    error: Exception, full: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(task, "judge_part", broken)
    assert attempt(tmp_path / "taak.pickle", 2) == 4
    failed = failure_of(tmp_path / "taak.pickle", 5)
    assert failed is not None
    assert (failed.number, failed.full) == (2, full)
    assert "123456782" not in failed.why.nl + failed.why.en


def test_trying_again_makes_no_room_on_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []

    def once(*_: object) -> None:
        begun.append(1)
        raise PartFailed(0, Text("vol", "full"), full=True)

    monkeypatch.setattr(process, "_once", once)
    with pytest.raises(PartFailed):
        judged_apart(tmp_path / "x", 0)
    assert begun == [1]


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (PartFailed(1, Text("het geheugen is vol", "memory is full")), "Deel 2 van 3 is niet beoordeeld.*het geheugen"),
        (PartFailed(1, Text("vol", "full"), full=True), "De schijf is vol"),
    ],
)
def test_a_run_with_a_part_that_fails_is_no_run(
    failed: PartFailed, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_file: Path, _parts: int, _done: Callable[[int], None]) -> None:
        raise failed

    monkeypatch.setattr(judging, "run_local", run)
    with pytest.raises(InternalError, match=said) as caught:
        judge_in_parts(register(prestaties=rows()), every_kind(tmp_path / "c"), TODAY, tmp_path / "w", Division(3))
    assert caught.value.exit_code == 4


def test_one_part_that_fails_stops_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []

    def fails(_file: Path, number: int, *_: object, **__: object) -> None:
        begun.append(number)
        raise PartFailed(number, Text("stuk", "broken"))

    monkeypatch.setattr(local, "judged_apart", fails)
    with pytest.raises(PartFailed):
        run_local(tmp_path / "x", 50, lambda _: None)
    assert len(begun) < 50


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_process_ends_when_who_started_it_is_gone(tmp_path: Path) -> None:
    fifo = tmp_path / "taak.pickle"
    os.mkfifo(fifo)  # the process waits for its task for ever
    with subprocess.Popen([sys.executable, "-m", process.__name__, str(fifo), "0"], stdin=subprocess.PIPE) as worker:
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(timeout=60) == 4
