"""What is still open, as the html report lists it: terms that run, and units that could not be judged."""

from __future__ import annotations

import polars as pl

from zpm_audit.findings.model import overdue
from zpm_audit.reports.figures.share import share_out
from zpm_audit.reports.html.embedded import EmbeddedList, listing
from zpm_audit.reports.model import Report
from zpm_audit.reports.words.html import PageWords

#: Rows of running terms and of undetermined units in the page, each: more is not read on a page.
SIDE_LISTS = 20_000


def running_terms(report: Report) -> EmbeddedList | None:
    """Return the running terms that can still be met, the earliest final date first."""
    return _terms(report, "lopend", report.totals.running - report.totals.overdue, ~overdue(report.peildatum))


def overdue_terms(report: Report) -> EmbeddedList | None:
    """Return the running terms that have passed, the earliest final date first."""
    return _terms(report, "over-tijd", report.totals.overdue, overdue(report.peildatum))


def _terms(report: Report, key: str, total: int, chosen: pl.Expr) -> EmbeddedList | None:
    if not total:
        return None
    names = ("uiterste_datum", "check_id", "onderwerp", "onderwerp_id", "toelichting", "behandelaar_id")
    return listing(
        key=key,
        rows=pl.scan_parquet(report.lopend).filter(chosen),
        names=(*names, "zorgtraject_id", "patient_id", "setting", "datum", "team"),
        order=(("uiterste_datum", False), ("check_id", False), ("onderwerp_id", False), ("bevinding_id", False)),
        total=total,
        limit=SIDE_LISTS,
        language=report.taal,
        run=report.uitleg,
    )


def urgency(report: Report, w: PageWords) -> tuple[tuple[str, int], ...]:
    """Return in words how soon the running terms end; what has no date only where there is any."""
    if not report.totals.running:
        return ()
    found = report.urgency
    lines = [
        (w.over_tijd, found.overdue),
        (w.binnen_7, found.within_7),
        (w.binnen_14, found.within_14),
        (w.binnen_30, found.within_30),
        (w.later, found.later),
    ]
    return (*lines, (w.geen_datum, found.undated)) if found.undated else tuple(lines)


def undetermined_rows(report: Report) -> EmbeddedList | None:
    """Return the undetermined units, every check its share of the places."""
    if not report.totals.undetermined:
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
        names=(*names, "zorgtraject_id", "patient_id", "team", "bevinding_id"),
        order=(("check_id", False), ("onderwerp_id", False), ("bevinding_id", False)),
        total=report.totals.undetermined,
        limit=SIDE_LISTS,
        language=report.taal,
        run=report.uitleg,
    )
