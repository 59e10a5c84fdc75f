"""Workbooks as people hand them back, and an archive with the run that they are of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from tests.archive.nights import Night, enter
from zpm_audit.archive.store import Archive
from zpm_audit.archive.tables import SERIES
from zpm_audit.followup.record import Read, read_in

HEADS = ("Norm", "Bevinding", "status", "toelichting_opvolging", "eigenaar", "opgepakt_op")
IDS = ("A:1", "A:2", "A:3")
FOUND = Night({"A": IDS})
Edit = Callable[[Any], None]


def night(archive: Archive, run_id: str, found: Sequence[str] = IDS, complies: Sequence[str] = ()) -> None:
    enter(archive, Night({"A": found}, complies=complies), run_id)


def row(finding: object, *, norm: str = "A", **said: object) -> dict[str, object]:
    return {"Norm": norm, "Bevinding": finding, "status": "open", **said}


def workbook(
    target: Path,
    rows: Sequence[Mapping[str, object]],
    *,
    run_id: str | None = "r1",
    kenmerk: str | None = "aaaa-bbbb-cccc",
    stand: int = 0,
    by: str | None = "Anna",
    heads: Sequence[str] = HEADS,
    sheet: str = "Bevindingen",
    edit: Edit | None = None,
) -> Path:
    """Write a workbook as a run does, with what somebody filled in."""
    book: Any = Workbook()
    book.active.title = sheet
    book.active.append(["Bevindingen"])
    book.active.append([])
    book.active.append(list(heads))
    for one in rows:
        book.active.append([one.get(name) for name in heads])
    if kenmerk is not None:
        hidden = book.create_sheet("zpm-audit")
        hidden.append(["kenmerk", kenmerk])
        if run_id is not None:
            hidden.append(["run_id", run_id])
            hidden.append(["stand", str(stand)])
        hidden.sheet_state = "hidden"
    if edit is not None:
        edit(book)
    book.properties.lastModifiedBy = by
    book.save(target)
    return target


def read(archive: Archive, path: Path, by: str | None = None, *, dry: bool = False) -> Read:
    return read_in(archive, path, by, dry=dry)


def counts(done: Read) -> tuple[int, int, int, int, int]:
    """Return what was read, changed, unchanged, in conflict and refused."""
    found = done.merged
    return found.read, len(found.changes), found.unchanged, len(found.conflicts), len(found.refused)


def stand(archive: Archive) -> int:
    with archive.reading() as connection:
        assert connection is not None
        return int(connection.execute(select(SERIES.c.lezingen)).scalar_one())
