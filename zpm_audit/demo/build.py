"""Puts the care of a few locations together into the tables of an export, with what was planted in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from zpm_audit.demo.chance import Chance
from zpm_audit.demo.consults import consults
from zpm_audit.demo.figures import Tables
from zpm_audit.demo.flaws import spoil_consults, spoil_overleg
from zpm_audit.demo.groups import groepsconsulten
from zpm_audit.demo.institution import behandelaren, positions
from zpm_audit.demo.mishaps import plant
from zpm_audit.demo.other_care import day_care, euthanasie, interpreters, outside_package, overleg, travel
from zpm_audit.demo.people import patienten, zorgtrajecten
from zpm_audit.demo.stays import opnames, verblijfsdagen
from zpm_audit.demo.tariffs import consult_prices
from zpm_audit.demo.trajects import UNSIGNED, trajects
from zpm_audit.register.schema import TABLES

_NOT_YET_INVOICED = date(2024, 12, 1)
_MONODISCIPLINARY = 0.9


@dataclass(frozen=True)
class Built:
    """The tables of some locations, still with their working columns, and what the mishaps in them must give."""

    tables: Tables
    lines: pl.DataFrame

    @property
    def prestaties(self) -> pl.DataFrame:
        """Return the prestaties."""
        return self.tables["prestaties"]

    @property
    def zorgtrajecten(self) -> pl.DataFrame:
        """Return the zorgtrajecten."""
        return self.tables["zorgtrajecten"]


def _one_profession_is_setting_2(rows: pl.DataFrame) -> pl.DataFrame:
    """Where one profession did nearly all the work of a setting 3 zorgtraject, the care was monodisciplinary."""
    shares = (
        rows.filter(pl.col("declarabel"), pl.col("team").is_in(["S", "P"]))
        .group_by("traject", "categorie")
        .agg(pl.col("gerealiseerde_minuten").sum())
        .group_by("traject")
        .agg((pl.col("gerealiseerde_minuten").max() / pl.col("gerealiseerde_minuten").sum()).alias("aandeel"))
    )
    alone = (pl.col("aandeel") >= _MONODISCIPLINARY).fill_null(False)
    return (
        rows.join(shares, on="traject", how="left", maintain_order="left")
        .with_columns(setting=pl.when(alone).then(pl.lit(2, dtype=pl.Int64)).otherwise("setting"))
        .drop("aandeel")
    )


def _priced(rows: pl.DataFrame) -> pl.DataFrame:
    """Add prestatiecode and amount; a no-show has neither, nor minutes or a class."""
    by = ["categorie", "setting", "consulttype", "duurklasse", "jaar"]
    priced = rows.with_columns(jaar=pl.col("datum").dt.year().cast(pl.Int64)).join(
        consult_prices().drop("maximum"), on=by, how="left", maintain_order="left"
    )
    emptied = ["prestatiecode", "bedrag_eur", "gerealiseerde_minuten", "duurklasse"]
    return priced.with_columns(pl.when("declarabel").then(pl.col(name)).alias(name) for name in emptied)


def _consult_rows(plans: pl.DataFrame, filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    spoiled = _one_profession_is_setting_2(spoil_consults(consults(plans, filled, chance), chance))
    first = pl.col("datum").filter(pl.col("nummer") == 0).min().over("traject")
    unsigned = ((pl.col("gebrek") == UNSIGNED) & (pl.col("nummer") == 0)).fill_null(False)
    return _priced(spoiled).with_columns(
        sleutel="bezoek",
        prestatiegroep=pl.lit("consult"),
        aanwezig="declarabel",
        uitvoerder="behandelaar_id",
        behandelaar_id=pl.when(~unsigned).then("behandelaar_id"),
        acuut_binnen_budget=pl.when(pl.col("team") == "A").then(pl.col("datum") <= first.dt.offset_by("2d")),
    )


def _numbered(rows: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    """Give every row the ids of its patient and zorgtraject, a prestatie_id in order of date, and an invoice date."""
    number = pl.int_range(1, pl.len() + 1).over("locatie").cast(pl.String).str.zfill(6)
    ordered = (
        rows.drop("team")
        .join(
            plans.select("traject", "locatie", "patient_id", "traject_id", "team"), on="traject", maintain_order="left"
        )
        .sort("locatie", "datum", "starttijd", "soort", "traject", "sleutel", nulls_last=True)
        .with_columns(prestatie_id=pl.lit("P") + pl.col("locatie").cast(pl.String).str.zfill(3) + number)
    )
    main = ordered.filter(pl.col("prestatiegroep") == "consult").select(
        hoofd="sleutel", hoofdprestatie_id="prestatie_id"
    )
    sent = pl.col("datum").dt.month_start().dt.offset_by("1mo").dt.offset_by("14d")
    return ordered.join(main, on="hoofd", how="left", maintain_order="left").with_columns(
        zorgtraject_id=pl.when(~pl.col("zonder_traject").fill_null(False)).then("traject_id"),
        factuurdatum=pl.when(pl.col("declarabel") & (pl.col("datum") < _NOT_YET_INVOICED)).then(sent),
    )


def _with_ids(plans: pl.DataFrame) -> pl.DataFrame:
    """Number patients and zorgtrajecten in order of arrival, as a patient administration does."""
    rank = pl.struct("van", "traject").rank("ordinal").over("locatie").cast(pl.Int64)
    firsts = plans.filter(pl.col("volgorde") == 0).select(
        "patient", patient_id=pl.lit("C") + (pl.col("locatie") * 1500 + rank).cast(pl.String).str.zfill(7)
    )
    return plans.join(firsts, on="patient", maintain_order="left").with_columns(
        traject_id=pl.lit("ZT") + (pl.col("locatie") * 3000 + rank).cast(pl.String).str.zfill(7)
    )


def build(where: pl.DataFrame, chance: Chance) -> Built:
    """Return all that happened at these locations."""
    filled = positions(where, chance)
    plans = _with_ids(trajects(where, chance))
    stays = opnames(plans, chance)
    visits = _consult_rows(plans, filled, chance)
    parts = (
        visits,
        spoil_overleg(overleg(plans, filled, chance), chance),
        euthanasie(plans, filled, chance),
        travel(visits, chance),
        interpreters(visits, chance),
        verblijfsdagen(stays),
        groepsconsulten(plans, filled, chance),
        outside_package(plans, filled, chance),
        day_care(plans, filled, chance),
    )
    wanted = set(TABLES["prestaties"].schema) - {"prestatie_id", "patient_id", "zorgtraject_id", "hoofdprestatie_id"}
    working = {"traject", "sleutel", "hoofd", "fout", "zonder_traject", "rol", "nummer", "uitvoerder", "beroep_toen"}
    rows = pl.concat(
        [
            part.select(name for name in part.columns if name in wanted | working).with_columns(
                soort=pl.lit(order, dtype=pl.Int64)
            )
            for order, part in enumerate(parts)
        ],
        how="diagonal_relaxed",
    )
    prestaties = _numbered(rows, plans)
    tables, lines = plant(
        {
            "prestaties": prestaties,
            "zorgtrajecten": zorgtrajecten(plans, prestaties, filled, chance),
            "behandelaren": behandelaren(filled, chance),
            "patienten": patienten(plans, chance),
            "opnames": stays.join(plans.select("traject", "patient_id"), on="traject", maintain_order="left"),
        },
        where,
        chance,
    )
    return Built(tables, lines)
