"""However an export is divided, what a user finds on disk is the same to the byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.engine.shards.conftest import inside
from tests.oracle.exports import random_export
from tests.oracle.write import write_export
from tests.properties.adapter import Output, run, without_reports
from zpm_audit.engine.run import Judged
from zpm_audit.engine.shards import judging, plan
from zpm_audit.engine.shards.merge import merged

pytestmark = [pytest.mark.whole, pytest.mark.slow]


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Judge parts in this process, by every way to split.

    Give the checks that parts judged, every one of which came to its end there.
    """
    done: list[str] = []

    def watched(parts: Sequence[Judged], work: Path) -> Judged | None:
        one = merged(parts, work)
        assert one is not None, (parts[0].check.id, [p.reason for p in parts])
        done.append(one.check.id)
        return one

    monkeypatch.setattr(plan, "FEWEST", 1)
    monkeypatch.setattr(judging, "runner_of", lambda _: nullcontext(inside))
    monkeypatch.setattr(judging, "merged", watched)
    return done


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, date, Output]]:
    """Return a function that audits the export of a seed in one go, each once for all that compare with it."""

    @cache
    def audit(seed: int, *more: str) -> tuple[Path, date, Output]:
        folder = tmp_path_factory.mktemp(f"recht-{seed}")
        tables, peildatum = random_export(seed)
        export = write_export(tables, folder / "export")
        with without_reports():
            return export, peildatum, run(export, folder / "uit", peildatum, *more)

    return audit


def without_times(result: dict[str, Any]) -> dict[str, Any]:
    """Return what a run says but for when it ran."""
    return {**result, "run": {k: v for k, v in result["run"].items() if k not in {"begonnen", "duur_s", "run_id"}}}


def same(found: Output, whole: Output) -> None:
    """Whatever a user finds on disk is the same."""
    assert found.csv == whole.csv
    assert without_times(found.resultaat) == without_times(whole.resultaat)
    for verdict, frame in found.lists().items():
        assert frame.equals(whole.lists()[verdict]), verdict


@pytest.mark.usefixtures("figures_only")
@pytest.mark.parametrize(("parts", "seed"), [(1, 201), (2, 202), (3, 201), (7, 201)])
def test_parts_give_what_the_whole_gives(
    parts: int, seed: int, straight: Callable[..., tuple[Path, date, Output]], within: list[str], tmp_path: Path
) -> None:
    export, peildatum, whole = straight(seed)
    found = run(export, tmp_path / "uit", peildatum, "--delen", str(parts))
    same(found, whole)
    # Nearly all checks are judged in parts: that is what this is about.
    assert len(within) > 60


@pytest.mark.usefixtures("figures_only", "within")
@pytest.mark.parametrize("parts", [4, 5, 6])
def test_any_number_of_parts_gives_what_the_whole_gives(
    parts: int, straight: Callable[..., tuple[Path, date, Output]], tmp_path: Path
) -> None:
    some = ("--select", "ZPM-RB-01,ZPM-CO-03,ZPM-CO-04,ZPM-KP-01,ZPM-GC-01,ZPM-ZT-06,ZPM-BH-03,ZPM-RT-02")
    export, peildatum, whole = straight(203, *some)
    found = run(export, tmp_path / "uit", peildatum, *some, "--delen", str(parts))
    same(found, whole)


@pytest.mark.usefixtures("figures_only")
def test_a_period_goes_with_parts(
    straight: Callable[..., tuple[Path, date, Output]], within: list[str], tmp_path: Path
) -> None:
    _, peildatum, _ = straight(201)
    period = ("--periode", str(peildatum.year))
    export, _, whole = straight(201, *period)
    found = run(export, tmp_path / "uit", peildatum, *period, "--delen", "3")
    same(found, whole)
    assert within
