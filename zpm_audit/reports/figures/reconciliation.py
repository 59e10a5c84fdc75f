"""The reconciliation as both reports show it: its sentences, its steps, and its rows cut to size."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Literal

import polars as pl

from zpm_audit.reconciliation.model import Claim, Difference, Kind, Reconciliation
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.share import share_out
from zpm_audit.reports.model import ControlTotalPart, Report

#: Whether a sentence is good news, a reason for attention, or tells that something is not known.
Tone = Literal["goed", "slecht", "onbekend"]


@dataclass(frozen=True)
class Step:
    """One step from source to judgement; ``cents`` and ``rows`` are None where nobody knows."""

    key: str
    label: str
    rows: int | None
    cents: int | None
    note: str = ""


def sentences(report: Report, found: Reconciliation, w: SimpleNamespace) -> tuple[tuple[Tone, str], ...]:
    """Return what the reconciliation says in words: differences first, then what is not known, then what agrees."""
    said = [_rows(found, report, w), _amounts(found, report, w), _totals(report, w), _claim(found.claim, report, w)]
    order: dict[Tone, int] = {"slecht": 0, "goed": 1, "onbekend": 2}
    return tuple(sorted(said, key=lambda pair: order[pair[0]]))


def steps(report: Report, found: Reconciliation, w: SimpleNamespace) -> tuple[Step, ...]:
    """Return the steps from what the source counted to what was claimed."""
    stated = next((t for t in report.controletotalen if t.tabel == "prestaties"), None)
    parts = [Step("opgegeven", w.as_opgegeven, *_stated(stated))] if stated else []
    aside_note = w.as_opzij_uitleg.format(n=fmt.integer(found.aside_unreadable, report.taal)) if found.aside else ""
    parts += [
        Step("ingelezen", w.as_ingelezen, found.rows_in, read_cents(found)),
        Step("opzij", w.as_opzij, found.aside, found.aside_cents, aside_note),
        Step("niet_declarabel", w.as_niet_declarabel, found.not_declarable, found.cents("niet_declarabel")),
        Step("toekomst", w.as_toekomst, found.future, found.cents("toekomst")),
        Step("beoordeeld", w.as_beoordeeld, found.judged, found.cents("beoordeeld")),
    ]
    if found.claim:
        names = w.as_berichten.format(namen=", ".join(found.claim.files))
        parts.append(Step("gedeclareerd", w.as_gedeclareerd, found.claim.lines, found.claim.cents, names))
    return tuple(parts)


def read_cents(found: Reconciliation) -> int | None:
    """Return the amount of everything that was read, also of what was set aside."""
    known = [cents for cents in (found.cents(), found.aside_cents) if cents is not None]
    return sum(known) if known else None


def by(found: Reconciliation, *keys: str) -> pl.DataFrame:
    """Return the counts added up per ``keys``; an amount stays unknown where no row has one."""
    counts = [name for name in found.per_month.columns if name not in {"maand", "prestatiegroep"}]
    summed = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in counts]
    declarable = pl.col("beoordeeld") + pl.col("toekomst")
    amounts = ("bedrag_beoordeeld", "bedrag_toekomst")
    known = pl.any_horizontal(pl.col(name).is_not_null() for name in amounts)
    grouped = found.per_month.group_by(list(keys)).agg(summed) if keys else found.per_month.select(summed)
    return grouped.with_columns(
        declarable.alias("declarabel"),
        pl.when(known).then(pl.sum_horizontal(amounts)).alias("bedrag_declarabel"),
    ).pipe(lambda frame: frame.sort(list(keys), nulls_last=True) if keys else frame)


def largest(claim: Claim, limit: int) -> pl.DataFrame:
    """Return at most ``limit`` differences: of every kind its largest ones, in the order of the kinds."""
    counts = [d.rows for d in claim.differences]
    size = pl.coalesce(pl.col("verschil"), pl.col("bedrag_bericht")).abs()
    scan = pl.scan_parquet(claim.listed)
    parts = [
        scan.filter(pl.col("soort") == d.kind.value)
        .with_columns(size.alias(":grootte"))
        .sort(":grootte", "prestatie_id", "datum_bericht", descending=[True, False, False], nulls_last=True)
        .head(share)
        .drop(":grootte")
        for d, share in zip(claim.differences, share_out(counts, limit), strict=True)
        if share
    ]
    return pl.concat(parts).collect() if parts else scan.head(0).collect()


def _stated(total: ControlTotalPart) -> tuple[int | None, int | None]:
    return total.rijen_opgegeven, total.bedrag_opgegeven_cent


def _rows(found: Reconciliation, report: Report, w: SimpleNamespace) -> tuple[Tone, str]:
    numbers = {
        "rijen_in": found.rows_in,
        "beoordeeld": found.judged,
        "niet_declarabel": found.not_declarable,
        "toekomst": found.future,
        "opzij": found.aside,
    }
    return "goed", w.as_sluit.format(**{k: fmt.integer(n, report.taal) for k, n in numbers.items()})


def _amounts(found: Reconciliation, report: Report, w: SimpleNamespace) -> tuple[Tone, str]:
    cents = read_cents(found)
    if found.cents() is None or cents is None:
        return "onbekend", w.as_geen_bedragen
    unpriced = fmt.integer(found.unpriced + found.aside_unreadable, report.taal)
    return "goed", w.as_bedragen.format(bedrag=fmt.euro(cents, report.taal), zonder=unpriced)


def _totals(report: Report, w: SimpleNamespace) -> tuple[Tone, str]:
    if not report.controletotalen:
        return "onbekend", w.as_geen_totalen
    differ = sum(t.verschil for t in report.controletotalen)
    if differ:
        return "slecht", w.as_totalen_anders.format(n=differ, alle=len(report.controletotalen))
    return "goed", w.as_totalen_gelijk


def _claim(claim: Claim | None, report: Report, w: SimpleNamespace) -> tuple[Tone, str]:
    if claim is None:
        return "onbekend", w.as_geen_bericht
    if claim.different:
        counts = {"n": claim.different, "gelijk": claim.agreeing}
        return "slecht", w.as_bericht_anders.format(**{k: fmt.integer(n, report.taal) for k, n in counts.items()})
    return "goed", w.as_bericht_gelijk.format(n=fmt.integer(claim.prestaties, report.taal))


def known_export(counted: Difference) -> int | None:
    """Return the amount in the export of one kind of difference; None where the export has no amounts."""
    return None if counted.kind is Kind.BEDRAG_ONBEKEND and counted.rows else counted.export_cents


def kind_of(row: dict[str, object]) -> Kind:
    """Return the kind of one listed difference."""
    return Kind(str(row["soort"]))
