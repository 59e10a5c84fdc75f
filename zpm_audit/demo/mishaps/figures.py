"""Zorgtrajecten whose figures look odd: outreachend without travel, mono- and multidisciplinary mixed up.

What follows is counted over the finished tables, by ``zpm_audit.demo.figures``.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.institution import category
from zpm_audit.demo.mishaps.rewriting import repriced, whole
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import price_of

_CONSULT = pl.col("prestatiegroep") == "consult"
_TRAVEL = pl.col("prestatiegroep") == "reistijd"


def _of(scene: Scene, chosen: pl.DataFrame, kind: pl.Expr) -> pl.DataFrame:
    return (
        scene.tables["prestaties"]
        .filter(kind)
        .join(chosen.select("traject"), on="traject", how="semi", maintain_order="left")
    )


def _outreach(scene: Scene) -> None:
    """SE-01: hardly any travel, or none at all, in outreachend care."""
    team = (pl.col("team") == "F") & (pl.col("reizen") >= 5)
    near = scene.trajecten("se01_om_de_hoek", 2, team)
    short = _of(scene, near, _TRAVEL).with_columns(
        reistijd_minuten=whole(5), duurklasse=whole(0), prestatiecode=pl.lit("TC0009")
    )
    scene.edit("prestaties", short.with_columns(bedrag_eur=price_of(pl.col("prestatiecode"))))
    scene.drop(_of(scene, scene.trajecten("se01_geen_reistijd", 2, team & (pl.col("reizen") <= 60)), _TRAVEL))


def _disciplines(scene: Scene) -> None:
    """SE-02: work of one profession as multidisciplinary, and of several as monodisciplinary."""
    steady = (pl.col("settings") == 1) & (pl.col("consulten") >= 6) & (pl.col("trajecten") == 1)
    mono = scene.trajecten("se02_mono_als_multi", 3, steady & (pl.col("team") == "B") & (pl.col("een_setting") == 2))
    multi = scene.trajecten(
        "se02_multi_als_mono", 3, steady & pl.col("team").is_in(["S", "P"]) & (pl.col("een_setting") == 3)
    )
    for chosen, setting in ((mono, 3), (multi, 2)):
        rows = _of(scene, chosen, _CONSULT & pl.col("declarabel"))
        rows = rows.with_columns(setting=whole(setting), categorie=category(pl.col("beroep_toen")))
        scene.edit("prestaties", repriced(rows))


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _outreach(scene)
    _disciplines(scene)
