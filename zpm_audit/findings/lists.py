"""Writes the three lists of findings where the user finds them: Parquet for machines, CSV for everybody."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl

from zpm_audit.base.spreadsheet import formula_safe
from zpm_audit.findings.model import Audit, Findings


def write_lists(audit: Audit, folder: Path) -> Audit:
    """Put ``bevindingen``, ``onbepaald`` and ``lopend`` in ``folder``; return the audit that points at them there."""
    found = audit.findings
    written = Findings(
        afwijkingen=_write(found.afwijkingen, folder / "bevindingen"),
        onbepaald=_write(found.onbepaald, folder / "onbepaald"),
        lopend=_write(found.lopend, folder / "lopend"),
    )
    return replace(audit, findings=written)


def _write(source: Path, target: Path) -> Path:
    parquet = target.with_suffix(".parquet")
    shutil.copyfile(source, parquet)
    write_csv(parquet, target.with_suffix(".csv"))
    return parquet


def write_csv(rows: Path, target: Path) -> None:
    """Write rows as a CSV that a spreadsheet opens without running anything in it."""
    scan = pl.scan_parquet(rows)
    texts = [name for name, dtype in scan.collect_schema().items() if dtype == pl.String()]
    safe = scan.with_columns(formula_safe(pl.col(name)).alias(name) for name in texts)
    safe.sink_csv(target, maintain_order=True)
