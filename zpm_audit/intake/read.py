"""The way in: an export (folder, database or declaration message) and a mapping become a register."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import polars as pl

from zpm_audit.base.environment import filled_address
from zpm_audit.base.errors import InputRefusedError, UsageError, ZpmError
from zpm_audit.base.language import Language, Text
from zpm_audit.base.pseudonyms import Key
from zpm_audit.intake.databases.address import is_address
from zpm_audit.intake.databases.database import Database
from zpm_audit.intake.gds801 import is_message, open_message
from zpm_audit.intake.mapping import Mapping
from zpm_audit.intake.rows import quarantine
from zpm_audit.intake.rows.beside import Help
from zpm_audit.intake.rows.codes import CodeFacts
from zpm_audit.intake.rows.table import TableResult, read_table
from zpm_audit.intake.rows.trial import Trial, refuse
from zpm_audit.intake.sources.opening import Opening
from zpm_audit.intake.sources.places import DATABASE_SUFFIXES, Inside, find_places, is_database
from zpm_audit.intake.sources.trouble import reading
from zpm_audit.register.key_series import KeySeries
from zpm_audit.register.store import Register, RegisterTable

#: Is told, in the user's language, what is being read.
Progress = Callable[[str], None]


def read_export(
    export: Path | str | None,
    *,
    work: Path,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
    language: Language = "nl",
    codes: CodeFacts | None = None,
    trial: Trial | None = None,
    key: Key | None = None,
    traceable: bool = False,
    numbered: bool = False,
) -> Register:
    """Read an export into canonical Parquet under ``work``, a private folder of the caller.

    The export is a path or the address of a database; without one it is the database of the mapping.
    Rows that cannot be read land in ``work/quarantaine``; what makes the export as a whole unusable is refused.
    ``codes`` are the lists by which a mapping reads a prestatiecode. In a ``trial`` a table that cannot be read is
    noted, and the others are read. With a ``key`` what is shown of the rows set aside has pseudonyms
    for patients, unless ``traceable``. ``numbered`` keeps with each row where it is in its file.
    """
    if isinstance(export, str) and not is_address(export):
        export = Path(export)
    if isinstance(export, Path):
        if is_message(export):
            return _read_message(export, work, mapping, progress, language, key, traceable=traceable, numbered=numbered)
        with reading(str(export)):
            _refuse_no_export(export)
    folder, database, inside = _where(export, mapping)
    with database or nullcontext():
        return _read_tables(
            folder,
            database,
            inside,
            work,
            mapping,
            progress,
            language,
            codes,
            trial,
            key,
            traceable=traceable,
            numbered=numbered,
        )


def _read_tables(
    folder: Path,
    database: Database | None,
    inside: Inside | None,
    work: Path,
    mapping: Mapping | None,
    progress: Progress | None,
    language: Language,
    codes: CodeFacts | None,
    trial: Trial | None,
    key: Key | None,
    *,
    traceable: bool,
    numbered: bool,
) -> Register:
    """Read every table that is there; ``inside`` is the database where the export is one."""
    with reading(inside.shown if inside else str(folder)):
        places = find_places(folder, mapping, inside)
    tables: dict[str, RegisterTable] = {}
    sources: list[Path] = []
    results: list[TableResult] = []
    opening = Opening(folder, database, mapping, work)
    for place in places:
        if progress:
            progress(Text(f"{place.table} inlezen", f"Reading {place.table}").in_(language))
        try:
            with reading(place.shown):
                help_ = Help(partial(opening.looked_up, place.table), codes or CodeFacts())
                result = read_table(opening.of(place), mapping, work, language, help_, trial, key, numbered=numbered)
        except ZpmError as error:
            refuse(trial, place.table, error)
            continue
        finally:  # copies of the source take room, and nobody needs them now
            shutil.rmtree(work / "bron", ignore_errors=True)
        tables[place.table] = result.table
        sources += [f for f in result.files if f not in sources]
        results.append(result)
    queried = tuple(database.read) if database else ()
    aside = _set_aside(results, work, None if traceable else key)
    return Register(tables=tables, sources=tuple(sources), quarantine=aside, queried=queried)


def _set_aside(results: Sequence[TableResult], work: Path, key: Key | None) -> dict[str, Path]:
    """Write what was set aside of every table: a patient of any of them is one in all of them."""
    kept = {result.table.name: result.aside for result in results if result.aside}
    if not kept:
        return {}
    tables = [result.table.path for result in results if "patient_id" in result.table.columns]
    patients = [path for path in (*tables, *(result.patients for result in results)) if path is not None]
    numbers = [pl.scan_parquet(path).select("patient_id") for path in patients]
    keys = KeySeries({result.table.name: result.table for result in results})
    return quarantine.write(kept, numbers, work, key, keys)


def _read_message(
    export: Path,
    work: Path,
    mapping: Mapping | None,
    progress: Progress | None,
    language: Language,
    key: Key | None,
    *,
    traceable: bool,
    numbered: bool,
) -> Register:
    if mapping and (mapping.tabellen or mapping.database):
        raise UsageError(
            nl=f"{export} is een declaratiebericht: dat heeft een vaste vorm. Laat tabellen en database weg uit "
            f"{mapping.path}.",
            en=f"{export} is a declaration message: that has a fixed form. Leave tables and database out of "
            f"{mapping.path}.",
        )
    tables: dict[str, RegisterTable] = {}
    results: list[TableResult] = []
    if progress:
        progress(Text("bericht inlezen", "Reading the message").in_(language))
    with reading(str(export), bounded=True):
        for source in open_message(export, work):
            result = read_table(source, None, work, language, key=key, numbered=numbered)
            tables[source.table] = result.table
            results.append(result)
        shutil.rmtree(work / "bericht", ignore_errors=True)
    return Register(tables=tables, sources=(export,), quarantine=_set_aside(results, work, None if traceable else key))


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


def _where(export: Path | str | None, mapping: Mapping | None) -> tuple[Path, Database | None, Inside | None]:
    """Return the folder from which files count, the database, and the same where it is the export itself."""
    minutes = mapping.query_minuten if mapping else None
    if isinstance(export, Path):
        given = mapping.database if mapping else None
        folder = export if export.is_dir() else export.parent
        if not given and not is_database(export):
            return export, None, None
        database = Database(given or export.resolve(), folder if given else Path(), minutes=minutes)
        return export, database, Inside(database.shown, database.tables) if is_database(export) else None
    beside = mapping.path.parent if mapping else Path()
    address = mapping.database if mapping else None
    if export is not None:
        address = filled_address(export, "het adres", "the address")
    if address is None:
        raise UsageError(
            nl="Er is geen export. Geef een map, een SQLite-bestand of het adres van een database, of noem in de "
            "mapping een database (database: ADRES).",
            en="There is no export. Give a folder, a SQLite file or the address of a database, or name a database in "
            "the mapping (database: ADDRESS).",
        )
    database = Database(address, beside, minutes=minutes)
    return beside, database, Inside(database.shown, database.tables, whole=False)
