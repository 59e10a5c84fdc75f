"""The ledger beside the export: what was booked as revenue per month, and what the export says was claimed.

Of the export counts what is declarable, in the month of its factuurdatum; without one in the export, in that of its
datum. Of the ledger counts credit minus debet on the revenue accounts, in the month of effDate. Both within the
financial year of the file: what lies outside is told apart, and so is all else that has no month or no other side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.intake.xaf import AuditFile, choose_accounts, read_audit_file, read_postings, recognise
from zpm_audit.reconciliation.counts import first_day, month_number
from zpm_audit.reconciliation.model import LEDGER_MONTHS, Apart, Ledger, LeftOut, Reconciliation

INVOICED, CARED = "factuurdatum", "datum"
_DAY, _CENT, _LOT, _MONTH = ":dag", ":cent", ":lot", ":maand"


@dataclass(frozen=True)
class BookedRevenue:
    """An auditfile with its revenue accounts, and the postings on them."""

    file: AuditFile
    accounts: Mapping[str, str]
    postings: pl.DataFrame


def read_revenue(path: Path, asked: Sequence[str], work: Path) -> BookedRevenue:
    """Read the revenue accounts of an auditfile; refuse what cannot be reconciled before the export is read."""
    if not path.is_file():
        raise InputRefusedError(
            nl=f"Grootboek {path} bestaat niet of is geen bestand. Geef met --grootboek een XML auditfile (XAF).",
            en=f"Ledger {path} does not exist or is no file. Give an XML auditfile (XAF) with --grootboek.",
        )
    work.mkdir(parents=True, exist_ok=True)
    file = read_audit_file(path, work)
    accounts = choose_accounts(asked, file.accounts, file.profit, path.name)
    return BookedRevenue(file, accounts, read_postings(file, accounts))


def refuse_lonely(path: Path | None, asked: Sequence[str]) -> None:
    """Refuse accounts without a file, and a file that does not begin as an auditfile, before anything is read."""
    if path is None and asked:
        raise UsageError(
            nl="--omzetrekening hoort bij een grootboek. Geef ook --grootboek XAF, of grootboek in zpm-audit.yaml.",
            en="--omzetrekening goes with a ledger. Give --grootboek XAF too, or grootboek in zpm-audit.yaml.",
        )
    if path is not None and path.is_file():
        recognise(path)


def compare_ledger(counted: Reconciliation, context: Context, booked: BookedRevenue) -> Reconciliation:
    """Return the reconciliation with the ledger beside it."""
    file = booked.file
    by = _month_by(context)
    export = _summed(_declarable(context, by, file)).collect()
    postings = booked.postings.lazy().rename({"datum": _DAY, "cent": _CENT})
    outside = ~pl.col(_DAY).is_between(file.first, file.last)
    lot = _lot({LeftOut.BEGINBALANS: pl.col("beginbalans"), LeftOut.GROOTBOEK_BUITEN: outside})
    moved = _summed(postings.with_columns(lot)).collect()
    if _of(export, None).is_empty():
        raise _another_year(file, _of(export, LeftOut.EXPORT_BUITEN), by)
    apart = (
        *(_apart(export, kind) for kind in (LeftOut.ZONDER_FACTUURDATUM, LeftOut.NA_PEILDATUM, LeftOut.EXPORT_BUITEN)),
        _apart(moved, LeftOut.GROOTBOEK_BUITEN),
        _opening(booked, _apart(moved, LeftOut.BEGINBALANS)),
    )
    ledger = Ledger(
        file=file.path.name,
        version=file.version,
        company=file.company,
        first=file.first,
        last=file.last,
        accounts=booked.accounts,
        by=by,
        per_month=_per_month(_of(export, None), _of(moved, None)),
        apart=tuple(one for one in apart if one.rows),
        foreign=booked.postings.filter("vreemde_munt").height,
        stated=file.stated,
    )
    return replace(counted, ledger=ledger)


def _month_by(context: Context) -> str:
    """Return the column that says in which month a prestatie was claimed; one without a single date says nothing."""
    table = context.register.tables["prestaties"]
    if INVOICED not in table.columns:
        return CARED
    filled = context.register.scan("prestaties").select(pl.col(INVOICED).count()).collect().item()
    return INVOICED if filled else CARED


def _declarable(context: Context, by: str, file: AuditFile) -> pl.LazyFrame:
    """Return every prestatie that goes to the payer, with the day and the amount that count here, and its lot."""
    day = pl.col(by)
    later = pl.col("datum") > context.peildatum if by == CARED else pl.lit(value=False)
    lots = {
        LeftOut.ZONDER_FACTUURDATUM: day.is_null(),
        LeftOut.NA_PEILDATUM: later,
        LeftOut.EXPORT_BUITEN: ~day.is_between(file.first, file.last),
    }
    return (
        build(context, context.scope("prestaties"), {by, "datum", "declarabel", "bedrag_eur"}, rows="alle")
        .filter(pl.col("declarabel").fill_null(value=True))
        .select(day.alias(_DAY), pl.col("bedrag_eur").alias(_CENT), _lot(lots))
    )


def _lot(lots: Mapping[LeftOut, pl.Expr]) -> pl.Expr:
    """Return why a row is not compared: the first of ``lots`` that holds; empty where it is."""
    first = [pl.when(holds).then(pl.lit(kind.value)) for kind, holds in lots.items()]
    return pl.coalesce(first).alias(_LOT)


def _summed(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return counts and sums per lot and month: few rows, whatever the export."""
    cents = pl.col(_CENT)
    return rows.group_by(_LOT, month_number(pl.col(_DAY)).alias(_MONTH)).agg(
        pl.len().cast(pl.Int64).alias("n"),
        cents.sum().alias("som"),
        cents.filter(cents > 0).sum().alias("plus"),
        cents.filter(cents < 0).sum().alias("min"),
        cents.null_count().cast(pl.Int64).alias("onbekend"),
        pl.col(_DAY).min().alias("eerste"),
        pl.col(_DAY).max().alias("laatste"),
    )


def _of(summed: pl.DataFrame, kind: LeftOut | None) -> pl.DataFrame:
    return summed.filter(pl.col(_LOT).is_null() if kind is None else pl.col(_LOT) == kind.value)


def _apart(summed: pl.DataFrame, kind: LeftOut) -> Apart:
    found = _of(summed, kind).select(pl.col("n", "som", "onbekend").sum()).row(0, named=True)
    return Apart(kind, found["n"], found["som"] if found["onbekend"] < found["n"] else None, found["onbekend"])


def _opening(booked: BookedRevenue, found: Apart) -> Apart:
    """Add the lines of an opening balance that stands apart in the file; their amounts were not read."""
    lines = sum(booked.file.opening.get(code, 0) for code in booked.accounts)
    return replace(found, rows=found.rows + lines, unpriced=lines)


def _per_month(export: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    claimed = export.select(_MONTH, rijen="n", bedrag_export="som", zonder_bedrag="onbekend")
    booked = moved.select(_MONTH, regels="n", credit="plus", debet=-pl.col("min"), bedrag_grootboek="som")
    counts = [name for name in LEDGER_MONTHS if name not in {"maand", "verschil"}]
    exact, unread = pl.col("zonder_bedrag") == 0, pl.col("zonder_bedrag") == pl.col("rijen")
    return (
        claimed.join(booked, on=_MONTH, how="full", coalesce=True)
        # A month in which nothing was claimed or booked has no amount to know: it is nothing.
        .with_columns(pl.col(name).fill_null(0) for name in counts)
        .with_columns(
            first_day(pl.col(_MONTH)).alias("maand"),
            pl.when(exact | ~unread).then(pl.col("bedrag_export")).alias("bedrag_export"),
            pl.when(exact).then(pl.col("bedrag_grootboek") - pl.col("bedrag_export")).alias("verschil"),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in LEDGER_MONTHS.items())
        .sort("maand")
    )


def _another_year(file: AuditFile, rows: pl.DataFrame, by: str) -> InputRefusedError:
    first, last = rows.select(pl.col("eerste").min(), pl.col("laatste").max()).row(0)
    spread = f" ({by} {first} t/m {last})" if first else ""
    spread_en = spread.replace(" t/m ", " to ")
    return InputRefusedError(
        nl=f"{file.path.name} gaat over {file.first} t/m {file.last}, en geen enkele declarabele prestatie van de "
        f"export valt daarin{spread}. Geef de auditfile van hetzelfde jaar.",
        en=f"{file.path.name} is about {file.first} to {file.last}, and not one declarable prestatie of the export "
        f"is within it{spread_en}. Give the auditfile of the same year.",
    )
