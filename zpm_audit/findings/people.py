"""Who a finding is about besides whom it names: the coordinating practitioner of its trajectory."""

from __future__ import annotations

import polars as pl

from zpm_audit.register import Register

COORDINATOR = "regiebehandelaar"
_KEY = "zorgtraject_id"


def coordinators(register: Register) -> pl.LazyFrame:
    """Return the coordinating practitioner of every trajectory (``zorgtraject_id``, ``regiebehandelaar``)."""
    if "regiebehandelaar_id" not in register.columns("zorgtrajecten"):
        return pl.LazyFrame(schema={_KEY: pl.String, COORDINATOR: pl.String})
    rows = register.scan("zorgtrajecten").select(_KEY, pl.col("regiebehandelaar_id").alias(COORDINATOR))
    return rows.filter(pl.col(COORDINATOR).is_not_null()).unique(_KEY, keep="first", maintain_order=True)


def with_coordinator(rows: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """Return findings in their order with the coordinating practitioner behind them."""
    return rows.join(known, on=_KEY, how="left", maintain_order="left")
