"""Lines in the words of the declaration message, flattened: one wide file, times of begin and end, amounts in cents."""

from __future__ import annotations

import polars as pl

from examples.vreemd.layouts.breed import narrowed, wide
from examples.vreemd.model import Field, Foreign, Layout, Sheet, Tables, feeds, serves
from examples.vreemd.texts import cents, clock, date, plus, start
from examples.vreemd.writing import text_files

_DAY = "%Y%m%d"
_TRAJECT = "zorgtrajecten."


def _contacts(canonical: Tables) -> Tables:
    """Return only consults of a day, for the kind is in the code and the minutes lie between two times."""
    tables = narrowed(canonical)
    ends = plus(start(), "gerealiseerde_minuten").dt.date().cast(pl.String) == pl.col("datum")
    lines = tables["prestaties"].filter(
        (pl.col("prestatiegroep") == "consult")
        & pl.col("starttijd").is_not_null()
        & pl.col("prestatiecode").str.starts_with("CO")
        & ends
    )
    return narrowed(tables | {"prestaties": lines})


def _make(canonical: Tables) -> Foreign:
    tables = _contacts(canonical)
    traject = _TRAJECT
    sheet = Sheet(
        {"bestand": "DebetPrestaties_071.csv"},
        "prestaties",
        wide(tables),
        [
            feeds("Referentienummer", "prestaties.prestatie_id"),
            serves(
                "PatientIdentificatienummer",
                "patient_id",
                "prestaties.patient_id",
                "patienten.patient_id",
                traject + "patient_id",
            ),
            feeds("BSN", "patienten.bsn", pl.col("patienten.bsn")),
            feeds("UzoviNummer", "patienten.uzovi", pl.col("patienten.uzovi")),
            feeds("Geboortedatum", "patienten.geboortedatum", date("patienten.geboortedatum", _DAY)),
            serves("ZorgtrajectNummer", "zorgtraject_id", "prestaties.zorgtraject_id", traject + "zorgtraject_id"),
            feeds("ZorgtrajectStartdatum", traject + "startdatum", date(traject + "startdatum", _DAY)),
            Field(
                "Prestatiecode",
                pl.col("prestatiecode"),
                {
                    "prestaties.prestatiecode": "Prestatiecode",
                    "prestaties.prestatiegroep": {"uit_code": "Prestatiecode"},
                },
            ),
            feeds("Begindatum", "prestaties.datum", date("datum", _DAY)),
            feeds("Begintijd", "prestaties.starttijd", clock("starttijd", "%H:%M:%S")),
            Field(
                "Eindtijd",
                plus(start(), "gerealiseerde_minuten").dt.strftime("%H:%M:%S"),
                {"prestaties.gerealiseerde_minuten": {"minuten_van": {"van": "Begintijd", "tot": "Eindtijd"}}},
            ),
            Field("TariefInclBtw", cents("bedrag_eur"), {"prestaties.bedrag_eur": {"centen": "TariefInclBtw"}}),
            serves("ZorgverlenerCode", "behandelaar_id", "prestaties.behandelaar_id", "behandelaren.behandelaar_id"),
            feeds("ZorgverlenerBeroep", "behandelaren.beroep", pl.col("behandelaren.beroep")),
            feeds("TypeVerwijzingcode", traject + "verwijstype", pl.col(traject + "verwijstype")),
            feeds("Verwijsdatum", traject + "verwijsdatum", date(traject + "verwijsdatum", _DAY)),
            feeds("Verwijzer", traject + "verwijzer_agb", pl.col(traject + "verwijzer_agb")),
            feeds("Regiebehandelaar", traject + "regiebehandelaar_id", pl.col(traject + "regiebehandelaar_id")),
        ],
        settings={
            "zorgtrajecten": {"uniek": ["ZorgtrajectNummer"]},
            "patienten": {"uniek": ["PatientIdentificatienummer"]},
            "behandelaren": {"uniek": ["ZorgverlenerCode"]},
        },
    )
    also = {
        "prestaties.prestatiegroep": (
            {"begint_met": {"kolom": "Prestatiecode", "waarden": {"CO": "consult"}}},
            {"vast": "consult"},
        )
    }
    return Foreign(tables, [sheet], text_files(";"), also=also)


BERICHT = Layout("bericht", "regels in de woorden van het declaratiebericht, plat geslagen", _make)
