"""Which file of an export holds which table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.mapping import Mapping
from zpm_audit.register.schema import EXPORT_TABLES, REQUIRED_TABLES

SUFFIXES = (".csv", ".parquet", ".xlsx")
DATABASE_SUFFIXES = (".sqlite", ".sqlite3", ".db")


@dataclass(frozen=True)
class Place:
    """Where one table stands: a file, or a table or query of a database."""

    table: str
    file: Path | None = None
    query: str | None = None


def is_database(export: Path) -> bool:
    """Tell whether the export itself is a database file."""
    return export.is_file() and export.suffix.lower() in DATABASE_SUFFIXES


def find_places(export: Path, mapping: Mapping | None, database_tables: set[str] | None) -> list[Place]:
    """Return the place of every table that the export has, in the order of the contract.

    The mapping comes first; a table that it gives no place is found by its canonical name. ``database_tables`` are the
    tables of the database where the export is one.
    """
    found: list[Place] = []
    for name in EXPORT_TABLES:
        said = mapping.table(name) if mapping else None
        if said and said.query:
            found.append(Place(name, query=said.query))
        elif said and said.bestand:
            found.append(Place(name, file=_mapped(export, said.bestand, mapping, name)))
        elif database_tables is not None:
            if name in database_tables:
                found.append(Place(name))
        else:
            file = _by_name(export, name)
            if file:
                found.append(Place(name, file=file))
    _refuse_incomplete(export, {p.table for p in found}, database_tables)
    return found


def _mapped(export: Path, named: str, mapping: Mapping | None, table: str) -> Path:
    folder = export if export.is_dir() else export.parent
    file = folder / named
    at = mapping.path if mapping else export
    if not file.is_file():
        raise InputRefusedError(
            nl=f"{at}: bestand '{named}' van tabel {table} staat niet in {folder}.",
            en=f"{at}: file '{named}' of table {table} is not in {folder}.",
        )
    if file.suffix.lower() not in (*SUFFIXES, ".txt", ".tsv"):
        raise InputRefusedError(
            nl=f"{at}: '{named}' is geen soort bestand dat wij lezen (csv, txt, tsv, parquet of xlsx).",
            en=f"{at}: '{named}' is no kind of file that we read (csv, txt, tsv, parquet or xlsx).",
        )
    return file


def _by_name(export: Path, table: str) -> Path | None:
    files = sorted(
        f for f in export.iterdir() if f.is_file() and f.stem.lower() == table and f.suffix.lower() in SUFFIXES
    )
    if len(files) > 1:
        shown = " en ".join(f.name for f in files)
        raise InputRefusedError(
            nl=f"Tabel {table} staat er meer dan eens: {shown}. Laat een van de twee staan.",
            en=f"Table {table} is there more than once: {shown.replace(' en ', ' and ')}. Keep one of them.",
        )
    return files[0] if files else None


def _refuse_incomplete(export: Path, present: set[str], database_tables: set[str] | None) -> None:
    missing = [name for name in REQUIRED_TABLES if name not in present]
    if not missing:
        return
    there = sorted(database_tables) if database_tables is not None else sorted(f.name for f in export.iterdir())
    shown = (", ".join(there[:12]) + (", ..." if len(there) > 12 else "")) or "niets"
    shown_en = shown if there else "nothing"
    if not present:
        raise InputRefusedError(
            nl=f"In {export} staat geen enkele tabel van het contract. Gevonden: {shown}. Noem de bestanden "
            "prestaties.csv en zorgtrajecten.csv (of .parquet, .xlsx), of wijs ze aan in een mapping: "
            "`zpm-audit init EXPORT` maakt een eerste voorstel.",
            en=f"There is no table of the contract in {export}. Found: {shown_en}. Name the files prestaties.csv and "
            "zorgtrajecten.csv (or .parquet, .xlsx), or point them out in a mapping: `zpm-audit init EXPORT` "
            "writes a first proposal.",
        )
    raise InputRefusedError(
        nl=f"In {export} ontbreekt tabel {', '.join(missing)}; zonder {' en '.join(REQUIRED_TABLES)} is er geen audit. "
        f"Gevonden: {shown}.",
        en=f"Table {', '.join(missing)} is missing in {export}; without {' and '.join(REQUIRED_TABLES)} there is no "
        f"audit. Found: {shown_en}.",
    )
