"""What deviations come to in money: too much and too little apart, and how many have no known amount.

Amounts are whole cents. Within one group every prestatie counts once, with its largest amount, as in the figures of the
run; a unit that is no prestatie counts for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.money import cents_column
from zpm_audit.findings.model import PrestatieFigures

_KEY, _UNIT, _CENT = ":groep", ":eenheid", ":cent"


@dataclass(frozen=True)
class Amounts:
    """Sums that are never netted, both from zero up; None where no amount is known."""

    too_much: int | None = None
    too_little: int | None = None
    unknown: int = 0

    @property
    def size(self) -> int:
        """Return how much money is at stake either way."""
        return (self.too_much or 0) + (self.too_little or 0)


NOTHING = Amounts()


def sides(found: PrestatieFigures) -> tuple[int | None, int | None]:
    """Return too much and too little of prestaties, both from zero up.

    Where one is known, or nothing is wrong, the other is nothing and not unknown.
    """
    if found.te_veel_cent is None and found.te_weinig_cent is None and found.met_fout:
        return None, None
    return found.te_veel_cent or 0, -(found.te_weinig_cent or 0)


def amounts(findings: Path, group: Mapping[str, str], chosen: pl.Expr | None = None) -> dict[str, Amounts]:
    """Return the amounts of the deviations per group; ``group`` says to which one each check belongs.

    ``chosen`` tells which rows of the list count; without it all of them do.
    """
    if not group:
        return {}
    checks = pl.LazyFrame({"check_id": list(group), _KEY: list(group.values())})
    cent = cents_column(pl.col("impact_eur")).alias(_CENT)
    unit = pl.coalesce("prestatie_id", "bevinding_id").alias(_UNIT)
    known = pl.col(_CENT).is_not_null()
    more, less = pl.col(_CENT) > 0, pl.col(_CENT) < 0
    counted = (
        pl.scan_parquet(findings)
        .filter(pl.lit(value=True) if chosen is None else chosen)
        .join(checks, on="check_id", how="inner")
        .select(_KEY, unit, cent)
        .group_by(_KEY, _UNIT)
        .agg(pl.col(_CENT).max())
        .group_by(_KEY)
        .agg(
            pl.when(known.any()).then(pl.col(_CENT).filter(more).sum()).alias("veel"),
            pl.when(known.any()).then(-pl.col(_CENT).filter(less).sum()).alias("weinig"),
            (~known).sum().alias("onbekend"),
        )
        .collect()
    )
    return {key: Amounts(much, little, unknown) for key, much, little, unknown in counted.iter_rows()}
