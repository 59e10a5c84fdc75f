"""Derived rows of a message as a Source, so that they go through the same door as every other export."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.sources.source import ROW, Source, cell

#: The columns that say where a row stands in the message; they are no part of a table.
NUMBER, LINE, DOUBLE, REASON = "nr", "_regel", "dubbel", "_reden"
MAKE_AGAIN = Text(
    "Herstel dit waar het bericht gemaakt wordt, en maak het opnieuw.",
    "Repair this where the message is made, and make it again.",
)


def numbered(frame: pl.LazyFrame) -> bool:
    """Tell whether the lines of these elements tell them apart: in a message on one line they do not."""
    line = pl.col("regel").cast(pl.UInt32, strict=False)
    return bool(frame.select((line.diff().drop_nulls() > 0).all()).collect().item())


def source(
    path: Path,
    table: str,
    element: str,
    frame: pl.LazyFrame,
    folder: Path,
    *,
    by_line: bool,
    unknown: tuple[str, ...] = (),
) -> Source:
    """Write the rows of a table of text and return them as a Source.

    A row is numbered by the line of its element, or by its place among its kind where lines do not tell them apart; the
    name of the element behind that of the file then says so.
    ``_reden`` holds why a row may not be used, where that was found already.
    """
    target = folder / f"{table}.parquet"
    row = pl.col(LINE if by_line else NUMBER).cast(pl.UInt32).alias(ROW)
    columns = frame.collect_schema().names()
    for extra in (DOUBLE, REASON):
        if extra not in columns:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(extra))
    names = tuple(c for c in columns if c not in {NUMBER, LINE, DOUBLE, REASON})
    frame.select(row, *(pl.col(name).alias(cell(i)) for i, name in enumerate(names)), DOUBLE, REASON).sink_parquet(
        target
    )
    written = pl.scan_parquet(target)
    extra_names = [cell(len(names) + i) for i, _ in enumerate(unknown)]
    shown = path.name if by_line else f"{path.name} <{element}>"
    return Source(
        table=table,
        shown=shown,
        files=(path,),
        frame=written.select(
            ROW, *(cell(i) for i in range(len(names))), *(pl.lit(None, pl.String).alias(c) for c in extra_names)
        ),
        names=(*names, *unknown),
        rows=int(written.select(pl.len()).collect().item()),
        broken=_broken(written),
        zero_one=True,
        remedy=MAKE_AGAIN,
    )


def _broken(written: pl.LazyFrame) -> dict[Text, pl.Series]:
    """Return the numbers of the rows that may not be used, per reason."""
    found = written.filter(pl.col(DOUBLE).is_not_null() | pl.col(REASON).is_not_null()).select(ROW, DOUBLE, REASON)
    rows: dict[Text, pl.Series] = {}
    for (double, reason), part in (
        found.collect().partition_by(DOUBLE, REASON, as_dict=True, maintain_order=True).items()
    ):
        if reason:
            nl, _, en = str(reason).partition("|")
            rows[Text(nl, en)] = part[ROW]
        else:
            text = Text(f"element {double} staat er twee keer in", f"element {double} stands in it twice")
            rows[text] = part[ROW]
    return rows
