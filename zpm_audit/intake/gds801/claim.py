"""The lines of a message as a claim: what was or will be asked of the payer."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from zpm_audit.intake.gds801.codes import prestatiegroep
from zpm_audit.intake.gds801.message_tables import cents
from zpm_audit.intake.gds801.written import without_zone
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.values import within_bounds
from zpm_audit.intake.sources.trouble import reading
from zpm_audit.register.schema import TABLES

_DAY = TABLES["prestaties"].by_name["datum"]

#: The columns of ``read_claim``; amounts are whole cents, credits negative.
CLAIM_SCHEMA: dict[str, pl.DataType] = {
    "prestatie_id": pl.String(),
    "gerelateerd_id": pl.String(),
    "datum": pl.Date(),
    "prestatiecode": pl.String(),
    "prestatiegroep": pl.String(),
    "bedrag_eur": pl.Int64(),
}


def read_claim(path: Path, work: Path) -> pl.LazyFrame:
    """Return the lines of a declaration message: debet lines with their amount, credit lines with minus theirs.

    Every line is there, also one that an audit would set aside; a date, code or amount that cannot be read is empty. A
    credit line has a code only where the message gives one; ``gerelateerd_id`` names the line that it takes back.
    ``work`` is a private folder of the caller; the lines are written there. A file that is no such message is refused
    with an InputRefusedError.
    """
    from zpm_audit.intake.gds801.flatten import flatten

    with reading(str(path), bounded=True):
        message = flatten(path, work / "declaratie")
        code = pl.col("prestatiecode")
        frames = []
        for sheet, sign in ((message.debet, 1), (message.credit, -1)):
            takes_back = pl.col("gerelateerd_id") if sign < 0 else pl.lit(None, pl.String)
            frames.append(
                sheet.scan().select(
                    "prestatie_id",
                    takes_back.alias("gerelateerd_id"),
                    within_bounds(without_zone(pl.col("datum")), _DAY, Formats()).alias("datum"),
                    "prestatiecode",
                    prestatiegroep(code).alias("prestatiegroep"),
                    (sign * cents("bedrag_eur")).alias("bedrag_eur"),
                )
            )
        return pl.concat(frames)
