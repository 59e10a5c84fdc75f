"""How a series went from run to run: what each run found, and how long every finding stood open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, select

from zpm_audit.archive.chain import missed
from zpm_audit.archive.model import EVENT_SCHEMA, GEVONDEN, Life
from zpm_audit.archive.tables import CHECK, EVENT, FIGURES, FINDING, RUN

#: Runs that a trend shows one by one; how long findings stood open is counted over all of them.
MOST_RUNS = 60
_SILENT = {"niet_uitgevoerd", "mislukt"}
#: The events of a series with the place of their run in it and its reference date.
_EVENTS: dict[str, pl.DataType] = {**EVENT_SCHEMA, "nummer": pl.Int64(), "dag": pl.Date()}
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
    events: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_EVENTS))

    def followed_by(self, run: RunFigures, events: pl.DataFrame) -> SeriesTrend:
        """Return the trend with one run more and what that did to the findings."""
        number = self.number + 1
        own = events.with_columns(nummer=pl.lit(number, pl.Int64), dag=pl.lit(run.peildatum, pl.Date))
        return replace(
            self,
            runs=(*self.runs, run)[-MOST_RUNS:],
            number=number,
            days=(*self.days, run.peildatum),
            events=pl.concat([self.events, own.select(list(_EVENTS))]),
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


def read_trend(connection: Connection | None, series: str) -> SeriesTrend:
    """Return how a series went so far."""
    if connection is None:
        return SeriesTrend(series)
    columns = (RUN.c.nr, RUN.c.volgnummer, RUN.c.run_id, RUN.c.peildatum, *(RUN.c[name] for name in FIGURES))
    rows = connection.execute(select(*columns).where(RUN.c.reeks == series).order_by(RUN.c.volgnummer)).all()
    days = {row.nr: date.fromisoformat(row.peildatum) for row in rows}
    order = {row.nr: place for place, row in enumerate(rows, 1)}
    events = _events(connection, series, order, days)
    lives = _lives(events)
    shown = rows[-MOST_RUNS:]
    checks = _checks(connection, [row.nr for row in shown])
    runs = [_figures(row, checks.get(row.nr, []), lives.get(order[row.nr], {}), days[row.nr]) for row in shown]
    return SeriesTrend(series, tuple(runs), len(rows), tuple(days.values()), events)


def _events(connection: Connection, series: str, order: Mapping[int, int], days: Mapping[int, date]) -> pl.DataFrame:
    query = (
        select(FINDING.c.bevinding_id, FINDING.c.check_id, EVENT.c.soort, EVENT.c.run)
        .join(EVENT, EVENT.c.bevinding == FINDING.c.nr)
        .where(FINDING.c.reeks == series)
    )
    found = [tuple(row) for row in connection.execute(query)]
    runs = pl.DataFrame(
        {"run": list(order), "nummer": list(order.values()), "dag": [days[nr] for nr in order]},
        schema={"run": pl.Int64, "nummer": pl.Int64, "dag": pl.Date},
    )
    events = pl.DataFrame(found, schema={**EVENT_SCHEMA, "run": pl.Int64()}, orient="row")
    return events.join(runs, on="run").select(list(_EVENTS))


def _lives(events: pl.DataFrame) -> dict[int, dict[str, int]]:
    """Return per run (by its place) how many findings came, came back and went."""
    first = pl.col("nummer") == pl.col("nummer").min().over("bevinding_id")
    came = pl.when(first).then(pl.lit(Life.NIEUW.value)).otherwise(pl.lit(Life.HEROPEND.value))
    life = pl.when(pl.col("soort") == GEVONDEN).then(came).otherwise(pl.col("soort"))
    found: dict[int, dict[str, int]] = {}
    for number, kind, count in events.group_by("nummer", life.alias("leven")).len().iter_rows():
        found.setdefault(number, {})[kind] = count
    return found


def _checks(connection: Connection, runs: list[int]) -> dict[int, list[Any]]:
    columns = (CHECK.c.run, CHECK.c.check_id, CHECK.c.status, CHECK.c.afwijking, CHECK.c.geaccepteerd)
    found: dict[int, list[Any]] = {}
    for row in connection.execute(select(*columns).where(CHECK.c.run.in_(runs))):
        found.setdefault(row.run, []).append(row)
    return found


def _figures(row: Any, checks: list[Any], lives: Mapping[str, int], day: date) -> RunFigures:
    per_check = {c.check_id: c.afwijking for c in checks if c.status not in _SILENT}
    counts = {life.value: lives.get(life.value, 0) for life in Life}
    counts[Life.BLIJVEND] = sum(per_check.values()) - counts[Life.NIEUW] - counts[Life.HEROPEND]
    return RunFigures(
        run_id=row.run_id,
        peildatum=day,
        afwijkingen=sum(per_check.values()),
        geaccepteerd=sum(c.geaccepteerd for c in checks),
        prestaties={name: getattr(row, name) for name in FIGURES},
        lives=counts,
        per_check=per_check,
    )
