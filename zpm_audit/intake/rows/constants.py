"""A value that the mapping itself gives, such as a constant: read by the same readers as the cells of a source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from zpm_audit.intake.rows import values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.register.schema import Column

_PLAIN = Formats(waar=("true", "ja"), onwaar=("false", "nee"))


def canonical_value(text: str, column: Column, formats: Formats) -> Any:
    """Return what ``text`` is as a value of ``column``: as the table writes it or as the contract does; else None."""
    said = pl.DataFrame({"x": [text]})
    for notation in (replace(formats, waarden={}), _PLAIN):
        x = values.cleaned(pl.col("x"), column.name, notation)
        found = said.select(values.parsed(x, column, notation).cast(column.dtype)).item()
        if found is not None and (not column.values or found in column.values):
            return found
    return None
