"""What is still open without anybody to act on it, what is past its response time, and what came back after all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from zpm_audit.followup.words import STATUSES

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

#: Names of columns: who has to act by the configuration, and the last day on which a first answer is in time.
RESPONSIBLE, ANSWER_BY = "verantwoordelijk", "reageren_voor"


@dataclass(frozen=True)
class OpenWork:
    """The open findings (nobody accepted them): how many, without an owner, and past their response time.

    ``late`` is None where no archive tells since when a finding stands, or nothing has a response time.
    ``late_per_check`` holds the checks that have any.
    """

    open: int
    without_owner: int
    late: int | None
    late_per_check: Mapping[str, int] = field(default_factory=dict)
    per_status: Mapping[str, int] = field(default_factory=dict)


def owned(report: Report) -> pl.DataFrame:
    """Return per check that has an owner or a response time who that is (``verantwoordelijk``) and its ``dagen``."""
    found = [(c.id, report.eigenaren.of(c.id, c.thema)) for c in report.checks] if report.eigenaren else []
    rows = [(key, owner.name or None, owner.days) for key, owner in found if owner.name or owner.days is not None]
    schema = {"check_id": pl.String, RESPONSIBLE: pl.String, "dagen": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def answer_by() -> pl.Expr:
    """Return the last day on which a first answer is in time: of ``open_sinds`` and ``dagen``."""
    return (pl.col("open_sinds") + pl.duration(days=1) * pl.col("dagen")).cast(pl.Date).alias(ANSWER_BY)


def open_work(report: Report) -> OpenWork | None:
    """Return the figures; None where there is neither an archive nor an owner in the configuration."""
    if report.opvolging is None and not report.eigenaren:
        return None
    rows = pl.scan_parquet(report.bevindingen).filter(pl.col("acceptatie").is_null()).select("bevinding_id", "check_id")
    rows = rows.join(owned(report).lazy(), on="check_id", how="left")
    if report.opvolging is not None:
        known = report.opvolging.rows.select("bevinding_id", "status", "eigenaar", "open_sinds")
        rows = rows.join(known.lazy(), on="bevinding_id", how="left")
    else:
        nothing = pl.lit(None, pl.String)
        rows = rows.with_columns(nothing.alias("status"), nothing.alias("eigenaar"),
                                 pl.lit(None, pl.Date).alias("open_sinds"))  # fmt: skip
    late = (answer_by() < report.peildatum).fill_null(value=False)
    marked = rows.select(
        "check_id",
        pl.col("status").fill_null(STATUSES[0]),
        pl.coalesce("eigenaar", RESPONSIBLE).is_null().alias("zonder"),
        late.alias("laat"),
        pl.col("dagen").is_not_null().alias("termijn"),
    ).collect()
    timed = report.opvolging is not None and bool(marked["termijn"].any())
    per_check = marked.group_by("check_id").agg(pl.col("laat").sum()).filter(pl.col("laat") > 0).sort("check_id")
    counted = dict(marked.group_by("status").len().iter_rows())
    return OpenWork(
        open=marked.height,
        without_owner=int(marked["zonder"].sum()),
        late=int(marked["laat"].sum()) if timed else None,
        late_per_check=dict(per_check.iter_rows()),
        per_status={status: int(counted.get(status, 0)) for status in STATUSES},
    )
