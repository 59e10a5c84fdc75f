"""A database that an export is read from: its tables and queries as sources, each with the hash of what it returned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from types import TracebackType

import polars as pl

from zpm_audit.base.bounds import seconds_bound
from zpm_audit.base.environment import filled_in
from zpm_audit.base.errors import InputRefusedError, ZpmError
from zpm_audit.base.watch import opening
from zpm_audit.intake.databases.address import Address, is_address
from zpm_audit.intake.databases.fingerprint import RowsHash
from zpm_audit.intake.databases.guard import only_question
from zpm_audit.intake.databases.reader import LARGEST_CELL, Reader, Rows
from zpm_audit.intake.databases.values import UnreadableTypeError
from zpm_audit.intake.sources.csv import refuse_repeated
from zpm_audit.intake.sources.source import ROW, Source, cell
from zpm_audit.register.store import Queried

#: How long one query to a server may take when the mapping does not say.
MINUTES = 60.0
#: A query that is over its time stops by itself; one that computes a single value too long has to be stopped.
_AFTER_SECONDS = 60
#: The rows are read back at once, some of every part: small pieces keep that small.
_ROW_GROUP = 10_000
_LATE = ("statement timeout", "interrupted", "query timeout", "max_execution_time", "max_statement_time", "dpi-1067",
         "dpy-4024", "execution time exceeded")  # fmt: skip

_UNDECODED = re.compile(r"Could not decode to UTF-8 column 'case typeof\(c(\d+)\)")


class Database:
    """A database, closed when the export is read; ``shown`` is what anybody may see of it."""

    def __init__(self, where: str | Path, folder: Path, *, minutes: float | None = None) -> None:
        text = str(where)
        self._address = Address(text) if is_address(text) and isinstance(where, str) else None
        self._file: Path | None = None
        if self._address is None or self._address.scheme in {"sqlite", "sqlite+pysqlite"}:
            self._file = folder / (self._address.rest.removeprefix("/") if self._address else where)
            self._address = None
        # A file is opened as any other is; a server has to be waited for.
        self._minutes = minutes or (seconds_bound() / 60 if self._file is not None else MINUTES)
        self._reader: Reader | None = None
        self.shown = self._address.shown if self._address else self._file.name if self._file else ""
        self.read: list[Queried] = []
        if self._file is not None and not self._file.is_file():
            raise InputRefusedError(
                nl=f"Database {self._file} bestaat niet. Controleer het pad in de mapping.",
                en=f"Database {self._file} does not exist. Check the path in the mapping.",
            )

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the file behind the database, if it is one."""
        return (self._file,) if self._file else ()

    @property
    def dialect(self) -> str:
        """Return the kind of database."""
        return self._address.dialect if self._address else "sqlite"

    @cached_property
    def _names(self) -> frozenset[str]:
        with self._bounded(), self._telling(""):
            return frozenset(self._connected().tables())

    def tables(self) -> set[str]:
        """Return the names of the tables and views."""
        return set(self._names)

    def every(self, table: str, first: int | None = None) -> str:
        """Return the query for a whole table, or for its first rows."""
        return self._connected().every(table, first)

    def open(self, table: str, query: str | None, work: Path) -> Source:
        """Read a query (by default the whole table) into ``work``, as text, in batches."""
        with self._bounded():
            return self._read(table, query, work)

    def _read(self, table: str, query: str | None, work: Path) -> Source:
        asked = query if query is not None else self.every(table)
        sql = only_question(filled_in(asked, f"de query van {table}", f"the query of {table}"), self.dialect, table)
        folder = work / "bron" / table
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        parts: list[Path] = []
        rows = 0
        names, batches = self._rows(table, sql)
        hashed = RowsHash(names)
        for frame in batches:
            hashed.add(frame)
            parts.append(folder / f"{len(parts):05d}.parquet")
            frame.with_row_index(ROW, offset=rows + 1).write_parquet(
                parts[-1], compression="lz4", row_group_size=_ROW_GROUP
            )
            rows += frame.height
        if not parts:
            parts.append(folder / "00000.parquet")
            empty = pl.DataFrame(schema={cell(i): pl.String for i in range(len(names))})
            empty.with_row_index(ROW, offset=1).write_parquet(parts[-1])
        self.read.append(Queried(table, self.shown, " ".join(asked.split()), rows, hashed.hexdigest()))
        return Source(
            table=table,
            shown=f"{self.shown} ({table})",
            files=self.files,
            frame=pl.scan_parquet(parts),
            names=names,
            rows=rows,
            typed_cells=True,
            zero_one=True,
        )

    def _rows(self, table: str, sql: str) -> Rows:
        """Carry out a question; only what the database does is told as its fault, not what becomes of its rows."""
        reader = self._connected()
        with self._telling(table):
            names, batches = reader.rows(sql)
        refuse_repeated(names, f"{self.shown}, {table}")

        def told() -> Iterator[pl.DataFrame]:
            with self._telling(table):
                yield from batches

        return names, told()

    def _bounded(self) -> AbstractContextManager[None]:
        """Hold a file within bounds: who made it chose what its views compute, and what stands in its pages.

        A server has its own, and its driver takes no more than a batch of rows.
        """
        return opening(self.shown, seconds=self._minutes * 60 + _AFTER_SECONDS) if self._file else nullcontext()

    def _connected(self) -> Reader:
        if self._reader is None:
            with self._telling(""):
                self._reader = self._connect()
        return self._reader

    def _connect(self) -> Reader:
        """Load only what this kind of database needs."""
        seconds = self._minutes * 60
        if self._file is not None:
            from zpm_audit.intake.databases.sqlite import Sqlite

            return Sqlite(self._file, seconds)
        assert self._address is not None
        match self._address.dialect:
            case "postgresql":
                from zpm_audit.intake.databases.postgresql import Postgresql

                return Postgresql(self._address, seconds)
            case "mssql":
                from zpm_audit.intake.databases.sqlserver import SqlServer

                return SqlServer(self._address, seconds)
            case _:
                from zpm_audit.intake.databases.alchemy import Alchemy

                return Alchemy(self._address, seconds)

    @contextmanager
    def _telling(self, table: str) -> Iterator[None]:
        """Let nothing of a driver out of the block but what it says, without secrets, and with what to do."""
        at, at_en = (f", tabel {table}", f", table {table}") if table else ("", "")
        try:
            yield
        except (ZpmError, MemoryError):
            raise
        except UnreadableTypeError as error:
            raise InputRefusedError(
                nl=f"{self.shown}{at}: kolom '{error.column}' heeft een type dat niet te lezen is ({error.kind}). "
                f"Maak er in de query tekst van: cast({error.column} as varchar(100)) as {error.column}.",
                en=f"{self.shown}{at_en}: column '{error.column}' has a type that cannot be read ({error.kind}). "
                f"Make it text in the query: cast({error.column} as varchar(100)) as {error.column}.",
            ) from None
        except Exception as error:  # drivers raise what they like
            raise self._refused(error, at, at_en, known=bool(table)) from None

    def _refused(self, error: Exception, at: str, at_en: str, *, known: bool) -> InputRefusedError:
        said = str(error).strip()
        if any(word in said.lower() for word in _LATE):
            return InputRefusedError(
                nl=f"{self.shown}{at}: de query duurde langer dan {self._minutes:g} minuten en is gestopt. Vraag "
                "minder rijen op, of geef meer tijd met query_minuten in de mapping.",
                en=f"{self.shown}{at_en}: the query took longer than {self._minutes:g} minutes and was stopped. Ask "
                "for fewer rows, or give more time with query_minuten in the mapping.",
            )
        if found := _UNDECODED.match(said):  # what it quotes is a value of the data
            column = int(found[1]) + 1
            return InputRefusedError(
                nl=f"{self.shown}{at}: in kolom {column} van de query staat tekst die geen UTF-8 is. Zet haar "
                "om in het bronsysteem, of laat die kolom weg uit de query.",
                en=f"{self.shown}{at_en}: column {column} of the query holds text that is not UTF-8. Convert "
                "it in the source system, or leave that column out of the query.",
            )
        if "too big" in said.lower():
            return InputRefusedError(
                nl=f"{self.shown}{at}: een cel of rij is groter dan {LARGEST_CELL // 1_000_000} MB. Noem in de query "
                "alleen de kolommen die nodig zijn.",
                en=f"{self.shown}{at_en}: a cell or row is larger than {LARGEST_CELL // 1_000_000} MB. Name only the "
                "columns that are needed in the query.",
            )
        told = self._address.redacted(said) if self._address else said
        detail = (told.splitlines() or [type(error).__name__])[0][:200].rstrip(". ")
        todo = (
            "Controleer de query in de mapping" if known else "Controleer het adres, de rechten en of de server draait"
        )
        todo_en = (
            "Check the query in the mapping" if known else "Check the address, the rights and that the server runs"
        )
        return InputRefusedError(
            nl=f"{self.shown}{at} is niet te lezen: {detail}. {todo}.",
            en=f"{self.shown}{at_en} cannot be read: {detail}. {todo_en}.",
        )
