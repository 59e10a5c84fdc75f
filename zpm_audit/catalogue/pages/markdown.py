"""Markdown that stays whole whatever a check file says: no pipe, backtick or line end breaks a table or a code span."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

_SPECIAL = re.compile(r"[\\`*\[\]<>]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
#: What would begin a heading or a list at the start of a line.
_STARTS = re.compile(r"^(\d*)([#+.)-])(?=\s|#)")
#: What an address may hold as it is; the rest would end the link early.
_IN_ADDRESS = "/:?#@!$&'*+,;=%-._~()"


def line(text: str) -> str:
    """Return ``text`` as one line."""
    return " ".join(text.split())


def plain_words(text: str) -> str:
    """Return plain words: nothing in them is taken as a mark."""
    escaped = _SPECIAL.sub(lambda found: "\\" + found.group(), line(text))
    return _STARTS.sub(r"\1\\\2", escaped)


def code(text: str) -> str:
    """Return ``text`` as a code span on one line."""
    content = line(text)
    fence = "`" * (_longest_run(content) + 1)
    space = " " if "`" in content[:1] + content[-1:] else ""
    return f"{fence}{space}{content}{space}{fence}"


def block(text: str, language: str) -> list[str]:
    """Return ``text`` as a block of code, with its own line ends."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return [f"{fence}{language}", *text.strip("\n").splitlines(), fence, ""]


def link(address: str) -> str:
    """Return an address that can be clicked and read."""
    return f"<{quote(address, safe=_IN_ADDRESS)}>"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table; its cells are Markdown already, only their pipes and line ends are made safe here."""
    lines = [header, ["---"] * len(header), *rows]
    return [*(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in lines), ""]


def _cell(text: str) -> str:
    return line(text).replace("|", "\\|")


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
