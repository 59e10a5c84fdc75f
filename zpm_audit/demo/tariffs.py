"""Codes and prices of the demo. Prices are plausible, not official: the official table is the user's own to add.

The arithmetic of a CO code is known; which of the 65 places belongs to which profession and setting is an assumption
for all but klinisch psycholoog (18), gz-psycholoog (42) and psychotherapeut (50) in setting 1. Prestaties whose code is
not public carry a number from 9000 up, so that nobody takes it for an official one.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import polars as pl

CLASSES = (5, 15, 30, 45, 60, 75, 90, 120)
_FIRST_PLACE = {
    "overige beroepen": 1, "arts-specialist": 9, "klinisch (neuro)psycholoog": 18, "verpleegkundig specialist": 26,
    "arts": 34, "gz-psycholoog": 42, "psychotherapeut": 50, "verpleegkundige": 58,
}  # fmt: skip
# Euro cents of a gz-psycholoog in setting 1 in 2023, per class; other professions and settings in proportion.
_BASE = {
    "diagnostiek": (3787, 6519, 10804, 15107, 17340, 21134, 25901, 37308),
    "behandeling": (2968, 5299, 9036, 12840, 15250, 18776, 22930, 33714),
}
_BY_CATEGORY = {
    "overige beroepen": 0.87, "arts-specialist": 1.62, "klinisch (neuro)psycholoog": 1.29,
    "verpleegkundig specialist": 1.12, "arts": 1.16, "gz-psycholoog": 1.0, "psychotherapeut": 1.13,
    "verpleegkundige": 0.84,
}  # fmt: skip
_BY_SETTING = {1: 1.0, 2: 1.32, 3: 1.38, 4: 1.42, 5: 1.26, 6: 1.44, 7: 1.42, 8: 1.61}
_BY_YEAR = {2023: 1.0, 2024: 1.0585}
# Euro cents in 2023 of what has one price, whoever does it. TC0001 to TC0008: an interpreter, by class of the consult.
PRICES = {
    "OV0007": 2_360, "OV0008": 7_118, "OV9021": 6_240, "OV9022": 7_480, "TC0009": 1_980, "TC0010": 5_260,
    "TC9011": 2_940, "TC9012": 7_810, "VD9005": 34_150, "VD9006": 46_820,
    **{f"TC{place:04d}": lower * 118 for place, lower in enumerate(CLASSES, start=1)},
}  # fmt: skip
_AGREED = 0.88  # insurers agree on prices below the maximum
# Consults of a klinisch psycholoog in setting 3 also have a second code, on a place no other code has: one that the
# list of the demo lets expire, so that there is a code to use after its end.
EXPIRING_PLACE, EXPIRING_CATEGORY, EXPIRING_SETTING, EXPIRING_YEAR = 17, "klinisch (neuro)psycholoog", 3, 2023


def klasse(minutes: pl.Expr) -> pl.Expr:
    """Return the class of a number of minutes, none under five."""
    found: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for lower in CLASSES:
        found = pl.when(minutes >= lower).then(pl.lit(lower, dtype=pl.Int64)).otherwise(found)
    return found


def next_klasse(k: pl.Expr) -> pl.Expr:
    """Return the class above, none above the highest."""
    return k.replace_strict(dict(pairwise(CLASSES)), default=None, return_dtype=pl.Int64)


def consult_code(place: int, kind: str, klasse: int) -> str:
    """Return the CO code on one of the 65 places of its consulttype and class."""
    return f"CO{130 * CLASSES.index(klasse) + 65 * list(_BASE).index(kind) + place:04d}"


def expiring_codes() -> dict[tuple[str, int], str]:
    """Return per consulttype and class the code that expires."""
    return {(kind, lower): consult_code(EXPIRING_PLACE, kind, lower) for kind in _BASE for lower in CLASSES}


@cache
def consult_prices() -> pl.DataFrame:
    """Return prestatiecode, price and maximum for every category, setting, consulttype, class and year."""
    rows = [
        (category, setting, kind, lower, year, consult_code(place + setting - 1, kind, lower),
         round(_BASE[kind][d] * by_category * by_setting * by_year * _AGREED),
         round(_BASE[kind][d] * by_category * by_setting * by_year))
        for category, by_category in _BY_CATEGORY.items()
        for place in (_FIRST_PLACE[category],)
        for setting, by_setting in _BY_SETTING.items()
        for kind in _BASE
        for d, lower in enumerate(CLASSES)
        for year, by_year in _BY_YEAR.items()
    ]  # fmt: skip
    schema = {
        "categorie": pl.String, "setting": pl.Int64, "consulttype": pl.String, "duurklasse": pl.Int64,
        "jaar": pl.Int64, "prestatiecode": pl.String, "bedrag_eur": pl.Int64, "maximum": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def by_year(cents_2023: int | pl.Expr, datum: str = "datum") -> pl.Expr:
    """Return a price of 2023 in whole cents of the year of ``datum``."""
    price = pl.lit(cents_2023) if isinstance(cents_2023, int) else cents_2023
    factor = pl.when(pl.col(datum).dt.year() == 2024).then(_BY_YEAR[2024]).otherwise(_BY_YEAR[2023])
    return (price * factor + 0.5).floor().cast(pl.Int64)


def price_of(code: pl.Expr, datum: str = "datum") -> pl.Expr:
    """Return the price of a code in ``PRICES``."""
    return by_year(code.replace_strict(PRICES, default=None, return_dtype=pl.Int64), datum)


def maximum_of(cents_2023: int, year: int) -> int:
    """Return the maximum that goes with an agreed price of 2023."""
    return round(cents_2023 * _BY_YEAR[year] / _AGREED)


YEARS = tuple(_BY_YEAR)
