"""TM and SE: whether the setting of a prestatie, or of a whole zorgtraject, is plausible."""

from __future__ import annotations

from datetime import date

from tests.oracle.case import Case, Outcome, Row, is_valid, nothing, over, over_rows
from tests.oracle.logic import Truth, and3, eq3, in3, not3, or3
from tests.oracle.oracle_traject import filled, is_zvw

CLINICAL, FORENSIC = (5, 6), (6, 7)


def judge_settings(case: Case) -> dict[str, Outcome]:
    """Judge TM-01 and SE-01 to SE-05."""
    trajecten, key = case.trajecten, "zorgtraject_id"
    consults = case.of_group("consult")
    return {
        "ZPM-TM-01": _of_team(case, consults),
        "ZPM-SE-01": over(trajecten, key, lambda t: _travels(case, t), within=lambda t: _outreaching(case, t)),
        "ZPM-SE-02": Outcome(not_run=True)
        if case.lacks("behandelaren")
        else over(trajecten, key, lambda t: _mix(case, t), within=lambda t: _has_mix(case, t)),
        "ZPM-SE-03": over(
            trajecten,
            key,
            lambda t: not3(_travels(case, t)),
            within=lambda t: and3(is_zvw(t), _of_section_three(case, t)),
        ),
        "ZPM-SE-04": over_rows(
            consults,
            lambda row: _has_a_bed(case, row),
            within=lambda row: in3(row["setting"], CLINICAL),
            impact=nothing,
        ),
        "ZPM-SE-05": over_rows(
            consults,
            lambda row: in3(row["setting"], FORENSIC),
            within=lambda row: eq3(case.traject_value(row, "financiering"), "fz"),
            impact=nothing,
        ),
    }


def _of_team(case: Case, consults: list[Row]) -> Outcome:
    """TM-01: a consult has the setting of its team, or one of them where the team has several on that date."""
    if case.lacks("teams") or case.lacks("prestaties", "team"):
        return Outcome(not_run=True)

    def eis(row: Row) -> Truth:
        of_team = [t for t in case.teams if t["team"] == row["team"] and is_valid(t, row["datum"])]
        return or3(*(eq3(row["setting"], t["setting"]) for t in of_team))

    return over_rows(consults, eis, within=lambda row: filled(row["team"]), impact=nothing)


def _minutes(rows: list[Row], column: str = "gerealiseerde_minuten") -> int:
    return sum(r[column] or 0 for r in rows)


def _all_in(consults: list[Row], setting: int) -> Truth:
    return and3(*(eq3(r["setting"], setting) for r in consults))


def _outreaching(case: Case, traject: Row) -> Truth:
    consults = case.rows_of(traject, "consult")
    return and3(_all_in(consults, 4), _minutes(consults) > 0)


def _travels(case: Case, traject: Row) -> bool:
    """SE-01: who works outreaching, travels: at least a fifth of the minutes of the consults."""
    travelled = _minutes(case.rows_of(traject, "reistijd"), "reistijd_minuten")
    return travelled * 100 >= 20 * _minutes(case.rows_of(traject, "consult"))


def _of_section_three(case: Case, traject: Row) -> Truth:
    """Return whether there is time in a traject, and all of it monodisciplinary, or all multidisciplinary."""
    consults = case.rows_of(traject, "consult")
    return and3(or3(_all_in(consults, 2), _all_in(consults, 3)), _minutes(consults) > 0)


def _is_listed(case: Case, row: Row) -> Truth:
    if row["behandelaar_id"] is None:
        return None
    return case.beroep_on(row["behandelaar_id"], row["datum"]) is not None


def _has_mix(case: Case, traject: Row) -> Truth:
    consults = case.rows_of(traject, "consult")
    listed = (_is_listed(case, r) for r in consults)
    return and3(_of_section_three(case, traject), not _travels(case, traject), *listed)


def _mix(case: Case, traject: Row) -> Truth:
    """SE-02: monodisciplinary care is nine tenths by one beroep, multidisciplinary care is not."""
    consults = case.rows_of(traject, "consult")
    per_beroep: dict[str | None, int] = {}
    for row in consults:
        beroep = case.beroep_on(row["behandelaar_id"], row["datum"])
        per_beroep[beroep] = per_beroep.get(beroep, 0) + (row["gerealiseerde_minuten"] or 0)
    mostly_one = max(per_beroep.values()) * 100 >= 90 * _minutes(consults)
    return mostly_one if consults[0]["setting"] == 2 else not mostly_one


def _has_a_bed(case: Case, row: Row) -> Truth:
    """SE-04: clinical care is given on a day with a verblijfsdag, or within an opname, its last day included."""
    nights = case.verblijfsdagen_of(row["patient_id"])
    return row["datum"] in nights or any(_covers_all(o, row["datum"]) for o in case.opnames_of(row))


def _covers_all(opname: Row, datum: date) -> bool:
    last = date.max if opname["ontslag"] is None else opname["ontslag"].date()
    return bool(opname["opname"].date() <= datum <= last)
