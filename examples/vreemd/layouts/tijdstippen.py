"""A hospital: every contact has a begin and an end, planned and real, in one text each; dates carry midnight."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Derivation, Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import euros, group_words, plus, start, turns, words, yes
from examples.vreemd.writing import text_files
from zpm_audit.register.schema import EXPORT_TABLES

_MOMENT = "%d-%m-%Y %H:%M:%S"


def _midnight(name: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d").dt.strftime("%d-%m-%Y 00:00:00")


def _make(canonical: Tables) -> Foreign:
    lines = canonical["prestaties"].with_columns(pl.col("starttijd").fill_null("00:00"))
    tables = canonical | {"prestaties": lines}
    contacten = Sheet(
        {"bestand": "Contactregistratie.csv"},
        "prestaties",
        lines,
        [
            feeds("Contactnummer", "prestaties.prestatie_id"),
            feeds("Patiëntnummer", "prestaties.patient_id"),
            feeds("Zorgtrajectnummer", "prestaties.zorgtraject_id"),
            Field(
                "Begin contact",
                start().dt.strftime(_MOMENT),
                {
                    "prestaties.datum": {"datum_van": "Begin contact"},
                    "prestaties.starttijd": {"tijd_van": "Begin contact"},
                },
            ),
            Field(
                "Einde contact",
                plus(start(), "gerealiseerde_minuten").dt.strftime(_MOMENT),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": {"van": "Begin contact", "tot": "Einde contact"}}},
            ),
            Field("Begin afspraak", _planned(start()), {}),
            Field(
                "Einde afspraak",
                _planned(plus(start(), "geplande_minuten")),
                {"prestaties.geplande_minuten": {"minuten_van": {"van": "Begin afspraak", "tot": "Einde afspraak"}}},
            ),
            feeds("Contactsoort", "prestaties.prestatiegroep", words("prestatiegroep", group_words())),
            feeds("Consulttype", "prestaties.consulttype", words("consulttype", _TYPES)),
            feeds("Zorgactiviteitcode", "prestaties.prestatiecode"),
            feeds("Settingcode", "prestaties.setting", pl.concat_str(pl.lit("S0"), pl.col("setting"))),
            feeds("Uitvoerder", "prestaties.behandelaar_id"),
            feeds("Gesprekspartner overleg", "prestaties.overleg_met"),
            feeds("Overleg in dossier", "prestaties.overleg_vastgelegd", yes("overleg_vastgelegd", "J", "N")),
            feeds("Groepsnummer", "prestaties.groepssessie_id"),
            feeds("Groepsomvang", "prestaties.groepsgrootte"),
            feeds("Verkoopprijs", "prestaties.bedrag_eur", euros("bedrag_eur", thousands=".")),
            feeds("Declaratie toegestaan", "prestaties.declarabel", yes("declarabel", "J", "N")),
            extra("Poli", turns("PSY1", "PSY2", "DAGB")),
        ],
    )
    trajecten = Sheet(
        {"bestand": "Zorgtrajectregistratie.csv"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("Zorgtrajectnummer", "zorgtrajecten.zorgtraject_id"),
            feeds("Patiëntnummer", "zorgtrajecten.patient_id"),
            feeds("Begindatum", "zorgtrajecten.startdatum", _midnight("startdatum")),
            feeds("Einddatum", "zorgtrajecten.einddatum", _midnight("einddatum")),
            feeds("Financieringsbron", "zorgtrajecten.financiering", words("financiering", _SOURCES)),
            feeds("Regiebehandelaar", "zorgtrajecten.regiebehandelaar_id"),
            feeds("Nieuwe zorgvraag", "zorgtrajecten.nieuwe_zorgvraag", yes("nieuwe_zorgvraag", "J", "N")),
            feeds("Verwijstype", "zorgtrajecten.verwijstype"),
            feeds("Datum verwijzing", "zorgtrajecten.verwijsdatum", _midnight("verwijsdatum")),
            feeds("AGB-code verwijzer", "zorgtrajecten.verwijzer_agb"),
        ],
    )
    patienten = Sheet(
        {"bestand": "Patiëntenbestand.csv"},
        "patienten",
        tables["patienten"],
        [
            feeds("Patiëntnummer", "patienten.patient_id"),
            feeds("Geboortedatum", "patienten.geboortedatum", _midnight("geboortedatum")),
            feeds("UZOVI-code", "patienten.uzovi"),
        ],
    )
    behandelaren = Sheet(
        {"bestand": "Behandelaarsbestand.csv"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("Uitvoerder", "behandelaren.behandelaar_id"),
            feeds("Specialisme/beroep", "behandelaren.beroep"),
            feeds("Agbcode", "behandelaren.agb_code"),
            feeds("Geldig vanaf", "behandelaren.geldig_van", _midnight("geldig_van")),
            feeds("Geldig t/m", "behandelaren.geldig_tot", _midnight("geldig_tot")),
        ],
    )
    opnames = Sheet(
        {"bestand": "Opnameregistratie.csv"},
        "opnames",
        tables["opnames"],
        [
            feeds("Opnamenummer", "opnames.opname_id"),
            feeds("Patiëntnummer", "opnames.patient_id"),
            feeds("Opname", "opnames.opname", _moment("opname")),
            feeds("Ontslag", "opnames.ontslag", _moment("ontslag")),
        ],
    )
    sheets = [contacten, trajecten, patienten, behandelaren, opnames]
    also: dict[str, tuple[Derivation, ...]] = {
        target: ({"datum_van": f.name},)  # the time is always midnight, so both ways read the same
        for sheet in sheets[1:4]
        for f in sheet.fields
        for target in f.feeds
        if EXPORT_TABLES[sheet.base].by_name[target.partition(".")[2]].kind == "date"
    }
    return Foreign(tables, sheets, text_files(";"), also=also)


def _moment(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M").dt.strftime(_MOMENT)


def _planned(moment: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("geplande_minuten").is_not_null()).then(moment.dt.strftime(_MOMENT))


_TYPES = {"diagnostiek": "Diagnostiek", "behandeling": "Behandeling"}
_SOURCES = {"zvw": "Zorgverzekeringswet", "fz": "Forensische zorg", "anders": "Overig"}

TIJDSTIPPEN = Layout("tijdstippen", "ziekenhuis: begin en eind als tijdstip, datums met middernacht erachter", _make)
