"""The command: what it answers about each kind of subject, of an export, a run and an archive; what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.cli.conftest import PRESTATIES, ZORGTRAJECTEN, Ran, Zpm, inside
from tests.properties.adapter import read_once
from zpm_audit.base.language import Language
from zpm_audit.explain.terminal import rendered
from zpm_audit.reports.html.explained import explain_command

pytestmark = pytest.mark.whole

PEILDATUM = ("--peildatum", "2024-12-31")
MORE = """\
P4,A1,T1,2025-03-18,09:00,consult,behandeling,2,B2,,2024-02-20T10:00,45,45,45,135.89,,,,,,,,,,
700112 1,700112,T2,2024-03-19,09:00,consult,behandeling,2,B2,true,2024-02-20T10:00,45,29,45,135.89,,,,,,,,,,
P5,700112,T2,2024-03-18,09:00,reistijd,,2,B2,,,,,,10.00,,,,P3,30,,,,,
"""
ASIDE = "P0,A1,T1,geen dag,09:00,consult,behandeling,2,B2,,,45,45,45,135.89,,,,,,,,,,\n"
PATIENTEN = "patient_id,geboortedatum,bsn,uzovi\nA1,1990-01-01,111222333,3311\n700112,1980-02-03,123456780,3311\n"
BEHANDELAREN = """\
behandelaar_id,beroep,agb_code,big_nummer,geldig_van,geldig_tot
B1,klinisch psycholoog,,,2020-01-01,2023-12-31
B1,klinisch psycholoog,,12345678901,2024-01-01,
B2,verpleegkundig specialist,,,2024-01-01,
"""
_LANGUAGES: tuple[Language, ...] = ("nl", "en")
KEYS = {"id", "oordeel", "in_populatie", "reden", "waarden", "parameters", "bronnen", "rijen"}


@dataclass(frozen=True)
class Place:
    """An export that was audited with an archive."""

    folder: Path
    zpm: Zpm
    known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def said(self, subject: str, *more: str) -> str:
        """Return what the command answers; each question is asked once."""
        asked = ("uitleg", subject, *(more or ("--run", "uit")), "--json")
        if asked not in self.known:
            ran = self.zpm(*asked)
            assert (ran.code, ran.err) == (0, "")
            self.known[asked] = ran.out
        return self.known[asked]

    def told(self, subject: str, *more: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.said(subject, *more))
        return content

    def checks(self, subject: str, *more: str) -> dict[str, dict[str, Any]]:
        return {c["id"]: c for c in self.told(subject, *more)["checks"]}

    def check(self, check: str, subject: str) -> dict[str, Any]:
        return self.checks(subject)[check]


def _export(folder: Path) -> None:
    folder.mkdir()
    head, rows = PRESTATIES.split("\n", 1)
    # A row that is set aside: the others keep the number that they have in the file.
    (folder / "prestaties.csv").write_text(f"{head}\n{ASIDE}{rows}{MORE}", encoding="utf-8")
    (folder / "zorgtrajecten.csv").write_text(ZORGTRAJECTEN + "T2,700112,2024-03-04,zvw,true,B1,\n", encoding="utf-8")
    (folder / "patienten.csv").write_text(PATIENTEN, encoding="utf-8")
    (folder / "behandelaren.csv").write_text(BEHANDELAREN, encoding="utf-8")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("uitleg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZPM_AUDIT_SLEUTEL", "alleen voor deze proeven")
        patch.setattr("zpm_audit.commands.inputs.load_catalogue", read_once)
        patch.setattr(
            "zpm_audit.reports.excel.workbook.write_workbook", lambda _, target, **__: target.write_bytes(b"")
        )
        _export(folder / "export")
        zpm = inside(folder)
        options = ("--out", "uit", "--archief", "a.db", *PEILDATUM, "--gx", "uit", "--fail-on", "nooit")
        assert zpm("run", "export", *options).code in {0, 5}
        yield Place(folder, zpm)


def test_every_check_of_the_catalogue_answers_in_its_order(place: Place) -> None:
    told = place.told("P2")
    assert [c["id"] for c in told["checks"]] == list(read_once().checks)
    assert all(set(c) >= KEYS for c in told["checks"])
    assert (told["onderwerp"], told["id"]) == ("prestatie", "P2")
    # Who does not look says why, and nothing but that.
    for check in told["checks"]:
        assert (check["oordeel"] is None) == (not check["in_populatie"])
        assert check["reden"]
        assert check["bronnen"]


def test_a_deviation_with_its_values_its_limit_and_the_finding_that_the_run_has(place: Place) -> None:
    check = place.check("ZPM-PR-01", "P2")
    assert check["oordeel"] == "afwijking"
    assert check["waarden"]["gerealiseerde_minuten"] == 29
    assert check["waarden"]["bedrag_eur"] == 135.89
    assert check["waarden"]["datum"] == "2024-03-11"
    [limit] = [p for p in check["parameters"] if p["naam"] == "marge_minuten"]
    assert {n: limit[n] for n in ("waarde", "vanaf", "tot", "zekerheid")} == {
        "waarde": 15,
        "vanaf": None,
        "tot": None,
        "zekerheid": "A",
    }
    assert limit["bron"]
    assert limit["reden"] == "geldt altijd"
    listed = pl.read_parquet(place.folder / "uit" / "bevindingen.parquet")
    finding = listed.filter(pl.col("bevinding_id") == "ZPM-PR-01:P2")
    assert check["bevinding_id"] == finding["bevinding_id"][0] == "ZPM-PR-01:P2"
    assert (check["toelichting"], check["levensloop"]) == (finding["toelichting"][0], "nieuw")


def test_the_rows_of_other_tables_with_their_place_in_the_export(place: Place) -> None:
    check = place.check("ZPM-RB-01", "T1")
    assert check["oordeel"] == "voldoet"
    counted = [row for row in check["rijen"] if row["koppel"] == "contact_regiebehandelaar"]
    assert [(r["tabel"], r["bestand"], r["rij"], r["waarden"]["prestatie_id"]) for r in counted] == [
        ("prestaties", "prestaties.csv", 3, "P1")
    ]
    # P4 lies after the peildatum: it is not judged, and does not count.
    asked = {one["koppel"]: one["aantal"] for one in check["opgezocht"]}
    assert asked["prestaties"] == 3
    assert check["reden"].startswith("eerste_contact is not null")


def test_who_did_not_look_and_why(place: Place) -> None:
    told = place.checks("P2")
    assert told["ZPM-RB-01"]["waarom"] == "andere_eenheid"
    assert told["ZPM-RB-01"]["reden"] == "deze check oordeelt per zorgtraject; zie zpm-audit uitleg T1"
    assert told["ZPM-GC-01"]["waarom"] == "buiten_populatie"
    assert "prestatiegroep = 'groepsconsult'" in told["ZPM-GC-01"]["reden"]
    assert "prestatiegroep is consult" in told["ZPM-GC-01"]["reden"]
    assert told["ZPM-CO-02"]["waarom"] == "niet_uitgevoerd"
    assert told["ZPM-CO-02"]["reden"] == "kolom ontbreekt: prestaties.prestatiecode"
    assert "GDS801" in told["ZPM-GD-14"]["reden"]
    after = place.checks("P4")
    assert after["ZPM-CO-01"]["waarom"] == "niet_beoordeeld"
    assert "datum <= peildatum" in after["ZPM-CO-01"]["reden"]


def test_a_period_and_a_choice_of_checks_leave_out_what_the_run_leaves_out(place: Place) -> None:
    options = ("--export", "export", *PEILDATUM, "--periode", "2024-02", "--select", "ZPM-CO-01,ZPM-PR-01")
    told = place.checks("P2", *options)
    assert told["ZPM-CO-01"]["waarom"] == "buiten_periode"
    assert "11-03-2024" in told["ZPM-CO-01"]["reden"]
    assert told["ZPM-FA-05"]["waarom"] == "niet_gekozen"


def test_a_practitioner_has_a_verdict_for_every_period(place: Place) -> None:
    check = place.check("ZPM-BH-01", "B1")
    assert check["oordeel"] == "afwijking"
    assert [unit["oordeel"] for unit in check["eenheden"]] == ["afwijking", "voldoet"]
    assert [unit["waarden"]["geldig_van"] for unit in check["eenheden"]] == ["2020-01-01", "2024-01-01"]


def test_a_group_by_the_name_that_the_lists_give_it(place: Place) -> None:
    check = place.check("ZPM-KP-02", "B2|2024-03-18")
    assert check["oordeel"] == "voldoet"
    assert [row["waarden"]["prestatie_id"] for row in check["rijen"]] == ["P3"]


def test_a_patient_by_number_and_by_pseudonym_is_never_in_clear(place: Place) -> None:
    by_number, told = place.said("700112"), place.told("700112")
    assert told["onderwerp"] == "patient"
    assert told["id"].startswith("pt-")
    assert place.said(told["id"]) == by_number
    read = place.zpm("uitleg", "P5", "--run", "uit").out
    assert read.startswith("Prestatie P5 ")
    for said in (by_number, read):
        assert "700112" not in said
        assert "123456780" not in said
        assert told["id"] in said
    assert place.check("ZPM-FA-03", told["id"])["oordeel"] == "afwijking"
    assert place.told("700112", "--run", "uit", "--herleidbaar")["id"] == "700112"


def test_a_key_with_the_number_of_a_patient_is_known_by_what_the_lists_show(place: Place) -> None:
    told = place.told("700112 1")
    assert told["id"].startswith("pt-")
    assert told["id"].endswith(" 1")
    listed = pl.read_parquet(place.folder / "uit" / "bevindingen.parquet")
    assert told["id"] in listed.filter(pl.col("check_id") == "ZPM-PR-01")["onderwerp_id"].to_list()
    assert place.said(told["id"]) == place.said("700112 1")
    assert "700112" not in place.said("700112 1")


def test_the_same_of_an_export_of_a_run_and_of_an_archive(place: Place) -> None:
    run_id = json.loads((place.folder / "uit" / "manifest.json").read_text(encoding="utf-8"))["run"]["run_id"]
    asked = (
        ("--run", "uit"),
        ("--run", run_id, "--archief", "a.db", "--soort", "prestatie"),
        ("--export", "export", *PEILDATUM),
    )
    told = [place.told("P2", *options) for options in asked]
    assert [one["run"] for one in told] == [run_id, run_id, None]
    added = {"bevinding_id", "levensloop", "acceptatie"}
    checks = [[{n: v for n, v in c.items() if n not in added} for c in one["checks"]] for one in told]
    assert checks[0] == checks[1] == checks[2]


def test_a_person_reads_it_in_the_language_that_was_asked_for(place: Place) -> None:
    dutch, english = (
        "\n".join(rendered(place.told("P2"), language, width=100, colour=False)) for language in _LANGUAGES
    )
    assert "Prestatie P2 · peildatum 31-12-2024" in dutch
    assert "AFWIJKING" in dutch
    assert "prestaties.csv, rij 4" in dutch
    assert "Gaf geen oordeel" in dutch
    assert "DEVIATION" in english
    assert "prestaties.csv, row 4" in english
    assert "\x1b" not in dutch
    assert any("\x1b[" in line for line in rendered(place.told("P2"), "nl", width=100, colour=True))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("P9", "--run", "uit"), "Gezocht in prestaties.prestatie_id"),
        (("P2",), "--run"),
        (("P2", "--run", "weg"), "--archief"),
        (("P2", "--run", "20200101", "--archief", "a.db"), "staat niet in het archief"),
        (("P2", "--run", "export"), "geen map van een run"),
        (("P2", "--run", "uit", "--peildatum", "2024-01-01"), "--peildatum"),
    ],
)
def test_wrong_use(place: Place, arguments: tuple[str, ...], said: str) -> None:
    ran = place.zpm("uitleg", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def _refused(ran: Ran, said: str) -> None:
    assert ran.code == 3
    assert said in ran.err


def test_an_id_of_more_than_one_kind_asks_which(place: Place, tmp_path: Path) -> None:
    _export(tmp_path / "export")
    path = tmp_path / "export" / "zorgtrajecten.csv"
    path.write_text(path.read_text(encoding="utf-8") + "P2,A1,2024-03-04,zvw,true,B1,\n", encoding="utf-8")
    asked = ("--export", str(tmp_path / "export"), *PEILDATUM, "--select", "ZPM-RB-01")
    ran = place.zpm("uitleg", "P2", *asked)
    assert (ran.code, ran.out) == (2, "")
    assert "--soort" in ran.err
    told = place.told("P2", *asked, "--soort", "zorgtraject")
    assert (told["onderwerp"], told["id"]) == ("zorgtraject", "P2")


def test_an_export_or_an_output_that_is_no_longer_that_of_the_run(place: Place, tmp_path: Path) -> None:
    _export(tmp_path / "export")
    path = tmp_path / "export" / "prestaties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",29,45,", ",30,45,"), encoding="utf-8")
    _refused(place.zpm("uitleg", "P2", "--run", "uit", "--export", str(tmp_path / "export")), "niet meer dezelfde")
    listed = place.folder / "uit" / "bevindingen.parquet"
    kept = listed.read_bytes()
    try:
        pl.read_parquet(listed).filter(pl.col("check_id") != "ZPM-PR-01").write_parquet(listed)
        _refused(place.zpm("uitleg", "P2", "--run", "uit"), "ZPM-PR-01 zegt nu iets anders dan de run")
    finally:
        listed.write_bytes(kept)


def test_the_report_shows_the_command_for_every_finding_and_the_command_works(place: Place) -> None:
    page = (place.folder / "uit" / "rapport.html").read_text(encoding="utf-8")
    run_id = json.loads((place.folder / "uit" / "manifest.json").read_text(encoding="utf-8"))["run"]["run_id"]
    command = f"zpm-audit uitleg P2 --run {run_id} --archief a.db --soort prestatie"
    assert f"<code>{command}</code>" in page
    words = command.split()
    assert place.told(words[2], *words[3:])["onderwerp"] == "prestatie"


@pytest.mark.parametrize(
    ("subject", "command"),
    [
        ("P2", "zpm-audit uitleg P2 --run R --soort prestatie"),
        ("B2|2024-03-18", 'zpm-audit uitleg "B2|2024-03-18" --run R --soort prestatie'),
        # Whoever pastes it would run what stands in the export.
        ("$(rm -r x)", ""),
        ('x" && y "', ""),
        ("-P2", ""),
        ("", ""),
    ],
)
def test_a_command_is_safe_to_paste(subject: str, command: str) -> None:
    assert explain_command(subject, "prestatie", "--run R") == command
    assert explain_command(subject, "prestatie", "") == ""
