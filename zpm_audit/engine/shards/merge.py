"""The outcome of one check, from what every part found of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import polars as pl

from zpm_audit.engine.outcome import SPREAD_SCHEMA, Counts, status_of
from zpm_audit.engine.run import Judged, assert_reconciles
from zpm_audit.register.store import WORKING


def merged(parts: Sequence[Judged], work: Path) -> Judged | None:
    """Return what all parts together found of a check; None where one of them did not come to an end."""
    found = [one.signals for one in parts if one.signals is not None]
    if len(found) < len(parts):
        return None
    check = parts[0].check
    counts = Counts(*(sum(of_parts) for of_parts in zip(*(astuple(one.counts) for one in parts), strict=True)))
    target = work / f"{check.id}.arrow"
    # File by file: a part without rows may not know the type of a column that is always empty.
    pl.concat([pl.scan_ipc(path) for path in found], how="vertical_relaxed").sink_ipc(target, compression=WORKING)
    assert_reconciles(check, counts, target)
    statistics = [one.statistics for one in parts if one.statistics is not None]
    return Judged(
        check,
        status_of(counts),
        counts,
        None,
        _added([one.spread for one in parts]),
        target,
        pl.concat(statistics).sort(list(check.populatie.groep.per)) if statistics and check.populatie.groep else None,
    )


def _added(spreads: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the verdicts of all parts per month, setting and financing, in the order of a run that is not split."""
    per = ["maand", "setting", "financiering", "oordeel"]
    added = pl.concat(spreads).group_by(per).agg(pl.exclude(per).sum())
    return added.select(list(SPREAD_SCHEMA)).sort(per, nulls_last=True)
