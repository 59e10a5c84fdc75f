"""Small steps that many mishaps share: a row again under a new number, and the code and price that go with a row."""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.tariffs import consult_prices

_PRICE_KEYS = ("categorie", "setting", "consulttype", "duurklasse")
_PREFIX = 4  # "P" and three digits of the location; what follows is counted per location and stays under 100,000


def another_id(times: int = 1) -> pl.Expr:
    """Return the number of the row when it is registered once more, later on."""
    number = pl.col("prestatie_id").str.slice(_PREFIX).cast(pl.Int64) + 100_000 * times
    return pl.col("prestatie_id").str.head(_PREFIX) + number.cast(pl.String).str.zfill(6)


def again(rows: pl.DataFrame, times: int = 1) -> pl.DataFrame:
    """Return the rows as they are registered once more."""
    return rows.with_columns(prestatie_id=another_id(times))


def repriced(rows: pl.DataFrame, **instead: pl.Expr) -> pl.DataFrame:
    """Give consults the code and price of their category, setting, consulttype and class, or of others ``instead``."""
    wanted = [instead.get(name, pl.col(name)).alias(f"_{name}") for name in _PRICE_KEYS]
    prices = consult_prices().rename({name: f"_{name}" for name in _PRICE_KEYS} | {"jaar": "_jaar"})
    keys = [f"_{name}" for name in (*_PRICE_KEYS, "jaar")]
    return (
        rows.drop("prestatiecode", "bedrag_eur")
        .with_columns(*wanted, _jaar=pl.col("datum").dt.year().cast(pl.Int64))
        .join(prices.drop("maximum"), on=keys, how="left", maintain_order="left")
        .drop(keys)
    )


def whole(value: int | None) -> pl.Expr:
    """Return a whole number as the tables hold it."""
    return pl.lit(value, dtype=pl.Int64)


def nothing(dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """Return an empty value."""
    return pl.lit(None, dtype=dtype)
