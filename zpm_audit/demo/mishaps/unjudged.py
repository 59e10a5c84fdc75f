"""Rows that nobody judges: appointments that are still to come."""

from __future__ import annotations

from datetime import date

import polars as pl

from zpm_audit.demo.mishaps.rewriting import again, nothing, whole
from zpm_audit.demo.mishaps.scene import Scene

_AHEAD = date(2025, 1, 20)


def plant(scene: Scene) -> None:
    """Put appointments of the coming weeks in the register: planned, not carried out, without code or amount."""
    own = scene.chance.on("lotnummer")
    ongoing = pl.col("gewoon") & pl.col("einddatum").is_null() & (pl.col("datum") > pl.date(2024, 11, 1))
    ahead = again(scene.rows("toekomst", 20, ongoing & ~pl.col("team").is_in(["K", "T"]))).with_columns(
        datum=pl.lit(_AHEAD) + pl.duration(days=own.between("vooruit", 0, 4) + 7 * own.between("weken", 0, 5)),
        gepland_op=pl.datetime(2025, 1, 10, 10, 0),
        gerealiseerde_minuten=whole(None),
        duurklasse=whole(None),
        prestatiecode=nothing(pl.String),
        bedrag_eur=whole(None),
        factuurdatum=nothing(pl.Date),
    )
    scene.add("prestaties", ahead)
