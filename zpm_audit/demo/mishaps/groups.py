"""Groepsconsulten: the wrong size, a group of one, someone who was not there, too short, twice, a toeslag to it."""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.demo.mishaps.rewriting import again, nothing, whole
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import price_of

_GROUP = pl.col("prestatiegroep") == "groepsconsult"
_CAME = _GROUP & pl.col("declarabel")
_SIZE, _SESSION = "groepsgrootte", "groepssessie_id"
_NEW_UNIT = date(2024, 1, 1)


def _of_size(rows: pl.DataFrame, size: pl.Expr) -> pl.DataFrame:
    """Register another group size: the code says so, and the price per patient goes with it."""
    return rows.with_columns(oud=_SIZE).with_columns(
        groepsgrootte=size,
        prestatiecode=pl.format("GC90{}", size.cast(pl.String).str.zfill(2)),
        bedrag_eur=pl.col("bedrag_eur") * pl.col("oud") // size,
    )


def _sizes(scene: Scene) -> None:
    """GC-01: someone who stayed away is counted, someone who came late is not, or nobody counted."""
    more = _of_size(scene.rows("gc01_te_groot", 2, _CAME & (pl.col(_SIZE) <= 9)), pl.col(_SIZE) + 1)
    fewer = _of_size(scene.rows("gc01_te_klein", 3, _CAME & pl.col(_SIZE).is_between(3, 9)), pl.col(_SIZE) - 1)
    for rows in (more, fewer):
        scene.edit("prestaties", rows)
        scene.note("ZPM-GC-01", rows, "groepsgrootte {}, aanwezig {}", _SIZE, "oud")
    _whole_sessions(scene)
    scene.edit("prestaties", scene.rows("gc01_leeg", 2, _CAME).with_columns(groepsgrootte=whole(None)))


def _whole_sessions(scene: Scene) -> None:
    """GC-01: everybody in the group is registered as if there was one patient less; dearer for all."""
    group = scene.tables["prestaties"].filter(_GROUP)
    patients = scene.tables["zorgtrajecten"].select("traject", "patient")
    group = group.join(patients, on="traject", maintain_order="left")
    free = group.select(_SESSION, vrij=scene.free(group["patient"])).group_by(_SESSION).agg(pl.col("vrij").all())
    eligible = free.filter("vrij")[_SESSION].implode()
    # The first session that chance gives; another of the same location might share patients with it.
    chosen = scene.rows("gc01_sessie", 1, _CAME & pl.col(_SIZE).is_between(3, 6) & pl.col(_SESSION).is_in(eligible))
    together = group.join(chosen.select(_SESSION), on=_SESSION, how="semi", maintain_order="left")
    scene.reserve(together["patient"])
    wrong = _of_size(together.filter("declarabel"), pl.col(_SIZE) - 1)
    scene.edit("prestaties", wrong)
    scene.note("ZPM-GC-01", wrong, "hele sessie met groepsgrootte {}, aanwezig {}", _SIZE, "oud")


def _another_day(rows: pl.DataFrame) -> pl.DataFrame:
    """Return groepsconsulten of these patients on the day after (before, on a Friday), in a session of their own."""
    step = pl.when(pl.col("datum").dt.weekday() < 5).then(pl.lit("1d")).otherwise(pl.lit("-1d"))
    return (
        again(rows)
        .with_columns(datum=pl.col("datum").dt.offset_by(step))
        .with_columns(
            gepland_op=pl.col("gepland_op").dt.offset_by("-7d"),
            groepssessie_id=pl.format("GSX-{}", pl.col("prestatie_id")),
        )
    )


def _attendance(scene: Scene) -> None:
    """GC-02: a group of one; GC-03: whoever stayed away is charged; sessions without a number."""
    inner = _CAME & (pl.col("datum") > pl.col("eerste_dag").dt.offset_by("2d"))
    inner &= pl.col("datum") < pl.col("laatste_dag").dt.offset_by("-2d")
    alone = _of_size(_another_day(scene.rows("gc02_alleen", 2, inner)), whole(1))
    pair = _of_size(_another_day(scene.rows("gc02_twee", 2, inner)), whole(2))
    twice = _of_size(_another_day(scene.rows("gc02_dubbel", 1, inner)), whole(2))
    copy = again(twice)
    scene.note("ZPM-GC-06", copy, "hetzelfde groepsconsult nog eens op {}", "datum")
    twice = pl.concat([twice, copy])
    for rows in (alone, pair, twice):
        scene.add("prestaties", rows)
        scene.note("ZPM-GC-02", rows, "groep van één patiënt op {}", "datum")
    for rows in (pair, twice):
        scene.note("ZPM-GC-01", rows, "groepsgrootte {}, maar één aanwezige patiënt", _SIZE)
    nowhere = _another_day(scene.rows("gc02_zonder_sessie", 2, inner)).with_columns(groepssessie_id=nothing(pl.String))
    scene.add("prestaties", nowhere)

    absent = scene.rows("gc03_afwezig", 5, _GROUP & ~pl.col("declarabel"))
    price = scene.tables["prestaties"].filter(_CAME).group_by(_SESSION).agg(gevraagd=pl.col("bedrag_eur").min())
    absent = absent.join(price, on=_SESSION, how="left", maintain_order="left")
    absent = absent.with_columns(declarabel=pl.lit(True), bedrag_eur="gevraagd")
    scene.edit("prestaties", absent)
    scene.note("ZPM-GC-03", absent, "patiënt was op {} niet bij de groep en is toch gedeclareerd", "datum")


def _supplements(scene: Scene) -> None:
    """GC-04: an interpreter or travel on top of a groepsconsult."""
    heads = scene.rows("gc04_tolk", 4, _CAME)
    kept = ("traject", "locatie", "patient_id", "zorgtraject_id", "datum", "setting", "behandelaar_id", "declarabel",
            "factuurdatum", "prestatie_id", "soort", "tfin")  # fmt: skip
    tolk = again(heads).select(
        *kept,
        hoofdprestatie_id=heads["prestatie_id"],
        prestatiegroep=pl.lit("tolk"),
        prestatiecode=pl.lit("TC0007"),
    )
    tolk = tolk.with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))
    heads = scene.rows("gc04_reistijd", 2, _CAME & pl.col("team").is_in(["S", "P"]) & (pl.col("tfin") == "zvw"))
    reis = again(heads).select(
        *kept,
        hoofdprestatie_id=heads["prestatie_id"],
        prestatiegroep=pl.lit("reistijd"),
        prestatiecode=pl.lit("TC0009"),
        reistijd_minuten=whole(20),
        duurklasse=whole(0),
    )
    reis = reis.with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))
    for rows in (tolk, reis):
        scene.add("prestaties", rows)
        scene.note("ZPM-GC-04", rows, "toeslag bij groepsconsult {}", "hoofdprestatie_id")
    scene.note("ZPM-RT-02", reis, "hoofdprestatie {} is een groepsconsult", "hoofdprestatie_id")


def _lengths(scene: Scene) -> None:
    """GC-05: hardly begun, by the limit of the year; and minutes that nobody wrote down."""
    before = pl.col("datum") < _NEW_UNIT
    shortest = pl.when(before).then(16).otherwise(15).cast(pl.Int64)
    missing = scene.chance.on("lotnummer").between("korter", 1, 9)
    short = scene.rows("gc05_te_kort", 3, _CAME).with_columns(gerealiseerde_minuten=shortest - missing)
    scene.edit("prestaties", short)
    scene.note("ZPM-GC-05", short, "groepsconsult van {} minuten op {}", "gerealiseerde_minuten", "datum")
    for name, when in (("gc05_net_lang", before), ("gc05_net_nieuw", ~before)):
        scene.edit("prestaties", scene.rows(name, 1, _CAME & when).with_columns(gerealiseerde_minuten=shortest))
    scene.edit("prestaties", scene.rows("gc05_leeg", 1, _CAME).with_columns(gerealiseerde_minuten=whole(None)))


def _doubles(scene: Scene) -> None:
    """GC-06: the same groepsconsult twice in one session; and one of which nobody knows when it began."""
    copies = again(scene.rows("gc06_dubbel", 3, _CAME))
    scene.add("prestaties", copies)
    scene.note("ZPM-GC-06", copies, "hetzelfde groepsconsult nog eens: {} op {}", "behandelaar_id", "datum")
    unknown = scene.rows("gc06_zonder_begin", 1, _CAME).with_columns(starttijd=nothing(pl.Time))
    scene.edit("prestaties", unknown)


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _sizes(scene)
    _attendance(scene)
    _lengths(scene)
    _doubles(scene)
    _supplements(scene)
