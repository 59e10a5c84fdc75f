"""Which rows of which files belong to a table: every row of a source is audited, set aside, left out or merged."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.intake.conftest import Read, aside, ids
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake import control_totals, load_mapping
from zpm_audit.intake.sources.csv import open_csv
from zpm_audit.register.store import Register

HEAD = "prestatie_id,patient_id,datum,prestatiegroep"


def told(register: Register, table: str = "prestaties") -> tuple[int, int, int, int, int]:
    """Return rows in, in the audit, set aside, left out and merged."""
    t = register.tables[table]
    assert t.rows_in == t.rows + t.rows_aside
    assert t.rows == register.scan(table).select(pl.len()).collect().item()
    return t.rows_in, t.rows, t.rows_aside, t.left_out, t.merged


def said(lines: str) -> str:
    return "tabellen:\n  prestaties:\n" + "".join(f"    {line}\n" for line in lines.splitlines())


STATES = f"{HEAD},status\n" + "".join(
    f"P{i},C1,2024-03-31,consult,{s}\n"
    for i, s in enumerate(["def", " def ", "concept", "", "NULL", "Def", "definitief"])
)


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("def", "01"),
        ("[def, concept]", "012"),
        ("{een_van: [def, '']}", "0134"),
        ("{niet: def}", "23456"),
        ("{niet: ['', def]}", "256"),
        ("{begint_met: def}", "016"),
        ("{begint_niet_met: [def, con]}", "345"),
        ("{gevuld: ja}", "01256"),
        ("{gevuld: nee}", "34"),
        ("{begint_met: def, niet: def}", "6"),
        ("NULL", "4"),
    ],
)
def test_only_rows_that_satisfy_a_condition(read: Read, condition: str, left: str) -> None:
    register = read(STATES, said(f"waar: {{status: {condition}}}\nleeg: ['NULL']"))
    assert ids(register) == [f"P{n}" for n in left]
    assert told(register) == (len(left), len(left), 0, 7 - len(left), 0)


def test_conditions_hold_together_and_what_is_left_out_is_not_judged(read: Read) -> None:
    rows = ["2024-03-31,consult,1,1", "fout,consult,1,2", "fout,consult,1,1", "2024-03-31,consult,1,1"]
    text = f"{HEAD},a,b\n" + "".join(f"P1,C1,{row}\n" for row in rows)
    register = read(text, said("waar: {a: 1, b: [1]}"))
    assert [line[:2] for line in aside(register)] == [(4, "datum"), (5, "prestatie_id")]
    assert told(register) == (3, 1, 2, 1, 0)
    assert register.tables["prestaties"].unknown_columns == ()


def test_a_row_whose_cells_cannot_be_told_apart_is_never_left_out(read: Read) -> None:
    rows = ["2024-03-31,consult,def", "2024-03-31", "2024-03-31,consult,concept", "2024-03-31,consult,def,x"]
    text = f"{HEAD},status\n" + "".join(f"P{i},C1,{row}\n" for i, row in enumerate(rows, start=1))
    register = read(text, said("waar: {status: def}"))
    assert [line[:4] for line in aside(register)] == [(3, "", "", "te weinig velden"), (5, "", "", "te veel velden")]
    assert told(register) == (3, 1, 2, 1, 0)


def test_words_for_yes_beside_a_condition(read: Read) -> None:
    text = f"{HEAD},gepland\nP1,C1,2024-03-31,consult,J\nP2,C1,2024-03-31,consult,N\nP3,C1,2024-03-31,verblijfsdag,N\n"
    register = read(text, said("waar: {prestatiegroep: consult}\nja: [J]\nnee: [N]"))
    assert register.scan("prestaties").collect()["gepland"].to_list() == [True, False]


def test_a_condition_that_nothing_satisfies(read: Read) -> None:
    with pytest.raises(InputRefusedError, match="geen van de 7 rijen voldoet aan `waar`"):
        read(STATES, said("waar: {status: DEF}"))
    with pytest.raises(UsageError, match=r"kolom 'statuz' \(voor prestaties.waar\).*'status'"):
        read(STATES, said("waar: {statuz: DEF}"))


def test_a_total_at_the_end_of_a_sheet_with_titles_above(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Productie 2024"], [], ["per 1-1", "x"], HEAD.split(","), ["P1", "C1", "2024-03-31", "consult"],
                ["P2", "C1", "fout", "consult"], ["Totaal", None, None, 2]):  # fmt: skip
        sheet.append(row)
    book.save(export / "prestaties.xlsx")
    register = read(None, said("kopregel: 4\nwaar: {patient_id: {gevuld: ja}}"))
    assert ids(register) == ["P1"]
    assert aside(register)[0][:3] == (6, "datum", "fout")
    assert told(register) == (2, 1, 1, 1, 0)
    with pytest.raises(InputRefusedError, match=r"rij 2 van blad 'Sheet' is leeg; .* \(kopregel\)"):
        read(None, said("kopregel: 2"))
    with pytest.raises(InputRefusedError, match="verplichte kolom ontbreekt"):
        read(None, said("kopregel: 3"))


@pytest.mark.parametrize("above", ['Export, van; "gisteren\n\n,,,,\n', "a\r\nb\r\nc\r\n", '"x"\n"y\nz"\n'])
def test_titles_above_the_header_of_a_csv(read: Read, export: Path, above: str) -> None:
    text = f"{above}{HEAD}\nP1,C1,2024-03-31,consult\n\nP2,C1,fout,consult\nP3,C1\n"
    register = read(text, said("kopregel: 4"))
    assert ids(register) == ["P1"]
    assert [(line[0], line[1]) for line in aside(register)] == [(7, "datum"), (8, "")]
    assert told(register) == (3, 1, 2, 0, 0)


def test_a_header_on_two_lines_below_a_title(read: Read) -> None:
    text = f'titel\n{HEAD},"een\ntwee"\nP1,C1,2024-03-31,consult,x\nP2,C1,fout,consult,y\n'
    register = read(text, said("kopregel: 2"))
    assert ids(register) == ["P1"]
    assert aside(register)[0][:2] == (4, "datum")


def test_a_header_that_is_not_there(read: Read) -> None:
    with pytest.raises(InputRefusedError, match="regel 9 is leeg"):
        read(f"{HEAD}\nP1,C1,2024-03-31,consult\n", said("kopregel: 9"))


def test_the_byte_order_mark_does_not_count_as_a_letter(export: Path) -> None:
    path = export / "x.csv"
    path.write_bytes(b"\xef\xbb\xbfa;b\nc;d\n1;2\n")
    assert open_csv(path, "x", work=export, separator=";").names == ("a", "b")
    source = open_csv(path, "x", work=export, separator=";", header=2)
    assert (source.names, source.rows, source.last) == (("c", "d"), 1, 3)


PARTS = {
    "2024-01.csv": "P1,C1,2024-01-31,consult\nP2,C1,fout,consult\n",
    "2024-02.csv": "P3,C1,2024-02-01,consult\nP1,C1,2024-02-01,consult\n",
}


def several(export: Path, named: str = '"2024-*.csv"', **more: str) -> str:
    (export / "prestaties.csv").unlink(missing_ok=True)
    for name, rows in (PARTS | more).items():
        head = "patient_id,prestatie_id,datum,prestatiegroep" if rows.startswith("C") else HEAD
        (export / name).write_text(f"{head}\n{rows}", encoding="utf-8")
    return said(f"bestand: {named}")


@pytest.mark.parametrize("named", ['"2024-*.csv"', "[2024-01.csv, 2024-02.csv]", '["2024-0?.csv", 2024-02.csv]'])
def test_two_files_for_one_table(export: Path, read: Read, named: str) -> None:
    register = read(None, several(export, named))
    assert ids(register) == ["P1", "P3"]
    lines = pl.read_csv(register.quarantine["prestaties"], infer_schema=False)
    assert lines.select("bestand", "rij", "kolom").rows() == [
        ("2024-01.csv", "3", "datum"),
        ("2024-02.csv", "3", "prestatie_id"),
    ]
    assert told(register) == (4, 2, 2, 0, 0)
    assert register.tables["prestaties"].source == "2024-01.csv, 2024-02.csv"
    assert register.sources == (export / "2024-01.csv", export / "2024-02.csv", export / "zorgtrajecten.csv")


def test_columns_may_stand_in_another_place_and_lines_may_be_broken(export: Path, read: Read) -> None:
    more = {"2024-03.csv": "C9,P9,2024-03-01,consult\nC9\n"}
    register = read(None, several(export, **more))
    assert ids(register) == ["P1", "P3", "P9"]
    assert register.scan("prestaties").collect()["patient_id"].to_list() == ["C1", "C1", "C9"]
    lines = pl.read_csv(register.quarantine["prestaties"], infer_schema=False)
    assert lines.select("bestand", "rij").rows()[-1] == ("2024-03.csv", "3")


def test_a_part_without_a_column_that_is_read_is_refused(export: Path, read: Read) -> None:
    text = several(export)
    (export / "2024-02.csv").write_text("prestatie_id,patient_id,datum\nP3,C1,2024-02-01\n", encoding="utf-8")
    with pytest.raises(InputRefusedError, match=r"2024-02.csv: kolom 'prestatiegroep' ontbreekt"):
        read(None, text)
    (export / "2024-02.csv").write_text(f"{HEAD},rest\nP3,C1,2024-02-01,consult,x\n", encoding="utf-8")
    assert read(None, text).tables["prestaties"].unknown_columns == ("rest",)


def test_a_pattern_that_means_nothing_or_too_much(export: Path, read: Read) -> None:
    with pytest.raises(InputRefusedError, match=r"bestand '2025-\*.csv' van tabel prestaties staat niet in"):
        read(None, several(export, '"2025-*.csv"'))
    pl.DataFrame({"a": [1]}).write_parquet(export / "2024-09.parquet")
    with pytest.raises(InputRefusedError, match=r"bestanden van verschillende soort \(.csv, .parquet\)"):
        read(None, several(export, '"2024-*"'))
    (export / "[x].csv").write_text(f"{HEAD}\nP7,C1,2024-01-31,consult\n", encoding="utf-8")
    (export / "x.csv").write_text(f"{HEAD}\nP8,C1,2024-01-31,consult\n", encoding="utf-8")
    assert ids(read(None, said('bestand: "[x].csv"'))) == ["P7"]
    assert ids(read(None, said('bestand: "[x].cs?"'))) == ["P7"]


def test_encodings_of_several_files(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    for n in (1, 2):
        text = f"{HEAD}\nPé{n},C1,2024-01-31,consult\n"
        (export / f"deel{n}.csv").write_bytes(text.encode("cp1252"))
    assert ids(read(None, said('bestand: "deel*"\ncodering: cp1252'))) == ["Pé1", "Pé2"]


def sheets(export: Path, **rows: list[list[object]]) -> None:
    (export / "prestaties.csv").unlink(missing_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in rows.items():
        sheet = book.create_sheet(name)
        for line in (HEAD.split(","), *lines):
            sheet.append(line)
    book.save(export / "jaar.xlsx")


@pytest.mark.parametrize("named", ["[jan, feb]", "[feb, jan]", '"???"', '["j*", feb]'])
def test_sheets_that_are_one_table(export: Path, read: Read, named: str) -> None:
    good = ["C1", "2024-01-01", "consult"]
    sheets(
        export,
        jan=[["P1", *good], [], ["P2", "C1", "x", "consult"]],
        uitleg=[["a"]],
        feb=[["P1", *good], ["P3", *good]],
    )
    register = read(None, said(f"bestand: jaar.xlsx\nbladen: {named}"))
    assert ids(register) == ["P1", "P3"]
    lines = pl.read_csv(register.quarantine["prestaties"], infer_schema=False)
    assert lines.select("bestand", "rij").rows() == [("jaar.xlsx (jan)", "4"), ("jaar.xlsx (feb)", "2")]
    assert register.sources[0] == export / "jaar.xlsx"
    with pytest.raises(
        InputRefusedError, match=r"jaar.xlsx heeft geen blad 'mrt'. De bladen zijn: 'jan', 'uitleg', 'feb'"
    ):
        read(None, said("bestand: jaar.xlsx\nbladen: [jan, mrt]"))


WIDE = """nr,client,datum,soort,traject,start,eind,arts,rol
P1,C1,2024-02-01,consult,T1,2024-01-01,,B1,arts
P2,C1,2024-02-02,consult,T1,2024-01-01,,B2,psychiater
P3,C2,2024-02-03,consult,T2,2024-01-05,2024-03-01,B1,arts
P4,C2,2024-02-04,consult,T2,2024-01-06,,B1,arts
P5,C2,2024-02-05,consult,T2,2024-01-05,2024-03-01,B1,arts
P6,C3,2024-02-06,consult,,,,B2,psychiater
P7,C2,2024-02-07,consult,T2,2024-01-06,,B1,arts
P8,C4,2024-02-08,consult,T4,fout,,B1,arts
P9,C4,2024-02-08,consult,T4,2024-01-09,,B1,arts
"""
FOUR = """
tabellen:
  prestaties:
    bestand: breed.csv
    kolommen:
      {prestatie_id: nr, patient_id: client, prestatiegroep: soort, zorgtraject_id: traject, behandelaar_id: arts}
  zorgtrajecten:
    bestand: breed.csv
    waar: {traject: {gevuld: ja}}
    uniek: [traject]
    kolommen: {zorgtraject_id: traject, patient_id: client, startdatum: start, einddatum: eind}
  behandelaren:
    bestand: breed.csv
    uniek: [arts]
    kolommen: {behandelaar_id: arts, beroep: rol}
  patienten:
    bestand: breed.csv
    uniek: [client]
    kolommen: {patient_id: client}
"""


def test_one_wide_file_feeds_four_tables(export: Path, read: Read) -> None:
    for name in ("prestaties.csv", "zorgtrajecten.csv"):
        (export / name).unlink()
    (export / "breed.csv").write_text(WIDE, encoding="utf-8")
    register = read(None, FOUR)
    assert told(register) == (9, 9, 0, 0, 0)
    assert ids(register, "behandelaren", "behandelaar_id") == ["B1", "B2"]
    assert told(register, "behandelaren") == (2, 2, 0, 0, 7)
    assert ids(register, "patienten", "patient_id") == ["C1", "C2", "C3", "C4"]
    assert told(register, "patienten") == (4, 4, 0, 0, 5)
    assert ids(register, "zorgtrajecten", "zorgtraject_id") == ["T1", "T2", "T4"]
    # P4 and P7 say something else of T2 than P3 does; P8 cannot be read, so P9 is the first that speaks of T4.
    assert told(register, "zorgtrajecten") == (6, 3, 3, 1, 2)
    assert [line[:3] for line in aside(register, "zorgtrajecten")] == [
        (5, "startdatum, einddatum", "T2"),
        (8, "startdatum, einddatum", "T2"),
        (9, "startdatum (start)", "fout"),
    ]
    assert register.sources == (export / "breed.csv",)
    assert set(register.scan("zorgtrajecten").collect_schema()) == {
        "zorgtraject_id",
        "patient_id",
        "startdatum",
        "einddatum",
    }


def test_a_key_of_several_columns_and_one_that_is_made(read: Read) -> None:
    text = "a,b,client,datum,soort\n1,1,C1,2024-01-01,consult\n1,1,C1,2024-01-01,consult\n1,2,C1,2024-01-01,consult\n"
    lines = "kolommen: {prestatie_id: {samen: [a, b]}, patient_id: client, prestatiegroep: soort}\nuniek: "
    for key in ("[a, b]", "prestatie_id"):
        register = read(text, said(lines + key))
        assert ids(register) == ["1-1", "1-2"]
        assert told(register) == (2, 2, 0, 0, 1)
    # On `a` alone the third row says something else; what it says is set aside, not thrown away.
    register = read(text, said(lines + "[a]"))
    assert aside(register)[0][:3] == (4, "prestatie_id", "1")
    assert told(register) == (2, 1, 1, 0, 1)


def test_a_repeated_key_after_merging_keeps_its_row_number(read: Read) -> None:
    text = f"{HEAD},x\nP1,C1,2024-01-01,consult,a\nP1,C1,2024-01-01,consult,a\nP1,C1,2024-01-01,consult,b\n"
    register = read(text, said("uniek: [prestatie_id, x]"))
    assert [line[:4] for line in aside(register)] == [(4, "prestatie_id", "P1", "sleutel komt eerder in de tabel voor")]
    assert told(register) == (2, 1, 1, 0, 1)


def test_amounts_of_rows_that_differ_count_in_the_control_totals(export: Path, read: Read) -> None:
    text = f"{HEAD},bedrag_eur\n" + "".join(f"P1,C1,2024-01-01,consult,{eur}\n" for eur in ("10.00", "10.00", "7.00"))
    (export / "controletotalen.csv").write_text("tabel,rijen,bedrag_eur\nprestaties,2,17.00\n", encoding="utf-8")
    (total,) = control_totals(read(text, said("uniek: [prestatie_id]")))
    assert not total.differs


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("blad: a\nbladen: [b]", "prestaties heeft blad en bladen (kies er een)"),
        ("query: select 1\nkopregel: 2", "prestaties heeft query en kopregel (kies er een)"),
        ("kopregel: nul", "'nul' is geen rijnummer"),
        ("kopregel: 0", "'0' is geen rijnummer"),
        ("waar: {a: {}}", "'a' zegt niet wat er moet staan"),
        ("waar: {a: {neit: x}}", "'a' kent 'neit' niet (bedoelde u 'niet'?"),
        ("waar: {a: {gevuld: misschien}}", "'misschien' kan hier niet (ja of nee)"),
        ("waar: [J]\nja: [J]", "prestaties heeft ja en waar (kies er een)"),
        ("uniek: {a: b}", "'uniek' moet een lijst zijn"),
        ("bestand: []", "'bestand' is een lege lijst"),
    ],
)
def test_a_mistake_in_the_choice_of_rows(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(said(text), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_mapping(path)
    assert says in caught.value.text.nl
