"""A workbook with a sheet per quarter, dates as text, a euro sign in the header, and a total below every sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import clock, date, group_words, turns, words, yes
from examples.vreemd.writing import workbook

_BOOK = "ZPM controle.xlsx"
_DAY = "%d-%m-%Y"
_QUARTER = pl.format("{} K{}", pl.col("datum").str.head(4), (pl.col("datum").str.slice(5, 2).cast(pl.Int64) + 2) // 3)


def _write(folder: Path, sheets: Sequence[Sheet]) -> Path:
    """Write the production on a sheet per quarter, the other tables on one each."""
    production, *others = sheets
    parts = production.rows.with_columns(kwartaal=_QUARTER).partition_by("kwartaal", as_dict=True)
    quarters = [
        replace(production, place={"bestand": _BOOK, "blad": name}, rows=part.drop("kwartaal"))
        for (name,), part in sorted(parts.items())
    ]
    totals = {quarter.place["blad"]: "Bedrag in €" for quarter in quarters}
    return workbook((), totals, {"Toelichting": ("Controlelijst",)}, gap=False)(folder, [*quarters, *others])


def _make(tables: Tables) -> Foreign:
    names = sorted(tables["prestaties"].select(_QUARTER.alias("k"))["k"].unique())

    def sheet(name: str, table: str, fields: list[Field]) -> Sheet:
        return Sheet({"bestand": _BOOK, "blad": name}, table, tables[table], fields)

    production = sheet(
        "",
        "prestaties",
        [
            feeds("Consultnr.", "prestaties.prestatie_id"),
            feeds("Patnr.", "prestaties.patient_id"),
            feeds("ZTnr.", "prestaties.zorgtraject_id"),
            feeds("Dag", "prestaties.datum", date("datum", _DAY)),
            feeds("Aanvangstijd", "prestaties.starttijd", clock("starttijd", "%H:%M")),
            feeds("Soort contact", "prestaties.prestatiegroep", words("prestatiegroep", group_words())),
            feeds("D/B", "prestaties.consulttype", words("consulttype", {"diagnostiek": "D", "behandeling": "B"})),
            feeds("Code ZPM", "prestaties.prestatiecode"),
            feeds("Set.", "prestaties.setting", pl.col("setting").cast(pl.Int64)),
            feeds("Behandelaar", "prestaties.behandelaar_id"),
            feeds("Min. gepland", "prestaties.geplande_minuten", pl.col("geplande_minuten").cast(pl.Int64)),
            feeds("Min. werkelijk", "prestaties.gerealiseerde_minuten", pl.col("gerealiseerde_minuten").cast(pl.Int64)),
            feeds("Patiënt gezien", "prestaties.aanwezig", yes("aanwezig", "x", "-")),
            feeds("Bedrag in €", "prestaties.bedrag_eur", pl.col("bedrag_eur").cast(pl.Decimal(14, 2))),
            extra("Opm.", turns("", "nabellen")),
        ],
    )
    production = replace(production, place={"bestand": _BOOK, "bladen": ", ".join(names)})
    production.settings["prestaties"] = {"bladen": names, "waar": "Patnr."}
    trajecten = sheet(
        "Zorgtrajecten",
        "zorgtrajecten",
        [
            feeds("ZTnr.", "zorgtrajecten.zorgtraject_id"),
            feeds("Patnr.", "zorgtrajecten.patient_id"),
            feeds("Begin ZT", "zorgtrajecten.startdatum", date("startdatum", _DAY)),
            feeds("Einde ZT", "zorgtrajecten.einddatum", date("einddatum", _DAY)),
            feeds("Zvw/Fz/anders", "zorgtrajecten.financiering"),
            feeds("Regiebeh.", "zorgtrajecten.regiebehandelaar_id"),
            feeds("Verw.type", "zorgtrajecten.verwijstype"),
            feeds("Verw.datum", "zorgtrajecten.verwijsdatum", date("verwijsdatum", _DAY)),
        ],
    )
    patienten = sheet(
        "Patiënten",
        "patienten",
        [
            feeds("Patnr.", "patienten.patient_id"),
            feeds("Geb.dat.", "patienten.geboortedatum", date("geboortedatum", _DAY)),
            feeds("BSN", "patienten.bsn"),
        ],
    )
    behandelaren = sheet(
        "Behandelaren",
        "behandelaren",
        [
            feeds("Behandelaar", "behandelaren.behandelaar_id"),
            feeds("Functienaam", "behandelaren.beroep"),
            feeds("AGB code", "behandelaren.agb_code"),
            feeds("Ingangsdatum", "behandelaren.geldig_van", date("geldig_van", _DAY)),
            feeds("Einddatum", "behandelaren.geldig_tot", date("geldig_tot", _DAY)),
        ],
    )
    return Foreign(tables, [production, trajecten, patienten, behandelaren], _write)


KWARTALEN = Layout("kwartalen", "een werkboek met een blad per kwartaal, datums als tekst, afgekorte namen", _make)
