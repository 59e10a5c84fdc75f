"""How a catalogue differs from the one that comes with the tool: a changed norm never passes as the official one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.catalogue.loader import DEFINITIONS, REFERENCES, check_files
from zpm_audit.checks.model import Catalogue
from zpm_audit.output.hashing import FileHash, hash_file


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


def difference(catalogue: Catalogue, hashes: Mapping[Path, FileHash]) -> FromOfficial:
    """Compare with the shipped catalogue, file by file; ``hashes`` are those of files that were read already."""

    def hash_of(path: Path) -> str:
        return (hashes.get(path) or hash_file(path)).sha256

    shipped_dir = catalogue_dir()
    own_definitions = catalogue.folder / DEFINITIONS
    definitions = own_definitions if own_definitions.is_file() else shipped_dir / DEFINITIONS
    own = {check_id: hash_of(catalogue.files[check_id]) for check_id in catalogue.checks}
    own |= _shared(definitions, catalogue.references.values(), hash_of)
    shipped = {path.stem: hash_of(path) for path in check_files(shipped_dir)}
    shipped |= _shared(shipped_dir / DEFINITIONS, sorted((shipped_dir / REFERENCES).glob("*.csv")), hash_of)
    whole = hashlib.sha256()
    for name, content in sorted(own.items()):
        whole.update(f"{name}:{content}\n".encode())
    return FromOfficial(
        sha256=whole.hexdigest(),
        changed=tuple(sorted(name for name, content in own.items() if name in shipped and shipped[name] != content)),
        extra=tuple(sorted(set(own) - set(shipped))),
    )


def _shared(definitions: Path, references: Iterable[Path], hash_of: Callable[[Path], str]) -> dict[str, str]:
    return {DEFINITIONS: hash_of(definitions)} | {f"{REFERENCES}/{path.name}": hash_of(path) for path in references}
