"""IO, EU and OD: intercollegiaal overleg, euthanasie, and diagnostics of what is not insured."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.oracle import amounts
from tests.oracle.case import Case, Outcome, Row, bedrag, is_diagnostic, nothing, over_rows
from tests.oracle.logic import Truth, and3, eq3, le3, not3, or3, registered_class, verdict, volgorde
from tests.oracle.professions import is_listed


def judge_overleg(case: Case) -> dict[str, Outcome]:
    """Judge IO-01 to IO-07, EU-01, EU-02, OD-01 and OD-02."""
    outcomes = {"ZPM-OD-01": _four_diagnostic(case), "ZPM-OD-02": _insured(case)}
    return outcomes | _euthanasie(case) | _overleg(case)


def _overleg(case: Case) -> dict[str, Outcome]:
    """IO-01 to IO-07: intercollegiaal overleg."""
    outcomes = {f"ZPM-IO-0{number}": Outcome() for number in range(1, 8)}
    for row in case.of_group("intercollegiaal_overleg"):
        r, k, met = row["gerealiseerde_minuten"], registered_class(row), row["overleg_met"]
        long = le3(15, r)
        judgements: dict[str, Truth] = {
            "ZPM-IO-01": eq3(row["setting"], 1),
            "ZPM-IO-02": and3(le3(5, r), or3(and3(long, eq3(k, 15)), and3(not3(long), eq3(k, 5)))),
            "ZPM-IO-03": None if met is None else met not in ("huisarts", "verwijzer"),
            "ZPM-IO-04": row["zorgtraject_id"] is not None,
            "ZPM-IO-05": row["overleg_vastgelegd"],
            "ZPM-IO-06": row["patient_geinformeerd"],
            "ZPM-IO-07": None if met is None else met in ("huisarts", "verwijzer") or is_listed(met, row["datum"]),
        }
        right_code = partial(amounts.of_overleg, row, case.judged, case.codelijst)
        free = partial(nothing, row)
        impacts: dict[str, Callable[[], int | None]] = {
            "ZPM-IO-02": right_code,
            "ZPM-IO-06": free,
            "ZPM-IO-07": free,
        }
        for check, eis in judgements.items():
            outcomes[check].add(row["prestatie_id"], verdict(eis), impacts.get(check, partial(bedrag, row)))
    return outcomes


def _euthanasie(case: Case) -> dict[str, Outcome]:
    """EU-01 and EU-02: at most 720 minutes per patient, over all years, and not on the bill of the fz."""
    rows = case.of_group("euthanasie")
    return {
        "ZPM-EU-01": _twelve_hours([r for r in rows if case.traject_value(r, "financiering") != "fz"]),
        "ZPM-EU-02": over_rows(
            rows,
            lambda row: not3(eq3(case.traject_value(row, "financiering"), "fz")),
            within=case.has_traject,
            impact=nothing,
        ),
    }


def _twelve_hours(rows: list[Row]) -> Outcome:
    """EU-01: the minutes of a patient, row after row, an empty one making the total a lower bound."""
    outcome = Outcome()
    for patient in {r["patient_id"] for r in rows}:
        total, is_lower_bound = 0, False
        for row in sorted((r for r in rows if r["patient_id"] == patient), key=volgorde):
            minuten = row["gerealiseerde_minuten"]
            total += minuten or 0
            is_lower_bound = is_lower_bound or minuten is None
            eis = False if total > 720 else (None if is_lower_bound else True)
            outcome.add(row["prestatie_id"], verdict(eis), partial(amounts.of_excess, row, total, 720))
    return outcome


def _four_diagnostic(case: Case) -> Outcome:
    """OD-01: at most four diagnostic consults for a diagnosis that turns out not to be insured."""
    outcome = Outcome()
    for row in filter(is_diagnostic, case.judged):
        insured = case.traject_value(row, "diagnose_verzekerd")
        if insured is None:
            outcome.buiten_beeld += 1
        if insured is not False:
            continue
        of_traject = [r for r in case.rows_of(row) if is_diagnostic(r)]
        rank = 1 + sum(volgorde(other) < volgorde(row) for other in of_traject)
        outcome.add(row["prestatie_id"], verdict(rank <= 4), partial(bedrag, row))
    return outcome


def _insured(case: Case) -> Outcome:
    """OD-02: the insurer does not pay for treating an uninsured diagnosis."""
    outcome = Outcome()
    for row in case.of_group("consult", "groepsconsult"):
        if row["consulttype"] != "behandeling":
            continue
        insured = case.traject_value(row, "diagnose_verzekerd")
        if insured is None:
            outcome.buiten_beeld += 1
        else:
            outcome.add(row["prestatie_id"], verdict(insured), partial(bedrag, row))
    return outcome
