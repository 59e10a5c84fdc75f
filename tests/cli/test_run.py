"""``zpm-audit run``: what it writes, what it says, and the exit codes that nightly jobs rely on."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.cli.conftest import EVERY, OPTIONS, Audited, Zpm
from zpm_audit.findings.model import FINDING_SCHEMA

pytestmark = pytest.mark.whole

CONTRACT_COLUMNS = (
    "check_id,ernst,onderwerp,onderwerp_id,prestatie_id,zorgtraject_id,patient_id,behandelaar_id,datum,waarde,grens,"
    "toelichting,impact_eur,bevinding_id"
).split(",")
CHECK_KEYS = (
    "id,versie,ernst,status,reden,populatie,voldoet,afwijking,geaccepteerd,onbepaald,loopt,buiten_beeld,impact_eur"
).split(",")


def test_the_whole_output_of_the_contract(audited: Audited) -> None:
    out = audited.out
    assert audited.ran.code == 1, audited.ran.err
    for name in (
        "bevindingen.parquet",
        "bevindingen.csv",
        "resultaat.json",
        "rapport.html",
        "rapport.xlsx",
        "manifest.json",
    ):
        assert (out / name).stat().st_size > 0, name
    with (out / "bevindingen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:14] == CONTRACT_COLUMNS
    found = {(r["check_id"], r["onderwerp_id"]) for r in rows}
    assert ("ZPM-PR-01", "P2") in found
    assert ("ZPM-PR-01", "P1") not in found
    assert {r["patient_id"] for r in rows} & {"A1"} == set()
    assert pl.read_parquet(out / "bevindingen.parquet").schema == pl.Schema(FINDING_SCHEMA)


def test_every_check_reconciles_and_those_that_cannot_run_say_so(audited: Audited) -> None:
    content = json.loads((audited.out / "resultaat.json").read_text(encoding="utf-8"))
    assert len(content["checks"]) >= 19
    for check in content["checks"]:
        assert list(check)[: len(CHECK_KEYS)] == CHECK_KEYS
        parts = check["voldoet"] + check["afwijking"] + check["onbepaald"] + check["loopt"]
        assert check["populatie"] == parts
    by_id = {c["id"]: c for c in content["checks"]}
    assert by_id["ZPM-PR-01"]["onbepaald"] == 1
    assert by_id["ZPM-RB-03"]["status"] == "niet_uitgevoerd"
    assert "behandelaren" in by_id["ZPM-RB-03"]["reden"]
    assert by_id["ZPM-IO-03"]["status"] == "niet_uitgevoerd"
    assert "prestaties.overleg_met" in by_id["ZPM-IO-03"]["reden"]
    assert by_id["ZPM-EU-01"]["status"] == "niet_van_toepassing"


def test_the_first_line_says_what_did_not_run_and_what_is_undetermined(audited: Audited) -> None:
    first = audited.ran.out.splitlines()[0]
    content = json.loads((audited.out / "resultaat.json").read_text(encoding="utf-8"))
    not_run = sum(c["status"] in {"niet_uitgevoerd", "mislukt"} for c in content["checks"])
    verdicts = sum(c["onbepaald"] for c in content["checks"])
    rows = pl.read_parquet(audited.out / "onbepaald.parquet").select("onderwerp", "onderwerp_id").n_unique()
    assert verdicts > rows == content["run"]["onbepaald_rijen"] == 1
    assert first.startswith(
        f"{not_run} van {len(content['checks'])} checks niet uitgevoerd, 1 rij onbepaald ({verdicts} oordelen), "
    )
    assert first in (audited.out / "rapport.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("figures_only")
@pytest.mark.parametrize(
    ("select", "fail_on", "code"),
    [
        ("ZPM-PR-01", "fout", 1),
        pytest.param("ZPM-PR-01", "signaal", 1, marks=pytest.mark.slow),
        ("ZPM-PR-01", "nooit", 0),
        pytest.param("ZPM-PR-02", "fout", 0, marks=pytest.mark.slow),
    ],
)
def test_exit_codes(zpm: Zpm, export: Path, tmp_path: Path, select: str, fail_on: str, code: int) -> None:
    ran = zpm("run", export, "--out", tmp_path / "uit", *EVERY, "--select", select, "--fail-on", fail_on)
    assert ran.code == code, ran.err


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_and_shuffled_rows_change_nothing(
    zpm: Zpm, export: Path, tmp_path: Path
) -> None:
    # The report tells the command that made it: both runs are the same one.
    for name in ("een", "twee"):
        assert zpm("run", export, "--out", tmp_path / "uit", *OPTIONS).code == 1
        (tmp_path / "uit").rename(tmp_path / name)
    header, *rows = (export / "prestaties.csv").read_text(encoding="utf-8").splitlines()
    (export / "prestaties.csv").write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    zpm("run", export, "--out", tmp_path / "drie", *OPTIONS)
    for name in ("bevindingen.csv", "resultaat.json", "rapport.html", "rapport.xlsx"):
        assert (tmp_path / "een" / name).read_bytes() == (tmp_path / "twee" / name).read_bytes(), name
    assert (tmp_path / "een" / "bevindingen.csv").read_bytes() == (tmp_path / "drie" / "bevindingen.csv").read_bytes()


@pytest.mark.usefixtures("figures_only")
def test_traceable_shows_patients_and_keeps_the_ids_of_findings(
    zpm: Zpm, audited: Audited, export: Path, tmp_path: Path
) -> None:
    zpm("run", export, "--out", tmp_path / "twee", *EVERY, "--herleidbaar")
    hidden = pl.read_parquet(audited.out / "bevindingen.parquet")
    shown = pl.read_parquet(tmp_path / "twee" / "bevindingen.parquet")
    assert set(shown["patient_id"].drop_nulls()) == {"A1"}
    assert not set(hidden["patient_id"]) & {"A1"}
    assert hidden["bevinding_id"].to_list() == shown["bevinding_id"].to_list()


@pytest.mark.usefixtures("figures_only")
def test_future_rows_and_rows_that_are_not_declarable_are_left_out_and_counted(
    zpm: Zpm, export: Path, tmp_path: Path
) -> None:
    zpm("run", export, "--out", tmp_path / "uit", "--peildatum", "2024-03-11", "--gx", "uit")
    run = json.loads((tmp_path / "uit" / "resultaat.json").read_text(encoding="utf-8"))["run"]
    assert (run["prestaties_beoordeeld"], run["prestaties_toekomst"]) == (2, 1)


@pytest.mark.usefixtures("figures_only")
def test_rows_in_are_rows_judged_plus_rows_set_aside(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    with (export / "prestaties.csv").open("a", encoding="utf-8") as file:
        file.write("P1,A1,T1,2024-03-19,09:00,consult,behandeling,2,B2,true,,45,45,45,1.00,,,,,,,,,,\n")
        file.write("P9,A1,T1,19-03-2024,09:00,consult,behandeling,2,B2,true,,45,45,45,1.00,,,,,,,,,,\n")
    ran = zpm("run", export, "--out", tmp_path / "uit", *OPTIONS)
    assert "prestaties: 5 rijen gelezen = 3 in de audit + 2 opzij gezet" in ran.out
    with (tmp_path / "uit" / "quarantaine" / "prestaties.csv").open(encoding="utf-8", newline="") as file:
        aside = {(r["rij"], r["kolom"], r["waarde"]) for r in csv.DictReader(file)}
    assert aside == {("5", "prestatie_id", "P1"), ("6", "datum", "19-03-2024")}


def test_verify_says_what_changed(zpm: Zpm, written: Path) -> None:
    assert zpm("verify", written).code == 0
    with (written / "bevindingen.csv").open("a", encoding="utf-8") as file:
        file.write("x")
    ran = zpm("verify", written)
    assert ran.code == 1
    assert re.search(r"bevindingen\.csv", ran.out)


@pytest.mark.slow
def test_a_screen_that_cannot_be_written_takes_nothing_away(export: Path, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    command = [sys.executable, "-m", "zpm_audit", "run", str(export), "--out", str(tmp_path / "uit"), *OPTIONS]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "de bestanden wel" in done.stderr
    assert (tmp_path / "uit" / "manifest.json").exists()


def test_the_manifest_holds_every_option(audited: Audited) -> None:
    options = json.loads((audited.out / "manifest.json").read_text(encoding="utf-8"))["opties"]
    assert (options["fail_on"], options["peildatum"], options["overschrijf"]) == ("signaal", "2024-12-31", "nee")


def test_english(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    ran = zpm("run", export, "--out", tmp_path / "uit", *OPTIONS, "--taal", "en")
    assert "checks not executed" in ran.out.splitlines()[0]
    assert '<html lang="en"' in (tmp_path / "uit" / "rapport.html").read_text(encoding="utf-8")


def test_a_period_is_told_with_what_lies_outside_it(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    """What lies outside the period was not judged: no output may count it as judged."""
    ran = zpm("run", export, "--out", tmp_path / "uit", *OPTIONS, "--periode", "2024-03-01..2024-03-11")
    assert "2 beoordeeld, 1 buiten de periode 01-03-2024 t/m 11-03-2024, 0 na de peildatum" in ran.out
    page = re.sub(r"<[^>]+>", "|", (tmp_path / "uit" / "rapport.html").read_text(encoding="utf-8"))
    assert re.search(r"\|Buiten de periode\|+1\|", page)
    assert "bij beoordeeld staan hier ook de 1 prestaties buiten de periode" in page
    book = openpyxl.load_workbook(tmp_path / "uit" / "rapport.xlsx", read_only=True)
    facts = {row[0]: row[1] for row in book["Oordeel"].iter_rows(values_only=True, max_col=2)}
    assert (facts["Prestaties die beoordeeld zijn"], facts["Prestaties buiten de periode (niet beoordeeld)"]) == (2, 1)
    work = [str(row[0]) for row in book["Werkpapier"].iter_rows(values_only=True, max_col=1)]
    assert any("op alle rijen van 01-03-2024 t/m 11-03-2024, geen steekproef" in line for line in work)
    # Neither a claim nor control totals were given: no work was done with them.
    assert not any("gedeclareerd op elkaar aangesloten" in line for line in work)
    assert any("er zijn geen controletotalen" in line for line in work)


def test_a_period_without_a_prestatie_is_refused(zpm: Zpm, export: Path, tmp_path: Path) -> None:
    ran = zpm("run", export, "--out", tmp_path / "uit", *OPTIONS, "--periode", "2019")
    assert (ran.code, (tmp_path / "uit").exists()) == (2, False)
    assert "geen enkele prestatie in die periode; zij lopen van 04-03-2024 t/m 18-03-2024" in ran.err


def test_a_mapping_that_is_not_there_is_said_to_be_so(zpm: Zpm, export: Path) -> None:
    ran = zpm("run", export, "--mapping", "nergens.yaml")
    assert ran.code == 2
    assert "nergens.yaml:1:1: dit bestand bestaat niet" in ran.err
