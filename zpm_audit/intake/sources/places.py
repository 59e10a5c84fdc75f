"""Which file of an export holds which table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.mapping import Mapping
from zpm_audit.intake.sources.kinds import KINDS, bears_name, kind_of, shown_suffixes
from zpm_audit.register.schema import EXPORT_TABLES, REQUIRED_TABLES

DATABASE_SUFFIXES = (".sqlite", ".sqlite3", ".db")


@dataclass(frozen=True)
class Place:
    """Where one table stands: one or more files, or a table or query of a database."""

    table: str
    files: tuple[Path, ...] = ()
    query: str | None = None

    @property
    def shown(self) -> str:
        """Return where it stands, for a person."""
        return ", ".join(file.name for file in self.files) or self.table


@dataclass(frozen=True)
class Inside:
    """The database that an export is; its tables are only asked for where the mapping does not say it all."""

    shown: str
    names: Callable[[], set[str]]
    whole: bool = True

    def has(self, table: str, mapping: Mapping | None) -> bool:
        """Tell whether a table without a place is taken by its canonical name.

        Of a file that is an export every table is meant. Another database holds more than an export: where a mapping
        names tables, only those are meant.
        """
        if not self.whole and mapping is not None and mapping.tabellen and table not in mapping.tabellen:
            return False
        return table in self.names()


def is_database(export: Path) -> bool:
    """Tell whether the export itself is a database file."""
    return export.is_file() and export.suffix.lower() in DATABASE_SUFFIXES


def find_places(export: Path, mapping: Mapping | None, inside: Inside | None) -> list[Place]:
    """Return the place of every table that the export has, in the order of the contract.

    The mapping comes first; a table that it gives no place is found by its canonical name. ``inside`` is the
    database where the export is one.
    """
    found: list[Place] = []
    for name in EXPORT_TABLES:
        said = mapping.table(name) if mapping else None
        if said and said.query:
            found.append(Place(name, query=said.query))
        elif said and said.bestand:
            found.append(Place(name, files=_mapped(export, said.bestand, mapping, name)))
        elif inside is not None:
            if inside.has(name, mapping):
                found.append(Place(name))
        else:
            file = _by_name(export, name)
            if file:
                found.append(Place(name, files=(file,)))
    _refuse_incomplete(export, {p.table for p in found}, inside, mapping)
    return found


def _mapped(export: Path, named: tuple[str, ...], mapping: Mapping | None, table: str) -> tuple[Path, ...]:
    """Return the files of one table, each once: by name, and those that fit a pattern in order of name."""
    found = [file for name in named for file in named_files(export, name, mapping, table)]
    kinds = {kind.name for kind in map(kind_of, found) if kind}
    if len(kinds) > 1:
        at = mapping.path if mapping else export
        raise InputRefusedError(
            nl=f"{at}: tabel {table} staat in bestanden van verschillende soort ({', '.join(sorted(kinds))}). "
            "Geef ze in een soort.",
            en=f"{at}: table {table} stands in files of different kinds ({', '.join(sorted(kinds))}). "
            "Give them in one kind.",
        )
    return tuple(dict.fromkeys(found))


def named_files(export: Path, named: str, mapping: Mapping | None, table: str) -> list[Path]:
    """Return the files that a mapping means by a name or a pattern; refuse one that means nothing."""
    folder = export if export.is_dir() else export.parent
    file = folder / named
    at = mapping.path if mapping else export
    if file.is_file():
        found = [file]
    elif "*" in file.name or "?" in file.name:
        found = _matching(file.parent, file.name)
    else:
        found = []
    if not found:
        raise InputRefusedError(
            nl=f"{at}: bestand '{named}' van tabel {table} staat niet in {folder}.",
            en=f"{at}: file '{named}' of table {table} is not in {folder}.",
        )
    for one in found:
        if kind_of(one) is None:
            *most, last = shown_suffixes()
            raise InputRefusedError(
                nl=f"{at}: '{one.name}' is geen soort bestand dat wij lezen ({', '.join(most)} of {last}).",
                en=f"{at}: '{one.name}' is no kind of file that we read ({', '.join(most)} or {last}).",
            )
    return found


def _matching(folder: Path, pattern: str) -> list[Path]:
    """Return the files whose name fits; the traces that editors and systems leave are none."""
    if not folder.is_dir():
        return []
    plain = pattern.replace("[", "[[]")  # only * and ? are signs of a pattern
    names = sorted(f.name for f in folder.iterdir() if f.is_file() and not f.name.startswith((".", "~$")))
    return [folder / name for name in names if fnmatchcase(name, plain)]


def _by_name(export: Path, table: str) -> Path | None:
    files = sorted(f for f in export.iterdir() if f.is_file() and bears_name(f, table))
    if len(files) > 1:
        shown = " en ".join(f.name for f in files)
        raise InputRefusedError(
            nl=f"Tabel {table} staat er meer dan eens: {shown}. Laat een van de twee staan.",
            en=f"Table {table} is there more than once: {shown.replace(' en ', ' and ')}. Keep one of them.",
        )
    return files[0] if files else None


def _refuse_incomplete(export: Path, present: set[str], inside: Inside | None, mapping: Mapping | None) -> None:
    missing = [name for name in REQUIRED_TABLES if name not in present]
    if not missing:
        return
    if mapping is not None and mapping.database and not present and mapping.tabellen:
        raise InputRefusedError(
            nl=f"{mapping.path} noemt een database, en geen enkele tabel die daar staat. Geef tabel "
            f"{' en '.join(missing)} een query.",
            en=f"{mapping.path} names a database, and no table that is in it. Give table {' and '.join(missing)} a "
            "query.",
        )
    there = sorted(inside.names()) if inside is not None else sorted(f.name for f in export.iterdir())
    shown = (", ".join(there[:12]) + (", ..." if len(there) > 12 else "")) or "niets"
    shown_en = shown if there else "nothing"
    where = inside.shown if inside is not None else str(export)
    if not present and inside is not None:
        raise InputRefusedError(
            nl=f"In {where} staat geen enkele tabel van het contract. Gevonden: {shown}. Maak views met de namen "
            "prestaties en zorgtrajecten, of geef elke tabel een query in een mapping: `zpm-audit init` met dit adres "
            "(of bestand) maakt een eerste voorstel.",
            en=f"There is no table of the contract in {where}. Found: {shown_en}. Make views called prestaties and "
            "zorgtrajecten, or give every table a query in a mapping: `zpm-audit init` with this address (or file) "
            "writes a first proposal.",
        )
    if not present:
        first, *others = (kind.name for kind in KINDS)
        named, ends = f"prestaties{first} {{}} zorgtrajecten{first}", ", ".join(others)
        raise InputRefusedError(
            nl=f"In {export} staat geen enkele tabel van het contract. Gevonden: {shown}. Noem de bestanden "
            f"{named.format('en')} (of {ends}), of wijs ze aan in een mapping: "
            "`zpm-audit init EXPORT` maakt een eerste voorstel.",
            en=f"There is no table of the contract in {export}. Found: {shown_en}. Name the files "
            f"{named.format('and')} (or {ends}), or point them out in a mapping: `zpm-audit init EXPORT` "
            "writes a first proposal.",
        )
    raise InputRefusedError(
        nl=f"In {where} ontbreekt tabel {', '.join(missing)}; zonder {' en '.join(REQUIRED_TABLES)} is er geen audit. "
        f"Gevonden: {shown}.",
        en=f"Table {', '.join(missing)} is missing in {where}; without {' and '.join(REQUIRED_TABLES)} there is no "
        f"audit. Found: {shown_en}.",
    )
