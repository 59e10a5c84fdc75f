from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.intake.conftest import Read, aside, counts, ids
from zpm_audit.errors import InputRefusedError

HEAD = ["prestatie_id", "patient_id", "datum", "prestatiegroep"]


@pytest.fixture
def xlsx(export: Path, read: Read) -> Read:
    def run(rows: Sequence[Sequence[object]], mapping: str | None = None, sheets: Sequence[str] = ("Blad1",)) -> object:
        (export / "prestaties.csv").unlink()
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name in sheets:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(export / "prestaties.xlsx")
        return read(None, mapping)

    return run  # type: ignore[return-value]


def test_real_cells_and_texts(xlsx: Read) -> None:
    register = xlsx(
        [
            [*HEAD, "starttijd", "gepland", "gepland_op", "bedrag_eur", "setting", "duurklasse"],
            [
                "001",
                "C1",
                dt.date(2024, 3, 31),
                "consult",
                dt.time(14, 5),
                True,
                dt.datetime(2024, 3, 1, 9, 30),
                128.4,
                1,
                45,
            ],
            [2, 77, "2024-03-31", "consult", "14:05", "false", "2024-03-01T09:30", "12.50", "2", 45.0],
            [3, "C1", dt.datetime(2024, 3, 31), "consult", None, None, None, 0.1 + 0.2, None, None],
        ]
    )
    found = register.scan("prestaties").collect()
    assert ids(register) == ["001", "2", "3"]
    assert found["patient_id"].to_list() == ["C1", "77", "C1"]
    assert found["datum"].to_list() == [dt.date(2024, 3, 31)] * 3
    assert found["starttijd"].to_list() == [dt.time(14, 5), dt.time(14, 5), None]
    assert found["gepland"].to_list() == [True, False, None]
    assert found["gepland_op"].to_list() == [dt.datetime(2024, 3, 1, 9, 30)] * 2 + [None]
    assert found["bedrag_eur"].to_list() == [12840, 1250, 30]
    assert found["setting"].to_list() == [1, 2, None]
    assert counts(register) == (3, 3, 0)


def test_every_minute_of_the_day_survives_the_fractions_of_excel(xlsx: Read) -> None:
    times = [dt.time(m // 60, m % 60) for m in range(1440)]
    register = xlsx(
        [[*HEAD, "starttijd"], *([i, "C1", dt.date(2024, 1, 1), "consult", t] for i, t in enumerate(times))]
    )
    assert register.scan("prestaties").collect()["starttijd"].to_list() == times


def test_row_numbers_are_those_of_excel_and_empty_rows_are_none(xlsx: Read) -> None:
    register = xlsx(
        [[], ["", None], HEAD, ["P1", "C1", "fout", "consult"], [], [None, " "], ["P2", "C1", dt.time(9), "consult"],
         ["P3", "C1", dt.datetime(2024, 1, 1, 9), "consult"], ["P4", "C1", dt.date(2024, 1, 1), "consult"]]
    )  # fmt: skip
    assert counts(register) == (4, 1, 3)
    assert [line[0] for line in aside(register)] == [4, 7, 8]


def test_error_values_are_no_empty_cells(xlsx: Read) -> None:
    register = xlsx(
        [[None, *HEAD, "behandelaar_id"], [None, "P1", "C1", dt.date(2024, 1, 1), "consult", "#N/A"],
         [None, "P2", "C1", "#REF!", "consult", "B1"], [None, "P3", "C1", dt.date(2024, 1, 1), "consult", "B1"]]
    )  # fmt: skip
    assert ids(register) == ["P3"]
    assert [line[:3] for line in aside(register)] == [(2, "behandelaar_id", "#N/A"), (3, "datum", "#REF!")]


def test_several_sheets_need_a_choice(xlsx: Read, export: Path) -> None:
    with pytest.raises(InputRefusedError, match=r"heeft 2 bladen: 'Een', 'Twee'.*blad"):
        xlsx([HEAD, ["P1", "C1", "2024-01-01", "consult"]], sheets=("Een", "Twee"))


def test_the_mapping_names_the_sheet(xlsx: Read) -> None:
    register = xlsx(
        [HEAD, ["P1", "C1", "2024-01-01", "consult"]], "tabellen: {prestaties: {blad: Twee & co}}", ("Een", "Twee & co")
    )
    assert ids(register) == ["P1"]


def test_a_sheet_that_is_not_there(xlsx: Read) -> None:
    with pytest.raises(InputRefusedError, match=r"geen blad 'Drie'.*'Een'"):
        xlsx([HEAD], "tabellen: {prestaties: {blad: Drie}}", ("Een",))


def test_a_header_twice_and_an_empty_sheet(xlsx: Read) -> None:
    with pytest.raises(InputRefusedError, match="kolomnaam 'datum' staat 2 keer"):
        xlsx([[*HEAD, "datum"]])


def test_an_empty_sheet(xlsx: Read) -> None:
    with pytest.raises(InputRefusedError, match="blad 'Blad1' is leeg"):
        xlsx([])


def test_what_is_no_workbook_is_refused(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    path = export / "prestaties.xlsx"
    path.write_bytes(b"prestatie_id,patient_id\n")
    with pytest.raises(InputRefusedError, match="geen leesbaar Excel-werkboek"):
        read()
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("iets.txt", "x")
    with pytest.raises(InputRefusedError, match="geen leesbaar Excel-werkboek"):
        read()
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(InputRefusedError, match="geen leesbaar Excel-werkboek"):
        read()
