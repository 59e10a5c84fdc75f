"""The files that decide on the outcome beside the export, and the mark over everything that does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from zpm_audit.checks.model import Catalogue
from zpm_audit.commands.options import Options
from zpm_audit.output.hashing import FileHash
from zpm_audit.output.manifest import check_files, kenmerk
from zpm_audit.register import Register


def steering_files(catalogue: Catalogue, options: Options) -> dict[str, Path]:
    """Return the files beside the export and the checks on which the outcome depends, by what they are."""
    files = {f"meegeleverd {p.parent.name}/{p.name}": p for p in catalogue.borrowed}
    for n, folder in enumerate(catalogue.extra, start=1):
        kind = f"extra check {n}" if len(catalogue.extra) > 1 else "extra check"
        files |= {f"{kind} {path.relative_to(folder).as_posix()}": path for path in check_files(folder)}
    if options.parameters:
        files["parameters"] = options.parameters
    if options.acceptances and not options.without_acceptances:
        files["acceptaties"] = options.acceptances
    if options.mapping:
        files["mapping"] = options.mapping
    if options.grootboek:
        files["grootboek"] = options.grootboek
    return files | _numbered("codelijst", options.codelijst) | _numbered("declaratie", options.declaratie)


def _numbered(kind: str, paths: Sequence[Path]) -> dict[str, Path]:
    return {f"{kind} {n}" if len(paths) > 1 else kind: path for n, path in enumerate(paths, start=1)}


def deciding_files(register: Register, catalogue: Catalogue, steering: Mapping[str, Path]) -> list[Path]:
    """Return every file whose content decides on the outcome."""
    return [*register.sources, *steering.values(), *check_files(catalogue.folder)]


def mark_of(
    register: Register,
    catalogue: Catalogue,
    steering: Mapping[str, Path],
    options: Options,
    hashes: Mapping[Path, FileHash],
) -> str:
    """Return the mark of this run: the same work has the same one on any machine."""
    return kenmerk(
        inputs={p: hashes[p] for p in (*register.sources, *steering.values())},
        checks={p: hashes[p] for p in check_files(catalogue.folder)},
        options=options.influence(),
        queried=register.queried,
    )
