"""Archives to try things on: a SQLite file, and a real PostgreSQL where the machine has one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests import postgres
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive

_NUMBERS = count(1)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(Place(str(tmp_path / "archief.db")))


@pytest.fixture(scope="session")
def _server() -> Iterator[str]:
    yield from postgres.for_session("psycopg")


@pytest.fixture
def postgresql(_server: str) -> str:
    """Return the address of an empty database."""
    import psycopg

    name = f"archief{next(_NUMBERS)}"
    where = _server.split("host=")[1]
    with psycopg.connect(f"postgresql://postgres@/postgres?host={where}", autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return f"postgresql+psycopg://postgres@/{name}?host={where}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def any_archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    if request.param == "sqlite":
        return Archive(Place(str(tmp_path / "archief.db")))
    return Archive(Place(request.getfixturevalue("postgresql")))
