"""Opens a text file of unknown make: encoding, separator and header are found by trying, and told to the mapping."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.proposal.header import header_row
from zpm_audit.intake.proposal.opened import Opened, Setting
from zpm_audit.intake.proposal.words import plain
from zpm_audit.intake.sources.csv import open_csv

_BLOCK = 1 << 22
_HEAD = 1 << 16
SEPARATORS = ";,\t|"


def open_text(file: Path, work: Path, settings: dict[str, Setting]) -> Opened:
    """Open a text file."""
    encoding = encoding_of(file)
    with file.open("rb") as stream:
        head = codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(_HEAD)).lstrip("\ufeff")
    separator = _separator(head)
    found = dict(settings)
    if separator != ",":
        found["scheidingsteken"] = "tab" if separator == "\t" else separator
    if encoding != "utf-8":
        found["codering"] = encoding
    header = header_row(_first_rows(head, separator))
    place = file
    if header > 0:
        found["kopregel"] = header + 1
        place = _from_header(file, work, encoding, header)
    key = plain(file.stem) or "bestand"
    try:
        source = open_csv(place, key, work=work, separator=separator, encoding=encoding)
    except InputRefusedError:
        source = open_csv(place, key, work=work, separator=separator, encoding=encoding, quoted=False)
        found["aanhalingsteken"] = "geen"
    return Opened(file.name, source, found)


def _first_rows(head: str, separator: str) -> list[list[str]]:
    """Return the first rows; none where the text is no table, which the reading itself then says."""
    try:
        # A lone carriage return ends a line as well.
        return list(islice(csv.reader(io.StringIO(head, newline=None), delimiter=separator), 30))
    except csv.Error:
        return []


def _from_header(file: Path, work: Path, encoding: str, header: int) -> Path:
    """Copy a file without the lines above its header."""
    target = work / f"kop-{file.name}"
    with file.open(encoding=encoding, newline="") as source, target.open("w", encoding=encoding, newline="") as copy:
        for _ in range(header):
            source.readline()
        while block := source.read(_BLOCK):
            copy.write(block)
    return target


def encoding_of(file: Path) -> str:
    """Return utf-16 where a mark says so, utf-8 where every byte agrees, and else what Windows writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open("rb") as stream:
        if stream.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        stream.seek(0)
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)  # a letter may have been cut off at the very end
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _separator(head: str) -> str:
    """Return the separator that cuts the most lines in the same number of fields, and in the most fields."""
    lines = head.splitlines()[:60]
    if len(head) == _HEAD and len(lines) > 1:
        lines = lines[:-1]

    def score(separator: str) -> tuple[bool, int, float]:
        counts = [len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator) if row]
        usual = max(set(counts), key=lambda c: (counts.count(c), c), default=1)
        if usual == 1:
            return (False, 1, 0.0)
        share = counts.count(usual) / len(counts)
        return (share > 0.5, usual, share)

    return max(SEPARATORS, key=score)
