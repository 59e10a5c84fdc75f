"""Writes the three lists of findings where the user finds them: Parquet for machines, CSV for everybody."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl

from zpm_audit.base.settings import Csv
from zpm_audit.base.spreadsheet import write_csv
from zpm_audit.findings.model import Audit, Findings


def write_lists(audit: Audit, folder: Path, form: Csv) -> Audit:
    """Put ``bevindingen``, ``onbepaald`` and ``lopend`` in ``folder``; return the audit that points at them there."""
    found = audit.findings
    written = Findings(
        afwijkingen=_write(found.afwijkingen, folder / "bevindingen", form),
        onbepaald=_write(found.onbepaald, folder / "onbepaald", form),
        lopend=_write(found.lopend, folder / "lopend", form),
    )
    return replace(audit, findings=written)


def _write(source: Path, target: Path, form: Csv) -> Path:
    parquet = target.with_suffix(".parquet")
    shutil.copyfile(source, parquet)
    write_list_csv(parquet, target.with_suffix(".csv"), form)
    return parquet


def write_list_csv(rows: Path, target: Path, form: Csv) -> None:
    """Write rows of a list as CSV."""
    write_csv(pl.scan_parquet(rows), target, form, machine_texts=("waarde", "grens"))
