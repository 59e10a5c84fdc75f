"""The life of findings in one run: what is new, came back, stays; and of what is gone, whether it was solved."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import polars as pl

from zpm_audit.archive.model import EVENT_SCHEMA, GEVONDEN, Life, Series


@dataclass(frozen=True)
class Lives:
    """What became of findings in a run.

    ``alive`` has a row per finding of this run with its ``levensloop``, ``gone`` one per finding of before that is not
    in it (``levensloop`` opgelost or vervallen).
    """

    series: Series
    alive: pl.DataFrame
    gone: pl.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each life, all checks together."""
        found = pl.concat([self.alive, self.gone])["levensloop"].value_counts()
        numbers = dict(found.iter_rows())
        return {life.value: int(numbers.get(life.value, 0)) for life in Life}

    @property
    def per_check(self) -> Mapping[str, Mapping[str, int]]:
        """Return the same per check that has any."""
        counted = pl.concat([self.alive, self.gone]).group_by("check_id", "levensloop").len()
        found: dict[str, dict[str, int]] = {}
        for check_id, life, number in counted.iter_rows():
            found.setdefault(check_id, dict.fromkeys(Life, 0))[life] = number
        return found

    @property
    def events(self) -> pl.DataFrame:
        """Return what an archive keeps of it."""
        came = self.alive.filter(pl.col("levensloop") != Life.BLIJVEND).with_columns(soort=pl.lit(GEVONDEN))
        went = self.gone.with_columns(soort=pl.col("levensloop"))
        return pl.concat([came.select(list(EVENT_SCHEMA)), went.select(list(EVENT_SCHEMA))]).sort("bevinding_id")


def alive(series: Series, found: pl.LazyFrame) -> pl.DataFrame:
    """Return the findings of a run (``bevinding_id``, ``check_id``) with their life."""
    known = series.known.lazy().select("bevinding_id", "open")
    life = (
        pl.when(pl.col("open"))
        .then(pl.lit(Life.BLIJVEND.value))
        .when(~pl.col("open"))
        .then(pl.lit(Life.HEROPEND.value))
        .otherwise(pl.lit(Life.NIEUW.value))
    )
    rows = found.select("bevinding_id", "check_id").unique("bevinding_id", keep="any")
    return rows.join(known, on="bevinding_id", how="left").select("bevinding_id", "check_id", levensloop=life).collect()


def missing(series: Series, found: pl.DataFrame, ran: Set[str]) -> pl.DataFrame:
    """Return the open findings of checks that ran which are not in this run. What did not run solves nothing."""
    was = series.known.filter(pl.col("open") & pl.col("check_id").is_in(list(ran)))
    return was.join(found, on="bevinding_id", how="anti").select("bevinding_id", "check_id").sort("bevinding_id")


def gone(missed: pl.DataFrame, compliant: pl.Series) -> pl.DataFrame:
    """Return what became of them: solved where the subject was judged and complies, lapsed in every other case."""
    solved = pl.col("bevinding_id").is_in(compliant.implode())
    life = pl.when(solved).then(pl.lit(Life.OPGELOST.value)).otherwise(pl.lit(Life.VERVALLEN.value))
    return missed.with_columns(levensloop=life)
