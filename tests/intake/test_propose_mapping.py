from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.pseudonyms import Key
from zpm_audit.intake import load_mapping, read_export
from zpm_audit.intake.proposal.propose import propose_mapping
from zpm_audit.register.store import Register

pytestmark = pytest.mark.whole

CANONICAL = {
    "prestaties": """
prestatie_id,patient_id,zorgtraject_id,datum,starttijd,prestatiegroep,consulttype,setting,\
behandelaar_id,gepland,gepland_op,geplande_minuten,gerealiseerde_minuten,bedrag_eur
0001,C1,Z1,2024-12-31,09:05,consult,diagnostiek,1,B1,true,2024-12-01T10:00,45,30,1128.40
0002,C1,Z1,2025-01-01,14:05,groepsconsult,behandeling,2,B2,false,,45,45,64.20
0003,C2,Z2,2025-01-02,14:05,intercollegiaal_overleg,,1,B1,,,,15,12.00
0004,C2,Z2,2025-01-03,,verblijfsdag,,5,,,,,,300.00
""",
    "zorgtrajecten": """
zorgtraject_id,patient_id,startdatum,einddatum,financiering,regiebehandelaar_id,verwijstype,spoed
Z1,C1,2024-11-01,,zvw,B1,01,false
Z2,C2,2024-11-13,2024-12-31,fz,B2,03,true
""",
    "behandelaren": """
behandelaar_id,beroep,agb_code,geldig_van,geldig_tot
B1,gz-psycholoog,01234567,2020-01-01,
B2,psychiater,03234567,2021-05-01,2024-12-31
""",
    "patienten": """
patient_id,geboortedatum,bsn
C1,1980-02-29,012345678
C2,1991-12-01,
""",
}
DUTCH = {
    "Consulten 2024.csv": """
Consult ID;Client ID;Zorgtrajectnummer;Uitvoerdatum;Begintijd;Soort prestatie;\
Type consult;Setting;Behandelaar;Gepland;Datum gepland;\
Geplande duur;Gerealiseerde duur;Bedrag;Locatie
0001;C1;Z1;31-12-2024;9:05;Consult;Diagn.;S01;B1;ja;01-12-2024 10:00;45;30;1.128,40;Café
0002;C1;Z1;01-01-2025;14:05;Groepsconsult;Behandeling;S02;B2;nee;;45;45;64,20;Zuid
0003;C2;Z2;02-01-2025;14:05;Intercollegiaal overleg;n.v.t.;S01;B1;;;;15;12,00;Zuid
0004;C2;Z2;03-01-2025;;Verblijf;n.v.t.;S05;;;;;;300,00;Zuid
""",
    "Export_zorgtrajecten.csv": """
Zorgtrajectnummer;Clientnummer;Startdatum;Einddatum;Financiering;Regiebehandelaar;Verwijstype;Spoed
Z1;C1;01-11-2024;;Zorgverzekeringswet;B1;1;N
Z2;C2;13-11-2024;31-12-2024;Forensische zorg;B2;3;J
""",
    "medewerkers-2024.csv": """
Medewerkernummer;Functie;AGB-code;In dienst;Uit dienst
B1;gz-psycholoog;01234567;01-01-2020;
B2;psychiater;03234567;01-05-2021;31-12-2024
""",
    "Cliënten.csv": """
Cliëntnummer;Geboortedatum;BSN
C1;29-02-1980;012345678
C2;01-12-1991;
""",
    "leesmij.txt": "\nDeze export is gemaakt door het EPD.",
}


def folder(tmp_path: Path, name: str, files: dict[str, str], encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.mkdir()
    for file, text in files.items():
        (path / file).write_bytes(text.lstrip("\n").replace("\n", "\r\n").encode(encoding))
    return path


KEY = Key(b"een sleutel van de proeven")


def through(tmp_path: Path, export: Path) -> Register:
    """Propose a mapping for an export and read the export with it, untouched by a person."""
    path = tmp_path / "mapping.yaml"
    path.write_text(propose_mapping(export), encoding="utf-8")
    work = tmp_path / f"werk-{export.name}"
    work.mkdir()
    return read_export(export, work=work, mapping=load_mapping(path), key=KEY)


def contents(register: Register) -> dict[str, pl.DataFrame]:
    assert not register.quarantine
    return {name: table.scan().collect() for name, table in register.tables.items()}


@pytest.fixture
def canonical(tmp_path: Path) -> Path:
    return folder(tmp_path, "canoniek", {f"{name}.csv": text for name, text in CANONICAL.items()})


def test_a_dutch_export_gives_the_same_register_as_the_canonical_one(tmp_path: Path, canonical: Path) -> None:
    (tmp_path / "w").mkdir()
    expected = contents(read_export(canonical, work=tmp_path / "w", key=KEY))
    found = contents(through(tmp_path, folder(tmp_path, "epd", DUTCH, "cp1252")))
    assert found.keys() == expected.keys()
    for name, frame in expected.items():
        assert found[name].equals(frame), name


def test_a_canonical_export_needs_hardly_a_word(tmp_path: Path, canonical: Path) -> None:
    text = propose_mapping(canonical)
    said = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert said == ["tabellen:", *(f"  {name}: {{}}" for name in CANONICAL)]
    contents(through(tmp_path, canonical))


def test_doubt_is_marked(tmp_path: Path) -> None:
    export = folder(
        tmp_path,
        "twijfel",
        {
            "consulten.csv": "Consult ID,Clientnr,Datum,Soort,Gepland\n1,C1,3/4/2024,Kletsen,x\n2,C1,nooit,,\n",
            "contacten.csv": "a,b\n1,2\n",
        },
    )
    text = propose_mapping(export)
    load_mapping_text(tmp_path, text)
    doubts = [line for line in text.splitlines() if "controleren" in line]
    assert any("tabel zorgtrajecten is verplicht" in line for line in doubts)
    assert any("contacten.csv" in line for line in doubts)
    assert any("onbekende waarden: 'Kletsen'" in line for line in doubts)
    assert any("gepland" in line and "wat betekent ja en wat nee" in line for line in doubts)
    assert any("dag en maand" in line or "passen niet bij" in line for line in doubts)


def load_mapping_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "voorstel.yaml"
    path.write_text(text, encoding="utf-8")
    load_mapping(path)


def test_american_dates_are_not_taken_for_granted(tmp_path: Path) -> None:
    rows = "ConsultID,ClientID,Datum,Prestatiegroep\n1,C1,03/04/2024,consult\n"
    text = propose_mapping(folder(tmp_path, "a", {"prestaties.csv": rows}))
    assert "dag en maand zijn niet te onderscheiden" in text
    text = propose_mapping(folder(tmp_path, "b", {"prestaties.csv": rows.replace("03/04", "03/24")}))
    assert 'datumformaat: ["mm/dd/jjjj"]' in text


def test_workbooks_and_databases(tmp_path: Path, canonical: Path) -> None:
    (tmp_path / "w").mkdir()
    expected = contents(read_export(canonical, work=tmp_path / "w", key=KEY))
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.create_sheet("Toelichting").append(["Deze map is gemaakt door het EPD"])
    database = tmp_path / "epd.sqlite"
    with closing(sqlite3.connect(database)) as connection:
        for name, file in zip(CANONICAL, DUTCH, strict=False):
            rows = [line.split(";") for line in DUTCH[file].strip().splitlines()]
            sheet = book.create_sheet(file.removesuffix(".csv"))
            for row in rows:
                sheet.append([cell or None for cell in row])
            columns = ", ".join(f'"{c}" text' for c in rows[0])
            connection.execute(f'create table "EPD {file.removesuffix(".csv")}" ({columns})')
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f'insert into "EPD {file.removesuffix(".csv")}" values ({marks})', rows[1:])
            assert name in expected
        connection.commit()
    (tmp_path / "boek").mkdir()
    book.save(tmp_path / "boek" / "Export EPD.xlsx")
    for export in (tmp_path / "boek", database):
        found = contents(through(tmp_path, export))
        for name, frame in expected.items():
            assert found[name].equals(frame), (export, name)


def test_nothing_to_propose(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="bestaat niet"):
        propose_mapping(tmp_path / "weg")
    with pytest.raises(InputRefusedError, match="geen tabel te herkennen"):
        propose_mapping(folder(tmp_path, "leeg", {"leesmij.txt": "niets", "foto.jpg": "x"}))
    (tmp_path / "x.pdf").write_bytes(b"x")
    with pytest.raises(InputRefusedError, match="geen map"):
        propose_mapping(tmp_path / "x.pdf")


def test_a_broken_file_that_claims_to_be_a_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match=r"consulten.xlsx is geen leesbaar"):
        propose_mapping(folder(tmp_path, "stuk", {"consulten.xlsx": "rommel"}))
