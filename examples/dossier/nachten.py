"""The export as it was in each night of a month: a copy of the demo with less in it, and mistakes not yet put right."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import polars as pl

FIRST, LAST = date(2024, 12, 1), date(2024, 12, 31)
#: Consults of an hour that were registered with 40 minutes until somebody put that right.
MISTAKES = ("P000001358", "P000001361", "P000001379")
#: The day after which the first two are right, and the day after which the last is.
MENDED, MENDED_AT_LAST = date(2024, 12, 16), date(2024, 12, 24)


def nights(*, weekly: bool) -> list[date]:
    """Return the days on which is run: every working day, or one a week."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    working = [day for day in days if day.weekday() < 5]
    return [*working[:-2:5], LAST] if weekly else working


def export_of(night: date, demo: Path, target: Path) -> None:
    """Write in ``target`` what the demo was in this night, in the place of what stood there."""
    shutil.rmtree(target, ignore_errors=True)
    # The controls on the whole were made of the last export; those of before are not kept.
    left_out = () if night == LAST else ("controletotalen.csv",)
    shutil.copytree(demo, target, ignore=shutil.ignore_patterns(*left_out))
    rows = pl.read_csv(demo / "prestaties.csv", infer_schema=False)
    as_it_was(rows, night).write_csv(target / "prestaties.csv")


def as_it_was(rows: pl.DataFrame, night: date) -> pl.DataFrame:
    """Return the prestaties up to a night, with the mistakes that were still in them."""
    wrong = [MISTAKES[:2] if night <= MENDED else (), MISTAKES[2:] if night <= MENDED_AT_LAST else ()]
    still = pl.col("prestatie_id").is_in([one for some in wrong for one in some])
    minutes = pl.when(still).then(pl.lit("40")).otherwise("gerealiseerde_minuten")
    # What cannot be read as a date is there every night.
    later = pl.col("datum").str.to_date(strict=False) > night
    return rows.with_columns(gerealiseerde_minuten=minutes).filter(~later.fill_null(value=False))
