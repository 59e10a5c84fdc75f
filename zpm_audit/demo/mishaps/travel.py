"""Toeslag reistijd: twice for one consult, without its consult, in the wrong class, to a location of the provider."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.mishaps.rewriting import again, nothing, whole
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import price_of

_TRAVEL = (pl.col("prestatiegroep") == "reistijd") & pl.col("fout").is_null()
_CODES = {"zvw0": "TC0009", "zvw25": "TC0010", "fz0": "TC9011", "fz45": "TC9012"}
_HEAD = "hoofdprestatie_id"


def _limit() -> pl.Expr:
    return pl.when(pl.col("tfin") == "fz").then(45).otherwise(25).cast(pl.Int64)


def _of_class(rows: pl.DataFrame, k: pl.Expr) -> pl.DataFrame:
    """Register travel in a class, with the code and price of that class where it has one."""
    code = (pl.col("tfin") + pl.col("duurklasse").cast(pl.String)).replace_strict(
        _CODES, default=pl.col("prestatiecode"), return_dtype=pl.String
    )
    return (
        rows.with_columns(duurklasse=k)
        .with_columns(prestatiecode=code)
        .with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))
    )


def _doubles(scene: Scene) -> None:
    """RT-01: the way there and the way back, or the same row once more."""
    same = again(scene.rows("rt01_dubbel", 3, _TRAVEL))
    back = again(scene.rows("rt01_heen_en_terug", 2, _TRAVEL & (pl.col("tfin") == "zvw")))
    back = _of_class(back.with_columns(reistijd_minuten=whole(15)), whole(0))
    for rows in (same, back):
        scene.add("prestaties", rows)
        scene.note("ZPM-RT-01", rows, "tweede reistijd bij consult {}", _HEAD)


def _heads(scene: Scene) -> None:
    """RT-02: travel without its consult, or with one of another day."""
    loose = scene.rows("rt02_leeg", 3, _TRAVEL).with_columns(hoofdprestatie_id=nothing(pl.String))
    lost = scene.rows("rt02_onbekend", 2, _TRAVEL).with_columns(
        hoofdprestatie_id=pl.lit("P9") + pl.col(_HEAD).str.slice(2)
    )
    for rows, reason in ((loose, "reistijd zonder hoofdprestatie"), (lost, "hoofdprestatie bestaat niet")):
        scene.edit("prestaties", rows)
        scene.note("ZPM-RT-02", rows, reason)
    # The consult next in the list: at the office, on another day.
    office = scene.tables["prestaties"].filter(
        (pl.col("prestatiegroep") == "consult") & pl.col("eigen_locatie") & pl.col("declarabel")
    )
    per_traject = office.group_by("traject", maintain_order=True).agg(
        thuis=pl.col("prestatie_id").first(), thuis_op=pl.col("datum").first()
    )
    at = per_traject["traject"].implode()
    wrong = scene.rows("rt02_andere_dag", 3, _TRAVEL & pl.col("traject").is_in(at))
    wrong = wrong.join(per_traject, on="traject", how="left", maintain_order="left")
    wrong = wrong.filter(pl.col("thuis_op") != pl.col("datum")).with_columns(hoofdprestatie_id="thuis")
    scene.edit("prestaties", wrong)
    scene.note("ZPM-RT-02", wrong, "consult {} was op {}, niet op de dag van de reis", _HEAD, "thuis_op")
    scene.note("ZPM-RT-04", wrong, "consult {} was op een eigen locatie", _HEAD)
    # Patient not at home: the consult is not charged, the travel still belongs to it.
    head = pl.col("prestatiegroep") == "consult"
    missed = head & ~pl.col("declarabel") & ~pl.col("eigen_locatie") & (pl.col("tfin") == "zvw")
    tried = scene.rows("rt02_niet_thuis", 2, missed)
    scene.add(
        "prestaties",
        again(tried).select(
            "traject", "locatie", "patient_id", "zorgtraject_id", "datum", "setting", "behandelaar_id", "soort",
            "prestatie_id",
            hoofdprestatie_id=tried["prestatie_id"], prestatiegroep=pl.lit("reistijd"), prestatiecode=pl.lit("TC0009"),
            declarabel=pl.lit(True), duurklasse=whole(0), reistijd_minuten=whole(20),
            bedrag_eur=price_of(pl.lit("TC0009")),
        ),
    )  # fmt: skip


def _classes(scene: Scene) -> None:
    """RT-03: the limit of the other law, rounded up, or rounded down; and travel that cannot be judged."""
    minutes = pl.col("reistijd_minuten")
    short = _of_class(scene.rows("rt03_te_hoog", 3, _TRAVEL & (minutes < _limit())), _limit())
    long = _of_class(scene.rows("rt03_te_laag", 2, _TRAVEL & (minutes >= _limit())), whole(0))
    forensic = scene.rows("rt03_grens_zvw", 1, _TRAVEL & (pl.col("tfin") == "fz"))
    insurer = scene.rows("rt03_grens_fz", 1, _TRAVEL & (pl.col("tfin") == "zvw") & (minutes >= 45))
    swapped = pl.concat([forensic.with_columns(duurklasse=whole(25)), insurer.with_columns(duurklasse=whole(45))])
    for rows in (short, long, swapped):
        scene.edit("prestaties", rows)
        scene.note("ZPM-RT-03", rows, "{} minuten reistijd in klasse {} ({})", "reistijd_minuten", "duurklasse", "tfin")
    scene.edit("prestaties", scene.rows("rt03_minuten_leeg", 2, _TRAVEL).with_columns(reistijd_minuten=whole(None)))
    scene.edit("prestaties", scene.rows("rt03_klasse_leeg", 1, _TRAVEL).with_columns(duurklasse=whole(None)))


def _locations(scene: Scene) -> None:
    """RT-04: travel to a location of the provider itself, or to who knows where."""
    consults = scene.tables["prestaties"]
    for name, count, own in (("rt04_eigen", 4, True), ("rt04_leeg", 2, None)):
        travel = scene.rows(name, count, _TRAVEL)
        heads = consults.join(travel.select(prestatie_id=_HEAD), on="prestatie_id", how="semi", maintain_order="left")
        scene.edit("prestaties", heads.with_columns(eigen_locatie=pl.lit(own, dtype=pl.Boolean)))
        if own:
            scene.note("ZPM-RT-04", travel, "consult {} was op een eigen locatie", _HEAD)


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _doubles(scene)
    _heads(scene)
    _classes(scene)
    _locations(scene)
