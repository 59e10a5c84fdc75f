"""What bad use of an archive gets: a sentence with the place and the remedy, and nothing changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect

from tests.archive.nights import Night, behind_its_back, enter
from zpm_audit.archive import place as places
from zpm_audit.archive.history import read_history
from zpm_audit.archive.place import Place
from zpm_audit.archive.schema import make
from zpm_audit.archive.store import Archive, find_run
from zpm_audit.archive.tables import META, VERSION, VERSION_TABLE
from zpm_audit.base.errors import UsageError, ZpmError


def refused(archive: Archive, exit_code: int = 2) -> str:
    before = archive.place.file.read_bytes() if archive.place.file and archive.place.file.is_file() else None
    with pytest.raises(ZpmError) as caught:
        enter(archive, Night({"A": []}), "r9")
    if before is not None and archive.place.file is not None:
        assert archive.place.file.read_bytes() == before
    assert caught.value.exit_code == exit_code
    return caught.value.text.nl


def made(archive: Archive, *statements: str) -> Archive:
    enter(archive, Night({"A": ["A:1"]}), "r1")
    behind_its_back(archive, *statements)
    return archive


def test_the_steps_lead_to_the_tables_that_are_used(any_archive: Archive) -> None:
    with any_archive.place.writing() as connection:
        make(connection, any_archive.place)
        found = inspect(connection)
        assert set(found.get_table_names()) == {*META.tables, VERSION_TABLE}
        for name, table in META.tables.items():
            assert [column["name"] for column in found.get_columns(name)] == [column.name for column in table.columns]
        version = connection.exec_driver_sql(f"select version_num from {VERSION_TABLE}").scalar()
    assert version == VERSION


def test_a_new_file_is_for_whoever_made_it(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "archief.db"))
    with place.writing() as connection:
        connection.exec_driver_sql("create table t (n int)")
    assert (tmp_path / "archief.db").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("notities\n" * 10)
    assert "geen archief van zpm-audit" in refused(Archive(Place(str(tmp_path / "a.db"))))


def test_a_folder_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "geen bestand" in refused(Archive(Place(str(tmp_path))))
    assert "bestaat niet" in refused(Archive(Place(str(tmp_path / "weg" / "a.db"))))


def test_the_database_of_another_program(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "epd.db")
    connection.execute("create table patienten (id integer)")
    connection.commit()
    connection.close()
    assert "ander programma" in refused(Archive(Place(str(tmp_path / "epd.db"))))


@pytest.mark.database
def test_the_postgresql_of_another_program(postgresql: str) -> None:
    import psycopg

    with psycopg.connect(postgresql.replace("+psycopg", "")) as connection:
        connection.execute("create table patienten (id integer)")
    assert "ander programma" in refused(Archive(Place(postgresql)))


def test_a_newer_version(archive: Archive) -> None:
    assert "nieuwere versie" in refused(made(archive, f"update {VERSION_TABLE} set version_num = '9999'"))


@pytest.mark.parametrize(
    "statement", [f"drop table {VERSION_TABLE}", f"delete from {VERSION_TABLE}", "drop table zpm_tabel_run"]
)
def test_an_archive_in_the_middle_of_a_migration(archive: Archive, statement: str) -> None:
    assert "niet heel" in refused(made(archive, statement))


def test_a_damaged_file(archive: Archive) -> None:
    made(archive)
    assert archive.place.file is not None
    content = bytearray(archive.place.file.read_bytes())
    content[100:4096] = b"\x01" * 3996
    archive.place.file.write_bytes(content)
    assert "beschadigd" in refused(archive)


def test_a_file_whose_damage_is_no_text(archive: Archive) -> None:
    made(archive)
    assert archive.place.file is not None
    content = archive.place.file.read_bytes()
    damaged = content.replace(b"CREATE TABLE zpm_tabel_run", b"CREATE TABLE \xff\xfe\xff_tabel_run")
    assert damaged != content
    archive.place.file.write_bytes(damaged)
    assert "beschadigd" in refused(archive)


@pytest.mark.parametrize("lock", ["begin immediate", "begin exclusive"])
def test_a_file_that_another_program_holds(archive: Archive, lock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "PATIENCE_SECONDS", 0.1)
    made(archive)
    holder = sqlite3.connect(archive.place.file, isolation_level=None)
    holder.execute(lock)
    fresh = Archive(Place(archive.place.given))
    assert "in gebruik" in refused(fresh, 4)
    holder.close()
    enter(archive, Night({"A": []}), "r2")


def test_a_file_that_may_not_be_written(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    made(archive)
    monkeypatch.setattr(places.os, "access", lambda *_: False)
    assert "mag niet worden geschreven" in refused(archive)
    assert len(read_history(archive).runs) == 1


def test_a_run_that_is_not_there(archive: Archive) -> None:
    made(archive)
    with archive.reading() as connection:
        assert find_run(connection, archive.place, "r1").run_id == "r1"
        with pytest.raises(UsageError, match="De laatste zijn: r1"):
            find_run(connection, archive.place, "r7")


def test_history_of_nothing(archive: Archive) -> None:
    with pytest.raises(UsageError, match="bestaat niet of is leeg"):
        read_history(archive)
    made(archive)
    with pytest.raises(UsageError, match="Wel: standaard"):
        read_history(archive, "dag")


@pytest.mark.parametrize("address", ["mysql://server/a", "postgresql+psycopg://ik:geheim@127.0.0.1:1/a"])
def test_an_address_that_leads_nowhere_keeps_its_password(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        Archive(Place(address)).series("standaard")
    assert "geheim" not in caught.value.text.nl


def test_the_file_keeps_its_rollback_journal(archive: Archive) -> None:
    made(archive)
    connection = sqlite3.connect(archive.place.file)
    connection.execute("pragma journal_mode = wal")
    connection.close()
    enter(archive, Night({"A": []}), "r2")
    connection = sqlite3.connect(archive.place.file)
    assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
    connection.close()
