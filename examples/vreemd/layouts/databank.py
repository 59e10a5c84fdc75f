"""A database of which the names say little: t_reg, t_zt, t_med; codes of its own with a table that explains them."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import cents, group_words, hours, turns, yes
from examples.vreemd.writing import database


def _make(tables: Tables) -> Foreign:
    kinds = tables["prestaties"].select(pl.col("prestatiegroep").unique().sort()).with_row_index("nr", offset=101)
    kinds = kinds.with_columns(pl.col("nr").cast(pl.String))
    lines = tables["prestaties"].join(kinds, on="prestatiegroep", how="left", maintain_order="left")
    kind = {"opzoeken": {"tabel": "t_srt", "sleutel": "srt", "kolom": "tekst"}}
    registratie = Sheet(
        {"tabel": "t_reg"},
        "prestaties",
        lines,
        [
            feeds("reg_nr", "prestaties.prestatie_id"),
            feeds("pat", "prestaties.patient_id"),
            feeds("zt", "prestaties.zorgtraject_id"),
            feeds("med", "prestaties.behandelaar_id"),
            feeds("dt", "prestaties.datum"),
            feeds("tv", "prestaties.starttijd"),
            Field("srt", pl.col("nr"), {"prestaties.prestatiegroep": kind}),
            feeds("cd", "prestaties.prestatiecode"),
            feeds("setting", "prestaties.setting", pl.col("setting").cast(pl.Int64)),
            Field("duur_p", hours("geplande_minuten"), {"prestaties.geplande_minuten": {"minuten_van": "duur_p"}}),
            Field(
                "duur_w",
                hours("gerealiseerde_minuten"),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": "duur_w"}},
            ),
            Field("bedrag", cents("bedrag_eur").cast(pl.Int64), {"prestaties.bedrag_eur": {"centen": "bedrag"}}),
            feeds("decl", "prestaties.declarabel", yes("declarabel", "J", "N")),
            extra("mut", turns("2025-01-02 03:04:05")),
        ],
    )
    soorten = Sheet({"tabel": "t_srt"}, "prestaties", kinds, [extra("srt", pl.col("nr")), extra("tekst", _word())])
    trajecten = Sheet(
        {"tabel": "t_zt"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("zt", "zorgtrajecten.zorgtraject_id"),
            feeds("pat", "zorgtrajecten.patient_id"),
            feeds("dt_van", "zorgtrajecten.startdatum"),
            feeds("dt_tot", "zorgtrajecten.einddatum"),
            feeds("fin", "zorgtrajecten.financiering"),
            feeds("med_regie", "zorgtrajecten.regiebehandelaar_id"),
            feeds("verw_srt", "zorgtrajecten.verwijstype"),
            feeds("verw_dt", "zorgtrajecten.verwijsdatum"),
            feeds("spoed", "zorgtrajecten.spoed", yes("spoed", "J", "N")),
        ],
    )
    patienten = Sheet(
        {"tabel": "t_pat"},
        "patienten",
        tables["patienten"],
        [feeds("pat", "patienten.patient_id"), feeds("geb", "patienten.geboortedatum"), feeds("bsn", "patienten.bsn")],
    )
    medewerkers = Sheet(
        {"tabel": "t_med"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("med", "behandelaren.behandelaar_id"),
            feeds("fnct", "behandelaren.beroep"),
            feeds("agb", "behandelaren.agb_code"),
            feeds("dt_in", "behandelaren.geldig_van"),
            feeds("dt_uit", "behandelaren.geldig_tot"),
        ],
    )
    return Foreign(tables, [registratie, soorten, trajecten, patienten, medewerkers], database)


def _word() -> pl.Expr:
    return pl.col("prestatiegroep").replace_strict(group_words())


DATABANK = Layout("databank", "SQLite met namen die weinig zeggen, eigen codes, centen en uu:mm", _make)
