"""Cases of what people hand back, filled in or spoiled: a sample, a follow-up, their archive and records."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.aanval.before import made
from tests.aanval.case import BSNS, Case, Draw
from tests.aanval.exports import plain, spoiled, zipped
from tests.aanval.values import AMOUNTS, DAYS, NUMBERS, TEXTS

_ANSWERS = ("goed", "fout", "GOED ", "niet te beoordelen", "open", "hersteld", "geen fout", "in onderzoek")


def _value(draw: Draw) -> object:
    if draw.odds(0.15):
        return draw.chance.choice((0, -1, 1e308, float(2**53), True, 10**20, "=1+1", "=cmd|' /C calc'!A0", "#N/A"))
    if draw.odds(0.1):
        return draw.some(*BSNS, f"bsn {BSNS[0]}", "9999.90.019")
    return plain(draw.some(*_ANSWERS, *TEXTS, *AMOUNTS, *DAYS, *NUMBERS))


def _filled(draw: Draw, path: Path) -> None:
    """Fill cells of a workbook with whatever fits nowhere, and move or take away what it is known by."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        for _ in range(draw.chance.randint(0, 25)):
            row, column = draw.chance.randint(1, sheet.max_row + 2), draw.chance.randint(1, sheet.max_column + 1)
            _put(sheet, row, column, _value(draw))
        if draw.odds(0.1):
            sheet.delete_rows(draw.chance.randint(1, 6), draw.chance.randint(1, 3))
        if draw.odds(0.1):
            sheet.delete_cols(draw.chance.randint(1, 6))
        if draw.odds(0.1):
            sheet.title = draw.some("x", "Bevindingen2", "posten", BSNS[0])
    if draw.odds(0.08):  # last: openpyxl itself would go by every cell before it
        _put(book.worksheets[0], draw.chance.choice((1_048_576, 500_000)), draw.chance.choice((1, 16_384)), "x")
    if draw.odds(0.2):
        book.properties.lastModifiedBy = plain(draw.some(BSNS[1], *TEXTS))[:200]
    book.save(path)


def _put(sheet: Any, row: int, column: int, value: object) -> None:
    try:
        sheet.cell(row, column).value = value
    except (AttributeError, ValueError):  # a part of a merged cell, or a character that no workbook holds
        return


def _damaged(draw: Draw, path: Path) -> None:
    """Spoil a workbook byte by byte, as a whole or in one of its parts."""
    if draw.odds(0.4):
        path.write_bytes(spoiled(draw, path.read_bytes()))
        return
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = draw.chance.choice(sorted(parts))
    match draw.chance.randrange(4):
        case 0:
            del parts[name]
        case 1:
            parts[name] = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + parts[name]
        case 2:
            parts[name] = parts[name].replace(b' r="A', b' r="XFD', 1).replace(b' r="2"', b' r="99999999999"', 1)
        case _:
            parts[name] = spoiled(draw, parts[name])
    zipped(path, parts)


def _workbook(draw: Draw, path: Path) -> None:
    if draw.odds(0.75):
        _filled(draw, path)
    if draw.odds(0.35):
        _damaged(draw, path)


def of_sample(draw: Draw) -> Case:
    """Workbooks of a sample as an examiner hands them back, and the record beside them."""
    folder = Path(shutil.copytree(made(draw.folder.parent) / draw.some("trekking", "geld"), draw.folder / "trekking"))
    book = folder / "steekproef.xlsx"
    _workbook(draw, book)
    for name in ("steekproef.json", "oordelen.json"):
        if draw.odds(0.15):
            path = folder / name
            path.write_bytes(spoiled(draw, path.read_bytes() if path.exists() else b'{"trekking": "x", "posten": {}}'))
    more = [word for word in ("--droog", "--json") if draw.odds(0.3)]
    read = ["steekproef", "lees", str(book), *more]
    other = draw.chance.choice((["steekproef", "evalueer", str(folder)], ["steekproef", "vervolg", str(folder)]))
    return Case("steekproef", draw.folder, read if draw.odds(0.8) else other, outputs=(folder / "oordelen.json",))


def of_follow_up(draw: Draw) -> Case:
    """Workbooks of a run as people hand them back, and archives that are damaged."""
    source = made(draw.folder.parent)
    archive = Path(shutil.copy(source / "archief.db", draw.folder / "archief.db"))
    lists = sorted((source / "uit" / "werklijsten").rglob("*.xlsx"))
    book = Path(shutil.copy(draw.chance.choice((source / "uit" / "rapport.xlsx", *lists)), draw.folder / "terug.xlsx"))
    _workbook(draw, book)
    if draw.odds(0.15):
        data = bytearray(archive.read_bytes())
        for _ in range(draw.chance.randint(1, 40)):
            data[draw.chance.randrange(len(data))] = draw.chance.randrange(256)
        archive.write_bytes(bytes(data))
    more = [word for word in ("--droog", "--json") if draw.odds(0.3)]
    more += ["--door", draw.some("Anna", "", *TEXTS).replace("\x00", "")] if draw.odds(0.3) else []
    read = ["opvolging", "lees", str(book), "--archief", str(archive), *more]
    other = ["history", "--archief", str(archive), *(["--json"] if draw.odds(0.5) else [])]
    return Case("opvolging", draw.folder, read if draw.odds(0.85) else other)
