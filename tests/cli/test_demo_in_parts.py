"""The demo in parts, by processes and by Spark: what is on disk is the same to the byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import spark
from tests.cli.conftest import Ran, program
from tests.oracle.exports import random_export
from tests.oracle.write import write_export
from zpm_audit.demo import write_demo

pytestmark = [pytest.mark.whole, pytest.mark.slow]

LISTS = ("bevindingen.csv", "bevindingen.parquet", "onbepaald.csv", "lopend.csv")


def audit(place: Path, export: Path, name: str, *options: str) -> Ran:
    """Audit as a process of its own, with reports and all."""
    options = ("--gx", "uit", "--fail-on", "nooit", *options)
    ran = program(place)("run", export, "--out", place / name, "--peildatum", "2025-12-31", *options)
    assert ran.code in {0, 5}, ran.err
    return ran


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
    """A folder with a demo, a random export, and the audit of each without parts."""
    folder = tmp_path_factory.mktemp("delen")
    write_demo(folder / "demo", size=0.3)
    tables, _ = random_export(211)
    write_export(tables, folder / "willekeurig")
    audit(folder, folder / "demo" / "export", "demo-geheel")
    audit(folder, folder / "willekeurig", "willekeurig-geheel")
    return folder


@pytest.mark.parametrize("parts", [1, 2, 3, 7])
def test_the_demo_by_processes(place: Path, parts: int) -> None:
    name = f"demo-{parts}"
    ran = audit(place, place / "demo" / "export", name, "--delen", str(parts))
    same(place / name, place / "demo-geheel")
    assert program(place)("verify", place / name).code == 0
    assert len(result(place / name)["checks"]) > 70
    assert ran.err == "" or "Traceback" not in ran.err


@pytest.mark.parametrize(("export", "parts"), [("demo", 1), ("demo", 2), ("willekeurig", 3), ("demo", 7)])
def test_the_same_by_spark(place: Path, export: str, parts: int) -> None:
    spark.needed()
    name, given = f"{export}-spark-{parts}", place / "demo" / "export" if export == "demo" else place / export
    ran = audit(place, given, name, "--delen", str(parts), "--motor", "local[2]")
    same(place / name, place / f"{export}-geheel")
    # Neither Java nor Spark has anything to say to who runs an audit.
    assert not {"WARN", "ERROR", "WARNING"} & set(ran.err.replace(":", " ").split()), ran.err


