"""Four workbooks of a clinic with its own words: relatie, sessie, behandeltraject, therapeut."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import turns, words, yes
from examples.vreemd.writing import workbook

_KINDS = {
    "consult": "Gesprek", "groepsconsult": "Groepsbijeenkomst", "verblijfsdag": "Opnamedag",
    "intercollegiaal_overleg": "Intercollegiaal overleg", "reistijd": "Reistijdtoeslag", "tolk": "Tolktoeslag",
    "euthanasie": "Euthanasieconsult", "niet_basispakket": "OVP", "dagbesteding": "Dagbesteding",
    "vaktherapie": "Vaktherapie",
}  # fmt: skip


def _date(name: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d")


def _whole(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64)


def _write(folder: Path, sheets: Sequence[Sheet]) -> Path:
    for sheet in sheets:
        named = Sheet({**sheet.place, "blad": "Blad1"}, sheet.base, sheet.rows, sheet.fields)
        workbook((), {}, {}, gap=False)(folder, [named])
    return folder


def _make(tables: Tables) -> Foreign:
    def sheet(file: str, table: str, fields: list[Field]) -> Sheet:
        return Sheet({"bestand": file}, table, tables[table], fields)

    sessies = sheet(
        "Sessieoverzicht 2023-2025.xlsx",
        "prestaties",
        [
            feeds("Sessienummer", "prestaties.prestatie_id"),
            feeds("Relatienummer", "prestaties.patient_id"),
            feeds("Behandeltraject", "prestaties.zorgtraject_id"),
            feeds("Sessiedatum", "prestaties.datum", _date("datum")),
            feeds("Van", "prestaties.starttijd", pl.col("starttijd").str.to_time("%H:%M")),
            feeds("Soort sessie", "prestaties.prestatiegroep", words("prestatiegroep", _KINDS)),
            feeds("Productcode", "prestaties.prestatiecode"),
            feeds("Settingcode", "prestaties.setting", _whole("setting")),
            feeds("Therapeut", "prestaties.behandelaar_id"),
            feeds("Face-to-face (min)", "prestaties.gerealiseerde_minuten", _whole("gerealiseerde_minuten")),
            feeds("Ingeplande tijd (min)", "prestaties.geplande_minuten", _whole("geplande_minuten")),
            extra("Voorbereiding (min)", turns("0", "5", "10").cast(pl.Int64)),
            feeds("Reistijd (min)", "prestaties.reistijd_minuten", _whole("reistijd_minuten")),
            feeds("Cliënt verschenen?", "prestaties.aanwezig", yes("aanwezig", "ja", "nee")),
            feeds("Te declareren bedrag", "prestaties.bedrag_eur", pl.col("bedrag_eur").cast(pl.Decimal(14, 2))),
            feeds("Factuur d.d.", "prestaties.factuurdatum", _date("factuurdatum")),
            extra("Kamer", turns("1.04", "2.11", "0.32")),
        ],
    )
    trajecten = sheet(
        "Behandeltrajecten.xlsx",
        "zorgtrajecten",
        [
            feeds("Behandeltraject", "zorgtrajecten.zorgtraject_id"),
            feeds("Relatienummer", "zorgtrajecten.patient_id"),
            feeds("Datum start", "zorgtrajecten.startdatum", _date("startdatum")),
            feeds("Datum afsluiting", "zorgtrajecten.einddatum", _date("einddatum")),
            feeds(
                "Geldstroom",
                "zorgtrajecten.financiering",
                words("financiering", {"zvw": "Zvw", "fz": "Fz", "anders": "Wmo"}),
            ),
            feeds("Regiebehandelaar", "zorgtrajecten.regiebehandelaar_id"),
            feeds("DSM-5 hoofdgroep", "zorgtrajecten.diagnose_hoofdgroep"),
            feeds("Verwijzing (code)", "zorgtrajecten.verwijstype"),
            feeds("Datum verwijsbrief", "zorgtrajecten.verwijsdatum", _date("verwijsdatum")),
            feeds("Verwezen door (AGB)", "zorgtrajecten.verwijzer_agb"),
            feeds("Aanmelding", "zorgtrajecten.aanmelddatum", _date("aanmelddatum")),
            feeds("Spoedindicatie", "zorgtrajecten.spoed", yes("spoed", "ja", "nee")),
        ],
    )
    relaties = sheet(
        "Relaties.xlsx",
        "patienten",
        [
            feeds("Relatienummer", "patienten.patient_id"),
            extra("Aanhef", turns("dhr.", "mevr.")),
            feeds("Geb. datum", "patienten.geboortedatum", _date("geboortedatum")),
            feeds("Verzekeraarscode", "patienten.uzovi"),
            extra("Ingeschreven op", turns("2023-01-02", "2023-05-06").str.to_date("%Y-%m-%d")),
        ],
    )
    therapeuten = sheet(
        "Therapeuten.xlsx",
        "behandelaren",
        [
            feeds("Therapeut", "behandelaren.behandelaar_id"),
            feeds("Weergavenaam", "behandelaren.naam"),
            feeds("Kwalificatie", "behandelaren.beroep"),
            feeds("AGB-nr.", "behandelaren.agb_code"),
            feeds("BIG-nr.", "behandelaren.big_nummer"),
            feeds("Werkzaam sinds", "behandelaren.geldig_van", _date("geldig_van")),
            feeds("Werkzaam t/m", "behandelaren.geldig_tot", _date("geldig_tot")),
        ],
    )
    return Foreign(tables, [sessies, trajecten, relaties, therapeuten], _write)


KLINIEK = Layout("kliniek", "vier werkboeken met eigen woorden: relatie, sessie, therapeut", _make)
