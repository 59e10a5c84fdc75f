"""What every kind of database can do for us, each in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.intake.databases.address import Address

#: The names of the columns, and the rows as text (``c0``, ``c1``, ...), batch after batch.
Rows = tuple[tuple[str, ...], Iterator[pl.DataFrame]]

BATCH = 100_000
#: In bytes: a file of somebody else may hold, or compute, a larger one; no registration does.
LARGEST_CELL = 100_000_000


class Reader(Protocol):
    """A connection to one database that only reads."""

    def tables(self) -> Sequence[str]:
        """Return the names of the tables and views that a query without a schema finds."""

    def every(self, table: str, first: int | None = None) -> str:
        """Return the query for a whole table, or for its first rows."""

    def rows(self, query: str) -> Rows:
        """Carry out a question."""

    def close(self) -> None:
        """Leave the database as it was."""


def missing_driver(address: Address, package: str, how: str) -> UsageError:
    """Return the error for a driver that is not installed: neither the database nor the query is at fault."""
    return UsageError(
        nl=f"Voor {address.shown} ontbreekt het stuurprogramma {package}. Installeer het: {how}",
        en=f"For {address.shown} the driver {package} is missing. Install it: {how}",
    )


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
