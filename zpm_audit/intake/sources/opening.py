"""Opens what a table stands in: files of a kind, sheets of a workbook, tables and queries of a database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake.databases.database import Database
from zpm_audit.intake.mapping import Mapping, TableMapping
from zpm_audit.intake.mapping.notation import Notation
from zpm_audit.intake.mapping.recipes import Lookup
from zpm_audit.intake.sources.csv import open_csv
from zpm_audit.intake.sources.parquet import open_parquet
from zpm_audit.intake.sources.places import Place, named_files
from zpm_audit.intake.sources.several import together
from zpm_audit.intake.sources.source import Source
from zpm_audit.intake.sources.xlsx import open_xlsx, sheet_names


@dataclass(frozen=True)
class Opening:
    """The export that is opened, and how its mapping says that it is written."""

    export: Path
    database: Database | None
    mapping: Mapping | None
    work: Path

    def of(self, place: Place) -> Source:
        """Open the place of one table."""
        said = self.mapping.table(place.table) if self.mapping else TableMapping()
        notation = self.mapping.notation(place.table) if self.mapping else Notation()
        if not place.files:
            return self._database(place.table).open(place.table, place.query, self.work)
        header = said.kopregel if "kopregel" in said.model_fields_set else None
        sheets = said.bladen or ((said.blad,) if said.blad else ())
        return together([s for file in place.files for s in self._file(file, place.table, notation, sheets, header)])

    def looked_up(self, table: str, said: Lookup) -> Source:
        """Open what a value of one table is looked up in; what it does not say of its notation is as in that table."""
        if said.tabel is not None:
            database = self._database(table)
            name = f"{table}-opzoeken-{len(list(self.work.glob('bron/*')))}"
            return database.open(name, database.every(said.tabel), self.work)
        of_table = self.mapping.notation(table) if self.mapping else Notation()
        own = Notation.model_validate(said.model_dump(include={"scheidingsteken", "codering"}, exclude_none=True))
        sheets = (said.blad,) if said.blad else ()
        files = named_files(self.export, said.bestand or "", self.mapping, table)
        return together([s for file in files for s in self._file(file, table, own.over(of_table), sheets, None)])

    def _file(
        self, file: Path, table: str, notation: Notation, sheets: tuple[str, ...], header: int | None
    ) -> list[Source]:
        match file.suffix.lower():
            case ".parquet":
                self._refuse_header(file, header)
                return [open_parquet(file, table)]
            case ".xlsx":
                if len(sheets) == 1 and not _is_pattern(sheets[0]):
                    return [open_xlsx(file, table, sheets[0], header)]
                if not sheets:
                    return [open_xlsx(file, table, None, header)]
                return [
                    replace(open_xlsx(file, table, sheet, header), shown=f"{file.name} ({sheet})")
                    for sheet in _chosen(file, sheets)
                ]
            case _:
                source = open_csv(
                    file,
                    table,
                    work=self.work,
                    separator=notation.scheidingsteken or ",",
                    encoding=notation.codering or "utf-8",
                    quoted=notation.aanhalingsteken != "geen",
                    header=header or 1,
                )
                return [source]

    def _refuse_header(self, file: Path, header: int | None) -> None:
        if header is not None and self.mapping is not None:
            raise UsageError(
                nl=f"{self.mapping.path}: {file.name} heeft geen kopregel; haal kopregel weg.",
                en=f"{self.mapping.path}: {file.name} has no header; take kopregel out.",
            )

    def _database(self, table: str) -> Database:
        if self.database is not None:
            return self.database
        path = self.mapping.path if self.mapping else ""
        raise UsageError(
            nl=f"{path}: tabel {table} heeft een query, maar er is geen database. "
            "Zet bovenaan de mapping: database: <bestand of url>.",
            en=f"{path}: table {table} has a query, but there is no database. "
            "Put at the top of the mapping: database: <file or url>.",
        )


def _is_pattern(name: str) -> bool:
    return "*" in name or "?" in name


def _chosen(file: Path, wanted: tuple[str, ...]) -> list[str]:
    """Return the sheets that are named or that fit a pattern, in the order of the workbook."""
    names = sheet_names(file)
    chosen: set[str] = set()
    for one in wanted:
        fits = [n for n in names if n == one or (_is_pattern(one) and fnmatchcase(n, one.replace("[", "[[]")))]
        if not fits:
            shown = ", ".join(f"'{n}'" for n in names)
            raise InputRefusedError(
                nl=f"{file.name} heeft geen blad '{one}'. De bladen zijn: {shown}. Pas `bladen` in de mapping aan.",
                en=f"{file.name} has no sheet '{one}'. The sheets are: {shown}. Correct `bladen` in the mapping.",
            )
        chosen |= set(fits)
    return [name for name in names if name in chosen]
