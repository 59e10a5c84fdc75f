"""A folder appears complete or not at all, and nothing of anybody else is ever deleted."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from zpm_audit.base import claim
from zpm_audit.base.errors import InternalError, UsageError
from zpm_audit.base.settings import Access
from zpm_audit.output import publish
from zpm_audit.output.marks import mark_demo
from zpm_audit.output.publish import BUSY, OLD, staged_output


def run_like(folder: Path, *names: str) -> None:
    """Leave what a run leaves: files, and a manifest that names them."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"inhoud van {name}")
    content = {"gemaakt_door": "zpm-audit", "uitvoer": [{"pad": name} for name in names]}
    (folder / "manifest.json").write_text(json.dumps(content))


def left_in(parent: Path) -> list[str]:
    return sorted(p.name for p in parent.iterdir())


def publish_by(work: Callable[[Path], None], target: Path, overwrite: bool = False) -> None:
    with staged_output(target, overwrite) as folder:
        work(folder)


def half(error: BaseException) -> Callable[[Path], None]:
    """Return work that leaves a file and then fails."""

    def work(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise error

    return work


def test_complete_folder_appears_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "een" / "twee"
    with staged_output(target) as folder:
        assert not target.exists()
        assert folder.parent == target.parent
        assert folder.name.startswith(".")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "quarantaine").mkdir()
        (folder / "rapport.html").write_text("x")
    assert left_in(target) == ["quarantaine", "rapport.html"]
    assert left_in(target.parent) == ["twee"]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
@pytest.mark.parametrize(("access", "folders", "files"), [("prive", 0o700, 0o600), ("groep", 0o750, 0o640)])
def test_an_output_is_private_whatever_the_umask(
    tmp_path: Path, mask: int, access: Access, folders: int, files: int
) -> None:
    before = os.umask(mask)
    try:
        with staged_output(tmp_path / "uit", access=access) as folder:
            (folder / "map").mkdir()
            (folder / "map" / "a").write_text("x")
    finally:
        os.umask(before)
    out = tmp_path / "uit"
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (out, out / "map", out / "map" / "a")]
    assert modes == [folders, folders, files]


def test_an_existing_folder_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "uit").mkdir(mode=0o750)
    with staged_output(tmp_path / "uit") as folder:
        (folder / "a").write_text("x")
    assert stat.S_IMODE((tmp_path / "uit").stat().st_mode) == 0o750


@pytest.mark.parametrize("error", [RuntimeError("stuk"), KeyboardInterrupt(), SystemExit(3)])
def test_nothing_remains_after_an_error(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "een" / "twee"
    with pytest.raises(type(error)):
        publish_by(half(error), target)
    assert left_in(tmp_path) == []


def test_a_full_target_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "iets.txt").write_text("van mij")
    with pytest.raises(UsageError) as caught, staged_output(tmp_path):
        pytest.fail("the block must not run")
    assert "--overschrijf" in caught.value.message("nl")
    assert "--overschrijf" in caught.value.message("en")
    assert left_in(tmp_path) == ["iets.txt"]


def test_overwriting_replaces_an_earlier_run_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "uit"
    target.mkdir()
    run_like(target, "rapport.html", "quarantaine/prestaties.csv")
    with staged_output(target, overwrite=True) as folder:
        run_like(folder, "nieuw.html")
        assert (target / "rapport.html").exists()
    assert left_in(target) == ["manifest.json", "nieuw.html"]
    assert left_in(tmp_path) == ["uit"]


def test_overwriting_that_fails_keeps_the_old_run(tmp_path: Path) -> None:
    target = tmp_path / "uit"
    target.mkdir()
    run_like(target, "rapport.html")
    with pytest.raises(RuntimeError), staged_output(target, overwrite=True):
        raise RuntimeError("stuk")
    assert left_in(target) == ["manifest.json", "rapport.html"]
    assert left_in(tmp_path) == ["uit"]


def test_overwriting_that_fails_at_the_last_moment_puts_the_old_run_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "uit"
    target.mkdir()
    run_like(target, "rapport.html")
    rename = Path.rename

    def refuse(self: Path, goal: Path) -> Path:
        if self.name.startswith(BUSY) and goal == target:
            raise OSError(errno.EIO, "schijf stuk")
        return rename(self, goal)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="schijf stuk"), staged_output(target, overwrite=True) as folder:
        (folder / "nieuw").write_text("x")
    assert left_in(target) == ["manifest.json", "rapport.html"]
    assert left_in(tmp_path) == ["uit"]


def strangers(folder: Path) -> None:
    run_like(folder, "rapport.html")
    (folder / "notities accountant.docx").write_text("belangrijk")


def no_manifest(folder: Path) -> None:
    (folder / "vakantie.jpg").write_text("x")


def other_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"name": "een webapp"}))


def broken_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"\xff\xfe{")


def deep_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[" * 100_000)


def run_inside(folder: Path) -> None:
    (folder / "2024").mkdir()
    run_like(folder / "2024", "rapport.html")


@pytest.mark.parametrize("fill", [strangers, no_manifest, other_manifest, broken_manifest, deep_manifest, run_inside])
def test_overwriting_never_deletes_what_is_not_ours(tmp_path: Path, fill: Callable[[Path], None]) -> None:
    target = tmp_path / "uit"
    target.mkdir()
    fill(target)
    before = sorted(str(p) for p in target.rglob("*"))
    with pytest.raises(UsageError) as caught, staged_output(target, overwrite=True):
        pytest.fail("the block must not run")
    assert str(target) in caught.value.message()
    assert sorted(str(p) for p in target.rglob("*")) == before


def test_strangers_are_named(tmp_path: Path) -> None:
    strangers(tmp_path)
    with pytest.raises(UsageError, match=r"notities accountant\.docx"), staged_output(tmp_path, overwrite=True):
        pytest.fail("the block must not run")


def test_a_note_saved_while_the_audit_ran_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "uit"
    target.mkdir()
    run_like(target, "rapport.html")

    def work(folder: Path) -> None:
        (folder / "nieuw").write_text("x")
        (target / "notitie.txt").write_text("net getypt")

    with pytest.raises(UsageError):
        publish_by(work, target, overwrite=True)
    assert left_in(target) == ["manifest.json", "notitie.txt", "rapport.html"]


def test_a_demo_with_a_run_inside_may_be_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "demo"
    with staged_output(target) as folder:
        (folder / "export").mkdir()
        (folder / "export" / "prestaties.csv").write_text("x")
        (folder / "uitvoer").mkdir()
        run_like(folder / "uitvoer", "rapport.html")
        mark_demo(folder)
    (target / ".DS_Store").write_text("rommel")
    with staged_output(target, overwrite=True) as folder:
        (folder / "nieuw").write_text("x")
        mark_demo(folder)
    assert left_in(target) == ["demo.json", "nieuw"]
    (target / "eigen.txt").write_text("x")
    with pytest.raises(UsageError), staged_output(target, overwrite=True):
        pytest.fail("the block must not run")


def test_a_target_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(UsageError, match="is een bestand"), staged_output(tmp_path / "bestand", overwrite=True):
        pytest.fail("the block must not run")
    with pytest.raises(UsageError, match="kan niet worden geschreven"), staged_output(tmp_path / "bestand" / "x"):
        pytest.fail("the block must not run")


def test_a_mounted_disk_is_refused_with_advice() -> None:
    with pytest.raises(UsageError, match="aankoppelpunt"), staged_output(Path("/proc"), overwrite=True):
        pytest.fail("the block must not run")


def test_a_parent_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    for target in (tmp_path / "uit", tmp_path / "een" / "uit"):
        with pytest.raises(UsageError, match="kan niet worden geschreven"), staged_output(target):
            pytest.fail("the block must not run")


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "echt").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "echt")
    with staged_output(tmp_path / "link") as folder:
        (folder / "a").write_text("x")
    assert (tmp_path / "link").is_symlink()
    assert left_in(tmp_path / "echt") == ["a"]


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device", "/data/x.parquet"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        pl.exceptions.ComputeError("failed to write: No space left on device (os error 28)"),
    ],
)
def test_a_full_disk_is_a_sentence(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(InternalError) as caught:
        publish_by(half(error), tmp_path / "uit")
    assert caught.value.exit_code == 4
    assert "De schijf is vol" in caught.value.message()
    assert "--out" in caught.value.message("en")
    assert left_in(tmp_path) == []


def write_with_python(path: Path) -> None:
    path.write_bytes(b"x" * 1_000_000)


def write_with_polars(path: Path) -> None:
    pl.LazyFrame({"a": range(200_000)}).sink_parquet(path, compression="uncompressed")


@pytest.mark.parametrize("write", [write_with_python, write_with_polars])
def test_a_disk_that_really_refuses(tmp_path: Path, write: Callable[[Path], None]) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("dit systeem heeft geen /dev/full: de volle schijf is alleen nagebootst")

    def work(folder: Path) -> None:
        (folder / "uitvoer").symlink_to(full)
        write(folder / "uitvoer")

    with pytest.raises(InternalError, match="schijf is vol"):
        publish_by(work, tmp_path / "uit")
    assert left_in(tmp_path) == []


CHILD = """
import signal, sys, time
from pathlib import Path
from zpm_audit.base.stopping import listen
from zpm_audit.output.publish import staged_output
# A job in the background may have been started with these switched off.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
listen(lambda: "nl")
with staged_output(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x")
    print("bezig", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(("sent", "code"), [("SIGKILL", -signal.SIGKILL), ("SIGTERM", 4), ("SIGINT", 4)])
def test_a_run_that_is_stopped_halfway_leaves_no_target(tmp_path: Path, sent: str, code: int) -> None:
    """A request to stop takes the half output along, and the folders made for it."""
    target = tmp_path / "een" / "uit"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(target)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"bezig\n"
        assert not target.exists()
        child.send_signal(getattr(signal, sent))
        assert child.wait(timeout=30) == code
    assert not target.exists()
    if sent != "SIGKILL":
        assert left_in(tmp_path) == []
        return
    # Nobody can clean up after a SIGKILL; what remains is hidden, closed to others, and gone after the next run.
    (abandoned,) = (tmp_path / "een").iterdir()
    assert abandoned.name.startswith(BUSY)
    assert stat.S_IMODE(abandoned.stat().st_mode) == 0o700
    with staged_output(tmp_path / "een" / "ander") as folder:
        (folder / "a").write_text("x")
    assert left_in(tmp_path / "een") == ["ander"]


def test_a_run_that_is_busy_beside_ours_is_left_alone(tmp_path: Path) -> None:
    with staged_output(tmp_path / "een") as first:
        (first / "a").write_text("x")
        with staged_output(tmp_path / "twee") as second:
            (second / "b").write_text("x")
    assert left_in(tmp_path) == ["een", "twee"]
    assert left_in(tmp_path / "een") == ["a"]


def test_a_folder_that_was_only_just_made_is_not_abandoned(tmp_path: Path) -> None:
    young = tmp_path / f".{claim.FRESH}jong"
    young.mkdir()
    assert not claim.is_abandoned(young)
    old = time.time() - 3600
    os.utime(young, (old, old))
    assert claim.is_abandoned(young)


def test_a_folder_that_is_empty_goes_at_the_next_start_however_young(tmp_path: Path) -> None:
    """A run is killed while it still reads: nothing is in its output yet."""
    (tmp_path / f"{BUSY}0123456789ab").mkdir()
    with staged_output(tmp_path / "uit") as folder:
        assert left_in(tmp_path) == [folder.name]
        assert not claim.is_abandoned(folder)
        (folder / "a").write_text("x")
    assert left_in(tmp_path) == ["uit"]


def test_a_folder_never_has_its_name_without_a_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(claim.FolderClaim, "__enter__", lambda _self: seen.extend(p.name for p in tmp_path.iterdir()))
    with claim.claimed_folder(tmp_path / f"{BUSY}x"):
        assert left_in(tmp_path) == [f"{BUSY}x"]
    (fresh,) = seen
    assert fresh.startswith(f".{claim.FRESH}")


def test_an_output_that_stood_between_two_names_gets_its_own_back(tmp_path: Path) -> None:
    target = tmp_path / "uit-2024"
    old = tmp_path / f"{OLD}0123456789ab-uit-2024"
    old.mkdir()
    (old / "a").write_text("eerder")
    (said,) = publish.recover(target)
    assert str(target) in said.nl
    assert str(target) in said.en
    assert left_in(tmp_path) == ["uit-2024"]
    assert publish.recover(target) == []


def test_an_earlier_output_goes_where_the_new_one_took_its_place(tmp_path: Path) -> None:
    old = tmp_path / f"{OLD}0123456789ab-uit"
    for folder, text in ((old, "eerder"), (tmp_path / "uit", "nieuw")):
        folder.mkdir()
        (folder / "a").write_text(text)
    assert publish.recover(tmp_path / "uit") == []
    assert left_in(tmp_path) == ["uit"]
    assert (tmp_path / "uit" / "a").read_text() == "nieuw"


def test_an_output_that_is_being_replaced_is_left_alone(tmp_path: Path) -> None:
    old = tmp_path / f"{OLD}0123456789ab-uit"
    old.mkdir()
    (old / "a").write_text("x")
    with claim.FolderClaim(old):
        assert publish.recover(tmp_path / "uit") == []
        assert left_in(tmp_path) == [old.name]


def test_disk_full_is_found_behind_other_errors() -> None:
    inner = OSError(errno.ENOSPC, "No space left on device")
    outer = RuntimeError("schrijven mislukt")
    outer.__cause__ = inner
    assert publish.is_disk_full(outer)
    assert not publish.is_disk_full(FileNotFoundError(errno.ENOENT, "weg"))
