"""The way in: an export (folder, database or declaration message) and a mapping become a register."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.intake.gds801 import is_message, open_message
from zpm_audit.intake.mapping import Mapping
from zpm_audit.intake.rows.beside import Help
from zpm_audit.intake.rows.codes import CodeFacts
from zpm_audit.intake.rows.table import read_table
from zpm_audit.intake.sources.database import Database, refuse_address
from zpm_audit.intake.sources.opening import Opening
from zpm_audit.intake.sources.places import DATABASE_SUFFIXES, find_places, is_database
from zpm_audit.intake.sources.trouble import reading
from zpm_audit.register.store import Register, RegisterTable

#: Is told, in the user's language, what is being read.
Progress = Callable[[str], None]


def read_export(
    export: Path | str,
    *,
    work: Path,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
    language: Language = "nl",
    codes: CodeFacts | None = None,
) -> Register:
    """Read an export into canonical Parquet under ``work``, a private folder of the caller.

    Rows that cannot be read land in ``work/quarantaine``; what makes the export as a whole unusable is refused.
    ``codes`` are the lists by which a mapping reads a prestatiecode.
    """
    refuse_address(str(export))
    export = Path(export)
    if is_message(export):
        return _read_message(export, work, mapping, progress, language)
    with reading(str(export)):
        _refuse_no_export(export)
        database = _database(export, mapping)
        inside = database.tables() if database and is_database(export) else None
        places = find_places(export, mapping, inside)
    tables: dict[str, RegisterTable] = {}
    sources: list[Path] = []
    aside: dict[str, Path] = {}
    opening = Opening(export, database, mapping, work)
    for place in places:
        if progress:
            progress(Text(f"{place.table} inlezen", f"Reading {place.table}").in_(language))
        with reading(place.shown):
            opens = partial(opening.looked_up, place.table)
            help_ = Help(opens, codes or CodeFacts())
            result = read_table(opening.of(place), mapping, work, language, help_)
            shutil.rmtree(
                work / "bron", ignore_errors=True
            )  # copies of the source take room, and nobody needs them now
        tables[place.table] = result.table
        sources += [f for f in result.files if f not in sources]
        if result.quarantine:
            aside[place.table] = result.quarantine
    return Register(tables=tables, sources=tuple(sources), quarantine=aside)


def _read_message(
    export: Path, work: Path, mapping: Mapping | None, progress: Progress | None, language: Language
) -> Register:
    if mapping and (mapping.tabellen or mapping.database):
        raise UsageError(
            nl=f"{export} is een declaratiebericht: dat heeft een vaste vorm. Laat tabellen en database weg uit "
            f"{mapping.path}.",
            en=f"{export} is a declaration message: that has a fixed form. Leave tables and database out of "
            f"{mapping.path}.",
        )
    tables: dict[str, RegisterTable] = {}
    aside: dict[str, Path] = {}
    if progress:
        progress(Text("bericht inlezen", "Reading the message").in_(language))
    with reading(str(export)):
        for source in open_message(export, work):
            result = read_table(source, None, work, language)
            tables[source.table] = result.table
            if result.quarantine:
                aside[source.table] = result.quarantine
        shutil.rmtree(work / "bericht", ignore_errors=True)
    return Register(tables=tables, sources=(export,), quarantine=aside)


def _refuse_no_export(export: Path) -> None:
    if not export.exists():
        raise InputRefusedError(
            nl=f"Export {export} bestaat niet. Geef de map met prestaties.csv en zorgtrajecten.csv.",
            en=f"Export {export} does not exist. Give the folder with prestaties.csv and zorgtrajecten.csv.",
        )
    if export.is_file() and not is_database(export):
        kinds = ", ".join(DATABASE_SUFFIXES)
        raise InputRefusedError(
            nl=f"{export} is een bestand. Een export is een map met tabellen, een SQLite-database ({kinds}) "
            "of een declaratiebericht GDS801 (.xml).",
            en=f"{export} is a file. An export is a folder with tables, a SQLite database ({kinds}) "
            "or a GDS801 declaration message (.xml).",
        )


def _database(export: Path, mapping: Mapping | None) -> Database | None:
    if mapping and mapping.database:
        return Database(mapping.database, export if export.is_dir() else export.parent)
    return Database(export.resolve(), Path()) if is_database(export) else None
