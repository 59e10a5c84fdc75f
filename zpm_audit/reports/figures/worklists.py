"""What a work list comes to: its findings by what they have in common, in the order in which they stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from zpm_audit.findings.worklists import Worklist
from zpm_audit.reports.figures.follow_up import answer_by, owned

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report


class Cause(NamedTuple):
    """A check with what to do about what it found, how many, the known amount, and who has to act within which days.

    ``late`` counts the findings that are past those days; None where nobody can tell.
    """

    check: str
    title: str
    doing: str
    number: int
    amount: Decimal | None
    owner: str | None
    days: int | None
    late: int | None


def causes(report: Report, worklist: Worklist) -> Iterator[Cause]:
    """Yield the causes of a list, the one with the most money first."""
    amount = pl.col("impact_eur")
    rows = pl.scan_parquet(worklist.rows).join(owned(report).lazy(), on="check_id", how="left", maintain_order="left")
    late = pl.lit(None, pl.Int64)
    if report.opvolging is not None:
        since = report.opvolging.rows.select("bevinding_id", "open_sinds").lazy()
        rows = rows.join(since, on="bevinding_id", how="left", maintain_order="left")
        past = (answer_by() < report.peildatum) & pl.col("acceptatie").is_null()
        late = pl.when(pl.col("dagen").first().is_not_null()).then(past.fill_null(value=False).sum().cast(pl.Int64))
    counted = rows.group_by("check_id", maintain_order=True).agg(
        pl.len(), pl.when(amount.count() > 0).then(amount.sum()).alias("bedrag"), late.alias("laat")
    )
    checks = {check.id: check for check in report.checks}
    for check_id, number, euros, overdue in counted.collect().iter_rows():
        check = checks[check_id]
        owner = report.eigenaren.of(check.id, check.thema)
        yield Cause(check.id, check.titel, check.wat_te_doen, number, euros, owner.name or None, owner.days, overdue)
