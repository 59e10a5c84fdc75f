"""A query for the accountant: one moment and a length, ``S04`` for a setting, and codes with a table of their own."""

from __future__ import annotations

import polars as pl

from examples.vreemd.canonical import renumbered
from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, extra, feeds
from examples.vreemd.texts import euros, start, turns, yes
from examples.vreemd.writing import text_files

_MOMENT = "%d-%m-%Y %H:%M"
_DAY = "%d-%m-%Y"
_WORDS = {
    "consult": "Consult", "groepsconsult": "Groepsconsult", "verblijfsdag": "Verblijf",
    "intercollegiaal_overleg": "ICO", "reistijd": "Reistijd", "tolk": "Tolk", "euthanasie": "Euthanasie",
    "niet_basispakket": "Niet basispakket", "dagbesteding": "Dagbesteding", "vaktherapie": "Vaktherapie",
}  # fmt: skip


def _day(name: str) -> pl.Expr:
    return pl.col(name).str.to_date("%Y-%m-%d").dt.strftime(_DAY)


def _make(canonical: Tables) -> Foreign:
    tables = renumbered(canonical, {"patient_id": ("", 6), "behandelaar_id": ("", 5)})
    tables = tables | {"prestaties": tables["prestaties"].with_columns(pl.col("starttijd").fill_null("00:00"))}
    kinds = tables["prestaties"].select(pl.col("prestatiegroep").unique().sort()).with_row_index("nr", offset=1)
    kinds = kinds.with_columns(pl.format("SRT{}", pl.col("nr").cast(pl.String).str.zfill(2)).alias("kode"))
    lines = tables["prestaties"].join(kinds.drop("nr"), on="prestatiegroep", how="left", maintain_order="left")
    looked_up = {"opzoeken": {"bestand": "zpm_soorten.csv", "sleutel": "soortcode", "kolom": "soortnaam"}}
    uitvraag = Sheet(
        {"bestand": "uitvraag_accountant.csv"},
        "prestaties",
        lines,
        [
            feeds("volgnr", "prestaties.prestatie_id"),
            feeds("cliënt", "prestaties.patient_id"),
            feeds("episodenr", "prestaties.zorgtraject_id"),
            Field(
                "startmoment",
                start().dt.strftime(_MOMENT),
                {"prestaties.datum": {"datum_van": "startmoment"}, "prestaties.starttijd": {"tijd_van": "startmoment"}},
            ),
            feeds("tijdsduur in minuten", "prestaties.gerealiseerde_minuten"),
            feeds("soortcode", "prestaties.prestatiegroep", pl.col("kode")),
            feeds("zpm prestatie", "prestaties.prestatiecode"),
            feeds("zpm setting", "prestaties.setting", pl.concat_str(pl.lit("S0"), pl.col("setting"))),
            feeds("hulpverlener", "prestaties.behandelaar_id"),
            feeds("was gepland", "prestaties.gepland", yes("gepland", "y", "n")),
            feeds(
                "planmoment vastgelegd",
                "prestaties.gepland_op",
                pl.col("gepland_op").str.to_datetime("%Y-%m-%dT%H:%M").dt.strftime(_MOMENT),
            ),
            feeds("bedrag in euro", "prestaties.bedrag_eur", euros("bedrag_eur")),
            feeds("declareren", "prestaties.declarabel", yes("declarabel", "y", "n")),
            extra("peildatum query", turns("15-01-2025")),
        ],
    )
    fields = list(uitvraag.fields)
    fields[5] = Field("soortcode", pl.col("kode"), {"prestaties.prestatiegroep": looked_up})
    uitvraag = Sheet(uitvraag.place, uitvraag.base, uitvraag.rows, fields)
    soorten = Sheet(
        {"bestand": "zpm_soorten.csv"},
        "prestaties",
        kinds,
        [extra("soortcode", pl.col("kode")), extra("soortnaam", pl.col("prestatiegroep").replace_strict(_WORDS))],
    )
    episodes = Sheet(
        {"bestand": "zorgepisodes.csv"},
        "zorgtrajecten",
        tables["zorgtrajecten"],
        [
            feeds("episodenr", "zorgtrajecten.zorgtraject_id"),
            feeds("cliënt", "zorgtrajecten.patient_id"),
            feeds("episode begint", "zorgtrajecten.startdatum", _day("startdatum")),
            feeds("episode eindigt", "zorgtrajecten.einddatum", _day("einddatum")),
            feeds("regiehouder", "zorgtrajecten.regiebehandelaar_id"),
            feeds("gefinancierd uit", "zorgtrajecten.financiering"),
            feeds("soort verwijzer", "zorgtrajecten.verwijstype"),
            feeds("datum van verwijzing", "zorgtrajecten.verwijsdatum", _day("verwijsdatum")),
        ],
    )
    hulpverleners = Sheet(
        {"bestand": "hulpverleners.csv"},
        "behandelaren",
        tables["behandelaren"],
        [
            feeds("hulpverlener", "behandelaren.behandelaar_id"),
            feeds("vakgroep", "behandelaren.beroep"),
            feeds("persoonlijke agb", "behandelaren.agb_code"),
            feeds("begin dienstverband", "behandelaren.geldig_van", _day("geldig_van")),
            feeds("einde dienstverband", "behandelaren.geldig_tot", _day("geldig_tot")),
        ],
    )
    return Foreign(tables, [uitvraag, soorten, episodes, hulpverleners], text_files(";", "cp1252"))


UITVRAAG = Layout(
    "uitvraag", "uitvraag voor de accountant: een startmoment en een duur, eigen codes met een codetabel", _make
)
