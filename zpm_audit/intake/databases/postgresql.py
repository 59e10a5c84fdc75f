"""PostgreSQL through ADBC: batches in Arrow, read in one transaction that can only read.

The server itself makes text of every value: it knows its own types, and no number passes through a float of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from zpm_audit.intake.databases.address import Address
from zpm_audit.intake.databases.reader import Rows, missing_driver, quoted
from zpm_audit.intake.databases.values import ZONE
from zpm_audit.intake.sources.source import cell

_TABLES = """
select table_name from information_schema.tables
where table_schema = any(current_schemas(false)) and table_type in ('BASE TABLE', 'VIEW', 'FOREIGN')
union
select matviewname from pg_matviews where schemaname = any(current_schemas(false))
order by 1
"""
_BATCH_HINT = "adbc.postgresql.batch_size_hint_bytes"
_BATCH_BYTES = 1_000_000
_BASE_TYPE = "format_type(coalesce(nullif(typbasetype, 0), oid), null)"
#: Per type how its value becomes text; every other type has a text of its own.
_TEXTS = {
    "boolean": "case when {} then 'true' when not {} then 'false' end",
    "timestamp with time zone": f"({{}} at time zone '{ZONE}')::text",
    "time without time zone": "to_char({}::time, 'HH24:MI:SS')",
    "time with time zone": "to_char({}::time, 'HH24:MI:SS')",
    "numeric": "trim_scale({})::text",
    "money": "trim_scale({}::numeric)::text",
    "bytea": "encode({}, 'hex')",
}


class Postgresql:
    """One PostgreSQL database, seen as it was at one moment."""

    def __init__(self, address: Address, seconds: float) -> None:
        try:
            import nanoarrow as _  # noqa: F401 (what hands over its batches)
            from adbc_driver_postgresql import dbapi
        except ImportError:
            raise missing_driver(address, "adbc-driver-postgresql", "pip install 'zpm-audit[postgresql]'") from None
        self._connection: Any = dbapi.connect(f"postgresql://{address.rest}", autocommit=True)
        self._run(f"set statement_timeout to {int(seconds * 1000)}")
        self._run("set datestyle to 'ISO, YMD'")
        self._run("set bytea_output to 'hex'")
        self._run("set intervalstyle to 'postgres'")
        # One moment for all tables: a contact that is entered meanwhile is in all of them or in none.
        self._run("begin transaction isolation level repeatable read read only")

    def tables(self) -> Sequence[str]:
        """Return the names of the tables and views on the search path."""
        return [str(name) for (name,) in self._fetched(_TABLES)]

    def every(self, table: str, first: int | None = None) -> str:
        """Return the query for a whole table, or for its first rows."""
        return f"select * from {quoted(table)}" + (f" limit {first}" if first else "")  # noqa: S608 (its name quoted)

    def rows(self, query: str) -> Rows:
        """Carry out a question; as a part of a larger one it cannot be anything else than a question."""
        names = self._names(query)
        cells = [cell(i) for i in range(len(names))]
        texts = [
            f"{_TEXTS.get(kind, '{}::text').replace('{}', name)} as {name}"
            for name, kind in zip(cells, self._types(query, cells), strict=True)
        ]
        sql = f"select {', '.join(texts)} from (\n{query}\n) as vraag({', '.join(cells)})"  # noqa: S608 (the user's own)
        return names, self._batches(sql, cells)

    def _batches(self, sql: str, cells: Sequence[str]) -> Iterator[pl.DataFrame]:
        from nanoarrow import ArrayStream

        with self._connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{_BATCH_HINT: str(_BATCH_BYTES)})
            cursor.execute(sql)
            # polars reads a whole stream at once; batch by batch memory stays that of a batch.
            for batch in ArrayStream(cursor.fetch_arrow()).iter_chunks():
                yield pl.DataFrame(batch).select(pl.col(cells).cast(pl.String))

    def _names(self, query: str) -> tuple[str, ...]:
        from nanoarrow import ArrayStream

        with self._connection.cursor() as cursor:
            cursor.execute(f"select * from (\n{query}\n) as vraag limit 0")  # noqa: S608 (the user's own query)
            return tuple(str(field.name) for field in ArrayStream(cursor.fetch_arrow()).schema.fields)

    def _types(self, query: str, cells: Sequence[str]) -> Sequence[str]:
        """Return the type of every column, without a row being read; of a domain the type that it is made of."""
        asked = ", ".join(
            f"(select {_BASE_TYPE} from pg_type where oid = pg_typeof({c})) as {c}"  # noqa: S608 (names of our own)
            for c in cells
        )
        sql = (
            f"select {asked} from (select 1) as een left join "  # noqa: S608 (the user's own query)
            f"(select * from (\n{query}\n) as alles limit 0) as vraag({', '.join(cells)}) on true"
        )
        return [str(kind) for kind in self._fetched(sql)[0]]

    def _fetched(self, sql: str) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return pl.DataFrame(cursor.fetch_arrow()).rows()

    def _run(self, sql: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)

    def close(self) -> None:
        """End the transaction, in which nothing can have changed."""
        self._connection.close()
