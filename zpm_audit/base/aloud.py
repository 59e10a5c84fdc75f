"""What may be said aloud: messages without a citizen service number, without a cell of the data, for any terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from zpm_audit.base.pseudonyms import Key, pseudonym

#: Nine digits that no other digit touches, plain or in the ways in which a citizen service number is written.
_NINE = re.compile(r"(?<![0-9])(?:[0-9]{9}|[0-9]{4}\.[0-9]{2}\.[0-9]{3}|[0-9]{3}([ .-])[0-9]{3}\1[0-9]{3})(?![0-9])")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
#: What a terminal would take for a command, or would show in another order than it stands.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def passes(nine: str) -> bool:
    """Tell whether nine digits pass the test of eleven; dots and blanks between them do not count."""
    digits = [int(d) for d in nine if d.isdigit()]
    return any(digits) and sum(d * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11 == 0


def without_bsn(text: str, key: Callable[[], Key | None], spared: Container[str] = ()) -> str:
    """Return a text with a pseudonym for every citizen service number in it; without a key three dots.

    The key is only asked for where there is one to cover; numbers that are ``spared`` stay.
    """

    def covered(found: re.Match[str]) -> str:
        nine = found.group()
        if nine in spared or not passes(nine):
            return nine
        own = key()
        return pseudonym("".join(d for d in nine if d.isdigit()), own) if own else "…"

    return _NINE.sub(covered, text)


def nines(text: str) -> list[str]:
    """Return the numbers in a text that pass the test of eleven."""
    return [found.group() for found in _NINE.finditer(text) if passes(found.group())]


def printable(text: str) -> str:
    """Return a text that a terminal shows as it stands, without anything that it would obey."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8", "replace").decode("utf-8")


def looks_like_data(name: str) -> bool:
    """Tell whether a name of a column is rather a value: a date, an amount, a number or an id with a long number."""
    digits = sum(c.isdigit() for c in name)
    return bool(re.search(r"[0-9]{5}", name)) or (digits >= 3 and 2 * digits >= len(name.replace(" ", "")))


def sheet_name(title: str, place: int) -> str:
    """Return what a sheet of a workbook is called aloud: by its place where its name has a long number in it.

    A program that copies sheets puts a digit behind the name, so that more than nine may be a number and one.
    """
    return f"#{place}" if re.search(r"[0-9]{9}", title) or nines(title) else title


def shape(value: str) -> str:
    """Return the form of a value instead of the value: a digit becomes 9 and a letter x, in a value with digits."""
    if not any(c.isdigit() for c in value):
        return value
    return "".join("9" if c.isdigit() else "x" if c.isalpha() else c for c in value)
