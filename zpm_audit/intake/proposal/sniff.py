"""Opens a file of unknown make: its encoding and separator are found by trying, and told to the mapping."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.proposal.synonyms import TABLE_WORDS, plain
from zpm_audit.intake.sources.csv import open_csv
from zpm_audit.intake.sources.parquet import open_parquet
from zpm_audit.intake.sources.source import Source
from zpm_audit.intake.sources.xlsx import open_xlsx, sheet_names
from zpm_audit.register.schema import EXPORT_TABLES

_BLOCK = 1 << 22
_HEAD = 1 << 16
SEPARATORS = ";,\t|"


@dataclass(frozen=True)
class Opened:
    """A source that could be opened, and the settings that the mapping needs to open it again."""

    shown: str
    source: Source
    settings: dict[str, str]


def open_guessed(file: Path, work: Path) -> Iterator[Opened]:
    """Open a file; a workbook gives one source per sheet that can be read."""
    canonical = file.stem.lower() in EXPORT_TABLES and file.suffix.lower() in {".csv", ".parquet", ".xlsx"}
    settings = {} if canonical else {"bestand": file.name}
    match file.suffix.lower():
        case ".parquet":
            yield Opened(file.name, open_parquet(file, file.stem), settings)
        case ".xlsx":
            yield from _sheets(file, settings)
        case _:
            yield _csv(file, work, settings)


def _sheets(file: Path, settings: dict[str, str]) -> Iterator[Opened]:
    names = sheet_names(file)
    if len(names) == 1:
        yield Opened(file.name, open_xlsx(file, file.stem, None), settings)
        return
    for name in names:
        if not tells_table(name) and not tells_table(file.stem):
            continue
        try:
            source = open_xlsx(file, file.stem, name)
        except InputRefusedError:
            continue  # an empty sheet, or one with a title twice: no table
        shown = f"{name}.{file.name}" if tells_table(name) else file.name
        yield Opened(
            shown if tells_table(name) else f"{file.stem} {name}", source, {"bestand": file.name, "blad": name}
        )


def tells_table(name: str) -> bool:
    """Tell whether a name holds a word that points at one of our tables."""
    return any(word in plain(name) for words in TABLE_WORDS.values() for word in words)


def _csv(file: Path, work: Path, settings: dict[str, str]) -> Opened:
    encoding = encoding_of(file)
    with file.open("rb") as stream:
        head = codecs.getincrementaldecoder(encoding)("replace").decode(stream.read(_HEAD)).lstrip("\ufeff")
    separator = _separator(head)
    found = dict(settings)
    if separator != ",":
        found["scheidingsteken"] = "tab" if separator == "\t" else separator
    if encoding != "utf-8":
        found["codering"] = encoding
    key = f"{plain(file.stem) or 'bestand'}"
    try:
        source = open_csv(file, key, work=work, separator=separator, encoding=encoding)
    except InputRefusedError:
        source = open_csv(file, key, work=work, separator=separator, encoding=encoding, quoted=False)
        found["aanhalingsteken"] = "geen"
    return Opened(file.name, source, found)


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
    """Return the separator that cuts the first lines in the most fields, all the same number."""
    lines = head.splitlines()[:20]
    if len(head) == _HEAD and len(lines) > 1:
        lines = lines[:-1]

    def score(separator: str) -> tuple[float, int]:
        counts = [len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator) if row]
        if not counts or counts[0] == 1:
            return (0, 1)
        return (sum(c == counts[0] for c in counts) / len(counts), counts[0])

    return max(SEPARATORS, key=lambda s: (score(s)[0] > 0.5, score(s)[1], score(s)[0]))
