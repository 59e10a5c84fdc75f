"""Puts the acceptances in an audit whose findings are as they will be shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from zpm_audit.base.pseudonyms import Key, pseudonyms
from zpm_audit.base.steady import write_steady
from zpm_audit.engine.context import Context
from zpm_audit.findings.acceptances.apply import accepted_units, apply
from zpm_audit.findings.acceptances.model import Acceptances
from zpm_audit.findings.acceptances.outcome import PLACE, Accepted, Raw
from zpm_audit.findings.model import Audit, CheckResult, Prestaties
from zpm_audit.findings.prestaties import prestatie_figures


def accepted_in(audit: Audit, acceptances: Acceptances | None, context: Context, work: Path, key: Key | None) -> Audit:
    """Return the audit with what is accepted; ``key`` is given where the findings show the numbers of patients.

    Acceptances speak of the findings as people see them, and so this comes after everything in them is covered.
    """
    if acceptances is None or audit.raw is None:
        return audit
    listed = audit.findings.afwijkingen
    ran = {result.check.id for result in audit.checks if not result.status.silent}
    patients = pl.scan_parquet(listed).select(pl.col("patient_id").unique()).collect()["patient_id"] if key else None
    names = pseudonyms(patients, key) if key and patients is not None else None
    accepted = apply(listed, acceptances, ran=ran, peildatum=audit.peildatum, names=names)
    numbers = _without_numbers(listed)
    figures, units = _open(audit, context, audit.raw, numbers, work) if accepted.number else (None, None)
    return replace(
        audit,
        checks=tuple(_with_accepted(result, accepted) for result in audit.checks),
        accepted=accepted,
        open_prestaties=figures,
        accepted_units=units,
        raw=None,
    )


def _without_numbers(listed: Path) -> pl.DataFrame:
    """Take the numbers out of a list; return those that are accepted."""
    scan = pl.scan_parquet(listed)
    numbers = scan.filter(pl.col("acceptatie").is_not_null()).select(PLACE, "acceptatie").collect()
    whole = listed.with_suffix(".zonder.parquet")
    write_steady(scan.drop(PLACE), whole)
    whole.replace(listed)
    return numbers


def _with_accepted(result: CheckResult, accepted: Accepted) -> CheckResult:
    """Return a result that says how much of it is accepted; its verdicts and its status stay as they are."""
    number, cents = accepted.per_check.get(result.check.id, (0, None))
    return replace(result, counts=replace(result.counts, geaccepteerd=number), accepted_cent=cents)


def _open(
    audit: Audit, context: Context, raw: Raw, numbers: pl.DataFrame, work: Path
) -> tuple[Prestaties, pl.DataFrame]:
    """Return the figures of the prestaties without what is accepted, and the units that are accepted as a whole."""
    marked, left = work / "aanvaard.parquet", work / "open.parquet"
    rows = pl.scan_parquet(raw.deviations).drop("acceptatie").join(numbers.lazy(), on=PLACE, how="left")
    rows.sink_parquet(marked)
    pl.scan_parquet(marked).filter(pl.col("acceptatie").is_null()).sink_parquet(left)
    units = accepted_units(marked, raw.names)
    amounts = raw.priced.without(units, work / "open-bedragen.parquet")
    return prestatie_figures(context, replace(audit.findings, afwijkingen=left), amounts), units
