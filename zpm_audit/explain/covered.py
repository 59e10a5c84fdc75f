"""The last look before anything is shown: no number of a patient in any text that comes from the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from zpm_audit.engine.context import Context
from zpm_audit.engine.evidence import MARKS
from zpm_audit.findings.covered import Covering

_MARKED = re.compile(f"{MARKS[0]}([^{MARKS[1]}]*){MARKS[1]}")
#: What of the answer comes from the data; the rest are words of the checks.
_OF_DATA = ("reden", "waarden", "rijen", "opgezocht", "toelichting", "waarde", "grens", "eenheden")


def covered(checks: list[dict[str, Any]], context: Context) -> list[dict[str, Any]]:
    """Return what the checks say with a pseudonym for every number of a patient, unless the user asked for them."""
    if context.key is None or context.traceable:
        return checks
    found = {text for check in checks for name in _OF_DATA if name in check for text in _texts(check[name])}
    pieces = {piece for text in found for piece in (_MARKED.findall(text) or [text])}
    made = Covering(context.register, context.key).made(pl.Series(sorted(pieces), dtype=pl.String))

    def shown(text: str) -> str:
        inside = _MARKED.sub(lambda hit: made.get(hit.group(1), hit.group(1)), text)
        return made.get(inside, inside)

    return [{n: _replaced(v, shown) if n in _OF_DATA else v for n, v in check.items()} for check in checks]


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _replaced(node: Any, shown: Callable[[str], str]) -> Any:
    if isinstance(node, str):
        return shown(node)
    if isinstance(node, dict):
        return {name: _replaced(value, shown) for name, value in node.items()}
    return [_replaced(value, shown) for value in node] if isinstance(node, list) else node
