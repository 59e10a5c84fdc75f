"""What a deviation costs, in cents; None where that cannot be known."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.oracle.case import Case, is_valid
from tests.oracle.logic import BELOW_EVERY_CLASS, consult_code, klasse

Row = dict[str, Any]
KIND = ("setting", "beroepscategorie", "consulttype", "duurklasse", "groepsgrootte")


def cents(row: Row, column: str = "bedrag_eur") -> int | None:
    """Return an amount of a row; None where it is empty."""
    amount: int | None = row[column]
    return amount


def amount_of_code(code: str, datum: date, judged: list[Row], codelijst: list[Row]) -> int | None:
    """Return what a code costs on a date: by the codelijst, else by what other rows with it carry that day."""
    for line in codelijst:
        if line["prestatiecode"] != code or line["max_tarief_eur"] is None:
            continue
        if is_valid(line, datum):
            return cents(line, "max_tarief_eur")
    same = [row for row in judged if row["prestatiecode"] == code and row["datum"] == datum]
    carried = {cents(row) for row in same} - {None}
    return carried.pop() if len(carried) == 1 else None


def _difference(row: Row, right_code: str, judged: list[Row], codelijst: list[Row]) -> int | None:
    if row["bedrag_eur"] is None:
        return None
    if right_code == row["prestatiecode"]:
        return 0
    own, right = cents(row), amount_of_code(right_code, row["datum"], judged, codelijst)
    return None if own is None or right is None else own - right


def of_right_class(row: Row, right_class: int | str | None, judged: list[Row], codelijst: list[Row]) -> int | None:
    """Return the amount of a consult minus that of the same consult in the right class; all of it where none is."""
    if right_class is None:
        return None
    if right_class == BELOW_EVERY_CLASS:
        return cents(row)
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
        return cents(row)
    return _difference(row, "OV0008" if minuten >= 15 else "OV0007", judged, codelijst)


def of_excess(row: Row, total: int, most: int) -> int | None:
    """Return the share of an amount that lies above a maximum of minutes, rounded half up to cents."""
    minuten, bedrag = row["gerealiseerde_minuten"], cents(row)
    if not minuten or bedrag is None:
        return None
    above = bedrag * min(minuten, total - most)
    return int((2 * above + minuten) // (2 * minuten))


def of_sibling_code(row: Row, column: str, right: int, case: Case) -> int | None:
    """Return the amount of a row minus that of the code which in the codelijst differs from its own in one column.

    In everything else that makes a code the two say the same, or nothing both. Of two such codes neither is the one.
    """
    own = case.code_line(row["prestatiecode"], row["datum"])
    if own is None:
        return None
    codes = {
        line["prestatiecode"]
        for line in case.codelijst
        if is_valid(line, row["datum"])
        and line[column] == right
        and all(line[name] == own[name] for name in KIND if name != column)
        and line["prestatiegroep"] == row["prestatiegroep"]
    }
    return _difference(row, codes.pop(), case.judged, case.codelijst) if len(codes) == 1 else None


def between(rows: list[Row], after: date, before: date | None) -> list[Row]:
    """Return the rows strictly between two dates (no second one: open)."""
    return [r for r in rows if r["datum"] > after and (before is None or r["datum"] < before)]


def total(rows: list[Row]) -> int | None:
    """Return the sum of the amounts; None when one is empty."""
    amounts = [r["bedrag_eur"] for r in rows]
    return None if None in amounts else sum(amounts)
