"""A reconciliation to show: three years of four prestatiegroepen, and a claim that differs in every way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.reconciliation import Claim, Difference, Mismatch, Reconciliation
from zpm_audit.reconciliation.model import DIFFERENCES, PER_MONTH

GROUPS = ("consult", "groepsconsult", "reistijd", "verblijfsdag")
MONTHS = pl.date_range(date(2023, 1, 1), date(2024, 12, 1), "1mo", eager=True).to_list()
COUNTS = {
    Mismatch.NIET_IN_EXPORT: 31,
    Mismatch.NIET_DECLARABEL: 2,
    Mismatch.ANDER_BEDRAG: 240,
    Mismatch.BEDRAG_ONBEKEND: 1,
}


def reconciliation(folder: Path, *, claimed: bool = True, missing: int = 400) -> Reconciliation:
    """Return a reconciliation of which the counts add up; ``missing`` prestaties were not claimed."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for k, month in enumerate(MONTHS):
        for g, group in enumerate(GROUPS):
            judged = 900 - 150 * g + 37 * ((k * 7 + g) % 9)
            other, later = 20 + g, 12 if k == len(MONTHS) - 1 else 0
            cents = 9_950 + 1_000 * g
            message = (judged - k % 3, (judged - k % 3) * cents) if claimed else (None, None)
            amounts = (judged * cents, other * cents, later * cents)
            whole = judged + other + later
            rows.append((month, group, whole, judged, other, later, sum(amounts), *amounts, g, *message))
    per_month = pl.DataFrame(rows, schema=PER_MONTH, orient="row")
    total = int(per_month["rijen"].sum())
    claim = _claim(folder, per_month, {**COUNTS, Mismatch.NIET_GEDECLAREERD: missing}) if claimed else None
    return Reconciliation(total + 32, 32, 123_456, 4, per_month, claim)


def _claim(folder: Path, per_month: pl.DataFrame, counts: dict[Mismatch, int]) -> Claim:
    rows = [_row(kind, k) for kind, count in counts.items() for k in range(count)]
    listed = folder / "verschillen.parquet"
    pl.DataFrame(rows, schema=DIFFERENCES, orient="row").write_parquet(listed)
    lines = int(per_month["bericht_rijen"].sum())
    differences = tuple(
        Difference(
            kind,
            counts[kind],
            sum(r[7] or 0 for r in rows if r[0] == kind.value),
            sum(r[8] or 0 for r in rows if r[0] == kind.value),
            sum(bool(r[11]) for r in rows if r[0] == kind.value),
        )
        for kind in Mismatch
    )
    cents = int(per_month["bericht_bedrag"].sum())
    return Claim(("gds801-2024.xml",), lines, lines, cents, lines - 274, differences, listed)


def _row(kind: Mismatch, k: int) -> tuple[object, ...]:
    known, claimed = kind is not Mismatch.NIET_IN_EXPORT, kind is not Mismatch.NIET_GEDECLAREERD
    export = 10_000 + k if known and kind is not Mismatch.BEDRAG_ONBEKEND else None
    message = 9_000 if claimed else None
    apart = None if kind is Mismatch.BEDRAG_ONBEKEND else (message or 0) - (export or 0)
    number = None if kind is Mismatch.NIET_IN_EXPORT and not k else f"P{k:06}"
    days = (date(2024, 3, 4) if known else None, date(2024, 3, 4) if claimed else None)
    codes = ("CO0497" if known else None, "CO0497" if claimed else None)
    return (kind.value, number, "consult", *days, *codes, export, message, apart, int(claimed), k % 4 == 3)
