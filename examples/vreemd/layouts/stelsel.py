"""Parquet from a data platform: typed columns, moments as moments, yes and no as such, and words of its own."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import group_words, plus, start, turns, words
from examples.vreemd.writing import parquet_files


def _flag(name: str) -> pl.Expr:
    return pl.col(name).replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)


def _date(name: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d")


def _whole(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64)


def _make(canonical: Tables) -> Foreign:
    tables = canonical | {"prestaties": canonical["prestaties"].with_columns(pl.col("starttijd").fill_null("00:00"))}
    momenten = Sheet(
        {"bestand": "zorgmomenten.parquet"},
        "prestaties",
        tables["prestaties"],
        [
            feeds("momentnr", "prestaties.prestatie_id"),
            feeds("persoonsnr", "prestaties.patient_id"),
            feeds("zorgpadnr", "prestaties.zorgtraject_id"),
            feeds("zorgverleende", "prestaties.behandelaar_id"),
            Field(
                "aanvang",
                start(),
                {"prestaties.datum": {"datum_van": "aanvang"}, "prestaties.starttijd": {"tijd_van": "aanvang"}},
            ),
            Field(
                "afloop",
                plus(start(), "gerealiseerde_minuten"),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": {"van": "aanvang", "tot": "afloop"}}},
            ),
            feeds("minuten_vooraf", "prestaties.geplande_minuten", _whole("geplande_minuten")),
            feeds("zorgvorm", "prestaties.prestatiegroep", words("prestatiegroep", group_words())),
            feeds("nza_code", "prestaties.prestatiecode"),
            feeds("setting", "prestaties.setting", _whole("setting")),
            feeds("kwam_opdagen", "prestaties.aanwezig", _flag("aanwezig")),
            feeds("opbrengst", "prestaties.bedrag_eur", pl.col("bedrag_eur").cast(pl.Decimal(14, 2))),
            feeds("in_rekening", "prestaties.declarabel", _flag("declarabel")),
            feeds("notadatum", "prestaties.factuurdatum", _date("factuurdatum")),
            extra("ingelezen", turns("2025-01-15").str.to_date("%Y-%m-%d")),
        ],
    )
    zorgpaden = Sheet(
        {"bestand": "zorgpaden.parquet"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("zorgpadnr", "zorgtrajecten.zorgtraject_id"),
            feeds("persoonsnr", "zorgtrajecten.patient_id"),
            feeds("eerste_dag", "zorgtrajecten.startdatum", _date("startdatum")),
            feeds("laatste_dag", "zorgtrajecten.einddatum", _date("einddatum")),
            feeds("kader", "zorgtrajecten.financiering"),
            feeds("regie_door", "zorgtrajecten.regiebehandelaar_id"),
            feeds("hoofdgroep_dsm", "zorgtrajecten.diagnose_hoofdgroep"),
            feeds("verwijzing_type", "zorgtrajecten.verwijstype"),
            feeds("verwijzing_datum", "zorgtrajecten.verwijsdatum", _date("verwijsdatum")),
            feeds("dringend", "zorgtrajecten.spoed", _flag("spoed")),
        ],
    )
    personen = Sheet(
        {"bestand": "personen.parquet"},
        "patienten",
        tables["patienten"],
        [
            feeds("persoonsnr", "patienten.patient_id"),
            feeds("geboortedag", "patienten.geboortedatum", _date("geboortedatum")),
            feeds("polis_uzovi", "patienten.uzovi"),
            extra("sekse", turns("m", "v", "x")),
        ],
    )
    verleners = Sheet(
        {"bestand": "verleners.parquet"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("verlener", "behandelaren.behandelaar_id"),
            feeds("professie", "behandelaren.beroep"),
            feeds("agb", "behandelaren.agb_code"),
            feeds("vanaf_datum", "behandelaren.geldig_van", _date("geldig_van")),
            feeds("tot_datum", "behandelaren.geldig_tot", _date("geldig_tot")),
        ],
    )
    return Foreign(tables, [momenten, zorgpaden, personen, verleners], parquet_files)


STELSEL = Layout("stelsel", "Parquet van een dataplatform: getypeerd, met eigen woorden", _make)
