"""What the examiner sees of each drawn item."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.base.language import Language
from zpm_audit.base.money import euros_column
from zpm_audit.checks.model import Check
from zpm_audit.engine.context import Context
from zpm_audit.sampling.words import LOOK_AT, TOOL, VALUES

#: Columns of prestaties that say what was registered.
_REGISTERED = (
    "zorgtraject_id",
    "patient_id",
    "behandelaar_id",
    "datum",
    "starttijd",
    "prestatiegroep",
    "prestatiecode",
    "setting",
    "geplande_minuten",
    "gerealiseerde_minuten",
)
_KEYS = ("prestatie_id", "zorgtraject_id", "patient_id", "behandelaar_id")


def described(
    context: Context,
    rundir: Path,
    check: Check | None,
    rows: pl.LazyFrame,
    drawn: pl.DataFrame,
    draw: str,
    language: Language,
) -> pl.DataFrame:
    """Return the drawn items in the order of their numbers, each with what there is to look at."""
    keys = ["laag", "sleutel", "oordeel"]
    known = rows.join(drawn.lazy().select(keys).unique(), on=keys, how="semi").collect().unique(keys, keep="first")
    numbered = drawn.sort("fase", "plek").with_columns(
        pl.concat_str(pl.lit(f"{draw}-"), pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(4)).alias("post")
    )
    whole = numbered.join(known.drop("cent"), on=keys, how="left", maintain_order="left")
    about = _of_check(whole, check, language) if check else _of_prestaties(whole, rundir, language)
    told = {str(k): v.in_(language) for k, v in TOOL.items()}
    return (
        _registered(context, about)
        .with_columns(
            pl.col("oordeel").alias("oordeel_tool"),
            pl.col("oordeel").replace(told).alias("tool"),
            euros_column(pl.col("cent")).alias("bedrag_eur"),
        )
        .drop("oordeel")
    )


def _of_check(whole: pl.DataFrame, check: Check, language: Language) -> pl.DataFrame:
    look = f"{check.titel.text.in_(language)}. {check.eist.text.in_(language)}"
    # The sentence of a check is about a deviation; of what complies only the values are told.
    values = pl.concat_str(
        [pl.concat_str(pl.lit(f"{VALUES[name].in_(language)} "), pl.col(name)) for name in ("waarde", "grens")],
        separator="; ",
        ignore_nulls=True,
    )
    found = pl.when(pl.col("oordeel") == "voldoet").then(values).otherwise(pl.col("toelichting"))
    return whole.with_columns(
        pl.lit(check.id).alias("check_id"),
        pl.lit([check.id]).alias("checks"),
        pl.lit(check.onderwerp).alias("onderwerp"),
        pl.lit(look).alias("te_bekijken"),
        found.alias("bevinding"),
    )


def _of_prestaties(whole: pl.DataFrame, rundir: Path, language: Language) -> pl.DataFrame:
    """Return the items with what the checks of the run found in them."""
    sentence = pl.concat_str(pl.col("check_id"), pl.lit(": "), pl.col("toelichting").fill_null(""))
    said = (
        pl.scan_parquet(rundir / "bevindingen.parquet")
        .join(whole.lazy().select("prestatie_id").unique(), on="prestatie_id", how="semi")
        .sort("check_id", "bevinding_id")
        .group_by("prestatie_id")
        .agg(sentence.str.join("\n").alias("bevinding"), pl.col("check_id").unique(maintain_order=True).alias("checks"))
        .with_columns(pl.col("checks").list.join(", ").alias("check_id"))
        .collect()
    )
    return whole.join(said, on="prestatie_id", how="left", maintain_order="left").with_columns(
        pl.col("checks").fill_null(pl.lit([], pl.List(pl.String))),
        pl.lit("prestatie").alias("onderwerp"),
        pl.col("prestatie_id").alias("onderwerp_id"),
        pl.lit(LOOK_AT.in_(language)).alias("te_bekijken"),
    )


def _registered(context: Context, items: pl.DataFrame) -> pl.DataFrame:
    """Add what was registered of each prestatie; of another subject only its keys are known."""
    if "prestatie_id" not in items.columns or items["prestatie_id"].null_count() == items.height:
        return items
    there = [name for name in _REGISTERED if name in context.register.columns("prestaties")]
    rows = context.register.scan("prestaties").select("prestatie_id", *there)
    found = rows.join(items.lazy().select("prestatie_id").unique(), on="prestatie_id", how="semi").collect()
    if "starttijd" in there:
        found = found.with_columns(pl.col("starttijd").dt.strftime("%H:%M"))
    own = items.drop(name for name in there if name in items.columns)
    return own.join(found.unique("prestatie_id", keep="first"), on="prestatie_id", how="left", maintain_order="left")
