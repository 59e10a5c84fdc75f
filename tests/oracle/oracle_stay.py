"""VB: verblijfsdagen, and what happens around an opname."""

from __future__ import annotations

from datetime import date, time, timedelta

from tests.oracle.case import Case, Outcome, Row, grouped, over, over_rows
from tests.oracle.logic import Truth, volgorde

SUPPER = time(20, 0)


def judge_stays(case: Case) -> dict[str, Outcome]:
    """Judge VB-01 to VB-07."""
    days = case.of_group("verblijfsdag")
    per_day = grouped(days, "patient_id", "datum")
    outcomes = {
        "ZPM-VB-01": over_rows(days, lambda row: min(per_day[row["patient_id"], row["datum"]], key=volgorde) is row),
        "ZPM-VB-05": over_rows(
            case.of_group("dagbesteding", "vaktherapie"),
            lambda row: (row["patient_id"], row["datum"]) not in per_day,
        ),
    }
    if not case.opnames:
        return outcomes | {f"ZPM-VB-0{number}": Outcome(not_run=True) for number in (2, 3, 4, 6, 7)}
    contacts = case.of_group("consult", "groepsconsult")
    return outcomes | {
        "ZPM-VB-02": over_rows(days, lambda row: bool(_opnames_around(case, row))),
        "ZPM-VB-03": over_rows(
            days, lambda row: _early_enough(case, row), within=lambda row: bool(_opnames_starting(case, row))
        ),
        "ZPM-VB-04": over_rows(contacts, lambda row: _outside_integral_tariff(case, row)),
        "ZPM-VB-06": _no_long_silence(case, days, contacts),
        "ZPM-VB-07": over(
            case.opnames,
            "opname_id",
            lambda opname: _nights(case, opname) <= case.verblijfsdagen_of(opname["patient_id"]),
            within=lambda opname: bool(_nights(case, opname)),
        ),
    }


def _covers(opname: Row, datum: date) -> bool:
    """Tell whether a date lies within an opname: from its first day up to, not with, the day of discharge."""
    last = date.max if opname["ontslag"] is None else opname["ontslag"].date()
    return bool(opname["opname"].date() <= datum < last)


def _opnames_around(case: Case, row: Row) -> list[Row]:
    return [o for o in case.opnames_of(row) if _covers(o, row["datum"])]


def _opnames_starting(case: Case, row: Row) -> list[Row]:
    return [o for o in case.opnames_of(row) if o["opname"].date() == row["datum"]]


def _early_enough(case: Case, row: Row) -> Truth:
    """VB-03: a first day counts when the opname was before 20:00; of several the earliest one decides."""
    earliest = min(o["opname"].time() for o in _opnames_starting(case, row))
    return None if earliest == SUPPER else earliest < SUPPER


def _outside_integral_tariff(case: Case, row: Row) -> Truth:
    """VB-04: an integral tariff has the consults in it."""
    tariffs = [o["integraal_tarief"] for o in _opnames_around(case, row)]
    if True in tariffs:
        return False
    return None if None in tariffs else True


def _no_long_silence(case: Case, days: list[Row], consults: list[Row]) -> Outcome:
    """VB-06: no more than 30 days of verblijf on end without a consult."""
    contacts = {(r["patient_id"], r["datum"]) for r in consults}

    of_patient = grouped(days, "patient_id")

    def dates(opname: Row) -> set[date]:
        return {r["datum"] for r in of_patient.get((opname["patient_id"],), []) if _covers(opname, r["datum"])}

    def eis(opname: Row) -> Truth:
        silent = {datum for datum in dates(opname) if (opname["patient_id"], datum) not in contacts}
        return all(_run_from(datum, silent) <= 30 for datum in silent)

    return over(case.opnames, "opname_id", eis, within=lambda opname: bool(dates(opname)))


def _nights(case: Case, opname: Row) -> set[date]:
    """Return the nights of an opname that are over, each of which has to have a verblijfsdag."""
    begin, ontslag = opname["opname"], opname["ontslag"]
    night = begin.date() + timedelta(days=1 if begin.time() >= SUPPER else 0)
    end = case.peildatum if ontslag is None else min(ontslag.date(), case.peildatum)
    return {night + timedelta(days=n) for n in range((end - night).days)}


def _run_from(datum: date, dates: set[date]) -> int:
    """Count the consecutive days from a date on."""
    length = 0
    while datum + timedelta(days=length) in dates:
        length += 1
    return length
