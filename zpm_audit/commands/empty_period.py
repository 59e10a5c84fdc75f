"""A period without a single prestatie is refused: a clean outcome about nothing would look like a good one."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.period import Period
from zpm_audit.register import Register


def refuse_empty_period(register: Register, period: Period | None) -> None:
    """Refuse a period that holds no prestatie of the export, with the days that it does have."""
    if period is None:
        return
    day = pl.col("datum")
    inside = day.is_between(period.first, period.last).any()
    found, first, last = (
        register.scan("prestaties").select(inside, day.min().alias("a"), day.max().alias("z")).collect().row(0)
    )
    if not found:
        raise UsageError(
            nl=f"--periode {period.written}: de export heeft geen enkele prestatie in die periode; zij lopen van "
            f"{first:%d-%m-%Y} t/m {last:%d-%m-%Y}.",
            en=f"--periode {period.written}: the export has no prestatie in that period; they run from {first} up to "
            f"and with {last}.",
        )
