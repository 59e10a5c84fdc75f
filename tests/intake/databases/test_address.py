"""What of an address may be seen, and what stays in it when it is written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from zpm_audit.base.environment import filled_address
from zpm_audit.base.errors import UsageError
from zpm_audit.intake import load_mapping
from zpm_audit.intake.databases.address import Address, is_address
from zpm_audit.intake.databases.secrets import without_secrets


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://ik:geheim@server:5432/epd", "postgresql://server:5432/epd"),
        ("postgresql://server/epd?user=ik&password=geheim", "postgresql://server/epd?user=***&password=***"),
        ("postgresql:///epd?host=/run/pg&sslmode=require", "postgresql:///epd?host=/run/pg&sslmode=require"),
        ("db://h/d?token=geheim&encrypt=yes", "db://h/d?token=***&encrypt=yes"),
        ("db://h/d?geheim", "db://h/d?***"),
        ("db://h/d?password=a&geheim", "db://h/d?password=***&***"),
        ("mssql+pyodbc:///?odbc_connect=Server%3Dh%3BPWD%3Dgeheim", "mssql+pyodbc:///?odbc_connect=***"),
        ("mssql://srv\\EXPRESS/epd?trusted_connection=yes", "mssql://srv\\EXPRESS/epd?trusted_connection=yes"),
        ("postgresql://ik:ge@heim@server/epd", "postgresql://***"),
        ("postgresql://ik:geheim/@server/epd", "postgresql://***"),
        ("postgresql://ik:gehe?im@server/epd", "postgresql://***"),
        ("postgresql://ik:gehe#im@server/epd", "postgresql://***"),
        ("postgresql:/ik:geheim@server/epd", "postgresql://server/epd"),
        ("db://h/d?host=geheim@x", "db://***"),
        ("db://h/d?sslmode=a b&x=geheim", "db://h/d?sslmode=***&***"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert is_address(text)
    assert Address(text).shown == shown


def test_paths_are_no_addresses() -> None:
    for path in ("export", "C:/export", "./a:/b", "/data/export.db", "C:\\export"):
        assert not is_address(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("db://ik:ge%40heim@h/d", "password ge@heim is wrong"),
        ("db://ik:ge%40heim@h/d", "cannot parse db://ik:ge%40heim@h/d"),
        ("db://h/d?password=ge%40heim", "tried ge@heim"),
        ("db://h/?odbc_connect=UID%3Dik%3BPWD%3D%7Bge%40heim%7D", "login with ge@heim"),
        ("db://ik:g@h/d", "g is what was given"),
    ],
)
def test_what_a_driver_says_is_told_without_secrets(text: str, said: str) -> None:
    told = Address(text).redacted(said)
    assert "heim" not in told
    assert "g is what" not in told
    assert "***" in told or "db://h/d" in told


@pytest.mark.parametrize(
    ("text", "kept", "variables"),
    [
        ("postgresql+psycopg://epd:geheim@server/epd", "postgresql+psycopg://epd:${ZPM_DATABASE_WACHTWOORD}@server/epd",
         ["ZPM_DATABASE_WACHTWOORD"]),
        ("db://h/d?user=ik&password=geheim&sslmode=require", "db://h/d?user=ik&password=${ZPM_DATABASE_WACHTWOORD}&sslmode=require",
         ["ZPM_DATABASE_WACHTWOORD"]),
        ("db://h/d?token=geheim", "db://h/d?token=${ZPM_DATABASE_TOKEN}", ["ZPM_DATABASE_TOKEN"]),
        ("db://ik:${EIGEN}@h/d", "db://ik:${EIGEN}@h/d", []),
        ("db://ik@h/d", "db://ik@h/d", []),
        ("db://ik:ge@heim@h/d", "${ZPM_DATABASE}", ["ZPM_DATABASE"]),
    ],
)  # fmt: skip
def test_what_is_written_down(text: str, kept: str, variables: list[str]) -> None:
    assert without_secrets(text) == (kept, variables)


def test_variables_in_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("W", "p@s/s?")
    monkeypatch.setenv("H", "server:5432")
    monkeypatch.setenv("ALLES", "db://ik:geheim@h/d")
    filled = filled_address("db://ik:${W}@${H}/d?token=${W}", "a", "a")
    assert filled == "db://ik:p%40s%2Fs%3F@server:5432/d?token=p%40s%2Fs%3F"
    assert Address(filled).account == ("ik", "p@s/s?")
    assert filled_address("${ALLES}", "a", "a") == "db://ik:geheim@h/d"
    assert filled_address("db://$${W}", "a", "a") == "db://${W}"


def test_a_mapping_takes_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("tabellen:\n  prestaties:\n    bestand: uit-${JAAR}.csv\n    query_: 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"mapping\.yaml:3: omgevingsvariabele JAAR is niet gezet"):
        load_mapping(path)
    monkeypatch.setenv("JAAR", "2024")
    path.write_text("tabellen:\n  prestaties:\n    bestand: uit-${JAAR}.csv\n", encoding="utf-8")
    assert load_mapping(path).table("prestaties").bestand == ("uit-2024.csv",)
    path.write_text("database: db://ik:${WEG}@h/d\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"mapping\.yaml:1: omgevingsvariabele WEG is niet gezet"):
        load_mapping(path)
