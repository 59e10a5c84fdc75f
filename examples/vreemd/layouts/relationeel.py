"""The database behind a system: normalised, numbers for everything, and words only in code tables."""

from __future__ import annotations

import polars as pl

from examples.vreemd.canonical import renumbered
from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import group_words, plus, start, turns
from examples.vreemd.writing import database

_MOMENT = "%Y-%m-%d %H:%M:%S"
_KEYS = {
    "prestatie_id": ("", 0), "hoofdprestatie_id": ("", 0), "patient_id": ("", 0), "zorgtraject_id": ("", 0),
    "behandelaar_id": ("", 0), "opname_id": ("", 0),
}  # fmt: skip


def _codes(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return a code table: a number for every word of a column, in the order of the words."""
    return frame.select(pl.col(column).drop_nulls().unique().sort()).with_row_index("nr", offset=1).cast(pl.String)


def _numbered(frame: pl.DataFrame, column: str, codes: pl.DataFrame) -> pl.DataFrame:
    return frame.join(codes.rename({"nr": f"{column}_nr"}), on=column, how="left", maintain_order="left")


def _midnight(tables: Tables) -> Tables:
    """Return the tables with midnight for a start that is not known: a date-time cannot leave its time out."""
    lines = tables["prestaties"].with_columns(pl.col("starttijd").fill_null("00:00"))
    return tables | {"prestaties": lines}


def _looked_up(table: str, key: str, column: str) -> dict[str, object]:
    return {"opzoeken": {"tabel": table, "sleutel": key, "kolom": column}}


def _code_sheet(table: str, base: str, codes: pl.DataFrame, column: str) -> Sheet:
    fields = [
        extra("id", pl.col("nr").cast(pl.Int64)),
        extra("omschrijving", pl.col(column)),
        extra("actief", pl.lit("1")),
    ]
    return Sheet({"tabel": table}, base, codes, fields)


def _make(canonical: Tables) -> Foreign:
    tables = _midnight(renumbered(canonical, _KEYS))
    owned = tables["zorgtrajecten"].select("zorgtraject_id", eigenaar="patient_id")
    lines = tables["prestaties"].join(owned, on="zorgtraject_id", maintain_order="left")
    lines = lines.filter(pl.col("eigenaar") == pl.col("patient_id")).drop("eigenaar")  # whose it is, the traject tells
    tables = tables | {"prestaties": lines}
    kinds = _codes(lines, "prestatiegroep")
    professions = _codes(tables["behandelaren"], "beroep")
    lines = _numbered(lines, "prestatiegroep", kinds).with_row_index("volgnummer", offset=1)
    named = kinds.with_columns(pl.col("prestatiegroep").replace_strict(group_words()).alias("woord"))
    people = _numbered(tables["behandelaren"], "beroep", professions)
    activiteit = Sheet(
        {"tabel": "activiteit"},
        "prestaties",
        lines,
        [
            Field("id", pl.col("prestatie_id").cast(pl.Int64), {"prestaties.prestatie_id": "id"}),
            Field(
                "traject_id",
                pl.col("zorgtraject_id").cast(pl.Int64),
                {
                    "prestaties.zorgtraject_id": "traject_id",
                    "prestaties.patient_id": _looked_up("traject", "traject_id", "client_id"),
                },
            ),
            feeds("medewerker_id", "prestaties.behandelaar_id", pl.col("behandelaar_id").cast(pl.Int64)),
            Field(
                "activiteitsoort_id",
                pl.col("prestatiegroep_nr").cast(pl.Int64),
                {"prestaties.prestatiegroep": _looked_up("activiteitsoort", "activiteitsoort_id", "omschrijving")},
            ),
            Field(
                "begin",
                start().dt.strftime(_MOMENT),
                {"prestaties.datum": {"datum_van": "begin"}, "prestaties.starttijd": {"tijd_van": "begin"}},
            ),
            Field(
                "eind",
                plus(start(), "gerealiseerde_minuten").dt.strftime(_MOMENT),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": {"van": "begin", "tot": "eind"}}},
            ),
            feeds("gepland_minuten", "prestaties.geplande_minuten", pl.col("geplande_minuten").cast(pl.Int64)),
            feeds("zpm_code", "prestaties.prestatiecode"),
            feeds("setting_code", "prestaties.setting", pl.col("setting").cast(pl.Int64)),
            feeds(
                "client_verschenen",
                "prestaties.aanwezig",
                pl.col("aanwezig").replace_strict({"true": 1, "false": 0}, default=None),
            ),
            feeds("tarief", "prestaties.bedrag_eur", pl.col("bedrag_eur").cast(pl.Float64)),
            extra("aangemaakt_door", turns("1", "4", "9").cast(pl.Int64)),
            extra("gewijzigd_op", turns("2025-01-02 03:04:05")),
        ],
    )
    traject = Sheet(
        {"tabel": "traject"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("id", "zorgtrajecten.zorgtraject_id", pl.col("zorgtraject_id").cast(pl.Int64)),
            feeds("client_id", "zorgtrajecten.patient_id", pl.col("patient_id").cast(pl.Int64)),
            feeds("startdatum", "zorgtrajecten.startdatum"),
            feeds("einddatum", "zorgtrajecten.einddatum"),
            feeds("financiering_code", "zorgtrajecten.financiering"),
            feeds(
                "regiebehandelaar_id", "zorgtrajecten.regiebehandelaar_id", pl.col("regiebehandelaar_id").cast(pl.Int64)
            ),
            feeds("verwijstype_code", "zorgtrajecten.verwijstype"),
            feeds("verwezen_op", "zorgtrajecten.verwijsdatum"),
            feeds("verwijzer_agb", "zorgtrajecten.verwijzer_agb"),
            extra("gewijzigd_op", turns("2025-01-02 03:04:05")),
        ],
    )
    client = Sheet(
        {"tabel": "client"},
        "patienten",
        tables["patienten"],
        [
            feeds("id", "patienten.patient_id", pl.col("patient_id").cast(pl.Int64)),
            feeds("geboortedatum", "patienten.geboortedatum"),
            feeds("bsn", "patienten.bsn"),
            extra("actief", pl.lit("1")),
        ],
    )
    functie = Sheet(
        {"tabel": "medewerker_functie"},
        "behandelaren",
        people.with_row_index("volgnummer", offset=1),
        [
            extra("id", pl.col("volgnummer").cast(pl.Int64)),
            feeds("medewerker_id", "behandelaren.behandelaar_id", pl.col("behandelaar_id").cast(pl.Int64)),
            Field(
                "functie_id",
                pl.col("beroep_nr").cast(pl.Int64),
                {"behandelaren.beroep": _looked_up("functie", "functie_id", "omschrijving")},
            ),
            feeds("agb_code", "behandelaren.agb_code"),
            feeds("ingangsdatum", "behandelaren.geldig_van"),
            feeds("einddatum", "behandelaren.geldig_tot"),
        ],
    )
    codes = [
        _code_sheet("activiteitsoort", "prestaties", named.select("nr", "woord"), "woord"),
        _code_sheet("functie", "behandelaren", professions, "beroep"),
    ]
    return Foreign(tables, [activiteit, codes[0], client, codes[1], functie, traject], database)


RELATIONEEL = Layout("relationeel", "SQLite met genormaliseerde tabellen en codetabellen", _make)
