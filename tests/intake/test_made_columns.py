"""Columns that a mapping makes: what comes out, what is set aside, and what is counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.intake.conftest import Read, aside, counts, ids, yaml
from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake import load_mapping, read_export
from zpm_audit.intake.rows.codes import CodeFacts
from zpm_audit.register.store import Register

HEAD = "prestatie_id,patient_id,datum,prestatiegroep"


def made(register: Register, table: str = "prestaties") -> dict[str, tuple[str, str, int, dict[str, int]]]:
    return {m.column: (m.way, m.source, m.rows, dict(m.told)) for m in register.tables[table].made}


def column(register: Register, name: str) -> list[object]:
    return register.scan("prestaties").collect()[name].to_list()


def mapped(lines: str, more: str = "") -> str:
    return f"tabellen:\n  prestaties:\n    {more}\n    kolommen:\n      {lines}"


def test_a_constant(read: Read) -> None:
    text = f"{HEAD},aanwezig\nP1,C1,2024-03-31,consult,\nP2,C1,2024-03-31,consult,false\n"
    register = read(text, mapped("aanwezig: {vast: ja}\n      setting: {vast: 3}"))
    assert column(register, "aanwezig") == [True, True]
    assert column(register, "setting") == [3, 3]
    assert made(register)["aanwezig"] == ("vast", "ja", 2, {})
    assert register.tables["prestaties"].unknown_columns == ("aanwezig",)


@pytest.mark.parametrize(
    ("moment", "formats", "day", "clock"),
    [
        ("31-03-2024 09:05", "dd-mm-jjjj uu:mm", dt.date(2024, 3, 31), dt.time(9, 5)),
        ("2024-03-31 23:59:59", "jjjj-mm-dd uu:mm:ss", dt.date(2024, 3, 31), dt.time(23, 59, 59)),
        ("2024-07-01T22:30:00Z", "jjjj-mm-ddTuu:mm:ssz", dt.date(2024, 7, 2), dt.time(0, 30)),
        ("2024-01-01T22:30:00Z", "jjjj-mm-ddTuu:mm:ssz", dt.date(2024, 1, 1), dt.time(23, 30)),
        ("2024-07-01T09:00:00+02:00", "jjjj-mm-ddTuu:mm:ssz", dt.date(2024, 7, 1), dt.time(9, 0)),
        ("2024-01-01T09:00:00+0100", "jjjj-mm-ddTuu:mm:ssz", dt.date(2024, 1, 1), dt.time(9, 0)),
        ("2024-01-01 09:00:00.250+01", "jjjj-mm-dd uu:mm:ss.fffz", dt.date(2024, 1, 1), dt.time(9, 0, 0, 250000)),
        ("2024-01-01 09:00:00+01", "jjjj-mm-dd uu:mm:ss.fffz", dt.date(2024, 1, 1), dt.time(9, 0)),
        ("2024-03-31T00:59:00Z", "%Y-%m-%dT%H:%M:%S%z", dt.date(2024, 3, 31), dt.time(1, 59)),
        ("2024-03-31T01:00:00Z", "%Y-%m-%dT%H:%M:%S%z", dt.date(2024, 3, 31), dt.time(3, 0)),
    ],
)
def test_date_and_time_of_a_moment(read: Read, moment: str, formats: str, day: dt.date, clock: dt.time) -> None:
    register = read(
        f"prestatie_id,patient_id,Begin,prestatiegroep\nP1,C1,{moment},consult\n",
        mapped("datum: {datum_van: Begin}\n      starttijd: {tijd_van: Begin}", f'datumtijdformaat: "{formats}"'),
    )
    assert (column(register, "datum"), column(register, "starttijd")) == ([day], [clock])
    assert made(register) == {
        "datum": ("datum_van", "Begin", 1, {}),
        "starttijd": ("tijd_van", "Begin", 1, {}),
    }
    assert register.tables["prestaties"].unknown_columns == ()


def test_a_moment_that_is_none_is_set_aside_with_its_cell(read: Read) -> None:
    register = read(
        "prestatie_id,patient_id,Begin,prestatiegroep\n"
        "P1,C1,31-03-2024 09:05,consult\nP2,C1,31-02-2024 09:05,consult\nP3,C1,31-03-2024,consult\nP4,C1,,consult\n",
        mapped(
            "datum: {datum_van: Begin}\n      starttijd: {tijd_van: Begin}",
            "datumtijdformaat: dd-mm-jjjj uu:mm\n    datumformaat: dd-mm-jjjj",
        ),
    )
    assert ids(register) == ["P1"]
    assert [line[:3] for line in aside(register)] == [
        (3, "datum (Begin)", "31-02-2024 09:05"),
        (3, "starttijd (Begin)", "31-02-2024 09:05"),
        (4, "starttijd (Begin)", "31-03-2024"),
        (5, "datum (Begin)", ""),
    ]
    assert "verwacht: dd-mm-jjjj uu:mm" in aside(register)[0][3]
    assert aside(register)[3][3] == "verplichte waarde ontbreekt"
    assert counts(register) == (4, 1, 3)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("00:45", 45), ("1:05", 65), ("123:00", 7380), ("00:45:00", 45), ("55.0", 55), ('"55,0"', 55), ("45 min", 45),
        ("45min.", 45), ("60 minuten", 60), ("1 minuut", 1), ("45", 45), ("0", 0), ("", None),
        ("00:45:30", "x"), ("55.5", "x"), ("0:60", "x"), ("1.000", "x"), ("45 uur", "x"), ("a", "x"), ("55.000", "x"),
    ],
)  # fmt: skip
def test_minutes_of_a_duration(read: Read, written: str, minutes: int | str | None) -> None:
    text = f"{HEAD},duur\nP0,C1,2024-03-31,consult,5\nP1,C1,2024-03-31,consult,{written}\n"
    register = read(text, mapped("gerealiseerde_minuten: {minuten_van: duur}"))
    if minutes == "x":
        assert [line[:3] for line in aside(register)] == [(3, "gerealiseerde_minuten (duur)", written.strip('"'))]
    else:
        assert column(register, "gerealiseerde_minuten") == [5, minutes]


@pytest.mark.parametrize(
    ("start", "end", "formats", "minutes"),
    [
        ("2024-01-01T09:00", "2024-01-01T09:45", "", 45),
        ("2024-01-01T23:30", "2024-01-02T00:15", "", 45),
        ("09:00", "09:45", "", 45),
        ("2024-01-01T09:00", "", "", None),
        ("2024-03-31T01:30:00+01:00", "2024-03-31T03:30:00+02:00", "jjjj-mm-ddTuu:mm:ssz", 60),
        ("2024-10-27T02:30:00+02:00", "2024-10-27T02:30:00+01:00", "jjjj-mm-ddTuu:mm:ssz", 60),
        ("2024-01-01T09:45", "2024-01-01T09:00", "", "x"),
        ("09:00", "2024-01-01T09:45", "", "x"),
        ("2024-01-01T09:00:30", "2024-01-01T09:45:00", "", "x"),
    ],
)
def test_minutes_between_two_moments(read: Read, start: str, end: str, formats: str, minutes: int | str | None) -> None:
    said = f'datumtijdformaat: "{formats}"' if formats else ""
    text = f"{HEAD},van,tot\nP1,C1,2024-03-31,consult,,\nP2,C1,2024-03-31,consult,{start},{end}\n"
    register = read(text, mapped("gerealiseerde_minuten: {minuten_van: {van: van, tot: tot}}", said))
    if minutes == "x":
        assert [line[:3] for line in aside(register)] == [(3, "gerealiseerde_minuten (van, tot)", f"{start} | {end}")]
    else:
        assert column(register, "gerealiseerde_minuten") == [None, minutes]


def test_an_amount_in_cents(read: Read) -> None:
    rows = ["12840", "-500", "500-", "", "12.40", "x"]
    text = f"{HEAD},ct\n" + "".join(f"P{i},C1,2024-03-31,consult,{v}\n" for i, v in enumerate(rows))
    register = read(text, mapped("bedrag_eur: {centen: ct}"))
    assert column(register, "bedrag_eur") == [12840, -500, -500, None]
    assert [line[:3] for line in aside(register)] == [(6, "bedrag_eur (ct)", "12.40"), (7, "bedrag_eur (ct)", "x")]


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("€ 1.234,50", 123450), ("€1.234,50", 123450), ("1.234,50-", -123450), ("1.234,50 -", -123450),
        ("€ -12,50", -1250), ("-€ 12,50", -1250), ("- 12,50", -1250), ("12,50 €", 1250), ("EUR 12,50", 1250),
        ("12,50 EUR", 1250), ("€ 12,-", 1200), ("12,--", 1200), ("\u2212 12,50", -1250), ("€\u00a012,50", 1250),
        ("0,00-", 0), ("1.234.567,89", 123456789),
        ("-12,50-", "x"), ("12,345", "x"), ("1.23,50", "x"), ("€ € 5", "x"), ("$ 5", "x"), ("12,50-5", "x"),
        ("(12,50)", "x"), ("€", "x"), ("-", "x"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(read: Read, written: str, cents: int | str) -> None:
    text = f"{HEAD.replace(',', ';')};bedrag_eur\nP0;C1;2024-03-31;consult;1\nP1;C1;2024-03-31;consult;{written}\n"
    said = "tabellen: {prestaties: {scheidingsteken: ';', decimaal: ',', duizendtal: '.'}}"
    register = read(text, said)
    if cents == "x":
        assert [(line[0], line[2].removeprefix("'")) for line in aside(register)] == [(3, written)]
    else:
        assert column(register, "bedrag_eur") == [100, cents]


def test_without_a_mapping_amounts_stay_strict(read: Read) -> None:
    register = read(f"{HEAD},bedrag_eur\nP1,C1,2024-03-31,consult,12.50\nP2,C1,2024-03-31,consult,12.50-\n")
    assert [line[:3] for line in aside(register)] == [(3, "bedrag_eur", "12.50-")]


def test_zeros_that_were_lost(read: Read) -> None:
    text = "nr,patient_id,datum,prestatiegroep\n12,C1,2024-03-31,consult\n00012,C1,2024-03-31,consult\n"
    text += "123456,C1,2024-03-31,consult\n,C1,2024-03-31,consult\n"
    register = read(text, mapped("prestatie_id: {aanvullen: {kolom: nr, lengte: 5}}"))
    assert ids(register) == ["00012", "123456"]
    assert [(line[0], line[1], line[3]) for line in aside(register)] == [
        (3, "prestatie_id (nr)", "sleutel komt eerder in de tabel voor"),
        (5, "prestatie_id (nr)", "verplichte waarde ontbreekt"),
    ]
    assert made(register)["prestatie_id"] == ("aanvullen", "nr", 2, {"aangevuld": 1})


def test_columns_joined(read: Read) -> None:
    text = "maand,nr,patient_id,datum,prestatiegroep,traject\n"
    text += "01,1,C1,2024-03-31,consult,\n01,,C1,2024-03-31,consult,\n02, 1 ,C1,2024-03-31,consult,7\n"
    register = read(
        text,
        mapped("prestatie_id: {samen: [maand, nr], tussen: '/'}\n      zorgtraject_id: {samen: [patient_id, traject]}"),
    )
    assert ids(register) == ["01/1", "02/1"]
    assert column(register, "zorgtraject_id") == [None, "C1-7"]
    assert [line[:3] for line in aside(register)] == [(3, "prestatie_id (maand, nr)", "01 | ")]


def test_joined_columns_are_read_as_the_column_asks(read: Read) -> None:
    text = f"{HEAD},d,t\nP1,C1,2024-03-31,consult,01-03-2024,9:30\nP2,C1,2024-03-31,consult,01-03-2024,25:30\n"
    register = read(text, mapped("gepland_op: {samen: [d, t], tussen: ' '}", "datumtijdformaat: dd-mm-jjjj u:mm"))
    assert column(register, "gepland_op") == [dt.datetime(2024, 3, 1, 9, 30)]
    assert aside(register)[0][:3] == (3, "gepland_op (d, t)", "01-03-2024 | 25:30")


def test_whether_a_column_is_filled(read: Read) -> None:
    text = f"{HEAD},akkoord\nP1,C1,2024-03-31,consult,x\nP2,C1,2024-03-31,consult, \nP3,C1,2024-03-31,consult,n.v.t.\n"
    register = read(text, mapped("gepland: {gevuld: akkoord}", "leeg: [n.v.t.]"))
    assert column(register, "gepland") == [True, False, False]


def test_a_value_by_how_a_text_begins(read: Read) -> None:
    text = "prestatie_id,patient_id,datum,code\n" + "".join(
        f"P{i},C1,2024-03-31,{code}\n" for i, code in enumerate(["CO0497", "COX", "GC1", "ZZ", "", "co1"])
    )
    groups = "{kolom: code, waarden: {CO: consult, COX: overig, GC: groepsconsult}}"
    settings = "{kolom: code, waarden: {CO: '2', GC: '', ZZ: 1}}"
    register = read(
        text,
        mapped(f"prestatiegroep: {{begint_met: {groups}}}\n      setting: {{begint_met: {settings}}}"),
    )
    assert column(register, "prestatiegroep") == ["consult", "overig", "groepsconsult"]
    assert column(register, "setting") == [2, 2, None]
    assert [line[:4] for line in aside(register)] == [
        (5, "prestatiegroep (code)", "ZZ", "begint met geen van: CO, COX, GC"),
        (6, "prestatiegroep (code)", "", "verplichte waarde ontbreekt"),
        (7, "prestatiegroep (code)", "co1", "begint met geen van: CO, COX, GC"),
        (7, "setting (code)", "co1", "begint met geen van: CO, GC, ZZ"),
    ]


def looked_up(export: Path, read: Read, functies: str, how: str = "sleutel: nr, kolom: functie") -> Register:
    (export / "functies.csv").write_text(functies, encoding="utf-8")
    (export / "behandelaren.csv").write_text("nr,naam\n1,A\n2,B\n1,A\n,C\n", encoding="utf-8")
    return read(
        None,
        f"""
        tabellen:
          behandelaren:
            kolommen:
              behandelaar_id: nr
              beroep: {{opzoeken: {{bestand: functies.csv, {how}}}}}
            waarden: {{beroep: {{PSY: psychiater}}}}
        """,
    )


def test_a_value_from_another_file(export: Path, read: Read) -> None:
    register = looked_up(export, read, "nr,functie\n 1 ,PSY\n9,arts\n")
    rows = register.scan("behandelaren").collect()
    assert rows.select("behandelaar_id", "beroep").rows() == [("1", "psychiater"), ("1", "psychiater")]
    assert [line[:4] for line in aside(register, "behandelaren")] == [
        (3, "beroep (functies.csv: functie bij nr)", "2 |  | ", "verplichte waarde ontbreekt"),
        (5, "behandelaar_id (nr)", "", "verplichte waarde ontbreekt"),
        (5, "beroep (functies.csv: functie bij nr)", " |  | ", "verplichte waarde ontbreekt"),
    ]
    assert counts(register, "behandelaren") == (4, 2, 2)
    assert export / "functies.csv" in register.sources


def test_a_key_with_two_values_is_refused_per_row(export: Path, read: Read) -> None:
    register = looked_up(
        export, read, "id,functie\n1,arts\n2,PSY\n2,PSY\n1,PSY\n", "sleutel: {hier: nr, daar: id}, kolom: functie"
    )
    assert ids(register, "behandelaren", "behandelaar_id") == ["2"]
    assert [line[3] for line in aside(register, "behandelaren")][:2] == [
        "de sleutel staat daar meer dan eens, met verschillende waarden",
        "de sleutel staat daar meer dan eens, met verschillende waarden",
    ]


def test_a_lookup_that_cannot_be_done(export: Path, read: Read) -> None:
    with pytest.raises(UsageError, match=r"kolom 'functie' staat daar niet. Er staat: nr, x"):
        looked_up(export, read, "nr,x\n1,a\n")
    with pytest.raises(InputRefusedError, match=r"functies.csv, rij 2: te weinig velden"):
        looked_up(export, read, "nr,functie\n1\n")
    (export / "functies.csv").unlink()
    with pytest.raises(InputRefusedError, match=r"bestand 'weg.csv'"):
        read(
            None,
            "tabellen: {behandelaren: {kolommen: {beroep: {opzoeken: {bestand: weg.csv, sleutel: nr, kolom: a}}}}}",
        )


CODES = "prestatie_id,patient_id,datum,prestatiecode\n"


def test_what_a_code_tells(export: Path, work: Path) -> None:
    codes = ["CO0001", "CO0066", "CO0131", "CO1040", "CO1041", "GC0001", "OV0012", "OV9999", "XX0001", ""]
    text = CODES + "".join(f"P{i},C1,2024-03-31,{c}\n" for i, c in enumerate(codes))
    (export / "prestaties.csv").write_text(text, encoding="utf-8")
    names = "prestatiegroep consulttype duurklasse setting".split()
    mapping = yaml(export, mapped("\n      ".join(f"{n}: {{uit_code: prestatiecode}}" for n in names)))
    listed = pl.DataFrame(
        {
            "prestatiecode": ["CO0001", "CO0066", "CO0066", "GC0001"],
            "setting": [1, 2, 3, 4],
            "duurklasse": [99, 99, 99, 30],
        }
    )
    register = read_export(export, work=work, mapping=mapping, codes=CodeFacts(listed=listed))
    found = register.scan("prestaties").select("prestatiecode", *names).collect()
    assert found.rows() == [
        ("CO0001", "consult", "diagnostiek", 5, 1),
        ("CO0066", "consult", "behandeling", 5, None),
        ("CO0131", "consult", "diagnostiek", 15, None),
        ("CO1040", "consult", "behandeling", 120, None),
        ("CO1041", "consult", None, None, None),
        ("GC0001", "groepsconsult", None, 30, 4),
        ("OV0012", "niet_basispakket", None, None, None),
        ("OV9999", "overig", None, None, None),
    ]
    assert [line[:4] for line in aside(register)] == [
        (10, "prestatiegroep (prestatiecode)", "XX0001", "code van geen enkel bekend blok van prestaties"),
        (11, "prestatiegroep (prestatiecode)", "", "verplichte waarde ontbreekt"),
    ]
    assert made(register)["prestatiegroep"] == ("uit_code", "prestatiecode", 8, {"overig: niet in de lijst": 1})
    with pytest.raises(UsageError, match="setting uit de code lezen kan alleen met de officiële codelijst"):
        read_export(export, work=work, mapping=mapping)


def test_cells_of_a_workbook(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["nr", "client", "begin", "eind", "duur", "ct"])
    sheet.append([7, 1, dt.datetime(2024, 3, 31, 9, 0), dt.datetime(2024, 3, 31, 9, 45), dt.time(0, 45), 1250])
    sheet.append([8, 1, dt.datetime(2024, 3, 31, 9, 0), dt.datetime(2024, 3, 31, 9, 45, 30), 45.0, "12,5"])
    book.save(export / "uren.xlsx")
    register = read(
        None,
        """
        tabellen:
          prestaties:
            bestand: uren.xlsx
            kolommen:
              prestatie_id: {aanvullen: {kolom: nr, lengte: 4}}
              patient_id: client
              datum: {datum_van: begin}
              starttijd: {tijd_van: begin}
              gerealiseerde_minuten: {minuten_van: {van: begin, tot: eind}}
              geplande_minuten: {minuten_van: duur}
              bedrag_eur: {centen: ct}
              prestatiegroep: {vast: consult}
        """,
    )
    names = "prestatie_id datum starttijd gerealiseerde_minuten geplande_minuten bedrag_eur".split()
    rows = register.scan("prestaties").select(names).collect().rows()
    assert rows == [("0007", dt.date(2024, 3, 31), dt.time(9), 45, 45, 1250)]
    assert [line[1] for line in aside(register)] == ["gerealiseerde_minuten (begin, eind)", "bedrag_eur (ct)"]


def test_typed_columns_of_parquet(export: Path, read: Read) -> None:
    (export / "prestaties.csv").unlink()
    zoned = pl.Series([dt.datetime(2024, 7, 1, 7, 0), None, dt.datetime(2024, 1, 1, 8, 0)]).dt.replace_time_zone("UTC")
    pl.DataFrame(
        {
            "nr": [1, 2, 3],
            "patient_id": ["C1", "C1", "C1"],
            "begin": zoned,
            "eind": zoned + dt.timedelta(minutes=45),
            "duur": pl.Series([dt.timedelta(minutes=45), None, dt.timedelta(seconds=90)]),
            "code": ["CO0001"] * 3,
        }
    ).write_parquet(export / "prestaties.parquet")
    said = """
        prestatie_id: {samen: [patient_id, nr]}
        datum: {datum_van: begin}
        starttijd: {tijd_van: begin}
        gerealiseerde_minuten: {minuten_van: {van: begin, tot: eind}}
        geplande_minuten: {minuten_van: duur}
        prestatiegroep: {uit_code: code}
        gepland: {gevuld: duur}"""
    register = read(None, f"tabellen:\n  prestaties:\n    kolommen:{said}")
    names = "prestatie_id datum starttijd gerealiseerde_minuten geplande_minuten gepland".split()
    assert register.scan("prestaties").select(names).collect().rows() == [
        ("C1-1", dt.date(2024, 7, 1), dt.time(9), 45, 45, True)
    ]
    assert [line[:2] for line in aside(register)] == [(2, "datum (begin)"), (3, "geplande_minuten (duur)")]
    with pytest.raises(InputRefusedError, match=r"kolom nr is van de soort geheel getal; .* een tijdstip of tekst"):
        read(None, f"tabellen:\n  prestaties:\n    kolommen:{said.replace('datum_van: begin', 'datum_van: nr')}")


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("datum: {datum_vn: X}", "4:15", "'datum' kent 'datum_vn' niet (bedoelde u 'datum_van'?"),
        ("datum: {datum_van: }", "4:15", "'datum_van' is leeg"),
        ("datum: {datum_van: [a]}", "4:15", "'datum_van' moet een enkele waarde zijn"),
        ("datum: {datum_van: X, tijd_van: Y}", "4:29", "'datum' kent 'tijd_van' niet"),
        ("datum: [X]", "4:7", "'datum' moet een enkele waarde zijn"),
        ("datum: {tijd_van: X}", "4:15", "tijd_van kan hier niet (datum is: datum)"),
        ("datum: {vast: 31-03-2024}", "4:15", "'31-03-2024' is geen waarde van datum"),
        ("prestatiegroep: {vast: Consult}", "4:24", "'Consult' is geen waarde van prestatiegroep"),
        ("prestatiegroep: {begint_met: {kolom: X, waarden: {CO: konsult}}}", "4:57", "'konsult' is geen waarde"),
        ("prestatiegroep: {begint_met: {kolom: X, waarden: }}", "4:47", "'waarden' is leeg"),
        ("prestatiegroep: {begint_met: {kolom: X}}", "4:24", "'begint_met' mist de sleutel 'waarden'"),
        ("prestatie_id: {aanvullen: {kolom: X, lengte: nul}}", "4:44", "'nul' is geen lengte"),
        ("prestatie_id: {aanvullen: {kolom: X, lengte: 5, met: '00'}}", "4:55", "'met' moet een teken zijn"),
        ("starttijd: {uit_code: X}", "4:19", "uit_code kan hier niet"),
        ("gepland: {opzoeken: {sleutel: X, kolom: Y}}", "4:17", "waar wordt dit opgezocht?"),
        ("gepland: {opzoeken: {bestand: B, sleutel: {hier: X}, kolom: Y}}", "4:40", "'sleutel' mist de sleutel 'daar'"),
    ],
)
def test_a_mistake_in_how_a_column_is_made(tmp_path: Path, text: str, place: str, says: str) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(f"tabellen:\n  prestaties:\n    kolommen:\n      {text}\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_mapping(path)
    assert caught.value.text.nl.startswith(f"{path}:{place}: ")
    assert says in caught.value.text.nl


def test_a_translation_of_what_is_made_at_once_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(
        "tabellen:\n  prestaties:\n    kolommen:\n      datum: {datum_van: X}\n    waarden: {datum: {a: b}}\n",
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match="datum_van en waarden gaan niet samen"):
        load_mapping(path)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("tabelen: {}\n", encoding="utf-8")
    path.write_text(
        "standaard: {decimaal: x}\ntabellen:\n  prestaties:\n    kolommen: {datum: {vast: ''}, gepland: [a]}\n",
        encoding="utf-8",
    )
    with pytest.raises(UsageError) as caught:
        load_mapping(path)
    assert [line.split(":")[1] for line in caught.value.text.nl.splitlines()] == ["1", "4", "4"]


def test_a_source_column_that_is_not_there(read: Read) -> None:
    with pytest.raises(
        UsageError, match=r"kolom 'Begn' \(voor prestaties.datum\) staat niet in de bron. Bedoelt u 'Begin'"
    ):
        read("prestatie_id,patient_id,Begin,prestatiegroep\n", mapped("datum: {datum_van: Begn}"))
