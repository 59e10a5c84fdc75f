"""The shared definitions of the catalogue, one value at a time: three-valued logic, classes, CO codes."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, time
from typing import Any, NamedTuple

Truth = bool | None

KLASSEN = (5, 15, 30, 45, 60, 75, 90, 120)
BELOW_EVERY_CLASS = "none"  # the class of fewer than five minutes: known, and equal to no filled class
CONSULT_CODE = re.compile(r"CO([0-9]{4})")

VOLDOET, AFWIJKING, ONBEPAALD, LOOPT = "voldoet", "afwijking", "onbepaald", "loopt"


def and3(*parts: Truth) -> Truth:
    """Return false when one part is false, else unknown when one part is unknown."""
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def or3(*parts: Truth) -> Truth:
    """Return true when one part is true, else unknown when one part is unknown."""
    if any(part is True for part in parts):
        return True
    return None if any(part is None for part in parts) else False


def not3(part: Truth) -> Truth:
    """Return the opposite; unknown stays unknown."""
    return None if part is None else not part


def eq3(left: object, right: object) -> Truth:
    """Compare; with an empty value the outcome is unknown."""
    return None if left is None or right is None else left == right


def in3(value: object, values: Collection[object]) -> Truth:
    """Return whether a value is one of some; with an empty value the outcome is unknown."""
    return None if value is None else value in values


def le3(left: int | None, right: int | None) -> Truth:
    """Return left <= right; with an empty value the outcome is unknown."""
    return None if left is None or right is None else left <= right


def verdict(eis: Truth) -> str:
    """Name the verdict that goes with an eis."""
    if eis is None:
        return ONBEPAALD
    return VOLDOET if eis else AFWIJKING


def klasse(minuten: int | None) -> int | str | None:
    """Return the class of a number of minutes; ``BELOW_EVERY_CLASS`` under five; None when empty."""
    if minuten is None:
        return None
    found: int | str = BELOW_EVERY_CLASS
    for ondergrens in KLASSEN:
        if ondergrens <= minuten:
            found = ondergrens
    return found


class ConsultCode(NamedTuple):
    """What a CO code says."""

    duur: int
    soort: int
    rest: int

    def with_class(self, duur: int) -> str:
        """Return the code of the same consulttype, profession and setting with another class."""
        return f"CO{KLASSEN.index(duur) * 130 + self.soort * 65 + self.rest + 1:04d}"


def consult_code(code: str | None) -> ConsultCode | None:
    """Read a CO code; None for anything else."""
    match = CONSULT_CODE.fullmatch(code or "")
    if not match or not 1 <= int(match[1]) <= 1040:
        return None
    k = int(match[1]) - 1
    return ConsultCode(KLASSEN[k // 130], (k % 130) // 65, k % 65)


def registered_class(row: dict[str, Any]) -> int | None:
    """Return k of a row: its duurklasse, and on a consult without one the class of its CO code."""
    duurklasse: int | None = row["duurklasse"]
    if duurklasse is None and row["prestatiegroep"] == "consult":
        code = consult_code(row["prestatiecode"])
        return None if code is None else code.duur
    return duurklasse


def volgorde(row: dict[str, Any]) -> tuple[date, bool, time, str]:
    """Return what rows are ordered by: datum, starttijd with empty last, prestatie_id."""
    return row["datum"], row["starttijd"] is None, row["starttijd"] or time.min, row["prestatie_id"]


def has_digits(text: str | None, number: int) -> bool:
    """Return whether a text is just so many digits; an empty one is not."""
    return re.fullmatch(f"[0-9]{{{number}}}", text or "") is not None
