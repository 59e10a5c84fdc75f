"""``run --delen`` and ``--motor``: the same output, and a sentence for what cannot be."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from tests.cli.conftest import OPTIONS, Zpm
from tests.cli.test_stopping import Run, big, check_stopped

__all__ = ["big"]


def result(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "resultaat.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.whole
def test_a_run_in_parts_is_the_run(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    """By processes of their own, on an export of which most parts have no row at all."""
    whole, parts = tmp_path / "geheel", tmp_path / "delen"
    assert zpm("run", export, "--out", whole, *OPTIONS).code == 1
    ran = zpm("run", export, "--out", parts, *OPTIONS, "--delen", "2")
    assert ran.code == 1, ran.err
    assert (parts / "bevindingen.csv").read_bytes() == (whole / "bevindingen.csv").read_bytes()
    assert result(parts) == result(whole)
    manifest = json.loads((parts / "manifest.json").read_text(encoding="utf-8"))
    before = json.loads((whole / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["opties"]["delen"], manifest["opties"]["motor"]) == ("2", "lokaal")
    assert manifest["run"]["kenmerk"] == before["run"]["kenmerk"]
    assert zpm("verify", parts).code == 0


@pytest.mark.whole
def test_an_archive_and_a_period_know_nothing_of_parts(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    """A night in parts after a night in one: the same findings, all known, and nothing came or went."""
    nights = (*OPTIONS, "--archief", "a.db", "--periode", "2024")
    assert zpm("run", export, "--out", "een", *nights).code == 1
    ran = zpm("run", export, "--out", "twee", *nights, "--delen", "2")
    assert ran.code == 1, ran.err
    first, second = (pl.read_csv(tmp_path / out / "bevindingen.csv", infer_schema=False) for out in ("een", "twee"))
    assert first.drop("levensloop").equals(second.drop("levensloop"))
    assert {*first["levensloop"]} == {"nieuw"}
    assert {*second["levensloop"]} == {"blijvend"}
    history = zpm("history", "--archief", "a.db", "--json")
    assert history.code == 0
    assert len(json.loads(history.out)) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--delen", "0"), "--delen 0 kan niet. Geef een getal van 1"),
        (("--delen", "-2"), "--delen -2 kan niet."),
        (("--delen", "1000000"), "--delen 1000000 kan niet."),
        (("--motor", "hadoop"), "--motor 'hadoop' is onbekend. Kies lokaal, spark, local[2]"),
        (("--delen", "2", "--motor", "spark:/machine"), "--motor 'spark:/machine' is onbekend."),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_read(
    options: tuple[str, ...], said: str, zpm: Zpm, export: Path, tmp_path: Path
) -> None:
    ran = zpm("run", export, "--out", tmp_path / "uit", *OPTIONS, *options)
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "uit").exists()


@pytest.fixture
def spark_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", ModuleType("pyspark"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


def refused(zpm: Zpm, export: Path, tmp_path: Path, motor: str) -> str:
    ran = zpm("run", export, "--out", tmp_path / "uit", *OPTIONS, "--motor", motor)
    assert ran.code == 2
    assert not (tmp_path / "uit").exists()
    return ran.err


def test_spark_without_the_extra(zpm: Zpm, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    said = refused(zpm, export, tmp_path, "spark")
    assert "PySpark" in said
    assert "pip install 'zpm-audit[spark]'" in said


@pytest.mark.usefixtures("spark_is_there")
def test_spark_without_java(zpm: Zpm, export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    said = refused(zpm, export, tmp_path, "local[2]")
    assert "Java" in said
    assert "apt install" in said


@pytest.mark.usefixtures("spark_is_there")
def test_a_cluster_that_does_not_answer(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    said = refused(zpm, export, tmp_path, "spark://127.0.0.1:1")
    assert "Het cluster op spark://127.0.0.1:1 antwoordt niet." in said


@pytest.mark.whole
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_run_that_is_stopped_while_parts_are_judged_leaves_nothing(big: Path, tmp_path: Path) -> None:
    run = Run(tmp_path, big, "--delen", "2")
    run.wait_for("*/oordelen/verdeling-0/taak/bezig-*")
    run.child.send_signal(signal.SIGTERM)
    code, err = run.end()
    assert code == 4, err
    check_stopped(run, code, err)
