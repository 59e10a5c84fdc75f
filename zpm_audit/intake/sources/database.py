"""A table or query of a database to a Source, in batches: SQLite by itself, other databases through SQLAlchemy."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake.sources.csv import refuse_repeated
from zpm_audit.intake.sources.source import ROW, Source, cell

_BATCH = 100_000
#: An address, also after it was taken for a path and lost one of its slashes; C:/ is none.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


class Database:
    """A database that an export is read from; ``shown`` is what the user sees of it (never a password)."""

    def __init__(self, where: str | Path, folder: Path) -> None:
        text = str(where)
        self._url = text if "://" in text else None
        if text.startswith("sqlite:///"):
            self._url, where = None, text.removeprefix("sqlite:///")
        self._file = None if self._url else folder / where
        self.shown = self._file.name if self._file else _without_secret(text)
        if self._file and not self._file.is_file():
            raise InputRefusedError(
                nl=f"Database {self._file} bestaat niet. Controleer het pad in de mapping.",
                en=f"Database {self._file} does not exist. Check the path in the mapping.",
            )

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the file behind the database, if it is one."""
        return (self._file,) if self._file else ()

    def tables(self) -> set[str]:
        """Return the names of the tables and views of a SQLite file."""
        if self._file is None:
            return set()
        with self._sqlite() as connection:
            try:
                rows = connection.execute("select name from sqlite_master where type in ('table', 'view')").fetchall()
            except sqlite3.Error as error:
                raise self._refused(error) from error
        return {str(name) for (name,) in rows}

    def open(self, table: str, query: str | None, work: Path) -> Source:
        """Read a query (by default the whole table) into ``work``, as text, in batches."""
        sql = query.strip().rstrip(";") if query else f'select * from "{table}"'  # noqa: S608 (a name of the contract)
        folder = work / "bron" / table
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        batches = self._sqlite_batches(sql, table) if self._file else self._other_batches(sql)
        names: tuple[str, ...] = ()
        parts: list[Path] = []
        rows = 0
        for found, frame in batches:
            names = found
            part = folder / f"{len(parts):05d}.parquet"
            frame.with_row_index(ROW, offset=rows + 1).write_parquet(part)
            parts.append(part)
            rows += frame.height
        refuse_repeated(names, f"{self.shown}, {table}")
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

    def _sqlite(self) -> closing[sqlite3.Connection]:
        """Open the file so that nothing in it can be changed, not even by a query in the mapping."""
        assert self._file is not None
        return closing(sqlite3.connect(f"{self._file.resolve().as_uri()}?mode=ro", uri=True))

    def _sqlite_batches(self, sql: str, table: str) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
        try:
            with self._sqlite() as connection:
                names = tuple(str(d[0]) for d in connection.execute(sql).description or ())
                refuse_repeated(names, f"{self.shown}, {table}")
                # SQLite types every cell by itself; as text they all speak one language, whole numbers included.
                quoted = ('"' + n.replace('"', '""') + '"' for n in names)
                texts = ", ".join(
                    f"case typeof({n}) when 'blob' then hex({n}) else cast({n} as text) end" for n in quoted
                )
                cursor = connection.execute(f"select {texts} from ({sql})")  # noqa: S608 (the query is the user's own)
                schema = {cell(i): pl.String for i in range(len(names))}
                yield names, pl.DataFrame(schema=schema)
                while rows := cursor.fetchmany(_BATCH):
                    yield names, pl.DataFrame(rows, schema=schema, orient="row")
        except sqlite3.Error as error:
            raise self._refused(error, sql) from error

    def _other_batches(self, sql: str) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
        try:
            import sqlalchemy
        except ImportError:
            raise UsageError(
                nl=f"Voor database {self.shown} is SQLAlchemy nodig: pip install 'zpm-audit[sql]' "
                "(en het stuurprogramma van uw database).",
                en=f"Database {self.shown} needs SQLAlchemy: pip install 'zpm-audit[sql]' "
                "(and the driver of your database).",
            ) from None
        try:
            engine: Any = sqlalchemy.create_engine(self._url or "")
            with closing(engine.connect().execution_options(stream_results=True)) as connection:
                result = connection.execute(sqlalchemy.text(sql))
                names = tuple(map(str, result.keys()))
                yield names, pl.DataFrame(schema={cell(i): pl.String for i in range(len(names))})
                while rows := result.fetchmany(_BATCH):
                    columns = [pl.Series(values) for values in zip(*rows, strict=True)]
                    texts = {cell(i): self._as_text(s, names[i]) for i, s in enumerate(columns)}
                    yield names, pl.DataFrame(texts)
        except ImportError as error:
            raise self._no_driver(error) from error
        except InputRefusedError:
            raise
        except Exception as error:  # drivers raise what they like
            if type(error).__name__ == "NoSuchModuleError":
                raise self._no_driver(error) from error
            raise self._refused(error, sql) from error

    def _as_text(self, series: pl.Series, column: str) -> pl.Series:
        if series.dtype == pl.Boolean:
            return series.replace_strict({True: "true", False: "false"}, return_dtype=pl.String)
        if isinstance(series.dtype, pl.Datetime):
            return series.dt.strftime("%Y-%m-%d %H:%M:%S")
        if series.dtype == pl.Binary:
            return series.bin.encode("hex")
        if series.dtype == pl.Object:
            kind = type(series.drop_nulls()[0]).__name__
            raise InputRefusedError(
                nl=f"{self.shown}: kolom '{column}' heeft een type dat niet te lezen is ({kind}). Maak er in de query "
                f"tekst van: cast({column} as varchar(100)) as {column}.",
                en=f"{self.shown}: column '{column}' has a type that cannot be read ({kind}). Make it text in "
                f"the query: cast({column} as varchar(100)) as {column}.",
            )
        return series.cast(pl.String)

    def _no_driver(self, error: Exception) -> UsageError:
        """Tell that the driver is not there: neither the database nor the query is at fault."""
        name = getattr(error, "name", None)
        way = f"pip install {name}" if name else "kijk het begin van het adres na (zoals postgresql+psycopg)"
        way_en = f"pip install {name}" if name else "check the start of the address (such as postgresql+psycopg)"
        return UsageError(
            nl=f"Het stuurprogramma voor {self.shown} ontbreekt{f' ({name})' if name else ''}: {way}.",
            en=f"The driver for {self.shown} is missing{f' ({name})' if name else ''}: {way_en}.",
        )

    def _refused(self, error: Exception, sql: str = "") -> InputRefusedError:
        detail = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        shown = f" bij: {sql[:120]}" if sql else ""
        shown_en = f" at: {sql[:120]}" if sql else ""
        return InputRefusedError(
            nl=f"{self.shown} is niet te lezen: {detail}{shown}. Controleer de database en de query in de mapping.",
            en=f"{self.shown} cannot be read: {detail}{shown_en}. Check the database and the query in the mapping.",
        )


def refuse_address(export: str) -> None:
    """Refuse the address of a database where a folder is asked: an address is no path."""
    if not _ADDRESS.match(export):
        return
    shown = _without_secret(export.replace(":/", "://", 1) if "://" not in export else export)
    raise UsageError(
        nl=f"{shown} is het adres van een database, geen map. Zet het in een mapping (database: ADRES, met een query "
        "per tabel), en geef die mee met --mapping.",
        en=f"{shown} is the address of a database, not a folder. Put it in a mapping (database: ADDRESS, with a query "
        "per table), and give that with --mapping.",
    )


def _without_secret(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
