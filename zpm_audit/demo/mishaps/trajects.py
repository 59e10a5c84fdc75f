"""Zorgtrajecten: opened twice, closed too early, never closed, without what the law asks; and rows in the wrong one."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from zpm_audit.demo.calendar import PEILDATUM
from zpm_audit.demo.mishaps.features import in_trajecten
from zpm_audit.demo.mishaps.rewriting import nothing, whole
from zpm_audit.demo.mishaps.scene import Scene

_USUAL = pl.col("gewoon")
_ID = "zorgtraject_id"
_YEAR = 365
_ALONE = pl.col("trajecten") == 1
_ZVW = pl.col("tfin") == "zvw"


def _days(days: int | pl.Expr) -> pl.Expr:
    return pl.duration(days=days)


def _links(scene: Scene) -> None:
    """ZT-01: prestaties without a zorgtraject, or with a number that does not exist."""
    lost = scene.rows("zt01_consult", 3, _USUAL)
    travel = scene.rows("zt01_reistijd", 2, pl.col("prestatiegroep") == "reistijd")
    within = (pl.col("datum") > pl.col("eerste_dag")) & (pl.col("datum") < pl.col("laatste_dag"))
    night = scene.rows("zt01_verblijfsdag", 2, (pl.col("prestatiegroep") == "verblijfsdag") & within)
    empty = pl.concat([lost, travel, night], how="diagonal").with_columns(zorgtraject_id=nothing(pl.String))
    unknown = scene.rows("zt01_onbekend", 3, _USUAL)
    unknown = unknown.with_columns(zorgtraject_id=pl.lit("ZT9") + pl.col(_ID).str.slice(3))
    for rows, reason in ((empty, "geen zorgtraject ingevuld"), (unknown, "zorgtraject bestaat niet")):
        scene.edit("prestaties", rows)
        scene.note("ZPM-ZT-01", rows, reason)


def _pairs(scene: Scene, name: str, count: int, where: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Choose patients with two zvw zorgtrajecten; return the first ones and the second ones, in the same order."""
    every = scene.tables["zorgtrajecten"]
    judged = in_trajecten(scene.tables["prestaties"])
    last = judged.group_by("traject").agg(laatste_dag=pl.col("datum").max())
    first = every.filter((pl.col("volgorde") == 0) & (pl.col("financiering") == "zvw")).join(last, on="traject")
    second = every.filter((pl.col("volgorde") == 1) & (pl.col("financiering") == "zvw"))
    before = first.select("patient", eerder_einde="einddatum", eerder_laatst="laatste_dag")
    eligible = second.join(before, on="patient").filter(where)["traject"].implode()
    chosen = scene.trajecten(name, count, (pl.col("volgorde") == 1) & pl.col("traject").is_in(eligible))
    second = chosen.join(before, on="patient", maintain_order="left")
    return chosen.select("patient").join(first, on="patient", maintain_order="left"), second


def _parallel(scene: Scene) -> None:
    """ZT-02: an earlier zorgtraject is still open; ZT-05 follows where nothing happened in it for a year."""
    closed = pl.col("eerder_einde").is_not_null()
    started = "zorgtraject begonnen op {} terwijl dat van eerder nog open was"
    first, second = _pairs(scene, "zt02_niet_gesloten", 4, closed)
    scene.edit("zorgtrajecten", first.with_columns(einddatum=nothing(pl.Date)))
    silent = first.filter(pl.col("laatste_dag") < PEILDATUM - timedelta(days=_YEAR))
    scene.note("ZPM-ZT-02", second, started, "startdatum", subject=_ID)
    scene.note("ZPM-ZT-05", silent, "open, en geen prestatie meer sinds {}", "laatste_dag", subject=_ID)
    for name, days in (("zt02_zelfde_dag", 0), ("zt02_maand_later", 30)):
        first, second = _pairs(scene, name, 2, closed)
        begin = second.get_column("startdatum")
        scene.edit("zorgtrajecten", first.with_columns(einddatum=begin.dt.offset_by(f"{days}d")))
        scene.note("ZPM-ZT-02", second, started, "startdatum", subject=_ID)
    # Opened a second time by mistake; nothing was ever written in it.
    open_long = (
        _ALONE & _ZVW & pl.col("einddatum").is_null() & ~pl.col("spoed") & (pl.col("startdatum") < pl.date(2024, 9, 1))
    )
    again = scene.trajecten("zt02_dubbel_geopend", 3, open_long).with_columns(
        pl.col("startdatum", "verwijsdatum", "aanmelddatum").dt.offset_by("60d"),
        zorgtraject_id=pl.lit("ZTX") + pl.col(_ID).str.slice(2), traject=whole(None),
        zorgvraagtype=nothing(pl.String), zorgvraagtype_datum=nothing(pl.Date), einddatum=nothing(pl.Date),
    )  # fmt: skip
    scene.add("zorgtrajecten", again)
    scene.note("ZPM-ZT-02", again, started, "startdatum", subject=_ID)


def _follow_ups(scene: Scene) -> None:
    """ZT-06: a new zorgtraject for the same zorgvraag within a year; after a year it may."""
    waited = (pl.col("startdatum") - pl.col("eerder_laatst")).dt.total_days()
    for name, count, when in (("zt06_binnen_jaar", 4, waited <= _YEAR), ("zt06_na_jaar", 2, waited > _YEAR)):
        _, second = _pairs(scene, name, count, when)
        scene.edit("zorgtrajecten", second.with_columns(nieuwe_zorgvraag=pl.lit(False)))
        if name == "zt06_binnen_jaar":
            reason = "geen nieuwe zorgvraag, begonnen op {}; laatste prestatie eerder op {}"
            scene.note("ZPM-ZT-06", second, reason, "startdatum", "eerder_laatst", subject=_ID)


def _periods(scene: Scene) -> None:
    """ZT-03 and ZT-04: prestaties outside the period, and a start that is not that of the care."""
    judged = in_trajecten(scene.tables["prestaties"]).select("prestatie_id", "traject", "datum")
    cared = _ALONE & (pl.col("rijen") >= 8)
    early = scene.trajecten("zt03_te_vroeg_gesloten", 4, cared & pl.col("einddatum").is_not_null())
    # The administration closed it two contacts too early.
    ends = (
        judged.join(early.select("traject"), on="traject", how="semi")
        .unique(["traject", "datum"])
        .group_by("traject")
        .agg(nieuw_einde=pl.col("datum").top_k(3).min())
    )
    early = early.join(ends, on="traject", maintain_order="left").with_columns(einddatum="nieuw_einde")
    scene.edit("zorgtrajecten", early)
    after = judged.join(early.select("traject", "einddatum"), on="traject").filter(
        pl.col("datum") > pl.col("einddatum")
    )
    scene.note("ZPM-ZT-03", after.sort("prestatie_id"), "datum {} na de einddatum {}", "datum", "einddatum")

    own = scene.chance.on("traject")
    late = scene.trajecten("zt03_te_laat_geopend", 3, cared & pl.col("nieuw") & ~pl.col("spoed"))
    late = late.with_columns(startdatum=pl.col("eerste_dag") + _days(own.between("later", 1, 12)))
    scene.edit("zorgtrajecten", late)
    before = judged.join(late.select("traject", "startdatum"), on="traject").filter(
        pl.col("datum") < pl.col("startdatum")
    )
    scene.note("ZPM-ZT-03", before.sort("prestatie_id"), "datum {} voor de startdatum {}", "datum", "startdatum")
    scene.note("ZPM-ZT-04", late, "startdatum {}, eerste prestatie op {}", "startdatum", "eerste_dag", subject=_ID)

    fresh = scene.trajecten("zt04_aanmelding", 4, _ALONE & pl.col("nieuw") & ~pl.col("spoed") & _ZVW)
    moved = fresh.with_columns(startdatum=pl.col("startdatum") - _days(own.between("eerder", 1, 60)))
    old = scene.trajecten("zt04_oud", 3, _ALONE & ~pl.col("nieuw") & ~pl.col("spoed"))
    old = old.with_columns(startdatum=pl.lit(date(2022, 1, 1)) + _days(own.between("overgezet", 1, 90)))
    for rows in (moved, old):
        scene.edit("zorgtrajecten", rows)
        scene.note(
            "ZPM-ZT-04", rows, "startdatum {} is niet de datum van de eerste prestatie", "startdatum", subject=_ID
        )
    # Carried over from 2021 with their diagnostics done; by their date they look like new care.
    undiagnosed = old.filter("behandelconsult", pl.col("tfin") != "anders")
    scene.note("ZPM-RB-05", undiagnosed, "begonnen op {} zonder diagnostiek", "startdatum", subject=_ID)


def _silence(scene: Scene) -> None:
    """ZT-05: a zorgtraject that nobody closed, and one that lay still for more than a year."""
    past = _ALONE & pl.col("einddatum").is_not_null() & (pl.col("laatste_dag") < PEILDATUM - timedelta(days=_YEAR))
    forgotten = scene.trajecten("zt05_vergeten", 5, past)
    scene.edit("zorgtrajecten", forgotten.with_columns(einddatum=nothing(pl.Date)))
    scene.note("ZPM-ZT-05", forgotten, "open, en al meer dan een jaar zonder prestatie", subject=_ID)

    span = (pl.col("laatste_dag") - pl.col("eerste_dag")).dt.total_days()
    long = _ALONE & pl.col("team").is_in(["F", "S", "V", "P"]) & ~pl.col("in_groep") & ~pl.col("nieuw") & (span > 420)
    slept = scene.trajecten("zt05_gat", 3, long)
    rows = scene.tables["prestaties"].join(slept.select("traject"), on="traject", how="semi", maintain_order="left")
    since = (pl.col("datum") - pl.col("datum").filter("declarabel").min().over("traject")).dt.total_days()
    # Two weeks of care, then nothing for over a year, and then on as if nothing had happened.
    gone = rows.filter((since > 14) & (since <= 14 + _YEAR + 1))
    scene.drop(gone)
    scene.note("ZPM-ZT-05", slept, "meer dan een jaar tussen twee prestaties", subject=_ID)


def _missing(scene: Scene) -> None:
    """ZT-07 to ZT-10: no zorgvraagtype, an old one, no diagnosis, no financiering."""
    own = scene.chance.on("traject")
    treated = _ZVW & pl.col("behandeld")
    untyped = scene.trajecten("zt07_leeg", 4, treated)
    untyped = untyped.with_columns(zorgvraagtype=nothing(pl.String), zorgvraagtype_datum=nothing(pl.Date))
    scene.edit("zorgtrajecten", untyped)
    scene.note("ZPM-ZT-07", untyped, "behandeld zonder zorgvraagtype", subject=_ID)

    cases = (
        ("zt08_net_te_oud", 2, whole(_YEAR + 1)), ("zt08_precies", 2, whole(_YEAR)),
        ("zt08_oud", 3, own.between("typering", _YEAR + 5, 700)),
    )  # fmt: skip
    for name, count, days in cases:
        typed = scene.trajecten(name, count, treated)
        typed = typed.with_columns(zorgvraagtype_datum=pl.col("laatste_contact_dag") - _days(days))
        scene.edit("zorgtrajecten", typed)
        if name != "zt08_precies":
            reason = "getypeerd op {}, laatste consult of groepsconsult op {}"
            scene.note("ZPM-ZT-08", typed, reason, "zorgvraagtype_datum", "laatste_contact_dag", subject=_ID)
    undated = scene.trajecten("zt08_datum_leeg", 2, treated)
    scene.edit("zorgtrajecten", undated.with_columns(zorgvraagtype_datum=nothing(pl.Date)))

    blank = scene.trajecten("zt09_leeg", 4, pl.col("behandeld"))
    scene.edit("zorgtrajecten", blank.with_columns(diagnose_hoofdgroep=nothing(pl.String)))
    scene.note("ZPM-ZT-09", blank, "behandeld zonder diagnosehoofdgroep", subject=_ID)

    unpaid = scene.trajecten("zt10_leeg", 4, _ALONE & ~pl.col("zonder_start"))
    scene.edit("zorgtrajecten", unpaid.with_columns(financiering=nothing(pl.String)))
    scene.note("ZPM-ZT-10", unpaid, "financiering niet ingevuld", subject=_ID)


def _patients(scene: Scene) -> None:
    """ZT-11: the prestatie of one patient in the zorgtraject of another, or under a number that was merged away."""
    merged = scene.rows("zt11_oud_nummer", 3, _USUAL & ~pl.col("haakt") & ~pl.col("team").is_in(["K", "T"]))
    merged = merged.with_columns(patient_id=pl.lit("C9") + pl.col("patient_id").str.slice(2))
    scene.edit("prestaties", merged)
    scene.note("ZPM-ZT-11", merged, "patiënt is niet die van zorgtraject {}", _ID)
    middle = pl.col("datum").is_between(pl.date(2023, 9, 1), pl.date(2024, 5, 31))
    hosts = scene.trajecten(
        "zt11_gastheer", 3,
        _ALONE & (pl.col("team") == "S")
        & (pl.col("eerste_dag") < pl.date(2023, 9, 1)) & (pl.col("laatste_dag") > pl.date(2024, 5, 31)),
    )  # fmt: skip
    guests = scene.rows("zt11_ander_traject", 3, _USUAL & (pl.col("team") == "S") & _ZVW & ~pl.col("haakt") & middle)
    turn = pl.int_range(pl.len()).over("locatie").alias("beurt")
    homes = hosts.with_columns(turn).select("locatie", "beurt", vreemd=_ID)
    guests = guests.with_columns(turn).join(homes, on=["locatie", "beurt"], how="inner", maintain_order="left")
    guests = guests.with_columns(zorgtraject_id="vreemd")
    scene.edit("prestaties", guests)
    scene.note("ZPM-ZT-11", guests, "zorgtraject {} is van een andere patiënt", _ID)


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _parallel(scene)
    _follow_ups(scene)
    _patients(scene)
    _silence(scene)
    _periods(scene)
    _missing(scene)
    _links(scene)
