"""What a query may be, by its text, and what SQLite allows of what gets past that."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from zpm_audit.base.errors import InputRefusedError, UsageError, ZpmError
from zpm_audit.intake.databases.database import Database
from zpm_audit.intake.databases.guard import only_question
from zpm_audit.intake.databases.sqlite import Sqlite


@pytest.mark.parametrize(
    ("dialect", "query", "left"),
    [
        ("sqlite", "select 1", "select 1"),
        ("sqlite", " select 1 ; -- klaar; echt\n", " select 1"),
        ("postgresql", "(select 1) union (select 2)", "(select 1) union (select 2)"),
        ("postgresql", "with a as (select ';' as x) select * from a;", "with a as (select ';' as x) select * from a"),
        ("postgresql", "select $$; drop$$ as x", "select $$; drop$$ as x"),
        ("postgresql", "select E'\\'; drop' as x", "select E'\\'; drop' as x"),
        ("mssql", 'select [drop;], "update" from t /* ; delete */', 'select [drop;], "update" from t /* ; delete */'),
        ("mysql", "select 'it\\'s; drop' from t", "select 'it\\'s; drop' from t"),
        ("sqlite", "select begin, eind, updated from t", "select begin, eind, updated from t"),
    ],
)
def test_a_question_stays_what_it_is(dialect: str, query: str, left: str) -> None:
    assert only_question(query, dialect, "prestaties") == left


@pytest.mark.parametrize(
    ("dialect", "query", "says"),
    [
        ("sqlite", "", "niets"),
        ("sqlite", "-- select", "niets"),
        ("sqlite", "drop table t", "'drop'"),
        ("sqlite", "attach 'x' as y", "'attach'"),
        ("sqlite", "vacuum into 'x'", "'vacuum'"),
        ("sqlite", "select 1; delete from t", "meer dan een"),
        ("sqlite", "select load_extension('x')", "load_extension"),
        ("postgresql", "with x as (insert into t values (1) returning 1) select 1", "'insert'"),
        ("postgresql", "select 'open", "afgesloten"),
        ("postgresql", "select pg_terminate_backend(1)", "pg_terminate_backend"),
        ("mssql", "select 1 drop table t", "'drop'"),
        ("mssql", "select 1 waitfor delay '1'", "'waitfor'"),
        ("mssql", "select 1 commit", "'commit'"),
        ("mssql", "select * from openrowset('a', 'b', 'c')", "openrowset"),
        ("mssql", "select 1 exec xp_cmdshell 'dir'", "'exec'"),
        ("mysql", "select 1 into outfile '/tmp/x'", "'into'"),
        ("mysql", "select 1 /*! into outfile '/tmp/x' */", "afgesloten"),
        ("oracle", "select utl_file.fopen('a', 'b', 'w') from dual", "utl_file"),
    ],
)
def test_what_is_no_question(dialect: str, query: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        only_question(query, dialect, "prestaties")
    assert says in caught.value.text.nl
    assert "prestaties" in caught.value.text.nl


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "epd.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("create table t (a); insert into t values (1);")
    return path


@pytest.mark.parametrize(
    "query",
    ["attach 'nieuw.db' as x", "vacuum into 'nieuw.db'", "pragma user_version = 7", "delete from t", "drop table t",
     "insert into t values (2)", "create temp table u (a)", "select load_extension('x')"],
)  # fmt: skip
def test_sqlite_itself_refuses_what_gets_past_the_text(file: Path, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    before = file.read_bytes()
    with closing(Sqlite(file, 60)) as reader, pytest.raises(sqlite3.DatabaseError):
        list(reader.rows(query)[1])
    assert [f.name for f in file.parent.iterdir()] == ["epd.sqlite"]
    assert file.read_bytes() == before


def test_sqlite_stops_in_time(file: Path, work: Path) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as c from n"
    with (
        pytest.raises(InputRefusedError, match="langer dan"),
        Database(file, Path(), minutes=0.005) as database,
    ):
        database.open("t", endless, work)


def test_sqlite_refuses_a_cell_that_nobody_has(file: Path, work: Path) -> None:
    with pytest.raises(InputRefusedError, match="groter dan 100 MB"), Database(file, Path()) as database:
        database.open("t", "select hex(zeroblob(60000000)) as a", work)


def test_a_file_is_waited_for_as_long_as_any_file(file: Path, monkeypatch: pytest.MonkeyPatch, work: Path) -> None:
    monkeypatch.setenv("ZPM_AUDIT_LEESMINUTEN", "0.001")
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as c from n"
    with pytest.raises(InputRefusedError, match=r"langer dan 0\.001 minuten"), Database(file, Path()) as database:
        database.open("t", endless, work)


def test_the_hash_knows_empty_from_null_and_one_cell_from_two(file: Path, work: Path) -> None:
    queries = [
        "select 'a' as x, 'b' as y", "select 'ab' as x, '' as y", "select 'ab' as x, null as y",
        "select 'a' || char(31) || 'b' as x, '' as y", "select 'a' as x, 'b' || char(31) as y",
        "select 'a' as x, char(30) as y", "select 'a' as x, null as y", "select 'a' as x, 'b' as z",
        "select 'a' as x, 'b' as y union all select 'a', 'b'", "select char(30)||'0' as x, 'b' as y",
    ]  # fmt: skip
    with Database(file, Path()) as database:
        for query in queries:
            database.open("t", query, work)
        assert len({q.sha256 for q in database.read}) == len(queries)
        before = database.read[0]
        database.open("t", "select 'c' as x, 'd' as y union all select 'a', 'b'", work)
        database.open("t", "select 'a' as x, 'b' as y union all select 'c', 'd'", work)
    assert database.read[-1].sha256 == database.read[-2].sha256 != before.sha256


def test_a_query_may_take_a_variable_and_shows_its_name(
    file: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROOTSTE", "5")
    with Database(file, Path()) as database:
        assert database.open("t", "select a from t where a < ${GROOTSTE}", work).rows == 1
        assert database.read[0].query == "select a from t where a < ${GROOTSTE}"
        monkeypatch.delenv("GROOTSTE")
        with pytest.raises(ZpmError, match="omgevingsvariabele GROOTSTE is niet gezet"):
            database.open("t", "select a from t where a < ${GROOTSTE}", work)
