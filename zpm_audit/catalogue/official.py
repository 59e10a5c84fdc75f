"""How a catalogue differs from the one that comes with the tool: a changed norm never passes as the official one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.catalogue.loader import DEFINITIONS, REFERENCES, check_files
from zpm_audit.checks.model import Catalogue
from zpm_audit.output.hashing import hash_file


@dataclass(frozen=True)
class FromOfficial:
    """What a catalogue is, and how it differs from the shipped one.

    ``sha256`` covers the checks, what they share and the lists beside them, whatever the folder they stand in.
    ``changed`` names checks, shared definitions and lists that are not as shipped, ``extra`` checks that are not
    shipped at all.
    """

    sha256: str
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def difference(catalogue: Catalogue) -> FromOfficial:
    """Compare with the shipped catalogue, file by file."""
    own = _hashes(catalogue)
    shipped_dir = catalogue_dir()
    shipped = {path.stem: _hash(path) for path in check_files(shipped_dir)}
    shipped |= _shared_hashes(shipped_dir / DEFINITIONS, sorted((shipped_dir / REFERENCES).glob("*.csv")))
    whole = hashlib.sha256()
    for name, content in sorted(own.items()):
        whole.update(f"{name}:{content}\n".encode())
    return FromOfficial(
        sha256=whole.hexdigest(),
        changed=tuple(sorted(name for name, content in own.items() if name in shipped and shipped[name] != content)),
        extra=tuple(sorted(set(own) - set(shipped))),
    )


def _hashes(catalogue: Catalogue) -> dict[str, str]:
    checks = {check_id: _hash(catalogue.files[check_id]) for check_id in catalogue.checks}
    own = catalogue.folder / DEFINITIONS
    shared = own if own.is_file() else catalogue_dir() / DEFINITIONS
    return checks | _shared_hashes(shared, list(catalogue.references.values()))


def _shared_hashes(definitions: Path, references: list[Path]) -> dict[str, str]:
    return {DEFINITIONS: _hash(definitions)} | {f"{REFERENCES}/{path.name}": _hash(path) for path in references}


def _hash(path: Path) -> str:
    return hash_file(path).sha256
