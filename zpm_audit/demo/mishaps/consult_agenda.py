"""Consults that do not fit the day: cut in two, at the same time as another, too many in a day."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.mishaps.features import time_of
from zpm_audit.demo.mishaps.rewriting import again, nothing, repriced, whole
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import klasse

_USUAL = pl.col("gewoon")
_LAST = _USUAL & pl.col("laatste_van_dag")
_DAY_LIMIT = 600
_MARGIN = 60


def _lasting(rows: pl.DataFrame, minutes: pl.Expr) -> pl.DataFrame:
    """Give consults this length, planned and realised."""
    return repriced(
        rows.with_columns(geplande_minuten=minutes, gerealiseerde_minuten=minutes, duurklasse=klasse(minutes))
    )


def _follow_ons(scene: Scene) -> None:
    """CO-03: one contact registered as two, or two contacts close after one another."""
    done = pl.col("gerealiseerde_minuten")
    exact = (pl.col("geplande_minuten") == done) & (pl.col("duurklasse") == done)
    for minutes, first, gap, count in ((60, 30, 0, 4), (90, 45, 0, 2), (90, 30, 15, 2)):
        cut = scene.rows(f"co03_{minutes}_{gap}", count, _USUAL & exact & (pl.col("duurklasse") == minutes))
        begin = pl.col("minuut") + first + gap
        second = _lasting(again(cut), whole(minutes - first - gap)).with_columns(starttijd=time_of(begin))
        scene.edit("prestaties", _lasting(cut, whole(first)))
        scene.add("prestaties", second)
        scene.note(
            "ZPM-CO-03", second, f"een contact van {minutes} minuten in tweeën; het tweede deel om {{}}", "starttijd"
        )
    room = _LAST & (pl.col("dag_minuten") <= 480) & (pl.col("dag_einde") <= 1140)
    for gap in (20, _MARGIN, _MARGIN + 1, 90):
        before = scene.rows(f"co03_later_{gap}", 2, room, day=True)
        begin = pl.col("minuut") + pl.col("gerealiseerde_minuten") + gap
        more = _lasting(again(before).with_columns(starttijd=time_of(begin)), whole(30))
        scene.add("prestaties", more)
        if gap <= _MARGIN:
            scene.note(
                "ZPM-CO-03", more, f"{gap} minuten na het vorige consult van dezelfde behandelaar, om {{}}", "starttijd"
            )


def _overlaps(scene: Scene) -> None:
    """CO-04: the behandelaar is still with one patient when the next begins."""
    own = scene.chance.on("lotnummer")
    behind = _USUAL & (pl.col("vorige_gerealiseerde_minuten") >= 15)
    chosen = scene.rows("co04_overlap", 7, behind, also="vorige_patient").with_columns(
        over=own.pick("overlap", ((5, 0.4), (10, 0.3), (240, 0.3)))
    )
    begin = pl.col("vorige_minuut") + pl.max_horizontal(
        pl.lit(0), pl.col("vorige_gerealiseerde_minuten") - pl.col("over")
    )
    chosen = chosen.with_columns(starttijd=time_of(begin))
    scene.edit("prestaties", chosen)
    reason = "{} is op {} om {} nog bij een andere patiënt"
    scene.note("ZPM-CO-04", chosen, reason, "behandelaar_id", "datum", "starttijd")
    other = "{} begint op {} om {} al met een andere patiënt"
    scene.note("ZPM-CO-04", chosen, other, "behandelaar_id", "datum", "starttijd", subject="vorige_prestatie_id")


def _asynchronous(scene: Scene) -> None:
    """CO-05: more than one asynchronous contact of a behandelaar with a patient on a day."""
    answered = (
        (pl.col("prestatiegroep") == "consult") & pl.col("asynchroon") & pl.col("declarabel") & pl.col("fout").is_null()
        & (pl.col("dag_einde") <= 1140) & (pl.col("dag_minuten") <= 540)
    )  # fmt: skip
    evening = pl.col("dag_einde") + 75
    reason = "tweede asynchrone contact van {} met de patiënt op {}"
    who = ("behandelaar_id", "datum")
    twice = again(scene.rows("co05_tweemaal", 5, answered, day=True)).with_columns(starttijd=time_of(evening))
    first = scene.rows("co05_driemaal", 1, answered, day=True)
    second = again(first).with_columns(starttijd=time_of(evening))
    third = again(first, 2).with_columns(starttijd=time_of(evening + 90))
    timeless = again(scene.rows("co05_zonder_tijd", 2, answered, day=True)).with_columns(starttijd=nothing(pl.Time))
    for rows in (twice, second, third, timeless):
        scene.add("prestaties", rows)
        scene.note("ZPM-CO-05", rows, reason, *who)
    scene.note("ZPM-PR-04", timeless.filter(pl.col("tfin") == "zvw"), "zvw-consult zonder starttijd")
    unknown = scene.rows("co05_zonder_naam", 2, answered).with_columns(behandelaar_id=nothing(pl.String))
    scene.edit("prestaties", unknown)
    unsent = again(scene.rows("co05_niet_gedeclareerd", 2, answered, day=True)).with_columns(
        starttijd=time_of(evening), declarabel=pl.lit(False), factuurdatum=nothing(pl.Date)
    )
    scene.add("prestaties", unsent)


def _long_days(scene: Scene) -> None:
    """KP-02: a crisis at the end of a full day, written down as very long; truth.py counts the minutes of the day."""
    own = scene.chance.on("lotnummer")
    rest = pl.col("dag_minuten") - pl.col("gerealiseerde_minuten")
    full = _LAST & (rest >= 370) & (pl.col("minuut") + _DAY_LIMIT + 35 - rest < 1439)
    for name, count, over in (("kp02_lang", 3, own.between("te_lang", 1, 35)), ("kp02_precies", 1, whole(0))):
        minutes = _DAY_LIMIT - rest + over
        crisis = scene.rows(name, count, full, day=True).with_columns(
            gepland=pl.lit(False), gepland_op=nothing(pl.Datetime("us")), geplande_minuten=whole(None),
            gerealiseerde_minuten=minutes, duurklasse=klasse(minutes),
        )  # fmt: skip
        scene.edit("prestaties", repriced(crisis))


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _asynchronous(scene)
    _long_days(scene)
    _follow_ons(scene)
    _overlaps(scene)
