"""The forms that OSCAL asks for: identifiers that come out the same every time, properties, days, texts of one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

#: What is ours and not of OSCAL: the names of properties, and the scale of a risk.
NAMESPACE = "urn:zpm-audit:oscal"
_ROOT = uuid5(NAMESPACE_URL, NAMESPACE)


def identifier(mark: str, kind: str, name: str = "") -> str:
    """Return the UUID of one thing in the results of a run: the same work gives the same one on any machine."""
    return str(uuid5(_ROOT, "\n".join((mark, kind, name))))


def moment(day: date) -> str:
    """Return a day as OSCAL writes a moment. A report knows its day and not its hour, so that the same work says the
    same; ``manifest.json`` has the hour."""
    return f"{day.isoformat()}T00:00:00Z"


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def address(text: str) -> str:
    """Return where something is in the letters that an address may have."""
    return quote(text.strip(), safe=":/?#[]@!$&'()*+,;=%~")


def amount(cents: int) -> str:
    """Return cents as euros, exactly."""
    return format(Decimal(cents).scaleb(-2), ".2f")


def properties(values: Mapping[str, object]) -> list[dict[str, str]]:
    """Return properties of our own; what is not known or empty is left out, and never zero."""
    told = {name: line(str(value)) for name, value in values.items() if value is not None}
    return [{"name": name, "ns": NAMESPACE, "value": value} for name, value in told.items() if value]


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what says something: OSCAL knows no empty list, text or object."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
