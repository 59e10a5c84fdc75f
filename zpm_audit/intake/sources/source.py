"""What every kind of file is brought down to before its values are judged: numbered rows of raw cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Text

#: The row number as a person sees it in the source.
ROW = "_rij"
#: What to do when nothing of a table can be read.
DESCRIBE = Text(
    "Beschrijf de export in een mapping; `zpm-audit init EXPORT` maakt een eerste voorstel.",
    "Describe the export in a mapping; `zpm-audit init EXPORT` writes a first proposal.",
)


def cell(position: int) -> str:
    """Return our own name for a source column: names in a source may be empty, or clash with ours."""
    return f"c{position}"


@dataclass(frozen=True)
class SourcePart:
    """One of the files or sheets of a table; its rows are numbered on from the ``before`` earlier ones."""

    shown: str
    before: int


@dataclass(frozen=True)
class Source:
    """One table of an export, opened but not read.

    ``frame`` has the column ``_rij`` and one column ``c0``, ``c1``, ... for every name in ``names``. Rows without any
    content are not in it; ``rows`` counts the rest. ``broken`` gives, per reason, the numbers of the rows whose cells
    cannot be told apart. ``control`` asks for a look at control characters in texts, ``padded`` for cleaning cells of
    the blanks around their value; no text is longer than ``longest`` bytes, where that is known; ``typed_cells`` and
    ``zero_one`` say that the texts were made from typed cells (see ``Formats``). ``remedy`` is what to do when nothing
    of it can be read. ``last`` is the highest row number; of several ``parts`` in one, ``lacking`` names for a column a
    part that does not have it.
    """

    table: str
    shown: str
    files: tuple[Path, ...]
    frame: pl.LazyFrame
    names: tuple[str, ...]
    rows: int
    broken: dict[Text, pl.Series] = field(default_factory=dict)
    control: bool = True
    padded: bool = True
    longest: int | None = None
    typed_cells: bool = False
    zero_one: bool = False
    remedy: Text = DESCRIBE
    last: int = 0
    parts: tuple[SourcePart, ...] = ()
    lacking: Mapping[str, str] = field(default_factory=dict)

    def place(self, row: int) -> tuple[str, int]:
        """Return the file (or sheet) that a row is in, and its number there."""
        for part in reversed(self.parts):
            if row > part.before:
                return part.shown, row - part.before
        return self.shown, row

    def places(self, row: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        """Return the same for a column of row numbers."""
        shown, number = pl.lit(self.shown), row
        for part in self.parts:
            inside = row > part.before
            shown = pl.when(inside).then(pl.lit(part.shown)).otherwise(shown)
            number = pl.when(inside).then(row - part.before).otherwise(number)
        return shown, number

    @property
    def dtypes(self) -> list[pl.DataType]:
        """Return the type of every column, in order."""
        schema = self.frame.collect_schema()
        return [schema[cell(i)] for i in range(len(self.names))]
