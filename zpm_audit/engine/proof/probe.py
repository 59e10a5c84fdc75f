"""Judges the units of one check one by one visible: for cases, explanations and tests. Same frames as the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from zpm_audit.base.workplace import working_folder
from zpm_audit.checks.model import Check
from zpm_audit.checks.verdict import OUT_OF_SIGHT, OUTSIDE
from zpm_audit.engine.context import Context
from zpm_audit.engine.evidence import evidence
from zpm_audit.engine.impact import price
from zpm_audit.engine.proof.typecheck import plan
from zpm_audit.engine.units import subject_key
from zpm_audit.engine.verdicts import BUITEN_BEELD, CODES, OUT

NAMES = {OUT: OUTSIDE, BUITEN_BEELD: OUT_OF_SIGHT, **{code: str(verdict) for verdict, code in CODES.items()}}


@dataclass(frozen=True)
class Unit:
    """One unit: its verdict and what a finding on it would show."""

    verdict: str
    value: str | None
    limit: str | None
    sentence: str
    impact_cent: int | None


def days_of(context: Context, check: Check, name: str) -> dict[str, date | None]:
    """Return per unit the day by which the value of a limit is picked for it."""
    day = pl.col(check.parameters[name].op).alias("dag")
    rows = plan(context, check).select(subject_key(context, check).alias("onderwerp_id"), day).collect()
    return dict(rows.iter_rows())


def probe(context: Context, check: Check) -> dict[str, Unit]:
    """Return every unit of the check by its key, also those outside the population."""
    with working_folder() as folder:
        target = folder / f"{check.id}.arrow"
        evidence(context, check, plan(context, check), "nl").sink_ipc(target)
        priced = price(context, {check.id: (check, target)}, folder)
        rows = pl.read_ipc(priced.files[check.id]).to_dicts()
    return {
        row["onderwerp_id"]: Unit(
            NAMES[row[":code"]], row["waarde"], row["grens"], row["toelichting"], row["impact_cent"]
        )
        for row in rows
    }
