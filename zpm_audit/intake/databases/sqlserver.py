"""SQL Server through mssql-python: batches in Arrow, in a transaction that is always rolled back.

Kept thin: no such server was at hand when this was written, so what it rests on is the driver's own interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from zpm_audit.intake.databases.address import Address
from zpm_audit.intake.databases.reader import BATCH, Rows, missing_driver
from zpm_audit.intake.databases.values import text_of
from zpm_audit.intake.sources.source import cell

_TABLES = "select table_name from information_schema.tables where table_schema = schema_name() order by table_name"
#: Of the driver that was named: this one goes by its own way.
_NOT_OURS = {"driver", "odbc_connect"}


class SqlServer:
    """One database of a SQL Server."""

    def __init__(self, address: Address, seconds: float) -> None:
        try:
            import mssql_python
            import pyarrow as _  # noqa: F401 (what the driver makes its batches with)
        except ImportError:
            raise missing_driver(address, "mssql-python", "pip install 'zpm-audit[mssql]'") from None
        self._connection: Any = mssql_python.connect(connection_text(address), autocommit=False)
        self._connection.timeout = max(1, int(seconds))

    def tables(self) -> Sequence[str]:
        """Return the names of the tables and views of the user's own schema."""
        with self._connection.cursor() as cursor:
            return [str(row[0]) for row in cursor.execute(_TABLES).fetchall()]

    def every(self, table: str, first: int | None = None) -> str:
        """Return the query for a whole table, or for its first rows."""
        name = "[" + table.replace("]", "]]") + "]"
        return f"select {f'top {first} ' if first else ''}* from {name}"  # noqa: S608 (its name quoted)

    def rows(self, query: str) -> Rows:
        """Carry out a question."""
        cursor = self._connection.cursor()
        cursor.execute(query)
        names = tuple(str(column[0]) for column in cursor.description or ())
        return names, self._batches(cursor, names)

    def _batches(self, cursor: Any, names: tuple[str, ...]) -> Iterator[pl.DataFrame]:
        with cursor.arrow_reader(batch_size=BATCH) as batches:
            for batch in batches:
                # By place: two columns of one query may have the same name.
                columns = [pl.Series(cell(i), column) for i, column in enumerate(batch.columns)]
                frame = pl.DataFrame(columns)
                yield frame.select(text_of(pl.col(s.name), s.dtype, names[i]) for i, s in enumerate(columns))
        cursor.close()

    def close(self) -> None:
        """Roll back: SQL Server knows no transaction that can only read."""
        self._connection.rollback()
        self._connection.close()


def connection_text(address: Address) -> str:
    """Return the address as the driver wants it; without a user it is a login of Windows."""
    whole = address.parameters.get("odbc_connect")
    if whole is not None:
        parts = [part for part in whole.split(";") if part.strip()]
        return ";".join(part for part in parts if part.partition("=")[0].strip().lower() != "driver")
    host, _, database = address.place.partition("/")
    server, mark, port = host.rpartition(":")
    user, password = address.account
    said = {"Server": f"{server},{port}" if mark else host, "Database": database}
    said |= {"UID": user, "PWD": password} if user else {"Trusted_Connection": "yes"}
    for name, value in address.parameters.items():
        if name.lower() not in _NOT_OURS:
            said = {key: kept for key, kept in said.items() if key.lower() != name.lower()} | {name: value}
    return ";".join(f"{name}={_braced(value)}" for name, value in said.items() if value)


def _braced(value: str) -> str:
    return "{" + value.replace("}", "}}") + "}" if any(mark in value for mark in ";{}=' ") else value
