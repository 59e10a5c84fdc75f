"""Whether an export is, byte for byte, what a run read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zpm_audit.output.hashing import hash_files
from zpm_audit.register import Register


def other_than(manifest: Mapping[str, Any], register: Register) -> tuple[str, ...]:
    """Return the names of what is not as the run of this manifest read it; empty where the export is the same.

    Files count by what they hold, whatever they are called now; of a database the rows of every query count.
    """
    told = [(str(e["naam"]), str(e["sha256"])) for e in manifest["invoer"] if e["soort"] == "export"]
    hashes = hash_files(register.sources)
    found = [(path.name, hashes[path].sha256) for path in register.sources]
    queries = {(str(q["tabel"]), str(q["sha256"])) for q in manifest["databases"]}
    asked = {(q.table, q.sha256) for q in register.queried}
    if sorted(sha for _, sha in told) == sorted(sha for _, sha in found) and queries == asked:
        return ()
    read, here = {sha for _, sha in told}, {sha for _, sha in found}
    gone = [name for name, sha in told if sha not in here] + [table for table, _ in queries - asked]
    new = [name for name, sha in found if sha not in read] + [table for table, _ in asked - queries]
    # The same contents in another number: everything is named.
    return tuple(sorted({*gone, *new})) or tuple(sorted({name for name, _ in told}))
