from __future__ import annotations

import datetime as dt
import re
import textwrap
from pathlib import Path

import pytest

from tests.intake.conftest import Read, aside, counts, ids, yaml
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake import load_mapping, read_export
from zpm_audit.intake.mapping.model import MappingFile, TableMapping
from zpm_audit.intake.mapping.recipes import RECIPES, Lookup
from zpm_audit.intake.mapping.rows import Condition
from zpm_audit.register import EXPORT_TABLES

DUTCH = """
standaard:
  scheidingsteken: ";"
  codering: cp1252
  datumformaat: dd-mm-jjjj
tabellen:
  prestaties:
    bestand: consulten 2024.txt
    decimaal: ","
    duizendtal: "."
    tijdformaat: u:mm
    waar: [ja, J]
    onwaar: [nee, N]
    leeg: [NULL]
    kolommen:
      prestatie_id: Consult ID
      patient_id: Cliënt
      datum: Uitvoerdatum
      prestatiegroep: Soort
      starttijd: Tijd
      gepland: Gepland?
      bedrag_eur: Bedrag
      behandelaar_id: Wie
    waarden:
      prestatiegroep: {CO: consult, X: ""}
  zorgtrajecten:
    scheidingsteken: ","
    codering: utf-8
    datumformaat: jjjj-mm-dd
"""


def test_an_export_that_looks_otherwise(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    (export / "consulten 2024.txt").write_bytes(
        "Consult ID;Cliënt;Uitvoerdatum;Soort;Tijd;Gepland?;Bedrag;Wie;Rest\r\n"
        "01;C1;31-12-2024;CO;9:05;ja;1.128,40;André;x\r\n"
        "02;C1;01-01-2025;consult;NULL;N;;NULL;x\r\n"
        "03;C1;01-01-2025;X;;;;B1;x\r\n"
        "04;C1;2025-01-01;GC;;misschien;;B1;x\r\n".encode("cp1252")
    )
    register = read(None, DUTCH)
    found = register.scan("prestaties").collect()
    assert found.select("prestatie_id", "datum", "starttijd", "gepland", "bedrag_eur", "behandelaar_id").rows() == [
        ("01", dt.date(2024, 12, 31), dt.time(9, 5), True, 112840, "André"),
        ("02", dt.date(2025, 1, 1), None, False, None, None),
    ]
    assert [line[:3] for line in aside(register)] == [
        (4, "prestatiegroep (Soort)", "X"),
        (5, "datum (Uitvoerdatum)", "2025-01-01"),
        (5, "prestatiegroep (Soort)", "GC"),
        (5, "gepland (Gepland?)", "misschien"),
    ]
    assert register.tables["prestaties"].unknown_columns == ("Rest",)
    assert register.tables["prestaties"].source == "consulten 2024.txt"
    assert counts(register) == (4, 2, 2)


def test_one_source_column_may_serve_two(read: Read) -> None:
    register = read(None, "tabellen: {prestaties: {kolommen: {factuurdatum: datum, datum: datum}}}")
    assert register.scan("prestaties").collect()["factuurdatum"].to_list() == [dt.date(2024, 3, 31)]


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp850"])
def test_encodings(export: Path, read: Read, encoding: str) -> None:
    text = "prestatie_id,patient_id,datum,prestatiegroep\nPé,C1,2024-03-31,consult\n"
    assert ids(read(text.encode(encoding), f"tabellen: {{prestaties: {{codering: {encoding}}}}}")) == ["Pé"]


def test_a_byte_that_the_encoding_does_not_have(read: Read) -> None:
    content = b"prestatie_id,patient_id,datum,prestatiegroep\nP1,C1,2024-03-31,consult\nP\x81,C1,2024-03-31,consult\n"
    with pytest.raises(InputRefusedError, match=r"prestaties.csv, regel 3: byte 0x81 bestaat niet in codering cp1252"):
        read(content, "tabellen: {prestaties: {codering: cp1252}}")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 0, "leeg"),
        ("tabellen: [\n", 2, "geen geldige YAML"),
        ("tabellen:\n\tprestaties: {}", 2, "geen geldige YAML"),
        ("- a\n", 1, "naam: waarde"),
        ("tabelen: {}", 1, ": de mapping kent 'tabelen' niet (bedoelde u 'tabellen'? het kan zijn: codelijst, "),
        ("tabellen:\n  prestatie: {}", 2, "'prestatie' is geen tabel van een export (bedoelde u 'prestaties'?)"),
        ("tabellen:\n  prestaties:\n    scheidingteken: ';'", 3, "bedoelde u 'scheidingsteken'"),
        ("tabellen:\n  prestaties:\n    kolommen:\n      datm: X", 4, "bedoelde u 'datum'"),
        ("tabellen:\n  prestaties:\n    waarden:\n      prestatiegroup: {a: b}", 4, "bedoelde u 'prestatiegroep'"),
        ("tabellen:\n  prestaties: {}\n  prestaties: {}", 3, "twee keer"),
        ("tabellen:\n  prestaties:\n    kolommen:\n      datum: A\n      datum: B", 5, "twee keer"),
        ("tabellen:\n  prestaties:\n    waarden:\n      setting:\n        a: '1'\n        a: '2'", 6, "twee keer"),
        ("tabellen:\n  prestaties:\n    query: [a]", 3, "enkele waarde"),
        ("tabellen:\n  prestaties:\n    bestand:", 3, "leeg"),
        ("tabellen:\n  prestaties:\n    kolommen: [a]", 3, "naam: waarde"),
        ("tabellen:\n  prestaties: ja", 2, "naam: waarde"),
        ("standaard:\n  scheidingsteken: ';;'", 2, "een teken"),
        ("standaard:\n  scheidingsteken: a", 2, "een teken"),
        ("standaard:\n  codering: cp9999", 2, "onbekend"),
        ("standaard:\n  decimaal: x", 2, "kies uit"),
        ("standaard:\n  aanhalingsteken: enkel", 2, "kies uit"),
        ("standaard:\n  datumformaat: dd-mm", 2, "dd-mm-jjjj"),
        ("standaard:\n  datumformaat: uu:mm", 2, "niet compleet"),
        ("standaard:\n  tijdformaat: dd-mm-jjjj", 2, "niet compleet"),
        ("standaard:\n  datumformaat: [dd-mm-jjjj, xx]", 2, "xx"),
        ("standaard:\n  waar: {a: b}", 2, "lijst"),
        ("standaard:\n  waar: []", 2, "lege lijst"),
        ("tabellen:\n  prestaties: {decimaal: ',', duizendtal: ','}", 2, "hetzelfde teken"),
        ("tabellen:\n  prestaties: {waar: [J], onwaar: [j]}", 2, "bij waar en bij onwaar"),
        ("tabellen:\n  prestaties: {bestand: a.csv, query: select 1}", 2, "kies er een"),
        ("standaard:\n  bestand: a.csv", 2, "'standaard' kent 'bestand' niet (het kan zijn: "),
        ("? [a]\n: b", 1, "sleutel"),
    ],
)
def test_a_mistake_is_pointed_at(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_mapping(path)
    place = f"{path}:{line}:" if line else str(path)
    assert caught.value.text.nl.startswith(place)
    assert caught.value.text.en.startswith(place)
    assert says in caught.value.text.nl
    assert caught.value.exit_code == 2


def test_a_mapping_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="dit bestand bestaat niet"):
        load_mapping(tmp_path / "weg.yaml")
    (tmp_path / "m.yaml").write_bytes("standaard: {leeg: [é]}".encode("cp1252"))
    with pytest.raises(UsageError, match="geen UTF-8"):
        load_mapping(tmp_path / "m.yaml")


def test_codes_stay_the_text_that_was_written(tmp_path: Path) -> None:
    mapping = yaml(
        tmp_path / "x",
        textwrap.dedent("""
        tabellen:
          zorgtrajecten:
            waar: [yes, 1]
            onwaar: [no, 0]
            waarden:
              verwijstype: {1: 01, 2: 02}
        """),
    )
    assert mapping is not None
    table = mapping.table("zorgtrajecten")
    assert table.waarden == {"verwijstype": {"1": "01", "2": "02"}}
    assert (table.notation.waar, table.notation.onwaar) == (("yes", "1"), ("no", "0"))


def test_a_mapped_column_or_file_that_is_not_there(read: Read) -> None:
    with pytest.raises(UsageError, match=r"kolom 'Datun' \(voor prestaties.datum\).*'datum'") as caught:
        read(None, "tabellen: {prestaties: {kolommen: {datum: Datun}}}")
    assert "mapping.yaml" in caught.value.text.nl
    with pytest.raises(InputRefusedError, match=r"mapping.yaml: bestand 'x.csv' van tabel opnames"):
        read(None, "tabellen: {opnames: {bestand: x.csv}}")
    with pytest.raises(UsageError, match="geen database"):
        read(None, "tabellen: {opnames: {query: select 1}}")


def test_a_mapped_file_of_another_kind(read: Read, export: Path) -> None:
    (export / "x.doc").write_text("x", encoding="utf-8")
    with pytest.raises(InputRefusedError, match="geen soort bestand"):
        read(None, "tabellen: {opnames: {bestand: x.doc}}")


def test_two_formats_in_one_table(read: Read) -> None:
    register = read(
        "prestatie_id,patient_id,datum,prestatiegroep,factuurdatum\nP1,C1,31-12-2024,consult,20250131\n",
        "tabellen: {prestaties: {datumformaat: [dd-mm-jjjj, jjjjmmdd]}}",
    )
    assert register.scan("prestaties").collect().select("datum", "factuurdatum").row(0) == (
        dt.date(2024, 12, 31),
        dt.date(2025, 1, 31),
    )


def test_the_export_needs_no_mapping_for_every_table(export: Path, work: Path) -> None:
    mapping = yaml(export, "tabellen: {prestaties: {leeg: ['-']}}")
    assert set(read_export(export, work=work, mapping=mapping).tables) == {"prestaties", "zorgtrajecten"}


def test_a_mapping_that_cannot_be_opened_says_why_in_the_language(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        load_mapping(tmp_path / "weg.yaml")
    assert "weg.yaml:1:1: dit bestand bestaat niet (" in caught.value.text.nl
    assert "this file does not exist (" in caught.value.text.en
    with pytest.raises(UsageError, match="dit is geen gewoon bestand"):
        load_mapping(tmp_path)


DOCUMENT = Path(__file__).parents[2] / "docs" / "inlezen.md"


def test_the_examples_in_the_document_are_mappings(tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        path = tmp_path / "m.yaml"
        path.write_text(block, encoding="utf-8")
        assert load_mapping(path).tabellen


def test_every_way_to_make_a_column_is_documented_with_an_example_that_holds(tmp_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    examples = re.findall(r"^\| `(\w+: \{.*?\})` \|", text, re.MULTILINE)
    shown = set()
    for example in examples:
        for table in EXPORT_TABLES.values():
            if example.partition(":")[0] in table.by_name:
                path = tmp_path / "m.yaml"
                path.write_text(f"tabellen: {{{table.name}: {{kolommen: {{{example}}}}}}}", encoding="utf-8")
                shown |= {how.way for how in load_mapping(path).table(table.name).made.values()}
    assert shown == set(RECIPES)


def test_every_key_is_documented() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in (*MappingFile.model_fields, *TableMapping.model_fields, *Condition.model_fields, *Lookup.model_fields):
        assert f"`{name}`" in text or f"`{name}:" in text, name
