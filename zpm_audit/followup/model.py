"""What is known of the follow-up of findings, as data."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

#: What is known per finding. ``status`` is what holds, ``gezegd`` what was said last and ``gezegd_op`` when.
#: ``hersteld_op`` and ``weer_gevonden_op`` are filled where those two differ: a day on which it was called
#: ``hersteld``, and the reference date of the first run that found it after that. ``door``, ``op`` and ``werkboek``
#: tell of the last change, and ``conflicten`` counts what others said otherwise since.
STATE_SCHEMA: dict[str, pl.DataType] = {
    "bevinding_id": pl.String(),
    "check_id": pl.String(),
    "status": pl.String(),
    "toelichting_opvolging": pl.String(),
    "eigenaar": pl.String(),
    "opgepakt_op": pl.Date(),
    "gezegd": pl.String(),
    "gezegd_op": pl.Date(),
    "door": pl.String(),
    "op": pl.String(),
    "werkboek": pl.String(),
    "hersteld_op": pl.Date(),
    "weer_gevonden_op": pl.Date(),
    "conflicten": pl.Int64(),
}
#: What a run knows of each of its findings: its state, and since when it stands.
ROW_SCHEMA: dict[str, pl.DataType] = {**STATE_SCHEMA, "open_sinds": pl.Date()}


@dataclass(frozen=True)
class FollowUp:
    """The follow-up of the findings of one run: ``rows`` has one per finding (``ROW_SCHEMA``).

    ``stand`` is how many workbooks had been read by then: what a workbook of this run shows is known by it.
    """

    run_id: str
    series: str
    stand: int = 0
    rows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ROW_SCHEMA))

    @property
    def found_again(self) -> pl.DataFrame:
        """Return the findings that were called ``hersteld`` and are still there."""
        return self.rows.filter(pl.col("weer_gevonden_op").is_not_null()).sort("bevinding_id")

    @property
    def spoken_of(self) -> pl.DataFrame:
        """Return the findings of which anybody said anything."""
        return self.rows.filter(pl.col("gezegd").is_not_null()).sort("bevinding_id")

    @property
    def conflicts(self) -> int:
        """Return of how many findings two people said different things, and nobody chose since."""
        return int((self.rows["conflicten"].fill_null(0) > 0).sum())
