"""Turns canonical rows into the pandas frame that Great Expectations judges. pyarrow is not needed.

Amounts become euros, dates become midnight (in nanoseconds where they fit, for Great Expectations is fast there), and
an empty value is what pandas calls missing. pandas stays within this module and ``gx_runner``.
"""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import polars as pl

from zpm_audit.register import Column

#: What pandas can hold in nanoseconds; an open end such as 9999-12-31 falls outside it.
_NANOSECONDS = (datetime(1700, 1, 1), datetime(2200, 1, 1))


def to_pandas(rows: pl.DataFrame, columns: dict[str, Column]) -> pd.DataFrame:
    """Return the pandas frame of ``rows``."""
    index = pd.RangeIndex(rows.height)
    return pd.DataFrame({c: _series(rows[c], columns[c], index) for c in rows.columns}, index=index)


def _series(values: pl.Series, column: Column, index: pd.RangeIndex) -> pd.Series:
    if column.kind in {"date", "datetime"}:
        moments = values.cast(pl.Datetime("us"))
        if moments.is_between(*_NANOSECONDS).all():
            moments = moments.cast(pl.Datetime("ns"))
        return pd.Series(moments.to_numpy(), index=index)
    if column.kind == "time":
        values = values.dt.to_string("%H:%M:%S")
    if column.scale > 1:
        return pd.Series((values / column.scale).to_numpy(), index=index)
    if column.kind == "int":
        return pd.Series(values.to_numpy(), index=index)
    return pd.Series(values.to_list(), index=index, dtype=object)
