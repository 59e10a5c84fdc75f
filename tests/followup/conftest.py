"""An archive with one run, of three findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.archive.conftest import _server, any_archive, postgresql
from tests.followup.made import night
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive

__all__ = ["_server", "any_archive", "postgresql"]


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archief") / "archief.db"
    night(Archive(Place(str(path))), "r1")
    return path


@pytest.fixture
def archive(_made: Path, tmp_path: Path) -> Archive:
    return Archive(Place(str(shutil.copy(_made, tmp_path / "archief.db"))))
