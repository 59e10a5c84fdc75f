"""Reads how a series went out of an archive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, select

from zpm_audit.archive.model import EVENT_SCHEMA, GEVONDEN, Life
from zpm_audit.archive.tables import CHECK, EVENT, FIGURES, FINDING, RUN
from zpm_audit.archive.trend import MOST_RUNS, TREND_EVENTS, RunFigures, SeriesTrend

_SILENT = {"niet_uitgevoerd", "mislukt"}


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
    return events.join(runs, on="run").select(list(TREND_EVENTS))


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
