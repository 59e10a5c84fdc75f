"""Files to sheets of plain text cells.

Nothing is computed or run: macros stay shut, and a formula gives the result that was saved with it.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError, of_the_machine, os_reason
from zpm_audit.base.language import Text
from zpm_audit.intake.codelijst.columns import Header, find_header
from zpm_audit.intake.proposal.text_files import SEPARATORS, encoding_of
from zpm_audit.intake.sources.source import cell
from zpm_audit.intake.sources.xlsx import open_book, sheet_cells

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".txt", ".tsv")
SUFFIXES = (*WORKBOOKS, *TEXTS, ".parquet")
#: All codes of all years fit in a few megabytes; what is larger is something else, or a bomb.
_LARGEST = 200 << 20


@dataclass(frozen=True)
class ListSheet:
    """One sheet (or CSV file) as text cells; row i of ``cells`` is row i + 1 for a person."""

    file: Path
    name: str | None
    cells: pl.DataFrame
    separator: str = ","
    encoding: str = "utf-8"

    @property
    def shown(self) -> Text:
        """Return the place for a person."""
        if self.name is None:
            return Text(self.file.name, self.file.name)
        return Text(f"{self.file.name}, blad '{self.name}'", f"{self.file.name}, sheet '{self.name}'")

    @property
    def header(self) -> Header | None:
        """Return the row with column names, None where there is none that we know."""
        return find_header(self.cells, self.shown)


def open_sheets(path: Path) -> list[ListSheet]:
    """Open a workbook or a CSV file; every sheet with anything in it."""
    return _workbook(path) if path.suffix.lower() in WORKBOOKS else [_text_file(path)]


def refuse_impossible(path: Path) -> None:
    """Refuse a path that is no file of a kind that we read."""
    try:
        size = path.stat().st_size
    except OSError as error:
        reason = os_reason(error)
        raise UsageError(
            nl=f"Codelijst {path} is niet te lezen: {reason.nl}. Controleer het pad.",
            en=f"Code list {path} cannot be read: {reason.en}. Check the path.",
        ) from error
    if path.is_dir():
        raise UsageError(
            nl=f"Codelijst {path} is een map. Geef het bestand zelf; --codelijst mag vaker.",
            en=f"Code list {path} is a folder. Give the file itself; --codelijst may be repeated.",
        )
    if path.suffix.lower() not in SUFFIXES:
        kinds = ", ".join(SUFFIXES)
        raise InputRefusedError(
            nl=f"{path.name} is geen soort codelijst die wij lezen ({kinds}). Een oude .xls: bewaar hem als .xlsx.",
            en=f"{path.name} is no kind of code list that we read ({kinds}). An old .xls: save it as .xlsx.",
        )
    if size == 0:
        raise InputRefusedError(
            nl=f"{path.name} is leeg. Haal het opnieuw op.", en=f"{path.name} is empty. Download it again."
        )
    if size > _LARGEST:
        raise _too_large(path)


def _too_large(path: Path) -> InputRefusedError:
    limit = _LARGEST >> 20
    return InputRefusedError(
        nl=f"{path.name} is (uitgepakt) groter dan {limit} MB; een codelijst is dat nooit. Haal haar opnieuw op.",
        en=f"{path.name} is (unpacked) larger than {limit} MB; a code list never is. Download the file again.",
    )


def _workbook(path: Path) -> list[ListSheet]:
    _refuse_bomb(path)
    book = open_book(path)
    sheets = [ListSheet(path, name, sheet_cells(path, book, name)) for name in book.sheet_names]
    return [s for s in sheets if s.cells.height]


def _refuse_bomb(path: Path) -> None:
    """Refuse a workbook that unpacks to more than any list of codes; sizes that lie fail their checksum."""
    if not zipfile.is_zipfile(path):
        return  # open_book says what is wrong with it
    try:
        with zipfile.ZipFile(path) as book:
            if sum(part.file_size for part in book.infolist()) > _LARGEST:
                raise _too_large(path)
            broken = book.testzip()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error) as error:
        if of_the_machine(error):
            raise
        broken = path.name
    if broken:
        raise InputRefusedError(
            nl=f"{path.name} is beschadigd of met een wachtwoord beveiligd. Haal het opnieuw op, of bewaar het zonder "
            "wachtwoord.",
            en=f"{path.name} is damaged or protected with a password. Download it again, or save it without one.",
        )


def _text_file(path: Path) -> ListSheet:
    encoding = encoding_of(path)
    text = path.read_bytes().decode(encoding, "replace").lstrip("\ufeff")
    csv.field_size_limit(1 << 20)
    try:
        # A list of codes has a few thousand lines, and a title above the header makes them of different lengths.
        tried = [(mark, list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))) for mark in SEPARATORS]
    except csv.Error as error:
        raise InputRefusedError(
            nl=f"{path.name} is niet als CSV te lezen. Controleer de aanhalingstekens, of bewaar het als .xlsx.",
            en=f"{path.name} cannot be read as CSV. Check the quotes, or save it as .xlsx.",
        ) from error
    sheets = [ListSheet(path, None, _frame(rows), mark, encoding) for mark, rows in tried]
    return next((sheet for sheet in sheets if sheet.header), sheets[0])


def _frame(rows: list[list[str]]) -> pl.DataFrame:
    width = max((len(row) for row in rows), default=0)
    schema = {cell(i): pl.String() for i in range(width)}
    return pl.DataFrame([row + [""] * (width - len(row)) for row in rows], schema=schema, orient="row")
