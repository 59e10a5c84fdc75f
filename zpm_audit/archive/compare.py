"""What came and went between two runs of a series."""

from __future__ import annotations

from typing import Any

import polars as pl
from sqlalchemy import Connection, Row

from zpm_audit.archive.model import GEVONDEN, Life
from zpm_audit.archive.store import ran, states
from zpm_audit.base.errors import UsageError

KINDS = (Life.NIEUW, Life.HEROPEND, Life.OPGELOST, Life.VERVALLEN)


def changes(connection: Connection, first: Row[Any], second: Row[Any]) -> pl.DataFrame:
    """Return the findings (``check_id``, ``bevinding_id``) that differ, with their ``levensloop``.

    ``eerst`` tells whether they stood in the first run. Of a check that did not run in the second nothing is said.
    """
    if first.reeks != second.reeks:
        raise UsageError(
            nl=f"Run {first.run_id} is van reeks {first.reeks} en run {second.run_id} van reeks {second.reeks}. "
            "Vergelijk twee runs van dezelfde reeks.",
            en=f"Run {first.run_id} is of series {first.reeks} and run {second.run_id} of series {second.reeks}. "
            "Compare two runs of the same series.",
        )
    if first.nr > second.nr:
        raise UsageError(
            nl=f"Run {second.run_id} kwam voor run {first.run_id}. Draai ze om: zpm-audit diff {second.run_id} "
            f"{first.run_id}",
            en=f"Run {second.run_id} came before run {first.run_id}. Turn them around: zpm-audit diff {second.run_id} "
            f"{first.run_id}",
        )
    before = states(connection, first.reeks, first.nr).select("bevinding_id", pl.col("soort").alias("eerst"))
    after = states(connection, first.reeks, second.nr).filter(
        pl.col("check_id").is_in(list(ran(connection, second.nr)))
    )
    was, now = pl.col("eerst") == GEVONDEN, pl.col("soort") == GEVONDEN
    beside = after.join(before, on="bevinding_id", how="left")
    life = (
        pl.when(now & pl.col("eerst").is_null())
        .then(pl.lit(Life.NIEUW.value))
        .when(now & ~was)
        .then(pl.lit(Life.HEROPEND.value))
        .when(~now & was)
        .then(pl.col("soort"))
    )
    differing = beside.select("check_id", "bevinding_id", levensloop=life, eerst=was.fill_null(value=False))
    return differing.filter(pl.col("levensloop").is_not_null()).sort("check_id", "bevinding_id")
