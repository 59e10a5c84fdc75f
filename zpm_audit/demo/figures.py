"""What the figures of the finished tables say: travel against care, professions, long days, production and forecast.

Here the deviations are counted, with sums of their own, over everything that was planted together.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.calendar import PEILDATUM
from zpm_audit.demo.lines import lines
from zpm_audit.demo.teams import CATEGORIES

DAY_MINUTES = 600
_TRAVEL_PER_CENT, _ONE_PROFESSION_PER_CENT, _FORECAST_PER_CENT = 20, 90, 10
_R = "gerealiseerde_minuten"
Tables = dict[str, pl.DataFrame]


def judged(prestaties: pl.DataFrame) -> pl.DataFrame:
    """Return the prestaties that are judged: declarable, and not in the future."""
    return prestaties.filter(pl.col("declarabel"), pl.col("datum") <= PEILDATUM)


def consults(prestaties: pl.DataFrame) -> pl.DataFrame:
    """Return the consults that are judged."""
    return judged(prestaties).filter(pl.col("prestatiegroep") == "consult")


def with_beroep(rows: pl.DataFrame, behandelaren: pl.DataFrame) -> pl.DataFrame:
    """Add the beroep of the behandelaar on the date, and its category where the beroepenlijst has it."""
    periods = behandelaren.select("behandelaar_id", "geldig_van", "geldig_tot", beroep_op_datum="beroep")
    in_period = (pl.col("datum") >= pl.col("geldig_van")) & (pl.col("datum") <= pl.col("geldig_tot")).fill_null(True)
    found = (
        rows.select("prestatie_id", "behandelaar_id", "datum")
        .join(periods, on="behandelaar_id")
        .filter(in_period)
        .select("prestatie_id", "beroep_op_datum")
    )
    listed = pl.col("beroep_op_datum").replace_strict(CATEGORIES, default=None, return_dtype=pl.String)
    return rows.join(found, on="prestatie_id", how="left", maintain_order="left").with_columns(
        categorie_op_datum=listed
    )


def _in_trajecten(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    known = tables["zorgtrajecten"].select("zorgtraject_id")
    return rows.join(known, on="zorgtraject_id", how="semi", maintain_order="left")


def _outreach(tables: Tables) -> pl.DataFrame:
    rows = _in_trajecten(judged(tables["prestaties"]), tables)
    consult, travel = pl.col("prestatiegroep") == "consult", pl.col("prestatiegroep") == "reistijd"
    sums = rows.group_by("zorgtraject_id").agg(
        alles_4=(pl.col("setting").filter(consult) == 4).fill_null(False).all(),
        zorg=pl.col(_R).filter(consult).sum(),
        reis=pl.col("reistijd_minuten").filter(travel).sum(),
    )
    little = sums.filter("alles_4", pl.col("zorg") > 0, pl.col("reis") * 100 < pl.col("zorg") * _TRAVEL_PER_CENT)
    reason = "{} minuten reistijd op {} minuten outreachend consult"
    return lines("ZPM-SE-01", "zorgtraject_id", little, reason, ("reis", "zorg"))


def _disciplines(tables: Tables) -> pl.DataFrame:
    rows = _in_trajecten(consults(tables["prestaties"]), tables)
    rows = with_beroep(rows, tables["behandelaren"]).with_columns(pl.col(_R).fill_null(0))
    per = rows.group_by("zorgtraject_id", "beroep_op_datum").agg(
        minuten=pl.col(_R).sum(),
        laagste=pl.col("setting").min(),
        hoogste=pl.col("setting").max(),
        volledig=pl.col("setting").is_not_null().all() & pl.col("categorie_op_datum").is_not_null().all(),
    )
    sums = per.group_by("zorgtraject_id").agg(
        setting=pl.col("laagste").min(),
        hoogste=pl.col("hoogste").max(),
        volledig=pl.col("volledig").all(),
        grootste=pl.col("minuten").max(),
        samen=pl.col("minuten").sum(),
    )
    trips = judged(tables["prestaties"]).filter(pl.col("prestatiegroep") == "reistijd")
    travelled = trips.group_by("zorgtraject_id").agg(reis=pl.col("reistijd_minuten").sum())
    sums = sums.join(travelled, on="zorgtraject_id", how="left", maintain_order="left")
    # Who travels a fifth of the time gives outreachend care, whatever the setting says.
    near = pl.col("reis").fill_null(0) * 100 < pl.col("samen") * _TRAVEL_PER_CENT
    one_setting = (pl.col("setting") == pl.col("hoogste")) & pl.col("setting").is_in([2, 3])
    pure = sums.filter("volledig", one_setting, pl.col("samen") > 0, near)
    alone = pl.col("grootste") * 100 >= pl.col("samen") * _ONE_PROFESSION_PER_CENT
    wrong = pure.filter(alone != (pl.col("setting") == 2))
    reason = "setting {}, waarvan {} van de {} minuten door een beroep"
    return lines("ZPM-SE-02", "zorgtraject_id", wrong, reason, ("setting", "grootste", "samen"))


def _long_days(tables: Tables) -> pl.DataFrame:
    rows = consults(tables["prestaties"]).filter(pl.col("behandelaar_id").is_not_null())
    days = rows.group_by("behandelaar_id", "datum").agg(minuten=pl.col(_R).sum())
    long = days.filter(pl.col("minuten") > DAY_MINUTES)
    long = long.with_columns(dag=pl.concat_str("behandelaar_id", pl.col("datum").cast(pl.String), separator="|"))
    return lines("ZPM-KP-02", "dag", long, "{} minuten consult op een dag", ("minuten",))


def of_locations(tables: Tables) -> list[pl.DataFrame]:
    """Return what the figures of these locations must give."""
    return [_outreach(tables), _disciplines(tables), _long_days(tables)]


def of_forecast(forecast: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the forecast about past months that are more than a tenth off."""
    by = ["maand", "prestatiegroep"]
    typed = counts.group_by(*by, "setting", "consulttype").agg(van_type=pl.col("aantal").sum())
    one = counts.group_by(*by, "setting").agg(van_setting=pl.col("aantal").sum())
    all_of_them = counts.group_by(by).agg(van_alle=pl.col("aantal").sum())
    # The forecast is of one type of consult in one setting, of one setting, or of all of them.
    realised = (
        pl.when(pl.col("setting").is_null())
        .then("van_alle")
        .when(pl.col("consulttype").is_null())
        .then("van_setting")
        .otherwise("van_type")
        .fill_null(0)
    )
    off = (
        forecast.filter(pl.col("maand").dt.month_end() < PEILDATUM)
        .join(typed, on=[*by, "setting", "consulttype"], how="left", maintain_order="left")
        .join(one, on=[*by, "setting"], how="left", maintain_order="left")
        .join(all_of_them, on=by, how="left", maintain_order="left")
        .with_columns(echt=realised)
        .filter((pl.col("echt") - pl.col("aantal")).abs() * 100 > pl.col("aantal") * _FORECAST_PER_CENT)
        .with_columns(
            regel=pl.format(
                "{}|{}|{}|{}",
                pl.col("maand").cast(pl.String), pl.col("setting").cast(pl.String).fill_null(""), "prestatiegroep",
                pl.col("consulttype").fill_null(""),
            )
        )
    )  # fmt: skip
    return lines("ZPM-KP-01", "regel", off, "verwacht {}, gerealiseerd {}", ("aantal", "echt"))
