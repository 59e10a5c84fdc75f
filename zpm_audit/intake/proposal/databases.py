"""Opens every table of a database to look at: a SQLite file by itself, any other address through SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.profile import SAMPLE
from zpm_audit.intake.proposal.words import plain
from zpm_audit.intake.sources.database import Database


def open_database(where: Path | str, work: Path) -> Iterator[Opened]:
    """Open every table and view; of each only the first rows are read."""
    database = Database(where.resolve() if isinstance(where, Path) else where, Path())
    queries = _sqlite(database) if isinstance(where, Path) else _queries(database, where)
    for number, (name, query, head) in enumerate(queries):
        source = database.open(f"{number:03d}{plain(name)}", head, work)
        if source.names:
            yield Opened(name, source, {"query": query})


def _sqlite(database: Database) -> Iterator[tuple[str, str, str]]:
    for name in sorted(database.tables()):
        query = f"select * from {quoted(name)}"  # noqa: S608 (a table of the user's own file, its name quoted)
        yield name, query, f"{query} limit {SAMPLE}"


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _queries(database: Database, url: str) -> Iterator[tuple[str, str, str]]:
    """Return, per table and view, the query that reads it and one that reads its first rows, in words of its own."""
    try:
        import sqlalchemy
    except ImportError:
        raise UsageError(
            nl=f"Voor database {database.shown} is SQLAlchemy nodig: pip install 'zpm-audit[sql]' "
            "(en het stuurprogramma van uw database).",
            en=f"Database {database.shown} needs SQLAlchemy: pip install 'zpm-audit[sql]' "
            "(and the driver of your database).",
        ) from None
    try:
        engine: Any = sqlalchemy.create_engine(url)
        inspector: Any = sqlalchemy.inspect(engine)
        names = sorted({*inspector.get_table_names(), *inspector.get_view_names()})
    except Exception as error:  # drivers raise what they like
        detail = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise InputRefusedError(
            nl=f"{database.shown} is niet te lezen: {detail}. Controleer het adres, de rechten en het stuurprogramma.",
            en=f"{database.shown} cannot be read: {detail}. Check the address, the permissions and the driver.",
        ) from error
    for name in names:
        every = sqlalchemy.select(sqlalchemy.text("*")).select_from(
            sqlalchemy.table(sqlalchemy.quoted_name(name, True))
        )
        yield name, _sql(every, engine), _sql(every.limit(SAMPLE), engine)
    engine.dispose()


def _sql(statement: Any, engine: Any) -> str:
    text = str(statement.compile(dialect=engine.dialect, compile_kwargs={"literal_binds": True}))
    return " ".join(text.split()).replace("SELECT * FROM", "select * from", 1)
