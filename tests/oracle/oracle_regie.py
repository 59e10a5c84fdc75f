"""RB: the regiebehandelaar of a zorgtraject, and the first weeks in which the patient has to see him."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from tests.oracle import amounts
from tests.oracle.case import Case, Outcome, Row, is_closed, is_diagnostic, over
from tests.oracle.logic import AFWIJKING, LOOPT, ONBEPAALD, VOLDOET, Truth, and3, in3, verdict

REGIEBEHANDELAAR = frozenset({
    "psychiater", "klinisch geriater", "specialist ouderengeneeskunde", "gz-psycholoog", "klinisch psycholoog",
    "klinisch neuropsycholoog", "psychotherapeut", "verpleegkundig specialist ggz", "verslavingsarts",
})  # fmt: skip
SYSTEM_BEGAN = date(2022, 1, 1)


def judge_regie(case: Case) -> dict[str, Outcome]:
    """Judge RB-01 to RB-05."""
    rb01, rb02 = _first_weeks(case)
    return {
        "ZPM-RB-01": rb01,
        "ZPM-RB-02": rb02,
        "ZPM-RB-03": _regiebehandelaar_named(case),
        "ZPM-RB-04": _regiebehandelaar_entitled(case),
        "ZPM-RB-05": over(
            case.trajecten,
            "zorgtraject_id",
            lambda t: any(is_diagnostic(r) for r in case.rows_of(t)),
            within=lambda t: _treated_anew(case, t),
        ),
    }


def _by_insurer(traject: Row, outcome: Outcome) -> bool:
    """Tell whether zvw or fz pays; a traject without financiering is left out, and counted."""
    if traject["financiering"] is None:
        outcome.buiten_beeld += 1
    return traject["financiering"] in ("zvw", "fz")


def _treated_anew(case: Case, traject: Row) -> Truth:
    """Return whether a traject for a new zorgvraag that did not come over from 2021 has a behandelconsult."""
    return and3(
        traject["nieuwe_zorgvraag"] is not False,
        in3(traject["financiering"], ("zvw", "fz")),
        traject["startdatum"] > SYSTEM_BEGAN,
        any(r["consulttype"] == "behandeling" for r in case.rows_of(traject, "consult")),
    )


def _first_weeks(case: Case) -> tuple[Outcome, Outcome]:
    """RB-01 and RB-02: the regiebehandelaar sees the patient in the first 42 days.

    With at most four contacts the next one may still be his, unless there is no next one: the traject is closed.
    """
    rb01, rb02 = Outcome(), Outcome()
    for traject in case.trajecten:
        diagnostic = [r for r in case.rows_of(traject) if is_diagnostic(r)]
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
            outcomes = (VOLDOET, VOLDOET) if is_closed(traject, case.peildatum) else (LOOPT, AFWIJKING)
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
