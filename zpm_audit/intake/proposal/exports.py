"""Everything in an export that may hold a table: files, sheets, tables; files of one table for every month are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.intake.gds801 import is_message
from zpm_audit.intake.proposal.databases import open_database
from zpm_audit.intake.proposal.opened import Opened, Setting, without_totals
from zpm_audit.intake.proposal.text_files import open_text
from zpm_audit.intake.proposal.words import Vocabulary, common_front
from zpm_audit.intake.proposal.workbooks import open_workbook
from zpm_audit.intake.sources import csv, xlsx
from zpm_audit.intake.sources.kind import Asked, FileKind
from zpm_audit.intake.sources.kinds import bears_name, kind_of
from zpm_audit.intake.sources.places import is_database
from zpm_audit.intake.sources.several import together
from zpm_audit.register.schema import EXPORT_TABLES

_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "jan|feb|mrt|apr|jun|jul|aug|sep|okt|nov|dec|kwartaal|q|k"
)
_CHANGES = re.compile(rf"(?:{_MONTHS})(?![a-z])|\d+", re.IGNORECASE)


def open_export(export: Path | str, work: Path, vocabulary: Vocabulary, left: list[str]) -> list[Opened]:
    """Open everything that may hold a table; what cannot be opened and does not claim to be one is ``left``."""
    found = _united(list(_all(export, work, vocabulary, left)))
    empties = tuple(vocabulary.empties)
    return [without_totals(replace(opened, empties=empties)) for opened in found]


def _all(export: Path | str, work: Path, vocabulary: Vocabulary, left: list[str]) -> Iterator[Opened]:
    if isinstance(export, str) or is_database(export):
        yield from open_database(export, work)
        return
    if is_message(export):
        raise UsageError(
            nl=f"{export} is een declaratiebericht en heeft geen mapping nodig: zpm-audit run {export}",
            en=f"{export} is a declaration message and needs no mapping: zpm-audit run {export}",
        )
    if not export.is_dir():
        raise InputRefusedError(
            nl=f"{export} is geen map en geen SQLite-database.",
            en=f"{export} is neither a folder nor a SQLite database.",
        )
    for file in sorted(export.iterdir()):
        kind = kind_of(file)
        if kind is None or not file.is_file() or file.name.startswith(("~$", ".")):
            continue
        try:
            yield from _open(file, kind, work)
        except InputRefusedError as error:
            if any(vocabulary.table_likeness(table, file.stem) >= 0.6 for table in EXPORT_TABLES):
                raise
            left.append(f"{file.name} ({error.text.nl})")


def _open(file: Path, kind: FileKind, work: Path) -> Iterator[Opened]:
    canonical = any(bears_name(file, table) for table in EXPORT_TABLES)
    settings: dict[str, Setting] = {} if canonical else {"bestand": file.name}
    if kind is csv.KIND:
        yield open_text(file, work, settings)
    elif kind is xlsx.KIND:
        yield from open_workbook(file, settings)
    else:  # a kind that says itself how it is written
        yield Opened(file.name, together(kind.open(file, Asked(file.stem, work))), settings)


def _united(found: list[Opened]) -> list[Opened]:
    """Take files, or sheets of one workbook, with the same columns and a name that differs in a number as one."""
    groups: dict[object, list[Opened]] = {}
    for opened in found:
        name = opened.settings.get("blad") or opened.settings.get("bestand")
        same = {k: v for k, v in opened.settings.items() if k not in {"bestand", "blad"}}
        book = opened.settings.get("bestand") if "blad" in opened.settings else None
        key = (_CHANGES.sub("#", str(name)), opened.names, str(same), book) if name else id(opened)
        groups.setdefault(key, []).append(opened)
    return [_one(group, found) if len(group) > 1 else group[0] for group in groups.values()]


def _one(group: Sequence[Opened], found: Sequence[Opened]) -> Opened:
    """Return several sources as one: its rows one after the other."""
    first, key = group[0], "blad" if "blad" in group[0].settings else "bestand"
    names = [str(opened.settings[key]) for opened in group]
    settings = {k: v for k, v in first.settings.items() if k != key}
    source = replace(
        first.source,
        frame=pl.concat([opened.source.frame for opened in group]),
        rows=sum(opened.source.rows for opened in group),
        files=tuple(dict.fromkeys(f for opened in group for f in opened.source.files)),
    )
    if key == "blad":
        return Opened(_pattern(names).replace("*", ""), source, {**settings, "bladen": names})
    pattern = _pattern(names)
    others = [str(o.settings["bestand"]) for o in found if "bestand" in o.settings and o not in group]
    exact = not any(fnmatch(name, pattern) for name in others) and not set("[]?") & set(pattern)
    place: Setting = pattern if exact else names
    return Opened(pattern.replace("*", ""), source, {"bestand": place, **settings})


def _pattern(names: Sequence[str]) -> str:
    """Return the names as one, with a star for what differs; a number is not cut in two."""
    front = re.sub(r"\d+$", "", common_front(*names))
    back = re.sub(r"^\d+", "", common_front(*(n[len(front) :][::-1] for n in names))[::-1])
    return f"{front}*{back}"
