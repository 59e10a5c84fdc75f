"""The exports of a few nights before: the demo as it was then, with less in it and mistakes that were put right since.

An earlier export is the last one with four things undone. Rows of the last month were not registered yet; start times
were missing until somebody filled them in; others were filled in for a while and lost again; and there were no control
totals. The rest is a copy, so that what differs between two nights is what happened in between.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from zpm_audit.demo.calendar import PEILDATUM

#: Three nights; on the fourth nobody ran anything, and the demo itself is the fifth.
DAYS = tuple(PEILDATUM - timedelta(days=before) for before in (4, 3, 2))
_LAST_MONTH, _LATELY, _HALF_YEAR = "2024-12-01", "2024-11-01", "2024-07-01"
#: Rows are chosen by the digits of their key, so that a night never depends on chance.
_OF = 101
_CHANGED, _LEFT_OUT = "prestaties", "controletotalen"


@dataclass(frozen=True)
class Night:
    """One night: the day that its audit stands on, and the folder of its export."""

    day: date
    export: Path


def write_nights(export: Path, target: Path, last: int = len(DAYS)) -> Iterator[Night]:
    """Write the earlier exports of a demo (CSV) below ``target``, the oldest first, of the ``last`` nights."""
    rows = pl.read_csv(export / f"{_CHANGED}.csv", infer_schema=False)
    for number, day in list(enumerate(DAYS))[len(DAYS) - last :]:
        folder = target / day.isoformat() / "export"
        folder.mkdir(parents=True)
        for path in sorted(export.iterdir()):
            if path.stem not in {_CHANGED, _LEFT_OUT}:
                shutil.copyfile(path, folder / path.name)
        as_it_was(rows, number).write_csv(folder / f"{_CHANGED}.csv")
        yield Night(day, folder)


def as_it_was(rows: pl.DataFrame, night: int) -> pl.DataFrame:
    """Return the prestaties as they stood in a night, counted from 0."""
    key = pl.col("prestatie_id").str.slice(-6).cast(pl.Int64, strict=False) % _OF
    day, start = pl.col("datum"), pl.col("starttijd")
    consult = (pl.col("prestatiegroep") == "consult") & (pl.col("declarabel") == "true")
    # Of every twelve rows in a hundred of the last month a quarter each came the second, third and last night.
    late = (day >= _LAST_MONTH) & key.is_between(1, 12) & (key % 4 > night)
    # Filled in on the second, third and last night.
    missing = consult & (day >= _LATELY) & key.is_between(20, 22) & (key - 19 > night)
    # Found the first night, put right the two after it, and wrong again in the last.
    put_right = consult & start.is_null() & (day >= _HALF_YEAR) & (key % 2 == 0) & pl.lit(value=night > 0)
    # At an hour at which nobody works, so that it does not meet another consult.
    was = pl.when(missing).then(None).when(put_right).then(pl.lit("06:30")).otherwise(start)
    return rows.with_columns(starttijd=was).filter(~late.fill_null(value=False))
