"""Referrals: none, one that is too old or came afterwards, and a referrer who is not named as the type asks."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from zpm_audit.demo.calendar import PEILDATUM
from zpm_audit.demo.mishaps.rewriting import nothing, whole
from zpm_audit.demo.mishaps.scene import Scene

_ID = "zorgtraject_id"
_ZVW = pl.col("tfin") == "zvw"
_REFERRED = _ZVW & ~pl.col("spoed") & pl.col("verwijstype").is_in(["01", "02", "07"])
_BY_DOCTOR = _ZVW & ~pl.col("spoed") & pl.col("verwijstype").is_in(["01", "02"])
_VALID_DAYS = 275
_WAIT_DAYS = 60


def _types(scene: Scene) -> None:
    """VW-01: no type, or a type that gives no right to care."""
    for name, count, kind in (("vw01_leeg", 3, None), ("vw01_05", 2, "05")):
        rows = scene.trajecten(name, count, _REFERRED).with_columns(verwijstype=pl.lit(kind, dtype=pl.String))
        scene.edit("zorgtrajecten", rows)
        scene.note("ZPM-VW-01", rows, "verwijstype {} geeft geen recht op zorg", "verwijstype", subject=_ID)


def _ages(scene: Scene) -> None:
    """VW-02: older than nine months at the aanmelding, or without a date."""
    own = scene.chance.on("traject")
    cases = (
        ("vw02_net_te_oud", 1, whole(_VALID_DAYS + 1)), ("vw02_precies", 1, whole(_VALID_DAYS)),
        ("vw02_te_oud", 4, own.between("oud", _VALID_DAYS + 5, 600)),
    )  # fmt: skip
    for name, count, days in cases:
        rows = scene.trajecten(name, count, _REFERRED)
        rows = rows.with_columns(verwijsdatum=pl.col("aanmelddatum") - pl.duration(days=days))
        scene.edit("zorgtrajecten", rows)
        if name != "vw02_precies":
            reason = "verwezen op {}, aangemeld op {}"
            scene.note("ZPM-VW-02", rows, reason, "verwijsdatum", "aanmelddatum", subject=_ID)
    for column in ("verwijsdatum", "aanmelddatum"):
        rows = scene.trajecten(f"vw02_{column}_leeg", 2, _REFERRED)
        scene.edit("zorgtrajecten", rows.with_columns(nothing(pl.Date).alias(column)))


def _afterwards(scene: Scene) -> None:
    """VW-03: the letter came when the care had begun; on the day itself is in time."""
    own = scene.chance.on("traject")
    for name, count, days in (("vw03_achteraf", 4, own.between("brief", 1, 40)), ("vw03_zelfde_dag", 1, whole(0))):
        rows = scene.trajecten(name, count, _REFERRED & pl.col("nieuw"))
        rows = rows.with_columns(verwijsdatum=pl.col("startdatum") + pl.duration(days=days))
        scene.edit("zorgtrajecten", rows)
        if name == "vw03_achteraf":
            reason = "verwezen op {}, eerste prestatie op {}"
            scene.note("ZPM-VW-03", rows, reason, "verwijsdatum", "startdatum", subject=_ID)


def _referrers(scene: Scene) -> None:
    """VW-04: a referrer without a good AGB code, one where there should be none, and an acute one still to be named."""
    code = pl.col("verwijzer_agb")
    cases = (
        ("vw04_leeg", 2, _BY_DOCTOR, nothing(pl.String)),
        ("vw04_zeven", 1, _BY_DOCTOR, code.str.slice(1)),
        ("vw04_naam", 1, _BY_DOCTOR, pl.lit("huisarts")),
        ("vw04_streepje", 1, _BY_DOCTOR, code.str.head(2) + pl.lit("-") + code.str.slice(2)),
        ("vw04_overbodig", 2, _ZVW & pl.col("verwijstype").is_in(["04", "06"]), pl.lit("01900123")),
    )
    acute = _ZVW & (pl.col("verwijstype") == "03")
    begun = pl.col("startdatum") < PEILDATUM - timedelta(days=_WAIT_DAYS)
    for name, count, where, agb in (*cases, ("vw04_spoed", 2, acute & begun, nothing(pl.String))):
        rows = scene.trajecten(name, count, where).with_columns(verwijzer_agb=agb)
        scene.edit("zorgtrajecten", rows)
        reason = "verwijstype {} met verwijzer {}"
        scene.note("ZPM-VW-04", rows, reason, "verwijstype", "verwijzer_agb", subject=_ID)
    running = scene.trajecten("vw04_loopt", 2, acute & ~begun)
    scene.edit("zorgtrajecten", running.with_columns(verwijzer_agb=nothing(pl.String)))


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _referrers(scene)
    _ages(scene)
    _afterwards(scene)
    _types(scene)
