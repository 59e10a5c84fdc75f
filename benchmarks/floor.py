"""The floor: polars reads every column that the checks need, once, and does next to nothing with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

NEEDED = {
    "prestaties": (
        "prestatie_id", "patient_id", "zorgtraject_id", "datum", "starttijd", "prestatiegroep", "consulttype",
        "prestatiecode", "setting", "behandelaar_id", "gepland", "gepland_op", "geplande_minuten",
        "gerealiseerde_minuten", "duurklasse", "overleg_met", "overleg_vastgelegd", "patient_geinformeerd",
        "bedrag_eur", "declarabel",
    ),
    "zorgtrajecten": (
        "zorgtraject_id", "patient_id", "startdatum", "financiering", "nieuwe_zorgvraag", "regiebehandelaar_id",
        "diagnose_verzekerd",
    ),
    "behandelaren": ("behandelaar_id", "beroep", "geldig_van", "geldig_tot"),
}  # fmt: skip


def _touch(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return something that cannot be answered without decoding the column."""
    column = pl.col(name)
    if dtype == pl.String:
        column = column.str.len_bytes()
    elif dtype.is_temporal():
        column = column.to_physical()
    return column.cast(pl.Int64).sum()


def read(folder: Path, needed: dict[str, tuple[str, ...]]) -> None:
    """Read these columns of these tables."""
    for table, columns in needed.items():
        lazy = pl.scan_parquet(folder / f"{table}.parquet").select(columns)
        schema = lazy.collect_schema()
        lazy.select(_touch(name, dtype) for name, dtype in schema.items()).collect(engine="streaming")


def run(folder: Path, _out: Path, _peildatum: date) -> None:
    """Read what the nineteen checks need."""
    read(folder, NEEDED)
