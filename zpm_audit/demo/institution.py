"""Locations, positions and the people who fill them, with their comings, goings and promotions."""

from __future__ import annotations

from datetime import date
from math import ceil

import polars as pl

from zpm_audit.demo.chance import Chance
from zpm_audit.demo.teams import AGB_PREFIX, BIG_REGISTERED, CATEGORIES, MAY_BE_REGIEBEHANDELAAR, PROMOTIONS, TEAMS

PATIENTS_PER_LOCATION = 1500
ROLES = ("regie", "behandelaars", "derden", "groepen")
_FIRST_LETTERS = "ABCDEFGHIJKLMNOPRSTVW"
_SURNAMES = (
    "Akkerman", "Bakker", "van den Berg", "Bos", "de Boer", "Brouwer", "Dekker", "Demir", "Dijkstra", "van Dam",
    "El Idrissi", "Gerritsen", "de Graaf", "de Groot", "Haan", "van der Heijden", "Hendriks", "Hoekstra", "Huisman",
    "Jacobs", "Jansen", "de Jong", "Kaya", "Koning", "Kuipers", "van Leeuwen", "Maas", "Meijer", "van der Meer",
    "Mulder", "Nguyen", "Peters", "Postma", "Prins", "Ramdin", "Sanders", "Schouten", "Smit", "Timmer", "Veenstra",
    "Verhoeven", "Visser", "de Vries", "van Vliet", "Vos", "van Wijk", "Willems", "Wouters", "Yilmaz", "Zwart",
)  # fmt: skip


def locations(patients: int) -> pl.DataFrame:
    """Divide the patients over locations; each has all teams, and fewer people per team where it is smaller."""
    count = max(1, ceil(patients / PATIENTS_PER_LOCATION))
    sizes = [min(PATIENTS_PER_LOCATION, patients - n * PATIENTS_PER_LOCATION) for n in range(count)]
    return pl.DataFrame(
        {"locatie": range(count), "patienten": sizes}, schema={"locatie": pl.Int64, "patienten": pl.Int64}
    )


def _places() -> pl.DataFrame:
    rows = [
        (team.code, role, number, beroep)
        for team in TEAMS
        for role in ROLES
        for number, beroep in enumerate(getattr(team, role))
    ]
    schema = {"team": pl.String, "rol": pl.String, "volgnummer": pl.Int64, "beroep": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("plaats")


def first_places() -> dict[tuple[str, str], tuple[int, int]]:
    """Return per team and role the number of its first place, and how many places there are."""
    grouped = _places().group_by("team", "rol").agg(pl.col("plaats").min().alias("eerste"), pl.len())
    return {(team, role): (first, count) for team, role, first, count in grouped.iter_rows()}


def _day(days: pl.Expr) -> pl.Expr:
    return (pl.lit(date(2023, 1, 1)).cast(pl.Int32) + days).cast(pl.Int32).cast(pl.Date)


def positions(where: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return one row per position: who fills it from when on, and under which beroep.

    ``wissel`` is the day on which a successor takes over, ``promotie`` the day on which the same person goes on under
    another beroep; a position has at most one of the two.
    """
    may_leave = chance.on("positie")
    promoted = pl.lit(None, dtype=pl.String)
    share = pl.lit(0.0)
    for beroep, (next_beroep, probability) in PROMOTIONS.items():
        promoted = pl.when(pl.col("beroep") == beroep).then(pl.lit(next_beroep)).otherwise(promoted)
        share = pl.when(pl.col("beroep") == beroep).then(probability).otherwise(share)
    number = (pl.col("locatie") * 100 + pl.col("plaats") + 1).cast(pl.String).str.zfill(5)
    frame = (
        where.join(_places(), how="cross", maintain_order="left_right")
        .with_columns(positie=pl.col("locatie") * 100 + pl.col("plaats").cast(pl.Int64))
        .with_columns(gaat=may_leave.happens("gaat", 0.28), groeit=may_leave.happens("groeit", share))
        .with_columns(
            wissel=pl.when("gaat").then(_day(may_leave.between("wisseldag", 70, 660))),
            promotie=pl.when(pl.col("groeit") & ~pl.col("gaat")).then(_day(may_leave.between("promotiedag", 90, 600))),
            beroep_2=promoted,
            persoon_1=pl.lit("B") + number + "1",
            persoon_2=pl.lit("B") + number + "2",
        )
    )
    return frame.select("positie", "beroep", "beroep_2", "wissel", "promotie", "persoon_1", "persoon_2")


def person(datum: pl.Expr) -> pl.Expr:
    """Return who fills the position (columns of ``positions``) on a date."""
    successor = pl.col("wissel").is_not_null() & (datum >= pl.col("wissel"))
    return pl.when(successor).then("persoon_2").otherwise("persoon_1")


def beroep_on(datum: pl.Expr) -> pl.Expr:
    """Return the beroep of the position (columns of ``positions``) on a date."""
    promoted = pl.col("promotie").is_not_null() & (datum >= pl.col("promotie"))
    return pl.when(promoted).then("beroep_2").otherwise("beroep")


def category(beroep: pl.Expr) -> pl.Expr:
    """Return the beroepscategorie of a beroep."""
    return beroep.replace_strict(CATEGORIES, return_dtype=pl.String)


def may_be_regiebehandelaar(beroep: pl.Expr) -> pl.Expr:
    """Tell whether someone of this beroep may be regiebehandelaar."""
    return beroep.is_in(sorted(MAY_BE_REGIEBEHANDELAAR))


def behandelaren(filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the table behandelaren: a row per person and beroep, with disjoint periods."""
    entered = _day(chance.on("positie").between("in_dienst", -3200, -400))
    # A successor starts two months early, so that whoever becomes regiebehandelaar then was there at the first consult.
    first = filled.with_columns(
        behandelaar_id="persoon_1",
        geldig_van=entered,
        geldig_tot=pl.coalesce(pl.col("wissel").dt.offset_by("-1d"), pl.col("promotie").dt.offset_by("-1d")),
    )
    second = filled.filter(pl.col("wissel").is_not_null()).with_columns(
        behandelaar_id="persoon_2",
        geldig_van=pl.col("wissel").dt.offset_by("-60d"),
        geldig_tot=pl.lit(None, dtype=pl.Date),
    )
    grown = filled.filter(pl.col("promotie").is_not_null()).with_columns(
        behandelaar_id="persoon_1", beroep="beroep_2", geldig_van="promotie", geldig_tot=pl.lit(None, dtype=pl.Date)
    )
    number = pl.col("behandelaar_id").str.slice(1).cast(pl.Int64)
    letter = pl.lit(pl.Series(list(_FIRST_LETTERS)).implode()).list.get(number * 7 % len(_FIRST_LETTERS))
    name = pl.lit(pl.Series(list(_SURNAMES)).implode()).list.get(number * 31 % len(_SURNAMES))
    prefix = pl.col("beroep").replace_strict(AGB_PREFIX, default=None, return_dtype=pl.String)
    return (
        pl.concat([first, second, grown])
        .with_columns(
            agb_code=prefix + pl.lit("9") + (number % 100_000).cast(pl.String).str.zfill(5),
            big_nummer=pl.when(pl.col("beroep").is_in(sorted(BIG_REGISTERED))).then(
                pl.lit("9900") + number.cast(pl.String).str.zfill(7)
            ),
            naam=letter + pl.lit(". ") + name,
        )
        .sort("behandelaar_id", "geldig_van")
        .select("behandelaar_id", "beroep", "agb_code", "big_nummer", "geldig_van", "geldig_tot", "naam")
    )
