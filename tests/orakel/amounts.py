"""What a deviation costs, in cents; None where that cannot be known."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.orakel.logic import BELOW_EVERY_CLASS, consult_code, klasse

Row = dict[str, Any]


def amount_of_code(code: str, datum: date, judged: list[Row], codelijst: list[Row]) -> int | None:
    """Return what a code costs on a date: by the codelijst, else by what other rows with it carry that day."""
    for line in codelijst:
        if line["prestatiecode"] != code or line["max_tarief_eur"] is None:
            continue
        if (line["geldig_van"] or date.min) <= datum <= (line["geldig_tot"] or date.max):
            return line["max_tarief_eur"]
    carried = {
        row["bedrag_eur"]
        for row in judged
        if row["prestatiecode"] == code and row["datum"] == datum and row["bedrag_eur"] is not None
    }
    return carried.pop() if len(carried) == 1 else None


def _difference(row: Row, right_code: str, judged: list[Row], codelijst: list[Row]) -> int | None:
    if row["bedrag_eur"] is None:
        return None
    if right_code == row["prestatiecode"]:
        return 0
    right = amount_of_code(right_code, row["datum"], judged, codelijst)
    return None if right is None else row["bedrag_eur"] - right


def of_right_class(row: Row, right_class: int | str | None, judged: list[Row], codelijst: list[Row]) -> int | None:
    """Return the amount of a consult minus that of the same consult in the right class; all of it where none is."""
    if right_class is None:
        return None
    if right_class == BELOW_EVERY_CLASS:
        return row["bedrag_eur"]
    own = consult_code(row["prestatiecode"])
    if own is None:
        return None
    return _difference(row, own.with_class(int(right_class)), judged, codelijst)


def of_planned_class(row: Row, judged: list[Row], codelijst: list[Row]) -> int | None:
    """Return the same with the class of the planned minutes, or of the realised ones where the plan has none."""
    planned = klasse(row["geplande_minuten"])
    if planned == BELOW_EVERY_CLASS:
        planned = klasse(row["gerealiseerde_minuten"])
    return of_right_class(row, planned, judged, codelijst)


def of_overleg(row: Row, judged: list[Row], codelijst: list[Row]) -> int | None:
    """Return the amount of an overleg minus that of the right one: OV0007 is short, OV0008 long."""
    minuten = row["gerealiseerde_minuten"]
    if minuten is None:
        return None
    if minuten < 5:
        return row["bedrag_eur"]
    return _difference(row, "OV0008" if minuten >= 15 else "OV0007", judged, codelijst)


def of_excess(row: Row, total: int, most: int) -> int | None:
    """Return the share of an amount that lies above a maximum of minutes, rounded half up to cents."""
    minuten, bedrag = row["gerealiseerde_minuten"], row["bedrag_eur"]
    if not minuten or bedrag is None:
        return None
    above = bedrag * min(minuten, total - most)
    return (2 * above + minuten) // (2 * minuten)


def between(rows: list[Row], after: date, before: date | None) -> list[Row]:
    """Return the rows strictly between two dates (no second one: open)."""
    return [r for r in rows if r["datum"] > after and (before is None or r["datum"] < before)]


def total(rows: list[Row]) -> int | None:
    """Return the sum of the amounts; None when one is empty."""
    amounts = [r["bedrag_eur"] for r in rows]
    return None if None in amounts else sum(amounts)
