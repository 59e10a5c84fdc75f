"""Groepsconsulten: weekly sessions, who came, and the size that follows."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.calendar import LAST_WORKING_DAY, calendar
from zpm_audit.demo.chance import Chance
from zpm_audit.demo.institution import beroep_on, category, person
from zpm_audit.demo.tariffs import by_year
from zpm_audit.demo.teams import TEAMS

_WEEKS = 26
_MINUTES = 90
_HALF_HOURS = _MINUTES // 30
_CENTS_PER_HALF_HOUR = {"overige beroepen": 11_400, "verpleegkundige": 11_100, "gz-psycholoog": 13_100}
_OTHER_CENTS = 12_600


def _meetings(plans: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the dates on which the members of every group could meet."""
    days = calendar().select("dag", "datum")
    members = plans.filter(
        "in_groep", ~pl.col("onverzekerd"), pl.col("groepen").is_not_null(), pl.col("gebrek").is_null()
    )
    inside = pl.col("team").is_in(["K", "T"])
    until = pl.min_horizontal(pl.coalesce("uit", "tot"), pl.lit(LAST_WORKING_DAY))
    window = members.with_columns(
        eerste_dag=pl.col("van") + pl.when(inside).then(3).when(pl.col("nieuw")).then(30).otherwise(5),
    ).with_columns(
        laatste_dag=pl.when(inside).then(until).otherwise(pl.min_horizontal(until, pl.col("eerste_dag") + 5 * _WEEKS))
    )
    weekday = pl.col("groepen") % 5 + 1
    return (
        window.filter(pl.col("eerste_dag") <= pl.col("laatste_dag"))
        .join(days.rename({"dag": "eerste_dag", "datum": "vanaf"}), on="eerste_dag", maintain_order="left")
        .join(days.rename({"dag": "laatste_dag", "datum": "tot_datum"}), on="laatste_dag", maintain_order="left")
        .with_columns(wacht=(weekday - pl.col("vanaf").dt.weekday().cast(pl.Int64)) % 7)
        .with_columns(vanaf=pl.col("vanaf").dt.offset_by(pl.format("{}d", "wacht")))
        .filter(pl.col("vanaf") <= pl.col("tot_datum"))
        .with_columns(datum=pl.date_ranges("vanaf", "tot_datum", interval="7d"))
        .explode("datum")
        .join(calendar(), on="datum", how="inner", maintain_order="left")
        .with_columns(sessie=pl.col("groepen") * 100_000 + pl.col("datum").cast(pl.Int32).cast(pl.Int64))
        .filter(chance.on("sessie").happens("gaat_door", pl.col("druk") * 0.98))
    )


def groepsconsulten(plans: pl.DataFrame, filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the groepsconsulten; whoever stayed away is sometimes registered, never declarable and never counted."""
    own = chance.on("sleutel")
    rows = (
        _meetings(plans, chance)
        .with_columns(sleutel=pl.col("traject") * 100_000 + pl.col("datum").cast(pl.Int32).cast(pl.Int64))
        .with_columns(aanwezig=own.happens("aanwezig", 0.86))
        .filter(pl.col("aanwezig") | own.happens("toch_geregistreerd", 0.5))
        .with_columns(samen=pl.col("aanwezig").sum().over("sessie").cast(pl.Int64))
        .filter(pl.col("samen") >= 2)
        .join(filled, left_on="groepen", right_on="positie", how="left", maintain_order="left")
        .with_columns(
            categorie=category(beroep_on(pl.col("datum"))), groepsgrootte=pl.min_horizontal("samen", pl.lit(10))
        )
    )
    setting = pl.col("team").replace_strict({team.code: team.setting for team in TEAMS})
    half_hour = pl.col("categorie").replace_strict(_CENTS_PER_HALF_HOUR, default=_OTHER_CENTS, return_dtype=pl.Int64)
    group = pl.col("groepen").cast(pl.String).str.zfill(5)
    start = (780 + pl.col("groepen") % 3 * 15) * 60_000_000_000
    return rows.with_columns(
        prestatiegroep=pl.lit("groepsconsult"),
        consulttype=pl.lit("behandeling"),
        prestatiecode=pl.format("GC90{}", pl.col("groepsgrootte").cast(pl.String).str.zfill(2)),
        setting=setting.cast(pl.Int64),
        behandelaar_id=person(pl.col("datum")),
        starttijd=start.cast(pl.Int64).cast(pl.Time),
        gepland=pl.lit(True),
        gepland_op=(pl.col("datum").cast(pl.Datetime("us")) - pl.duration(days=28)) + pl.duration(hours=12),
        geplande_minuten=pl.lit(_MINUTES, dtype=pl.Int64),
        gerealiseerde_minuten=pl.lit(_MINUTES, dtype=pl.Int64),
        duurklasse=pl.lit(_MINUTES, dtype=pl.Int64),
        groepssessie_id=pl.format("GS{}-{}", group, pl.col("datum").dt.strftime("%Y%m%d")),
        declarabel=pl.col("aanwezig"),
        bedrag_eur=pl.when("aanwezig").then(by_year(_HALF_HOURS * half_hour // pl.col("groepsgrootte"))),
    ).select(
        "traject", "datum", "prestatiegroep", "consulttype", "prestatiecode", "setting", "behandelaar_id", "starttijd",
        "gepland", "gepland_op", "geplande_minuten", "gerealiseerde_minuten", "duurklasse", "groepssessie_id",
        "groepsgrootte", "aanwezig", "declarabel", "bedrag_eur", sleutel=pl.col("datum").cast(pl.Int32).cast(pl.Int64),
    )  # fmt: skip
