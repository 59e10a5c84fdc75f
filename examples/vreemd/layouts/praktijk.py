"""A practice with an agenda: semicolons, Windows letters, euro signs, and a no-show instead of a presence."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import clock, date, euros, group_words, moment, turns, words, yes
from examples.vreemd.writing import text_files

_DAY = "%d-%m-%Y"


def _make(tables: Tables) -> Foreign:
    agenda = Sheet(
        {"bestand": "Agenda export.csv"},
        "prestaties",
        tables["prestaties"],
        [
            feeds("Afspraak ID", "prestaties.prestatie_id"),
            extra("Vestiging", turns("Zuid", "Noord", "Café Overstap")),
            feeds("Client ID", "prestaties.patient_id"),
            feeds("Zorgtraject-ID", "prestaties.zorgtraject_id"),
            feeds("Datum", "prestaties.datum", date("datum", _DAY)),
            feeds("Afspraaktijd", "prestaties.starttijd", clock("starttijd", "%-H:%M")),
            feeds("Soort", "prestaties.prestatiegroep", words("prestatiegroep", group_words())),
            feeds("Type", "prestaties.consulttype", words("consulttype", {"diagnostiek": "D", "behandeling": "B"})),
            feeds("Prestatiecode", "prestaties.prestatiecode"),
            feeds("Setting", "prestaties.setting", pl.concat_str(pl.lit("S0"), pl.col("setting"))),
            feeds("Behandelend", "prestaties.behandelaar_id"),
            feeds("Ingepland op", "prestaties.gepland_op", moment("gepland_op", "%d-%m-%Y %H:%M")),
            feeds("Geplande minuten", "prestaties.geplande_minuten"),
            feeds("Directe minuten", "prestaties.gerealiseerde_minuten"),
            extra("Indirecte minuten", turns("0", "5", "10")),
            feeds("Reis", "prestaties.reistijd_minuten"),
            feeds("No-show", "prestaties.aanwezig", yes("aanwezig", "Nee", "Ja")),
            feeds("Groepssessie", "prestaties.groepssessie_id"),
            feeds("Aantal deelnemers", "prestaties.groepsgrootte"),
            feeds("Hoort bij afspraak", "prestaties.hoofdprestatie_id"),
            feeds("Overleg met", "prestaties.overleg_met"),
            feeds("Prijs", "prestaties.bedrag_eur", euros("bedrag_eur", mark="€ ", thousands=".")),
            extra("Factuurnummer", turns("F2023-001", "F2023-002", "F2024-003")),
            feeds("Factuurdatum", "prestaties.factuurdatum", date("factuurdatum", _DAY)),
            extra("Ondertekend", turns("Ja", "Ja", "Nee")),
        ],
    )
    trajecten = Sheet(
        {"bestand": "Zorgtrajecten export.csv"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("ID", "zorgtrajecten.zorgtraject_id"),
            feeds("Client ID", "zorgtrajecten.patient_id"),
            feeds("Episode start", "zorgtrajecten.startdatum", date("startdatum", _DAY)),
            feeds("Episode eind", "zorgtrajecten.einddatum", date("einddatum", _DAY)),
            feeds(
                "Wet",
                "zorgtrajecten.financiering",
                words("financiering", {"zvw": "Zvw", "fz": "Forensisch", "anders": "Wlz"}),
            ),
            feeds("Regiebehandelaar", "zorgtrajecten.regiebehandelaar_id"),
            feeds("ZorgVraagType", "zorgtrajecten.zorgvraagtype"),
            feeds("Datum ZVT", "zorgtrajecten.zorgvraagtype_datum", date("zorgvraagtype_datum", _DAY)),
            feeds("Type verwijzing", "zorgtrajecten.verwijstype"),
            feeds("Verwijsdatum", "zorgtrajecten.verwijsdatum", date("verwijsdatum", _DAY)),
            extra("Wachtlijststatus", turns("afgerond", "in zorg")),
            feeds("Aanmelddatum", "zorgtrajecten.aanmelddatum", date("aanmelddatum", _DAY)),
            feeds("AGB verwijzer", "zorgtrajecten.verwijzer_agb"),
            feeds("Crisis", "zorgtrajecten.spoed", yes("spoed", "Ja", "Nee")),
        ],
    )
    medewerkers = Sheet(
        {"bestand": "Medewerkers.csv"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("Code", "behandelaren.behandelaar_id"),
            feeds("Volledige naam", "behandelaren.naam"),
            feeds("Beroep", "behandelaren.beroep"),
            feeds("AGB", "behandelaren.agb_code"),
            feeds("BIG", "behandelaren.big_nummer"),
            feeds("In dienst", "behandelaren.geldig_van", date("geldig_van", _DAY)),
            feeds("Uit dienst", "behandelaren.geldig_tot", date("geldig_tot", _DAY)),
        ],
    )
    clienten = Sheet(
        {"bestand": "Cliënten.csv"},
        "patienten",
        tables["patienten"],
        [
            feeds("Client ID", "patienten.patient_id"),
            extra("Geslacht", turns("M", "V")),
            feeds("Geboortedatum", "patienten.geboortedatum", date("geboortedatum", _DAY)),
            feeds("BSN", "patienten.bsn"),
            feeds("Uzovi", "patienten.uzovi"),
            extra("Woonplaats", turns("Zwolle", "Assen", "Één")),
        ],
    )
    return Foreign(tables, [agenda, trajecten, medewerkers, clienten], text_files(";", "cp1252"))


PRAKTIJK = Layout("praktijk", "agenda van een praktijk: puntkomma's, cp1252, eurotekens, no-show", _make)
