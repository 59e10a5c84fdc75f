"""The receipt: complete, repeatable, and it notices when somebody edits it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.output.hashing import FileHash, hash_file, hash_files
from zpm_audit.output.manifest import kenmerk, write_manifest
from zpm_audit.output.publish import staged_output
from zpm_audit.output.verify import FileState, VerifyOutcome, verify, verify_lines


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Leave a whole run: export, catalogue, output."""
    export, checks = tmp_path / "export", tmp_path / "controles"
    for path in (
        export / "prestaties.csv",
        export / "zorgtrajecten.csv",
        tmp_path / "mapping.yaml",
        checks / "planning" / "ZPM-PR-01.yaml",
        checks / "planning" / "ZPM-PR-01.gevallen.yaml",
        checks / "referentie" / "beroepen.csv",
        checks / "intake" / "prestaties.yaml",
        checks / "__pycache__" / "x.pyc",
        checks / ".geheim",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"inhoud van {path.name}")
    target = tmp_path / "uitvoer" / "run-1"
    with staged_output(target) as folder:
        (folder / "quarantaine").mkdir()
        for name in ("rapport.html", "bevindingen.csv", "quarantaine/prestaties.csv"):
            (folder / name).write_text(f"inhoud van {name}")
        write_manifest(
            folder,
            inputs=[export / "prestaties.csv", export / "zorgtrajecten.csv"],
            checks=checks,
            extra_files={"mapping": tmp_path / "mapping.yaml"},
            options={"taal": "nl", "fail-on": "fout"},
            peildatum=date(2024, 12, 31),
            kenmerk="ab12-cd34-ef56",
            run_id="run-1",
            started=datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC),
            duration_s=1.23456,
            key_fingerprint="0011",
        )
    return target


def content(run: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def states(outcome: VerifyOutcome) -> dict[str, FileState]:
    return {f"{f.group}:{f.path}": f.state for f in outcome.files if f.state is not FileState.ONGEWIJZIGD}


def test_manifest_holds_everything(run: Path) -> None:
    manifest = content(run)
    assert [e["naam"] for e in manifest["invoer"]] == ["prestaties.csv", "zorgtrajecten.csv", "mapping.yaml"]
    assert [e["soort"] for e in manifest["invoer"]] == ["export", "export", "mapping"]
    assert {e["pad"]: e["soort"] for e in manifest["checks"]} == {
        "intake/prestaties.yaml": "datacontract",
        "planning/ZPM-PR-01.gevallen.yaml": "gevallen",
        "planning/ZPM-PR-01.yaml": "controle",
        "referentie/beroepen.csv": "referentie",
    }
    assert [e["pad"] for e in manifest["uitvoer"]] == ["bevindingen.csv", "quarantaine/prestaties.csv", "rapport.html"]
    entry = manifest["uitvoer"][2]
    assert entry["sha256"] == hashlib.sha256(b"inhoud van rapport.html").hexdigest()
    assert entry["bytes"] == len(b"inhoud van rapport.html")
    assert manifest["opties"] == {"fail-on": "fout", "taal": "nl"}
    assert manifest["run"]["duur_s"] == 1.235
    assert manifest["omgeving"]["bibliotheken"]["polars"]
    assert ".zpm-audit-bezig" not in (run / "manifest.json").read_text()


def test_an_untouched_run_is_unchanged(run: Path) -> None:
    outcome = verify(run)
    assert not outcome.changed
    assert len(outcome.files) == 10
    assert verify_lines(outcome)[0].startswith("Er is niets gewijzigd: alle 10 bestanden")
    assert verify_lines(outcome, "en")[0].startswith("Nothing changed: all 10 files")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("uitvoer/run-1/rapport.html", "uitvoer:rapport.html"),
        ("export/prestaties.csv", "invoer:"),
        ("mapping.yaml", "invoer:"),
        ("controles/planning/ZPM-PR-01.yaml", "checks:planning/ZPM-PR-01.yaml"),
        ("controles/referentie/beroepen.csv", "checks:referentie/beroepen.csv"),
    ],
)
def test_a_change_of_one_byte_is_found(run: Path, tmp_path: Path, name: str, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    outcome = verify(run)
    assert outcome.changed
    ((found, state),) = states(outcome).items()
    assert found.startswith(expected)
    assert state is FileState.GEWIJZIGD
    text = "\n".join(verify_lines(outcome))
    assert "1 gewijzigd" in text
    assert path.name in text


def test_missing_extra_and_moved_files_are_told_apart(run: Path, tmp_path: Path) -> None:
    (run / "rapport.html").unlink()
    (run / "notitie.txt").write_text("x")
    (run / ".DS_Store").write_text("rommel")
    shutil.rmtree(tmp_path / "export")
    outcome = verify(run)
    assert set(states(outcome).values()) == {FileState.ONTBREEKT, FileState.ONBEKEND, FileState.NIET_GEVONDEN}
    lines = verify_lines(outcome)
    assert lines[0] == "Niet alles is zoals de run het achterliet: 1 ontbreekt, 2 niet gevonden, 1 onbekend bestand."
    assert "niet nagegaan" in lines[-1]


def test_input_is_found_from_another_folder_and_after_a_move(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    assert not verify(run).changed
    moved = tmp_path / "elders"
    moved.mkdir()
    for name in ("export", "controles", "uitvoer", "mapping.yaml"):
        shutil.move(tmp_path / name, moved / name)
    assert not verify(moved / "uitvoer" / "run-1").changed


def test_input_inside_the_folder_of_the_run(tmp_path: Path) -> None:
    checks = tmp_path / "controles"
    checks.mkdir()
    target = tmp_path / "demo"
    with staged_output(target) as folder:
        (folder / "prestaties.csv").write_text("x")
        write_minimal(folder, [folder / "prestaties.csv"], checks)
    assert content(target)["invoer"][0]["pad"] == "prestaties.csv"
    assert not verify(target).changed


def write_minimal(folder: Path, inputs: list[Path], checks: Path, **more: Any) -> None:
    write_manifest(
        folder,
        inputs=inputs,
        checks=checks,
        options={},
        peildatum=date(2024, 12, 31),
        kenmerk="x",
        run_id="r",
        started=datetime(2025, 1, 1, tzinfo=UTC),
        duration_s=0,
        **more,
    )


def test_known_hashes_are_not_computed_again(tmp_path: Path) -> None:
    path = tmp_path / "groot.csv"
    path.write_text("x")
    (tmp_path / "controles").mkdir()
    (tmp_path / "uit").mkdir()
    write_minimal(tmp_path / "uit", [path], tmp_path / "controles", hashes={path: FileHash("ab" * 32, 99)})
    assert content(tmp_path / "uit")["invoer"][0]["sha256"] == "ab" * 32


def test_a_manifest_edited_by_hand_is_noticed(run: Path) -> None:
    manifest = content(run)
    (run / "rapport.html").write_text("mooier")
    found = hash_file(run / "rapport.html")
    entry = next(e for e in manifest["uitvoer"] if e["pad"] == "rapport.html")
    entry |= {"sha256": found.sha256, "bytes": found.bytes}
    (run / "manifest.json").write_text(json.dumps(manifest, indent=2))
    outcome = verify(run)
    assert states(outcome) == {}
    assert not outcome.manifest_intact
    assert outcome.changed
    assert "manifest.json zelf is na de run gewijzigd" in "\n".join(verify_lines(outcome))


def test_layout_of_the_json_is_no_change(run: Path) -> None:
    (run / "manifest.json").write_text(json.dumps(content(run)))
    assert not verify(run).changed


def break_json(run: Path) -> None:
    (run / "manifest.json").write_text("{")


def break_bytes(run: Path) -> None:
    (run / "manifest.json").write_bytes(b"\xff\x00")


def remove(run: Path) -> None:
    (run / "manifest.json").unlink()


def other_program(run: Path) -> None:
    (run / "manifest.json").write_text('{"uitvoer": []}')


def without_output(run: Path) -> None:
    rewrite(run, lambda m: m.pop("uitvoer"))


def wrong_shape(run: Path) -> None:
    rewrite(run, lambda m: m.update(invoer=["prestaties.csv"]))


def escape(run: Path) -> None:
    rewrite(run, lambda m: m["uitvoer"].append({"pad": "../../etc/passwd", "sha256": "0"}))


def rewrite(run: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = content(run)
    change(manifest)
    (run / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    "damage", [break_json, break_bytes, remove, other_program, without_output, wrong_shape, escape]
)
def test_an_unusable_manifest_is_a_sentence(run: Path, damage: Callable[[Path], None]) -> None:
    damage(run)
    with pytest.raises(UsageError) as caught:
        verify(run)
    assert "manifest.json" in caught.value.message("nl")
    assert str(run) in caught.value.message("en")


def test_hashes_of_many_files_also_in_a_thread(tmp_path: Path) -> None:
    paths = [tmp_path / f"{i}" for i in range(20)]
    for i, path in enumerate(paths):
        path.write_bytes(bytes([i]) * (i * 100_003))
    found: dict[Path, FileHash] = {}
    thread = Thread(target=lambda: found.update(hash_files([*paths, paths[0]])))
    thread.start()
    thread.join()
    assert list(found) == paths
    for i, path in enumerate(paths):
        assert found[path] == FileHash(hashlib.sha256(path.read_bytes()).hexdigest(), i * 100_003)


def test_a_file_that_cannot_be_hashed_is_a_sentence(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pijp")
    for name in ("weg", "pijp", "."):
        with pytest.raises(InputRefusedError, match="sha256"):
            hash_file(tmp_path / name)


def test_kenmerk_depends_on_content_and_not_on_place() -> None:
    def mark(folder: str = "/a", sha: str = "1", option: str = "nl", version: str = "1") -> str:
        inputs = {Path(folder) / "p.csv": FileHash(sha, 1), Path(folder) / "z.csv": FileHash("2", 1)}
        checks = {Path(folder) / "ZPM.yaml": FileHash("3", 1)}
        return kenmerk(inputs=inputs, checks=checks, options={"taal": option}, tool_version=version)

    assert mark() == mark("/b")
    assert len({mark(), mark(sha="9"), mark(option="en"), mark(version="2")}) == 4
    assert len(mark()) == 14


def test_who_has_only_the_folder_is_not_told_that_it_was_changed(run: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "export")
    outcome = verify(run)
    assert outcome.changed
    assert verify_lines(outcome)[0].startswith("De uitvoer is ongewijzigd. Niet alles kon worden nagegaan: ")
    (run / "rapport.html").write_text("x")
    assert verify_lines(verify(run))[0].startswith("Niet alles is zoals de run het achterliet: 1 gewijzigd")


def test_a_manifest_with_half_a_character_has_a_hash_too() -> None:
    from zpm_audit.output.manifest import self_hash

    assert self_hash({"pad": "\ud800"}) != self_hash({"pad": "\udfff"})
