from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import postgres

Fill = Callable[..., None]


@pytest.fixture(scope="session")
def _server() -> Iterator[str]:
    yield from postgres.for_session("adbc_driver_postgresql")


@pytest.fixture
def postgresql(_server: str) -> Iterator[str]:
    """Give the address of an empty database."""
    address = f"postgresql://postgres@{_server}"
    yield address
    run(address, "drop schema public cascade", "create schema public")


def run(address: str, *statements: str) -> list[tuple[Any, ...]]:
    """Carry out statements; return the rows of the last."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return [tuple(row) for row in cursor.fetchall()] if statements[-1].startswith("select") else []
