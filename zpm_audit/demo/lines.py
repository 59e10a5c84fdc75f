"""Lines of waarheid.csv: which check must find which subject, and why."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

COLUMNS = ("check_id", "onderwerp_id", "waarom")


def lines(check: str, subject: str, rows: pl.DataFrame, reason: str, columns: Sequence[str] = ()) -> pl.DataFrame:
    """Return a line per row: ``reason`` is a sentence with a ``{}`` for each of ``columns``."""
    texts = [_told(name, rows.schema[name]) for name in columns]
    told = pl.format(reason, *texts) if texts else pl.lit(reason)
    return rows.select(check_id=pl.lit(check), onderwerp_id=pl.col(subject), waarom=told)


def no_lines() -> pl.DataFrame:
    """Return the list without a line."""
    return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))


def _told(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.Time:
        text = pl.col(name).dt.strftime("%H:%M")
    elif dtype == pl.Datetime:
        text = pl.col(name).dt.strftime("%Y-%m-%d %H:%M")
    else:
        text = pl.col(name).cast(pl.String)
    return text.fill_null("leeg")
