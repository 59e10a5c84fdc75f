"""What is still open: terms that run, and units that could not be judged, as the html report lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import polars as pl

from zpm_audit.reports.figures.share import share_out
from zpm_audit.reports.html.embedded import Listing, listing
from zpm_audit.reports.model import CheckPart, Report

#: Rows of running terms and of undetermined units in the page, each: more is not read on a page.
SIDE_LISTS = 20_000
MOST_REASONS = 5


@dataclass(frozen=True)
class Undetermined:
    """Why units of one check could not be judged: the commonest explanations, and how many had another one."""

    part: CheckPart
    reasons: tuple[tuple[str | None, int], ...]
    others: int


def running_terms(report: Report) -> Listing | None:
    """Return the running terms, the earliest final date first."""
    if not report.aantal_lopend:
        return None
    names = ("uiterste_datum", "check_id", "onderwerp", "onderwerp_id", "toelichting", "behandelaar_id")
    return listing(
        key="lopend",
        rows=pl.scan_parquet(report.lopend),
        names=(*names, "zorgtraject_id", "patient_id", "setting", "datum"),
        order=(("uiterste_datum", False), ("check_id", False), ("onderwerp_id", False), ("bevinding_id", False)),
        total=report.aantal_lopend,
        limit=SIDE_LISTS,
        language=report.taal,
    )


def urgency(report: Report, w: SimpleNamespace) -> tuple[tuple[str, int], ...]:
    """Return how many terms end within a week, two weeks, a month, later, or on no date at all."""
    if not report.aantal_lopend:
        return ()
    final, now = pl.col("uiterste_datum"), report.peildatum
    bounds = [now + timedelta(days=d) for d in (7, 14, 30)]
    counts = (
        pl.scan_parquet(report.lopend)
        .select(
            (final <= bounds[0]).sum().alias("a"),
            ((final > bounds[0]) & (final <= bounds[1])).sum().alias("b"),
            ((final > bounds[1]) & (final <= bounds[2])).sum().alias("c"),
            (final > bounds[2]).sum().alias("d"),
            final.is_null().sum().alias("e"),
        )
        .collect()
        .row(0)
    )
    labels = (w.binnen_7, w.binnen_14, w.binnen_30, w.later, w.geen_datum)
    return tuple(zip(labels, counts, strict=True))[: None if counts[-1] else -1]


def undetermined(report: Report) -> tuple[Undetermined, ...]:
    """Return per check the commonest explanations why units could not be judged."""
    if not report.aantal_onbepaald:
        return ()
    counted = (
        pl.scan_parquet(report.onbepaald)
        .group_by("check_id", "toelichting")
        .len("aantal")
        .sort("check_id", "aantal", "toelichting", descending=[False, True, False])
        .group_by("check_id", maintain_order=True)
        .head(MOST_REASONS)
        .collect()
    )
    found: dict[str, list[tuple[str | None, int]]] = {}
    for check_id, reason, count in counted.iter_rows():
        found.setdefault(check_id, []).append((reason, count))
    return tuple(
        Undetermined(c, tuple(reasons), c.counts.onbepaald - sum(n for _, n in reasons))
        for c in report.checks
        if c.counts.onbepaald
        for reasons in (found.get(c.id, []),)
    )


def undetermined_rows(report: Report) -> Listing | None:
    """Return the undetermined units, every check its share of the places."""
    if not report.aantal_onbepaald:
        return None
    kept = share_out([c.counts.onbepaald for c in report.checks], SIDE_LISTS)
    scan = pl.scan_parquet(report.onbepaald)
    parts = [
        scan.filter(pl.col("check_id") == c.id).sort("onderwerp_id", "bevinding_id").head(n)
        for c, n in zip(report.checks, kept, strict=True)
        if n
    ]
    names = ("check_id", "onderwerp", "onderwerp_id", "datum", "toelichting", "setting", "behandelaar_id")
    return listing(
        key="onbepaald",
        rows=pl.concat(parts),
        names=(*names, "zorgtraject_id", "patient_id", "bevinding_id"),
        order=(("check_id", False), ("onderwerp_id", False), ("bevinding_id", False)),
        total=report.aantal_onbepaald,
        limit=SIDE_LISTS,
        language=report.taal,
    )
