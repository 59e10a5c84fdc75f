"""Opens what a table stands in: files of a kind, sheets of a workbook, tables and queries of a database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.intake.databases.database import Database
from zpm_audit.intake.mapping import Mapping, TableMapping
from zpm_audit.intake.mapping.notation import Notation
from zpm_audit.intake.mapping.recipes import Lookup
from zpm_audit.intake.sources.kind import Asked
from zpm_audit.intake.sources.kinds import kind_of
from zpm_audit.intake.sources.places import Place, named_files
from zpm_audit.intake.sources.several import together
from zpm_audit.intake.sources.source import Source


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
        kind = kind_of(file)
        assert kind is not None, "a place holds only files that we read"
        if not kind.header:
            self._refuse_header(file, header)
        return kind.open(file, Asked(table, self.work, notation, sheets, header))

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
