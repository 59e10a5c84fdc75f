"""PR: whether the class follows from the plan or from the realised time, row by row and on average."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from tests.oracle import amounts
from tests.oracle.case import Case, Outcome
from tests.oracle.logic import ONBEPAALD, Truth, and3, eq3, klasse, le3, not3, registered_class, verdict


def judge_planning(case: Case) -> dict[str, Outcome]:
    """Judge PR-01 to PR-06. Who does not let planning stand for realisatie has no use for PR-02 and PR-06."""
    pr01, pr02, pr03 = _classes(case)
    return {
        "ZPM-PR-01": pr01,
        "ZPM-PR-02": pr02 if case.planning_is_realisatie else Outcome(),
        "ZPM-PR-03": pr03,
        "ZPM-PR-04": _start_known(case),
        "ZPM-PR-05": _planned_before(case),
        "ZPM-PR-06": _planned_on_average(case) if case.planning_is_realisatie else Outcome(),
    }


def _classes(case: Case) -> tuple[Outcome, Outcome, Outcome]:
    """PR-01, PR-02 and PR-03: the class that stands after planning and after realisation."""
    pr01, pr02, pr03 = Outcome(), Outcome(), Outcome()
    rest = case.judged, case.codelijst
    for row in case.of_group("consult"):
        subject, gepland = row["prestatie_id"], row["gepland"]
        g, r, k = row["geplande_minuten"], row["gerealiseerde_minuten"], registered_class(row)
        near = le3(None if g is None or r is None else abs(r - g), 15)
        is_realised, is_planned = eq3(k, klasse(r)), eq3(k, klasse(g))
        by_realised = partial(amounts.of_right_class, row, klasse(r), *rest)
        by_planned = partial(amounts.of_planned_class, row, *rest)
        if gepland is None:
            for outcome in (pr01, pr02, pr03):
                outcome.add(subject, ONBEPAALD)
        elif gepland:
            eis_01 = not3(and3(not3(near), not3(is_realised))) if case.planning_is_realisatie else is_realised
            eis_02 = not3(and3(near, not3(is_planned), not3(is_realised)))
            pr01.add(subject, verdict(eis_01), by_realised)
            pr02.add(subject, verdict(eis_02), by_planned)
        else:
            pr03.add(subject, verdict(is_realised), by_realised)
    return pr01, pr02, pr03


def _start_known(case: Case) -> Outcome:
    """PR-04: a zvw consult from 2022 on names its start."""
    outcome = Outcome()
    for row in case.of_group("consult"):
        if row["datum"] < date(2022, 1, 1):
            continue
        financiering = case.traject_value(row, "financiering")
        if financiering is None:
            outcome.buiten_beeld += 1
        elif financiering == "zvw":
            outcome.add(row["prestatie_id"], verdict(row["starttijd"] is not None))
    return outcome


def _planned_before(case: Case) -> Outcome:
    """PR-05: a planned consult was fixed before it started."""
    outcome = Outcome()
    for row in case.of_group("consult"):
        if row["gepland"] is None:
            outcome.buiten_beeld += 1
        if not row["gepland"]:
            continue
        eis: Truth = None
        if row["gepland_op"] is not None and row["starttijd"] is not None:
            eis = row["gepland_op"] <= datetime.combine(row["datum"], row["starttijd"])
        right_class = klasse(row["gerealiseerde_minuten"])
        impact = partial(amounts.of_right_class, row, right_class, case.judged, case.codelijst)
        outcome.add(row["prestatie_id"], verdict(eis), impact)
    return outcome


def _planned_on_average(case: Case) -> Outcome:
    """PR-06: over a year, a setting and a consulttype, the plan is right on average."""
    outcome = Outcome()
    groups: dict[tuple[int, int | None, str | None], list[int]] = {}
    for row in case.of_group("consult"):
        g, r = row["geplande_minuten"], row["gerealiseerde_minuten"]
        if row["gepland"] is True and g is not None and r is not None:
            groups.setdefault((row["datum"].year, row["setting"], row["consulttype"]), []).append(r - g)
    for (year, setting, consulttype), differences in groups.items():
        n = len(differences)
        if n < 30:
            continue
        if setting is None or consulttype is None:
            outcome.buiten_beeld += 1
        else:
            outcome.add(f"{year}|{setting}|{consulttype}", verdict(abs(sum(differences)) <= 5 * n))
    return outcome
