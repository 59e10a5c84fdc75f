"""What a run shows of the follow-up of its findings, as it is when its reports are made."""

from __future__ import annotations

from datetime import date

import polars as pl
from sqlalchemy import select

from zpm_audit.archive.model import Life
from zpm_audit.archive.store import Archive
from zpm_audit.archive.tables import SERIES
from zpm_audit.base.language import Text
from zpm_audit.followup.model import ROW_SCHEMA, STATE_SCHEMA, FollowUp
from zpm_audit.followup.state import follow_up, open_since
from zpm_audit.followup.words import OPEN, SOLVED

_NAMED = 5


def of_run(archive: Archive, series: str, alive: pl.DataFrame, peildatum: date, run_id: str) -> FollowUp:
    """Return the follow-up of the findings that are ``alive`` in a run that is about to enter a series."""
    states, since, stand = pl.DataFrame(schema=STATE_SCHEMA), None, 0
    with archive.reading() as connection:
        if connection is not None:
            states, since = follow_up(connection, series), open_since(connection, series)
            query = select(SERIES.c.lezingen).where(SERIES.c.naam == series)
            stand = int(connection.execute(query).scalar() or 0)
    if since is None:
        since = pl.DataFrame(schema={"bevinding_id": pl.String(), "open_sinds": pl.Date()})
    known = alive.join(states.drop("check_id"), on="bevinding_id", how="left").join(
        since, on="bevinding_id", how="left"
    )
    # Every word about a finding is older than this run: what was called solved and is here, came back.
    again = pl.col("gezegd") == SOLVED
    stays = pl.col("levensloop") == Life.BLIJVEND.value
    rows = known.with_columns(
        pl.when(again).then(pl.lit(OPEN)).otherwise(pl.col("status").fill_null(OPEN)).alias("status"),
        pl.when(again).then(pl.col("gezegd_op")).alias("hersteld_op"),
        pl.when(again).then(pl.col("weer_gevonden_op").fill_null(peildatum)).alias("weer_gevonden_op"),
        pl.when(stays).then(pl.col("open_sinds")).fill_null(peildatum).alias("open_sinds"),
    )
    return FollowUp(run_id, series, stand, rows.select(list(ROW_SCHEMA)))


def follow_up_notes(found: FollowUp) -> list[Text]:
    """Return what a reader must know of it before anything else."""
    told = []
    again = found.found_again
    if again.height:
        named = [
            (
                f"{row['bevinding_id']} (hersteld gemeld op {row['hersteld_op']}{_by(row['door'], 'door')}, weer "
                f"gevonden op {row['weer_gevonden_op']})",
                f"{row['bevinding_id']} (reported solved on {row['hersteld_op']}{_by(row['door'], 'by')}, found "
                f"again on {row['weer_gevonden_op']})",
            )
            for row in again.head(_NAMED).to_dicts()
        ]
        more = again.height - len(named)
        rest = (f" en nog {more}", f" and {more} more") if more else ("", "")
        told.append(
            Text(
                f"Opvolging: {again.height} toch weer gevonden: {', '.join(nl for nl, _ in named)}{rest[0]}.",
                f"Follow-up: {again.height} found again after all: {', '.join(en for _, en in named)}{rest[1]}.",
            )
        )
    if found.conflicts:
        told.append(
            Text(
                f"Opvolging: over {found.conflicts} bevindingen zeggen twee werkboeken iets anders. Zij staan op blad "
                "Bevindingen bij Let op: kies, en zet in de toelichting waarom.",
                f"Follow-up: of {found.conflicts} findings two workbooks say different things. They are marked on the "
                "sheet Findings under Mind: choose, and say why in the explanation.",
            )
        )
    return told


def _by(name: str | None, word: str) -> str:
    return f" {word} {name}" if name else ""
