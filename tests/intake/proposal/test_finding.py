"""What init sees in small exports that are made for one thing each."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake.proposal.header import header_row
from zpm_audit.intake.proposal.propose import propose_mapping

pytestmark = pytest.mark.whole

PRESTATIES = [
    "Consultnr;Cliëntnr;Zorgtrajectnr;Datum;Begintijd;Soort;Prestatiecode;Minuten;Bedrag",
    "1001;C01;Z01;31-12-2024;09:05;Consult;CO0497;45;128,40",
    "1002;C01;Z01;01-01-2025;14:05;Consult;CO0497;48;128,40",
    "1003;C02;Z02;02-01-2025;14:15;Groepsconsult;GC0110;60;64,20",
]
TRAJECTEN = ["Zorgtrajectnr;Cliëntnr;Startdatum;Einddatum", "Z01;C01;01-11-2024;", "Z02;C02;13-11-2024;31-12-2025"]


def export(folder: Path, **files: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def proposed(where: Path | str) -> dict[str, Any]:
    tables: dict[str, Any] = yaml.load(propose_mapping(where), Loader=yaml.BaseLoader)["tabellen"]
    return tables


def test_a_title_above_the_header_and_a_total_below_the_rows(tmp_path: Path) -> None:
    lines = ["Productieoverzicht;;;;;;;;", ";;;;;;;;", *PRESTATIES, "Totaal;;;;;;;;321,00"]
    tables = proposed(export(tmp_path / "e", consulten=lines, zorgtrajecten=TRAJECTEN))
    assert tables["prestaties"]["kopregel"] == "3"
    assert tables["prestaties"]["waar"] == {"Cliëntnr": {"gevuld": "ja"}}
    assert tables["prestaties"]["kolommen"]["prestatie_id"] == "Consultnr"
    assert "kopregel" not in tables["zorgtrajecten"]
    assert "waar" not in tables["zorgtrajecten"]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["a", "b"], ["1", "2"]], 0),
        ([["Titel", None], [None, None], ["a", "b"], ["1", "2"]], 2),
        ([["Titel", None, None, None], ["van", "2024", None, None], ["a", "b", "c", "d"], ["1", "2", "3", "4"]], 2),
        ([], 0),
        ([["een"], ["twee"]], 0),
    ],
)
def test_the_header_is_the_first_row_that_is_wide_and_all_names(rows: list[list[str | None]], place: int) -> None:
    assert header_row(rows) == place


def test_a_file_per_month_is_one_table_and_another_file_is_not(tmp_path: Path) -> None:
    folder = export(tmp_path / "e", zorgtrajecten=TRAJECTEN)
    for month, line in (("2024-12", PRESTATIES[1]), ("2025-01", PRESTATIES[2]), ("2025-02", PRESTATIES[3])):
        export(folder, **{f"consulten {month}": [PRESTATIES[0], line]})
    assert proposed(folder)["prestaties"]["bestand"] == "consulten *.csv"
    export(folder, **{"consulten toelichting": ["let;op", "dit;niet"]})
    assert proposed(folder)["prestaties"]["bestand"] == [
        "consulten 2024-12.csv", "consulten 2025-01.csv", "consulten 2025-02.csv",
    ]  # fmt: skip


def test_sheets_of_one_table_are_named_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    for name, lines in {
        "K1": PRESTATIES[:2],
        "K2": [PRESTATIES[0], *PRESTATIES[2:]],
        "Zorgtrajecten": TRAJECTEN,
    }.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([cell or None for cell in line.split(";")])
    (tmp_path / "e").mkdir()
    book.save(tmp_path / "e" / "controle.xlsx")
    tables = proposed(tmp_path / "e")
    assert tables["prestaties"]["bladen"] == ["K1", "K2"]
    assert "blad" not in tables["prestaties"]
    assert tables["zorgtrajecten"]["blad"] == "Zorgtrajecten"


def test_a_code_table_is_not_taken_for_the_registrations(tmp_path: Path) -> None:
    codes = ["Prestatiecode;Omschrijving;Ingangsdatum;Tarief"]
    codes += [f"CO{n:04d};Consult {n};01-01-2024;{n},50" for n in range(100, 130)]
    folder = export(tmp_path / "e", prestatiecodes=codes, verrichtingen=PRESTATIES, zorgtrajecten=TRAJECTEN)
    tables = proposed(folder)
    assert tables["prestaties"]["bestand"] == "verrichtingen.csv"
    assert tables["codelijst"]["bestand"] == "prestatiecodes.csv"


def test_two_columns_that_are_as_likely_are_a_question(tmp_path: Path) -> None:
    header = PRESTATIES[0].replace("Minuten", "Duur;Minuten")
    rows = [
        line.replace(";45;", ";45;45;").replace(";48;", ";48;50;").replace(";60;", ";60;60;") for line in PRESTATIES[1:]
    ]
    text = propose_mapping(export(tmp_path / "e", consulten=[header, *rows], zorgtrajecten=TRAJECTEN))
    asked = [line for line in text.splitlines() if "gerealiseerde_minuten:" in line]
    assert len(asked) == 2
    assert all(line.strip().startswith("# gerealiseerde_minuten: ") and "controleren" in line for line in asked)


def test_every_proposal_says_how_sure_it_is_and_why(tmp_path: Path) -> None:
    text = propose_mapping(export(tmp_path / "e", consulten=PRESTATIES, zorgtrajecten=TRAJECTEN))
    lines = [line for line in text.splitlines() if line.startswith("      ") and ": " in line and "waarden" not in line]
    columns = [line for line in lines if line.startswith("      p") or line.startswith("      z")]
    assert columns
    assert all("# " in line and "%: " in line for line in columns), columns


def test_a_database_by_its_address_keeps_the_password_out(tmp_path: Path) -> None:
    pytest.importorskip("sqlalchemy")
    file = tmp_path / "epd.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        for name, lines in {"consult": PRESTATIES, "zorgtraject": TRAJECTEN}.items():
            rows = [line.split(";") for line in lines]
            connection.execute(f'create table "{name}" ({", ".join(f"{c!r} text" for c in rows[0])})')
            connection.executemany(f'insert into "{name}" values ({", ".join("?" * len(rows[0]))})', rows[1:])
        connection.commit()
    text = propose_mapping(f"sqlite:///{file}")
    said = yaml.load(text, Loader=yaml.BaseLoader)
    assert said["database"] == f"sqlite:///{file}"
    assert said["tabellen"]["prestaties"]["query"] == 'select * from "consult"'


def test_an_address_that_cannot_be_reached_is_refused_without_its_password() -> None:
    pytest.importorskip("sqlalchemy")
    with pytest.raises((InputRefusedError, UsageError)) as refused:
        propose_mapping("sqlite+nonsens://epd:geheim@server/epd")
    assert "geheim" not in str(refused.value)


def test_a_question_names_what_was_taken_for_an_empty_cell(tmp_path: Path) -> None:
    """A dash beside a cross is the no of it: unseen, the cross alone would be filled and everybody present."""
    seen = ["Patiënt gezien", "x", "-", "x"]
    rows = [f"{line};{value}" for line, value in zip(PRESTATIES, seen, strict=True)]
    text = propose_mapping(export(tmp_path / "e", consulten=rows, zorgtrajecten=TRAJECTEN))
    [asked] = [line for line in text.splitlines() if "# aanwezig:" in line]
    assert "Gezien: 'x', '-' (gelezen als leeg)" in asked


def test_a_column_that_has_the_name_of_the_contract_is_told(tmp_path: Path) -> None:
    rows = [f"{line};{value}" for line, value in zip(PRESTATIES, ["setting", "1", "2", "1"], strict=True)]
    text = propose_mapping(export(tmp_path / "e", consulten=rows, zorgtrajecten=TRAJECTEN))
    assert "    # onder hun eigen naam gelezen: setting\n" in text
