"""An audit folder as a controller uses it: begun, run, run again, with acceptances that hold and that are over."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import EVERY, OPTIONS, Zpm, inside, write_small_export
from zpm_audit.demo import write_demo
from zpm_audit.output.verify import verify

pytestmark = [pytest.mark.whole, pytest.mark.usefixtures("figures_only")]

#: The small export has too few columns for half of the checks.
CONFIGURATION = "export: export\nuitvoer: uit\ngrenzen: {uitgevoerd: 0}\nacceptaties: acceptaties.yaml\n"
ACCEPTED = """\
- {id: A1, check: ZPM-PR-01, waar: "prestatie_id = 'P2' and waarde = '45'", reden: bekend, door: J. Jansen,
   op: 2024-06-01, tot: 2024-12-31}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_small_export(tmp_path / "export")
    (tmp_path / "zpm-audit.yaml").write_text(CONFIGURATION, encoding="utf-8")
    (tmp_path / "acceptaties.yaml").write_text(ACCEPTED, encoding="utf-8")
    return tmp_path


def only_run(folder: Path) -> Path:
    (found,) = (folder / "uit").iterdir()
    return found


def result(run: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((run / "resultaat.json").read_text(encoding="utf-8"))
    return content


def the_check(run: Path, check_id: str = "ZPM-PR-01") -> dict[str, Any]:
    found: dict[str, Any] = next(c for c in result(run)["checks"] if c["id"] == check_id)
    return found


def findings(run: Path) -> list[dict[str, str]]:
    with (run / "bevindingen.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_accepted_finding_stays_in_list_and_count_and_gives_no_exit_code(folder: Path) -> None:
    ran = inside(folder)("run", *OPTIONS)
    assert ran.code == 0
    assert "1 van 1 afwijking geaccepteerd" in ran.out
    run = only_run(folder)
    found = the_check(run)
    assert (found["afwijking"], found["geaccepteerd"], found["status"]) == (1, 1, "afwijkingen")
    assert [(row["prestatie_id"], row["acceptatie"]) for row in findings(run)] == [("P2", "A1")]
    told = result(run)["run"]
    assert told["prestaties"]["met_fout"] == 1
    assert told["open"]["prestaties"]["met_fout"] == told["open"]["afwijking"] == 0
    assert [(a["id"], a["stand"]) for a in told["acceptaties"]] == [("A1", "gebruikt")]
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert {"acceptaties", "configuratie"} <= {one["soort"] for one in manifest["invoer"]}
    assert not verify(run).changed


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (("--zonder-acceptaties",), "Gedraaid zonder acceptaties"),
        (("--peildatum", "2025-01-01", "--gx", "uit"), "Verlopen: acceptatie A1 (ZPM-PR-01, door J. Jansen)"),
    ],
)
def test_without_or_when_over_it_is_open(folder: Path, options: tuple[str, ...], line: str) -> None:
    given = options if "--peildatum" in options else (*OPTIONS, *options)
    ran = inside(folder)("run", *given)
    assert ran.code == 1
    assert line in ran.out
    assert [row["acceptatie"] for row in findings(only_run(folder))] == [""]


def test_an_unused_acceptance_is_named(folder: Path) -> None:
    path = folder / "acceptaties.yaml"
    path.write_text(ACCEPTED.replace("'P2'", "'P9'"), encoding="utf-8")
    ran = inside(folder)("run", *OPTIONS)
    assert ran.code == 1
    assert "Ongebruikt: acceptatie A1" in ran.out


@pytest.mark.parametrize("name", ["acceptaties.yaml", "zpm-audit.yaml"])
def test_a_wrong_file_is_exit_2_with_its_line_and_leaves_nothing(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "fout: [\n", encoding="utf-8")
    ran = inside(folder)("run", *OPTIONS)
    assert ran.code == 2
    assert f"{name}:" in ran.err
    assert not (folder / "uit").exists()


def test_an_export_on_the_command_line_leaves_the_file_and_says_so(folder: Path) -> None:
    ran = inside(folder)("run", "export", "--out", "los", *OPTIONS)
    assert ran.code == 1
    assert "zpm-audit.yaml in deze map is niet gebruikt" in ran.out
    assert [row["acceptatie"] for row in findings(folder / "los")] == [""]


def test_the_configuration_may_stand_elsewhere_and_the_command_line_goes_first(folder: Path, tmp_path: Path) -> None:
    elders = tmp_path / "elders"
    elders.mkdir()
    other = folder / "anders.yaml"
    other.write_text(ACCEPTED.replace("A1", "B1"), encoding="utf-8")
    zpm = inside(elders)
    ran = zpm("run", "--config", folder / "zpm-audit.yaml", "--acceptaties", other, "--taal", "en", *OPTIONS)
    assert ran.code == 0
    assert "1 of 1 deviation accepted" in ran.out
    assert [row["acceptatie"] for row in findings(only_run(folder))] == ["B1"]
    ran = zpm("run", "--config", folder / "zpm-audit.yaml", "--acceptaties", other, "--zonder-acceptaties")
    assert ran.code == 2


def test_no_export_anywhere_is_told_with_the_way_out(zpm: Zpm) -> None:
    ran = zpm("run")
    assert ran.code == 2
    assert "zpm-audit.yaml" in ran.err
    assert zpm("run", "--config", "nergens.yaml").code == 2


@pytest.mark.parametrize("archive", [(), ("--archief", "archief.db")])
def test_another_key_than_last_night_is_said_once(
    folder: Path, archive: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    zpm = inside(folder)
    monkeypatch.setenv("ZPM_AUDIT_SLEUTEL", "een sleutel van de dienst")
    assert "De sleutel voor pseudoniemen" not in zpm("run", *OPTIONS, *archive).out
    assert "De sleutel voor pseudoniemen" not in zpm("run", *OPTIONS, *archive).out
    monkeypatch.setenv("ZPM_AUDIT_SLEUTEL", "een sleutel van een mens")
    told = zpm("run", *OPTIONS, *archive).out
    assert "De sleutel voor pseudoniemen is een andere dan bij de vorige run" in told
    assert told.count("leutel voor pseudoniemen") == 1


def test_an_archive_in_the_configuration_gives_lives_beside_acceptances(folder: Path) -> None:
    with (folder / "zpm-audit.yaml").open("a", encoding="utf-8") as file:
        file.write("archief: archief.db\nreeks: nacht\nfail_on: nieuw\n")
    zpm = inside(folder)
    assert zpm("run", *OPTIONS, "--zonder-acceptaties", "--out", "een").code == 1
    assert zpm("run", *OPTIONS, "--out", "twee").code == 0
    told = [(row["acceptatie"], row["levensloop"]) for name in ("een", "twee") for row in findings(folder / name)]
    assert told == [("", "nieuw"), ("A1", "blijvend")]
    assert zpm("run", *OPTIONS, "--archief", "ander.db", "--reeks", "los", "--out", "drie").code == 0
    assert [row["levensloop"] for row in findings(folder / "drie")] == ["nieuw"]


def test_begun_and_run_twice(tmp_path: Path) -> None:
    write_small_export(tmp_path / "export")
    zpm = inside(tmp_path)
    assert zpm("begin", "audit", "--export", "export").code == 0
    made = {path.name for path in (tmp_path / "audit").iterdir()}
    assert made == {"zpm-audit.yaml", "acceptaties.yaml", "raamwerk.yaml"}
    again = zpm("begin", "audit", "--export", "export")
    assert again.code == 2
    assert "bestaat al" in again.err
    with (tmp_path / "audit" / "zpm-audit.yaml").open("a", encoding="utf-8") as file:
        file.write("grenzen: {uitgevoerd: 0}\nbewaren: 30\n")
    inner = inside(tmp_path / "audit")
    assert [inner("run", *EVERY).code for _ in range(2)] == [1, 1]
    runs = list((tmp_path / "audit" / "zpm-audit-uitvoer").iterdir())
    assert len(runs) == 2
    assert len({(run / "bevindingen.csv").read_bytes() for run in runs}) == 1


def test_an_export_that_looks_otherwise_gets_a_mapping(tmp_path: Path) -> None:
    export = write_small_export(tmp_path / "export")
    for path in export.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    assert inside(tmp_path)("begin", "audit", "--export", "export").code == 0
    assert 'mapping: "mapping.yaml"' in (tmp_path / "audit" / "zpm-audit.yaml").read_text(encoding="utf-8")
    assert inside(tmp_path / "audit")("run", *OPTIONS).code == 1


def test_the_outcome_without_accepted_is_that_of_a_run_without_those_findings(tmp_path: Path) -> None:
    taken = "ZPM-RB-01"  # its amount is a sum over the prestaties of a trajectory
    others = "ZPM-PR-01,ZPM-PR-02"
    facts = write_demo(tmp_path / "demo", size=0.05, checks=[*others.split(","), taken])
    (tmp_path / "a.yaml").write_text(
        f"- {{id: A, check: {taken}, waar: bevinding_id is not null, reden: r, door: d, op: 2020-01-01, "
        "tot: 2099-01-01}\n",
        encoding="utf-8",
    )
    zpm = inside(tmp_path)
    given = ("run", tmp_path / "demo" / "export", "--peildatum", facts.peildatum, "--gx", "uit", "--fail-on", "nooit")
    assert zpm(*given, "--out", "alles", "--select", f"{others},{taken}", "--acceptaties", "a.yaml").code == 0
    assert zpm(*given, "--out", "rest", "--select", others).code == 0
    whole, rest = result(tmp_path / "alles")["run"], result(tmp_path / "rest")["run"]
    assert the_check(tmp_path / "alles", taken)["geaccepteerd"] > 0
    assert whole["open"]["impact_eur"] == rest["impact_eur"]
    undetermined = {"onbepaald", "direct_goed"}
    same = {k: v for k, v in whole["open"]["prestaties"].items() if k not in undetermined}
    assert same == {k: v for k, v in rest["prestaties"].items() if k not in undetermined}
    assert whole["prestaties"]["met_fout"] >= rest["prestaties"]["met_fout"]
    assert whole["impact_eur"] != rest["impact_eur"]
