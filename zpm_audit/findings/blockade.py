"""The prestaties that must not be invoiced: a fout names them that is open, and that nobody accepted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from zpm_audit.base.money import euros_column
from zpm_audit.base.settings import Csv
from zpm_audit.base.spreadsheet import write_csv
from zpm_audit.register import Register

FILE = "blokkade.csv"


def write_blockade(findings: Path, register: Register, folder: Path, titles: Mapping[str, str], form: Csv) -> None:
    """Write the list for the record system, one row per prestatie in the order of their ids.

    The reason is what each finding says; ``titles`` says what a check asks where it says nothing. ``bedrag_eur`` is the
    amount of the prestatie, empty where it is not known; ``factuurdatum`` is filled where the export says that it was
    invoiced already.
    """
    wrong = (
        pl.scan_parquet(findings)
        .filter((pl.col("ernst") == "fout") & pl.col("acceptatie").is_null() & pl.col("prestatie_id").is_not_null())
        .select("prestatie_id", "check_id", "toelichting", "bevinding_id")
        .sort("prestatie_id", "check_id", "bevinding_id")
    )
    named = pl.col("check_id").replace_strict(dict(titles), default=pl.col("check_id"), return_dtype=pl.String)
    told = pl.concat_str(pl.col("check_id"), pl.lit(": "), pl.coalesce("toelichting", named))
    reasons = wrong.group_by("prestatie_id", maintain_order=True).agg(
        pl.col("check_id").unique(maintain_order=True).str.join(" ").alias("checks"),
        told.unique(maintain_order=True).str.join(" | ").alias("reden"),
    )
    there = register.columns("prestaties")
    amount = euros_column(pl.col("bedrag_eur")) if "bedrag_eur" in there else pl.lit(None, pl.Decimal(18, 2))
    invoiced = pl.col("factuurdatum") if "factuurdatum" in there else pl.lit(None, pl.Date)
    about = register.scan("prestaties").select(
        "prestatie_id", amount.alias("bedrag_eur"), invoiced.alias("factuurdatum")
    )
    rows = reasons.join(about, on="prestatie_id", how="left").sort("prestatie_id")
    write_csv(rows.select("prestatie_id", "reden", "bedrag_eur", "checks", "factuurdatum"), folder / FILE, form)
