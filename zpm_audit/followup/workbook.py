"""A filled-in workbook, read by value only: whatever became of its order, its columns and the names of its sheets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zpm_audit.base.aloud import nines, sheet_name
from zpm_audit.base.errors import InputRefusedError, ZpmError, of_the_machine
from zpm_audit.base.language import Language, Text
from zpm_audit.base.watch import opening
from zpm_audit.followup.words import FIELDS, KENMERK, OPEN, RUN_ID, STAND, STATUSES

#: The heading stands near the top, whatever somebody put above it.
_LAST_HEADING = 100
_ID_TITLES = ("bevinding", "finding", "bevinding_id")
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?$")
_DUTCH_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Refused:
    """A cell that cannot be taken over, and why."""

    sheet: str
    cell: str
    reason: Text

    def as_json(self, language: Language = "nl") -> dict[str, str]:
        """Return it as the contract has it."""
        return {"blad": self.sheet, "cel": self.cell, "reden": self.reason.in_(language)}


@dataclass(frozen=True)
class Line:
    """What one row says of a finding: a value for every field of which the sheet has the column (``FIELDS``)."""

    finding: str
    values: Mapping[str, str]
    sheet: str
    row: int
    cells: Mapping[str, str]


@dataclass
class Filled:
    """Everything that a workbook says. ``mark_at`` is the sheet and the cell of its kenmerk."""

    name: str
    sha256: str
    by: str = ""
    saved: str | None = None
    kenmerk: str = ""
    run_id: str = ""
    stand: int = 0
    mark_at: tuple[str, str] = ("", "A1")
    lines: list[Line] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class _CellError(Exception):
    def __init__(self, title: str, nl: str, en: str) -> None:
        super().__init__(nl)
        self.title, self.reason = title, Text(nl, en)


def read_filled(path: Path) -> Filled:
    """Read a workbook; a file that is none is refused, and so is one without a sheet to follow findings up on."""
    from zpm_audit.intake.sources.xlsx_size import refuse_oversized

    if not path.is_file():
        raise InputRefusedError(
            nl=f"{path} is er niet. Geef het werkboek zoals het is ingevuld en bewaard.",
            en=f"{path} is not there. Give the workbook as it was filled in and saved.",
        )
    try:
        with opening(path.name):
            refuse_oversized(path)
            return _read(path)
    except (ZpmError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # openpyxl raises what its parsers raise: zip, XML, keys, values
        if of_the_machine(error):
            raise
        raise _no_workbook(path) from error


def _no_workbook(path: Path) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{path.name} is geen leesbaar Excel-werkboek (xlsx): beschadigd, met een wachtwoord, of een ander soort "
        "bestand. Bewaar het opnieuw als .xlsx en lees het nog eens.",
        en=f"{path.name} is no readable Excel workbook (xlsx): damaged, with a password, or another kind of file. Save "
        "it as .xlsx again and read it once more.",
    )


def _read(path: Path) -> Filled:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        found = Filled(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        by = " ".join((book.properties.lastModifiedBy or "").split())
        found.by = "" if nines(by) else by
        saved = book.properties.modified
        found.saved = saved.isoformat(timespec="seconds") if saved else None
        sheets = False
        seen: dict[str, Line] = {}
        for place, sheet in enumerate(book.worksheets, 1):
            # What a sheet says of its own size need not be true, and rows beyond it would be lost.
            sheet.reset_dimensions()
            sheets = _sheet(sheet_name(sheet.title, place), sheet.iter_rows(), found, seen) or sheets
        if not sheets:
            raise InputRefusedError(
                nl=f"{path.name} heeft geen blad met de kolommen Bevinding en status. Geef een rapport.xlsx of een "
                "werklijst, of zet de kopregel terug.",
                en=f"{path.name} has no sheet with the columns Finding and status. Give a rapport.xlsx or a work list, "
                "or put the heading back.",
            )
        found.lines = list(seen.values())
        return found
    finally:
        book.close()


def _sheet(title: str, rows: Iterator[Sequence[Any]], found: Filled, seen: dict[str, Line]) -> bool:
    """Take over what a sheet says; return whether it is one to follow findings up on."""
    places: dict[str, int] = {}
    for number, cells in enumerate(rows, 1):
        if places:
            _take(title, number, cells, places, found, seen)
        elif number == 1 and _plain(cells, 0) == KENMERK:
            _take_mark(title, [cells, *rows], found)
            return False
        elif number > _LAST_HEADING:
            return False
        else:
            places = _heading(title, number, cells, found)
    return bool(places)


def _plain(cells: Sequence[Any], at: int) -> str:
    value = cells[at].value if at < len(cells) else None
    return "" if value is None else str(value).strip()


def _take_mark(title: str, rows: Sequence[Sequence[Any]], found: Filled) -> None:
    told = {_plain(cells, 0): (i, _plain(cells, 1)) for i, cells in enumerate(rows[:20], 1)}
    row, found.kenmerk = told[KENMERK]
    found.mark_at = (title, f"B{row}")
    found.run_id = told.get(RUN_ID, (0, ""))[1]
    stand = told.get(STAND, (0, ""))[1]
    found.stand = int(stand) if stand.isdigit() and len(stand) < 10 else 0


def _heading(title: str, number: int, cells: Sequence[Any], found: Filled) -> dict[str, int]:
    names = [_plain(cells, i).casefold() for i in range(len(cells))]
    ids = [i for i, name in enumerate(names) if name in _ID_TITLES]
    fields = {name: [i for i, one in enumerate(names) if one == name] for name in FIELDS}
    if not ids or not any(fields.values()):
        return {}
    for name, at in (("bevinding", ids), *fields.items()):
        for extra in at[1:]:
            found.refused.append(
                Refused(
                    title,
                    _cell(extra, number),
                    Text(
                        f"de kolom {name} staat er twee keer; de eerste is gelezen. Geef de andere een andere naam",
                        f"the column {name} stands here twice; the first was read. Give the other another name",
                    ),
                )
            )
    return {"": ids[0], **{name: at[0] for name, at in fields.items() if at}}


def _cell(index: int, row: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(index + 1)}{row}"


def _take(
    title: str, number: int, cells: Sequence[Any], places: Mapping[str, int], found: Filled, seen: dict[str, Line]
) -> None:
    mine = {name: cells[at] if at < len(cells) else None for name, at in places.items()}
    if all(one is None or one.value is None for one in mine.values()):
        return
    try:
        line = _line(title, number, mine, places)
        if line is not None:
            _once(line, seen)
    except _CellError as error:
        found.refused.append(Refused(title, _cell(places[error.title], number), error.reason))


def _line(title: str, number: int, cells: Mapping[str, Any], places: Mapping[str, int]) -> Line | None:
    finding = _text(cells[""], "")
    values = {name: _value(name, cells[name]) for name in FIELDS if name in cells}
    if not finding:
        if any(value not in {"", OPEN} for value in values.values()):
            raise _CellError(
                "",
                "de bevinding ontbreekt bij wat hier is ingevuld; zet haar id terug",
                "the finding of what was filled in here is missing; put its id back",
            )
        return None
    return Line(finding, values, title, number, {name: _cell(at, number) for name, at in places.items()})


def _once(line: Line, seen: dict[str, Line]) -> None:
    """Take a finding once; what two rows of one workbook say of it must be the same."""
    first = seen.setdefault(line.finding, line)
    other = {name for name in line.values.keys() & first.values.keys() if line.values[name] != first.values[name]}
    if other:
        name = next(name for name in FIELDS if name in other)
        raise _CellError(
            name,
            f"deze bevinding staat ook op blad {first.sheet}, rij {first.row}, met iets anders bij {name}; die rij is "
            "gelezen",
            f"this finding stands on sheet {first.sheet}, row {first.row} too, with something else under {name}; that "
            "row was read",
        )


def _value(name: str, cell: Any) -> str:
    if name == "opgepakt_op":
        return _date(cell, name)
    text = _text(cell, name)
    if name == "status":
        word = " ".join(text.split()).casefold()
        if word and word not in STATUSES:
            listed = ", ".join(STATUSES)
            raise _CellError(name, f"'{text}' is geen status; kies {listed}", f"'{text}' is no status; choose {listed}")
        return word or OPEN
    if nines(text):
        raise _CellError(
            name,
            "hier staat een getal dat een burgerservicenummer kan zijn; laat het weg",
            "a number stands here that may be a citizen service number; leave it out",
        )
    return " ".join(text.split()) if name == "eigenaar" else text


def _text(cell: Any, title: str) -> str:
    value = None if cell is None else cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise _CellError(title, "hier staat een formule; zet er de waarde neer", "a formula stands here; put the value")
    if cell.data_type == "e":
        raise _CellError(title, f"hier staat een foutwaarde ({value})", f"an error value stands here ({value})")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\xa0", " ")).strip()


def _date(cell: Any, title: str) -> str:
    value = None if cell is None else cell.value
    if isinstance(value, (date, datetime)):
        day = value.date() if isinstance(value, datetime) else value
    else:
        text = _text(cell, title)
        if not text:
            return ""
        read = _day(text)
        if read is None:
            raise _CellError(
                title,
                f"'{text}' is geen datum; schrijf bijvoorbeeld 31-12-2025",
                f"'{text}' is no date; write for example 2025-12-31",
            )
        day = read
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise _CellError(title, f"{day} kan hier niet; kijk naar het jaar", f"{day} is impossible; look at the year")
    return day.isoformat()


def _day(text: str) -> date | None:
    if found := _DAY.match(text):
        parts = found.groups()
    elif found := _DUTCH_DAY.match(text):
        parts = found.groups()[::-1]
    else:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
