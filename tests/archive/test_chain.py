"""A run that was removed, altered or inserted shows, and so does a night without one."""

from __future__ import annotations

from datetime import date

import pytest

from tests.archive.nights import Night, behind_its_back, enter
from zpm_audit.archive.chain import missed
from zpm_audit.archive.history import read_history
from zpm_audit.archive.store import Archive


@pytest.fixture
def four(archive: Archive) -> Archive:
    for number in range(1, 5):
        enter(archive, Night({"A": [f"A:{number}"]}), f"r{number}")
    assert not read_history(archive).broken
    return archive


def change(archive: Archive, *statements: str) -> list[str]:
    """Change an archive behind its back; return what its history says of it."""
    behind_its_back(archive, *statements)
    return [broken.text.nl for _, broken in read_history(archive).broken]


def test_a_run_that_was_removed_is_named(four: Archive) -> None:
    assert change(four, "delete from zpm_run where run_id = 'r2'") == ["voor run r3 zijn er 1 weggehaald (r2)"]


def test_a_run_that_was_removed_and_numbered_over_shows(four: Archive) -> None:
    said = change(
        four,
        "delete from zpm_run where run_id = 'r2'",
        "update zpm_run set volgnummer = 2 where run_id = 'r3'",
        "update zpm_run set volgnummer = 3 where run_id = 'r4'",
        "update zpm_reeks set aantal = 3",
    )
    assert any("r3" in one for one in said)


@pytest.mark.parametrize(("removed", "said"), [("r1", "voor run r2"), ("r4", "na de laatste run")])
def test_the_first_and_the_last_run_are_missed_as_well(four: Archive, removed: str, said: str) -> None:
    assert any(one.startswith(said) for one in change(four, f"delete from zpm_run where run_id = '{removed}'"))


@pytest.mark.parametrize(
    "statement",
    [
        "update zpm_run set peildatum = '2023-12-31' where run_id = 'r2'",
        "update zpm_run set manifest_sha256 = 'x' where run_id = 'r2'",
        "update zpm_check_run set afwijking = 0 where run = 2",
        "delete from zpm_check_run where run = 2",
        "update zpm_tabel_run set rijen_in = 99 where run = 2",
        "update zpm_gebeurtenis set soort = 'opgelost' where run = 2 and soort = 'vervallen'",
        "delete from zpm_gebeurtenis where run = 2 and soort = 'gevonden'",
        "update zpm_bestand set inhoud = x'00' where sha256 = (select manifest from zpm_run where run_id = 'r2')",
    ],
)
def test_a_run_that_was_altered_is_named(four: Archive, statement: str) -> None:
    said = change(four, statement)
    assert any(one.startswith("run r2 is gewijzigd") for one in said)
    assert not any("r4 is" in one for one in said)


def test_a_run_that_was_inserted_is_named(four: Archive) -> None:
    columns = (
        "run_id, reeks, begonnen, peildatum, versie, kenmerk, catalogus_sha256, catalogus_bestanden, manifest_sha256, "
        "manifest, vorige_manifest_sha256, vertrouwen, opties, uitvoer, vorige_zegel, zegel"
    )
    copied = columns.replace("run_id,", "'vals',").replace("manifest_sha256, manifest,", "'vals', manifest,", 1)
    said = change(
        four,
        "update zpm_run set volgnummer = 5 where run_id = 'r4'",
        "update zpm_run set volgnummer = 4 where run_id = 'r3'",
        f"insert into zpm_run (nr, volgnummer, {columns}) select 99, 3, {copied} from zpm_run where run_id = 'r2'",
        "update zpm_reeks set aantal = 5",
    )
    assert "run vals is ingevoegd: run r3 volgde op run r2" in said


@pytest.mark.parametrize(
    ("days", "gaps"),
    [
        (["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-05"], {3: ["2024-01-04"]}),
        (["2024-01-01", "2024-01-02", "2024-01-02", "2024-01-03"], {}),
        # Weekdays only: Monday 1 January to Friday 19 January, without Wednesday the 10th.
        ([f"2024-01-{d:02}" for d in (1, 2, 3, 4, 5, 8, 9, 11, 12, 15, 16, 17, 18, 19)], {7: ["2024-01-10"]}),
        (["2024-01-01", "2024-01-08", "2024-01-22", "2024-01-29"], {2: ["2024-01-15"]}),
        (["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"], {}),
        (["2024-01-01"], {}),
        ([], {}),
        (["2024-01-03", "2024-01-01"], {}),
    ],
)
def test_a_night_without_a_run_is_missed(days: list[str], gaps: dict[int, list[str]]) -> None:
    found = missed([date.fromisoformat(day) for day in days])
    assert {n: [day.isoformat() for day in gap] for n, gap in enumerate(found) if gap} == gaps
