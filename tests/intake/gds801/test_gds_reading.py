"""A message as an export: what becomes of its elements, and what is refused or set aside."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake import load_mapping, read_export, sheets
from zpm_audit.intake.gds801 import read_claim
from zpm_audit.intake.proposal.propose import propose_mapping
from zpm_audit.register import MESSAGE_TABLES, Register

pytestmark = pytest.mark.whole

NAMESPACE = 'xmlns="http://ei.vektis.nl/declaratiebericht573"'
HEADER = (
    "<Header><Berichtcode>573</Berichtcode><Ontvanger>3332</Ontvanger><OntvangerRol>03</OntvangerRol>"
    "<Verzenddatum>2024-04-02</Verzenddatum></Header>"
    "<DeclaratieContext><Factuurdatum>2024-04-01</Factuurdatum></DeclaratieContext>"
)
BSN = "<BSN>111222333</BSN><UzoviNummer>3332</UzoviNummer>"


def traject(number: str = "T1", start: str = "2024-02-01", more: str = "") -> str:
    return (
        f"<AanvullendePrestatiegegevens><Zorgtraject><ZorgtrajectNummer>{number}</ZorgtrajectNummer>"
        f"<ZorgtrajectStartdatum>{start}</ZorgtrajectStartdatum></Zorgtraject>{more}</AanvullendePrestatiegegevens>"
    )


def debet(
    number: str = "P1", *, code: str = "CO0497", day: str = "2024-03-01", amount: str = "135.89", more: str = ""
) -> str:
    return (
        f"<Prestatie>\n<DebetPrestatie><Referentienummer>{number}</Referentienummer><Prestatiecode>{code}</Prestatiecode>"
        f"<Begindatum>{day}</Begindatum><DeclaratieBedragInclBtw>{amount}</DeclaratieBedragInclBtw>{more}"
        "</DebetPrestatie></Prestatie>\n"
    )


def credit(number: str = "C1", amount: str = "10.00") -> str:
    return (
        f"<Prestatie><CreditPrestatie><Referentienummer>{number}</Referentienummer><Begindatum>2024-01-01</Begindatum>"
        f"<ToegekendBedragInclBtwFinancieel>{amount}</ToegekendBedragInclBtwFinancieel></CreditPrestatie></Prestatie>\n"
    )


def insured(*lines: str, fields: str = BSN) -> str:
    return f"<Verzekerde>{fields}\n{''.join(lines)}</Verzekerde>\n"


def written(
    work: Path, *parts: str, root: str = f"Bericht {NAMESPACE}", header: str = HEADER, before: str = ""
) -> Path:
    path = work / "bericht.xml"
    path.write_text(f"{before}<{root}>{header}{''.join(parts)}</{root.split(maxsplit=1)[0]}>", encoding="utf-8")
    return path


def read(work: Path, *parts: str, **how: str) -> Register:
    return read_export(written(work, *parts, **how), work=work)


def rows(register: Register, table: str) -> list[dict[str, object]]:
    return register.scan(table).collect().to_dicts()


def only(register: Register, table: str) -> dict[str, object]:
    (row,) = rows(register, table)
    return row


def test_a_debet_line_is_a_prestatie(work: Path) -> None:
    people = "".join(
        f"<Zorgaanbieder><Zorgaanbiedercode>{agb}</Zorgaanbiedercode><ZorgaanbiederRol>{role}</ZorgaanbiederRol></Zorgaanbieder>"
        for agb, role in (("94000002", "02"), ("94000001", "01"))
    )
    times = "<Begintijd>09:00:00+01:00</Begintijd><Eindtijd>09:47:30+01:00</Eindtijd>"
    found = only(read(work, insured(debet(more=times + people + traject()))), "prestaties")
    patient = found.pop("patient_id")
    assert str(patient).startswith("pt-")
    assert {k: str(v) for k, v in found.items()} == {
        "prestatie_id": "P1", "zorgtraject_id": "T1", "datum": "2024-03-01", "starttijd": "09:00:00",
        "prestatiegroep": "consult", "consulttype": "behandeling", "prestatiecode": "CO0497",
        "behandelaar_id": "94000001",
        "gerealiseerde_minuten": "47", "bedrag_eur": "13589", "declarabel": "True", "factuurdatum": "2024-04-01",
    }  # fmt: skip


def test_what_a_message_does_not_hold_is_absent(work: Path) -> None:
    register = read(work, insured(debet()))
    assert not {"setting", "gepland", "duurklasse"} & register.columns("prestaties")
    assert not {"behandelaren", "opnames", "codelijst", "controletotalen"} & set(register.tables)


@pytest.mark.parametrize(
    ("code", "group", "kind"),
    [
        ("CO0042", "consult", "diagnostiek"), ("CO0065", "consult", "diagnostiek"),
        ("CO0066", "consult", "behandeling"), ("CO0130", "consult", "behandeling"),
        ("CO0131", "consult", "diagnostiek"), ("CO1041", "consult", None),
        ("GC0110", "groepsconsult", None), ("VD0001", "verblijfsdag", None), ("TC0008", "tolk", None),
        ("TC0009", "reistijd", None), ("TC0001", "overig", None), ("TG0001", "overig", None),
        ("OV0007", "intercollegiaal_overleg", None), ("OV0999", "overig", None), ("XX1", "overig", None),
    ],
)  # fmt: skip
def test_the_group_follows_from_the_code(work: Path, code: str, group: str, kind: str | None) -> None:
    found = only(read(work, insured(debet(code=code))), "prestaties")
    assert (found["prestatiegroep"], found["consulttype"]) == (group, kind)


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        ("09:00", "09:45", 45),
        ("09:00:00", "09:00:59", None),
        ("10:00", "09:00", None),
        ("09:00", None, None),
        (None, "09:45", None),
    ],
)
def test_minutes_are_between_begin_and_end(work: Path, begin: str | None, end: str | None, minutes: int | None) -> None:
    given = {"Begintijd": begin, "Eindtijd": end}
    times = "".join(f"<{name}>{value}</{name}>" for name, value in given.items() if value)
    assert only(read(work, insured(debet(more=times))), "prestaties")["gerealiseerde_minuten"] == minutes


def test_order_prefix_comments_and_capitals_do_not_matter(work: Path) -> None:
    plain = read(work, insured(debet(more=traject()))).scan("prestaties").collect()
    turned = f"<!-- c --><Verzekerde>{debet(more=traject())}{BSN}</Verzekerde>"
    path = written(work, turned, HEADER, header="")
    assert read_export(path, work=work).scan("prestaties").collect().equals(plain)
    names = path.read_text().replace("</", "</g:").replace("<", "<g:").replace("<g:/g:", "</g:").replace("<g:!", "<!")
    path.write_text(names.replace("xmlns=", "xmlns:g=").replace("Prestatiecode>", "PrestatieCode>"))
    assert read_export(path, work=work).scan("prestaties").collect().equals(plain)


def test_without_a_namespace_the_berichtcode_decides(work: Path) -> None:
    assert read(work, insured(debet()), root="Bericht").tables["prestaties"].rows == 1
    with pytest.raises(InputRefusedError, match="berichtcode is leeg"):
        read(work, insured(debet()), root="Bericht", header="")


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"root": "Iets"}, "geen declaratiebericht"),
        ({"root": 'Bericht xmlns="http://ei.vektis.nl/declaratiebericht574"'}, "geen declaratiebericht"),
        ({"header": HEADER.replace("573", "574")}, "'574'"),
        ({"header": HEADER + HEADER}, "twee keer"),
        ({"before": '<!DOCTYPE Bericht [<!ENTITY a "b">]>'}, "regel 1: een bericht mag geen DOCTYPE"),
        ({"before": '\n<!DOCTYPE Bericht SYSTEM "file:///etc/passwd">'}, "regel 2: een bericht mag geen DOCTYPE"),
        ({"before": "x"}, "geen geldige XML"),
        ({"header": HEADER + "<Overzicht>&onbekend;</Overzicht>"}, "geen geldige XML"),
    ],
)
def test_what_is_no_message_is_refused(work: Path, how: dict[str, str], says: str) -> None:
    with pytest.raises(InputRefusedError, match=says):
        read(work, insured(debet()), **how)


def test_a_message_that_breaks_off_is_refused(work: Path) -> None:
    path = written(work, insured(debet()))
    path.write_text(path.read_text()[:-20])
    with pytest.raises(InputRefusedError, match=r"bericht.xml, regel \d+: geen geldige XML"):
        read_export(path, work=work)
    path.write_bytes(b"")
    with pytest.raises(InputRefusedError, match="geen geldige XML"):
        read_export(path, work=work)


def test_only_credit_is_nothing_to_judge(work: Path) -> None:
    with pytest.raises(InputRefusedError, match="er staat alleen 1 creditprestatie in"):
        read(work, insured(credit()))


def test_when_no_line_can_be_read_the_message_is_to_be_repaired_not_mapped(work: Path) -> None:
    with pytest.raises(InputRefusedError, match="waar het bericht gemaakt wordt") as refused:
        read(work, insured(debet(day="2024-13-01")))
    assert "mapping" not in refused.value.message("nl")


def test_a_bad_line_is_set_aside_with_its_line_in_the_message(work: Path) -> None:
    register = read(work, insured(debet("P1"), debet("P2", day="2024-13-01"), debet("P3", amount="1,50"), debet("P1")))
    table = register.tables["prestaties"]
    assert (table.rows_in, table.rows, table.rows_aside) == (4, 1, 3)
    aside = pl.read_csv(register.quarantine["prestaties"])
    assert aside["bestand"].unique().to_list() == ["bericht.xml"]
    assert aside.select("rij", "kolom").rows() == [(5, "datum"), (7, "bedrag_eur"), (9, "prestatie_id")]


def test_on_one_line_the_place_in_the_message_is_told(work: Path) -> None:
    path = written(work, insured(debet("P1"), debet("P2", day="gisteren")))
    path.write_text(path.read_text().replace("\n", ""))
    aside = pl.read_csv(read_export(path, work=work).quarantine["prestaties"])
    assert aside.select("bestand", "rij").rows() == [("bericht.xml <DebetPrestatie>", 2)]


def test_an_element_that_stands_twice_sets_its_line_aside(work: Path) -> None:
    double = debet("P2", more="<DeclaratieBedragInclBtw>5.00</DeclaratieBedragInclBtw>")
    register = read(work, insured(debet("P1"), double))
    aside = pl.read_csv(register.quarantine["prestaties"])
    assert aside["reden"].to_list() == ["element declaratiebedraginclbtw staat er twee keer in"]


def test_elements_that_nobody_reads_are_told(work: Path) -> None:
    register = read(work, insured(debet(more="<Vreemd>1</Vreemd>")), "<Anders/>")
    assert register.tables["bericht"].unknown_columns == ("bericht/anders", "debetprestatie/vreemd")


def test_a_traject_is_what_its_lines_say_first_and_the_others_are_set_aside(work: Path) -> None:
    later = "<Diagnose><DiagnoseCodelijstCode>029</DiagnoseCodelijstCode><Diagnosecode>{}</Diagnosecode></Diagnose>"
    lines = [
        debet("P1", day="2024-03-03", more=traject(more=later.format("07"))),
        debet("P2", day="2024-03-02", more=traject(more=later.format("05"))),
        debet("P3", more=traject(start="2024-02-02")),
        debet("P4", more=traject(start="2024-02-02")),
        debet("P5", more="<Verwijzing><TypeVerwijzingcode>1</TypeVerwijzingcode></Verwijzing>" + traject()),
        debet("P6", more="<Verwijzing><TypeVerwijzingcode>06</TypeVerwijzingcode></Verwijzing>" + traject()),
    ]
    register = read(work, insured(*lines))
    found = only(register, "zorgtrajecten")
    wanted = ("zorgtraject_id", "startdatum", "verwijstype", "diagnose_hoofdgroep", "financiering")
    assert [str(found[name]) for name in wanted] == ["T1", "2024-02-01", "01", "07", "zvw"]
    table = register.tables["zorgtrajecten"]
    assert (table.rows_in, table.rows_aside) == (3, 2)
    assert pl.read_csv(register.quarantine["zorgtrajecten"])["reden"].to_list() == [
        "eerder in dit zorgtraject staat een andere startdatum",
        "eerder in dit zorgtraject staat een andere verwijstype",
    ]


@pytest.mark.parametrize(
    ("fields", "patient"),
    [
        ("<PatientIdentificatienummer>77</PatientIdentificatienummer>" + BSN, "77"),
        ("<UzoviNummer>3332</UzoviNummer><Verzekerdennummer>88</Verzekerdennummer>", "3332-88"),
        ("<PatientIdentificatienummer>111222333</PatientIdentificatienummer>" + BSN, "pt-"),
        ("<PatientIdentificatienummer>1112.22.333</PatientIdentificatienummer>" + BSN, "pt-"),
        ("<PatientIdentificatienummer>0111222333</PatientIdentificatienummer>" + BSN, "pt-"),
        (BSN, "pt-"),
    ],
)
def test_no_bsn_is_a_patient_number(work: Path, fields: str, patient: str) -> None:
    register = read(work, insured(debet(), fields=fields))
    assert str(only(register, "prestaties")["patient_id"]).startswith(patient)
    for name in set(register.tables) - {"patienten"}:
        assert "111222333" not in str(rows(register, name))


def test_a_stand_in_for_a_bsn_is_the_same_in_every_message(work: Path) -> None:
    first = only(read(work, insured(debet())), "prestaties")["patient_id"]
    other = insured(debet("P9"), fields="<BSN>999999990</BSN>")
    again = {r["prestatie_id"]: r["patient_id"] for r in rows(read(work, other, insured(debet())), "prestaties")}
    assert again["P1"] == first != again["P9"]


def test_a_person_without_agb_code_has_an_id_without_the_name(work: Path) -> None:
    person = (
        "<Zorgaanbieder><BeroepZorgverlener>BP29</BeroepZorgverlener><NaamZorgverlener><Initialen>A</Initialen>"
        "<Geslachtsnaam><Achternaam>Jansen</Achternaam></Geslachtsnaam></NaamZorgverlener>"
        "<ZorgaanbiederRol>01</ZorgaanbiederRol></Zorgaanbieder>"
    )
    both = rows(read(work, insured(debet("P1", more=person), debet("P2", more=person))), "prestaties")
    ids = {str(row["behandelaar_id"]) for row in both}
    assert len(ids) == 1
    assert ids.pop().startswith("BP29-")
    assert "Jansen" not in str(both)


def test_the_message_tables_count_debet_and_credit(work: Path) -> None:
    register = read(
        work,
        insured(debet("P1", amount="100"), credit("C1")),
        insured(debet("P2", amount="0.50"), fields=BSN.replace("1112", "2222")),
    )
    found = only(register, "bericht")
    wanted = (
        "aantal_verzekerden",
        "aantal_debet",
        "aantal_credit",
        "som_debet_eur",
        "som_credit_eur",
        "bedragen_onbekend",
    )
    assert [found[name] for name in wanted] == [2, 2, 1, 10050, 1000, 0]
    assert found["ontvanger_rol"] == "3"
    lines = register.scan("bericht_prestaties").select("prestatie_id", "soort", "bedrag_eur").collect().rows()
    assert lines == [("P1", "debet", 10000), ("C1", "credit", 1000), ("P2", "debet", 50)]
    for name in MESSAGE_TABLES:
        assert register.columns(name) <= set(MESSAGE_TABLES[name].by_name) or not register.has(name)


def test_parts_change_nothing(work: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = [debet(f"P{n}", more=traject(f"T{n % 3}")) for n in range(10)]
    whole = {
        name: rows(read(work, insured(*lines), insured(credit())), name)
        for name in ("prestaties", "bericht_prestaties")
    }
    monkeypatch.setattr(sheets, "ROWS_PER_PART", 3)
    other = tmp_path / "ander"
    other.mkdir()
    register = read(other, insured(*lines), insured(credit()))
    assert {name: rows(register, name) for name in whole} == whole


def test_a_claim_holds_every_line_with_its_sign(work: Path) -> None:
    path = written(work, insured(debet("P1"), debet("P2", day="gisteren", amount="veel"), debet("P1"), credit("C1")))
    found = read_claim(path, work).collect()
    assert found.select("prestatie_id", "bedrag_eur").rows() == [
        ("P1", 13589),
        ("P2", None),
        ("P1", 13589),
        ("C1", -1000),
    ]
    assert found["prestatiegroep"].to_list() == ["consult", "consult", "consult", None]
    with pytest.raises(InputRefusedError):
        read_claim(written(work, root="Iets"), work)


def test_what_no_line_can_be_about_is_unknown_in_a_claim(work: Path) -> None:
    path = written(
        work, insured(debet("P1", amount="10000000000000270"), debet("P2", day="9999-12-31"), debet("P3", amount="5"))
    )
    found = read_claim(path, work).collect()
    assert found["bedrag_eur"].to_list() == [None, 13589, 500]
    assert found["datum"].is_null().to_list() == [False, True, False]


def test_a_message_needs_no_mapping(work: Path, tmp_path: Path) -> None:
    path = written(work, insured(debet()))
    with pytest.raises(UsageError, match="geen mapping nodig"):
        propose_mapping(path)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("tabellen:\n  prestaties: {}\n")
    with pytest.raises(UsageError, match="vaste vorm"):
        read_export(path, work=work, mapping=load_mapping(mapping))
