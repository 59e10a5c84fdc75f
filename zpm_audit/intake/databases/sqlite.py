"""SQLite, by the standard library: opened to read, and an authorizer that allows nothing but looking.

A file of somebody else is no mere data: its views and columns may compute anything, and its pages may be made to be
read wrong. What SQLite itself advises against such files is switched on, and how much it may take is bounded.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from zpm_audit.base.bounds import bytes_bound
from zpm_audit.intake.databases.reader import BATCH, LARGEST_CELL, Rows, quoted
from zpm_audit.intake.sources.source import cell

_ALLOWED = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE
}  # fmt: skip
_FUNCTIONS_REFUSED = {"load_extension", "writefile", "readfile", "edit", "fts3_tokenizer"}
_STEPS = 100_000
#: Its functions only in queries of ours, its pages checked while they are read and never mapped into memory.
_WARY = ("pragma trusted_schema = off", "pragma cell_size_check = on", "pragma mmap_size = 0")


class Sqlite:
    """One SQLite file."""

    def __init__(self, file: Path, seconds: float) -> None:
        self._seconds = seconds
        self._connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        for pragma in (*_WARY, f"pragma hard_heap_limit = {bytes_bound()}"):
            self._connection.execute(pragma)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_CELL)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self._connection.set_authorizer(_allowed)
        self._within_time()

    def tables(self) -> Sequence[str]:
        """Return the names of the tables and views."""
        found = self._connection.execute("select name from sqlite_master where type in ('table', 'view') order by 1")
        return [str(name) for (name,) in found.fetchall()]

    def every(self, table: str, first: int | None = None) -> str:
        """Return the query for a whole table, or for its first rows."""
        return f"select * from {quoted(table)}" + (f" limit {first}" if first else "")  # noqa: S608 (its name quoted)

    def rows(self, query: str) -> Rows:
        """Carry out a question; SQLite types every cell by itself, and as text they all speak one language."""
        self._within_time()
        names = tuple(str(d[0]) for d in self._connection.execute(query).description or ())
        return names, self._batches(query, names)

    def _within_time(self) -> None:
        end = time.monotonic() + self._seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)

    def _batches(self, query: str, names: tuple[str, ...]) -> Iterator[pl.DataFrame]:
        schema = {cell(i): pl.String for i in range(len(names))}
        columns = ", ".join(schema)
        texts = ", ".join(f"case typeof({c}) when 'blob' then hex({c}) else cast({c} as text) end" for c in schema)
        # The query stands on lines of its own: a comment at its end hides nothing of ours.
        sql = f"with vraag({columns}) as (\n{query}\n) select {texts} from vraag"  # noqa: S608 (the user's own query)
        cursor = self._connection.execute(sql)
        while rows := cursor.fetchmany(BATCH):
            yield pl.DataFrame(rows, schema=schema, orient="row")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _allowed(action: int, _one: str | None, other: str | None, *_: object) -> int:
    """Allow looking, and no function that reaches beyond the file."""
    if action == sqlite3.SQLITE_FUNCTION and (other or "").lower() in _FUNCTIONS_REFUSED:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
