"""The demo in parts, by processes and by Spark: what is on disk is the same to the byte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import spark
from tests.oracle.exports import random_export
from tests.oracle.write import write_export
from zpm_audit.demo import write_demo

pytestmark = [pytest.mark.whole, pytest.mark.slow]

#: Checks that are split, with one that cannot be: every way to split costs a process for each part.
FEW = ("--select", "ZPM-PR-01,ZPM-RB-01,ZPM-ZT-06,ZPM-RT-02")
CHOSEN = {"alles": (), "enkele": FEW}
PATIENCE_SECONDS = 1800
LISTS = ("bevindingen.csv", "bevindingen.parquet", "onbepaald.csv", "lopend.csv")


def audit(place: Path, export: str, name: str, *options: str) -> str:
    """Audit as a process of its own, with reports and all; return what it said on its error stream."""
    given = place / export / "export"
    command = ["run", str(given), "--out", str(place / name), "--peildatum", "2025-12-31", "--gx", "uit"]
    ran = subprocess.run(
        [sys.executable, "-m", "zpm_audit", *command, "--fail-on", "nooit", *options],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ran.returncode in {0, 5}, ran.stderr
    return ran.stderr


def result(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "resultaat.json").read_text(encoding="utf-8"))
    return found


def same(one: Path, other: Path) -> None:
    for name in LISTS:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    assert result(one) == result(other)
    assert {p.relative_to(one) for p in one.rglob("*")} == {p.relative_to(other) for p in other.rglob("*")}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo, a random export, and the audits of them without parts."""
    folder = tmp_path_factory.mktemp("delen")
    write_demo(folder / "demo", size=0.05)
    write_export(random_export(211)[0], folder / "willekeurig" / "export")
    for which, checks in CHOSEN.items():
        audit(folder, "demo", f"demo-{which}", *checks)
    audit(folder, "willekeurig", "willekeurig-enkele", *FEW)
    return folder


@pytest.mark.parametrize(
    ("export", "which", "parts"),
    [("demo", "enkele", 1), ("demo", "enkele", 2), ("demo", "alles", 3), ("demo", "enkele", 7)],
)
def test_by_processes(place: Path, export: str, which: str, parts: int) -> None:
    name = f"{export}-{parts}"
    said = audit(place, export, name, *CHOSEN[which], "--delen", str(parts))
    same(place / name, place / f"{export}-{which}")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("export", "which", "parts"),
    [("willekeurig", "enkele", 1), ("demo", "alles", 2), ("demo", "enkele", 3), ("demo", "enkele", 7)],
)
def test_by_spark(place: Path, export: str, which: str, parts: int) -> None:
    spark.needed()
    name = f"{export}-spark-{parts}"
    said = audit(place, export, name, *CHOSEN[which], "--delen", str(parts), "--motor", "local[2]")
    same(place / name, place / f"{export}-{which}")
    # Neither Java nor Spark has anything to say to who runs an audit.
    assert not {"WARN", "ERROR", "Traceback"} & set(said.replace(":", " ").split()), said
    assert "Warning" not in said
