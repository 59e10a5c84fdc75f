"""What a workbook says of its own size, looked at before it is loaded.

A reader makes room for every cell between the first and the last one, and for as many texts as the file announces: a
workbook of some kilobytes can ask for hundreds of gigabytes that way.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.sources.xlsx_cells import column_number

#: The last row and column that Excel itself knows.
LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
#: Room for more cells than this is not made; a full sheet of two hundred columns has fewer.
MOST_CELLS = 220_000_000
#: The shortest text that a list of shared texts can hold.
_SHORTEST_TEXT = len(b"<si/>")
_BLOCK, _OVERLAP = 1 << 20, 1 << 8
#: A place with three letters or more, or a row of more than seven digits: no sheet of an export has either.
_FAR_COLUMN = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{3,16})(\d{1,20})["']""")
_ROW = re.compile(rb"""<(?:[\w.-]+:)?row\s[^>]{0,200}?\br\s*=\s*["'](\d{1,20})["']""")
_FAR_ROW = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,16}(\d{8,20})["']""")
_SHEET = re.compile(r"(?:^|/)worksheets/[^/]+\.xml$")
_COUNT = re.compile(rb"""<(?:[\w.-]+:)?sst\b[^>]*?\b(?:uniqueC|c)ount\s*=\s*["'](\d{1,40})["']""")


def refuse_oversized(path: Path) -> None:
    """Refuse a workbook that announces more than it can hold, or more than anybody exports."""
    with zipfile.ZipFile(path) as book:
        for part in book.infolist():
            name = part.filename.lower()
            if _SHEET.search(name):
                _refuse_far(path, _blocks(book, part))
            elif name.endswith("sharedstrings.xml"):
                with book.open(part) as stream:
                    counts = [int(n) for n in _COUNT.findall(stream.read(1 << 12))]
                if any(count > part.file_size // _SHORTEST_TEXT for count in counts):
                    raise _oversized(path, f"{max(counts)} teksten", f"{max(counts)} texts")


def _refuse_far(path: Path, blocks: Iterator[bytes]) -> None:
    width = height = 0
    for block in blocks:
        for letters, row in _FAR_COLUMN.findall(block):
            width = max(width, column_number(letters.decode().upper()) + 1)
            height = max(height, int(row))
        height = max([height, *map(int, _ROW.findall(block)), *map(int, _FAR_ROW.findall(block))])
        if width > LAST_COLUMN or height > LAST_ROW:
            raise _oversized(path, "een cel buiten wat Excel kent", "a cell outside what Excel knows")
        if width * height > MOST_CELLS:
            raise _oversized(path, f"{height} rijen van {width} kolommen", f"{height} rows of {width} columns")


def _blocks(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    rest = b""
    with book.open(part) as stream:
        while block := stream.read(_BLOCK):
            yield rest + block
            rest = block[-_OVERLAP:]


def _oversized(path: Path, nl: str, en: str) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{path.name} is te groot om te openen: het zegt {nl} te hebben. Wis in Excel wat rechts en onder de tabel "
        "staat, of exporteer als csv.",
        en=f"{path.name} is too large to open: it says to have {en}. Delete what stands to the right of and below the "
        "table in Excel, or export as csv.",
    )
