"""Opens every table of a database to look at: of each the first rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zpm_audit.intake.databases.database import Database
from zpm_audit.intake.proposal.opened import Opened
from zpm_audit.intake.proposal.profile import SAMPLE
from zpm_audit.intake.proposal.words import plain


def open_database(where: Path | str, work: Path) -> Iterator[Opened]:
    """Open every table and view; of each only the first rows are read."""
    with Database(where.resolve() if isinstance(where, Path) else where, Path()) as database:
        for number, name in enumerate(sorted(database.tables())):
            source = database.open(f"{number:03d}{plain(name)}", database.every(name, SAMPLE), work)
            if source.names:
                yield Opened(name, source, {"query": database.every(name)})
