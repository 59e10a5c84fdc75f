"""One rule for orders: empty values last, whatever the engine's own rule is."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl


def sort_key(names: Iterable[str]) -> pl.Expr:
    """Return one sort column: a struct of (is empty, value) pairs."""
    return pl.struct(part for name in names for part in (pl.col(name).is_null().alias(f"{name}:leeg"), pl.col(name)))
