"""Stays in the two clinics: opnames, and a verblijfsdag for every night."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.calendar import FIRST_DAY, LAST_DAY, LAST_WORKING_DAY, calendar
from zpm_audit.demo.chance import Chance
from zpm_audit.demo.tariffs import price_of


def _date_of(frame: pl.DataFrame, day: str, name: str) -> pl.DataFrame:
    days = calendar().select(pl.col("dag").alias(day), pl.col("datum").alias(name))
    return frame.join(days, on=day, how="left", maintain_order="left")


def opnames(plans: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return one stay per zorgtraject of a clinic, with the working columns ``traject``, ``eerste`` and ``laatste``.

    ``eerste`` and ``laatste`` are the first and the last night that count within the two years.
    """
    own = chance.on("traject")
    inside = plans.filter(pl.col("team").is_in(["K", "T"])).with_columns(
        einde=pl.when(pl.col("team") == "K").then("uit").otherwise("tot")
    )
    inside = _date_of(_date_of(inside, "van", "in_datum"), "einde", "uit_datum")
    at = pl.col("minuut_in")
    stays = inside.with_columns(
        # Whoever was there already: the ward was registered anew when the first year began.
        in_datum=pl.when("nieuw").then("in_datum").otherwise(pl.lit(FIRST_DAY)),
        # Crisis admissions come in the evening too; eight o'clock sharp would be open to dispute.
        minuut_in=own.between("uur", 540, 1198) + pl.when(own.happens("avond", 0.04)).then(240).otherwise(0),
        uit_datum=pl.when(pl.col("einde") <= LAST_WORKING_DAY).then("uit_datum"),
    ).with_columns(minuut_in=pl.when((at >= 1196) & (at <= 1204)).then(1190).when(at > 1430).then(1330).otherwise(at))
    late = pl.col("minuut_in") > 1200
    first = pl.when(late).then(pl.col("in_datum").dt.offset_by("1d")).otherwise("in_datum")
    return stays.with_columns(
        opname_id=pl.lit("OPN") + pl.col("traject").cast(pl.String).str.zfill(7),
        opname=pl.col("in_datum").cast(pl.Datetime("us")) + pl.duration(minutes=pl.col("minuut_in")),
        ontslag=pl.col("uit_datum").cast(pl.Datetime("us")) + pl.duration(minutes=own.between("weg", 570, 960)),
        integraal_tarief=pl.lit(False),
        eerste=pl.max_horizontal(first, pl.lit(FIRST_DAY)),
        laatste=pl.coalesce(pl.col("uit_datum").dt.offset_by("-1d"), pl.lit(LAST_DAY)),
    )


def verblijfsdagen(stays: pl.DataFrame) -> pl.DataFrame:
    """Return a prestatie for every night of the stays."""
    nights = stays.filter(pl.col("eerste") <= pl.col("laatste")).with_columns(
        datum=pl.date_ranges("eerste", "laatste", interval="1d")
    )
    return (
        nights.explode("datum")
        .with_columns(
            prestatiegroep=pl.lit("verblijfsdag"),
            prestatiecode=pl.when(pl.col("team") == "K").then(pl.lit("VD9005")).otherwise(pl.lit("VD9006")),
            setting=pl.when(pl.col("team") == "K").then(5).otherwise(6).cast(pl.Int64),
            declarabel=pl.lit(True),
        )
        .with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))
        .select(
            "traject", "datum", "prestatiegroep", "prestatiecode", "setting", "declarabel", "bedrag_eur",
            sleutel=pl.col("datum").cast(pl.Int32).cast(pl.Int64),
        )
    )  # fmt: skip
