"""An archive with one run, of three findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.conftest import _server, any_archive, postgresql
from tests.followup.made import night
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive

__all__ = ["_server", "any_archive", "postgresql"]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(Place(str(tmp_path / "archief.db")))
    night(made, "r1")
    return made
