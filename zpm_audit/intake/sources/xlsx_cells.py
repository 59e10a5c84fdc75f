"""What a reader of workbooks leaves out of a sheet: error values, and formulas that nobody computed yet.

The sheet is parsed as XML, whatever order its attributes have and whatever prefix or quotes its writer used. That costs
more than reading the sheet itself, so it is done only where the bytes hold something that could be either.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from zpm_audit.base.errors import InputRefusedError

_BLOCK = 1 << 20
_OVERLAP = 1 << 10
#: The type of an error, or a formula. What writes them yet another way, the reader refuses: an encoding other than
#: UTF-8, a type in references to characters.
_SUSPECT = re.compile(rb"""\st\s*=\s*["']e["']|<(?:[\w.-]+:)?f[\s/>]""")
_LETTERS = re.compile(r"([A-Z]+)(\d+)$")


@dataclass
class Odd:
    """The error values of a sheet by column and row (both from 0), and the first column with anything in it."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    first: int = 1 << 20


def odd_cells(path: Path, sheet: str) -> Odd:
    """Return the error values of a sheet; refuse a formula without a result, which the reader would give as empty."""
    with zipfile.ZipFile(path) as book:
        part = _part_of(book, sheet)
        if part is None:
            return Odd()
        with book.open(part) as stream:
            if not _suspect(stream):
                return Odd()
        with book.open(part) as stream:
            return _read(path, stream)


def _suspect(stream: IO[bytes]) -> bool:
    rest = b""
    while block := stream.read(_BLOCK):
        if _SUSPECT.search(rest + block):
            return True
        rest = (rest + block)[-_OVERLAP:]
    return False


def _read(path: Path, stream: IO[bytes]) -> Odd:
    found = Odd()
    number = 0
    for row in _rows(path, stream):
        number = int(row.get("r") or number + 1)
        column = -1
        for one in row.iterchildren("{*}c"):
            place = _LETTERS.match(one.get("r") or "")
            column = column_number(place.group(1)) if place else column + 1
            _note(path, found, one, number, column)
    return found


def _note(path: Path, found: Odd, one: Any, row: int, column: int) -> None:
    result = one.find("{*}v")
    text = "" if result is None else "".join(result.itertext())
    kind = one.get("t", "n")
    if text or one.find("{*}is") is not None or (kind == "str" and result is not None):
        found.first = min(found.first, column)
    elif one.find("{*}f") is not None:  # computed by nobody yet
        raise _uncomputed(path, one.get("r") or "")
    if kind == "e":
        if not text.startswith("#"):
            raise _uncomputed(path, one.get("r") or "")
        found.errors.setdefault(column, {})[row - 1] = text


def _rows(path: Path, stream: IO[bytes]) -> Iterator[Any]:
    """Yield the rows of a sheet one by one, and let go of each; nothing outside the file is fetched or expanded."""
    from lxml import etree

    parsed = etree.iterparse(
        stream, events=("end",), tag="{*}row", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, row in parsed:
            yield row
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise InputRefusedError(
            nl=f"{path.name} is beschadigd (regel {error.lineno or 1} van het blad is geen geldige XML). "
            "Open het in Excel en bewaar het opnieuw.",
            en=f"{path.name} is damaged (line {error.lineno or 1} of the sheet is not valid XML). "
            "Open it in Excel and save it again.",
        ) from error


def _uncomputed(path: Path, place: str) -> InputRefusedError:
    shown, shown_en = (f" in {place}", f" in {place}") if place else ("", "")
    return InputRefusedError(
        nl=f"{path.name}: formule zonder uitkomst{shown}; open en bewaar het werkboek in Excel of LibreOffice.",
        en=f"{path.name}: formula without a result{shown_en}; open and save the workbook in Excel or LibreOffice.",
    )


def column_number(letters: str) -> int:
    """Return the number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _part_of(book: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the file inside the workbook that holds a sheet."""
    inside = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= inside:
        return None
    key = None
    for one in _parsed(book, "xl/workbook.xml").iter("{*}sheet"):
        if one.get("name") == sheet:
            key = next((v for k, v in one.attrib.items() if k.endswith("}id")), None)
    for link in _parsed(book, "xl/_rels/workbook.xml.rels").iter("{*}Relationship"):
        if key is not None and link.get("Id") == key:
            target = link.get("Target", "")
            part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            return part if part in inside else None
    return None


def _parsed(book: zipfile.ZipFile, part: str) -> Any:
    from lxml import etree

    return etree.fromstring(book.read(part), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
