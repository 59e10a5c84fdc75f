"""A handful of rows that no audit can read: what a real export always has, and intake must set aside."""

from __future__ import annotations

import polars as pl

Row = dict[str, str | None]

# Amounts are left out, so that the control totals hold whether or not such rows are counted.
_PRESTATIES: tuple[Row, ...] = (
    {"prestatie_id": "X000000001", "datum": "2024-02-30"},
    {"prestatie_id": "X000000002", "datum": None},
    {"prestatie_id": "X000000003", "prestatiegroep": "konsult"},
    {"prestatie_id": "X000000004", "setting": "12"},
    {"prestatie_id": "X000000005", "gerealiseerde_minuten": "45 min"},
    {},  # the same key once more: the first row stays
    {},
)
_ZORGTRAJECTEN: tuple[Row, ...] = ({"zorgtraject_id": "ZT9999999", "financiering": "wlz"},)


def _as_text(frame: pl.DataFrame) -> list[Row]:
    with_text = frame.select(
        pl.col(name).dt.strftime("%H:%M") if dtype == pl.Time
        else pl.col(name).dt.strftime("%Y-%m-%dT%H:%M") if dtype == pl.Datetime
        else pl.col(name).cast(pl.String)
        for name, dtype in frame.schema.items()
    )  # fmt: skip
    return with_text.to_dicts()


def unreadable_prestaties(examples: pl.DataFrame) -> list[Row]:
    """Return rows like the examples (canonical consults), each with one thing that cannot be read."""
    rows = _as_text(examples.head(len(_PRESTATIES)))
    return [row | {"bedrag_eur": None} | change for row, change in zip(rows, _PRESTATIES, strict=False)]


def unreadable_zorgtrajecten(examples: pl.DataFrame) -> list[Row]:
    """Return rows like the examples (canonical zorgtrajecten), each with one thing that cannot be read."""
    rows = _as_text(examples.head(len(_ZORGTRAJECTEN)))
    return [row | change for row, change in zip(rows, _ZORGTRAJECTEN, strict=False)]
