"""Parts judged in the process of the tests: the same task, without the cost of starting a process for each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from zpm_audit.engine.shards import judging, plan
from zpm_audit.engine.shards.task import judge_part


def inside(file: Path, parts: int, done: Callable[[int], None]) -> None:
    """Judge all parts here."""
    for number in range(parts):
        judge_part(file, number)
        done(number + 1)


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge parts in this process, and by every way to split, however few checks it serves."""
    monkeypatch.setattr(plan, "FEWEST", 1)
    monkeypatch.setattr(judging, "runner_of", lambda _: nullcontext(inside))
