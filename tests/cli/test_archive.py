"""Nights with an archive, as a user runs them: what becomes of a finding, what a diff says, what a run refuses."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.cli.conftest import PRESTATIES, Ran, inside, write_small_export

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("figures_only")]

ROOT = Path(__file__).parents[2]
BROKEN = PRESTATIES
FIXED = PRESTATIES.replace("2024-02-20T10:00,45,29,45", "2024-02-20T10:00,45,45,45")
WITHOUT_P2 = "".join(line for line in PRESTATIES.splitlines(keepends=True) if not line.startswith("P2"))
EMPTY = PRESTATIES.replace("2024-02-20T10:00,45,29,45", "2024-02-20T10:00,45,,45")
NO_COLUMN = PRESTATIES.replace("gerealiseerde_minuten", "andere_kolom")
LIVES = ("nieuw", "heropend", "blijvend", "opgelost", "vervallen")


def result(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "resultaat.json").read_text(encoding="utf-8"))
    return content


def run_id(folder: Path) -> str:
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["run"]["run_id"])


class Nights:
    """Runs one after another in one archive."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.zpm, self.number = folder, inside(folder), 0
        write_small_export(folder / "export")

    def run(self, prestaties: str, *more: object, peildatum: str = "2024-12-31") -> tuple[Ran, Path]:
        self.number += 1
        (self.folder / "export" / "prestaties.csv").write_text(prestaties, encoding="utf-8")
        out = self.folder / f"nacht{self.number}"
        given = ("run", "export", "--archief", "a.db", "--out", out, "--peildatum", peildatum, "--gx", "uit")
        return self.zpm(*given, *more), out


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def test_the_life_of_one_finding(nights: Nights) -> None:
    told = []
    for prestaties in (BROKEN, FIXED, BROKEN, WITHOUT_P2, BROKEN, NO_COLUMN, BROKEN, EMPTY):
        ran, out = nights.run(prestaties, "--select", "ZPM-PR-01", "--fail-on", "nieuw")
        run = result(out)["run"]
        listed = pl.read_parquet(out / "bevindingen.parquet")
        lives = [n for n in LIVES if run["levensloop"][n]]
        told.append((lives, listed["levensloop"].to_list(), ran.code))
        assert "Levensloop" in ran.out
    assert told == [
        (["nieuw"], ["nieuw"], 1),
        (["opgelost"], [], 0),
        (["heropend"], ["heropend"], 1),
        (["vervallen"], [], 5),  # a third of the rows is gone as well
        (["heropend"], ["heropend"], 1),
        ([], [], 5),  # the one check that was asked for does not run: too little to build on, and nothing is solved
        (["blijvend"], ["blijvend"], 0),
        (["vervallen"], [], 0),
    ]
    shown = nights.zpm("history", "--archief", "a.db", "--json")
    rows = json.loads(shown.out)
    assert shown.code == 0
    assert [row["run_id"] for row in rows] == [run_id(nights.folder / f"nacht{n}") for n in range(1, 9)]
    assert [[n for n in LIVES if row[n]] for row in rows] == [lives for lives, _, _ in told]
    assert [row["vorige_manifest_sha256"] for row in rows[1:]] == [row["manifest_sha256"] for row in rows[:-1]]
    assert rows[0]["vorige_manifest_sha256"] is None
    assert rows[5]["vertrouwen"] == "onvoldoende"
    manifest = json.loads((nights.folder / "nacht2" / "manifest.json").read_text(encoding="utf-8"))
    first = {name: rows[0][name] for name in ("reeks", "run_id", "manifest_sha256")}
    assert manifest["vorige_run"] == first
    assert manifest["manifest_sha256"] == rows[1]["manifest_sha256"]
    assert result(nights.folder / "nacht2")["run"]["vorige_run"] == rows[0]["run_id"]


def test_a_table_with_fewer_rows_than_the_run_before(nights: Nights) -> None:
    nights.run(BROKEN, "--select", "ZPM-PR-01")
    ran, out = nights.run(WITHOUT_P2, "--select", "ZPM-PR-01")
    assert ran.code == 5
    assert "minder" in ran.out.splitlines()[0]
    assert result(out)["run"]["vertrouwen"]["cijfers"][0]["soort"] == "daling"


def own_checks(folder: Path, longest: int) -> Path:
    """Write two checks of one's own: one with a limit, one that looks at the peildatum."""
    theme = folder / "huisregels"
    theme.mkdir(parents=True)
    source = (ROOT / "examples" / "eigen-checks" / "huisregels" / "EIGEN-CO-01.yaml").read_text(encoding="utf-8")
    limited = source.replace("waarde: 180,", f"waarde: {longest},")
    (theme / "EIGEN-CO-01.yaml").write_text(limited, encoding="utf-8")
    timed = source.replace("EIGEN-CO-01", "EIGEN-TD-01").replace(
        "eis: gerealiseerde_minuten <= maximum_minuten",
        "eis: gerealiseerde_minuten <= maximum_minuten - 175 or extract(year from peildatum) < 2025",
    )
    (theme / "EIGEN-TD-01.yaml").write_text(timed, encoding="utf-8")
    return theme


def test_a_diff_tells_data_checks_and_time_apart(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    select = ("--select", "ZPM-PR-01,EIGEN-CO-01,EIGEN-TD-01")
    old, new = own_checks(tmp_path / "oud", 180), own_checks(tmp_path / "nieuw", 40)
    first = nights.run(BROKEN, *select, "--extra-checks", old)[1]
    kept = shutil.copytree(tmp_path / "export", tmp_path / "bewaard")
    second = nights.run(FIXED, *select, "--extra-checks", new, peildatum="2025-01-03")[1]
    runs = (run_id(first), run_id(second))

    gone = nights.zpm("diff", *runs, "--archief", "a.db", "--json")
    assert gone.code == 3
    assert "--export-a" in gone.err
    assert json.loads(gone.out)["checks"]["ZPM-PR-01"]["oorzaak"] is None

    told = nights.zpm("diff", *runs, "--archief", "a.db", "--export-a", kept / "..", "--json")
    assert told.code == 3

    shutil.rmtree(old)  # the checks of the first run are in the archive
    told = nights.zpm("diff", *runs, "--archief", "a.db", "--export-a", kept, "--json")
    assert told.code == 0, told.err
    assert json.loads(told.out) == {
        "checks": {
            "EIGEN-CO-01": {
                "nieuw": ["EIGEN-CO-01:P2", "EIGEN-CO-01:P3"],
                "heropend": [],
                "opgelost": [],
                "vervallen": [],
                "oorzaak": {"gegevens": 0, "check": 2, "tijd": 0},
            },
            "EIGEN-TD-01": {
                "nieuw": ["EIGEN-TD-01:P1", "EIGEN-TD-01:P2", "EIGEN-TD-01:P3"],
                "heropend": [],
                "opgelost": [],
                "vervallen": [],
                "oorzaak": {"gegevens": 0, "check": 0, "tijd": 3},
            },
            "ZPM-PR-01": {
                "nieuw": [],
                "heropend": [],
                "opgelost": ["ZPM-PR-01:P2"],
                "vervallen": [],
                "oorzaak": {"gegevens": 1, "check": 0, "tijd": 0},
            },
        }
    }
    lines = nights.zpm("diff", *runs, "--archief", "a.db", "--export-a", kept).out
    assert "ZPM-PR-01: 1 opgelost (door 1 gegevens)" in lines
    backwards = nights.zpm("diff", *reversed(runs), "--archief", "a.db")
    assert (backwards.code, "Draai ze om" in backwards.err) == (2, True)
    unknown = nights.zpm("diff", runs[0], "20200101-000000-abcd", "--archief", "a.db")
    assert (unknown.code, "staat niet in het archief" in unknown.err) == (2, True)


def test_bad_use_ends_with_a_sentence_and_writes_nothing(nights: Nights) -> None:
    zpm = nights.zpm
    without = zpm("run", "export", "--fail-on", "nieuw", "--out", "uit")
    assert (without.code, "--fail-on nieuw heeft een archief nodig" in without.err) == (2, True)
    connection = sqlite3.connect(nights.folder / "epd.db")
    connection.execute("create table patienten (id)")
    connection.commit()
    connection.close()
    other = zpm("run", "export", "--archief", "epd.db", "--out", "uit")
    assert (other.code, "ander programma" in other.err) == (2, True)
    nameless = zpm("run", "export", "--archief", "a.db", "--reeks", " ", "--out", "uit")
    assert (nameless.code, "--reeks is leeg" in nameless.err) == (2, True)
    assert not (nights.folder / "uit").exists()
    assert not (nights.folder / "a.db").exists()
    for command in (("history",), ("diff", "a", "b")):
        assert (zpm(*command).code, zpm(*command, "--archief", "weg.db").code) == (2, 2)
    assert not (nights.folder / "weg.db").exists()


@pytest.mark.slow
def test_two_runs_at_once_are_both_in_it(tmp_path: Path) -> None:
    write_small_export(tmp_path / "export")
    options = ("--archief", "a.db", "--peildatum", "2024-12-31", "--gx", "uit", "--fail-on", "nooit")
    command = [sys.executable, "-m", "zpm_audit", "run", "export", *options, "--select", "ZPM-PR-01"]
    both = [subprocess.Popen([*command, "--out", f"uit{n}"], cwd=tmp_path, text=True) for n in (1, 2)]
    assert [one.wait(timeout=300) for one in both] == [0, 0]
    rows = json.loads(inside(tmp_path)("history", "--archief", "a.db", "--json").out)
    assert [(row["nieuw"], row["blijvend"]) for row in rows] == [(1, 0), (0, 1)]
    assert rows[1]["vorige_manifest_sha256"] == rows[0]["manifest_sha256"]
    listed = {
        run_id(tmp_path / f"uit{n}"): pl.read_parquet(tmp_path / f"uit{n}" / "bevindingen.parquet") for n in (1, 2)
    }
    assert [listed[row["run_id"]]["levensloop"].to_list() for row in rows] == [["nieuw"], ["blijvend"]]
