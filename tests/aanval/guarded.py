"""What every case runs with: places and a key of its own, and a guard in each of its processes."""

from __future__ import annotations

import os
from pathlib import Path

from tests.aanval.guard import FILE_VARIABLE

_HERE = Path(__file__).parent
#: Where Python finds the guard at its start, and the program as it stands in this tree.
PATHS = os.pathsep.join((str(_HERE / "child"), str(_HERE.parents[1])))
#: Written by the guard, in the folder of the case.
TRIED = "verbindingen.txt"


def guarded(file: Path) -> dict[str, str]:
    """Return what makes a process guarded; what it tries is written down in ``file``."""
    return {"PYTHONPATH": PATHS, FILE_VARIABLE: str(file), "POLARS_MAX_THREADS": "1"}


def environment(folder: Path) -> dict[str, str]:
    """Return what a case in this folder runs with."""
    for name in ("werk", "tijdelijk"):
        (folder / name).mkdir(exist_ok=True)
    return guarded(folder / TRIED) | {
        "TMPDIR": str(folder / "tijdelijk"),
        "ZPM_AUDIT_WERKMAP": str(folder / "werk"),
        "ZPM_AUDIT_SLEUTEL": "een sleutel voor de aanvallen",
        "ZPM_AUDIT_CACHE": str(folder.parent / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "ZPM_AUDIT_GEHEUGEN_MB": "4000",
        "ZPM_AUDIT_LEESMINUTEN": "5",
    }
