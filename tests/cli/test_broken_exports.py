"""A broken export of each kind ends with exit code 5, and the first line of every output says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from tests.cli.conftest import EVERY, OPTIONS, Zpm
from zpm_audit.demo import write_demo

pytestmark = pytest.mark.whole

Break = Callable[[Path], None]


def frame(export: Path, table: str) -> pl.DataFrame:
    return pl.read_csv(export / f"{table}.csv", infer_schema=False)


def unreadable(export: Path) -> None:
    rows = frame(export, "prestaties")
    wrong = pl.int_range(rows.height) % 25 < 16
    rows.with_columns(pl.when(wrong).then(pl.lit("31-12-2024")).otherwise("datum").alias("datum")).write_csv(
        export / "prestaties.csv"
    )


def only_required(export: Path) -> None:
    for path in export.glob("*.csv"):
        if path.stem not in {"prestaties", "zorgtrajecten"}:
            path.unlink()
    frame(export, "prestaties").select("prestatie_id", "patient_id", "datum", "prestatiegroep").write_csv(
        export / "prestaties.csv"
    )
    frame(export, "zorgtrajecten").select("zorgtraject_id", "patient_id", "startdatum").write_csv(
        export / "zorgtrajecten.csv"
    )


def without_zeros(export: Path) -> None:
    for table in ("prestaties", "zorgtrajecten"):
        key = "zorgtraject_id"
        made = pl.concat_str(pl.lit("00"), key) if table == "zorgtrajecten" else pl.col(key)
        frame(export, table).with_columns(made.alias(key)).write_csv(export / f"{table}.csv")


def lost_column(export: Path) -> None:
    """Two tables, and the column that joins them is lost: most of what could run does not any more."""
    for path in export.glob("*.csv"):
        if path.stem not in {"prestaties", "zorgtrajecten"}:
            path.unlink()
    frame(export, "prestaties").drop("zorgtraject_id").write_csv(export / "prestaties.csv")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("klein")
    write_demo(folder, size=0.02)
    return folder / "export"


@pytest.mark.parametrize(
    ("broken", "kind", "said"),
    [
        (unreadable, "opzij", "van prestaties is 64,"),
        pytest.param(only_required, "uitgevoerd", "checks zijn uitgevoerd", marks=pytest.mark.slow),
        (without_zeros, "sleutels", "van prestaties.zorgtraject_id staat 100"),
        (lost_column, "uitgevoerd", "checks zijn uitgevoerd"),
    ],
)
def test_a_broken_export_says_why(zpm: Zpm, small: Path, tmp_path: Path, broken: Break, kind: str, said: str) -> None:
    export, out = tmp_path / "export", tmp_path / "uit"
    export.mkdir()
    for path in small.iterdir():
        pl.read_csv(path, infer_schema=False).write_csv(export / path.name)
    broken(export)
    options = EVERY if kind == "uitgevoerd" else OPTIONS
    ran = zpm("run", export, "--out", out, *options, "--verschil-toegestaan", "--fail-on", "nooit")
    assert ran.code == 5, ran.out + ran.err
    first = ran.out.splitlines()[0]
    assert first.startswith("Op deze export is niet te bouwen: ")
    assert said in first
    result = json.loads((out / "resultaat.json").read_text(encoding="utf-8"))["run"]
    assert result["vertrouwen"]["oordeel"] == "onvoldoende"
    assert kind in {r["soort"] for r in result["vertrouwen"]["cijfers"]}
    assert len(result["vertrouwen"]["redenen"]) == len(result["vertrouwen"]["cijfers"])
    assert result["eerste_regel"] == first
    page = (out / "rapport.html").read_text(encoding="utf-8")
    assert first in page
    assert result["vertrouwen"]["redenen"][0] in page
    book = load_workbook(out / "rapport.xlsx", read_only=True)
    for sheet in book.worksheets[:1]:
        assert first in {cell for row in sheet.iter_rows(max_row=4, values_only=True) for cell in row}


def test_an_export_that_is_whole_is_enough(zpm: Zpm, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    ran = zpm("run", small, "--out", out, *OPTIONS, "--fail-on", "nooit")
    assert ran.code == 0, ran.out + ran.err
    assert json.loads((out / "resultaat.json").read_text(encoding="utf-8"))["run"]["vertrouwen"] == {
        "oordeel": "voldoende",
        "redenen": [],
        "cijfers": [],
    }
