"""VW: the verwijzing that a zorgtraject rests on."""

from __future__ import annotations

from datetime import timedelta

from tests.oracle.case import Case, Outcome, Row, over
from tests.oracle.logic import AFWIJKING, LOOPT, VOLDOET, Truth, and3, has_digits, in3, le3, verdict
from tests.oracle.oracle_traject import filled, is_zvw


def judge_referrals(case: Case) -> dict[str, Outcome]:
    """Judge VW-01 to VW-04."""
    trajecten, key = case.trajecten, "zorgtraject_id"
    return {
        "ZPM-VW-01": over(
            trajecten,
            key,
            lambda t: t["verwijstype"] in ("01", "02", "03", "04", "06", "07"),
            within=lambda t: and3(is_zvw(t), t["spoed"] is not True, t["nieuwe_zorgvraag"] is not False),
        ),
        "ZPM-VW-02": over(trajecten, key, _fresh_enough, within=_with_letter),
        "ZPM-VW-03": over(
            trajecten,
            key,
            lambda t: _before_care(case, t),
            within=lambda t: and3(_with_letter(t), bool(case.rows_of(t))),
        ),
        "ZPM-VW-04": _right_referrer(case),
    }


def _with_letter(traject: Row) -> Truth:
    """Return whether somebody referred: zvw, not spoed, and a verwijstype with a letter."""
    return and3(is_zvw(traject), traject["spoed"] is not True, in3(traject["verwijstype"], ("01", "02", "07")))


def _fresh_enough(traject: Row) -> Truth:
    """VW-02: the letter was at most nine months old at the aanmelding."""
    letter, aanmelding = traject["verwijsdatum"], traject["aanmelddatum"]
    return None if letter is None or aanmelding is None else le3((aanmelding - letter).days, 275)


def _before_care(case: Case, traject: Row) -> Truth:
    """VW-03: the letter is no younger than the first prestatie."""
    letter = traject["verwijsdatum"]
    return None if letter is None else letter <= min(r["datum"] for r in case.rows_of(traject))


def _right_referrer(case: Case) -> Outcome:
    """VW-04: who referred, is named as the verwijstype asks; a general practitioner may still follow for 60 days."""
    outcome = Outcome()
    for traject in case.trajecten:
        verwijstype, agb = traject["verwijstype"], traject["verwijzer_agb"]
        if not outcome.places(and3(is_zvw(traject), filled(verwijstype))):
            continue
        if verwijstype in ("01", "02"):
            result = verdict(has_digits(agb, 8))
        elif verwijstype in ("04", "06"):
            result = verdict(agb is None)
        elif verwijstype == "03" and agb is None:
            result = LOOPT if case.peildatum <= traject["startdatum"] + timedelta(days=60) else AFWIJKING
        else:
            result = VOLDOET
        outcome.add(traject["zorgtraject_id"], result)
    return outcome
