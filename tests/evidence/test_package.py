"""An evidence package: whole, the same each time, without patients and keys; and a run that is re-performed from it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from tests.evidence.conftest import PATIENT, WRONG_BSN, Made, rewritten, write_export
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.pseudonyms import KEY_VARIABLE, key_file
from zpm_audit.evidence import opening
from zpm_audit.evidence.opening import open_package
from zpm_audit.evidence.package import own_hash

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def package(made: Made) -> Path:
    ran = made.zpm("steekproef", "trek", "nacht2", "--toelaatbaar", "0.5", "--zaad", "1", "--out", "trekking",
                   "--check", "ZPM-PR-01", "--uit", "afwijking")  # fmt: skip
    assert ran.code == 0, ran.err
    ran = made.zpm("dossier", "nacht1", "nacht2", "--uit", "pakket.zip", "--archief", "archief.db",
                   "--steekproef", "trekking")  # fmt: skip
    assert ran.code == 0, ran.err
    assert hashlib.sha256((made.folder / "pakket.zip").read_bytes()).hexdigest() in ran.out
    return made.folder / "pakket.zip"


def elsewhere(made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Be on a second machine: another path, another pseudonym key."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv(KEY_VARIABLE, "de sleutel van een andere machine")
    return Path(shutil.copytree(made.export, tmp_path / "andere" / "plek"))


def test_all_that_a_file_needs_is_in_it_and_no_patient_and_no_key(made: Made, package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        contents = {one.filename: archive.read(one) for one in archive.infolist()}
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    names = {re.sub(r"^runs/[^/]+/", "runs/*/", name) for name in contents}
    assert {
        "LEESWIJZER.html", "LEESWIJZER.txt", "pakket.json", "archief/reeks-1.json",
        "archief/opvolging-1.json",
        "runs/*/uitvoer/rapport.html", "runs/*/uitvoer/rapport.xlsx", "runs/*/uitvoer/bevindingen.parquet",
        "runs/*/uitvoer/manifest.json", "runs/*/uitvoer/manifest.json.sig", "runs/*/regels/checks/definities.yaml",
        "runs/*/regels/checks/planning-realisatie/ZPM-PR-01.yaml", "runs/*/bestanden/raamwerk/raamwerk.yaml",
    } <= names  # fmt: skip
    assert any(name.startswith("steekproeven/") and name.endswith("steekproef.xlsx") for name in names)
    assert len({name.split("/")[1] for name in contents if name.startswith("runs/")}) == 2
    secret = key_file().read_bytes().strip() if key_file().exists() else b"-" * 64
    private = (made.folder / "sleutel").read_bytes()
    for name, content in contents.items():
        for part in _inside(name, content):
            assert secret not in part
            assert private[40:80] not in part
            for n in range(9):
                assert PATIENT.format(n).encode() not in part, name
                assert WRONG_BSN.format(n % 3).encode() not in part, name
    assert package.stat().st_mode & 0o077 == 0


def _inside(name: str, content: bytes) -> list[bytes]:
    if not name.endswith(".xlsx"):
        return [content]
    import io

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [book.read(one) for one in book.infolist()]


def test_the_guide_follows_the_order_of_a_file(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        text, page = archive.read("LEESWIJZER.txt").decode(), archive.read("LEESWIJZER.html").decode()
    parts = ["1. Doel", "2. Brongegevens en hun betrouwbaarheid", "3. Norm", "4. Werkzaamheden", "5. Uitkomst",
             "6. Opvolging", "7. Conclusie"]  # fmt: skip
    for told, form in ((text, str.upper), (page, str)):
        places = [told.index(form(part)) for part in parts]
        assert places == sorted(places)
    assert "zpm-audit herhaal PAKKET.zip --export EXPORT" in text
    assert re.search(r"ZPM-PR-01 +afwijkingen +28 +4 +24 +0 +0 +0", text)
    assert "heel" in text
    assert "ondertekend (manifest.json.sig)" in text
    assert "<script" not in page


def test_the_guide_says_how_a_sample_is_drawn_again_and_what_was_read(made: Made, package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        text, page = archive.read("LEESWIJZER.txt").decode(), archive.read("LEESWIJZER.html").decode()
        (place,) = [name for name in archive.namelist() if name.endswith("steekproef.json")]
        drawn = json.loads(archive.read(place))
    (told,) = [line for line in text.splitlines() if line.strip().startswith(drawn["trekking"])]
    assert f"  {drawn['zaad']}  " in told
    assert "check ZPM-PR-01 (afwijking): 24 posten" in told
    assert "attribuut, hypergeometrisch: 95% betrouwbaarheid, 50% toelaatbaar, 0% verwacht, hoogstens 0 fout" in told
    assert drawn["populatie"]["sha256"] in told
    # Of every table what was read, what its amounts come to, and the hash of the file.
    amounts = sum(13_500 + n for n in range(28))
    export = hashlib.sha256((made.export / "prestaties.csv").read_bytes()).hexdigest()
    line = re.escape(f"€\u00a0{amounts / 100:_.2f} in de audit".replace(".", ",").replace("_", "."))
    assert len(re.findall(rf"prestaties +28 +28 +0 +{line} +niet opgegeven +prestaties.csv +{export}", text)) == 2
    assert re.search(r"patienten +9 +9 +0 +– +niet opgegeven", text)
    # What the reviewer concluded stands there, and what the accountant concludes has a place.
    said = "conclusie van de beoordelaar (P. Pieters, 2025-01-08): Toereikend, met de genoemde correcties."
    assert said in text
    assert said in page
    assert "Conclusie (in te vullen door de accountant): ....." in text
    assert "<dt>Conclusie (in te vullen door de accountant)</dt><dd></dd>" in page


def runs_of(package: Path) -> list[str]:
    with zipfile.ZipFile(package) as archive:
        return [run["run_id"] for run in json.loads(archive.read("pakket.json"))["runs"]]


def test_the_framework_is_re_performed_as_far_as_one_run_tells(
    made: Made, package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export = elsewhere(made, monkeypatch, tmp_path)
    first = runs_of(package)[0]
    ran = made.zpm("herhaal", package, "--export", export, "--run", first)
    assert ran.code == 0, ran.out + ran.err
    assert "Beheersraamwerk: opzet en bestaan van 3 maatregelen gelijk" in ran.out

    def another(contents: dict[str, bytes]) -> None:
        name = f"runs/{first}/bestanden/raamwerk/raamwerk.yaml"
        contents[name] = contents[name].replace(b"checks: [ZPM-PR-01]", b"checks: [ZPM-RB-01]")

    changed = repacked(package, tmp_path / "x.zip", another, listed=True)
    refused = made.zpm("herhaal", changed, "--export", export, "--run", first)
    assert (refused.code, "is gewijzigd: raamwerk/raamwerk.yaml" in refused.err) == (3, True)


def test_a_framework_that_changed_since_is_left_out_and_that_is_said(made: Made, tmp_path: Path) -> None:
    run = Path(shutil.copytree(made.first, tmp_path / "nacht1"))
    (tmp_path / "raamwerk.yaml").write_text("risicos: []\n", encoding="utf-8")
    ran = made.zpm("dossier", run, "--uit", tmp_path / "x.zip")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("Let op: het raamwerk van run ")
    with zipfile.ZipFile(tmp_path / "x.zip") as package:
        assert not [name for name in package.namelist() if name.endswith("raamwerk.yaml")]
        assert "het raamwerk is na de run gewijzigd of weg" in package.read("LEESWIJZER.txt").decode()


def test_a_sample_that_a_run_reckoned_with_is_there_as_it_was_or_that_is_said(tmp_path: Path) -> None:
    from zpm_audit.commands.dossier_samples import other_than_reckoned

    (tmp_path / "oordelen.json").write_bytes(b"toen")
    sha256 = hashlib.sha256(b"toen").hexdigest()
    kinds = ("steekproef 1 oordelen.json", "werkprogramma werkprogramma.json", "export")
    manifest = {"invoer": [{"soort": k, "naam": k.split()[-1], "sha256": sha256} for k in kinds]}
    pieces = {"steekproeven/x/oordelen.json": tmp_path / "oordelen.json"}
    (lost,) = other_than_reckoned(manifest, pieces)
    assert lost == "van werkprogramma, waarmee de run rekende, is werkprogramma.json niet in dit pakket."
    (tmp_path / "oordelen.json").write_bytes(b"nu")
    assert next(other_than_reckoned(manifest, pieces)) == (
        "van steekproef 1, waarmee de run rekende, is oordelen.json na de run gewijzigd."
    )


def test_a_measure_that_is_shown_no_more_is_named(made: Made, tmp_path: Path) -> None:
    from zpm_audit.commands.framework_again import FrameworkAgain, framework_again
    from zpm_audit.commands.runs.recorded import RecordedRun

    (tmp_path / "raamwerk").mkdir()
    shutil.copy(made.folder / "raamwerk.yaml", tmp_path / "raamwerk")
    run = RecordedRun.read(made.first)
    told = {one["id"]: one["bestaan"]["stand"] for one in run.result["run"]["raamwerk"]["maatregelen"]}
    assert told == {"M1": "aangetoond", "M2": "niet_aangetoond", "M3": "niet_aangetoond"}

    def audit(status: str, units: int) -> Any:
        counts = SimpleNamespace(populatie=units, afwijking=0)
        result = SimpleNamespace(check=SimpleNamespace(id="ZPM-PR-01"), status=status, counts=counts)
        return SimpleNamespace(checks=[result], peildatum=date(2024, 12, 31))

    assert framework_again(run, tmp_path, audit("afwijkingen", 28)) == FrameworkAgain(3, ())
    assert framework_again(run, tmp_path, audit("niet_uitgevoerd", 0)) == FrameworkAgain(3, ("M1",))
    assert framework_again(RecordedRun.read(made.out), tmp_path, audit("afwijkingen", 28)) is None


def test_the_same_input_gives_the_same_bytes(made: Made, package: Path, tmp_path: Path) -> None:
    again = tmp_path / "anders.zip"
    # In another order, by an id of the archive, with another name.
    run_id = json.loads((made.first / "manifest.json").read_text(encoding="utf-8"))["run"]["run_id"]
    ran = made.zpm("dossier", "nacht2", run_id, "--uit", again, "--archief", "archief.db", "--steekproef", "trekking")
    assert ran.code == 0, ran.err
    assert again.read_bytes() == package.read_bytes()
    assert made.zpm("dossier", "nacht2", "--uit", again).code == 2


def test_re_performed_elsewhere_with_another_key_it_is_equal(
    made: Made, package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export = elsewhere(made, monkeypatch, tmp_path)
    ran = made.zpm("herhaal", package, "--export", export, "--json")
    assert ran.code == 0, ran.out + ran.err
    told = json.loads(ran.out)
    ways = {check["id"]: check["wijze"] for check in told["checks"]}
    # Three of the patients on FA-03 have no prestatie: nobody can tell which of them is which.
    assert ways == {"ZPM-PR-01": "gekoppeld", "ZPM-RB-01": "rechtstreeks", "ZPM-FA-03": "geteld"}
    assert told["checks"][0]["toen"] == told["checks"][0]["nu"]
    assert (told["gelijk"], told["export_gelijk"], told["versie"]["toen"]) == (True, True, told["versie"]["nu"])


def test_with_the_same_key_every_finding_is_compared_directly(made: Made, package: Path) -> None:
    shown = made.zpm("herhaal", package, "--export", made.export, "--run", "2")
    assert shown.code == 2  # both runs begin so
    shown = made.zpm("herhaal", package, "--export", made.export)
    assert shown.code == 0
    assert shown.out.startswith("Gelijk: alle checks (3)")
    assert "rechtstreeks (3)" in shown.out
    assert "ZPM-FA-03: gelijk (rechtstreeks)" in shown.out


def test_another_export_is_refused_and_with_a_word_compared(made: Made, package: Path, tmp_path: Path) -> None:
    export = write_export(tmp_path / "export", fewer=2)
    ran = made.zpm("herhaal", package, "--export", export)
    assert ran.code == 3
    assert re.search(r"Dit is niet de export van run \S+, kenmerk \S+ \(anders: prestaties.csv\)", ran.err)
    ran = made.zpm("herhaal", package, "--export", export, "--andere-export")
    assert ran.code == 1
    assert "De export is niet die van toen: prestaties.csv." in ran.out
    assert re.search(r"ZPM-PR-01: NIET gelijk: voldoet 4 → 6, afwijking 24 → 22, 2 bevindingen alleen toen", ran.out)
    assert made.zpm("herhaal", package).code == 2
    assert made.zpm("herhaal", package, "--export", export, "--run", "bestaat-niet").code == 2


def repacked(package: Path, target: Path, change: Callable[[dict[str, bytes]], object], *, listed: bool) -> Path:
    """Change what is in a package; ``listed``: and write a list of contents that says so."""
    with zipfile.ZipFile(package) as archive:
        contents = {one.filename: archive.read(one) for one in archive.infolist()}
    change(contents)
    if listed:
        told: dict[str, Any] = json.loads(contents["pakket.json"])
        told["bestanden"] = [
            {"pad": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in contents.items()
            if name != "pakket.json"
        ]
        for run in told["runs"]:
            manifest = json.loads(contents[f"{run['map']}/uitvoer/manifest.json"])
            run["manifest_sha256"] = manifest["manifest_sha256"]
        told["sha256"] = own_hash(told)
        contents["pakket.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return target


def last_run(contents: dict[str, bytes]) -> str:
    return str(json.loads(contents["pakket.json"])["runs"][-1]["map"])


def change_a_byte(contents: dict[str, bytes]) -> None:
    name = f"{last_run(contents)}/uitvoer/bevindingen.csv"
    contents[name] = contents[name][:-1] + b"!"


def change_a_check(contents: dict[str, bytes]) -> None:
    name = f"{last_run(contents)}/regels/checks/planning-realisatie/ZPM-PR-01.yaml"
    contents[name] += b"\n# anders\n"


def add_a_file(contents: dict[str, bytes]) -> None:
    contents[f"{last_run(contents)}/uitvoer/extra.txt"] = b"x"


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("change", [change_a_byte, change_a_check, add_a_file])
def test_a_package_that_was_changed_is_refused(
    made: Made, package: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], object], *, listed: bool
) -> None:
    changed = repacked(package, tmp_path / "x.zip", change, listed=listed)
    ran = made.zpm("herhaal", changed, "--export", made.export)
    assert ran.code == 3
    assert "is gewijzigd" in ran.err


def test_a_package_forged_throughout_is_unequal(made: Made, package: Path, copied: Path, tmp_path: Path) -> None:
    """Who rewrites every output consistently is caught when somebody does the work again."""

    def forge(contents: dict[str, bytes]) -> None:
        place = f"{last_run(contents)}/uitvoer/"
        for name in list(contents):
            if name.startswith(place):
                (copied / name.removeprefix(place)).write_bytes(contents[name])
        _moved_to_another(copied)
        for name in list(contents):
            if name.startswith(place):
                contents[name] = (copied / name.removeprefix(place)).read_bytes()

    forged = repacked(package, tmp_path / "x.zip", forge, listed=True)
    ran = made.zpm("herhaal", forged, "--export", made.export)
    assert ran.code == 1, ran.err
    assert "ZPM-PR-01: NIET gelijk: 1 bevindingen alleen toen, 1 alleen nu" in ran.out


def _moved_to_another(run: Path) -> None:
    """Blame another prestatie, everywhere that the outputs are compared on."""
    from zpm_audit.base.spreadsheet import write_csv

    rows = pl.read_parquet(run / "bevindingen.parquet")
    texts = [pl.col(n).str.replace(r"^(ZPM-PR-01:)?P7$", "${1}P27") for n, t in rows.schema.items() if t == pl.String]
    rows.with_columns(texts).write_parquet(run / "bevindingen.parquet")
    machine = ("waarde", "grens")
    write_csv(pl.scan_parquet(run / "bevindingen.parquet"), run / "bevindingen.csv", machine_texts=machine)
    for one in ("fout", "signaal"):
        path = run / "werklijsten" / "ernst" / f"{one}.csv"
        if path.exists():
            mine = pl.scan_parquet(run / "bevindingen.parquet").filter(pl.col("ernst") == one)
            write_csv(mine, path, machine_texts=machine)
    rewritten(run)


def test_what_may_not_leave_is_not_packed(made: Made, tmp_path: Path, copied: Path) -> None:
    rewritten(copied, lambda manifest: manifest["opties"].update(herleidbaar="ja"))
    ran = made.zpm("dossier", copied, "--uit", tmp_path / "x.zip")
    assert (ran.code, "toont patiëntnummers" in ran.err) == (2, True)
    rewritten(copied, lambda manifest: manifest["opties"].update(herleidbaar="nee"))
    (copied / "bevindingen.csv").write_bytes(b"leeg")
    ran = made.zpm("dossier", copied, "--uit", tmp_path / "x.zip")
    assert (ran.code, "is niet meer wat hij was (bevindingen.csv)" in ran.err) == (3, True)
    assert made.zpm("dossier", "onbekend", "--uit", tmp_path / "x.zip").code == 2
    assert made.zpm("dossier", "nacht1", "nacht1", "--uit", tmp_path / "x.zip").code == 2
    assert made.zpm("dossier", "nacht1", "--uit", tmp_path / "x.zip", "--steekproef", "trekking").code == 2
    assert list(tmp_path.glob("*.zip")) == []


def entry(name: str, *, mode: int = 0) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name)
    found.external_attr = mode << 16
    return found


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([entry("../buiten.txt")], "een pad naar elders"),
        ([entry("/etc/passwd")], "een pad naar elders"),
        ([entry("C:/x")], "een pad naar elders"),
        ([entry("a\\..\\..\\b")], "een pad naar elders"),
        ([entry("a/\x07")], "een pad naar elders"),
        ([entry("koppeling", mode=stat.S_IFLNK | 0o777)], "een koppeling"),
        ([entry("A.txt"), entry("a.TXT")], "twee keer"),
        ([entry("los.txt")], "is geen bewijspakket"),
    ],
)
def test_a_zip_that_leads_elsewhere_is_refused(tmp_path: Path, entries: list[zipfile.ZipInfo], words: str) -> None:
    target = tmp_path / "x.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for one in entries:
            archive.writestr(one, "inhoud")
    with pytest.raises(InputRefusedError) as caught:
        open_package(target, tmp_path / "uit")
    assert words in caught.value.message("nl")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [target]


def test_bombs_and_broken_zips_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.zip"

    def told() -> str:
        with pytest.raises(InputRefusedError) as caught:
            open_package(target, tmp_path / "uit")
        return caught.value.message("nl")

    target.write_bytes(b"PK geen zip")
    assert "is geen leesbaar zip-bestand" in told()
    monkeypatch.setattr(opening, "_SMALL", 1 << 16)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nullen", bytes(1 << 20))
    assert "verdacht groot" in told()
    monkeypatch.setattr(opening, "MOST_BYTES", 1 << 19)
    monkeypatch.setattr(opening, "_SMALL", 1 << 30)
    assert "pakt te groot uit" in told()
    monkeypatch.setattr(opening, "MOST_FILES", 0)
    assert "meer dan 0 bestanden" in told()


def test_a_file_that_is_larger_than_it_says_is_cut_off(tmp_path: Path) -> None:
    """The list of contents and the directory of the zip both lie: what is unpacked is never more than was said."""
    target = tmp_path / "x.zip"
    content: dict[str, Any] = {"gemaakt_door": "zpm-audit", "soort": "dossier", "pakket_versie": 1, "programma": "x",
                               "runs": [], "bestanden": [{"pad": "a", "bytes": 3, "sha256": "0" * 64}]}  # fmt: skip
    content["sha256"] = own_hash(content)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pakket.json", json.dumps(content))
        archive.writestr("a", bytes(1 << 20))
    raw = bytearray(target.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 3)
    target.write_bytes(raw)
    with pytest.raises(InputRefusedError):
        open_package(target, tmp_path / "uit")
    assert sum(p.stat().st_size for p in (tmp_path / "uit").rglob("*") if p.is_file()) <= 3


def test_the_follow_up_is_in_it_with_its_trail(made: Made, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    archive = shutil.copy(made.archive, tmp_path / "archief.db")
    for status in ("in onderzoek", "hersteld"):
        book = load_workbook(made.out / "rapport.xlsx")
        sheet = book["Bevindingen"]
        head = next(row for row in sheet.iter_rows() if any(cell.value == "status" for cell in row))
        at = {str(cell.value): cell.column for cell in head}
        sheet.cell(head[0].row + 1, at["status"], status)
        sheet.cell(head[0].row + 1, at["eigenaar"], "J. Jansen")
        book.save(tmp_path / f"{status}.xlsx")
        read = made.zpm("opvolging", "lees", tmp_path / f"{status}.xlsx", "--archief", archive, "--door", "P. Pieters")
        assert read.code == 0, read.err
    ran = made.zpm("dossier", "nacht2", "--uit", tmp_path / "x.zip", "--archief", archive)
    assert ran.code == 0, ran.err
    with zipfile.ZipFile(tmp_path / "x.zip") as package:
        told = json.loads(package.read("archief/opvolging-1.json"))
    assert [(row["status"], row["eigenaar"], row["door"]) for row in told["stand"]] == [
        ("hersteld", "J. Jansen", "P. Pieters")
    ]
    assert [row["status"] for row in told["verloop"]] == ["in onderzoek", "hersteld"]
    assert {row["werkboek"] for row in told["verloop"]} == {"in onderzoek.xlsx", "hersteld.xlsx"}
