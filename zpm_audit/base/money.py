"""Whole cents, in which all amounts are counted, as the euros that people and programs read. Unknown stays unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import overload

import polars as pl

#: How an amount in euros stands in a file.
EUROS = pl.Decimal(18, 2)
_CENT = Decimal("0.01")


@overload
def euros(cents: int) -> Decimal: ...
@overload
def euros(cents: int | None) -> Decimal | None: ...
def euros(cents: int | None) -> Decimal | None:
    """Return an amount, exactly."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def euros_number(cents: int | None) -> float | None:
    """Return an amount as JSON knows numbers."""
    return None if cents is None else cents / 100


def euros_text(cents: int) -> str:
    """Return an amount as machines write it: ``-1234.50``."""
    return f"{euros(cents):.2f}"


def euros_column(cents: pl.Expr) -> pl.Expr:
    """Return a column of whole cents as amounts."""
    return (cents.cast(pl.Decimal(38, 0)) * pl.lit(_CENT)).cast(EUROS)


def cents_column(amounts: pl.Expr) -> pl.Expr:
    """Return a column of amounts (``EUROS``) as whole cents."""
    # With two decimals an amount is kept as its cents.
    return amounts.cast(EUROS).to_physical().cast(pl.Int64)
