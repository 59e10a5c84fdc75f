"""A mapping from the command line to the report: what it made, left out and carried is told everywhere."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import OPTIONS, PRESTATIES, ZORGTRAJECTEN, Ran, Zpm

pytestmark = pytest.mark.whole

HEAD, *ROWS = PRESTATIES.strip().splitlines()
MAPPING = """
tabellen:
  prestaties:
    bestand: "deel*.csv"
    waar: {status: {niet: concept}}
    kolommen:
      datum: {datum_van: begin}
      starttijd: {tijd_van: begin}
      prestatiecode: {aanvullen: {kolom: code, lengte: 6}}
    datumtijdformaat: [jjjj-mm-dd uu:mm, jjjj-mm-ddTuu:mm]
    meenemen: [Locatie, setting]
  zorgtrajecten:
    uniek: [zorgtraject_id]
    meenemen: [afdeling]
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Write the small export in another layout: two files, a moment, drafts, places, a traject on every line."""
    folder = tmp_path / "anders"
    folder.mkdir()
    head = HEAD.replace("datum,starttijd", "begin") + ",status,Locatie,code"
    lines = []
    for row in ROWS:
        cells = row.split(",")
        cells[3:5] = [f"{cells[3]} {cells[4]}"]
        lines.append(",".join(cells) + ",definitief,=West,123")
    draft = lines[0].replace("P1", "P9").replace("definitief", "concept")
    for number, part in enumerate((lines[:1], [*lines[1:], draft]), start=1):
        (folder / f"deel{number}.csv").write_text("\n".join([head, *part]) + "\n", encoding="utf-8")
    head, row = ZORGTRAJECTEN.strip().splitlines()
    (folder / "zorgtrajecten.csv").write_text(f"{head},afdeling\n{row},Noord\n{row},Noord\n", encoding="utf-8")
    (folder.parent / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return folder


def test_everything_that_a_mapping_did_is_told(zpm: Zpm, export: Path) -> None:
    out = export.parent / "uit"
    ran = zpm("run", export, "--mapping", export.parent / "mapping.yaml", "--out", out, *OPTIONS)
    assert ran.code == 1, ran
    _told(ran, out)
    same = export.parent / "gewoon"
    same.mkdir()
    plain = "\n".join([f"{HEAD},prestatiecode", *(f"{row},000123" for row in ROWS)])
    (same / "prestaties.csv").write_text(plain, encoding="utf-8")
    (same / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN, encoding="utf-8")
    assert zpm("run", same, "--out", export.parent / "uit2", *OPTIONS).code == 1
    _carried(out, export.parent / "uit2")


def _told(ran: Ran, out: Path) -> None:
    facts = json.loads((out / "resultaat.json").read_text(encoding="utf-8"))["run"]["tabellen"]
    assert facts == json.loads((out / "manifest.json").read_text(encoding="utf-8"))["tabellen"]
    assert facts["prestaties"] == {
        "rijen_in": 3,
        "rijen": 3,
        "rijen_opzij": 0,
        "rijen_buiten_keuze": 1,
        "rijen_samengevoegd": 0,
        "gemaakt": [
            {"kolom": "datum", "manier": "datum_van", "uit": "begin", "rijen": 3},
            {"kolom": "starttijd", "manier": "tijd_van", "uit": "begin", "rijen": 3},
            {"kolom": "prestatiecode", "manier": "aanvullen", "uit": "code", "rijen": 3, "ook": {"aangevuld": 3}},
        ],
        "meegenomen": ["Locatie", "setting"],
    }
    assert facts["zorgtrajecten"]["rijen_samengevoegd"] == 1
    html = (out / "rapport.html").read_text(encoding="utf-8")
    for words in (
        "prestaties.datum: gemaakt met datum_van (begin), rijen met een waarde: 3.",
        "prestaties: rijen van de bron die er niet bij horen (`waar` in de mapping): 1.",
        "zorgtrajecten: samengevoegd met een gelijke eerdere rij (`uniek` in de mapping): 1.",
        "prestaties: naar de bevindingen gaan mee: Locatie, setting.",
    ):
        assert words in ran.out
        assert words in html


def _carried(out: Path, plain: Path) -> None:
    """The same findings as the plain export, with the columns that are carried behind them."""
    found = pl.read_parquet(out / "bevindingen.parquet")
    extra = ["Locatie", "setting (prestaties)", "afdeling"]
    assert found.columns[-3:] == extra
    expected = pl.read_parquet(plain / "bevindingen.parquet")
    assert found.drop(extra).equals(expected)
    rows = found.filter(pl.col("prestatie_id").is_not_null())
    assert rows.height > 0
    assert set(rows["Locatie"]) == {"=West"}
    assert set(rows["setting (prestaties)"]) == {"2"}
    assert set(found.filter(pl.col("zorgtraject_id").is_not_null())["afdeling"]) == {"Noord"}
    text = pl.read_csv(out / "bevindingen.csv", infer_schema=False)
    assert set(text["Locatie"].drop_nulls()) == {"'=West"}


def test_carried_columns_stand_in_both_reports_and_divide_the_work(zpm: Zpm, export: Path) -> None:
    """Columns of a source may be called what a column of the sheet is called, or titled."""
    for path in export.glob("deel*.csv"):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        lines = [f"{head},Behandelaar,stand", *(f"{row},Jansen {path.stem},hoog" for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    mapping = export.parent / "mapping.yaml"
    carried = MAPPING.replace("[Locatie, setting]", "[Locatie, setting, Behandelaar, stand]")
    mapping.write_text(carried, encoding="utf-8")
    out = export.parent / "uit"
    ran = zpm("run", export, "--mapping", mapping, "--out", out, "--werklijsten", "Behandelaar", *OPTIONS)
    assert ran.code == 1, ran
    found = pl.read_parquet(out / "bevindingen.parquet")
    assert {"Behandelaar", "stand (prestaties)", "Locatie"} <= set(found.columns)
    with zipfile.ZipFile(out / "rapport.xlsx") as book:
        heads = " ".join(book.read(n).decode() for n in book.namelist() if n.startswith("xl/tables/"))
    for title in ("Behandelaar (bron)", "stand (prestaties)", "Locatie"):
        assert f'name="{title}"' in heads
    page = (out / "rapport.html").read_text(encoding="utf-8")
    assert '"stand (prestaties)"' in page
    assert "Jansen deel2" in page
    lists = sorted(path.name for path in (out / "werklijsten" / "Behandelaar").glob("*.csv"))
    values = found["Behandelaar"].unique().sort(nulls_last=True).to_list()
    assert lists == sorted(f"{value.replace(' ', '-')}.csv" if value else "leeg.csv" for value in values)
    rows = [pl.read_csv(path, infer_schema=False) for path in (out / "werklijsten" / "Behandelaar").glob("*.csv")]
    assert sum(frame.height for frame in rows) == found.height
