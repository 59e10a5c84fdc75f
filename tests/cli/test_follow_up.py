"""A workbook that goes out, is filled in and comes back, as a controller sees it; and what the next run shows of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook

from tests.cli.conftest import Audited, Ran, inside, write_small_export
from tests.zips import pointing_nowhere

pytestmark = pytest.mark.whole

CONFIGURATION = """\
export: export
archief: a.db
werklijsten: regiebehandelaar,team
eigenaren:
  themas: {planning-realisatie: {eigenaar: Planning, dagen: 5}}
"""
FIRST = "nacht1/rapport.xlsx"
LIST = "nacht1/werklijsten/regiebehandelaar/B1.xlsx"
SELECT = ("--select", "ZPM-PR-01", "--gx", "uit", "--fail-on", "nooit")


def sheet_of(path: Path) -> tuple[Any, Any, int, dict[str, int]]:
    """Return a workbook with its sheet of findings, the row of its heading and the place of each column."""
    book = load_workbook(path)
    sheet = book["Bevindingen"]
    for number, cells in enumerate(sheet.iter_rows(max_row=12, values_only=True), 1):
        if "status" in cells:
            return book, sheet, number, {str(name): at for at, name in enumerate(cells, 1)}
    raise AssertionError("no heading")


def filled(path: Path, target: Path, who: str, change: Callable[[Any, int, dict[str, int]], None]) -> Path:
    book, sheet, heading, at = sheet_of(path)
    change(sheet, heading + 1, at)
    book.properties.lastModifiedBy = who
    book.save(target)
    return target


def first_row(sheet: Any, heading: int, at: dict[str, int]) -> dict[str, Any]:
    return {name: sheet.cell(heading + 1, column).value for name, column in at.items()}


def outcome(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "resultaat.json").read_text(encoding="utf-8"))
    return content["run"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opvolging")
    write_small_export(folder / "export")
    (folder / "zpm-audit.yaml").write_text(CONFIGURATION, encoding="utf-8")
    ran = inside(folder)("run", "--out", "nacht1", "--peildatum", "2024-12-31", *SELECT)
    assert ran.code == 0, ran.err
    return folder


def read(place: Path, *more: object) -> Ran:
    return inside(place)("opvolging", "lees", *more)


def test_the_sheet_has_four_columns_to_fill_in_and_says_which_run_it_is_of(place: Path) -> None:
    book, sheet, heading, at = sheet_of(place / FIRST)
    wanted = ["status", "toelichting_opvolging", "eigenaar", "opgepakt_op"]
    assert [name for name in at if name in wanted] == wanted
    choices = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    letter = sheet.cell(heading, at["status"]).column_letter
    assert choices == {f"{letter}{heading + 1}": '"open,in onderzoek,hersteld,geaccepteerd,geen fout"'}
    manifest = json.loads((place / "nacht1" / "manifest.json").read_text(encoding="utf-8"))
    hidden = book["zpm-audit"]
    assert hidden.sheet_state == "hidden"
    told = {cells[0]: cells[1] for cells in hidden.iter_rows(values_only=True)}
    assert told == {"kenmerk": manifest["run"]["kenmerk"], "run_id": manifest["run"]["run_id"], "stand": "0"}
    one = first_row(sheet, heading, at)
    assert (one["status"], one["eigenaar"], one["Verantwoordelijk"]) == ("open", None, "Planning")
    assert str(one["Reageren voor"])[:10] == "2025-01-05"


def test_every_output_has_the_blockade_and_the_terms(place: Path) -> None:
    with (place / "nacht1" / "blokkade.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["prestatie_id"], row["bedrag_eur"], row["checks"]) for row in rows] == [("P2", "135.89", "ZPM-PR-01")]
    manifest = json.loads((place / "nacht1" / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["pad"] for entry in manifest["uitvoer"]}
    assert {"blokkade.csv", "termijnen_week.csv", "werklijsten/index.html"} <= listed
    assert {"werklijsten/regiebehandelaar/B1.xlsx", "werklijsten/team/leeg.csv"} <= listed
    index = (place / "nacht1" / "werklijsten" / "index.html").read_text(encoding="utf-8")
    assert 'href="regiebehandelaar/B1.xlsx"' in index
    assert "ZPM-PR-01: " in index
    to_do = load_workbook(place / LIST)["Te doen"]
    cause = next(cells for cells in to_do.iter_rows(values_only=True) if cells[0] == "ZPM-PR-01")
    assert cause[2] in index
    assert (cause[3], *cause[5:]) == (1, "Planning", 5, 0)
    page = (place / "nacht1" / "rapport.html").read_text(encoding="utf-8")
    assert "Open zonder eigenaar: 0 van 1." in page


def test_a_work_list_goes_out_comes_back_and_the_finding_is_found_again(place: Path) -> None:
    def solved(sheet: Any, row: int, at: dict[str, int]) -> None:
        sheet.cell(row, at["status"]).value = " HERSTELD "
        sheet.cell(row, at["toelichting_opvolging"]).value = "minuten gecorrigeerd"
        sheet.cell(row, at["eigenaar"]).value = "Anna"

    path = filled(place / LIST, place / "anna.xlsx", "Anna", solved)
    dry = json.loads(read(place, path, "--droog", "--json").out)
    assert (dry["gewijzigd"], dry["droog"]) == (1, True)
    told = json.loads(read(place, path, "--json").out)
    assert {name: told[name] for name in ("gelezen", "gewijzigd", "ongewijzigd", "conflicten", "geweigerd")} == {
        "gelezen": 1,
        "gewijzigd": 1,
        "ongewijzigd": 0,
        "conflicten": [],
        "geweigerd": [],
    }
    assert json.loads(read(place, path, "--json").out)["ongewijzigd"] == 1

    def accepted(sheet: Any, row: int, at: dict[str, int]) -> None:
        sheet.cell(row, at["status"]).value = "geaccepteerd"

    clash = read(place, filled(place / LIST, place / "bram.xlsx", "Bram", accepted), "--archief", "a.db")
    assert clash.code == 0
    assert "er staat status hersteld (Anna, " in clash.out
    assert "dit werkboek zegt status geaccepteerd (Bram, " in clash.out

    run = inside(place)("run", "--out", "nacht2", "--peildatum", "2025-01-06", *SELECT)
    assert "toch weer gevonden: ZPM-PR-01:P2" in run.out
    one = first_row(*sheet_of(place / "nacht2" / "rapport.xlsx")[1:])
    assert (one["status"], one["toelichting_opvolging"], one["eigenaar"]) == ("open", "minuten gecorrigeerd", "Anna")
    assert "toch weer gevonden" in one["Let op"]
    assert "06-01-2025" in one["Let op"]
    assert "twee werkboeken" in one["Let op"]
    follow_up = outcome(place / "nacht2")["opvolging"]
    assert (follow_up["open"], follow_up["zonder_eigenaar"], follow_up["over_reactietijd"]) == (1, 0, 1)
    assert (follow_up["conflicten"], follow_up["per_status"]["open"]) == (1, 1)
    again = follow_up["toch_weer_gevonden"][0]
    assert (again["bevinding_id"], again["weer_gevonden_op"], again["door"]) == ("ZPM-PR-01:P2", "2025-01-06", "Anna")
    assert follow_up["bevindingen"][0]["toelichting_opvolging"] == "minuten gecorrigeerd"
    columns = pl.read_parquet(place / "nacht2" / "bevindingen.parquet").columns
    assert not {"status", "eigenaar"} & set(columns)
    assert inside(place)("history", "--archief", "a.db").code == 0


def test_what_is_refused_has_its_exit_code(place: Path) -> None:
    (place / "geen.xlsx").write_text("tekst", encoding="utf-8")
    assert read(place, "geen.xlsx").code == 3
    assert "geen leesbaar" in read(place, "geen.xlsx").err
    Workbook().save(place / "geen.xlsx")
    pointing_nowhere(place / "geen.xlsx")
    assert "geen leesbaar" in read(place, "geen.xlsx").err
    assert read(place, LIST, "--archief", "ander.db").code == 2

    def another(sheet: Any, row: int, at: dict[str, int]) -> None:
        sheet.parent["zpm-audit"]["B2"].value = "20200101-000000-0000"

    other = read(place, filled(place / LIST, place / "ander.xlsx", "Anna", another), "--json")
    assert other.code == 3
    assert [(r["blad"], r["cel"]) for r in json.loads(other.out)["geweigerd"]] == [("zpm-audit", "B1")]


def test_an_owner_of_something_that_does_not_exist(place: Path, tmp_path: Path) -> None:
    write_small_export(tmp_path / "export")
    path = tmp_path / "zpm-audit.yaml"
    path.write_text("export: export\neigenaren:\n  checks:\n    ZPM-PR-99: Jan\n", encoding="utf-8")
    ran = inside(tmp_path)("run", *SELECT)
    assert ran.code == 2
    assert "zpm-audit.yaml:4" in ran.err
    assert "ZPM-PR-99" in ran.err


def test_a_run_without_an_archive_has_the_columns_and_says_that_nobody_owns_anything(audited: Audited) -> None:
    book, sheet, heading, at = sheet_of(audited.out / "rapport.xlsx")
    assert first_row(sheet, heading, at)["status"] == "open"
    assert not {"Let op", "Verantwoordelijk", "Open sinds", "Reageren voor"} & set(at)
    assert [cells[0] for cells in book["zpm-audit"].iter_rows(values_only=True)] == ["kenmerk"]
    assert "Er zijn geen eigenaren ingesteld" in (audited.out / "rapport.html").read_text(encoding="utf-8")
    assert outcome(audited.out)["opvolging"] is None
