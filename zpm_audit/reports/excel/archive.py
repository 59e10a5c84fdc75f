"""The zip around a workbook: the same bytes for the same content, with the rows put into the sheets of openpyxl."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The first moment that a zip can hold; any fixed moment would do.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_LARGE = 1 << 30
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
#: What may follow ``ignoredErrors`` in a worksheet; the order of elements is fixed.
_AFTER_IGNORED = re.compile(rb"<(?:drawing|legacyDrawing|tableParts)[ >]|</worksheet>")


class SheetRows(Protocol):
    """The part of a worksheet that is not openpyxl's."""

    @property
    def extent(self) -> str:
        """Return the range of all cells, for instance ``A1:P100``."""

    @property
    def text_ranges(self) -> str:
        """Return the ranges where a number may stand as text without a warning triangle."""

    @property
    def estimated_bytes(self) -> int:
        """Return about how large the rows are as XML."""

    def rows(self) -> Iterator[str]:
        """Yield the rows as XML."""


@dataclass(frozen=True)
class _Skeleton:
    """A worksheet without rows, cut where the rows come."""

    head: bytes
    tail: bytes

    @classmethod
    def of(cls, xml: bytes, sheet: SheetRows) -> _Skeleton:
        gap = _NO_ROWS.search(xml)
        if gap is None:
            raise ValueError("openpyxl wrote a worksheet without an empty sheetData")
        dimension = f'<dimension ref="{sheet.extent}"/>'.encode()
        head = xml[: gap.start()].replace(b"<sheetViews", dimension + b"<sheetViews", 1)
        tail = xml[gap.end() :]
        if sheet.text_ranges:
            ignored = (
                f'<ignoredErrors><ignoredError sqref="{sheet.text_ranges}" numberStoredAsText="1"/></ignoredErrors>'
            )
            place = _AFTER_IGNORED.search(tail)
            at = place.start() if place else 0
            tail = tail[:at] + ignored.encode() + tail[at:]
        return cls(head + b"<sheetData>", b"</sheetData>" + tail)


class SteadyArchive:
    """A zip whose bytes depend on its content alone: no clock, no machine. It has what openpyxl asks of a ZipFile."""

    def __init__(self, target: Path, sheets: Mapping[str, SheetRows]) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)
        self._sheets = sheets

    def namelist(self) -> list[str]:
        """Return the names of the parts so far, sorted."""
        return sorted(self._zip.namelist())

    def writestr(self, name: str, data: str | bytes) -> None:
        """Write a small part."""
        self._zip.writestr(_info(name), data)

    def write(self, source: BytesIO, arcname: str) -> None:
        """Write a part as openpyxl made it; a worksheet gets its rows here."""
        content = source.getvalue()
        sheet = self._sheets.get(arcname)
        if sheet is None:
            self.writestr(arcname, content)
            return
        skeleton = _Skeleton.of(content, sheet)
        with self._zip.open(_info(arcname), "w", force_zip64=sheet.estimated_bytes > _LARGE) as part:
            part.write(skeleton.head)
            for text in sheet.rows():
                part.write(text.encode())
            part.write(skeleton.tail)

    def close(self) -> None:
        """Finish the zip."""
        self._zip.close()

    def abandon(self) -> None:
        """Let go of a file that cannot be finished; why it cannot is known already."""
        with suppress(Exception):
            self._zip.close()


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, _MOMENT)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info
