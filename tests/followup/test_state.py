"""What holds of a finding when several people speak, and when runs come after: on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.archive.nights import behind_its_back
from tests.followup.made import FOUND, counts, night, read, row, workbook
from zpm_audit.archive.history import read_history
from zpm_audit.archive.life import alive
from zpm_audit.archive.store import Archive
from zpm_audit.followup.model import FollowUp
from zpm_audit.followup.run import follow_up_notes, of_run


def shown(archive: Archive, found: tuple[str, ...] = ("A:1", "A:2", "A:3")) -> FollowUp:
    """Return what the next run shows, on the fifth of February."""
    series = archive.series("standaard")
    rows = pl.LazyFrame(
        [(i, "A") for i in found], schema={"bevinding_id": pl.String, "check_id": pl.String}, orient="row"
    )
    return of_run(archive, "standaard", alive(series, rows), date(2024, 2, 5), "r9")


def of(found: FollowUp, finding: str) -> dict[str, Any]:
    return found.rows.row(by_predicate=pl.col("bevinding_id") == finding, named=True)


def test_two_people_with_one_finding(any_archive: Archive, tmp_path: Path) -> None:
    night(any_archive, "r1")
    read(any_archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="in onderzoek")], by="Anna"))
    other = workbook(tmp_path / "b.xlsx", [row("A:1", status="geen fout"), row("A:2", eigenaar="Bram")], by="Bram")
    done = read(any_archive, other)
    assert counts(done) == (2, 1, 0, 1, 0)
    told = done.as_json()["conflicten"]
    assert isinstance(told, list)
    clash = told[0]
    assert clash["velden"] == {"status": {"staat": "in onderzoek", "werkboek": "geen fout"}}
    assert (clash["staat"]["door"], clash["staat"]["werkboek"]) == ("Anna", "a.xlsx")
    assert (clash["werkboek"]["door"], clash["werkboek"]["werkboek"]) == ("Bram", "b.xlsx")
    assert len(clash["staat"]["sha256"]) == len(clash["werkboek"]["sha256"]) == 64
    assert clash["staat"]["op"] <= clash["werkboek"]["op"]
    assert (clash["blad"], clash["cel"]) == ("Bevindingen", "C4")
    found = shown(any_archive)
    assert (of(found, "A:1")["status"], of(found, "A:1")["conflicten"], found.conflicts) == ("in onderzoek", 1, 1)
    again = read(any_archive, other).as_json()
    assert (again["gewijzigd"], again["ongewijzigd"]) == (0, 2)
    assert [one["eerder_gemeld"] for one in again["conflicten"]] == [True]  # type: ignore[attr-defined]
    chosen = row("A:1", status="geen fout", toelichting_opvolging="Bram heeft gelijk")
    assert counts(read(any_archive, workbook(tmp_path / "c.xlsx", [chosen], stand=2))) == (1, 1, 0, 0, 0)
    assert (of(shown(any_archive), "A:1")["status"], shown(any_archive).conflicts) == ("geen fout", 0)
    assert read_history(any_archive).broken == ()


def test_two_people_without_a_name_are_two_people(archive: Archive, tmp_path: Path) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")], by=None))
    assert counts(read(archive, workbook(tmp_path / "b.xlsx", [row("A:1", status="geen fout")], by=None)))[3] == 1
    assert counts(read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="in onderzoek")], by=None)))[1] == 1


def test_two_people_in_different_columns_both_count(archive: Archive, tmp_path: Path) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="in onderzoek")], by="Anna"))
    done = read(archive, workbook(tmp_path / "b.xlsx", [row("A:1", eigenaar="Bram")], by="Bram"))
    assert counts(done) == (1, 1, 0, 0, 0)
    assert (of(shown(archive), "A:1")["status"], of(shown(archive), "A:1")["eigenaar"]) == ("in onderzoek", "Bram")


def test_one_person_may_change_their_mind(archive: Archive, tmp_path: Path) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="in onderzoek")]))
    assert counts(read(archive, workbook(tmp_path / "kopie.xlsx", [row("A:1", status="hersteld")])))[1] == 1
    assert counts(read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="geen fout")])))[1] == 1


def test_the_workbook_of_an_older_run(archive: Archive, tmp_path: Path) -> None:
    night(archive, "r2")
    read(archive, workbook(tmp_path / "nieuw.xlsx", [row("A:1", status="hersteld")], run_id="r2"))
    old = [row("A:1"), row("A:2", status="geen fout"), row("A:3")]
    assert counts(read(archive, workbook(tmp_path / "oud.xlsx", old))) == (3, 1, 2, 0, 0)
    late = workbook(tmp_path / "oud2.xlsx", [row("A:1", status="in onderzoek")])
    assert counts(read(archive, late)) == (1, 0, 0, 1, 0)
    assert of(shown(archive), "A:2")["status"] == "geen fout"


def test_solved_and_found_again(archive: Archive, tmp_path: Path) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld"), row("A:2", status="hersteld")]))
    night(archive, "r2", ("A:1", "A:3"), complies=["A:2"])
    found = shown(archive, ("A:1", "A:3"))
    one = of(found, "A:1")
    assert (one["status"], one["gezegd"], one["weer_gevonden_op"]) == ("open", "hersteld", date(2024, 1, 2))
    assert one["hersteld_op"] == one["gezegd_op"]
    note = follow_up_notes(found)[0].nl
    assert "toch weer gevonden: A:1" in note
    assert str(one["hersteld_op"]) in note
    assert "2024-01-02" in note
    assert found.found_again.height == 1
    solved_again = workbook(tmp_path / "b.xlsx", [row("A:1", status="hersteld")], run_id="r2", stand=1)
    assert counts(read(archive, solved_again)) == (1, 1, 0, 0, 0)
    assert counts(read(archive, workbook(tmp_path / "a2.xlsx", [row("A:1")], run_id="r2", stand=1)))[2] == 1
    # Solved for good: nothing came back.
    assert shown(archive, ("A:3",)).found_again.height == 0


def test_the_next_run_is_the_one_that_finds_it_again(archive: Archive, tmp_path: Path) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")]))
    assert of(shown(archive), "A:1")["weer_gevonden_op"] == date(2024, 2, 5)
    # A night on which its check did not run says nothing of it.
    from tests.archive.nights import Night, enter

    enter(archive, Night({"B": []}, silent=["A"]), "r2")
    assert of(shown(archive), "A:1")["weer_gevonden_op"] == date(2024, 2, 5)


def test_since_when_a_finding_stands(archive: Archive) -> None:
    night(archive, "r2", ("A:1",), complies=["A:2", "A:3"])
    night(archive, "r3", ("A:1", "A:2"))
    found = shown(archive)
    assert [of(found, one)["open_sinds"] for one in ("A:1", "A:2", "A:3")] == [
        date(2024, 1, 1),
        date(2024, 1, 3),
        date(2024, 2, 5),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "update zpm_opvolging set status = 'hersteld'",
        "delete from zpm_opvolging",
        "update zpm_lezing set door = 'Bram'",
        "delete from zpm_lezing where volgnummer = 1",
        "delete from zpm_lezing where volgnummer = 2",
    ],
)
def test_what_was_said_cannot_be_changed_unseen(archive: Archive, tmp_path: Path, statement: str) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="geen fout")]))
    read(archive, workbook(tmp_path / "b.xlsx", [row("A:2", status="geen fout")], stand=1))
    assert read_history(archive).broken == ()
    behind_its_back(archive, statement)
    told = [broken.text.nl for _, broken in read_history(archive).broken]
    assert told
    assert all(text.startswith("opvolging: ") for text in told)


def test_an_archive_of_before_gets_room_for_it(archive: Archive, tmp_path: Path) -> None:
    behind_its_back(
        archive,
        "drop table zpm_opvolging",
        "drop table zpm_lezing",
        "alter table zpm_reeks drop column lezingen",
        "alter table zpm_reeks drop column laatste_lezing_zegel",
        *(f"alter table zpm_run drop column {name}" for name in ("beoordeeld", "met_fout", "direct_goed")),
        "update zpm_archief_versie set version_num = '0001'",
    )
    assert counts(read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")]))) == (1, 1, 0, 0, 0)
    history = read_history(archive)
    assert ([past.row["run_id"] for past in history.runs], history.broken) == (["r1"], ())
    assert FOUND.found["A"][0] == "A:1"
