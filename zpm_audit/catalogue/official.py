"""How a catalogue differs from the one that comes with the tool: a changed norm never passes as the official one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.resources import catalogue_dir
from zpm_audit.catalogue.loader import DEFINITIONS, REFERENCES, check_files
from zpm_audit.checks.limits.change import Change
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.output.hashing import FileHash, hash_file


@dataclass(frozen=True)
class FromOfficial:
    """What a catalogue is, and how it differs from the shipped one.

    ``sha256`` covers the checks, what they share and the lists beside them, whatever the folder they stand in.
    ``changed`` names checks, limits, shared definitions and lists that are not as shipped, ``extra`` checks and lists
    that are not shipped at all, ``absent`` what is shipped and was taken out. ``limits`` are those that somebody
    decided on; ``by_limits`` are the checks that differ in nothing else.
    """

    sha256: str
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    limits: tuple[Change, ...] = ()
    by_limits: tuple[str, ...] = ()


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
    deciding = own | ({"parameters": hash_of(catalogue.own_limits)} if catalogue.own_limits else {})
    for name, content in sorted(deciding.items()):
        whole.update(f"{name}:{content}\n".encode())
    changed = {name for name, content in own.items() if name in shipped and shipped[name] != content}
    by_limits = {i for i, check in catalogue.checks.items() if _limited(check, catalogue.changes)} - changed
    there = {path.stem for path in check_files(catalogue.folder)}
    return FromOfficial(
        sha256=whole.hexdigest(),
        changed=tuple(sorted(changed | by_limits | {change.name for change in catalogue.changes})),
        extra=tuple(sorted(set(own) - set(shipped))),
        absent=tuple(sorted(path.stem for path in check_files(shipped_dir) if path.stem not in there)),
        limits=catalogue.changes,
        by_limits=tuple(sorted(by_limits)),
    )


def _limited(check: Check, changes: tuple[Change, ...]) -> bool:
    """Tell whether a check judges by a limit that somebody decided on."""
    names = {change.name for change in changes}
    return any(f"{check.id}.{name}" in names or one.gedeeld in names for name, one in check.parameters.items())


def _shared(definitions: Path, references: Iterable[Path], hash_of: Callable[[Path], str]) -> dict[str, str]:
    return {DEFINITIONS: hash_of(definitions)} | {f"{REFERENCES}/{path.name}": hash_of(path) for path in references}
