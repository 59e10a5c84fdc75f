"""Reads a workbook into the archive: all of what it changes, or nothing; and every word of it stays."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, func, select

from zpm_audit.archive.schema import make
from zpm_audit.archive.seal import SAID_COLUMNS, seal_of_reading
from zpm_audit.archive.store import Archive
from zpm_audit.archive.tables import FINDING, READING, RUN, SAID, SERIES
from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.followup.merge import Change, Known, Merged, merge, refused_whole
from zpm_audit.followup.state import follow_up, said
from zpm_audit.followup.words import FIELDS
from zpm_audit.followup.workbook import Filled, read_filled


@dataclass(frozen=True)
class Read:
    """A workbook that was read: of which run it is (None where it is of no run of this archive), and what it came to.

    ``by`` is empty where neither the workbook nor the command says who filled it in.
    """

    merged: Merged
    name: str
    by: str
    series: str | None
    run_id: str | None
    dry: bool

    def as_json(self, language: Language = "nl") -> dict[str, object]:
        """Return it as the contract has it."""
        found = self.merged
        conflicts = [{**(one.conflict or {}), "eerder_gemeld": False} for one in found.conflicts]
        conflicts += [{**(one.conflict or {}), "eerder_gemeld": True} for one in found.told]
        return {
            "gelezen": found.read,
            "gewijzigd": len(found.changes),
            "ongewijzigd": found.unchanged,
            "conflicten": conflicts,
            "geweigerd": [one.as_json(language) for one in found.refused],
            "werkboek": self.name,
            "door": self.by or None,
            "reeks": self.series,
            "run_id": self.run_id,
            "droog": self.dry,
        }


def read_in(archive: Archive, path: Path, by: str | None, *, dry: bool) -> Read:
    """Read a workbook, and unless ``dry`` keep what it says; ``by`` goes before the name that the workbook tells."""
    filled = read_filled(path)
    person = " ".join((by or "").split()) or filled.by
    with archive.reading() as connection:
        if connection is None:
            raise _nothing(archive)
        if dry:
            return _read(connection, filled, person, dry=True)
    archive.place.refuse_unwritable()
    opened: AbstractContextManager[Connection] = archive.place.writing()
    with opened as connection:
        make(connection, archive.place)
        return _read(connection, filled, person, dry=False)


def _read(connection: Connection, filled: Filled, person: str, *, dry: bool) -> Read:
    run, why = _run_of(connection, filled)
    if run is None:
        return Read(refused_whole(filled, why), filled.name, person, None, None, dry)
    series = run.reeks
    mine = select(SERIES).where(SERIES.c.naam == series)
    # Two that read at once would both see what was said before either.
    row = connection.execute(mine if dry else mine.with_for_update()).one()
    checks = connection.execute(select(FINDING.c.bevinding_id, FINDING.c.check_id).where(FINDING.c.reeks == series))
    known = Known(
        checks=dict(tuple(one) for one in checks),
        shown=follow_up(connection, series, min(filled.stand, row.lezingen), run.nr),
        now=follow_up(connection, series),
        said=said(connection, series),
        run=run.nr,
    )
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    who = {"door": person, "op": moment, "werkboek": filled.name, "sha256": filled.sha256}
    merged = merge(filled, known, who)
    if not dry and (merged.changes or merged.conflicts):
        _write(connection, filled, merged, row, run, who)
    return Read(merged, filled.name, person, series, run.run_id, dry)


def _run_of(connection: Connection, filled: Filled) -> tuple[Any, Text]:
    """Return the run that a workbook is of, or why there is none."""
    if not filled.kenmerk:
        return None, Text(
            "dit werkboek zegt niet van welke run het is: het verborgen blad is weg. Vul het werkboek in zoals de run "
            "het schreef",
            "this workbook does not say of which run it is: its hidden sheet is gone. Fill in the workbook as the run "
            "wrote it",
        )
    found = connection.execute(
        select(RUN).where(RUN.c.run_id == filled.run_id)
        if filled.run_id
        else select(RUN).where(RUN.c.kenmerk == filled.kenmerk).order_by(RUN.c.nr.desc()).limit(1)
    ).first()
    shown = filled.run_id or filled.kenmerk
    if found is None:
        return None, Text(
            f"dit werkboek is van run {shown}, en die staat niet in dit archief. Geef met --archief het archief van "
            "die run",
            f"this workbook is of run {shown}, which is not in this archive. Give the archive of that run with "
            "--archief",
        )
    if found.kenmerk != filled.kenmerk:
        return None, Text(
            f"het kenmerk is niet dat van run {shown} ({found.kenmerk}): het verborgen blad is veranderd",
            f"the kenmerk is not that of run {shown} ({found.kenmerk}): the hidden sheet was changed",
        )
    return found, Text("", "")


def _write(connection: Connection, filled: Filled, merged: Merged, series: Any, run: Any, who: dict[str, str]) -> None:
    last = connection.execute(select(func.max(RUN.c.nr)).where(RUN.c.reeks == series.naam)).scalar()
    row: dict[str, Any] = {
        "reeks": series.naam,
        "volgnummer": series.lezingen + 1,
        "run": run.nr,
        "na_run": last,
        "gelezen_op": who["op"],
        "door": who["door"],
        "werkboek": filled.name,
        "werkboek_sha256": filled.sha256,
        "bewaard_op": filled.saved,
        "vorige_zegel": series.laatste_lezing_zegel,
    }
    told = pl.DataFrame(
        [
            _said(one, kind)
            for kind, group in (("gezet", merged.changes), ("conflict", merged.conflicts))
            for one in group
        ],
        infer_schema_length=None,
    )
    query = select(FINDING.c.bevinding_id, FINDING.c.nr).where(FINDING.c.reeks == series.naam)
    numbers = pl.DataFrame(
        [tuple(one) for one in connection.execute(query)],
        schema={"bevinding_id": pl.String, "bevinding": pl.Int64},
        orient="row",
    )
    rows = told.join(numbers, on="bevinding_id").select(SAID_COLUMNS).sort("bevinding")
    row["zegel"] = seal_of_reading(row, rows.rows())
    inserted = connection.execute(READING.insert().values(**row)).inserted_primary_key
    assert inserted is not None
    connection.execute(SAID.insert(), [{"lezing": inserted[0], **one} for one in rows.to_dicts()])
    update = SERIES.update().where(SERIES.c.naam == series.naam)
    connection.execute(update.values(lezingen=row["volgnummer"], laatste_lezing_zegel=row["zegel"]))


def _said(change: Change, kind: str) -> dict[str, Any]:
    values = {column: change.values.get(name) for name, column in FIELDS.items()}
    return {
        "bevinding_id": change.line.finding,
        "soort": kind,
        **values,
        "blad": change.line.sheet,
        "rij": change.line.row,
    }


def _nothing(archive: Archive) -> UsageError:
    shown = archive.place.shown
    return UsageError(
        nl=f"Het archief {shown} bestaat niet of is leeg. Geef het archief waarin de run van dit werkboek staat.",
        en=f"The archive {shown} does not exist or is empty. Give the archive that holds the run of this workbook.",
    )
