"""Behandelaren: consults by someone who is not in service then or has no listed beroep, and numbers that are wrong."""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.demo.mishaps.rewriting import nothing
from zpm_audit.demo.mishaps.scene import Scene

_USUAL = pl.col("gewoon")
_UNLISTED = (("psychodiagnostisch medewerker", 0.5), ("coach", 0.5))


def _starts(scene: Scene) -> pl.DataFrame:
    return scene.tables["behandelaren"].group_by("behandelaar_id").agg(in_dienst=pl.col("geldig_van").min())


def _stand_in(last: str) -> pl.Expr:
    """Return the other one of the two people who fill a position after one another."""
    return pl.col("behandelaar_id").str.head(-1) + pl.lit(last)


def _out_of_service(scene: Scene) -> None:
    """CO-06: registered under the name of the predecessor who left, or of the successor who is still to come."""
    seen = ("behandelaar_id", "datum")
    left = scene.rows("co06_vertrokken", 4, _USUAL & pl.col("behandelaar_id").str.ends_with("2"))
    left = left.with_columns(behandelaar_id=_stand_in("1"))
    # A successor is on the list before he starts; only then does the earlier date come out.
    starts = _starts(scene)
    successors = starts.filter(pl.col("behandelaar_id").str.ends_with("2")).select(
        behandelaar_id=_stand_in("1"), opvolger_in_dienst="in_dienst"
    )
    before = dict(successors.iter_rows())
    start = pl.col("behandelaar_id").replace_strict(before, default=None, return_dtype=pl.Date)
    early = scene.rows("co06_nog_niet", 2, _USUAL & (pl.col("datum") < start))
    early = early.with_columns(behandelaar_id=_stand_in("2"))
    both = pl.concat([left, early]).filter(pl.struct("behandelaar_id", "datum").is_first_distinct())
    scene.edit("prestaties", both)
    scene.note("ZPM-CO-06", both, "{} heeft op {} geen beroep: niet in dienst", *seen)


def _unlisted(scene: Scene) -> None:
    """CO-06: somebody whose beroep is not on the beroepenlijst; and names that nobody knows."""
    own = scene.chance.on("locatie")
    chosen = scene.rows("co06_beroep", 4, _USUAL)
    chosen = chosen.filter(pl.struct("locatie", "datum").is_first_distinct())
    newcomer = pl.format("B{}8", (pl.col("locatie") * 100 + 1).cast(pl.String).str.zfill(5))
    chosen = chosen.with_columns(behandelaar_id=newcomer, beroep=own.pick("beroep", _UNLISTED))
    scene.edit("prestaties", chosen)
    scene.note("ZPM-CO-06", chosen, "beroep van {} staat niet op de beroepenlijst: {}", "behandelaar_id", "beroep")
    people = chosen.select("behandelaar_id", "beroep").unique(maintain_order=True)
    scene.add(
        "behandelaren",
        people.with_columns(geldig_van=pl.date(2022, 9, 1), naam=pl.lit("N. Onbekend-Beroep")),
    )
    strangers = scene.rows("co06_onbekend", 2, _USUAL)
    scene.edit("prestaties", strangers.with_columns(behandelaar_id=pl.format("B97{}", pl.col("lotnummer") % 100_000)))
    scene.edit("prestaties", scene.rows("co06_leeg", 2, _USUAL).with_columns(behandelaar_id=nothing(pl.String)))


def _people(scene: Scene) -> pl.DataFrame:
    """Return the behandelaren with one row, per location in an order of chance."""
    number = pl.col("behandelaar_id").str.slice(1).cast(pl.Int64)
    people = scene.tables["behandelaren"].filter(pl.len().over("behandelaar_id") == 1).with_columns(nummer=number)
    drawn = people.with_columns(
        locatie=(pl.col("nummer") // 10 - 1) // 100, lot=scene.chance.on("nummer").uniform("register")
    )
    return drawn.sort("lot")


def _turns(people: pl.DataFrame, count: int) -> pl.DataFrame:
    return people.with_columns(beurt=pl.int_range(pl.len()).over("locatie")).filter(pl.col("beurt") < count)


def _registrations(scene: Scene) -> None:
    """BH-01: BIG numbers that lost a digit, got a letter or are not there; once in both rows of one person."""
    number = pl.col("big_nummer")
    registered = _people(scene).filter(number.is_not_null())
    # A new contract under the same beroep: a second row, and the number is in neither.
    renewal = date(2023, 7, 1)
    renewed = _turns(registered.filter((pl.col("geldig_van") < renewal) & pl.col("geldig_tot").is_null()), 1)
    renewed = renewed.with_columns(big_nummer=nothing(pl.String))
    former = renewed.with_columns(geldig_tot=pl.lit(renewal).dt.offset_by("-1d"))
    current = renewed.with_columns(geldig_van=pl.lit(renewal))
    others = registered.join(renewed, on="behandelaar_id", how="anti", maintain_order="left")
    wrong = _turns(others, 4).with_columns(
        big_nummer=pl.when(pl.col("beurt") == 0).then(number.str.head(10))
        .when(pl.col("beurt") == 1).then(number.str.head(10) + pl.lit("X"))
        .when(pl.col("beurt") == 2).then(number + pl.lit("0"))
    )  # fmt: skip
    scene.edit("behandelaren", pl.concat([former, wrong]))
    scene.add("behandelaren", current)
    reason = "BIG-nummer {} bij {} (vanaf {}) is niet elf cijfers"
    listed = pl.concat([former, current, wrong])
    scene.note("ZPM-BH-01", listed, reason, "big_nummer", "beroep", "geldig_van", subject="behandelaar_id")


def _codes(scene: Scene) -> None:
    """BH-02: AGB codes without their leading zero, with a dash, with a letter."""
    code = pl.col("agb_code")
    # Whoever has a BIG number may have a mishap with that already; those without are enough.
    wrong = _turns(_people(scene).filter(code.is_not_null() & pl.col("big_nummer").is_null()), 3).with_columns(
        agb_code=pl.when(pl.col("beurt") == 0).then(code.str.slice(1))
        .when(pl.col("beurt") == 1).then(code.str.head(2) + pl.lit("-") + code.str.slice(2))
        .otherwise(code.str.head(7) + pl.lit("O"))
    )  # fmt: skip
    scene.edit("behandelaren", wrong)
    reason = "AGB-code {} van {} is niet acht cijfers"
    scene.note("ZPM-BH-02", wrong, reason, "agb_code", "behandelaar_id", subject="behandelaar_id")


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _out_of_service(scene)
    _unlisted(scene)
    _registrations(scene)
    _codes(scene)
