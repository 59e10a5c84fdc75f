"""Reads a demo export the plain way: text first, then the types of the contract; rows that will not parse apart."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.register.schema import TABLES, Column


def _parsed(column: Column) -> pl.Expr:
    text = pl.col(column.name)
    yes_no = {"true": True, "false": False}
    by_kind = {
        "text": text,
        "date": text.str.to_date("%Y-%m-%d", strict=False),
        "time": text.str.to_time("%H:%M", strict=False),
        "datetime": text.str.to_datetime("%Y-%m-%dT%H:%M", strict=False),
        "bool": text.replace_strict(yes_no, default=None, return_dtype=pl.Boolean),
        "int": text.cast(pl.Int64, strict=False),
        "eur": text.str.replace(".", "", literal=True).cast(pl.Int64, strict=False),
        "decimal": text.str.replace(".", "", literal=True).cast(pl.Int64, strict=False),
    }
    return by_kind[column.kind]


def read_text(export: Path, table: str) -> pl.DataFrame:
    return pl.read_csv(export / f"{table}.csv", infer_schema=False)


def read_split(export: Path, table: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the readable rows in canonical types, and the others as text."""
    contract = TABLES[table]
    text = read_text(export, table).with_row_index("regel")
    parsed = text.with_columns(_parsed(column) for column in contract.columns)
    wrong = [
        (parsed[c.name].is_null() & text[c.name].is_not_null())
        | (parsed[c.name].is_null() & pl.Series([c.required] * text.height))
        | (~parsed[c.name].is_in(list(c.values)).fill_null(True) if c.values else pl.Series([False] * text.height))
        for c in contract.columns
    ]
    aside = pl.DataFrame({f"c{i}": series for i, series in enumerate(wrong)}).select(pl.any_horizontal(pl.all()))
    unreadable = aside.to_series()
    if contract.key is not None:
        unreadable = unreadable | ~parsed[contract.key].is_first_distinct()
    return parsed.filter(~unreadable).drop("regel"), text.filter(unreadable).drop("regel")


def read_tables(export: Path) -> dict[str, pl.DataFrame]:
    names = [path.stem for path in sorted(export.glob("*.csv"))]
    return {name: read_split(export, name)[0] for name in names}
