"""The receipt of a run: what went in, by which rules, with which program, and what came out, each with its sha256."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from zpm_audit import __version__
from zpm_audit.output.hashing import FileHash, hash_files
from zpm_audit.output.marks import MAKER, MANIFEST, files_in
from zpm_audit.register.store import Queried

SELF_HASH = "manifest_sha256"
LIBRARIES = (
    "polars",
    "great-expectations",
    "openpyxl",
    "jinja2",
    "lxml",
    "typer",
    "pydantic",
    "pyyaml",
    "fastexcel",
)
_KINDS = {"referentie": "referentie", "intake": "datacontract"}


def write_manifest(
    folder: Path,
    *,
    inputs: Sequence[Path],
    checks: Path,
    extra_files: Mapping[str, Path] | None = None,
    options: Mapping[str, str],
    peildatum: date,
    kenmerk: str,
    run_id: str,
    started: datetime,
    duration_s: float,
    key_fingerprint: str | None = None,
    hashes: Mapping[Path, FileHash] | None = None,
    tables: Mapping[str, Mapping[str, object]] | None = None,
    queried: Sequence[Queried] = (),
    unmade: Sequence[str] = (),
    previous: Mapping[str, str] | None = None,
) -> Path:
    """Write ``manifest.json`` over everything that ``folder`` holds, as the last file of a run.

    ``extra_files`` are files that steer the run, by kind (for instance the mapping). ``hashes`` holds what was computed
    already; only the other files are read. ``tables`` says per table what was read, left out and made;
    ``queried`` what every query on a database returned, ``unmade`` which files could not be made. ``previous`` names
    the run before this one in its series, with the hash of its manifest.
    """
    extra = dict(extra_files or {})
    rules = check_files(checks)
    outputs = [folder / name for name in files_in(folder) if name != MANIFEST]
    known = dict(hashes or {})
    todo = [path for path in (*inputs, *extra.values(), *rules, *outputs) if path not in known]
    known |= hash_files(todo)
    content: dict[str, Any] = {
        "gemaakt_door": MAKER,
        "manifest_versie": 1,
        "run": {
            "run_id": run_id,
            "kenmerk": kenmerk,
            "peildatum": peildatum.isoformat(),
            "gestart": started.isoformat(timespec="seconds"),
            "duur_s": round(duration_s, 3),
            "versie": __version__,
            "sleutel_vingerafdruk": key_fingerprint,
        },
        # Only in a series: by it anybody sees which run this one followed.
        **({"vorige_run": dict(previous)} if previous is not None else {}),
        "opties": dict(sorted(options.items())),
        "omgeving": {
            "python": platform.python_version(),
            "platform": platform.platform(),
            "bibliotheken": {name: _version(name) for name in LIBRARIES},
        },
        "invoer": [
            *(_input_entry(folder, "export", path, known[path]) for path in inputs),
            *(_input_entry(folder, kind, path, known[path]) for kind, path in sorted(extra.items())),
        ],
        "databases": [
            {"tabel": q.table, "adres": q.database, "query": q.query, "rijen": q.rows, "sha256": q.sha256}
            for q in queried
        ],
        "tabellen": {name: dict(facts) for name, facts in (tables or {}).items()},
        "checks_map": _place(folder, checks),
        "checks": [
            {"pad": path.relative_to(checks).as_posix(), "soort": _kind(path, checks), **_hash(known[path])}
            for path in rules
        ],
        **({"niet_gemaakt": list(unmade)} if unmade else {}),
        "uitvoer": [{"pad": path.relative_to(folder).as_posix(), **_hash(known[path])} for path in outputs],
    }
    content[SELF_HASH] = self_hash(content)
    target = folder / MANIFEST
    target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return target


def check_files(checks: Path) -> list[Path]:
    """Return every file of the catalogue: checks, cases, the data contract and reference lists, sorted."""
    names = (name for name in files_in(checks) if not any(part.startswith((".", "__")) for part in name.split("/")))
    return [checks / name for name in names]


def self_hash(content: Mapping[str, Any]) -> str:
    """Return the sha256 of a manifest without its own hash, so that a manifest edited by hand is noticed."""
    rest = {key: value for key, value in content.items() if key != SELF_HASH}
    return hashlib.sha256(_canonical(rest)).hexdigest()


def kenmerk(
    *,
    inputs: Mapping[Path, FileHash],
    checks: Mapping[Path, FileHash],
    options: Mapping[str, str],
    queried: Sequence[Queried] = (),
    tool_version: str = __version__,
) -> str:
    """Return a short fingerprint of all that decides on the outcome; the same work has the same one on any machine.

    Files count by name and content, not by the folder they are in, and
    what a query returned counts, not from which server. ``options`` are those that influence the outcome.
    """
    content = {
        "invoer": sorted([path.name, found.sha256] for path, found in inputs.items()),
        "checks": sorted([path.name, found.sha256] for path, found in checks.items()),
        "opties": dict(options),
        "versie": tool_version,
        # Only where there are any: a mark of files alone is what it was.
        **({"databases": sorted([q.table, q.rows, q.sha256] for q in queried)} if queried else {}),
    }
    digest = hashlib.sha256(_canonical(content)).hexdigest()
    return "-".join(digest[start : start + 4] for start in range(0, 12, 4))


def _canonical(content: object) -> bytes:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")  # a manifest that was tampered with may hold half a character


def _hash(found: FileHash) -> dict[str, object]:
    return {"bytes": found.bytes, "sha256": found.sha256}


def _kind(path: Path, checks: Path) -> str:
    if path.name.endswith((".gevallen.yaml", ".gevallen.yml")):
        return "gevallen"
    top = path.relative_to(checks).parts[0]
    return _KINDS.get(top) or ("controle" if path.suffix in {".yaml", ".yml"} else "overig")


def _input_entry(folder: Path, kind: str, path: Path, found: FileHash) -> dict[str, object]:
    return {"naam": path.name, "soort": kind, **_place(folder, path), **_hash(found)}


def _place(folder: Path, path: Path) -> dict[str, str]:
    """Return where a file is: as the user wrote it, and seen from the folder of the run.

    The second finds the file again from any working directory, and also when export and output move together. The
    hidden folder in which a run is made stands beside its final place, so the way out of it is the same.
    """
    resolved = path.resolve()
    base = folder.resolve()
    try:
        relative = Path(os.path.relpath(resolved, base)).as_posix()
    except ValueError:  # another drive
        relative = resolved.as_posix()
    inside = resolved.is_relative_to(base)
    return {"pad": relative if inside else path.as_posix(), "vanaf_uitvoer": relative}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
