"""A source that was opened to look at: what a mapping must say to open it again, and what its columns look like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from zpm_audit.intake.proposal.profile import Profile, profiles, sample
from zpm_audit.intake.sources.source import ROW, Source, cell

#: How a row below the data begins that sums it up.
_TOTAL = r"(?i)^\s*(sub|eind)?\s*(totaal|totalen|total|som)\b"
_LAST = 5

Setting = str | int | list[str]


@dataclass(frozen=True)
class Opened:
    """One table of the export, with the keys of a mapping that open it (``bestand``, ``blad``, ``query``, ...).

    ``totals`` tells that rows below the data sum it up; they are not among the rows that are looked at.
    """

    shown: str
    source: Source
    settings: dict[str, Setting]
    empties: tuple[str, ...] = ()
    totals: bool = False

    @cached_property
    def _sample(self) -> pl.DataFrame:
        return sample(self.source, list(self.empties))

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """Return what every column looks like, by its name."""
        return {p.name: p for p in profiles(self.source, self._sample, list(self.empties))}

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self.source.names

    def texts(self, *columns: str) -> pl.DataFrame:
        """Return the first rows of some columns, by their names, as cleaned texts."""
        return self._sample.select(columns)


def without_totals(opened: Opened) -> Opened:
    """Leave the rows out that sum up the rows above them, where the last rows look like that."""
    source = opened.source
    if not source.names:
        return opened
    last = source.frame.tail(_LAST).collect()
    texts = [pl.col(cell(i)).cast(pl.String) for i in range(len(source.names))]
    first = last.select(ROW, pl.coalesce(texts).alias("t"))
    summed = first.filter(pl.col("t").str.contains(_TOTAL))[ROW]
    if summed.is_empty():
        return opened
    kept = source.frame.filter(~pl.col(ROW).is_in(summed.implode()))
    return replace(opened, source=replace(source, frame=kept, rows=source.rows - len(summed)), totals=True)
