"""One workbook for the controller: a title above every header, typed cells, and a total below the production."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import group_words, turns, words, yes
from examples.vreemd.writing import workbook

_BOOK = "Kwartaaloverzicht GGZ.xlsx"
_HEADER = {"kopregel": "4"}


def _date(name: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d")


def _whole(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64)


def _production() -> list[Field]:
    return [
        feeds("Activiteitnr", "prestaties.prestatie_id"),
        feeds("Cliëntnr", "prestaties.patient_id"),
        feeds("Trajectnr", "prestaties.zorgtraject_id"),
        feeds("Activiteitdatum", "prestaties.datum", _date("datum")),
        feeds("Tijdstip", "prestaties.starttijd", pl.col("starttijd").str.to_time("%H:%M")),
        feeds("Activiteitsoort", "prestaties.prestatiegroep", words("prestatiegroep", group_words())),
        feeds("Aard", "prestaties.consulttype", words("consulttype", {"diagnostiek": "Diagn.", "behandeling": "Beh."})),
        feeds("ZPM-code", "prestaties.prestatiecode"),
        feeds("Setting", "prestaties.setting", _whole("setting")),
        feeds("Uitgevoerd door", "prestaties.behandelaar_id"),
        feeds("Planning vast op", "prestaties.gepland_op", pl.col("gepland_op").str.to_datetime("%Y-%m-%dT%H:%M")),
        feeds("Tijd gepland", "prestaties.geplande_minuten", _whole("geplande_minuten")),
        feeds("Directe tijd", "prestaties.gerealiseerde_minuten", _whole("gerealiseerde_minuten")),
        extra("Indirecte tijd", turns("0", "5", "15").cast(pl.Int64)),
        feeds("Reistijd", "prestaties.reistijd_minuten", _whole("reistijd_minuten")),
        feeds("Patiënt aanwezig", "prestaties.aanwezig", yes("aanwezig", "ja", "nee")),
        feeds("Digitaal asynchroon", "prestaties.asynchroon", yes("asynchroon", "ja", "nee")),
        feeds("Omzet", "prestaties.bedrag_eur", pl.col("bedrag_eur").cast(pl.Decimal(14, 2))),
        feeds("Gefactureerd op", "prestaties.factuurdatum", _date("factuurdatum")),
        feeds("Afdeling", "prestaties.team"),
    ]


def _make(tables: Tables) -> Foreign:
    def sheet(name: str, table: str, fields: list[Field]) -> Sheet:
        return Sheet({"bestand": _BOOK, "blad": name}, table, tables[table], fields, {table: _HEADER})

    production = sheet("Productie", "prestaties", _production())
    # Without `waar` the total is set aside as a row without a patient; that is honest, but a proposal can do better.
    production.settings["prestaties"] = {**_HEADER, "waar": "Cliëntnr"}
    trajecten = sheet(
        "Trajecten",
        "zorgtrajecten",
        [
            feeds("Trajectnr", "zorgtrajecten.zorgtraject_id"),
            feeds("Cliëntnr", "zorgtrajecten.patient_id"),
            feeds("Geopend op", "zorgtrajecten.startdatum", _date("startdatum")),
            feeds("Afgesloten op", "zorgtrajecten.einddatum", _date("einddatum")),
            feeds(
                "Financieringsstroom",
                "zorgtrajecten.financiering",
                words("financiering", {"zvw": "Zorgverzekeringswet", "fz": "Forensische zorg", "anders": "Overig"}),
            ),
            feeds("Regiebehandelaar", "zorgtrajecten.regiebehandelaar_id"),
            feeds("DSM-hoofdgroep", "zorgtrajecten.diagnose_hoofdgroep"),
            feeds("Verzekerde diagnose", "zorgtrajecten.diagnose_verzekerd", yes("diagnose_verzekerd", "ja", "nee")),
            feeds("Verwijstype", "zorgtrajecten.verwijstype"),
            feeds("Datum verwijsbrief", "zorgtrajecten.verwijsdatum", _date("verwijsdatum")),
            feeds("Datum aanmelding", "zorgtrajecten.aanmelddatum", _date("aanmelddatum")),
        ],
    )
    clienten = sheet(
        "Cliënten",
        "patienten",
        [
            feeds("Cliëntnr", "patienten.patient_id"),
            extra("Leeftijd", turns("34", "52", "61").cast(pl.Int64)),
            feeds("Geboren", "patienten.geboortedatum", _date("geboortedatum")),
            feeds("Verzekeraar (UZOVI)", "patienten.uzovi"),
            feeds("Privacyverklaring", "patienten.privacyverklaring", yes("privacyverklaring", "ja", "nee")),
        ],
    )
    personeel = sheet(
        "Personeel",
        "behandelaren",
        [
            feeds("Personeelsnr", "behandelaren.behandelaar_id"),
            feeds("Functie", "behandelaren.beroep"),
            feeds("AGB-code", "behandelaren.agb_code"),
            feeds("BIG-registratie", "behandelaren.big_nummer"),
            feeds("Vanaf", "behandelaren.geldig_van", _date("geldig_van")),
            feeds("Tot en met", "behandelaren.geldig_tot", _date("geldig_tot")),
        ],
    )
    opnames = sheet(
        "Opnames",
        "opnames",
        [
            feeds("Opnamenr", "opnames.opname_id"),
            feeds("Cliëntnr", "opnames.patient_id"),
            feeds("Opgenomen op", "opnames.opname", pl.col("opname").str.to_datetime("%Y-%m-%dT%H:%M")),
            feeds("Ontslagen op", "opnames.ontslag", pl.col("ontslag").str.to_datetime("%Y-%m-%dT%H:%M")),
            feeds("Integraal tarief", "opnames.integraal_tarief", yes("integraal_tarief", "ja", "nee")),
        ],
    )
    write = workbook(
        ("GGZ De Overkant", "Kwartaaloverzicht productie, alle teams"),
        {"Productie": "Omzet"},
        {"Leeswijzer": ("Dit werkboek is gemaakt door planning & control.", "Vragen: toestel 214.")},
    )
    return Foreign(tables, [production, trajecten, clienten, personeel, opnames], write)


WERKBOEK = Layout("werkboek", "een werkboek met bladen, titels boven de kop en een totaal eronder", _make)
