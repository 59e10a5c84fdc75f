"""SQL Server: no server, but the driver's own interface with a connection of ours behind it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.databases.address import Address
from zpm_audit.intake.databases.database import Database
from zpm_audit.intake.databases.sqlserver import connection_text

pyarrow = pytest.importorskip("pyarrow")
mssql_python = pytest.importorskip("mssql_python")


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("mssql://server/epd", "Server=server;Database=epd;Trusted_Connection=yes"),
        ("mssql+pyodbc://ik:ge%3Bheim@server:1433/epd?driver=ODBC+Driver+18",
         "Server=server,1433;Database=epd;UID=ik;PWD={ge;heim}"),
        ("mssql://srv\\EXPRESS/epd?Encrypt=no", "Server=srv\\EXPRESS;Database=epd;Trusted_Connection=yes;Encrypt=no"),
        ("mssql+pyodbc:///?odbc_connect=Driver%3D%7BX%7D%3BServer%3Dh%3BPWD%3Dgeheim", "Server=h;PWD=geheim"),
    ],
)  # fmt: skip
def test_an_address_becomes_what_the_driver_wants(address: str, text: str) -> None:
    from mssql_python.connection_string_parser import _ConnectionStringParser

    assert connection_text(Address(address)) == text
    assert _ConnectionStringParser(validate_keywords=True)._parse(text)


class _Reader:
    def __init__(self, table: Any, size: int) -> None:
        self.batches = table.to_batches(max_chunksize=min(size, 1))

    def __enter__(self) -> Any:
        return iter(self.batches)

    def __exit__(self, *_: object) -> None:
        pass


class _Cursor:
    def __init__(self, table: Any, asked: list[str]) -> None:
        self.table, self.asked = table, asked

    def __enter__(self) -> _Cursor:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def execute(self, sql: str) -> _Cursor:
        self.asked.append(sql)
        if "stuk" in sql:
            raise mssql_python.DatabaseError("Login failed", "password geheim is wrong")
        return self

    @property
    def description(self) -> list[tuple[str]]:
        return [(name,) for name in self.table.column_names]

    def arrow_reader(self, batch_size: int) -> _Reader:
        return _Reader(self.table, batch_size)

    def fetchall(self) -> list[tuple[str]]:
        return [("prestaties",), ("zorgtrajecten",)]

    def close(self) -> None:
        self.asked.append("close")


class _Connection:
    timeout = 0

    def __init__(self, table: Any) -> None:
        self.table, self.asked = table, list[str]()

    def cursor(self) -> _Cursor:
        return _Cursor(self.table, self.asked)

    def rollback(self) -> None:
        self.asked.append("rollback")

    def close(self) -> None:
        self.asked.append("weg")


def test_the_fake_has_nothing_that_the_driver_lacks() -> None:
    for ours, theirs in ((_Cursor, mssql_python.Cursor), (_Connection, mssql_python.Connection)):
        named = {name for name in vars(ours) if not name.startswith("_")}
        assert named <= set(dir(theirs)) | {"description"}


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> _Connection:
    moment = dt.datetime(2024, 7, 1, 0, 30, tzinfo=dt.UTC)
    table = pyarrow.table(
        {
            "id": ["00000000-0000-0000-0000-000000000001", None],
            "aan": pyarrow.array([True, False]),
            "moment": pyarrow.array([moment, None], pyarrow.timestamp("us", "UTC")),
            "wand": pyarrow.array([dt.datetime(2024, 3, 31, 9, 30), dt.datetime(2024, 3, 31)], pyarrow.timestamp("ns")),
            "dag": pyarrow.array([dt.date(2024, 3, 31), None]),
            "tijd": pyarrow.array([dt.time(9, 30), None], pyarrow.time64("ns")),
            "geld": pyarrow.array([Decimal("1234.5000"), Decimal("-1.0000")], pyarrow.decimal128(19, 4)),
            "bytes": pyarrow.array([b"\xff", None]),
            "getal": pyarrow.array([45, None]),
        }
    )
    made = _Connection(table)
    monkeypatch.setattr(mssql_python, "connect", lambda _text, **_: made)
    return made


def test_batches_become_text(connection: _Connection, work: Path) -> None:
    with Database("mssql://ik:geheim@server/epd", Path(), minutes=2) as database:
        assert database.tables() == {"prestaties", "zorgtrajecten"}
        assert database.every("a]b", 5) == "select top 5 * from [a]]b]"
        source = database.open("prestaties", "select * from dbo.prestaties;", work)
    assert connection.timeout == 120
    assert connection.asked[1:] == ["select * from dbo.prestaties", "close", "rollback", "weg"]
    assert source.rows == 2
    frame = source.frame.collect().drop("_rij")
    assert set(frame.dtypes) == {pl.String}
    first, second = frame.rows()
    assert first == ("00000000-0000-0000-0000-000000000001", "true", "2024-07-01 02:30:00", "2024-03-31 09:30:00",
                     "2024-03-31", "09:30:00", "1234.5000", "ff", "45")  # fmt: skip
    assert second == (None, "false", None, "2024-03-31 00:00:00", None, None, "-1.0000", None, None)


def test_what_the_driver_says_is_told_without_the_password(connection: _Connection, work: Path) -> None:
    with Database("mssql://ik:geheim@server/epd", Path()) as database, pytest.raises(InputRefusedError) as caught:
        database.open("prestaties", "select stuk", work)
    assert "geheim" not in str(caught.value)
    assert "mssql://server/epd, tabel prestaties" in caught.value.text.nl


def test_a_type_without_text_says_what_to_do(connection: _Connection, work: Path) -> None:
    connection.table = pyarrow.table({"vorm": [[1, 2]]})
    with Database("mssql://server/epd", Path()) as database, pytest.raises(InputRefusedError) as caught:
        database.open("prestaties", "select vorm from t", work)
    assert "tabel prestaties: kolom 'vorm' heeft een type dat niet te lezen is" in caught.value.text.nl
    assert "cast(vorm as varchar(100)) as vorm" in caught.value.text.nl
