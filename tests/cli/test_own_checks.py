"""Checks and limits of one's own, up to every output: nobody's number in it, and nothing that looks official."""

from __future__ import annotations

import csv
import json
import re
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import EVERY, OPTIONS, Audited, Ran, Zpm, program, write_small_export
from zpm_audit.commands.command_line import command_of
from zpm_audit.commands.options import Options

pytestmark = pytest.mark.whole

NUMBER, BSN = "GEHEIM4711", "123456782"
HEAD = """\
id: {id}
titel: {{nl: Eigen regel, en: Own rule}}
versie: 1
ernst: signaal
thema: huisregels
onderwerp: {subject}
risico: {{nl: Onbekend., en: Unknown.}}
eist: {{nl: Iets., en: Something.}}
doen: {{nl: Kijk., en: Look.}}
norm: [{{bron: Huisregel, geldig_van: 2022-01-01, zekerheid: C, geverifieerd_op: 2026-01-01}}]
"""
ROWS = """\
afgeleid: {wie: traject_patient_id}
populatie: {tabel: prestaties, woorden: {nl: Alles., en: All.}}
eis: gerealiseerde_minuten > 100
waarde: (wie)
grens: patient_id
datum: datum
melding: {nl: "Van {wie} en {patient_id}.", en: "Of {wie} and {patient_id}."}
"""
GROUPS = """\
populatie:
  tabel: prestaties
  groep:
    waar: gerealiseerde_minuten is not null
    per: {wie: patient_id, patient_id: patient_id}
    velden: {aantal: count(*), eerste_dag: min(datum)}
  woorden: {nl: Patiënten., en: Patients.}
eis: aantal > 100
waarde: wie
grens: "100"
datum: eerste_dag
melding: {nl: "Bij {wie}: {aantal}.", en: "With {wie}: {aantal}."}
statistiek: {aantal_rijen: aantal}
"""
KEYED = """\
sleutel: [patient_id, datum]
populatie: {tabel: prestaties, woorden: {nl: Alles., en: All.}}
eis: gerealiseerde_minuten > 100
waarde: gerealiseerde_minuten
grens: "100"
melding: {nl: Te kort., en: Too short.}
"""
BREAKS = """\
populatie: {tabel: patienten, gevuld: [bsn], woorden: {nl: Patiënten., en: Patients.}}
eis: cast(patient_id as bigint) > 0
waarde: length(patient_id)
grens: "9"
melding: {nl: Iets., en: Something.}
"""
CHECKS = {
    "EIGEN-AA-01": ("prestatie", ROWS),
    "EIGEN-AA-02": ("groep", GROUPS),
    "EIGEN-AA-03": ("groep", KEYED),
    "EIGEN-AA-04": ("patient", BREAKS),
}
LIMITS = """\
gedeeld:
  termijn_regiebehandelaar:
    bron: Besluit 14
    besloten_door: A. de Vries
    op: 2026-02-01
    waarden: [{waarde: 30}]
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an export with a number that must not be seen, checks that show it, and a limit."""
    folder = tmp_path_factory.mktemp("eigen map")
    export = write_small_export(folder / "export")
    for path in export.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("A1", NUMBER), encoding="utf-8")
    # The second patient has no number: what polars says of it quotes the value.
    people = f"patient_id,bsn\n{NUMBER},{BSN}\nGEHEIM4712,{BSN}x\n"
    (export / "patienten.csv").write_text(people, encoding="utf-8")
    own = folder / "eigen checks" / "huisregels"
    own.mkdir(parents=True)
    for check_id, (subject, text) in CHECKS.items():
        head = HEAD.format(id=check_id, subject=subject)
        (own / f"{check_id}.yaml").write_text(head + text, encoding="utf-8")
    (folder / "grenzen.yaml").write_text(LIMITS, encoding="utf-8")
    return folder


SELECT = ",".join(["ZPM-PR-01", "ZPM-RB-01", "ZPM-RB-02", *CHECKS])
OWN = ("--extra-checks", "eigen checks", "--parameters", "grenzen.yaml")
ASKED = (*OWN, "--fail-on", "nooit", *EVERY, "--select", SELECT)


@pytest.fixture(scope="module")
def ran(place: Path) -> Ran:
    return program(place)("run", "export", "--out", "uit", "--werklijsten", "team,check_id", *ASKED)


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield everything that a run wrote as text, whatever it is packed in."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix == ".parquet":
            yield path.name, pl.read_parquet(path).write_json()
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield from ((f"{path.name}:{n}", book.read(n).decode("utf-8", "replace")) for n in book.namelist())
        else:
            yield path.name, path.read_text(encoding="utf-8")


def test_no_output_shows_the_number_of_a_patient(place: Path, ran: Ran) -> None:
    assert ran.code in {0, 4}, ran
    texts = [("terminal", ran.out + ran.err), *_texts(place / "uit")]
    assert {Path(name.partition(":")[0]).suffix for name, _ in texts} >= {".csv", ".parquet", ".json", ".html", ".xlsx"}
    told = [name for name, text in texts if "GEHEIM" in text or BSN in text]
    assert told == []
    found = pl.read_parquet(place / "uit" / "bevindingen.parquet").filter(pl.col("check_id").str.starts_with("EIGEN"))
    assert dict(found.group_by("check_id").len().iter_rows()) == {"EIGEN-AA-01": 3, "EIGEN-AA-02": 1, "EIGEN-AA-03": 3}
    [pseudonym] = found["patient_id"].unique()
    row, group, keyed = (found.filter(pl.col("check_id") == f"EIGEN-AA-0{n}").row(0, named=True) for n in (1, 2, 3))
    assert (row["waarde"], row["grens"]) == (pseudonym, pseudonym)
    assert row["toelichting"] == f"Van {pseudonym} en {pseudonym}."
    assert (group["waarde"], group["onderwerp_id"]) == (pseudonym, f"{pseudonym}|{pseudonym}")
    assert group["toelichting"] == f"Bij {pseudonym}: 3."
    assert keyed["onderwerp_id"] == f"{pseudonym}|2024-03-04"


@pytest.mark.slow
def test_a_traceable_run_shows_numbers_and_calls_findings_the_same(place: Path, ran: Ran) -> None:
    again = program(place)("run", "export", "--out", "herleidbaar", "--herleidbaar", *ASKED)
    assert again.code == ran.code
    here, there = (pl.read_parquet(place / out / "bevindingen.parquet") for out in ("uit", "herleidbaar"))
    assert sorted(here["bevinding_id"]) == sorted(there["bevinding_id"])
    shown = there.filter(pl.col("check_id") == "EIGEN-AA-02").row(0, named=True)
    assert (shown["waarde"], shown["onderwerp_id"], shown["patient_id"]) == (NUMBER, f"{NUMBER}|{NUMBER}", NUMBER)
    assert NUMBER not in shown["bevinding_id"]


def test_what_is_not_official_is_said_first_everywhere(place: Path, ran: Ran) -> None:
    told = json.loads((place / "uit" / "resultaat.json").read_text(encoding="utf-8"))["run"]["catalogus"]
    assert told["extra"] == list(CHECKS)
    assert told["afwijkend"] == ["ZPM-RB-01", "ZPM-RB-02", "termijn_regiebehandelaar"]
    page = (place / "uit" / "rapport.html").read_text(encoding="utf-8")
    notice = page[page.index('class="notice bad own"') : page.index('<dl class="trust"')]
    with zipfile.ZipFile(place / "uit" / "rapport.xlsx") as book:
        parts = [n for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
        sheets = {n: " ".join(re.sub(r"<[^>]+>", " ", book.read(n).decode()).split()) for n in parts}
    told_in = [text for text in sheets.values() if told["sha256"] in text]
    assert sheets["xl/worksheets/sheet1.xml"] in told_in
    assert len(told_in) == 2
    limit, decided = "30 dagen; meegeleverd is 42 dagen", "Besloten door A. de Vries op 2026-02-01"
    for said in (told["sha256"], *CHECKS, limit, decided):
        for text in (ran.out, notice, *told_in):
            assert said in text, said


def test_an_official_run_says_nothing_of_it(audited: Audited) -> None:
    assert "Niet de meegeleverde catalogus" not in audited.ran.out
    assert 'class="notice bad own"' not in (audited.out / "rapport.html").read_text(encoding="utf-8")


def test_the_printed_command_does_the_same_run(place: Path, ran: Ran) -> None:
    page = (place / "uit" / "rapport.html").read_text(encoding="utf-8")
    start = page.index("zpm-audit run export")
    printed = page[start : page.index("</", start)].replace("&#39;", "'").replace("&#34;", '"')
    words = shlex.split(printed)
    assert words[:2] == ["zpm-audit", "run"]
    again = program(place)(*words[1:], "--out", "nogmaals")
    assert again.code == ran.code, again
    for name in ("bevindingen.csv", "onbepaald.csv"):
        assert (place / "uit" / name).read_bytes() == (place / "nogmaals" / name).read_bytes()
    marks = [json.loads((place / out / "manifest.json").read_bytes())["run"]["kenmerk"] for out in ("uit", "nogmaals")]
    assert marks[0] == marks[1]


def test_the_printed_command_never_holds_a_password() -> None:
    asked = Options(export="postgresql+psycopg://lezer:geheim@server/db", mapping=Path("een map/m.yaml"))
    printed = command_of(asked, "linux")
    assert "server/db" in printed
    assert "geheim" not in printed
    assert "'een map/m.yaml'" in printed
    assert '"een map\\m.yaml"' in command_of(Options(export=Path("e"), mapping=Path("een map\\m.yaml")), "win32")
    assert command_of(Options(export=None, mapping=Path("m.yaml")), "linux").startswith("zpm-audit run --peildatum")


def test_verify_covers_own_checks_and_limits(place: Path, ran: Ran) -> None:
    zpm = program(place)
    assert zpm("verify", "uit").code == 0
    for path in (place / "grenzen.yaml", place / "eigen checks" / "huisregels" / "EIGEN-AA-01.yaml"):
        before = path.read_text(encoding="utf-8")
        path.write_text(before + "\n# gewijzigd\n", encoding="utf-8")
        found = zpm("verify", "uit")
        path.write_text(before, encoding="utf-8")
        assert found.code == 1
        assert path.name in found.out


def test_work_lists_hold_every_finding_once(place: Path, ran: Ran) -> None:
    out = place / "uit"
    whole = (out / "bevindingen.csv").read_text(encoding="utf-8").splitlines()
    told = json.loads((out / "resultaat.json").read_text(encoding="utf-8"))["run"]["werklijsten"]
    for dimension in ("team", "check_id"):
        parts = sorted((out / "werklijsten" / dimension).glob("*.csv"))
        rows = [line for path in parts for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        assert sorted(rows) == sorted(whole[1:])
        assert sum(one["bevindingen"] for one in told[dimension]) == len(rows)
        for one in told[dimension]:
            assert all((out / name).is_file() for name in one["bestanden"])
    with (out / "werklijsten" / "check_id" / "EIGEN-AA-01.csv").open(encoding="utf-8") as file:
        assert {row["check_id"] for row in csv.DictReader(file)} == {"EIGEN-AA-01"}
    listed = json.loads((out / "manifest.json").read_bytes())["uitvoer"]
    assert "werklijsten/team/leeg.xlsx" in {entry["pad"] for entry in listed}


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--werklijsten", "taem", "bedoelde u 'team'"),
        ("--werklijsten", ",", "noemt niets"),
        ("--extra-checks", "nergens", "bestaat niet"),
        ("--parameters", "nergens.yaml", "bestaat niet"),
    ],
)
def test_wrong_use_is_refused(option: str, value: str, words: str, zpm: Zpm, export: Path) -> None:
    found = zpm("run", export, option, value, *OPTIONS)
    assert found.code == 2
    assert words in found.err
