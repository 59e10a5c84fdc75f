"""MySQL, MariaDB, Oracle and others through SQLAlchemy, in a transaction that only reads where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.intake.databases.address import Address
from zpm_audit.intake.databases.reader import BATCH, Rows, missing_driver
from zpm_audit.intake.databases.values import column_of
from zpm_audit.intake.sources.source import cell

#: Per kind of database the drivers that we ship as an extra, and what begins a transaction that only reads.
_EXTRAS = {"mysql": "mysql", "mariadb": "mysql", "oracle": "oracle"}
_USUAL = {"mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql", "oracle": "oracle+oracledb"}
_FIRST = {
    "mysql": ("set session max_execution_time = {ms}", "set session transaction read only"),
    "mariadb": ("set session max_statement_time = {s}", "set session transaction read only"),
}


class Alchemy:
    """One database that SQLAlchemy has a driver for."""

    def __init__(self, address: Address, seconds: float) -> None:
        extra = _EXTRAS.get(address.dialect, "sql")
        how = f"pip install 'zpm-audit[{extra}]'"
        try:
            import sqlalchemy
        except ImportError:
            raise missing_driver(address, "SQLAlchemy", how) from None
        self._sqlalchemy = sqlalchemy
        scheme = _USUAL.get(address.scheme, address.scheme)
        try:
            self._engine: Any = sqlalchemy.create_engine(f"{scheme}://{address.rest}")
            if address.dialect == "oracle":  # exact numbers, and long texts as texts
                driver: Any = self._engine.dialect.dbapi
                driver.defaults.fetch_lobs, driver.defaults.fetch_decimals = False, True
        except ImportError as error:
            package = error.name or scheme.partition("+")[2] or scheme
            own = how if extra != "sql" else f"pip install {package}"
            raise missing_driver(address, package, own) from None
        except sqlalchemy.exc.NoSuchModuleError:
            raise UsageError(
                nl=f"{address.shown}: '{scheme}' is geen soort database die wij kennen. Het adres begint met "
                "postgresql://, mssql://, mysql://, oracle:// of sqlite:///; zie docs/databases.md.",
                en=f"{address.shown}: '{scheme}' is no kind of database that we know. The address begins with "
                "postgresql://, mssql://, mysql://, oracle:// or sqlite:///; see docs/databases.md.",
            ) from None
        self._connection: Any = self._engine.connect()
        self._only_read(address.dialect, seconds)

    def _only_read(self, dialect: str, seconds: float) -> None:
        for sql in _FIRST.get(dialect, ()):
            self._connection.execute(self._sqlalchemy.text(sql.format(ms=int(seconds * 1000), s=int(seconds))))
        if dialect == "oracle":
            driver = self._connection.connection.driver_connection
            driver.call_timeout = int(seconds * 1000)
        self._connection.rollback()
        if dialect == "oracle":
            self._connection.execute(self._sqlalchemy.text("set transaction read only"))

    def tables(self) -> Sequence[str]:
        """Return the names of the tables and views of the user's own schema."""
        inspector: Any = self._sqlalchemy.inspect(self._connection)
        return sorted({*inspector.get_table_names(), *inspector.get_view_names()})

    def every(self, table: str, first: int | None = None) -> str:
        """Return the query for a whole table, or for its first rows."""
        sqlalchemy: Any = self._sqlalchemy
        whole = sqlalchemy.select(sqlalchemy.text("*")).select_from(
            sqlalchemy.table(sqlalchemy.quoted_name(table, quote=True))
        )
        asked = whole.limit(first) if first else whole
        text = str(asked.compile(dialect=self._engine.dialect, compile_kwargs={"literal_binds": True}))
        return " ".join(text.split()).replace("SELECT * FROM", "select * from", 1)

    def rows(self, query: str) -> Rows:
        """Carry out a question."""
        streaming = self._connection.execution_options(stream_results=True)
        result = streaming.exec_driver_sql(query)
        return tuple(map(str, result.keys())), self._batches(result)

    @staticmethod
    def _batches(result: Any) -> Iterator[pl.DataFrame]:
        names = tuple(map(str, result.keys()))
        while rows := result.fetchmany(BATCH):
            columns = zip(*rows, strict=True)
            yield pl.DataFrame({cell(i): column_of(c, names[i]) for i, c in enumerate(columns)})

    def close(self) -> None:
        """Roll back, whatever happened, and leave."""
        self._connection.rollback()
        self._connection.close()
        self._engine.dispose()
