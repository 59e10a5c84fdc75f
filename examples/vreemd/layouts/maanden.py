"""A file per month, a number that is unique within the month only, and admissions with date and time apart."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import clock, date, euros, group_words, moment, turns, words, yes
from examples.vreemd.writing import text_files

_DAY = "%d/%m/%Y"
_FILES = "Verrichtingen *.csv"


def _numbered(tables: Tables) -> Tables:
    """Return the tables with ids that are a month and a number within it."""
    month = pl.col("datum").str.head(7)
    lines = tables["prestaties"].with_columns(
        pl.concat_str(month, pl.lit("-"), pl.int_range(1, pl.len() + 1).over(month).cast(pl.String).str.zfill(4)).alias(
            "nieuw"
        )
    )
    new = lines.select(hoofdprestatie_id="prestatie_id", hoofd="nieuw")
    lines = lines.join(new, on="hoofdprestatie_id", how="left", maintain_order="left")
    lines = lines.with_columns(prestatie_id="nieuw", hoofdprestatie_id="hoofd").select(tables["prestaties"].columns)
    return tables | {"prestaties": lines}


def _make(canonical: Tables) -> Foreign:
    tables = _numbered(canonical)
    verrichtingen = Sheet(
        {"bestand": _FILES},
        "prestaties",
        tables["prestaties"],
        [
            Field(
                "Maand",
                pl.col("prestatie_id").str.head(7),
                {"prestaties.prestatie_id": {"samen": ["Maand", "Volgnummer"], "tussen": "-"}},
            ),
            extra("Volgnummer", pl.col("prestatie_id").str.tail(4)),
            feeds("Dossiernummer", "prestaties.patient_id"),
            feeds("Zorgtraject", "prestaties.zorgtraject_id"),
            feeds("Uitgevoerd op", "prestaties.datum", date("datum", _DAY)),
            feeds("Aanvang", "prestaties.starttijd", clock("starttijd", "%H.%M")),
            feeds("Soort verrichting", "prestaties.prestatiegroep", words("prestatiegroep", group_words())),
            feeds("Declaratiecode", "prestaties.prestatiecode"),
            feeds("Setting", "prestaties.setting", words("setting", _SETTINGS)),
            feeds("Zorgverlener", "prestaties.behandelaar_id"),
            feeds("Gepland", "prestaties.gepland", yes("gepland", "Waar", "Onwaar")),
            feeds("Duur gepland", "prestaties.geplande_minuten"),
            Field(
                "Contactduur",
                pl.concat_str(pl.col("gerealiseerde_minuten"), pl.lit(" min")),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": "Contactduur"}},
            ),
            feeds("Toeslag bij", "prestaties.hoofdprestatie_id"),
            feeds("Bedrag (€)", "prestaties.bedrag_eur", euros("bedrag_eur")),
        ],
    )
    dossiers = Sheet(
        {"bestand": "Zorgtrajecten.csv"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("Zorgtraject", "zorgtrajecten.zorgtraject_id"),
            feeds("Dossiernummer", "zorgtrajecten.patient_id"),
            feeds("Ingangsdatum", "zorgtrajecten.startdatum", date("startdatum", _DAY)),
            feeds("Sluitingsdatum", "zorgtrajecten.einddatum", date("einddatum", _DAY)),
            feeds("Zorgdomein", "zorgtrajecten.financiering", words("financiering", _DOMAINS)),
            feeds("Hoofdbehandelaar", "zorgtrajecten.regiebehandelaar_id"),
            feeds("Hoofddiagnose groep", "zorgtrajecten.diagnose_hoofdgroep"),
            feeds("Zorgvraagtypering", "zorgtrajecten.zorgvraagtype"),
            feeds("Datum typering", "zorgtrajecten.zorgvraagtype_datum", date("zorgvraagtype_datum", _DAY)),
            feeds("Soort verwijzing", "zorgtrajecten.verwijstype"),
            feeds("Verwijsbrief d.d.", "zorgtrajecten.verwijsdatum", date("verwijsdatum", _DAY)),
        ],
    )
    personen = Sheet(
        {"bestand": "Personen.csv"},
        "patienten",
        tables["patienten"],
        [
            feeds("Dossiernummer", "patienten.patient_id"),
            feeds("Geb.datum", "patienten.geboortedatum", date("geboortedatum", _DAY)),
            feeds("Burgerservicenummer", "patienten.bsn"),
            feeds("Zorgverzekeraar", "patienten.uzovi"),
            extra("Postcode", turns("8011", "9401", "9765")),
        ],
    )
    zorgverleners = Sheet(
        {"bestand": "Zorgverleners.csv"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("Zorgverlener", "behandelaren.behandelaar_id"),
            feeds("Achternaam", "behandelaren.naam"),
            feeds("Beroepsgroep", "behandelaren.beroep"),
            feeds("AGB persoonlijk", "behandelaren.agb_code"),
            feeds("BIG-nr", "behandelaren.big_nummer"),
            feeds("Datum in dienst", "behandelaren.geldig_van", date("geldig_van", _DAY)),
            feeds("Datum uit dienst", "behandelaren.geldig_tot", date("geldig_tot", _DAY)),
        ],
    )
    verblijf = Sheet(
        {"bestand": "Verblijf.csv"},
        "opnames",
        tables["opnames"],
        [
            feeds("Opnamenummer", "opnames.opname_id"),
            feeds("Dossiernummer", "opnames.patient_id"),
            Field(
                "Opnamedatum",
                moment("opname", _DAY),
                {"opnames.opname": {"samen": ["Opnamedatum", "Opnametijd"], "tussen": " "}},
            ),
            extra("Opnametijd", moment("opname", "%H:%M")),
            Field(
                "Ontslagdatum",
                moment("ontslag", _DAY),
                {"opnames.ontslag": {"samen": ["Ontslagdatum", "Ontslagtijd"], "tussen": " "}},
            ),
            extra("Ontslagtijd", moment("ontslag", "%H:%M")),
        ],
    )
    write = text_files(";", "cp1252", split={_FILES: "Maand"})
    return Foreign(tables, [verrichtingen, dossiers, personen, zorgverleners, verblijf], write)


_SETTINGS = {
    "1": "1 - ambulant sectie II", "2": "2 - ambulant sectie III mono", "3": "3 - ambulant sectie III multi",
    "4": "4 - outreachend", "5": "5 - klinisch", "6": "6 - forensisch klinisch", "7": "7 - forensisch ambulant",
    "8": "8 - hoogspecialistisch",
}  # fmt: skip
_DOMAINS = {"zvw": "GGZ Zvw", "fz": "Forensische zorg", "anders": "Wlz"}

MAANDEN = Layout("maanden", "een bestand per maand, nummers per maand, datum en tijd los", _make)
