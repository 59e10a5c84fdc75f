"""CO: what holds for a consult by itself, beside the others of its behandelaar, and beside the codelijst."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle.case import Case, Outcome, Row, grouped, key_of, nothing, over_rows
from tests.oracle.logic import (
    KLASSEN,
    Truth,
    and3,
    consult_code,
    eq3,
    in3,
    registered_class,
    volgorde,
)

TYPES = ("diagnostiek", "behandeling")


def judge_consults(case: Case) -> dict[str, Outcome]:
    """Judge CO-01 to CO-10 and CO-12."""
    consults = case.of_group("consult")
    return {
        "ZPM-CO-01": over_rows(consults, lambda row: in3(registered_class(row), KLASSEN)),
        "ZPM-CO-02": over_rows(consults, lambda row: _code_fits(case, row), impact=nothing),
        "ZPM-CO-03": _follow_on(consults),
        "ZPM-CO-04": _overlap(consults),
        "ZPM-CO-05": _once_a_day(consults),
        "ZPM-CO-06": _listed_beroep(case, consults),
        "ZPM-CO-07": _setting_of_stay(case, consults),
        "ZPM-CO-08": over_rows(consults, first_of_its_kind(consults)),
        "ZPM-CO-09": _code_valid(case, consults),
        "ZPM-CO-10": _code_of_setting_and_category(case, consults),
        "ZPM-CO-12": over_rows(consults, lambda row: row["consulttype"] is not None, impact=nothing),
    }


def _code_fits(case: Case, row: Row) -> Truth:
    """CO-02: what the code says of class and type is what the columns say; the codelijst goes before arithmetic."""
    code = row["prestatiecode"]
    if code is None:
        return None
    line, arithmetic = case.code_line(code, row["datum"]), consult_code(code)
    if line is None and arithmetic is None:
        return False
    klasse, soort = None, None
    if line is not None:
        klasse, soort = line["duurklasse"], line["consulttype"]
    if arithmetic is not None:
        klasse = arithmetic.duur if klasse is None else klasse
        soort = TYPES[arithmetic.soort] if soort is None else soort
    class_fits = True if row["duurklasse"] is None else eq3(klasse, row["duurklasse"])
    return and3(class_fits, eq3(soort, row["consulttype"]))


def _start(row: Row) -> int | None:
    """Return the starttijd in minutes of the day."""
    start = row["starttijd"]
    return None if start is None else start.hour * 60 + start.minute


def _end(row: Row) -> int | None:
    start, r = _start(row), row["gerealiseerde_minuten"]
    return None if start is None or r is None else start + r


def _follow_on(consults: list[Row]) -> Outcome:
    """CO-03: no consult of the same two people ended shortly before this one starts."""
    kind = ("behandelaar_id", "patient_id", "datum")
    together = grouped(consults, *kind)

    def eis(row: Row) -> Truth:
        key, start = key_of(row, *kind), _start(row)
        if key is None or start is None:
            return None
        for other in together[key]:
            other_start, other_end = _start(other), _end(other)
            if other is row or other_start is None or other_end is None:
                continue
            if other_start < start and 0 <= start - other_end <= 60:
                return False
        return True

    return over_rows(consults, eis, impact=nothing)


def _overlap(consults: list[Row]) -> Outcome:
    """CO-04: nobody is in two consults at once."""
    kind = ("behandelaar_id", "datum")
    together = grouped(consults, *kind)

    def eis(row: Row) -> Truth:
        r = row["gerealiseerde_minuten"]
        if r is not None and r <= 0:
            return True
        key, start, end = key_of(row, *kind), _start(row), _end(row)
        if key is None or start is None or end is None:
            return None
        for other in together[key]:
            other_start, other_end = _start(other), _end(other)
            if other is row or other_start is None or other_end is None or other_end <= other_start:
                continue
            if start < other_end and other_start < end:
                return False
        return True

    return over_rows(consults, eis)


def _once_a_day(consults: list[Row]) -> Outcome:
    """CO-05: asynchronous contact is one consult a day."""
    asynchroon = [r for r in consults if r["asynchroon"] is True]
    kind = ("behandelaar_id", "patient_id", "datum")
    together = grouped(asynchroon, *kind)

    def eis(row: Row) -> Truth:
        key = key_of(row, *kind)
        return None if key is None else min(together[key], key=volgorde) is row

    return over_rows(asynchroon, eis)


def _listed_beroep(case: Case, consults: list[Row]) -> Outcome:
    """CO-06: the behandelaar has a beroep of the beroepenlijst on that date."""
    if not case.behandelaren:
        return Outcome(not_run=True)

    def eis(row: Row) -> Truth:
        if not case.is_known(row["behandelaar_id"]):
            return None
        return case.category_on(row["behandelaar_id"], row["datum"]) is not None

    return over_rows(consults, eis)


def _setting_of_stay(case: Case, consults: list[Row]) -> Outcome:
    """CO-07: on a day with a verblijfsdag the consult is in a setting with a bed."""
    days = {(r["patient_id"], r["datum"]) for r in case.of_group("verblijfsdag")}
    return over_rows(
        consults,
        lambda row: in3(row["setting"], (5, 6, 8)),
        within=lambda row: (row["patient_id"], row["datum"]) in days,
        impact=nothing,
    )


def first_of_its_kind(rows: list[Row]) -> Callable[[Row], Truth]:
    """Return what CO-08 and GC-06 demand: the same contact is not there twice."""
    kind = ("behandelaar_id", "patient_id", "datum", "starttijd", "prestatiecode")
    together = grouped(rows, *kind)

    def eis(row: Row) -> Truth:
        key = key_of(row, *kind)
        return None if key is None else min(together[key], key=volgorde) is row

    return eis


def _code_valid(case: Case, consults: list[Row]) -> Outcome:
    """CO-09: the codelijst holds the code on that date."""
    if not case.codelijst:
        return Outcome(not_run=True)

    def eis(row: Row) -> Truth:
        code = row["prestatiecode"]
        return None if code is None else case.code_line(code, row["datum"]) is not None

    return over_rows(consults, eis)


def _code_of_setting_and_category(case: Case, consults: list[Row]) -> Outcome:
    """CO-10: the code is that of the setting of the consult and of the beroepscategorie of its behandelaar."""
    if not case.codelijst or not case.behandelaren:
        return Outcome(not_run=True)

    def eis(row: Row) -> Truth:
        line = case.code_line(row["prestatiecode"], row["datum"])
        if line is None:
            return None
        category = case.category_on(row["behandelaar_id"], row["datum"])
        return and3(eq3(line["setting"], row["setting"]), eq3(line["beroepscategorie"], category))

    return over_rows(consults, eis, impact=nothing)
