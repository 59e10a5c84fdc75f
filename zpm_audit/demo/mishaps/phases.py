"""Care that does not fit where it stands: treatment without diagnostics, a euthanasieconsultatie in forensic care."""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.demo.institution import category
from zpm_audit.demo.mishaps.rewriting import again, repriced, whole
from zpm_audit.demo.mishaps.scene import Scene
from zpm_audit.demo.tariffs import by_year

_CARRIED_OVER = date(2022, 1, 1)
_MINUTES = 60
_CENTS_PER_MINUTE = 210


def _diagnostics(scene: Scene) -> None:
    """RB-05: the diagnostics of a new zorgvraag are registered as treatment."""
    eligible = (
        pl.col("nieuw") & pl.col("behandelconsult") & (pl.col("trajecten") == 1) & ~pl.col("spoed")
        & pl.col("tfin").is_in(["zvw", "fz"]) & (pl.col("startdatum") > _CARRIED_OVER)
    )  # fmt: skip
    chosen = scene.trajecten("rb05_zonder_diagnostiek", 4, eligible)
    rows = scene.tables["prestaties"].join(chosen.select("traject"), on="traject", how="semi", maintain_order="left")
    diagnostic = (pl.col("prestatiegroep") == "consult") & (pl.col("consulttype") == "diagnostiek")
    treated = rows.filter(diagnostic & pl.col("declarabel")).with_columns(
        consulttype=pl.lit("behandeling"), categorie=category(pl.col("beroep_toen"))
    )
    scene.edit("prestaties", repriced(treated))
    scene.note("ZPM-RB-05", chosen, "behandeld zonder diagnostiekconsult", subject="zorgtraject_id")


def _forensic(scene: Scene) -> None:
    """EU-02: consultatie on a euthanasia request for a forensic patient."""
    heads = scene.rows("eu02_forensisch", 2, pl.col("gewoon") & (pl.col("tfin") == "fz"))
    asked = again(heads).select(
        "traject", "locatie", "patient_id", "zorgtraject_id", "datum", "setting", "behandelaar_id", "declarabel",
        "factuurdatum", "prestatie_id", "soort",
        prestatiegroep=pl.lit("euthanasie"), prestatiecode=pl.lit("OV9004"), starttijd=pl.time(16, 0),
        gerealiseerde_minuten=whole(_MINUTES), bedrag_eur=by_year(_MINUTES * _CENTS_PER_MINUTE),
    )  # fmt: skip
    scene.add("prestaties", asked)
    scene.note("ZPM-EU-02", asked, "consultatie in een forensisch zorgtraject op {}", "datum")


def plant(scene: Scene) -> None:
    """Plant all of these."""
    _forensic(scene)
    _diagnostics(scene)
