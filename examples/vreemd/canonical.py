"""The canonical export that every foreign layout is made from: a small demo, every value as text."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import polars as pl

from examples.vreemd.model import Tables
from zpm_audit.demo import write_demo

_ROWS = 6_000
_SEED = 10


@cache
def canonical_tables() -> Tables:
    """Return the tables of the demo; without rows that cannot be read, for those cannot be rewritten either."""
    with tempfile.TemporaryDirectory(prefix="zpm-audit-vreemd-") as folder:
        write_demo(Path(folder), rows=_ROWS, seed=_SEED, form="parquet")
        files = sorted((Path(folder) / "export").glob("*.parquet"))
        return {file.stem: _as_text(pl.read_parquet(file)) for file in files}


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    def text(name: str, dtype: pl.DataType) -> pl.Expr:
        column = pl.col(name)
        if dtype == pl.Boolean:
            return pl.when(column).then(pl.lit("true")).when(~column).then(pl.lit("false")).alias(name)
        if dtype == pl.Time:
            return column.dt.strftime("%H:%M")
        if isinstance(dtype, pl.Datetime):
            return column.dt.strftime("%Y-%m-%dT%H:%M")
        return column.cast(pl.String)

    return frame.select(text(name, dtype) for name, dtype in frame.schema.items())


def renumbered(tables: Tables, widths: dict[str, tuple[str, int]]) -> Tables:
    """Return the tables with the keys ending in ``patient_id`` and so on as bare numbers of a fixed width.

    ``widths`` says per key column what stands in front and how many digits follow: ``{"patient_id": ("", 7)}``.
    """

    def changed(name: str) -> pl.Expr:
        kind = next((k for k in widths if name == k or (k == "behandelaar_id" and name.endswith(k))), None)
        if kind is None:
            return pl.col(name)
        front, width = widths[kind]
        digits = pl.col(name).str.extract(r"([0-9]+)$").str.strip_chars_start("0").str.zfill(width)
        return pl.concat_str(pl.lit(front), digits).alias(name)

    return {table: frame.with_columns(changed(n) for n in frame.columns) for table, frame in tables.items()}
