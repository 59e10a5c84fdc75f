"""No word for the kind of contact at all: the code says it. And what was noted is a moment, not a yes."""

from __future__ import annotations

import polars as pl

from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import date, moment, turns, yes
from examples.vreemd.writing import text_files

_DAY = "%d.%m.%Y"


def _by_code(tables: Tables) -> Tables:
    """Return only the consults, with what their own code says of them."""
    codes = tables["codelijst"].unique("prestatiecode", keep="first")
    told = codes.select(
        "prestatiecode", *(pl.col(c).alias(f"{c}_code") for c in ("setting", "consulttype", "duurklasse"))
    )
    lines = tables["prestaties"].filter(
        pl.col("prestatiecode").str.starts_with("CO") & (pl.col("prestatiegroep") == "consult")
    )
    lines = lines.join(told, on="prestatiecode", maintain_order="left").with_columns(
        setting="setting_code", consulttype="consulttype_code", duurklasse="duurklasse_code"
    )
    noted = pl.col("patient_geinformeerd")
    return tables | {"prestaties": lines.select(tables["prestaties"].columns).with_columns(noted)}


def _make(canonical: Tables) -> Foreign:
    tables = _by_code(canonical)
    of_code = {
        f"prestaties.{c}": {"uit_code": "Zorgprestatie"}
        for c in ("prestatiegroep", "consulttype", "setting", "duurklasse")
    }
    registraties = Sheet(
        {"bestand": "registraties.tsv"},
        "prestaties",
        tables["prestaties"],
        [
            feeds("Registratie", "prestaties.prestatie_id"),
            feeds("Deelnemernr", "prestaties.patient_id"),
            feeds("Traject", "prestaties.zorgtraject_id"),
            feeds("Registratiedatum", "prestaties.datum", date("datum", _DAY)),
            feeds("Begintijd", "prestaties.starttijd"),
            Field("Zorgprestatie", pl.col("prestatiecode"), {"prestaties.prestatiecode": "Zorgprestatie", **of_code}),
            feeds("Verantwoordelijke", "prestaties.behandelaar_id"),
            Field("Planmoment", moment("gepland_op", "%d.%m.%Y %H:%M"), {"prestaties.gepland_op": "Planmoment"}),
            Field(
                "Geplande tijd",
                pl.concat_str(pl.col("geplande_minuten"), pl.lit(".0")),
                {"prestaties.geplande_minuten": {"minuten_van": "Geplande tijd"}},
            ),
            Field(
                "Bestede tijd",
                pl.concat_str(pl.col("gerealiseerde_minuten"), pl.lit(".0")),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": "Bestede tijd"}},
            ),
            feeds("Verschenen", "prestaties.aanwezig", yes("aanwezig", "1", "0")),
            feeds("Op locatie instelling", "prestaties.eigen_locatie", yes("eigen_locatie", "1", "0")),
            feeds("Omzetbedrag", "prestaties.bedrag_eur"),
            extra("Opmerking", turns("", "geen bijzonderheden", "belt terug")),
        ],
    )
    trajecten = Sheet(
        {"bestand": "trajecten.tsv"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("Traject", "zorgtrajecten.zorgtraject_id"),
            feeds("Deelnemernr", "zorgtrajecten.patient_id"),
            feeds("Start", "zorgtrajecten.startdatum", date("startdatum", _DAY)),
            feeds("Afgesloten op", "zorgtrajecten.einddatum", date("einddatum", _DAY)),
            feeds("Bekostiging", "zorgtrajecten.financiering", pl.col("financiering").str.to_uppercase()),
            feeds("Regie", "zorgtrajecten.regiebehandelaar_id"),
            feeds("Aangemeld op", "zorgtrajecten.aanmelddatum", date("aanmelddatum", _DAY)),
            feeds("Verwezen op", "zorgtrajecten.verwijsdatum", date("verwijsdatum", _DAY)),
            feeds("Verwijscode", "zorgtrajecten.verwijstype"),
            Field("Verwijzer AGB", pl.col("verwijzer_agb"), {"zorgtrajecten.verwijzer_agb": "Verwijzer AGB"}),
        ],
    )
    deelnemers = Sheet(
        {"bestand": "deelnemers.tsv"},
        "patienten",
        tables["patienten"],
        [
            feeds("Deelnemernr", "patienten.patient_id"),
            feeds("Geboortedatum", "patienten.geboortedatum", date("geboortedatum", _DAY)),
            Field(
                "Privacyverklaring getekend",
                _signed(),
                {"patienten.privacyverklaring": {"gevuld": "Privacyverklaring getekend"}},
            ),
        ],
    )
    team = Sheet(
        {"bestand": "teamleden.tsv"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("Personeelsnummer", "behandelaren.behandelaar_id"),
            feeds("Discipline", "behandelaren.beroep"),
            feeds("AGB-nummer", "behandelaren.agb_code"),
            feeds("Actief vanaf", "behandelaren.geldig_van", date("geldig_van", _DAY)),
            feeds("Actief tot", "behandelaren.geldig_tot", date("geldig_tot", _DAY)),
        ],
    )
    return Foreign(
        tables,
        [registraties, trajecten, deelnemers, team],
        text_files("\t", "utf-16"),
        also={
            "prestaties.prestatiegroep": (
                {"begint_met": {"kolom": "Zorgprestatie", "waarden": {"CO": "consult"}}},
                {"vast": "consult"},
            ),
        },
    )


def _signed() -> pl.Expr:
    return pl.when(pl.col("privacyverklaring") == "true").then(pl.lit("03.02.2022"))


CODE = Layout(
    "code", "tab en utf-16; groep, type, setting en klasse alleen in de prestatiecode; een datum als ja", _make
)
