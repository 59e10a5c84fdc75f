"""The terms of the coming week: what ends within seven days and can still be met, by who has to see to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from zpm_audit.base.settings import Csv
from zpm_audit.base.spreadsheet import write_csv
from zpm_audit.findings.people import COORDINATOR, with_coordinator

FILE = "termijnen_week.csv"
#: The reference date and the seven days after it.
WEEK = timedelta(days=7)


def terms_of_week(running: Path, known: pl.LazyFrame, peildatum: date) -> pl.LazyFrame:
    """Return the running terms that end from the peildatum to a week after it, the first on top.

    With all columns of the list, the ``regiebehandelaar`` (of ``known``, by trajectory) and the ``dagen`` left.
    """
    final = pl.col("uiterste_datum")
    rows = pl.scan_parquet(running).filter(final.is_between(peildatum, peildatum + WEEK))
    left = (final - peildatum).dt.total_days().alias("dagen")
    return with_coordinator(rows, known).with_columns(left).sort("uiterste_datum", "check_id", "bevinding_id")


def write_terms(terms: pl.LazyFrame, folder: Path, doing: Mapping[str, str], form: Csv) -> None:
    """Write the list per coordinating practitioner; ``doing`` says of each check what to do."""
    columns = [
        COORDINATOR, "uiterste_datum", "dagen", "check_id", "onderwerp", "onderwerp_id", "prestatie_id",
        "zorgtraject_id", "patient_id", "behandelaar_id", "team", "toelichting", "wat_te_doen", "bevinding_id",
    ]  # fmt: skip
    told = pl.col("check_id").replace_strict(dict(doing), default=None, return_dtype=pl.String).alias("wat_te_doen")
    rows = terms.with_columns(told).sort(COORDINATOR, "uiterste_datum", "check_id", "bevinding_id", nulls_last=True)
    write_csv(rows.select(columns), folder / FILE, form)
