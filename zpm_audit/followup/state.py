"""What holds for a finding, derived from everything that was said of it and from the runs that came after.

Nothing of this is stored. A finding that somebody called ``hersteld`` and that a later run still finds is open again.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from sqlalchemy import Connection, select

from zpm_audit.archive.model import GEVONDEN
from zpm_audit.archive.tables import CHECK, EVENT, FINDING, READING, RUN, SAID
from zpm_audit.followup.model import STATE_SCHEMA
from zpm_audit.followup.words import FIELDS, OPEN, SOLVED

_SILENT = ("niet_uitgevoerd", "mislukt")
_SAID: dict[str, pl.DataType] = {
    "bevinding_id": pl.String(),
    "check_id": pl.String(),
    "soort": pl.String(),
    **{name: pl.String() for name in FIELDS.values()},
    "lezing": pl.Int64(),
    "na_run": pl.Int64(),
    "van_run": pl.Int64(),
    "op": pl.String(),
    "door": pl.String(),
    "werkboek": pl.String(),
    "werkboek_sha256": pl.String(),
}


def said(connection: Connection, series: str, until: int | None = None) -> pl.DataFrame:
    """Return everything that was said of findings of a series in its order, up to a workbook (by its place)."""
    query = (
        select(
            FINDING.c.bevinding_id,
            FINDING.c.check_id,
            SAID.c.soort,
            *(SAID.c[name] for name in FIELDS.values()),
            READING.c.volgnummer,
            READING.c.na_run,
            READING.c.run,
            READING.c.gelezen_op,
            READING.c.door,
            READING.c.werkboek,
            READING.c.werkboek_sha256,
        )
        .join(READING, READING.c.nr == SAID.c.lezing)
        .join(FINDING, FINDING.c.nr == SAID.c.bevinding)
        .where(READING.c.reeks == series)
        .order_by(READING.c.volgnummer, FINDING.c.nr)
    )
    if until is not None:
        query = query.where(READING.c.volgnummer <= until)
    return _frame(connection, query, _SAID)


def follow_up(connection: Connection, series: str, until: int | None = None, run: int | None = None) -> pl.DataFrame:
    """Return the state (``STATE_SCHEMA``) of every finding of a series of which anything was said.

    As it was when ``until`` workbooks had been read and ``run`` (by its number) was the last run; by default as it is.
    """
    spoken = said(connection, series, until)
    told = spoken.filter(pl.col("soort") == "gezet")
    if told.is_empty():
        return pl.DataFrame(schema=STATE_SCHEMA)
    last = told.group_by("bevinding_id", maintain_order=True).agg(
        pl.col("check_id").last(),
        *(pl.col(name).drop_nulls().last() for name in FIELDS.values()),
        *(pl.col(name).last() for name in ("door", "op", "werkboek", "lezing")),
        pl.col("na_run").filter(pl.col("status").is_not_null()).last(),
        pl.col("op").filter(pl.col("status").is_not_null()).last().alias("status_op"),
    )
    found = _found_again(connection, series, last.filter(pl.col("status") == SOLVED), run)
    later = (
        spoken.filter(pl.col("soort") == "conflict")
        .join(last.select("bevinding_id", pl.col("lezing").alias("laatste")), on="bevinding_id", how="left")
        .filter(pl.col("lezing") > pl.col("laatste").fill_null(0))
        .group_by("bevinding_id")
        .agg(pl.len().cast(pl.Int64).alias("conflicten"))
    )
    whole = last.join(found, on="bevinding_id", how="left").join(later, on="bevinding_id", how="left")
    again = pl.col("weer_gevonden_op").is_not_null()
    stated = pl.when(pl.col("status").fill_null("") == "").then(pl.lit(OPEN)).otherwise(pl.col("status"))
    day = pl.col("status_op").str.slice(0, 10).str.to_date("%Y-%m-%d")
    return whole.select(
        "bevinding_id",
        "check_id",
        pl.when(again).then(pl.lit(OPEN)).otherwise(stated).alias("status"),
        _filled("toelichting").alias("toelichting_opvolging"),
        _filled("eigenaar").alias("eigenaar"),
        _filled("opgepakt_op").str.to_date("%Y-%m-%d").alias("opgepakt_op"),
        stated.alias("gezegd"),
        day.alias("gezegd_op"),
        "door",
        "op",
        "werkboek",
        pl.when(again).then(day).alias("hersteld_op"),
        "weer_gevonden_op",
        pl.col("conflicten").fill_null(0),
    )


def _filled(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name))


def _found_again(connection: Connection, series: str, solved: pl.DataFrame, until: int | None) -> pl.DataFrame:
    """Return of findings that are said to be solved the reference date of the first later run that found them."""
    schema: dict[str, pl.DataType] = {"bevinding_id": pl.String(), "weer_gevonden_op": pl.Date()}
    if solved.is_empty():
        return pl.DataFrame(schema=schema)
    after = RUN.c.nr > int(solved["na_run"].min())  # type: ignore[arg-type]
    if until is not None:
        after &= RUN.c.nr <= until
    ran = _frame(
        connection,
        select(CHECK.c.check_id, RUN.c.nr, RUN.c.peildatum)
        .join(RUN, RUN.c.nr == CHECK.c.run)
        .where(RUN.c.reeks == series, after, CHECK.c.status.not_in(_SILENT)),
        {"check_id": pl.String(), "run": pl.Int64(), "peildatum": pl.String()},
    )
    events = _frame(
        connection,
        select(FINDING.c.bevinding_id, EVENT.c.run, EVENT.c.soort)
        .join(EVENT, EVENT.c.bevinding == FINDING.c.nr)
        .where(FINDING.c.reeks == series, FINDING.c.check_id.in_(solved["check_id"].unique().to_list())),
        {"bevinding_id": pl.String(), "run": pl.Int64(), "soort": pl.String()},
    )
    mine = events.join(solved, on="bevinding_id", how="semi").sort("run")
    looked = solved.select("bevinding_id", "check_id", "na_run").join(ran, on="check_id")
    looked = looked.filter(pl.col("run") > pl.col("na_run")).sort("run")
    stood = looked.join_asof(mine, on="run", by="bevinding_id", strategy="backward", check_sortedness=False)
    return (
        stood.filter(pl.col("soort") == GEVONDEN)
        .group_by("bevinding_id")
        .agg(pl.col("peildatum").sort_by("run").first().str.to_date("%Y-%m-%d").alias("weer_gevonden_op"))
    )


def open_since(connection: Connection, series: str) -> pl.DataFrame:
    """Return of every finding of a series since when it stands (``open_sinds``): the run that last brought it."""
    found = _frame(
        connection,
        select(FINDING.c.bevinding_id, EVENT.c.run, RUN.c.peildatum)
        .join(EVENT, EVENT.c.bevinding == FINDING.c.nr)
        .join(RUN, RUN.c.nr == EVENT.c.run)
        .where(FINDING.c.reeks == series, EVENT.c.soort == GEVONDEN),
        {"bevinding_id": pl.String(), "run": pl.Int64(), "peildatum": pl.String()},
    )
    latest = found.sort("run").group_by("bevinding_id", maintain_order=True).agg(pl.col("peildatum").last())
    return latest.select("bevinding_id", pl.col("peildatum").str.to_date("%Y-%m-%d").alias("open_sinds"))


def _frame(connection: Connection, query: Any, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=schema, orient="row")
