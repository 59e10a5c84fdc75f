"""ZT: the zorgtraject, its dates, and what belongs to it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from tests.oracle.case import Case, Outcome, Row, over, over_rows
from tests.oracle.logic import Truth, and3, eq3, le3

CARRIED_OVER = date(2022, 1, 1)


def judge_trajecten(case: Case) -> dict[str, Outcome]:
    """Judge ZT-01 to ZT-11."""
    trajecten, key = case.trajecten, "zorgtraject_id"
    ordinary = [r for r in case.judged if r["prestatiegroep"] != "niet_basispakket"]
    return {
        "ZPM-ZT-01": over_rows(ordinary, lambda row: case.traject_of(row) is not None),
        "ZPM-ZT-02": over(trajecten, key, lambda t: _no_other_open(case, t), within=is_zvw),
        "ZPM-ZT-03": over_rows(case.judged, lambda row: _within_traject(case, row), within=case.has_traject),
        "ZPM-ZT-04": over(trajecten, key, lambda t: _starts_with_care(case, t), within=lambda t: bool(case.rows_of(t))),
        "ZPM-ZT-05": over(trajecten, key, lambda t: _no_gap(case, t), within=lambda t: bool(case.rows_of(t))),
        "ZPM-ZT-06": over(
            trajecten, key, lambda t: _not_reopened(case, t), within=lambda t: _might_be_reopened(case, t)
        ),
        "ZPM-ZT-07": over(
            trajecten,
            key,
            lambda t: t["zorgvraagtype"] is not None,
            within=lambda t: and3(is_zvw(t), _treated(case, t)),
        ),
        "ZPM-ZT-08": over(
            trajecten,
            key,
            lambda t: _typed_lately(case, t),
            within=lambda t: and3(is_zvw(t), _treated(case, t), filled(t["zorgvraagtype"])),
        ),
        "ZPM-ZT-09": over(
            trajecten, key, lambda t: t["diagnose_hoofdgroep"] is not None, within=lambda t: _treated(case, t)
        ),
        "ZPM-ZT-10": over(trajecten, key, lambda t: t["financiering"] is not None),
        "ZPM-ZT-11": over_rows(
            case.judged,
            lambda row: case.traject_value(row, "patient_id") == row["patient_id"],
            within=case.has_traject,
        ),
    }


def is_zvw(traject: Row) -> Truth:
    return eq3(traject["financiering"], "zvw")


def filled(value: object) -> Truth:
    """Return whether a unit is in a population of filled values: of an empty one nobody knows."""
    return None if value is None else True


def _earlier(case: Case, traject: Row) -> list[Row]:
    """Return the earlier trajecten of the same patient."""
    own = traject["startdatum"], traject["zorgtraject_id"]
    of_patient = case.trajecten_of(traject["patient_id"])
    return [t for t in of_patient if (t["startdatum"], t["zorgtraject_id"]) < own]


def _no_other_open(case: Case, traject: Row) -> Truth:
    """ZT-02: no earlier zvw traject is still open when this one starts."""
    for earlier in _earlier(case, traject):
        if earlier["financiering"] == "zvw":
            einddatum = earlier["einddatum"]
            if einddatum is None or einddatum >= traject["startdatum"]:
                return False
    return True


def _within_traject(case: Case, row: Row) -> Truth:
    """ZT-03: the prestatie lies between the first and the last day of its traject."""
    start, end = case.traject_value(row, "startdatum"), case.traject_value(row, "einddatum")
    return bool(start <= row["datum"] <= (end or date.max))


def _dates(case: Case, traject: Row) -> list[date]:
    return sorted(r["datum"] for r in case.rows_of(traject))


def _starts_with_care(case: Case, traject: Row) -> Truth:
    """ZT-04: the traject starts on the day of its first prestatie, unless it came over from 2021."""
    start, first_datum = traject["startdatum"], _dates(case, traject)[0]
    return bool(start <= first_datum if start == CARRIED_OVER else start == first_datum)


def _no_gap(case: Case, traject: Row) -> Truth:
    """ZT-05: after 365 days without care a traject is closed."""
    dates = _dates(case, traject)
    if traject["einddatum"] is None:
        dates.append(case.peildatum)
    return all((later - sooner).days <= 365 for sooner, later in pairwise(dates))


def _care_before(case: Case, traject: Row) -> list[date]:
    return [r["datum"] for earlier in _earlier(case, traject) for r in case.rows_of(earlier)]


def _might_be_reopened(case: Case, traject: Row) -> Truth:
    return and3(is_zvw(traject), traject["nieuwe_zorgvraag"] is False, bool(_care_before(case, traject)))


def _not_reopened(case: Case, traject: Row) -> Truth:
    """ZT-06: the same zorgvraag within 365 days goes on under the number it had."""
    return bool((traject["startdatum"] - max(_care_before(case, traject))).days > 365)


def _treated(case: Case, traject: Row) -> bool:
    """Tell whether a traject has a behandelconsult, or treatment in a group."""
    return any(r["consulttype"] == "behandeling" for r in case.rows_of(traject, "consult", "groepsconsult"))


def _typed_lately(case: Case, traject: Row) -> Truth:
    """ZT-08: the zorgvraagtype is at most a year older than the last consult, alone or in a group."""
    if traject["zorgvraagtype_datum"] is None:
        return None
    last = max(r["datum"] for r in case.rows_of(traject, "consult", "groepsconsult"))
    return le3((last - traject["zorgvraagtype_datum"]).days, 365)
