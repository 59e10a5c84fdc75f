"""The kinds of file that an export may consist of. A new one is a module beside these, and a line here."""

from __future__ import annotations

from pathlib import Path

from zpm_audit.intake.sources import csv, parquet, xlsx
from zpm_audit.intake.sources.kind import FileKind

KINDS: tuple[FileKind, ...] = (csv.KIND, parquet.KIND, xlsx.KIND)


def kind_of(file: Path) -> FileKind | None:
    """Return the kind of a file by the end of its name; none where we do not read it."""
    suffix = file.suffix.lower()
    return next((kind for kind in KINDS if suffix in (*kind.suffixes, *kind.also)), None)


def bears_name(file: Path, table: str) -> bool:
    """Tell whether a file is called after a table, so that it is found without a mapping."""
    kind = kind_of(file)
    return kind is not None and file.stem.lower() == table and file.suffix.lower() in kind.suffixes


def shown_suffixes() -> list[str]:
    """Return all suffixes that we read, for a person: without their dot."""
    return [suffix.removeprefix(".") for kind in KINDS for suffix in (*kind.suffixes, *kind.also)]
