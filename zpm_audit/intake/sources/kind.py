"""What a kind of file is to the rest of intake: how its names end, and how a table in it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from zpm_audit.intake.mapping.notation import Notation
from zpm_audit.intake.sources.source import Source


@dataclass(frozen=True)
class Asked:
    """Which table is opened, where copies may stand, and what the mapping says of the way it is written."""

    table: str
    work: Path
    notation: Notation = field(default_factory=Notation)
    sheets: tuple[str, ...] = ()
    header: int | None = None


@dataclass(frozen=True)
class FileKind:
    """One kind of file. Opening it gives a source, or several that are one table together.

    A file is found by the name of its table and one of the ``suffixes``; one that ends in ``also`` only when it is
    pointed out. Without ``header`` the names of the columns are in the file itself, and no row can hold them.
    """

    suffixes: tuple[str, ...]
    open: Callable[[Path, Asked], list[Source]]
    also: tuple[str, ...] = ()
    header: bool = True

    @property
    def name(self) -> str:
        """Return what it is called: its first suffix."""
        return self.suffixes[0]
