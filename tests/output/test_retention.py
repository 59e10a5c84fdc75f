"""Retention removes outputs of our own that are old enough, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from zpm_audit.output.retention import Keep, remove_old, runs_in

NOW = datetime(2024, 12, 31, tzinfo=UTC)


def output(outputs: Path, name: str, days: int, *, run_id: str = "", maker: str = "zpm-audit") -> Path:
    folder = outputs / name
    folder.mkdir(parents=True)
    (folder / "bevindingen.csv").write_text("x", encoding="utf-8")
    run = {"run_id": run_id or name, "gestart": (NOW - timedelta(days=days)).isoformat(), "sleutel_vingerafdruk": "k"}
    content = {"gemaakt_door": maker, "run": run, "uitvoer": [{"pad": "bevindingen.csv"}]}
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def left(outputs: Path) -> set[str]:
    return {one.name for one in outputs.iterdir()}


def test_what_is_old_goes_and_the_newest_stay(tmp_path: Path) -> None:
    for name, days in (("a", 40), ("b", 31), ("c", 30), ("d", 1)):
        output(tmp_path, name, days)
    told = remove_old(tmp_path, Keep(30), NOW)
    assert left(tmp_path) == {"c", "d"}
    assert [text.nl.rsplit("/", 1)[-1] for text in told] == ["b.", "a."]
    assert [one.folder.name for one in runs_in(tmp_path)] == ["d", "c"]


def test_so_many_always_stay(tmp_path: Path) -> None:
    for name, days in (("a", 90), ("b", 80), ("c", 70)):
        output(tmp_path, name, days)
    remove_old(tmp_path, Keep(30, least=2), NOW)
    assert left(tmp_path) == {"b", "c"}


def test_what_is_not_ours_or_holds_something_of_somebody_stays(tmp_path: Path) -> None:
    output(tmp_path, "nieuw", 1)
    output(tmp_path, "ander", 90, maker="iemand")
    output(tmp_path, "hernoemd", 90, run_id="20240101-000000-aaaa")
    (output(tmp_path, "met-notitie", 90) / "notitie.txt").write_text("bewaren", encoding="utf-8")
    (tmp_path / "los").mkdir()
    (tmp_path / "koppeling").symlink_to(output(tmp_path.with_name("elders"), "weg", 90), target_is_directory=True)
    before = left(tmp_path)
    told = remove_old(tmp_path, Keep(30), NOW)
    assert left(tmp_path) == before
    assert len(told) == 1
    assert "notitie.txt" in told[0].nl


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert remove_old(tmp_path / "nergens", Keep(30), NOW) == []


@pytest.mark.parametrize("text", ["{", "[]", '{"gemaakt_door": "zpm-audit", "run": {"run_id": "a", "gestart": "x"}}'])
def test_a_manifest_that_says_nothing_removes_nothing(tmp_path: Path, text: str) -> None:
    (output(tmp_path, "a", 90) / "manifest.json").write_text(text, encoding="utf-8")
    assert remove_old(tmp_path, Keep(1, least=1), NOW) == []
    assert left(tmp_path) == {"a"}
