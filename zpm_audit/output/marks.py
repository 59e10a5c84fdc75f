"""How a folder is recognised as something that zpm-audit wrote, and nothing but that.

``--overschrijf`` deletes a whole folder. It does so only where every file in it is named by the folder's own manifest
(a run) or by its ``demo.json`` (the folder of the demo). A note that an accountant saved next to the report is worth
more than a rerun.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

MAKER = "zpm-audit"
MANIFEST = "manifest.json"
DEMO = "demo.json"
#: What proves a manifest stands beside it: it cannot stand in it.
SIGNATURE, QUESTION, STAMP = "manifest.json.sig", "manifest.json.tsq", "manifest.json.tsr"
PROOFS = (SIGNATURE, QUESTION, STAMP)
#: What operating systems leave in folders that somebody looked at.
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Ownership:
    """What stands in a folder: is it ours, and which files are not?"""

    ours: bool
    strangers: tuple[str, ...]


def files_in(folder: Path) -> Iterator[str]:
    """Yield the files below a folder, as relative paths with forward slashes, sorted. Links are not followed."""

    def refuse(error: OSError) -> None:
        raise error

    found: list[Path] = []
    # Without this, a folder that may not be read would count as empty.
    for parent, directories, files in os.walk(folder, onerror=refuse):
        links = [name for name in directories if Path(parent, name).is_symlink()]
        found += [Path(parent, name) for name in [*files, *links]]
    yield from sorted(path.relative_to(folder).as_posix() for path in found)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the JSON object in a file, or None where there is none."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def mark_demo(folder: Path, also: Sequence[str] = ()) -> None:
    """Write ``demo.json``: the demo made the folder, with these files and those that it makes later (``also``)."""
    names = [*(name for name in files_in(folder) if name != DEMO), *also]
    content = {"gemaakt_door": MAKER, "soort": "demo", "bestanden": names}
    (folder / DEMO).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def ownership(folder: Path) -> Ownership:
    """Tell whether a folder is ours, and name the files in it that are not."""
    known: set[str] = set()
    present = list(files_in(folder))
    for name in present:
        path = PurePosixPath(name)
        if path.name in {MANIFEST, DEMO}:
            known |= _named_by(folder, path)
    top_level = {MANIFEST, DEMO} & known
    strangers = tuple(n for n in present if n not in known and PurePosixPath(n).name not in LITTER)
    return Ownership(bool(top_level), strangers)


def _named_by(folder: Path, mark: PurePosixPath) -> set[str]:
    content = read_json(folder / mark)
    if content is None or content.get("gemaakt_door") != MAKER:
        return set()
    if mark.name == DEMO:
        listed = content.get("bestanden")
        names = [n for n in listed if isinstance(n, str)] if isinstance(listed, list) else []
    else:
        listed = content.get("uitvoer")
        entries = listed if isinstance(listed, list) else []
        names = [e["pad"] for e in entries if isinstance(e, dict) and isinstance(e.get("pad"), str)]
        names += PROOFS
    return {str(mark), *((mark.parent / name).as_posix() for name in names)}
