"""The code list that comes with the demo: every code that it uses, at made-up maximum tariffs that say they are.

It is no official list: the user adds that one. Groepsconsulten, euthanasie and what patients pay themselves have no
one price; they are listed without a maximum.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from zpm_audit.demo.tariffs import (
    CLASSES,
    EXPIRING_CATEGORY,
    EXPIRING_SETTING,
    EXPIRING_YEAR,
    PRICES,
    YEARS,
    consult_prices,
    expiring_codes,
    maximum_of,
)

MADE_UP, UNPRICED = "DEMO, verzonnen tarief", "DEMO, zonder tarief"
_SETTINGS = {
    1: "ambulant sectie II", 2: "ambulant sectie III monodisciplinair", 3: "ambulant sectie III multidisciplinair",
    4: "outreachend", 5: "klinisch", 6: "forensisch klinisch", 7: "forensisch niet-klinisch", 8: "hoogspecialistisch",
}  # fmt: skip
_WHAT = {
    "OV0007": ("intercollegiaal_overleg", "intercollegiaal overleg vanaf 5 minuten"),
    "OV0008": ("intercollegiaal_overleg", "intercollegiaal overleg vanaf 15 minuten"),
    "OV9021": ("dagbesteding", "dagbesteding"),
    "OV9022": ("vaktherapie", "vaktherapie"),
    "TC0009": ("reistijd", "reistijd tot 25 minuten"),
    "TC0010": ("reistijd", "reistijd vanaf 25 minuten"),
    "TC9011": ("reistijd", "reistijd forensisch tot 45 minuten"),
    "TC9012": ("reistijd", "reistijd forensisch vanaf 45 minuten"),
    "VD9005": ("verblijfsdag", "verblijfsdag kliniek"),
    "VD9006": ("verblijfsdag", "verblijfsdag forensische kliniek"),
    **{f"TC{n:04d}": ("tolk", f"tolk bij een consult vanaf {lower} minuten") for n, lower in enumerate(CLASSES, 1)},
}
_WITHOUT_PRICE = (
    *((f"GC90{size:02d}", "groepsconsult", f"groepsconsult met {size} patiënten", size) for size in range(1, 11)),
    ("OV0012", "niet_basispakket", "zorg buiten het basispakket", None),
    ("OV9004", "euthanasie", "consultatie bij een euthanasieverzoek", None),
)


def _consults() -> pl.DataFrame:
    return consult_prices().select(
        "prestatiecode", "jaar", "setting", "consulttype", "duurklasse",
        beroepscategorie="categorie",
        max_tarief_eur="maximum",
    )  # fmt: skip


def _expiring() -> pl.DataFrame:
    """Return the codes that end with the first year, at the price of the code that stays."""
    kept = _consults().filter(
        (pl.col("beroepscategorie") == EXPIRING_CATEGORY)
        & (pl.col("setting") == EXPIRING_SETTING)
        & (pl.col("jaar") == EXPIRING_YEAR)
    )
    rows = [(*kind, code) for kind, code in expiring_codes().items()]
    schema = {"consulttype": pl.String, "duurklasse": pl.Int64, "prestatiecode": pl.String}
    codes = pl.DataFrame(rows, schema=schema, orient="row")
    return kept.drop("prestatiecode").join(codes, on=["consulttype", "duurklasse"]).select(kept.columns)


def _others() -> pl.DataFrame:
    rows = [(code, year, *_WHAT[code], maximum_of(cents, year)) for code, cents in PRICES.items() for year in YEARS]
    names = ["prestatiecode", "jaar", "prestatiegroep", "naam", "max_tarief_eur"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _unpriced() -> pl.DataFrame:
    rows = [(code, year, *what) for code, *what in _WITHOUT_PRICE for year in YEARS]
    names = ["prestatiecode", "jaar", "prestatiegroep", "naam", "groepsgrootte"]
    return pl.DataFrame(rows, schema=names, orient="row")


@cache
def codelijst() -> pl.DataFrame:
    """Return the table codelijst, a row per code and year."""
    name = pl.format(
        "{} {} {} {} minuten",
        pl.col("setting").replace_strict(_SETTINGS, return_dtype=pl.String),
        "beroepscategorie",
        "consulttype",
        "duurklasse",
    )
    consults = pl.concat([_consults(), _expiring()]).with_columns(prestatiegroep=pl.lit("consult"), naam=name)
    label = pl.when(pl.col("max_tarief_eur").is_null()).then(pl.lit(UNPRICED)).otherwise(pl.lit(MADE_UP))
    begin = {year: date(year, 1, 1) for year in YEARS}
    end = {year: date(year, 12, 31) for year in YEARS}
    return (
        pl.concat([consults, _others(), _unpriced()], how="diagonal")
        .with_columns(
            geldig_van=pl.col("jaar").replace_strict(begin),
            geldig_tot=pl.col("jaar").replace_strict(end),
            omschrijving=pl.format("{}: {}", label, "naam"),
        )
        .sort("prestatiecode", "geldig_van")
    )
