"""Date and time patterns as a controller writes them (``dd-mm-jjjj uu:mm``), made into strict patterns for polars."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Pattern words: the strftime directive, the width (0: one or two digits) and what it tells.
_WORDS: dict[str, tuple[str, int, str]] = {
    "jjjj": ("%Y", 4, "date"), "yyyy": ("%Y", 4, "date"), "jj": ("%y", 2, "date"), "yy": ("%y", 2, "date"),
    "dd": ("%d", 2, "date"), "d": ("%d", 0, "date"), "m": ("%m", 0, "date"),
    "uu": ("%H", 2, "time"), "hh": ("%H", 2, "time"), "u": ("%H", 0, "time"), "h": ("%H", 0, "time"),
    "ss": ("%S", 2, "time"), "z": ("%#z", 0, "zone"),
}  # fmt: skip
_DIRECTIVES: dict[str, tuple[int, str]] = {
    "%Y": (4, "date"), "%y": (2, "date"), "%m": (2, "date"), "%d": (2, "date"),
    "%H": (2, "time"), "%M": (2, "time"), "%S": (2, "time"), "%z": (0, "zone"),
}  # fmt: skip
_PIECE = re.compile(r"([a-zA-Z])\1*|[^a-zA-Z]+")  # letters of one kind, or what stands between them
_DIRECTIVE = re.compile(r"%.")


class PatternError(ValueError):
    """A pattern that we cannot read; its text is the piece that is wrong."""


@dataclass(frozen=True)
class Pattern:
    """One strict pattern. ``length`` is the exact length of a value, or None where digits may be left out.

    ``has_zone``: the distance to UTC stands behind the time.
    """

    written: str
    strftime: str
    length: int | None
    has_date: bool
    has_time: bool
    has_zone: bool = False


def pattern(written: str) -> Pattern:
    """Read a pattern: Dutch words (``dd-mm-jjjj uu:mm``; ``d``, ``m``, ``u`` for one or two digits) or strftime.

    ``z`` is the distance to UTC (``+02:00``, ``+0200``, ``+02``, ``Z``), ``.fff`` a fraction of a second of any length.
    """
    return _from_strftime(written) if "%" in written else _from_words(written)


def _finish(written: str, strftime: str, length: int | None, told: list[str]) -> Pattern:
    names = _DIRECTIVE.findall(strftime)
    if len(set(names)) != len(names):
        raise PatternError(written)
    has_date, has_time = "date" in told, "time" in told
    complete_date = {"%m", "%d"} <= set(names) and {"%Y", "%y"} & set(names)
    if "zone" in told and not (has_date and has_time):
        raise PatternError(written)
    if not names or (has_date and not complete_date) or (has_time and not {"%H", "%M"} <= set(names)):
        raise PatternError(written)
    return Pattern(written, strftime, length, has_date, has_time, "zone" in told)


def _from_strftime(written: str) -> Pattern:
    told, length, rest, loose = [], len(written), written, False
    for directive in _DIRECTIVE.findall(written):
        if directive not in _DIRECTIVES:
            raise PatternError(directive)
        width, tells = _DIRECTIVES[directive]
        told.append(tells)
        length += width - 2
        loose |= width == 0
        rest = rest.replace(directive, "", 1)
    if "%" in rest:
        raise PatternError("%")
    return _finish(written, written.replace("%z", "%#z"), None if loose else length, told)


def _from_words(written: str) -> Pattern:
    told: list[str] = []
    text, length, loose = "", 0, False
    for found in _PIECE.finditer(written):
        piece = found.group()
        if set(piece.lower()) == {"f"} and text.endswith("%S."):
            text, loose = text[:-1] + "%.f", True
            continue
        directive, width, tells = _meaning(piece, told) if piece[0].isalpha() else (piece, len(piece), "")
        text, length = text + directive, length + width
        loose |= width == 0
        if tells:
            told.append(tells)
    return _finish(written, text, None if loose else length, told)


def _meaning(word: str, told: list[str]) -> tuple[str, int, str]:
    if word == "T":  # stands between date and time in ISO
        return "T", 1, ""
    if word.lower() == "mm":  # months, until the hours have been seen
        return ("%M", 2, "time") if "time" in told else ("%m", 2, "date")
    if word.lower() not in _WORDS:
        raise PatternError(word)
    return _WORDS[word.lower()]


ISO_DATE = pattern("jjjj-mm-dd")
CLOCK = pattern("uu:mm")
CLOCK_SECONDS = pattern("uu:mm:ss")
ISO_MOMENT = pattern("jjjj-mm-ddTuu:mm")
ISO_MOMENT_SECONDS = pattern("jjjj-mm-ddTuu:mm:ss")
#: How a workbook or a database hands over a real moment once it is text.
CELL_MOMENT = Pattern("jjjj-mm-dd uu:mm:ss", "%Y-%m-%d %H:%M:%S%.f", None, has_date=True, has_time=True)
