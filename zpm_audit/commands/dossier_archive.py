"""What an archive adds to an evidence package: the runs of a series with their lives, whether its chain holds, and
what people said of findings: what holds now, and everything that was said before, by whom and in which workbook.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.archive.history import read_history
from zpm_audit.archive.place import Place
from zpm_audit.archive.store import Archive
from zpm_audit.commands.asked_archive import asked_archive
from zpm_audit.configuration import FILE_NAME, load_configuration
from zpm_audit.evidence.package import Piece
from zpm_audit.followup.state import follow_up, said


def archive_of(named: str | None) -> Archive | None:
    """Return the archive that was named, or that of the audit folder that this is; None without either."""
    beside = Path(FILE_NAME)
    if named is None and not (beside.is_file() and load_configuration(beside, needed=("archief",)).file.archief):
        return None
    return Archive(Place(asked_archive(named, None).archive))


def history_pieces(archive: Archive, series: list[str]) -> tuple[dict[str, Piece], dict[str, tuple[str, ...]]]:
    """Return the files of each series, and per series what is wrong with its chain."""
    pieces: dict[str, Piece] = {}
    broken: dict[str, tuple[str, ...]] = {}
    for number, name in enumerate(series, start=1):
        found = read_history(archive, name)
        broken[name] = tuple(one.text.nl for _, one in found.broken)
        runs = [past.as_json() for past in found.runs]
        pieces[f"archief/reeks-{number}.json"] = _json({"reeks": name, "keten": list(broken[name]), "runs": runs})
        with archive.reading() as connection:
            assert connection is not None  # its runs were just read
            state, trail = follow_up(connection, name), said(connection, name)
        told = {"reeks": name, "stand": _rows(state.sort("bevinding_id")), "verloop": _rows(trail)}
        pieces[f"archief/opvolging-{number}.json"] = _json(told)
    return pieces, broken


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    dates = [pl.col(name).dt.to_string("iso") for name, dtype in frame.schema.items() if dtype == pl.Date]
    return frame.with_columns(dates).to_dicts()


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
