from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.intake.conftest import Read, aside, counts, ids, yaml
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake import read_export
from zpm_audit.intake.databases import alchemy, sqlite
from zpm_audit.register.store import Register


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "epd.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("""
            create table prestaties (prestatie_id text, patient_id integer, datum text, prestatiegroep text,
              setting integer, gepland integer, bedrag_eur real, gepland_op text, eigen blob);
            insert into prestaties values ('01', 7, '2024-03-31', 'consult', 1, 1, 128.4, '2024-03-01 09:30:00', x'ff'),
              ('02', 7, '2024-03-31 00:00:00', 'consult', 2.0, 0, 100.0, null, null),
              ('02', 7, '2024-03-31', 'consult', 2, 0, 12.345, '', null),
              ('01', 8, '2024-03-31', 'consult', 9, 2, null, null, null);
            create view zorgtrajecten as select 'Z1' as zorgtraject_id, 7 as patient_id, '2024-01-01' as startdatum;
            create table "Contacten export" (nr integer, client text, dag text, soort text);
            insert into "Contacten export" values (1, 'C1', '31-12-2024', 'CO');
        """)
    return path


def check(register: Register) -> None:
    assert ids(register) == ["01", "02"]
    found = register.scan("prestaties").collect()
    assert found["patient_id"].to_list() == ["7", "7"]
    assert found["datum"].to_list() == [dt.date(2024, 3, 31)] * 2
    assert found["gepland"].to_list() == [True, False]
    assert found["setting"].to_list() == [1, 2]
    assert found["bedrag_eur"].to_list() == [12840, 10000]
    assert found["gepland_op"].to_list() == [dt.datetime(2024, 3, 1, 9, 30), None]
    assert counts(register) == (4, 2, 2)
    assert [line[:3] for line in aside(register)] == [
        (3, "bedrag_eur", "12.345"),
        (4, "setting", "9"),
        (4, "gepland", "2"),
    ]


def test_a_sqlite_file_is_an_export(database: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BATCH", 3)
    register = read_export(database, work=work)
    check(register)
    assert register.sources == (database,)
    assert register.tables["prestaties"].source == "epd.sqlite (prestaties)"
    assert register.tables["prestaties"].unknown_columns == ("eigen",)


def test_queries_on_a_database_beside_files(export: Path, read: Read, database: Path) -> None:
    register = read(
        None,
        f"""
        database: {database}
        tabellen:
          prestaties:
            query: select * from "Contacten export" where nr > 0;
            datumformaat: dd-mm-jjjj
            kolommen: {{prestatie_id: nr, patient_id: client, datum: dag, prestatiegroep: soort}}
            waarden: {{prestatiegroep: {{CO: consult}}}}
        """,
    )
    assert ids(register) == ["1"]
    assert register.sources == (database, export / "zorgtrajecten.csv")


def test_another_database_through_sqlalchemy(read: Read, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    monkeypatch.setattr(alchemy, "BATCH", 1)
    real = sqlalchemy.create_engine
    monkeypatch.setattr(sqlalchemy, "create_engine", lambda url: real(url.replace("other://", "sqlite:///")))
    query = "tabellen: {prestaties: {query: select * from prestaties}}"
    register = read(None, f"database: other://{database}\n{query}")
    check(register)


@pytest.mark.parametrize(
    ("scheme", "module", "extra"),
    [
        ("postgresql", "adbc_driver_postgresql", "postgresql"),
        ("postgresql+psycopg", "adbc_driver_postgresql", "postgresql"),
        ("mssql", "mssql_python", "mssql"),
        ("mssql+pyodbc", "mssql_python", "mssql"),
        ("mysql", "pymysql", "mysql"),
        ("oracle", "oracledb", "oracle"),
        ("firebird", "sqlalchemy", "sql"),
    ],
)
def test_a_missing_driver_says_how_to_get_it(
    read: Read, monkeypatch: pytest.MonkeyPatch, scheme: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=rf"pip install 'zpm-audit\[{extra}\]'") as caught:
        read(None, f"database: {scheme}://ik:geheim@server/epd\ntabellen: {{opnames: {{query: select 1}}}}")
    assert "geheim" not in caught.value.text.nl
    assert "query" not in caught.value.text.nl


def test_an_unknown_kind_of_database(read: Read) -> None:
    with pytest.raises(UsageError, match=r"'firebird' is geen soort database"):
        read(None, "database: firebird://server/epd\ntabellen: {opnames: {query: select 1}}")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("select * from weg", "no such table"),
        ("select from where", "syntax error"),
        ("select 1 as a, 2 as a", "staat 2 keer"),
        ("select * from prestaties where 0", "geen enkele prestatie"),
    ],
)
def test_a_query_that_gives_no_table(database: Path, work: Path, query: str, says: str) -> None:
    before = database.read_bytes()
    mapping = yaml(work, f'tabellen: {{prestaties: {{query: "{query}"}}}}')
    with pytest.raises(InputRefusedError, match=says):
        read_export(database, work=work, mapping=mapping)
    assert database.read_bytes() == before


def test_what_is_no_database(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("geen database, wel lang genoeg om er een te lijken" * 50, encoding="utf-8")
    with pytest.raises(InputRefusedError, match=r"x\.db is niet te lezen"):
        read_export(path, work=work)
    with closing(sqlite3.connect(tmp_path / "leeg.db")) as connection:
        connection.execute("create table iets (a)")
    with pytest.raises(InputRefusedError, match=r"geen enkele tabel.*iets"):
        read_export(tmp_path / "leeg.db", work=work)


def test_a_database_that_is_not_there(read: Read) -> None:
    with pytest.raises(InputRefusedError, match="bestaat niet"):
        read(None, "database: weg.sqlite\ntabellen: {opnames: {query: select 1}}")
