"""What an archive adds to an evidence package: the runs of a series with their lives, and whether its chain holds."""

from __future__ import annotations

import json

from zpm_audit.archive.history import read_history
from zpm_audit.archive.store import Archive
from zpm_audit.evidence.package import Piece


def history_pieces(archive: Archive, series: list[str]) -> tuple[dict[str, Piece], dict[str, tuple[str, ...]]]:
    """Return a file per series, and per series what is wrong with its chain."""
    pieces: dict[str, Piece] = {}
    broken: dict[str, tuple[str, ...]] = {}
    for number, name in enumerate(series, start=1):
        found = read_history(archive, name)
        rows = [past.as_json() for past in found.runs]
        broken[name] = tuple(one.text.nl for _, one in found.broken)
        content = {"reeks": name, "keten": list(broken[name]), "runs": rows}
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        pieces[f"archief/reeks-{number}.json"] = text.encode()
    return pieces, broken
