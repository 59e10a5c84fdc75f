"""Whatever people do to a workbook: what it says is taken over, or refused with its sheet and cell."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.followup.made import HEADS, IDS, counts, read, row, stand, workbook
from zpm_audit.archive.store import Archive
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.followup.state import follow_up


def states(archive: Archive) -> dict[str, dict[str, Any]]:
    with archive.reading() as connection:
        assert connection is not None
        return {one["bevinding_id"]: one for one in follow_up(connection, "standaard").to_dicts()}


def test_what_is_filled_in_is_kept_with_who_and_from_where(archive: Archive, tmp_path: Path) -> None:
    said = row("A:1", status="in onderzoek", toelichting_opvolging="agenda\nnagekeken", eigenaar="Bram",
               opgepakt_op=date(2024, 5, 6))  # fmt: skip
    path = workbook(tmp_path / "a.xlsx", [said, row("A:2"), row("A:3")])
    done = read(archive, path)
    assert counts(done) == (3, 1, 2, 0, 0)
    state = states(archive)
    assert list(state) == ["A:1"]
    one = state["A:1"]
    assert (one["status"], one["toelichting_opvolging"], one["eigenaar"]) == (
        "in onderzoek",
        "agenda\nnagekeken",
        "Bram",
    )
    assert (one["opgepakt_op"], one["door"], one["werkboek"]) == (date(2024, 5, 6), "Anna", "a.xlsx")
    told = done.as_json()
    assert (told["gelezen"], told["gewijzigd"], told["ongewijzigd"]) == (3, 1, 2)
    assert (told["conflicten"], told["geweigerd"]) == ([], [])


def test_nothing_is_kept_of_a_dry_reading(archive: Archive, tmp_path: Path) -> None:
    assert archive.place.file
    before = archive.place.file.read_bytes()
    done = read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")]), dry=True)
    assert counts(done) == (1, 1, 0, 0, 0)
    assert archive.place.file.read_bytes() == before


def test_the_workbook_itself_stays_as_it_is(archive: Archive, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")])
    before = path.read_bytes()
    read(archive, path)
    assert path.read_bytes() == before


def test_the_same_workbook_twice_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld"), row("A:2", eigenaar="Bram")])
    assert counts(read(archive, path)) == (2, 2, 0, 0, 0)
    assert counts(read(archive, path)) == (2, 0, 2, 0, 0)
    assert counts(read(archive, path, "Iemand anders")) == (2, 0, 2, 0, 0)
    assert stand(archive) == 1


def resorted(book: Any) -> None:
    rows = [[c.value for c in cells] for cells in book.active.iter_rows(min_row=4)]
    for number, values in enumerate(reversed(rows), 4):
        for at, value in enumerate(values, 1):
            book.active.cell(number, at).value = value


def filtered(book: Any) -> None:
    book.active.auto_filter.ref = "A3:F6"
    book.active.row_dimensions[4].hidden = True


def columns_between(book: Any) -> None:
    book.active.insert_cols(3, 2)
    book.active.cell(3, 3, "mijn kolom")
    book.active.cell(4, 3, "=1+1")


def rows_above(book: Any) -> None:
    book.active.insert_rows(1, 20)


def renamed(book: Any) -> None:
    book.active.title = "Actielijst mei"


def other_sheets_first(book: Any) -> None:
    book.create_sheet("Draaitabel", 0).append(["status", "aantal"])


def hidden_sheet_renamed(book: Any) -> None:
    book["zpm-audit"].title = "Blad9"


@pytest.mark.parametrize(
    "edit",
    [resorted, filtered, columns_between, rows_above, renamed, other_sheets_first, hidden_sheet_renamed],
    ids=lambda edit: edit.__name__,
)
def test_what_people_do_to_a_sheet_does_not_matter(archive: Archive, tmp_path: Path, edit: Any) -> None:
    rows = [row("A:1", status="geen fout", eigenaar="Bram"), row("A:2"), row("A:3")]
    assert counts(read(archive, workbook(tmp_path / "a.xlsx", rows, edit=edit))) == (3, 1, 2, 0, 0)
    assert states(archive)["A:1"]["eigenaar"] == "Bram"


def test_rows_that_were_deleted_say_nothing(archive: Archive, tmp_path: Path) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")]))
    assert counts(read(archive, workbook(tmp_path / "b.xlsx", [row("A:2")], stand=1))) == (1, 0, 1, 0, 0)
    assert states(archive)["A:1"]["status"] == "hersteld"


def test_a_column_that_is_gone_says_nothing_and_a_cell_that_was_emptied_does(archive: Archive, tmp_path: Path) -> None:
    filled = row("A:1", status="in onderzoek", eigenaar="Bram", toelichting_opvolging="x")
    read(archive, workbook(tmp_path / "a.xlsx", [filled]))
    without = [name for name in HEADS if name != "eigenaar"]
    again = row("A:1", status="in onderzoek")
    assert counts(read(archive, workbook(tmp_path / "b.xlsx", [again], heads=without, stand=1))) == (1, 1, 0, 0, 0)
    one = states(archive)["A:1"]
    assert (one["eigenaar"], one["toelichting_opvolging"], one["status"]) == ("Bram", None, "in onderzoek")


@pytest.mark.parametrize("written", ["HERSTELD", "  hersteld ", "Hersteld", "hersteld\xa0"])
def test_a_status_in_capitals_or_with_spaces(archive: Archive, tmp_path: Path, written: str) -> None:
    assert counts(read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status=written)]))) == (1, 1, 0, 0, 0)
    assert states(archive)["A:1"]["status"] == "hersteld"


def test_a_status_of_two_words_with_capitals_and_a_wide_gap(archive: Archive, tmp_path: Path) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status=" In  Onderzoek")]))
    assert states(archive)["A:1"]["status"] == "in onderzoek"


@pytest.mark.parametrize(
    "written", [date(2024, 5, 6), datetime(2024, 5, 6), "2024-05-06", "6-5-2024", "06/05/2024", "6.5.2024"]
)
def test_a_date_however_it_is_written(archive: Archive, tmp_path: Path, written: object) -> None:
    read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", opgepakt_op=written)]))
    assert states(archive)["A:1"]["opgepakt_op"] == date(2024, 5, 6)


REFUSED = [
    (row("A:1", status="=B4"), "C4", "formule"),
    (row("A:1", status="open", eigenaar='="Bram"'), "E4", "formule"),
    (row('="A:"&1', status="hersteld"), "B4", "formule"),
    (row("A:1", status="klaar"), "C4", "geen status"),
    (row("A:1", status="#N/A"), "C4", "foutwaarde"),
    (row("A:1", opgepakt_op="gisteren"), "F4", "geen datum"),
    (row("A:1", opgepakt_op="31-02-2024"), "F4", "geen datum"),
    (row("A:1", opgepakt_op=45418), "F4", "geen datum"),
    (row("A:1", opgepakt_op=date(1924, 5, 6)), "F4", "jaar"),
    (row("A:9", status="hersteld"), "B4", "niet bekend"),
    (row(None, status="hersteld"), "B4", "bevinding ontbreekt"),
    (row("A:1", toelichting_opvolging="bsn 111222333 klopt niet"), "D4", "burgerservicenummer"),
]


@pytest.mark.parametrize(("said", "cell", "words"), REFUSED)
def test_what_is_refused_names_its_cell_and_the_rest_goes_on(
    archive: Archive, tmp_path: Path, said: dict[str, object], cell: str, words: str
) -> None:
    done = read(archive, workbook(tmp_path / "a.xlsx", [said, row("A:2", status="hersteld")]))
    assert counts(done) == (1, 1, 0, 0, 1)
    assert "A:1" not in states(archive)
    refused = done.merged.refused[0].as_json()
    assert (refused["blad"], refused["cel"]) == ("Bevindingen", cell)
    assert words in refused["reden"]


def test_one_finding_in_two_rows(archive: Archive, tmp_path: Path) -> None:
    same = [row("A:1", status="hersteld"), row("A:1", status="hersteld")]
    assert counts(read(archive, workbook(tmp_path / "a.xlsx", same))) == (1, 1, 0, 0, 0)
    other = [row("A:2", status="hersteld"), row("A:2", status="geen fout")]
    done = read(archive, workbook(tmp_path / "b.xlsx", other))
    assert counts(done) == (1, 1, 0, 0, 1)
    assert done.merged.refused[0].cell == "C5"
    assert states(archive)["A:2"]["status"] == "hersteld"


def test_a_column_that_stands_there_twice_is_told(archive: Archive, tmp_path: Path) -> None:
    done = read(archive, workbook(tmp_path / "a.xlsx", [row("A:1")], heads=[*HEADS, "Status"]))
    assert [(one.cell, "twee keer" in one.reason.nl) for one in done.merged.refused] == [("G3", True)]


NOT_OURS = [
    ({"run_id": "r7"}, "staat niet in dit archief"),
    ({"run_id": None, "kenmerk": "dddd-eeee-ffff"}, "staat niet in dit archief"),
    ({"kenmerk": "dddd-eeee-ffff"}, "veranderd"),
    ({"kenmerk": None}, "verborgen blad is weg"),
]


@pytest.mark.parametrize(("changed", "words"), NOT_OURS)
def test_a_workbook_of_another_run_or_another_archive(
    archive: Archive, tmp_path: Path, changed: dict[str, Any], words: str
) -> None:
    done = read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")], **changed))
    assert done.series is None
    assert words in done.merged.refused[0].reason.nl
    assert done.merged.refused[0].sheet
    assert states(archive) == {}


def test_a_workbook_of_a_run_without_an_archive_is_known_by_its_kenmerk(archive: Archive, tmp_path: Path) -> None:
    done = read(archive, workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")], run_id=None))
    assert (done.run_id, counts(done)) == ("r1", (1, 1, 0, 0, 0))


def test_a_file_that_is_no_workbook(archive: Archive, tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b"geen zip"), ("b.txt", b"tekst"), ("c.xlsx", b"PK\x03\x04half")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputRefusedError, match=name):
            read(archive, tmp_path / name)
    with pytest.raises(InputRefusedError, match="er niet"):
        read(archive, tmp_path / "weg.xlsx")
    other = workbook(tmp_path / "d.xlsx", [], heads=["een", "twee"])
    with pytest.raises(InputRefusedError, match="Bevinding en status"):
        read(archive, other)


def test_a_workbook_that_says_to_be_larger_than_it_is(archive: Archive, tmp_path: Path) -> None:
    def far(book: Any) -> None:
        book.active.cell(1_048_576, 16_384, "x")

    path = workbook(tmp_path / "a.xlsx", [row("A:1")], edit=far)
    with pytest.raises(InputRefusedError, match="te groot"):
        read(archive, path)


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    from zpm_audit.archive.place import Place

    path = workbook(tmp_path / "a.xlsx", [row(IDS[0], status="hersteld")])
    with pytest.raises(UsageError, match="bestaat niet of is leeg"):
        read(Archive(Place(str(tmp_path / "ander.db"))), path)
    assert not (tmp_path / "ander.db").exists()


def test_who_is_what_the_command_says_before_what_the_workbook_says(archive: Archive, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [row("A:1", status="hersteld")])
    assert read(archive, path, "  Cees  de Boer ").by == "Cees de Boer"
    assert states(archive)["A:1"]["door"] == "Cees de Boer"


def test_no_citizen_service_number_is_kept_or_said(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from zpm_audit.commands.follow_up import read_workbook

    path = workbook(
        tmp_path / "a.xlsx", [row("A:1", status="bsn 111222333"), row("111222333"), row("A:3")], by="111222333"
    )
    assert archive.place.file
    for as_json in (False, True):
        read_workbook(path, str(archive.place.file), None, None, dry=False, as_json=as_json, language="nl")
    said = capsys.readouterr().out
    assert "bsn pt-" in said or "bsn …" in said
    assert "111222333" not in said
    assert b"111222333" not in archive.place.file.read_bytes()


@pytest.mark.parametrize("name", ["111222333", "1112223331", "1112.22.333"])
def test_a_sheet_named_after_somebody_is_called_by_its_place(
    name: str, archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A program that copies a sheet puts a digit behind its name."""
    from zpm_audit.commands.follow_up import read_workbook

    path = workbook(tmp_path / "a.xlsx", [row("A:1", status="dat is geen status")])
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        sheet.title = name
    book.save(path)
    assert archive.place.file
    for as_json in (False, True):
        read_workbook(path, str(archive.place.file), None, None, dry=False, as_json=as_json, language="nl")
    said = capsys.readouterr()
    assert name not in said.out + said.err
    assert "111222333" not in said.out + said.err
    assert "#1" in said.out + said.err
