"""One wide file of declared lines, with the patient, the traject and the professional repeated on every line."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Foreign, Layout, Sheet, Tables, extra, feeds, serves
from examples.vreemd.texts import clock, euros, turns, words, yes
from examples.vreemd.writing import text_files


def narrowed(tables: Tables) -> Tables:
    """Return the tables with only what a wide file can hold: who has a prestatie, and one line per professional."""
    people = tables["behandelaren"].filter(~pl.col("behandelaar_id").is_duplicated())
    lines = tables["prestaties"].filter(
        pl.col("behandelaar_id").is_in(people["behandelaar_id"].implode())
        & pl.col("zorgtraject_id").is_in(tables["zorgtrajecten"]["zorgtraject_id"].implode())
    )
    # The traject tells whose it is; lines of another patient under it are a finding of their own, not of a wide file.
    owner = tables["zorgtrajecten"].select("zorgtraject_id", eigenaar="patient_id")
    lines = lines.join(owner, on="zorgtraject_id").filter(pl.col("eigenaar") == pl.col("patient_id")).drop("eigenaar")
    kept = {"zorgtrajecten": "zorgtraject_id", "patienten": "patient_id"}
    return (
        tables
        | {"prestaties": lines, "behandelaren": _seen(people, "behandelaar_id", lines)}
        | {table: _seen(tables[table], key, lines) for table, key in kept.items()}
    )


def _seen(frame: pl.DataFrame, key: str, lines: pl.DataFrame) -> pl.DataFrame:
    order = lines.select(key).unique(maintain_order=True)
    return order.join(frame, on=key, maintain_order="left").select(frame.columns)


def wide(tables: Tables) -> pl.DataFrame:
    """Return the prestaties with their traject, patient and professional beside them."""
    rows = tables["prestaties"]
    for table, key in (
        ("zorgtrajecten", "zorgtraject_id"),
        ("patienten", "patient_id"),
        ("behandelaren", "behandelaar_id"),
    ):
        other = tables[table].select(pl.all().name.prefix(f"{table}."))
        rows = rows.join(
            other, left_on=key, right_on=f"{table}.{key}", how="left", coalesce=False, maintain_order="left"
        )
    return rows


def _make(canonical: Tables) -> Foreign:
    tables = narrowed(canonical)
    traject = "zorgtrajecten."
    sheet = Sheet(
        {"bestand": "productieregels_zpm.csv"},
        "prestaties",
        wide(tables),
        [
            feeds("registratienr", "prestaties.prestatie_id"),
            serves(
                "cliëntnummer", "patient_id", "prestaties.patient_id", "patienten.patient_id", traject + "patient_id"
            ),
            feeds("geboortedatum", "patienten.geboortedatum", pl.col("patienten.geboortedatum")),
            feeds("uzovi verzekeraar", "patienten.uzovi", pl.col("patienten.uzovi")),
            serves("zorgtrajectnr", "zorgtraject_id", "prestaties.zorgtraject_id", traject + "zorgtraject_id"),
            feeds("startdatum zorgtraject", traject + "startdatum", pl.col(traject + "startdatum")),
            feeds("einddatum zorgtraject", traject + "einddatum", pl.col(traject + "einddatum")),
            feeds("financieringsvorm", traject + "financiering", pl.col(traject + "financiering").str.to_uppercase()),
            feeds("regiebehandelaar", traject + "regiebehandelaar_id", pl.col(traject + "regiebehandelaar_id")),
            feeds("verwijstype", traject + "verwijstype", pl.col(traject + "verwijstype")),
            feeds("datum verwijzing", traject + "verwijsdatum", pl.col(traject + "verwijsdatum")),
            serves("personeelsnr", "behandelaar_id", "prestaties.behandelaar_id", "behandelaren.behandelaar_id"),
            feeds("beroep behandelaar", "behandelaren.beroep", pl.col("behandelaren.beroep")),
            feeds("agb behandelaar", "behandelaren.agb_code", pl.col("behandelaren.agb_code")),
            feeds("uitvoerdatum", "prestaties.datum"),
            feeds("aanvangstijd", "prestaties.starttijd", clock("starttijd", "%H:%M:%S")),
            feeds("verrichting", "prestaties.prestatiecode"),
            feeds("productgroep", "prestaties.prestatiegroep", words("prestatiegroep", _GROUPS)),
            feeds("diagnostiek/behandeling", "prestaties.consulttype", words("consulttype", _TYPES)),
            feeds("setting", "prestaties.setting"),
            feeds("vooraf gepland", "prestaties.gepland", yes("gepland", "J", "N")),
            feeds("geplande duur (min)", "prestaties.geplande_minuten"),
            feeds("patiëntgebonden minuten", "prestaties.gerealiseerde_minuten"),
            feeds("tariefklasse minuten", "prestaties.duurklasse"),
            extra("kostenplaats", turns("4100", "4200", "4310")),
            feeds("bedrag", "prestaties.bedrag_eur", euros("bedrag_eur")),
            feeds("te declareren", "prestaties.declarabel", yes("declarabel", "J", "N")),
        ],
        settings={
            traject.rstrip("."): {"uniek": ["zorgtrajectnr"]},
            "patienten": {"uniek": ["cliëntnummer"]},
            "behandelaren": {"uniek": ["personeelsnr"]},
        },
    )
    return Foreign(tables, [sheet], text_files(";"))


_GROUPS = {
    "consult": "consult", "groepsconsult": "groepsconsult", "verblijfsdag": "verblijf",
    "intercollegiaal_overleg": "collegiaal overleg", "reistijd": "toeslag reistijd", "tolk": "toeslag tolk",
    "euthanasie": "euthanasieverzoek", "niet_basispakket": "niet-basispakketzorg", "dagbesteding": "dagbesteding",
    "vaktherapie": "vaktherapie",
}  # fmt: skip
_TYPES = {"diagnostiek": "Diagnostiek", "behandeling": "Behandeling"}

BREED = Layout("breed", "een breed bestand met productieregels waaruit vier tabellen komen", _make)
