"""From the list of findings to the headline: why the rows and amounts of the one are not those of the other.

Every step is counted in the list itself; only what a prestatie shares with the amount of its whole zorgtraject follows
as the remainder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.money import cents_column
from zpm_audit.findings.model import Prestaties

_CENT = ":cent"


@dataclass(frozen=True)
class AmountBridge:
    """One direction (too much, or too little) in cents: the list, less three parts, is the headline."""

    listed: int
    repeated: int
    overlapping: int
    elsewhere: int
    headline: int


@dataclass(frozen=True)
class Bridge:
    """Rows: ``listed`` less signals, errors without a prestatie, and repeated ones are the prestaties with an error."""

    listed: int
    signals: int
    without_prestatie: int
    repeated: int
    headline: int
    too_much: AmountBridge
    too_little: AmountBridge

    @property
    def counted(self) -> int:
        """Return the prestaties with an error as the list gives them."""
        return self.listed - self.signals - self.without_prestatie - self.repeated


def bridge(findings: Path, prestaties: Prestaties) -> Bridge:
    """Return the steps from the list to the figures of the run."""
    cent = cents_column(pl.col("impact_eur")).alias(_CENT)
    rows = pl.scan_parquet(findings).select("ernst", "prestatie_id", cent)
    wrong, named = pl.col("ernst") == "fout", pl.col("prestatie_id").is_not_null()
    counted = rows.select(
        pl.len().alias("alle"),
        (~wrong).sum().alias("signalen"),
        (wrong & ~named).sum().alias("zonder"),
        (wrong & named).sum().alias("met"),
        pl.col("prestatie_id").filter(wrong & named).n_unique().alias("prestaties"),
    )
    largest = rows.filter(named).group_by("prestatie_id").agg(pl.col(_CENT).max())
    apart = pl.collect_all([counted, rows.select(*_sums(named)), largest.select(*_sums(None))])
    n, listed, once = (frame.row(0, named=True) for frame in apart)
    total = prestaties.total

    def amounts(way: str, headline: int | None, *, positive: bool) -> AmountBridge:
        elsewhere = sum(c for c in prestaties.andere_cent if (c >= 0) is positive)
        overlap = listed[f"{way}_ander"] + once[way] - elsewhere - (headline or 0)
        return AmountBridge(
            listed=listed[way] + listed[f"{way}_ander"],
            repeated=listed[way] - once[way],
            overlapping=overlap,
            elsewhere=elsewhere,
            headline=headline or 0,
        )

    return Bridge(
        listed=n["alle"],
        signals=n["signalen"],
        without_prestatie=n["zonder"],
        repeated=n["met"] - n["prestaties"],
        headline=total.met_fout,
        too_much=amounts("veel", total.te_veel_cent, positive=True),
        too_little=amounts("weinig", total.te_weinig_cent, positive=False),
    )


def _sums(named: pl.Expr | None) -> list[pl.Expr]:
    cents = pl.col(_CENT)
    ways = {"veel": cents > 0, "weinig": cents < 0}
    if named is None:
        return [cents.filter(way).sum().alias(name) for name, way in ways.items()]
    return [
        cents.filter(way & where).sum().alias(f"{name}{suffix}")
        for name, way in ways.items()
        for where, suffix in ((named, ""), (~named, "_ander"))
    ]
