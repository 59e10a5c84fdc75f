"""A seal on each run of an archive: the hash of everything that is kept of it, and of the seal before it.

It shows that a run was removed, altered or inserted. It is no signature: who rewrites all that follows leaves no trace
here, but does so in the manifests beside the outputs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from zpm_audit.archive.tables import FIGURES


def seal(
    run: Mapping[str, Any],
    checks: Sequence[Sequence[Any]],
    tables: Sequence[Sequence[Any]],
    events: Mapping[str, int],
) -> str:
    """Return the seal of a run: over its row, its checks, its tables and the number of its events of each kind.

    Checks and tables are given by the values of their columns, without the number of the run.
    """
    # A run that entered before a column was there keeps the seal that it got then.
    rest = {n: v for n, v in run.items() if n not in {"nr", "zegel"} and (v is not None or n not in FIGURES)}
    content = [rest, [list(c) for c in checks], [list(t) for t in tables], {k: int(v) for k, v in events.items() if v}]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


#: What is kept of a finding in a workbook that was read, in the order of its seal.
SAID_COLUMNS = ("bevinding", "soort", "status", "toelichting", "eigenaar", "opgepakt_op", "blad", "rij")


def seal_of_reading(reading: Mapping[str, Any], said: Sequence[Sequence[Any]]) -> str:
    """Return the seal of a workbook that was read: over its row and what it says (``SAID_COLUMNS``, by finding)."""
    rest = {name: value for name, value in reading.items() if name not in {"nr", "zegel"}}
    text = json.dumps([rest, [list(s) for s in said]], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
