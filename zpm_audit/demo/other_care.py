"""The smaller prestaties: overleg, euthanasieconsultatie, travel, interpreters and what falls outside the package."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.calendar import LAST_WORKING_DAY, calendar
from zpm_audit.demo.chance import Chance
from zpm_audit.demo.institution import person
from zpm_audit.demo.tariffs import CLASSES, by_year, price_of

EU_OVER, EU_EMPTY = "eu_te_veel", "eu_minuten_leeg"
_EU_MINUTES = 75
_EU_ROWS = {"gewoon": 5, "precies": 8, EU_OVER: 11, EU_EMPTY: 4}
_TRAVEL_LIMIT = {"zvw": 25, "fz": 45}


def _on_day(rows: pl.DataFrame, filled: pl.DataFrame, position: str = "regie") -> pl.DataFrame:
    """Add the date, and the person in the position on that date."""
    return (
        rows.filter(pl.col("dag") <= LAST_WORKING_DAY)
        .join(calendar().select("dag", "datum"), on="dag", maintain_order="left")
        .join(filled, left_on=position, right_on="positie", how="left", maintain_order="left")
        .with_columns(behandelaar_id=person(pl.col("datum")), declarabel=pl.lit(True))
    )


def overleg(plans: pl.DataFrame, filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the intercollegiale overleggen of setting 1, still without flaws."""
    own = chance.on("sleutel")
    end = pl.min_horizontal("tot", pl.lit(LAST_WORKING_DAY))
    rows = (
        plans.filter((pl.col("team") == "V") & pl.col("gebrek").is_null() & ~pl.col("onverzekerd"))
        .with_columns(nummer=pl.int_ranges(0, chance.on("traject").between("overleg", 0, 5)))
        .explode("nummer")
        .filter(pl.col("nummer").is_not_null())
        .with_columns(sleutel=pl.col("traject") * 10 + pl.col("nummer"))
        .with_columns(dag=own.between("dag", pl.col("van") + 3, end))
        .filter(pl.col("dag") <= end)
    )
    minutes = own.pick("minuten", ((6, 0.1), (8, 0.15), (10, 0.35), (12, 0.1), (15, 0.15), (20, 0.1), (30, 0.05)))
    long = pl.col("gerealiseerde_minuten") >= 15
    partner = (("psychiater", 0.4), ("klinisch psycholoog", 0.2), ("verpleegkundig specialist ggz", 0.2), ("arts", 0.2))
    return (
        _on_day(rows, filled)
        .with_columns(gerealiseerde_minuten=minutes.cast(pl.Int64))
        .with_columns(
            prestatiegroep=pl.lit("intercollegiaal_overleg"),
            prestatiecode=pl.when(long).then(pl.lit("OV0008")).otherwise(pl.lit("OV0007")),
            setting=pl.lit(1, dtype=pl.Int64),
            duurklasse=pl.when(long).then(15).otherwise(5).cast(pl.Int64),
            overleg_met=own.pick("met", partner),
        )
        .with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))
    )


def euthanasie(plans: pl.DataFrame, filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the euthanasieconsultaties of a few patients per location: one goes over twelve hours, one just fits."""
    own = chance.on("traject")
    long = plans.filter(
        pl.col("team").is_in(["F", "S"]), pl.col("gebrek").is_null(), pl.col("financiering") == "zvw",
        pl.min_horizontal("tot", pl.lit(LAST_WORKING_DAY)) - pl.col("van") >= 110, ~pl.col("onverzekerd"),
    ).with_columns(rang=own.uniform("euthanasie").rank("ordinal").over("locatie"))  # fmt: skip
    kind = pl.col("rang").replace_strict({1: EU_OVER, 2: "precies", 3: EU_EMPTY}, default="gewoon")
    rows = (
        long.filter(pl.col("rang") <= 6)
        .with_columns(soort=kind)
        .with_columns(nummer=pl.int_ranges(0, pl.col("soort").replace_strict(_EU_ROWS, return_dtype=pl.Int64)))
        .explode("nummer")
        .with_columns(dag=pl.col("van") + 20 + 8 * pl.col("nummer"))
    )
    minutes = pl.when(pl.col("soort") == "precies").then(90).otherwise(_EU_MINUTES)
    return _on_day(rows, filled).with_columns(
        fout=pl.when(pl.col("soort").is_in([EU_OVER, EU_EMPTY])).then("soort"),
        sleutel="nummer",
        prestatiegroep=pl.lit("euthanasie"),
        prestatiecode=pl.lit("OV9004"),
        starttijd=pl.time(16, 0),
        gerealiseerde_minuten=pl.when((pl.col("soort") != EU_EMPTY) | (pl.col("nummer") != 2))
        .then(minutes)
        .cast(pl.Int64),
        bedrag_eur=by_year(minutes * 210),
    )


def travel(consults: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return a reistijd row for every declarable consult away from the provider's own locations."""
    own = chance.on("bezoek")
    limit = pl.col("financiering").replace_strict(_TRAVEL_LIMIT, default=None, return_dtype=pl.Int64)
    far = pl.col("reistijd_minuten") >= limit
    fz = pl.col("financiering") == "fz"
    return (
        consults.filter(~pl.col("eigen_locatie") & pl.col("declarabel"))
        .with_columns(reistijd_minuten=(own.between("reis", 4, 11) * 5).cast(pl.Int64))
        .select(
            "traject", "datum", "setting", "behandelaar_id", "declarabel", "reistijd_minuten",
            sleutel="bezoek",
            hoofd="bezoek",
            prestatiegroep=pl.lit("reistijd"),
            prestatiecode=pl.when(fz).then(pl.when(far).then(pl.lit("TC9012")).otherwise(pl.lit("TC9011")))
            .otherwise(pl.when(far).then(pl.lit("TC0010")).otherwise(pl.lit("TC0009"))),
            duurklasse=pl.when(far).then(limit).otherwise(0).cast(pl.Int64),
        )
        .with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))
    )  # fmt: skip


def interpreters(consults: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return a tolk row for the consults of the few patients who need one."""
    code = {lower: f"TC{place:04d}" for place, lower in enumerate(CLASSES, start=1)}
    needs = chance.on("traject").happens("tolk", 0.015) & pl.col("declarabel") & ~pl.col("asynchroon")
    return consults.filter(needs).select(
        "traject", "datum", "setting", "behandelaar_id", "declarabel",
        sleutel="bezoek",
        hoofd="bezoek",
        prestatiegroep=pl.lit("tolk"),
        prestatiecode=pl.col("duurklasse").replace_strict(code, return_dtype=pl.String),
    ).with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))  # fmt: skip


def outside_package(plans: pl.DataFrame, filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the consults that patients with an uninsured diagnosis pay themselves."""
    rows = (
        plans.filter("onverzekerd", pl.col("gebrek").is_null(), chance.on("traject").happens("zelf_betaald", 0.5))
        .with_columns(nummer=pl.int_ranges(0, chance.on("traject").between("zelf_aantal", 2, 6)))
        .explode("nummer")
        .with_columns(dag=pl.col("van") + 5 * pl.col("diagnostisch") + 5 + 5 * pl.col("nummer"))
        .filter(pl.col("dag") <= pl.col("tot"))
    )
    return _on_day(rows, filled).with_columns(
        sleutel="nummer",
        prestatiegroep=pl.lit("niet_basispakket"),
        prestatiecode=pl.lit("OV0012"),
        declarabel=pl.lit(False),
        bedrag_eur=by_year(12_450),
    )


def day_care(plans: pl.DataFrame, filled: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return the ambulante dagbesteding and vaktherapie of some patients of the forensische poli."""
    drama = pl.col("nummer") % 4 == 3
    rows = (
        plans.filter(pl.col("team") == "Q", chance.on("traject").happens("dagbesteding", 0.2))
        .with_columns(nummer=pl.int_ranges(0, 20))
        .explode("nummer")
        .with_columns(dag=pl.col("van") + 12 + 5 * pl.col("nummer"))
        .filter(pl.col("dag") <= pl.col("tot"))
    )
    return (
        _on_day(rows, filled, "behandelaars")
        .with_columns(
            sleutel="nummer",
            prestatiegroep=pl.when(drama).then(pl.lit("vaktherapie")).otherwise(pl.lit("dagbesteding")),
            prestatiecode=pl.when(drama).then(pl.lit("OV9022")).otherwise(pl.lit("OV9021")),
            setting=pl.lit(7, dtype=pl.Int64),
        )
        .with_columns(bedrag_eur=price_of(pl.col("prestatiecode")))
    )
