"""Columns of a source that go along to the findings, and the guard that none of them shows whose row it is."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.base.covering import is_bsn
from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.rows import cells
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.sources.source import Source, cell
from zpm_audit.register.store import carried_name

_MOST = 0.5


def carried(source: Source, names: tuple[str, ...], formats: Formats) -> tuple[pl.Expr, ...]:
    """Return the columns to carry, as text under their name in the register."""
    dtypes = source.dtypes
    found = []
    for name in names:
        position = source.names.index(name)
        text = cells.text_of(pl.col(cell(position)), dtypes[position], formats)
        if text is None:
            raise InputRefusedError(
                nl=f"{source.shown}: kolom {name} kan niet mee naar de bevindingen: er staat geen tekst in.",
                en=f"{source.shown}: column {name} cannot be carried to the findings: it holds no text.",
            )
        found.append(text.alias(carried_name(name)))
    return tuple(found)


def refuse_private(path: Path, shown: str, names: tuple[str, ...], columns: frozenset[str]) -> None:
    """Refuse a carried column that mostly holds citizen service numbers or the patient number of its own row."""
    if not names:
        return
    rows = pl.scan_parquet(path)
    for name in names:
        x = pl.col(carried_name(name))
        same = (x == pl.col("patient_id")).sum() if "patient_id" in columns else pl.lit(0)
        filled, numbers, patients = (
            rows.select(x.count().alias("n"), is_bsn(x).sum().alias("bsn"), same.alias("patient")).collect().row(0)
        )
        if filled and max(numbers or 0, patients or 0) > _MOST * filled:
            what = "burgerservicenummers" if (numbers or 0) > _MOST * filled else "patiëntnummers"
            what_en = "citizen service numbers" if (numbers or 0) > _MOST * filled else "patient numbers"
            raise InputRefusedError(
                nl=f"{shown}: in kolom {name} staan {what}; die gaan nooit mee naar de bevindingen. "
                "Haal haar weg bij meenemen.",
                en=f"{shown}: column {name} holds {what_en}; those are never carried to the findings. "
                "Take it out of meenemen.",
            )
