"""A system that exports all its tables: names in one word, yes as 1, codes and forecast and totals included."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import date, turns, words, yes
from examples.vreemd.writing import text_files

_DAY = "%d-%m-%Y"
_ZPM = {
    "consult": "CON", "groepsconsult": "GRP", "verblijfsdag": "VBD", "intercollegiaal_overleg": "ICO",
    "reistijd": "REI", "tolk": "TLK", "euthanasie": "EUT", "niet_basispakket": "NBP", "dagbesteding": "DGB",
    "vaktherapie": "VAK",
}  # fmt: skip


def _amount(name: str) -> pl.Expr:
    """Return an amount with a thousands point and a decimal comma."""
    cents = (pl.col(name).cast(pl.Decimal(14, 2)) * 100).cast(pl.Int64)
    whole = (cents // 100).cast(pl.String)
    grouped = whole.str.replace(r"([0-9])([0-9]{3})$", "${1}.${2}")
    return pl.concat_str(grouped, pl.lit(","), (cents % 100).cast(pl.String).str.zfill(2))


def _make(tables: Tables) -> Foreign:
    def sheet(file: str, table: str, fields: list[Field]) -> Sheet:
        return Sheet({"bestand": file}, table, tables[table], fields)

    prestaties = sheet(
        "tblZorgprestatie.csv",
        "prestaties",
        [
            feeds("ZorgprestatieID", "prestaties.prestatie_id"),
            feeds("ClientID", "prestaties.patient_id"),
            feeds("ZorgtrajectID", "prestaties.zorgtraject_id"),
            feeds("DatumUitvoering", "prestaties.datum", date("datum", _DAY)),
            feeds("TijdVan", "prestaties.starttijd"),
            feeds("SoortCode", "prestaties.prestatiegroep", words("prestatiegroep", _ZPM)),
            feeds(
                "TypeConsult",
                "prestaties.consulttype",
                words("consulttype", {"diagnostiek": "DIA", "behandeling": "BEH"}),
            ),
            feeds("PrestatiecodeNZa", "prestaties.prestatiecode"),
            feeds("SettingNr", "prestaties.setting"),
            feeds("MedewerkerID", "prestaties.behandelaar_id"),
            feeds("IsGepland", "prestaties.gepland", yes("gepland", "1", "0")),
            feeds("GeplandeMinuten", "prestaties.geplande_minuten"),
            feeds("WerkelijkeMinuten", "prestaties.gerealiseerde_minuten"),
            feeds("Tijdklasse", "prestaties.duurklasse"),
            feeds("GroepssessieID", "prestaties.groepssessie_id"),
            feeds("AantalDeelnemers", "prestaties.groepsgrootte"),
            feeds("ReistijdMinuten", "prestaties.reistijd_minuten"),
            feeds("IsEigenLocatie", "prestaties.eigen_locatie", yes("eigen_locatie", "1", "0")),
            feeds("IsAsynchroon", "prestaties.asynchroon", yes("asynchroon", "1", "0")),
            feeds("BedragDeclaratie", "prestaties.bedrag_eur", _amount("bedrag_eur")),
            feeds("IsDeclarabel", "prestaties.declarabel", yes("declarabel", "1", "0")),
            feeds("DatumFactuur", "prestaties.factuurdatum", date("factuurdatum", _DAY)),
            extra("IsVerwijderd", pl.lit("0")),
            extra("DatumMutatie", turns("02-01-2025", "03-01-2025")),
        ],
    )
    trajecten = sheet(
        "tblZorgtraject.csv",
        "zorgtrajecten",
        [
            feeds("ZorgtrajectID", "zorgtrajecten.zorgtraject_id"),
            feeds("ClientID", "zorgtrajecten.patient_id"),
            feeds("DatumStart", "zorgtrajecten.startdatum", date("startdatum", _DAY)),
            feeds("DatumEinde", "zorgtrajecten.einddatum", date("einddatum", _DAY)),
            feeds(
                "Financieringstype",
                "zorgtrajecten.financiering",
                words("financiering", {"zvw": "ZVW", "fz": "FZ", "anders": "OVERIG"}),
            ),
            feeds("IsNieuweZorgvraag", "zorgtrajecten.nieuwe_zorgvraag", yes("nieuwe_zorgvraag", "1", "0")),
            feeds("RegiebehandelaarID", "zorgtrajecten.regiebehandelaar_id"),
            feeds("DiagnoseHoofdgroepCode", "zorgtrajecten.diagnose_hoofdgroep"),
            feeds("ZorgvraagtypeCode", "zorgtrajecten.zorgvraagtype"),
            feeds("DatumZorgvraagtype", "zorgtrajecten.zorgvraagtype_datum", date("zorgvraagtype_datum", _DAY)),
            feeds("VerwijstypeCode", "zorgtrajecten.verwijstype"),
            feeds("DatumVerwijzing", "zorgtrajecten.verwijsdatum", date("verwijsdatum", _DAY)),
            feeds("VerwijzerAGB", "zorgtrajecten.verwijzer_agb"),
            extra("DatumMutatie", turns("02-01-2025", "03-01-2025")),
        ],
    )
    medewerkers = sheet(
        "tblMedewerker.csv",
        "behandelaren",
        [
            feeds("MedewerkerID", "behandelaren.behandelaar_id"),
            feeds("Naam", "behandelaren.naam"),
            feeds("BeroepOmschrijving", "behandelaren.beroep"),
            feeds("AGBCode", "behandelaren.agb_code"),
            feeds("BIGNummer", "behandelaren.big_nummer"),
            feeds("DatumInDienst", "behandelaren.geldig_van", date("geldig_van", _DAY)),
            feeds("DatumUitDienst", "behandelaren.geldig_tot", date("geldig_tot", _DAY)),
        ],
    )
    clienten = sheet(
        "tblClient.csv",
        "patienten",
        [
            feeds("ClientID", "patienten.patient_id"),
            feeds("GeboorteDatum", "patienten.geboortedatum", date("geboortedatum", _DAY)),
            feeds("BSN", "patienten.bsn"),
            feeds("UzoviCode", "patienten.uzovi"),
            extra("IsVerwijderd", pl.lit("0")),
        ],
    )
    tarieven = sheet(
        "tblTarief.csv",
        "codelijst",
        [
            feeds("Prestatiecode", "codelijst.prestatiecode"),
            feeds("Omschrijving", "codelijst.omschrijving"),
            feeds("DatumIngang", "codelijst.geldig_van", date("geldig_van", _DAY)),
            feeds("DatumEinde", "codelijst.geldig_tot", date("geldig_tot", _DAY)),
            feeds("Tarief", "codelijst.max_tarief_eur", _amount("max_tarief_eur")),
        ],
    )
    begroting = sheet(
        "tblBegroting.csv",
        "prognose",
        [
            feeds("Periode", "prognose.maand", date("maand", _DAY)),
            feeds("SettingNr", "prognose.setting"),
            feeds("SoortCode", "prognose.prestatiegroep", words("prestatiegroep", _ZPM)),
            feeds("AantalBegroot", "prognose.aantal"),
        ],
    )
    return Foreign(tables, [prestaties, trajecten, medewerkers, clienten, tarieven, begroting], text_files(";"))


BEHEER = Layout("beheer", "alle tabellen van een systeem, eigen codes, ja als 1, met tarieven en begroting", _make)
