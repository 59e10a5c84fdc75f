"""What a series tells of how checks worked: in which runs they had an outcome, and how long repairing took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from sqlalchemy import Connection, func, select

from zpm_audit.archive.history import read_history
from zpm_audit.archive.model import GEVONDEN, Life
from zpm_audit.archive.store import Archive
from zpm_audit.archive.tables import CHECK, EVENT, FINDING, RUN
from zpm_audit.base.language import Text

#: Findings by check and by the day on which they were found.
SINCE_SCHEMA: dict[str, pl.DataType] = {"bevinding_id": pl.String(), "check_id": pl.String(), "sinds": pl.Date()}


@dataclass(frozen=True)
class CheckThen:
    """The outcome of a check in a run."""

    status: str
    populatie: int
    afwijking: int


@dataclass(frozen=True)
class RunThen:
    """A run of a series; ``sound`` tells whether its export could be built on."""

    run_id: str
    day: date
    sound: bool
    checks: Mapping[str, CheckThen]


@dataclass(frozen=True)
class SeriesFacts:
    """The runs of a series, the oldest first, and what became of findings.

    ``repaired`` holds per check (found on, solved on, how many), ``since`` the findings that stand open with the day on
    which they came. ``broken`` says where the chain of the series is broken.
    """

    name: str
    runs: tuple[RunThen, ...] = ()
    repaired: Mapping[str, tuple[tuple[date, date, int], ...]] = field(default_factory=dict)
    since: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SINCE_SCHEMA))
    broken: tuple[Text, ...] = ()


def series_facts(archive: Archive, name: str) -> SeriesFacts:
    """Return what is known of a series; of one that has no run yet nothing."""
    with archive.reading() as connection:
        if connection is None:
            return SeriesFacts(name)
        rows = connection.execute(select(RUN).where(RUN.c.reeks == name).order_by(RUN.c.volgnummer)).all()
        if not rows:
            return SeriesFacts(name)
        outcomes = _outcomes(connection, name)
        runs = tuple(
            RunThen(r.run_id, date.fromisoformat(r.peildatum), r.vertrouwen == "voldoende", outcomes.get(r.nr, {}))
            for r in rows
        )
        repaired, since = _repaired(connection, name), _since(connection, name)
    broken = tuple(one.text for _, one in read_history(archive, name).broken)
    return SeriesFacts(name, runs, repaired, since, broken)


def _outcomes(connection: Connection, series: str) -> dict[int, dict[str, CheckThen]]:
    query = select(CHECK).join(RUN, RUN.c.nr == CHECK.c.run).where(RUN.c.reeks == series)
    found: dict[int, dict[str, CheckThen]] = {}
    for row in connection.execute(query):
        found.setdefault(row.run, {})[row.check_id] = CheckThen(row.status, row.populatie, row.afwijking)
    return found


def _repaired(connection: Connection, series: str) -> dict[str, tuple[tuple[date, date, int], ...]]:
    """Return the findings that were solved, each with the last time that it was found before that."""
    before = func.lag(EVENT.c.run).over(partition_by=EVENT.c.bevinding, order_by=EVENT.c.run).label("sinds")
    events = (
        select(FINDING.c.check_id, EVENT.c.run, EVENT.c.soort, before)
        .join(FINDING, FINDING.c.nr == EVENT.c.bevinding)
        .where(FINDING.c.reeks == series)
        .subquery()
    )
    found, solved = RUN.alias("gevonden"), RUN.alias("opgelost")
    query = (
        select(events.c.check_id, found.c.peildatum, solved.c.peildatum.label("tot"), func.count().label("aantal"))
        .join(found, found.c.nr == events.c.sinds)
        .join(solved, solved.c.nr == events.c.run)
        .where(events.c.soort == Life.OPGELOST.value)
        .group_by(events.c.check_id, found.c.peildatum, solved.c.peildatum)
        .order_by(events.c.check_id, found.c.peildatum, solved.c.peildatum)
    )
    repaired: dict[str, list[tuple[date, date, int]]] = {}
    for check_id, since, until, number in connection.execute(query):
        days = (date.fromisoformat(since), date.fromisoformat(until), int(number))
        repaired.setdefault(check_id, []).append(days)
    return {check_id: tuple(found) for check_id, found in repaired.items()}


def _since(connection: Connection, series: str) -> pl.DataFrame:
    """Return the findings of which the last that happened is that they were found."""
    last = select(EVENT.c.bevinding, func.max(EVENT.c.run).label("run")).group_by(EVENT.c.bevinding).subquery()
    query = (
        select(FINDING.c.bevinding_id, FINDING.c.check_id, RUN.c.peildatum)
        .join(last, last.c.bevinding == FINDING.c.nr)
        .join(EVENT, (EVENT.c.bevinding == last.c.bevinding) & (EVENT.c.run == last.c.run))
        .join(RUN, RUN.c.nr == last.c.run)
        .where(FINDING.c.reeks == series, EVENT.c.soort == GEVONDEN)
    )
    rows = [(key, check, date.fromisoformat(day)) for key, check, day in connection.execute(query)]
    return pl.DataFrame(rows, schema=SINCE_SCHEMA, orient="row")
