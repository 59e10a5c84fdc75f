"""Declarations: amounts above the maximum, patients and dates that cannot be right, acute care for too long."""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.demo.mishaps.rewriting import nothing
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import consult_prices

_USUAL = pl.col("gewoon")
_ID = "zorgtraject_id"


def _maximum(rows: pl.DataFrame) -> pl.DataFrame:
    prices = consult_prices().select("prestatiecode", "jaar", "maximum").unique()
    return (
        rows.with_columns(jaar=pl.col("datum").dt.year().cast(pl.Int64))
        .join(prices, on=["prestatiecode", "jaar"], how="left", maintain_order="left")
        .with_columns(grens=(pl.col("maximum") * 110 + 50) // 100)
    )


def _amounts(scene: Scene) -> None:
    """FA-01 and FA-02: above the maximum, within ten per cent of it and beyond, down to the cent."""
    top, limit = pl.col("maximum"), pl.col("grens")
    beyond = (("cent", 1, limit + 1), ("kwart", 3, top * 5 // 4), ("komma", 1, top * 10))
    within = (("cent", 1, top + 1), ("precies", 1, limit), ("deel", 3, top * 105 // 100))
    for check, cases in (("ZPM-FA-01", beyond), ("ZPM-FA-02", within)):
        for name, count, amount in cases:
            rows = _maximum(scene.rows(f"{check}_{name}", count, _USUAL)).with_columns(bedrag_eur=amount)
            scene.edit("prestaties", rows)
            scene.note(check, rows, "bedrag {} cent, maximum {} cent", "bedrag_eur", "maximum")
    exact = _maximum(scene.rows("fa02_maximum", 2, _USUAL))
    scene.edit("prestaties", exact.with_columns(bedrag_eur="maximum"))


def _numbers(scene: Scene) -> None:
    """FA-03: two digits swapped, one lost, letters, zeros. Never a number that could be somebody's."""
    bsn = pl.col("bsn")
    last = bsn.str.tail(1).cast(pl.Int64)
    cases = (
        ("fout_cijfer", 3, bsn.str.head(8) + ((last + 1) % 10).cast(pl.String)),
        ("acht_cijfers", 1, bsn.str.head(8)),
        ("punten", 1, bsn.str.head(4) + pl.lit(".") + bsn.str.slice(4)),
        ("nullen", 1, pl.lit("000000000")),
    )
    for name, count, number in cases:
        rows = _people(scene, f"fa03_{name}", count, pl.lit(True)).with_columns(bsn=number)
        scene.edit("patienten", rows)
        scene.note("ZPM-FA-03", rows, f"bsn is ongeldig ({name.replace('_', ' ')})", subject="patient_id")
    without = _people(scene, "fa03_leeg", 2, pl.lit(True))
    scene.edit("patienten", without.with_columns(bsn=nothing(pl.String)))


def _people(scene: Scene, name: str, count: int, where: pl.Expr) -> pl.DataFrame:
    chosen = scene.trajecten(name, count, where).select("patient_id", "traject")
    return scene.tables["patienten"].join(chosen, on="patient_id", how="inner", maintain_order="right")


def _minors(scene: Scene) -> None:
    """FA-04: the eighteenth birthday falls within the care; once nobody knows when it is."""
    own = scene.chance.on("traject")
    rows = scene.tables["prestaties"].filter("declarabel")
    lasting = (pl.col("trajecten") == 1) & (pl.col("rijen") >= 10) & (pl.col("team").is_in(["B", "V", "S"]))
    young = _people(scene, "fa04_minderjarig", 4, lasting)
    dates = (
        rows.join(young.select("traject"), on="traject", how="semi")
        .unique(["traject", "datum"])
        .sort("traject", "datum")
        .with_columns(beurt=pl.int_range(pl.len()).over("traject"))
    )
    # The contact on the birthday itself is the first that is right. A birthday on 29 February is never drawn.
    leap = (pl.col("datum").dt.month() == 2) & (pl.col("datum").dt.day() == 29)
    birthday = dates.filter((pl.col("beurt") == own.between("verjaardag", 2, 6)) & ~leap)
    young = young.join(birthday.select("traject", "datum"), on="traject", how="inner", maintain_order="left")
    scene.edit("patienten", young.with_columns(geboortedatum=pl.col("datum").dt.offset_by("-18y")))
    before = rows.join(young.select("traject", jarig="datum"), on="traject").filter(pl.col("datum") < pl.col("jarig"))
    scene.note(
        "ZPM-FA-04", before.sort("prestatie_id"), "op {} nog geen 18, dat werd de patiënt op {}", "datum", "jarig"
    )
    unknown = _people(scene, "fa04_leeg", 2, pl.lit(True))
    scene.edit("patienten", unknown.with_columns(geboortedatum=nothing(pl.Date)))


def _dates(scene: Scene) -> None:
    """FA-05: a year that was mistyped, so that the care came before the model; FA-06: an invoice before the care."""
    own = scene.chance.on("lotnummer")
    carried = ~pl.col("nieuw") & (pl.col("trajecten") == 1) & (pl.col("startdatum") == date(2022, 1, 1))
    peer = (pl.col("prestatiegroep") == "intercollegiaal_overleg") & pl.col("declarabel") & pl.col("fout").is_null()
    chosen = scene.rows(
        "fa05_overleg",
        3,
        peer & carried & (pl.col("datum") > pl.col("eerste_dag")) & (pl.col("datum") < pl.col("laatste_dag")),
    )
    # Not switched over at New Year, or some years out.
    just = pl.lit(date(2021, 12, 20)) + pl.duration(days=own.between("jaar", 0, 11))
    mistyped = pl.col("datum").dt.offset_by("-4y")
    chosen = chosen.with_columns(datum=pl.when(pl.int_range(pl.len()) % 3 < 2).then(just).otherwise(mistyped))
    scene.edit("prestaties", chosen)
    scene.note("ZPM-FA-05", chosen, "datum {} ligt voor de invoering van het Zorgprestatiemodel", "datum")
    scene.note("ZPM-ZT-03", chosen, "datum {} voor de startdatum {}", "datum", "startdatum")
    scene.note("ZPM-ZT-04", chosen, "eerste prestatie op {}, startdatum {}", "datum", "startdatum", subject=_ID)
    scene.note("ZPM-ZT-05", chosen, "meer dan een jaar tussen {} en de volgende prestatie", "datum", subject=_ID)

    referred = pl.col("verwijstype").is_in(["01", "02", "07"]) & (pl.col("tfin") == "zvw")
    unreferred = chosen.filter(referred & (pl.col("datum") < pl.date(2021, 1, 1)))
    scene.note("ZPM-VW-03", unreferred, "eerste prestatie op {}, voor de verwijzing", "datum", subject=_ID)

    early = scene.rows("fa06_factuur", 5, _USUAL & (pl.col("datum") < pl.date(2024, 11, 1)))
    early = early.with_columns(factuurdatum=pl.col("datum") - pl.duration(days=own.between("factuur", 1, 40)))
    scene.edit("prestaties", early)
    scene.note("ZPM-FA-06", early, "factuur van {} voor zorg op {}", "factuurdatum", "datum")
    same = scene.rows("fa06_zelfde_dag", 1, _USUAL)
    scene.edit("prestaties", same.with_columns(factuurdatum="datum"))


def _acute(scene: Scene) -> None:
    """AC-01: acute care within budget after the third calendar day, or in no zorgtraject."""
    days = (pl.col("datum") - pl.col("eerste_dag")).dt.total_days()
    acute = (
        (pl.col("team") == "A")
        & (pl.col("prestatiegroep") == "consult")
        & pl.col("declarabel")
        & pl.col("fout").is_null()
    )
    late = scene.rows("ac01_te_lang", 4, acute & (days > 2))
    scene.edit("prestaties", late.with_columns(acuut_binnen_budget=pl.lit(True)))
    scene.note("ZPM-AC-01", late, "acuut binnen budget op {}, begonnen op {}", "datum", "eerste_dag")
    # Not the first of the phase, and followed by another, so that the zorgtraject keeps its first and last day.
    between = acute & (days > 0) & pl.col("acuut_binnen_budget") & (pl.col("datum") < pl.col("laatste_dag"))
    loose = scene.rows("ac01_los", 1, between & (pl.col("consulttype") == "behandeling"))
    scene.edit("prestaties", loose.with_columns(zorgtraject_id=nothing(pl.String)))
    scene.note("ZPM-ZT-01", loose, "geen zorgtraject ingevuld")


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _acute(scene)
    _dates(scene)
    _minors(scene)
    _numbers(scene)
    _amounts(scene)
