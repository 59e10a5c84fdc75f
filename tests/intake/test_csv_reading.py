from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tests.intake.conftest import Read, aside, counts, ids
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake import read_export
from zpm_audit.register.schema import TABLES

HEAD = "prestatie_id,patient_id,datum,prestatiegroep"
GOOD = "C1,2024-03-31,consult"


def test_every_kind_lands_in_its_canonical_type(read: Read) -> None:
    register = read(
        "prestatie_id,patient_id,datum,prestatiegroep,starttijd,gepland,gepland_op,duurklasse,bedrag_eur,setting\n"
        "0007,C1,2024-03-31,consult,14:05,true,2024-03-01T09:30,45,128.4,1\n"
        "8,C1,2024-03-31,consult,14:05:30,FALSE,2024-03-01T09:30:15,,-12,8\n"
    )
    found = register.scan("prestaties").collect()
    table = TABLES["prestaties"]
    assert found.schema == {name: table.by_name[name].dtype for name in found.columns}
    assert found.columns == [c.name for c in table.columns if c.name in found.columns]
    assert found.row(0, named=True) == {
        "prestatie_id": "0007",
        "patient_id": "C1",
        "datum": dt.date(2024, 3, 31),
        "starttijd": dt.time(14, 5),
        "prestatiegroep": "consult",
        "setting": 1,
        "gepland": True,
        "gepland_op": dt.datetime(2024, 3, 1, 9, 30),
        "duurklasse": 45,
        "bedrag_eur": 12840,
    }
    assert found.row(1, named=True)["bedrag_eur"] == -1200
    assert found.row(1, named=True)["starttijd"] == dt.time(14, 5, 30)
    assert found.row(1, named=True)["gepland_op"] == dt.datetime(2024, 3, 1, 9, 30, 15)
    assert found.row(1, named=True)["duurklasse"] is None
    assert register.columns("prestaties") == frozenset(found.columns)
    assert counts(register) == (2, 2, 0)
    assert not register.quarantine


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("datum", "2024-3-31"), ("datum", "31-03-2024"), ("datum", "2024-02-30"), ("datum", "20240331"),
        ("datum", "2024-03-31T00:00"), ("datum", "0204-03-31"), ("datum", "+024-03-31"), ("datum", "morgen"),
        ("starttijd", "9:05"), ("starttijd", "24:00"), ("starttijd", "14:60"), ("starttijd", "1405"),
        ("starttijd", "14:05:3"), ("gepland_op", "2024-03-01 09:30"), ("gepland_op", "2024-03-01"),
        ("gepland_op", "2024-03-01T9:30"), ("gepland", "ja"), ("gepland", "1"), ("gepland", "t"),
        ("duurklasse", "45.0"), ("duurklasse", "45 min"), ("duurklasse", "1e2"), ("duurklasse", "99999999999999999999"),
        ("bedrag_eur", "12.345"), ("bedrag_eur", "12,50"), ("bedrag_eur", "1.234,50"), ("bedrag_eur", "1e3"),
        ("bedrag_eur", "NaN"), ("bedrag_eur", "€ 12"), ("bedrag_eur", "12."), ("bedrag_eur", "1234567890123456"),
        ("setting", "9"), ("setting", "0"), ("consulttype", "Behandeling"), ("prestatiegroep", "consulten"),
    ],
)  # fmt: skip
def test_what_is_not_exactly_canonical_is_set_aside(read: Read, column: str, value: str) -> None:
    head, row = HEAD.split(","), GOOD.split(",")
    if column in head:
        row[head.index(column) - 1] = f'"{value}"'
    else:
        head, row = [*head, column], [*row, f'"{value}"']
    register = read("\n".join([",".join(head), "P1," + ",".join(row), f"P2,{GOOD}" + "," * (len(head) - 4)]))
    assert ids(register) == ["P2"]
    assert counts(register) == (2, 1, 1)
    [(rij, kolom, waarde, reden)] = aside(register)
    assert (rij, kolom) == (2, column)
    assert waarde.lstrip("'") == value
    assert reden


def test_two_bad_cells_give_two_lines_and_one_row(read: Read) -> None:
    register = read(f"{HEAD},setting\nP1,,2024-13-01,consult,9\nP2,{GOOD},1\n")
    assert counts(register) == (2, 1, 1)
    assert [line[:3] for line in aside(register)] == [
        (2, "patient_id", ""),
        (2, "datum", "2024-13-01"),
        (2, "setting", "9"),
    ]


def test_empty_cells_are_empty_and_blanks_are_no_value(read: Read) -> None:
    register = read(
        f'{HEAD},setting,behandelaar_id,groepssessie_id\nP1,{GOOD}, ,"",   \n'
        'P2 , C1,2024-03-31 ,\tconsult,1,"\u00a0",B 1\n'
    )
    assert counts(register) == (2, 2, 0)
    found = register.scan("prestaties").collect()
    assert found["setting"].to_list() == [None, 1]
    assert found["behandelaar_id"].to_list() == [None, None]
    assert found["groepssessie_id"].to_list() == [None, "B 1"]
    assert ids(register) == ["P1", "P2"]


def test_a_required_cell_of_blanks_is_missing(read: Read) -> None:
    register = read(f"{HEAD}\nP1,  ,2024-03-31,consult\nP2,{GOOD}\n")
    assert [line[:3] for line in aside(register)] == [(2, "patient_id", "  ")]


class TestKeys:
    def test_the_first_row_stays_in_file_order(self, read: Read) -> None:
        register = read(f"{HEAD},setting\nP1,{GOOD},1\nP2,{GOOD},2\nP1,{GOOD},3\nP1,{GOOD},4\nP2,{GOOD},5\n")
        assert register.scan("prestaties").select("prestatie_id", "setting").collect().rows() == [("P1", 1), ("P2", 2)]
        assert [line[:3] for line in aside(register)] == [
            (4, "prestatie_id", "P1"), (5, "prestatie_id", "P1"), (6, "prestatie_id", "P2")
        ]  # fmt: skip
        assert counts(register) == (5, 2, 3)

    def test_a_row_that_nobody_can_read_does_not_hold_its_key(self, read: Read) -> None:
        register = read(f"{HEAD}\nP1,C1,fout,consult\nP1,{GOOD}\n\nP1,{GOOD}\n")
        assert ids(register) == ["P1"]
        assert [line[:3] for line in aside(register)] == [(2, "datum", "fout"), (5, "prestatie_id", "P1")]

    def test_leading_zeros_tell_keys_apart(self, read: Read) -> None:
        register = read(f"{HEAD}\n01,{GOOD}\n1,{GOOD}\n001,{GOOD}\n")
        assert ids(register) == ["01", "1", "001"]

    def test_a_table_without_a_key_may_repeat(self, read: Read, export: Path) -> None:
        (export / "behandelaren.csv").write_text("behandelaar_id,beroep\nB1,arts\nB1,arts\n", encoding="utf-8")
        assert counts(read(), "behandelaren") == (2, 2, 0)

    def test_many_rows_keep_the_first_of_each(self, read: Read) -> None:
        rows = [f"P{i % 7000},C{i},2024-03-31,consult" for i in range(20000)]
        register = read("\n".join([HEAD, *rows]))
        found = register.scan("prestaties").select("prestatie_id", "patient_id").collect()
        assert sorted(found.rows()) == sorted((f"P{i}", f"C{i}") for i in range(7000))
        assert counts(register) == (20000, 7000, 13000)
        assert [line[0] for line in aside(register)] == list(range(7002, 20002))


class TestStructure:
    def test_rows_that_do_not_fit_are_set_aside_whole(self, read: Read) -> None:
        register = read(
            f"{HEAD},setting\nP1,{GOOD},1\nP2,C1,2024-03-31\nP3,{GOOD},1,extra\nP4,{GOOD},1,,x\nP5,{GOOD},1,,\nP6,{GOOD},\n"
        )
        assert ids(register) == ["P1", "P5", "P6"]
        assert aside(register) == [
            (3, "", "", "te weinig velden"), (4, "", "", "te veel velden"), (5, "", "", "te veel velden")
        ]  # fmt: skip

    def test_blank_lines_are_no_rows_but_count_in_the_numbers(self, read: Read) -> None:
        register = read(f"{HEAD}\r\n\r\nP1,{GOOD}\r\n,,,\r\n\r\nP2,C1,x,consult\r\n\r\n")
        assert counts(register) == (2, 1, 1)
        assert aside(register)[0][:3] == (6, "datum", "x")

    @pytest.mark.parametrize("line", ["   ", " , ,\t, ", "\t", ", ", " ,,,,,"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_lines_of_blanks_are_no_rows_either(self, read: Read, line: str, newline: str) -> None:
        register = read(newline.join([HEAD, f"P1,{GOOD}", line, f"P2, {GOOD}", "P3,C1,x,consult", line, ""]))
        assert counts(register) == (3, 2, 1)
        assert ids(register) == ["P1", "P2"]
        assert aside(register)[0][:3] == (5, "datum", "x")

    def test_a_last_line_of_blanks_without_an_end_is_no_row(self, read: Read) -> None:
        assert counts(read(f"{HEAD}\nP1,{GOOD}\n   ")) == (1, 1, 0)

    def test_a_first_row_that_is_short_does_not_narrow_the_file(self, read: Read) -> None:
        register = read(f"{HEAD},setting,duurklasse\nP1\nP2,{GOOD},1,45\n")
        assert register.scan("prestaties").select("setting", "duurklasse").collect().rows() == [(1, 45)]

    def test_quotes_may_hold_separators_quotes_and_lines(self, read: Read) -> None:
        register = read(
            f'{HEAD},notitie\n"P1",{GOOD},"a, ""b""\nc, d"\nP2,{GOOD},"x"\nP3,C1,x,consult,"l1\nl2"\n', None
        )
        assert ids(register) == ["P1", "P2"]
        assert aside(register)[0][:3] == (4, "datum", "x")
        assert register.tables["prestaties"].unknown_columns == ("notitie",)

    def test_a_quote_that_swallows_rows_costs_no_silence(self, read: Read) -> None:
        register = read(f'{HEAD},notitie\nP1,{GOOD},"open\nP2,{GOOD},dicht"\nP3,{GOOD},\n')
        assert ids(register) == ["P3"]
        assert "aanhalingsteken niet gesloten" in aside(register)[0][3]

    def test_an_unclosed_quote_is_refused_with_its_place(self, read: Read) -> None:
        with pytest.raises(InputRefusedError, match=r"prestaties.csv, rij 3 \(regel 3\).*nergens gesloten"):
            read(f'{HEAD}\nP1,{GOOD}\n"P2,{GOOD}\n' + f"P3,{GOOD}\n" * 50)

    def test_a_quote_inside_a_field_is_refused_with_its_place(self, read: Read) -> None:
        with pytest.raises(InputRefusedError, match=r"prestaties.csv, rij 4 \(regel 5\).*midden in een veld"):
            read(f'{HEAD},n\nP1,{GOOD},a\nP2,{GOOD},"l\nl"\nP3,{GOOD},6" plank\nP4,{GOOD},7" plank\n')

    def test_quotes_can_be_plain_letters(self, read: Read) -> None:
        register = read(
            f'{HEAD},behandelaar_id\nP3,{GOOD},6" plank\n', "tabellen: {prestaties: {aanhalingsteken: geen}}"
        )
        assert ids(register, column="behandelaar_id") == ['6" plank']

    def test_control_characters_and_documents_are_no_text(self, read: Read) -> None:
        long = "x" * 1_000_000
        register = read(f'{HEAD}\nP\x001,{GOOD}\n"P\n2",{GOOD}\n{long},{GOOD}\nP4,{GOOD}\n')
        assert ids(register) == ["P4"]
        lines = aside(register)
        assert [line[0] for line in lines] == [2, 3, 4]
        assert [line[3] for line in lines] == [
            "tekst met een stuurteken",
            "sleutel of code met een regeleinde of tab erin",
            "tekst langer dan 1000 tekens",
        ]
        assert "(1000000 tekens)" in lines[2][2]
        assert len(lines[2][2]) < 300

    def test_a_text_in_words_may_run_over_lines(self, read: Read, export: Path) -> None:
        rows = 'B1,arts,"Jansen\nPiet"\nB2,arts,"Van\r\n\tDam\n"\nB3,arts,"a\rb\tc"\n'
        rows += 'B4,"\n",x\nB5,arts,"\n"\nB6,arts,a\x01b\n'
        (export / "behandelaren.csv").write_bytes(b"behandelaar_id,beroep,naam\n" + rows.encode())
        register = read()
        found = register.scan("behandelaren").select("behandelaar_id", "naam").collect().rows()
        assert found == [("B1", "Jansen Piet"), ("B2", "Van Dam"), ("B3", "a b c"), ("B5", None)]
        assert counts(register, "behandelaren") == (6, 4, 2)
        assert [(rij, kolom, reden) for rij, kolom, _, reden in aside(register, "behandelaren")] == [
            (5, "beroep", "verplichte waarde ontbreekt"),
            (7, "naam", "tekst met een stuurteken"),
        ]

    @pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "\t"])
    @pytest.mark.parametrize("column", ["groepssessie_id", "prestatiecode", "consulttype"])
    def test_a_key_a_code_or_a_list_may_not(self, read: Read, column: str, mark: str) -> None:
        register = read(f'{HEAD},{column}\nP1,{GOOD},"a{mark}b"\nP2,{GOOD},\n')
        assert ids(register) == ["P2"]
        [(rij, kolom, _, reden)] = aside(register)
        assert (rij, kolom, reden) == (2, column, "sleutel of code met een regeleinde of tab erin")

    def test_a_text_is_measured_in_characters(self, read: Read) -> None:
        register = read(f"{HEAD},overleg_met\nP1,{GOOD},{'é' * 1000}\nP2,{GOOD},{'é' * 1001}\n")
        assert ids(register) == ["P1"]
        assert aside(register)[0][3] == "tekst langer dan 1000 tekens"

    def test_no_newline_at_the_end(self, read: Read) -> None:
        assert ids(read(f"{HEAD}\nP1,{GOOD}\nP2,{GOOD}")) == ["P1", "P2"]

    def test_a_byte_order_mark_is_no_part_of_the_name(self, read: Read) -> None:
        assert ids(read(b"\xef\xbb\xbf" + f'"prestatie_id"{HEAD[12:]}\nP1,{GOOD}\n'.encode())) == ["P1"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "pattern"),
        [
            (b"", "leeg"),
            (b"\n\n", "eerste regel is leeg"),
            (HEAD.encode(), "geen enkele prestatie"),
            (f"{HEAD}\n\n,,,\n".encode(), "geen enkele prestatie"),
            (f"{HEAD},datum\nP1,{GOOD},2024-01-01\n".encode(), r"kolomnaam 'datum' staat 2 keer .*kolommen 3, 5"),
            (b"prestatie_id,patient_id,prestatiegroep\nP1,C1,consult\n", "verplichte kolom ontbreekt: datum"),
            (HEAD.replace("datum", "DATUM").encode() + b"\n", "Is 'DATUM' misschien datum"),
            (HEAD.replace(",", ";").encode() + b"\nP1;C1;2024-03-31;consult\n", "scheidingsteken lijkt ';'"),
            (HEAD.replace(",", "\t").encode() + b"\n", "scheidingsteken lijkt tab"),
            (f"{HEAD}\nP1,{GOOD}\nP2,Andr\xe9,2024-03-31,consult\n".encode("cp1252"), r"regel 3.*codering: cp1252"),
            (f"{HEAD},n\xe9\nP1,{GOOD},\n".encode("cp1252"), r"regel 1.*codering: cp1252"),
            (f"{HEAD}\nP1,{GOOD}\n".encode("utf-16"), "UTF-16"),
            (f"{HEAD}\rP1,{GOOD}\r".encode(), "oude Mac"),
            (b"PK\x03\x04rommel", "ander soort bestand"),
            (
                f"{HEAD}\nP1,C1,31-03-2024,consult\nP2,C1,31-03-2024,x\n".encode(),
                r"Vaakst \(2 keer\): kolom datum.*rij 2",
            ),
        ],
    )
    def test_a_file_that_cannot_be_an_export(self, read: Read, content: bytes, pattern: str) -> None:
        with pytest.raises(InputRefusedError, match=pattern) as caught:
            read(content)
        assert "prestaties.csv" in caught.value.text.nl
        assert "prestaties.csv" in caught.value.text.en
        assert caught.value.exit_code == 3

    def test_no_export(self, work: Path, tmp_path: Path) -> None:
        with pytest.raises(InputRefusedError, match="bestaat niet"):
            read_export(tmp_path / "weg", work=work)
        (tmp_path / "leeg").mkdir()
        with pytest.raises(InputRefusedError, match="geen enkele tabel"):
            read_export(tmp_path / "leeg", work=work)
        (tmp_path / "iets.txt").write_text("x", encoding="utf-8")
        with pytest.raises(InputRefusedError, match="Een export is een map"):
            read_export(tmp_path / "iets.txt", work=work)

    def test_a_table_twice(self, read: Read, export: Path) -> None:
        pl.DataFrame({"prestatie_id": ["P1"]}).write_parquet(export / "Prestaties.parquet")
        with pytest.raises(InputRefusedError, match=r"Prestaties.parquet en prestaties.csv"):
            read()

    def test_no_zorgtrajecten(self, read: Read, export: Path) -> None:
        (export / "zorgtrajecten.csv").unlink()
        with pytest.raises(InputRefusedError, match="ontbreekt tabel zorgtrajecten"):
            read()


def test_an_empty_other_table_is_there_without_rows(read: Read, export: Path) -> None:
    (export / "patienten.csv").write_text("patient_id,bsn\n", encoding="utf-8")
    register = read()
    assert counts(register, "patienten") == (0, 0, 0)
    assert not register.has("patienten")


def test_columns_without_a_name_are_told(read: Read) -> None:
    register = read(f"{HEAD},,,eigen\nP1,{GOOD},a,b,c\n")
    assert register.tables["prestaties"].unknown_columns == ("(kolom 5)", "(kolom 6)", "eigen")


def test_the_quarantine_is_harmless_in_a_spreadsheet(read: Read) -> None:
    values = ["=1+1", "+31", "@x", "-2+3", "-5", "\t=1", "gewoon"]
    rows = "".join(f'P{i},C1,"{v}",consult\n' for i, v in enumerate(values))
    register = read(f"{HEAD}\n{rows}GOED,{GOOD}\n")
    assert [line[2] for line in aside(register)] == ["'=1+1", "'+31", "'@x", "'-2+3", "-5", "'\t'=1", "gewoon"]


def test_english_reasons(read: Read) -> None:
    register = read(f"{HEAD}\nP1,C1,x,consult\nP2,{GOOD}\n", language="en")
    assert "not a valid date" in aside(register)[0][3]


def test_progress_is_told(read: Read) -> None:
    told: list[str] = []
    read(None, progress=told.append)
    assert told == ["prestaties inlezen", "zorgtrajecten inlezen"]


def test_nothing_is_written_outside_the_working_folder(read: Read, export: Path, work: Path) -> None:
    before = sorted(export.parent.rglob("*"))
    read(f"{HEAD}\nP1,C1,x,consult\nP2,{GOOD}\n")
    assert [p for p in sorted(export.parent.rglob("*")) if work not in p.parents] == before
    assert (work / "register" / "prestaties.parquet").is_file()
    assert (work / "quarantaine" / "prestaties.csv").is_file()
    assert not (work / "quarantaine" / "zorgtrajecten.csv").exists()
    assert not (work / "bron").exists()


def test_only_a_number_of_minutes_is_asked_whether_it_is_a_duration(read: Read) -> None:
    register = read(f"{HEAD},setting,duurklasse\nP1,{GOOD},2.0,45.0\nP2,{GOOD},2,45\n")
    reasons = {kolom: reden for _, kolom, _, reden in aside(register)}
    assert "minuten_van" in reasons["duurklasse"]
    assert "minuten_van" not in reasons["setting"]
