"""How a series went from run to run: what each run found, and how long every finding stood open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from zpm_audit.archive.chain import missed
from zpm_audit.archive.model import EVENT_SCHEMA, GEVONDEN

#: Runs that a trend shows one by one; how long findings stood open is counted over all of them.
MOST_RUNS = 60
#: The events of a series with the place of their run in it and its reference date.
TREND_EVENTS: dict[str, pl.DataType] = {**EVENT_SCHEMA, "nummer": pl.Int64(), "dag": pl.Date()}
#: A finding from the run that found it until the run in which it was gone: how many days, and whether it came back.
SPELLS: dict[str, pl.DataType] = {
    "check_id": pl.String(),
    "bevinding_id": pl.String(),
    "einde": pl.String(),
    "dagen": pl.Int64(),
    "terug": pl.Boolean(),
}


@dataclass(frozen=True)
class RunFigures:
    """One run. ``run_id`` is None for the run that is going on; what an older run did not keep is None.

    ``prestaties`` holds beoordeeld, met_fout and direct_goed; ``per_check`` the deviations of the checks that ran.
    """

    run_id: str | None
    peildatum: date
    afwijkingen: int
    geaccepteerd: int
    prestaties: Mapping[str, int | None]
    lives: Mapping[str, int]
    per_check: Mapping[str, int]

    def share(self, part: str) -> float | None:
        """Return which share of the judged prestaties ``met_fout`` or ``direct_goed`` is; None where unknown."""
        whole, number = self.prestaties.get("beoordeeld"), self.prestaties.get(part)
        return number / whole if whole and number is not None else None


@dataclass(frozen=True)
class SeriesTrend:
    """The newest runs of a series, oldest first; ``number`` counts all of them and ``days`` holds their dates."""

    series: str
    runs: tuple[RunFigures, ...] = ()
    number: int = 0
    days: tuple[date, ...] = ()
    events: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TREND_EVENTS))

    def followed_by(self, run: RunFigures, events: pl.DataFrame) -> SeriesTrend:
        """Return the trend with one run more and what that did to the findings."""
        number = self.number + 1
        own = events.with_columns(nummer=pl.lit(number, pl.Int64), dag=pl.lit(run.peildatum, pl.Date))
        return replace(
            self,
            runs=(*self.runs, run)[-MOST_RUNS:],
            number=number,
            days=(*self.days, run.peildatum),
            events=pl.concat([self.events, own.select(list(TREND_EVENTS))]),
        )

    @property
    def gap(self) -> tuple[date, ...]:
        """Return the days between the last run and the one before it on which the series ought to have run."""
        return tuple(missed(self.days)[-1]) if self.days else ()

    @property
    def gaps(self) -> tuple[date, ...]:
        """Return the days on which the series ought to have run before the runs that are shown, the last left out."""
        return tuple(day for days in missed(self.days)[-len(self.runs) : -1] for day in days) if self.runs else ()

    @property
    def partial(self) -> tuple[date, ...]:
        """Return the days of runs in which a check did not run that did so in one before it and in one after it."""
        ran = [set(run.per_check) for run in self.runs]
        between = (set().union(*ran[:n]) & set().union(*ran[n + 1 :]) - here for n, here in enumerate(ran))
        return tuple(run.peildatum for run, gone in zip(self.runs, between, strict=True) if gone)

    def spells(self) -> pl.DataFrame:
        """Return every time that a finding was there and then gone, with the schema ``SPELLS``.

        ``einde`` is how it went: opgelost or vervallen. Days are those between the reference dates of two runs.
        """
        ordered = self.events.sort("bevinding_id", "nummer")
        after = ordered.with_columns(
            einde=pl.col("soort").shift(-1).over("bevinding_id"),
            dagen=(pl.col("dag").shift(-1).over("bevinding_id") - pl.col("dag")).dt.total_days(),
            terug=pl.col("soort").shift(-2).over("bevinding_id").is_not_null(),
        )
        over = after.filter((pl.col("soort") == GEVONDEN) & pl.col("einde").is_not_null())
        return over.select(list(SPELLS)).sort("check_id", "bevinding_id")
