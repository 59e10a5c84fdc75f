"""What intake hands over to the audit: canonical Parquet files in a private working folder, with their row counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

#: Working files live for the time of a run: light compression writes and reads them fastest. Those of the register
#: carry no statistics either; their rows are in no order by which any could be passed over.
WORKING: Literal["lz4"] = "lz4"


def carried_name(column: str) -> str:
    """Return the name in the register of a column of the source that goes along to the findings.

    The mark in front keeps it apart from the columns of the contract, whatever the source calls it.
    """
    return f"meegenomen:{column}"


#: In the working files of a register that was asked for it: the file (or sheet) and the number of each row in it.
PLACE = (":bestand", ":rij")


@dataclass(frozen=True)
class Made:
    """A column that a mapping made: by which key (``datum_van``), from what, and for how many rows of the table.

    ``told`` counts more: keys that were not found, texts that were filled up.
    """

    column: str
    way: str
    source: str
    rows: int
    told: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RegisterTable:
    """One canonical table.

    ``rows_in`` counts the rows that were read; ``rows_in == rows + rows_aside`` always holds. ``columns`` are the
    canonical columns that the source has: a column that is not among them is absent, and the Parquet lacks it.

    The source may have more rows: ``left_out`` do not belong to the table by the mapping (``waar``), ``merged`` say
    what an earlier row says (``uniek``). ``carried`` are columns of the source that go along to the findings.
    """

    name: str
    path: Path
    columns: frozenset[str]
    rows_in: int
    rows: int
    rows_aside: int
    source: str
    unknown_columns: tuple[str, ...] = ()
    left_out: int = 0
    merged: int = 0
    made: tuple[Made, ...] = ()
    carried: tuple[str, ...] = ()

    def scan(self) -> pl.LazyFrame:
        """Return the table, lazily."""
        return pl.scan_parquet(self.path)


@dataclass(frozen=True)
class Queried:
    """What one query returned: for which table, from which database (without credentials), and the hash of its rows."""

    table: str
    database: str
    query: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Register:
    """All canonical tables of one export, what they came from, and the files with rows that were set aside."""

    tables: Mapping[str, RegisterTable]
    sources: tuple[Path, ...] = ()
    quarantine: Mapping[str, Path] = field(default_factory=dict)
    queried: tuple[Queried, ...] = ()

    def has(self, table: str) -> bool:
        """Tell whether the table is there with at least one row: a table without rows counts as absent."""
        return table in self.tables and self.tables[table].rows > 0

    def columns(self, table: str) -> frozenset[str]:
        """Return the columns that the export has of ``table`` (none where the table is absent)."""
        return self.tables[table].columns if self.has(table) else frozenset()

    def scan(self, table: str) -> pl.LazyFrame:
        """Return the table, lazily."""
        return self.tables[table].scan()
