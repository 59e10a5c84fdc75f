"""The cache answers for unchanged files only, belongs to the user alone, and may be missing."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from zpm_audit.base import cache
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.catalogue import validate as validation
from zpm_audit.catalogue.loader import CatalogueError, load_catalogue
from zpm_audit.reports.html import compiled


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def small_catalogue(folder: Path) -> Path:
    for name in ("definities.yaml", "referentie", "intake", "euthanasie"):
        source = catalogue_dir() / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return folder


def count_proofs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    proofs: list[int] = []
    proof = validation.validate

    def counted(*arguments: object) -> object:
        proofs.append(1)
        return proof(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(validation, "validate", counted)
    return proofs


@pytest.mark.usefixtures("place")
def test_an_unchanged_catalogue_is_proven_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "checks").mkdir()
    folder = small_catalogue(tmp_path / "checks")
    proofs = count_proofs(monkeypatch)
    assert load_catalogue(folder).checks.keys() == load_catalogue(folder).checks.keys()
    assert len(proofs) == 1


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("name", ["euthanasie/ZPM-EU-01.yaml", "definities.yaml", "referentie/settings.csv"])
def test_a_change_anywhere_is_proven_again(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "checks").mkdir()
    folder = small_catalogue(tmp_path / "checks")
    proofs = count_proofs(monkeypatch)
    load_catalogue(folder)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("# anders\n")
    load_catalogue(folder)
    assert len(proofs) == 2


@pytest.mark.usefixtures("place")
def test_a_catalogue_is_known_wherever_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive keeps the checks of a run and puts them down in another folder every time."""
    (tmp_path / "checks").mkdir()
    folder = small_catalogue(tmp_path / "checks")
    proofs = count_proofs(monkeypatch)
    load_catalogue(folder)
    load_catalogue(Path(shutil.copytree(folder, tmp_path / "elders")))
    assert len(proofs) == 1


@pytest.mark.usefixtures("place")
def test_a_catalogue_that_is_wrong_is_never_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "checks").mkdir()
    folder = small_catalogue(tmp_path / "checks")
    check = folder / "euthanasie" / "ZPM-EU-01.yaml"
    check.write_text(check.read_text(encoding="utf-8").replace("datum: datum", "datum: bestaat_niet"), encoding="utf-8")
    proofs = count_proofs(monkeypatch)
    for _ in range(2):
        with pytest.raises(CatalogueError):
            load_catalogue(folder)
    assert len(proofs) == 2


def test_other_code_proves_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.note("catalogus", "a" * 64)
    assert cache.is_known("catalogus", "a" * 64)
    first = cache.own_code()
    cache.own_code.cache_clear()
    monkeypatch.setattr(sys, "version", "4.0")
    assert cache.own_code() != first
    cache.own_code.cache_clear()


@pytest.mark.skipif(sys.platform == "win32", reason="rechten van POSIX")
def test_a_folder_that_others_can_write_is_not_used(place: Path) -> None:
    cache.note("catalogus", "b" * 64)
    assert (place / "catalogus").stat().st_mode & 0o777 == 0o700
    (place / "catalogus").chmod(0o777)
    assert not cache.is_known("catalogus", "b" * 64)
    (place / "catalogus").chmod(0o700)
    assert cache.is_known("catalogus", "b" * 64)


@pytest.mark.skipif(sys.platform == "win32", reason="koppelingen van POSIX")
def test_a_link_to_elsewhere_is_not_used(place: Path, tmp_path: Path) -> None:
    (tmp_path / "elders").mkdir()
    place.mkdir(mode=0o700)
    (place / "catalogus").symlink_to(tmp_path / "elders")
    assert cache.cache_dir("catalogus") is None


def test_it_can_be_switched_off_and_may_be_impossible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.CACHE_VARIABLE, "uit")
    assert cache.cache_dir("catalogus") is None
    (tmp_path / "bestand").write_text("in de weg")
    monkeypatch.setenv(cache.CACHE_VARIABLE, str(tmp_path / "bestand"))
    cache.note("catalogus", "c" * 64)
    assert not cache.is_known("catalogus", "c" * 64)


def test_it_does_not_grow_for_ever(place: Path) -> None:
    for number in range(230):
        cache.note("catalogus", f"{number:064d}")
        os.utime(place / "catalogus" / f"{number:064d}", (number, number))
    left = sorted(p.name for p in (place / "catalogus").iterdir())
    assert len(left) == 200
    assert left[-1] == f"{229:064d}"


def test_a_damaged_template_is_compiled_again(place: Path) -> None:
    from jinja2 import DictLoader, Environment

    def shown() -> str:
        environment = Environment(loader=DictLoader({"a": "{{ 1 + 1 }}"}), bytecode_cache=compiled.CompiledTemplates())
        return environment.get_template("a").render()

    assert shown() == "2"
    (stored,) = (place / "sjablonen").iterdir()
    whole = stored.read_bytes()
    for broken in (b"", whole[:40], whole[:-1] + b"x", b"x" * 500):
        stored.write_bytes(broken)
        assert shown() == "2"
    assert stored.read_bytes() == whole
