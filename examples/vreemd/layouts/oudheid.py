"""An old system: short names in capitals, dates without marks, cents, ``00:45``, and numbers that lost their zeros."""

from __future__ import annotations

import polars as pl

from examples.vreemd.canonical import renumbered
from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import cents, clock, date, hours, moment, number, turns, yes
from examples.vreemd.writing import text_files

_DAY = "%Y%m%d"
_KEYS = {"patient_id": ("", 7), "behandelaar_id": ("", 5)}
_BLOCKS = {"CO": "consult", "GC": "groepsconsult", "VD": "verblijfsdag"}


def _padded(name: str, length: int) -> dict[str, object]:
    return {"aanvullen": {"kolom": name, "lengte": str(length), "met": "0"}}


def _make(canonical: Tables) -> Foreign:
    tables = renumbered(canonical, _KEYS)
    # Only what its own two letters explain: the old system has no other word for the kind.
    lines = tables["prestaties"].filter(
        pl.col("prestatiecode").str.head(2).replace_strict(_BLOCKS, default=None) == pl.col("prestatiegroep")
    )
    tables = tables | {"prestaties": lines}
    verrichtingen = Sheet(
        {"bestand": "ZPM_VERR.TXT"},
        "prestaties",
        lines,
        [
            feeds("VERR_NR", "prestaties.prestatie_id"),
            Field("CLI_NR", number("patient_id"), {"prestaties.patient_id": _padded("CLI_NR", 7)}),
            feeds("TRAJ_NR", "prestaties.zorgtraject_id"),
            feeds("VERR_DAT", "prestaties.datum", date("datum", _DAY)),
            feeds("BEGIN_TYD", "prestaties.starttijd", clock("starttijd", "%H:%M")),
            Field(
                "VERR_CD",
                pl.col("prestatiecode"),
                {
                    "prestaties.prestatiecode": "VERR_CD",
                    "prestaties.prestatiegroep": {"begint_met": {"kolom": "VERR_CD", "waarden": _BLOCKS}},
                },
            ),
            feeds("TYPE_DB", "prestaties.consulttype", _letter()),
            feeds("SETTING_CD", "prestaties.setting"),
            Field("MDW_NR", number("behandelaar_id"), {"prestaties.behandelaar_id": _padded("MDW_NR", 5)}),
            feeds("IND_GEPLAND", "prestaties.gepland", yes("gepland", "J", "N")),
            feeds("DAT_PLANNING", "prestaties.gepland_op", moment("gepland_op", "%Y%m%d %H:%M")),
            Field(
                "DUUR_PLAN", hours("geplande_minuten"), {"prestaties.geplande_minuten": {"minuten_van": "DUUR_PLAN"}}
            ),
            Field(
                "DUUR_DIR",
                hours("gerealiseerde_minuten"),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": "DUUR_DIR"}},
            ),
            Field("BEDR_CT", cents("bedrag_eur"), {"prestaties.bedrag_eur": {"centen": "BEDR_CT"}}),
            feeds("FACT_DAT", "prestaties.factuurdatum", date("factuurdatum", _DAY)),
            extra("MUT_DAT", turns("20250102", "20250103")),
            extra("MUT_USR", turns("BEHEER", "JOB01")),
        ],
    )
    trajecten = Sheet(
        {"bestand": "ZPM_TRAJ.TXT"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("TRAJ_NR", "zorgtrajecten.zorgtraject_id"),
            feeds("CLI_NR", "zorgtrajecten.patient_id"),
            feeds("BEGIN_DAT", "zorgtrajecten.startdatum", date("startdatum", _DAY)),
            feeds("EIND_DAT", "zorgtrajecten.einddatum", date("einddatum", _DAY)),
            feeds("FIN_VORM", "zorgtrajecten.financiering", pl.col("financiering").str.to_uppercase()),
            feeds("REGIE_MDW_NR", "zorgtrajecten.regiebehandelaar_id"),
            feeds("VERW_TYPE", "zorgtrajecten.verwijstype", pl.col("verwijstype").str.strip_chars_start("0")),
            feeds("VERW_DAT", "zorgtrajecten.verwijsdatum", date("verwijsdatum", _DAY)),
            feeds("AANM_DAT", "zorgtrajecten.aanmelddatum", date("aanmelddatum", _DAY)),
            Field("VERW_AGB", number("verwijzer_agb"), {"zorgtrajecten.verwijzer_agb": _padded("VERW_AGB", 8)}),
            feeds("IND_SPOED", "zorgtrajecten.spoed", yes("spoed", "J", "N")),
        ],
    )
    medewerkers = Sheet(
        {"bestand": "ZPM_MDW.TXT"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("MDW_NR", "behandelaren.behandelaar_id"),
            feeds("NAAM", "behandelaren.naam"),
            feeds("BEROEP_OMS", "behandelaren.beroep"),
            feeds("AGB_CD", "behandelaren.agb_code"),
            feeds("DAT_IN", "behandelaren.geldig_van", date("geldig_van", _DAY)),
            feeds("DAT_UIT", "behandelaren.geldig_tot", date("geldig_tot", _DAY)),
        ],
    )
    clienten = Sheet(
        {"bestand": "ZPM_CLI.TXT"},
        "patienten",
        tables["patienten"],
        [
            feeds("CLI_NR", "patienten.patient_id"),
            feeds("GEB_DAT", "patienten.geboortedatum", date("geboortedatum", _DAY)),
            feeds("BSN", "patienten.bsn"),
            feeds("UZOVI_CD", "patienten.uzovi"),
        ],
    )
    return Foreign(
        tables,
        [verrichtingen, trajecten, medewerkers, clienten],
        text_files("|"),
        also={"prestaties.prestatiegroep": ({"uit_code": "VERR_CD"},)},
    )


def _letter() -> pl.Expr:
    return pl.col("consulttype").str.head(1).str.to_uppercase()


OUDHEID = Layout("oudheid", "hoofdletternamen, datums zonder streepjes, centen, 00:45, verloren voorloopnullen", _make)
