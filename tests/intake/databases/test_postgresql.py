"""PostgreSQL for real: types, what is refused, one moment for all tables, the hash of what was read."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.cli.conftest import program
from tests.intake.conftest import counts, ids
from tests.intake.databases.conftest import run
from zpm_audit.base.errors import InputRefusedError, ZpmError
from zpm_audit.intake import load_mapping, read_export
from zpm_audit.intake.databases.database import Database
from zpm_audit.intake.proposal.propose import propose_mapping
from zpm_audit.register.store import Register

pytestmark = pytest.mark.database

TYPES = """
create table prestaties (prestatie_id uuid, patient_id bigint, zorgtraject_id char(6), datum timestamp,
  starttijd time(6), prestatiegroep text, setting bit(1), gepland boolean, gepland_op timestamptz,
  geplande_minuten smallint,
  gerealiseerde_minuten double precision,
  bedrag_eur money, factuurdatum date, groepsgrootte numeric(12,4),
  eigen bytea, extra jsonb, lijst int[])
"""
ROW = """
insert into prestaties values ('{id}', {patient}, 'Z1', '2024-07-01 00:00', '09:30:00.5', 'consult', B'1', true,
  '2024-06-30 23:30:00+00', 45, 30, '1234.50', '2024-07-31', 2.0000, '\\xff', '{{"a": 1}}', '{{1,2}}')
"""
TRAJECTEN = (
    "create view zorgtrajecten as select 'Z1' as zorgtraject_id, 7 as patient_id, date '2024-01-01' as startdatum"
)
FIRST = "00000000-0000-0000-0000-000000000001"


def _export(address: str, rows: int = 1) -> None:
    made = [ROW.format(id=FIRST[:-2] + f"{i + 1:02d}", patient=7) for i in range(rows)]
    run(address, TYPES, *made, TRAJECTEN)


def _mapping(folder: Path, text: str) -> Path:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_type_arrives_as_what_it_says(postgresql: str, work: Path) -> None:
    _export(postgresql)
    register = read_export(postgresql.replace("postgresql://", "postgresql+psycopg://"), work=work)
    assert counts(register) == (1, 1, 0)
    found = register.scan("prestaties").collect().row(0, named=True)
    assert found["prestatie_id"] == FIRST
    assert found["patient_id"] == "7"
    assert found["zorgtraject_id"] == "Z1"
    assert found["datum"] == dt.date(2024, 7, 1)
    assert found["starttijd"] == dt.time(9, 30)
    assert found["setting"] == 1
    assert found["gepland"] is True
    assert found["gepland_op"] == dt.datetime(2024, 7, 1, 1, 30)  # Dutch summer time
    assert (found["geplande_minuten"], found["gerealiseerde_minuten"], found["groepsgrootte"]) == (45, 30, 2)
    assert found["bedrag_eur"] == 123450
    assert found["factuurdatum"] == dt.date(2024, 7, 31)
    assert register.tables["prestaties"].unknown_columns == ("eigen", "extra", "lijst")


def test_a_mapping_with_a_database_needs_no_export(
    postgresql: str, tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _export(postgresql)
    run(postgresql, "create table patienten (nr int)")  # a table of the system, no table of the contract
    monkeypatch.setenv("GEHEIM", "pa/ss@wo?rd")
    address = postgresql.replace("postgres@", "postgres:${GEHEIM}@")
    path = _mapping(
        tmp_path,
        f"""
database: "{address}"
tabellen:
  prestaties:
    query: |
      with keuze as (select * from prestaties -- alles
      ) select prestatie_id as nr, patient_id, datum, prestatiegroep from keuze; -- klaar
    kolommen: {{prestatie_id: nr}}
  zorgtrajecten: {{}}
""",
    )
    register = read_export(None, work=work, mapping=load_mapping(path))
    assert ids(register) == [FIRST]
    assert set(register.tables) == {"prestaties", "zorgtrajecten"}
    assert {q.database for q in register.queried} == {postgresql.replace("postgres@", "")}


def _hashes(register: Register) -> list[str]:
    return [q.sha256 for q in register.queried]


def test_the_hash_is_of_the_rows_and_not_of_their_order(postgresql: str, work: Path) -> None:
    _export(postgresql, rows=3)
    before = _hashes(read_export(postgresql, work=work))
    # An update moves a row to the end of the table.
    run(postgresql, f"update prestaties set eigen = eigen where prestatie_id = '{FIRST}'")
    assert _hashes(read_export(postgresql, work=work)) == before
    run(postgresql, f"delete from prestaties where prestatie_id = '{FIRST}'")
    after = _hashes(read_export(postgresql, work=work))
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_a_run_tells_what_was_read_and_no_secret(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("GEHEIM", "zeergeheim")
    _export(postgresql, rows=2)
    path = _mapping(tmp_path, f"database: {postgresql}&password=${{GEHEIM}}\n")
    zpm = program(tmp_path)
    marks = []
    for number in (1, 2):
        ran = zpm("run", "--mapping", path, "--out", f"uit{number}", "--peildatum", "2024-12-31", "--gx", "uit",
                  "--select", "ZPM-PR-01", "--fail-on", "nooit")  # fmt: skip
        assert ran.code in {0, 5}, ran
        told = b"".join(f.read_bytes() for f in (tmp_path / f"uit{number}").rglob("*") if f.is_file())
        assert b"zeergeheim" not in told + (ran.out + ran.err).encode()
        manifest = json.loads((tmp_path / f"uit{number}" / "manifest.json").read_text(encoding="utf-8"))
        entry = manifest["databases"][0]
        assert (entry["tabel"], entry["rijen"], entry["query"]) == (
            "prestaties", 3 - number, 'select * from "prestaties"'
        )  # fmt: skip
        assert entry["adres"].endswith("&password=***")
        html = (tmp_path / f"uit{number}" / "rapport.html").read_text(encoding="utf-8")
        assert entry["sha256"] in html
        marks.append(manifest["run"]["kenmerk"])
        run(postgresql, f"delete from prestaties where prestatie_id = '{FIRST}'")
    assert marks[0] != marks[1]
    untouched = zpm("verify", "uit1")
    assert untouched.code == 0
    assert "van 2 vragen staan rijen en sha256" in untouched.out
    written = tmp_path / "uit1" / "manifest.json"
    written.write_text(written.read_text(encoding="utf-8").replace('"rijen": 2', '"rijen": 3'), encoding="utf-8")
    changed = zpm("verify", "uit1")
    assert changed.code == 1
    assert "manifest.json zelf is na de run gewijzigd" in changed.out


@pytest.mark.parametrize(
    "query",
    [
        "with x as (insert into prestaties default values returning *) select * from x",
        "with x as (delete from prestaties returning *) select * from x",
        "select * from prestaties; delete from prestaties",
        "select 1 as a into nieuw",
        "drop table prestaties",
        "select lo_export(1, '/tmp/zpm-weg')",
        "select * from prestaties for update",
        "select $a$; $a$ as a; drop table prestaties",
        "copy prestaties to '/tmp/zpm-weg'",
        "select wijzig()",
        "select nextval('teller')",
        "select 1) as a(b); drop table prestaties; select * from (select 1",
    ],
)
def test_no_query_changes_anything(postgresql: str, work: Path, query: str) -> None:
    _export(postgresql)
    run(
        postgresql,
        "create sequence teller",
        "create function wijzig() returns int language sql as 'delete from prestaties; select 1'",
    )
    with pytest.raises(ZpmError), Database(postgresql, Path()) as database:
        database.open("prestaties", query, work)
    assert run(postgresql, "select count(*) from prestaties") == [(1,)]
    assert run(postgresql, "select is_called from teller") == [(False,)]
    assert not Path("/tmp/zpm-weg").exists()


def test_all_tables_are_of_one_moment(postgresql: str, work: Path) -> None:
    _export(postgresql)
    with Database(postgresql, Path()) as database:
        assert database.open("prestaties", None, work).rows == 1
        run(postgresql, "delete from prestaties")
        assert database.open("prestaties", None, work).rows == 1


def test_a_query_that_takes_too_long(postgresql: str, work: Path) -> None:
    with (
        pytest.raises(InputRefusedError, match=r"langer dan 0\.001 minuten.*query_minuten"),
        Database(postgresql, Path(), minutes=0.001) as database,
    ):
        database.open("prestaties", "select pg_sleep(5)::text as a", work)


def test_what_is_wrong_says_where(postgresql: str, work: Path) -> None:
    _export(postgresql)
    with Database(postgresql, Path()) as database, pytest.raises(InputRefusedError) as caught:
        database.open("opnames", "select weg from prestaties", work)
    assert "tabel opnames is niet te lezen" in caught.value.text.nl
    assert 'column "weg" does not exist' in caught.value.text.nl
    run(postgresql, "drop view zorgtrajecten", "drop table prestaties", 'create table "geen van ons" (a int)')
    with pytest.raises(InputRefusedError, match=r"geen enkele tabel.*geen van ons"):
        read_export(postgresql, work=work)


def test_a_server_that_is_not_there_is_not_the_fault_of_the_query(work: Path) -> None:
    with pytest.raises(InputRefusedError) as caught:
        read_export("postgresql://ik:geheim@/weg?host=/nergens", work=work)
    assert "Controleer het adres" in caught.value.text.nl
    assert "geheim" not in str(caught.value)


def test_init_and_run_on_an_address(postgresql: str, tmp_path: Path, work: Path) -> None:
    run(
        postgresql,
        'create table "Verrichting" (registratienr int, clientnummer text, datum timestamptz, soort text, minuten int)',
        """insert into "Verrichting" select i, 'C' || i % 7, timestamptz '2024-03-01 12:00+01' + i * interval '1 day',
           case when i % 5 = 0 then 'Reistijd' else 'Consult' end, 30 + i % 30 from generate_series(1, 60) i""",
        "create table zorgtrajecten as select 'Z' || i as zorgtraject_id, 'C' || i as patient_id, "
        "date '2024-01-01' as startdatum from generate_series(0, 6) i",
    )
    path = _mapping(tmp_path, propose_mapping(postgresql))
    register = read_export(None, work=work, mapping=load_mapping(path))
    assert counts(register)[0] == 60
    assert counts(register, "zorgtrajecten") == (7, 7, 0)
