from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.intake.conftest import Read, aside, counts, ids
from zpm_audit.base.errors import InputRefusedError

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


def test_serial_numbers_around_the_first_day_of_excel(export: Path, read: Read) -> None:
    """Excel knows a 29 February 1900 and days before its first; a registration has neither."""
    (export / "prestaties.csv").unlink()
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for n, serial in enumerate((0, 1, 59, 60, 61, -1, 45_382)):
        book.active.append([f"P{n}", "C1", None, "consult"])
        cell = book.active.cell(n + 2, 3, serial)
        cell.number_format = "yyyy-mm-dd"
    book.save(export / "prestaties.xlsx")
    register = read(None, None)
    found = register.scan("prestaties").collect()
    assert found["datum"].to_list()[-1] == dt.date(2024, 3, 31)
    assert all(day.year in {1900, 2024} for day in found["datum"])
    rows_in, kept, left = counts(register)
    assert rows_in == 7 == kept + left
    assert {"P0", "P5"} & set(ids(register)) == set()


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


def test_zero_and_one_as_yes_and_no_get_advice(xlsx: Read) -> None:
    rows = [["P1", "C1", "2024-01-01", "consult", 1], ["P2", "C1", "2024-01-01", "consult", True]]
    register = xlsx([[*HEAD, "gepland"], *rows])
    assert ids(register) == ["P2"]
    assert 'waar: ["1"] en onwaar: ["0"]' in aside(register)[0][3]


def test_that_advice_is_right(xlsx: Read) -> None:
    register = xlsx(
        [[*HEAD, "gepland"], ["P1", "C1", "2024-01-01", "consult", 1], ["P2", "C1", "2024-01-01", "consult", 0]],
        'tabellen: {prestaties: {waar: ["1"], onwaar: ["0"]}}',
    )
    assert register.scan("prestaties").collect()["gepland"].to_list() == [True, False]


def test_the_reason_tells_an_error_value_from_a_long_text(xlsx: Read) -> None:
    register = xlsx(
        [[*HEAD, "behandelaar_id", "overleg_met"], ["P1", "C1", "2024-01-01", "consult", "#N/A", "a\nb"],
         ["P2", "C1", "2024-01-01", "consult", "B1", "a\nb"]]
    )  # fmt: skip
    assert aside(register)[0][3] == "foutwaarde van een werkboek"
    assert ids(register, column="overleg_met") == ["a b"]


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        pytest.param("=1+1", 20_002, marks=pytest.mark.slow),
        ('=IF(A2<>"x",REPT("y",9),"<&>")', 202),
        ("=" + "+".join(["1"] * 4000), 202),
    ],
)
def test_a_formula_without_a_result_is_refused_with_its_place(xlsx: Read, formula: str, at: int) -> None:
    rows: list[list[object]] = [[f"P{i}", "C1", "2024-01-01", "consult", "kort"] for i in range(2, at + 100)]
    rows[at - 2][4] = formula
    with pytest.raises(InputRefusedError, match=rf"xlsx: formule zonder uitkomst in E{at}; open en bewaar .* Excel"):
        xlsx([[*HEAD, "overleg_met"], *rows])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="E2"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="E2" t="str"><f>""</f><v></v></c>', None),
        ('<c r="E2" t="str"><f t="shared" si="0"/><v>ja</v></c>', "ja"),
        ('<c r="E2"><f>1+1</f></c>', "refused"),
        ('<c r="E2"><f>1+1</f><v/></c>', "refused"),
        ('<c r="E2" s="3"><f t="shared" si="0"/></c>', "refused"),
        ('<c r="E2" t="str"><f>A1</f></c>', "refused"),
    ],
)
def test_what_is_a_result_and_what_is_none(xlsx: Read, export: Path, read: Read, cell: str, value: str | None) -> None:
    row = ["P1", "C1", "2024-01-01", "consult"]
    xlsx([[*HEAD, "overleg_met"], [*row, "HIER"]])
    path = export / "prestaties.xlsx"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    text, swapped = re.subn(r'<c r="E2".*?</c>', cell, parts[sheet].decode())
    assert swapped == 1
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, text.encode() if name == sheet else content)
    if value == "refused":
        with pytest.raises(InputRefusedError, match="formule zonder uitkomst in E2;"):
            read()
    else:
        assert ids(read(), column="overleg_met") == [value]


def test_formulas_on_a_sheet_that_is_not_read_do_not_matter(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data")
    for row in (HEAD, ["P1", "C1", "2024-01-01", "consult"]):
        sheet.append(row)
    book.worksheets[0]["A1"] = "=1+1"
    book.save(export / "prestaties.xlsx")
    assert ids(read(None, "tabellen: {prestaties: {blad: Data}}")) == ["P1"]


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


def rewritten(export: Path, change: dict[str, str], *, sheet: str = "xl/worksheets/sheet1.xml") -> None:
    """Rewrite pieces of the XML of the sheet; every piece must be there."""
    path = export / "prestaties.xlsx"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    text = parts[sheet].decode()
    for old, new in change.items():
        text, swapped = re.subn(old, new, text)
        assert swapped, old
    parts[sheet] = text.encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


ODD = [[None, *HEAD, "overleg_met"], [None, "P1", "C1", "2024-01-01", "consult", "FOUT"],
       [None, "P2", "C1", "2024-01-01", "consult", "goed"]]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="F2" t="e"><v>#N/A</v></c>',
        '<c t="e" r="F2"><v>#N/A</v></c>',
        "<c s='0' t='e' r='F2'><v>#N/A</v></c>",
        '<c\n  t = "e"\n  r = "F2"\n><f>NA()</f>\n<v>#N/A</v></c>',
        '<c r="F2" t="e"><v><![CDATA[#N/A]]></v></c>',
        '<c t="e"><v>#N/A</v></c>',
    ],
)
def test_an_error_value_is_found_however_it_is_written(xlsx: Read, export: Path, read: Read, cell: str) -> None:
    xlsx(ODD)
    rewritten(export, {r'<c r="F2".*?</c>': cell})
    register = read()
    assert ids(register) == ["P2"]
    assert [line[:4] for line in aside(register)] == [(2, "overleg_met", "#N/A", "foutwaarde van een werkboek")]


def test_an_error_value_under_a_prefix(xlsx: Read, export: Path, read: Read) -> None:
    xlsx(ODD)
    rewritten(export, {r'<c r="F2".*?</c>': '<c r="F2" t="e"><v>#REF!</v></c>'})
    rewritten(export, {r"<(/?)(\w+)": r"<\1x:\2", r'xmlns="': 'xmlns:x="'})
    assert [line[:3] for line in aside(read())] == [(2, "overleg_met", "#REF!")]


def test_a_sheet_in_another_encoding(xlsx: Read, export: Path, read: Read) -> None:
    xlsx(ODD)
    rewritten(export, {r'<c r="F2".*?</c>': '<c r="F2" t="e"><v>#N/A</v></c>'})
    path = export / "prestaties.xlsx"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    text = parts[sheet].decode().removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    parts[sheet] = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    with pytest.raises(InputRefusedError, match="geen leesbaar Excel-werkboek"):
        read()  # the reader does not know it: better than an error value that is lost in silence


@pytest.mark.parametrize("cell", ['<c r="F2" t="&#101;"><v>#N/A</v></c>', '<c r="F2" t="e"><v>#N&#47;A</v></c>'])
def test_an_error_value_in_references_to_characters(xlsx: Read, export: Path, read: Read, cell: str) -> None:
    xlsx(ODD)
    rewritten(export, {r'<c r="F2".*?</c>': cell})
    with pytest.raises(InputRefusedError, match="geen leesbaar Excel-werkboek"):
        read()


def test_a_formula_without_a_result_under_a_prefix(xlsx: Read, export: Path, read: Read) -> None:
    xlsx(ODD)
    rewritten(export, {r'<c r="F2".*?</c>': "<c r='F2'><f>1+1</f></c>"})
    rewritten(export, {r"<(/?)(\w+)": r"<\1x:\2", r'xmlns="': 'xmlns:x="'})
    with pytest.raises(InputRefusedError, match="formule zonder uitkomst in F2;"):
        read()


def test_nothing_outside_the_workbook_is_fetched(xlsx: Read, export: Path, read: Read, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim", encoding="utf-8")
    xlsx(ODD)
    rewritten(export, {r'<c r="F2".*?</c>': '<c r="F2" t="e"><v>&x;</v></c>'})
    entity = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "{secret.as_uri()}">]><worksheet'
    rewritten(export, {"<worksheet": entity})
    with pytest.raises(InputRefusedError) as caught:
        read()
    assert "geheim" not in caught.value.text.nl.replace(str(tmp_path), "")


@pytest.mark.slow
def test_many_rows_with_an_error_at_the_end(xlsx: Read, export: Path, read: Read) -> None:
    rows: list[list[object]] = [[f"P{i}", "C1", "2024-01-01", "consult", "kort"] for i in range(2, 20_000)]
    rows[-1][4] = "#N/A"
    rows[100][4] = "#DIV/0!"
    register = xlsx([[*HEAD, "overleg_met"], *rows])
    assert [line[:3] for line in aside(register)] == [(102, "overleg_met", "#DIV/0!"), (19_999, "overleg_met", "#N/A")]
