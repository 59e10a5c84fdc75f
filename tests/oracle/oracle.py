"""The oracle: all checks, row by row, as the catalogue words them. Slow on purpose, plain on purpose.

``judge`` takes tables as lists of dicts with Python values (amounts in whole cents) and returns per check what became
of every unit. It reads nothing of the engine or of the check files, so that agreement between the two means something.
This module holds RB, PR, IO, EU and OD; the other themes have a module each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from tests.oracle import amounts
from tests.oracle.case import Case, Outcome, Row, Tables, bedrag, nothing
from tests.oracle.logic import (
    AFWIJKING,
    LOOPT,
    ONBEPAALD,
    VOLDOET,
    Truth,
    and3,
    eq3,
    klasse,
    le3,
    not3,
    or3,
    registered_class,
    verdict,
    volgorde,
)
from tests.oracle.oracle_claim import judge_claims
from tests.oracle.oracle_consult import judge_consults
from tests.oracle.oracle_figures import judge_figures
from tests.oracle.oracle_group import judge_groups
from tests.oracle.oracle_referral import judge_referrals
from tests.oracle.oracle_stay import judge_stays
from tests.oracle.oracle_traject import judge_trajecten

REGIEBEHANDELAAR = frozenset({
    "psychiater", "klinisch geriater", "specialist ouderengeneeskunde", "gz-psycholoog", "klinisch psycholoog",
    "klinisch neuropsycholoog", "psychotherapeut", "verpleegkundig specialist ggz", "verslavingsarts",
})  # fmt: skip


def judge(tables: Tables, peildatum: date, *, contract_hoogspecialistisch: bool = False) -> dict[str, Outcome]:
    """Judge one export by all checks."""
    case = Case(tables, peildatum, contract_hoogspecialistisch=contract_hoogspecialistisch)
    themes = (judge_consults, judge_groups, judge_stays, judge_trajecten, judge_referrals, judge_claims, judge_figures)
    outcomes = _judge_planning(case)
    for theme in themes:
        outcomes |= theme(case)
    return outcomes


def _judge_planning(case: Case) -> dict[str, Outcome]:
    """Judge RB, PR, IO, EU and OD."""
    rb01, rb02 = _first_weeks(case)
    pr01, pr02, pr03 = _classes(case)
    outcomes = {
        "ZPM-RB-01": rb01,
        "ZPM-RB-02": rb02,
        "ZPM-RB-03": _regiebehandelaar_named(case),
        "ZPM-RB-04": _regiebehandelaar_entitled(case),
        "ZPM-PR-01": pr01,
        "ZPM-PR-02": pr02,
        "ZPM-PR-03": pr03,
        "ZPM-PR-04": _start_known(case),
        "ZPM-PR-05": _planned_before(case),
        "ZPM-PR-06": _planned_on_average(case),
        "ZPM-EU-01": _twelve_hours(case),
        "ZPM-OD-01": _four_diagnostic(case),
        "ZPM-OD-02": _insured(case),
    }
    return outcomes | _overleg(case)


def _is_diagnostic(row: Row) -> bool:
    return bool(row["prestatiegroep"] == "consult" and row["consulttype"] == "diagnostiek")


def _by_insurer(traject: Row, outcome: Outcome) -> bool:
    """Tell whether zvw or fz pays; a traject without financiering is left out, and counted."""
    if traject["financiering"] is None:
        outcome.buiten_beeld += 1
    return traject["financiering"] in ("zvw", "fz")


def _first_weeks(case: Case) -> tuple[Outcome, Outcome]:
    """RB-01 and RB-02: the regiebehandelaar sees the patient in the first 42 days."""
    rb01, rb02 = Outcome(), Outcome()
    for traject in case.trajecten:
        diagnostic = [r for r in case.rows_of(traject, "consult") if _is_diagnostic(r)]
        if traject["nieuwe_zorgvraag"] is False or not diagnostic:
            continue
        if not (_by_insurer(traject, rb01) & _by_insurer(traject, rb02)):
            continue
        regie = traject["regiebehandelaar_id"]
        contacts = case.rows_of(traject, "consult", "groepsconsult")
        end = min(r["datum"] for r in diagnostic) + timedelta(days=42)
        in_term = [r for r in diagnostic if r["datum"] <= end]
        by_regie = [r["datum"] for r in diagnostic if regie is not None and r["behandelaar_id"] == regie]
        if regie is None:
            outcomes = ONBEPAALD, ONBEPAALD
        elif any(datum <= end for datum in by_regie):
            outcomes = VOLDOET, VOLDOET
        elif case.peildatum <= end:
            outcomes = LOOPT, LOOPT
        elif any(r["behandelaar_id"] is None for r in in_term):
            outcomes = ONBEPAALD, ONBEPAALD
        elif len(contacts) <= 4:
            outcomes = LOOPT, AFWIJKING
        else:
            outcomes = AFWIJKING, VOLDOET
        subject = traject["zorgtraject_id"]
        too_late = amounts.between(contacts, end, min(by_regie, default=None))
        rb01.add(subject, outcomes[0], partial(amounts.total, too_late))
        if rb01.impact_cent.get(subject) is not None:
            rb01.behind[subject] = {r["prestatie_id"]: r["bedrag_eur"] for r in too_late}
        rb02.add(subject, outcomes[1])
    return rb01, rb02


def _regiebehandelaar_named(case: Case) -> Outcome:
    """RB-03: the regiebehandelaar is filled and known."""
    outcome = Outcome()
    for traject in case.trajecten:
        if case.rows_of(traject) and _by_insurer(traject, outcome):
            regie = traject["regiebehandelaar_id"]
            outcome.add(traject["zorgtraject_id"], verdict(regie is not None and case.is_known(regie)))
    return outcome


def _regiebehandelaar_entitled(case: Case) -> Outcome:
    """RB-04: whoever is regiebehandelaar has, when the consults begin, a beroep that allows it."""
    outcome = Outcome()
    for traject in case.trajecten:
        consults = case.rows_of(traject, "consult")
        financiering, regie = traject["financiering"], traject["regiebehandelaar_id"]
        paid = None if financiering is None else financiering in ("zvw", "fz")
        in_population = and3(paid, bool(consults), None if regie is None else case.is_known(regie))
        if in_population is None:
            outcome.buiten_beeld += 1
        if not in_population:
            continue
        first = min(r["datum"] for r in consults)
        entitled = any(
            b["beroep"] in REGIEBEHANDELAAR
            for b in case.behandelaren
            if b["behandelaar_id"] == regie and (b["geldig_van"] or date.min) <= first <= (b["geldig_tot"] or date.max)
        )
        outcome.add(traject["zorgtraject_id"], verdict(entitled))
    return outcome


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
            eis_01 = not3(and3(not3(near), not3(is_realised)))
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


def _overleg(case: Case) -> dict[str, Outcome]:
    """IO-01 to IO-06: intercollegiaal overleg."""
    outcomes = {f"ZPM-IO-0{number}": Outcome() for number in range(1, 7)}
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
        }
        right_code = partial(amounts.of_overleg, row, case.judged, case.codelijst)
        impacts: dict[str, Callable[[], int | None]] = {"ZPM-IO-02": right_code, "ZPM-IO-06": partial(nothing, row)}
        for check, eis in judgements.items():
            outcomes[check].add(row["prestatie_id"], verdict(eis), impacts.get(check, partial(bedrag, row)))
    return outcomes


def _twelve_hours(case: Case) -> Outcome:
    """EU-01: at most 720 minutes per patient, over all years."""
    outcome = Outcome()
    rows = case.of_group("euthanasie")
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
    for row in filter(_is_diagnostic, case.judged):
        insured = case.traject_value(row, "diagnose_verzekerd")
        if insured is None:
            outcome.buiten_beeld += 1
        if insured is not False:
            continue
        of_traject = [r for r in case.rows_of(row) if _is_diagnostic(r)]
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
