"""AC, FA and BH: acute care, what is claimed, and who is named on the claim."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.oracle.case import Case, Outcome, Row, bedrag, grouped, key_of, nothing, over, over_rows
from tests.oracle.logic import Truth, and3, has_digits, verdict
from tests.oracle.oracle_traject import filled
from tests.oracle.professions import BIG_3, BIG_14

ELFPROEF = (9, 8, 7, 6, 5, 4, 3, 2, -1)
TWO_MONTHS = timedelta(days=62)


def judge_claims(case: Case) -> dict[str, Outcome]:
    """Judge AC-01, FA-01 to FA-09 and BH-01 to BH-03."""
    outcomes = {
        "ZPM-AC-01": _three_days(case),
        "ZPM-FA-05": over_rows(case.judged, lambda row: row["datum"] >= date(2022, 1, 1)),
        "ZPM-FA-06": over_rows(
            case.judged,
            lambda row: row["factuurdatum"] >= row["datum"],
            within=lambda row: filled(row["factuurdatum"]),
        ),
        "ZPM-FA-07": over_rows(
            case.judged, _claimed_in_time, within=lambda row: _is_to_be_claimed(case, row), impact=nothing
        ),
    }
    return outcomes | _tariffs(case) | _codes(case) | _patients(case) | _behandelaren(case)


def _claimed_in_time(row: Row) -> Truth:
    """FA-07: an invoice follows within two months."""
    return bool(row["factuurdatum"] is not None and row["factuurdatum"] <= row["datum"] + TWO_MONTHS)


def _is_to_be_claimed(case: Case, row: Row) -> Truth:
    has_amount = None if row["bedrag_eur"] is None else row["bedrag_eur"] > 0
    is_late = row["datum"] + TWO_MONTHS < case.peildatum
    return and3(has_amount, row["factuurdatum"] is not None or is_late)


def _three_days(case: Case) -> Outcome:
    """AC-01: acute care within the budget lasts three calendar days."""
    acute = [r for r in case.judged if r["acuut_binnen_budget"] is True]
    together = grouped(acute, "zorgtraject_id")

    def eis(row: Row) -> Truth:
        key = key_of(row, "zorgtraject_id")
        if key is None:
            return None
        return bool(row["datum"] <= min(r["datum"] for r in together[key]) + timedelta(days=2))

    return over_rows(acute, eis)


def maximum(case: Case, row: Row) -> int | None:
    line = case.code_line(row["prestatiecode"], row["datum"])
    return None if line is None else line["max_tarief_eur"]


def ten_percent_more(cents: int) -> int:
    """Return an amount and a tenth of it, rounded half up to cents."""
    return (cents * 110 + 50) // 100


def _tariffs(case: Case) -> dict[str, Outcome]:
    """FA-01 and FA-02: not above the maximum; up to a tenth more with a written agreement."""
    if not case.codelijst:
        return {"ZPM-FA-01": Outcome(not_run=True), "ZPM-FA-02": Outcome(not_run=True)}

    def within(row: Row) -> Truth:
        with_maximum = None if row["prestatiecode"] is None else maximum(case, row) is not None
        return and3(filled(row["bedrag_eur"]), with_maximum)

    def bound(row: Row) -> int:
        return ten_percent_more(maximum(case, row) or 0)

    def agreed(row: Row) -> Truth:
        return bool(row["bedrag_eur"] <= (maximum(case, row) or 0) or row["bedrag_eur"] > bound(row))

    return {
        "ZPM-FA-01": over_rows(
            case.judged,
            lambda row: row["bedrag_eur"] <= bound(row),
            within=within,
            impact=lambda row: (bedrag(row) or 0) - bound(row),
        ),
        "ZPM-FA-02": over_rows(case.judged, agreed, within=within, impact=nothing),
    }


def _codes(case: Case) -> dict[str, Outcome]:
    """FA-08 and FA-09: a code that the codelijst holds on that date, for a prestatie of that kind."""
    if case.lacks("codelijst"):
        return {"ZPM-FA-08": Outcome(not_run=True), "ZPM-FA-09": Outcome(not_run=True)}

    def kind_of_code(row: Row) -> Any:
        line = case.code_line(row["prestatiecode"], row["datum"])
        return None if line is None else line["prestatiegroep"]

    return {
        "ZPM-FA-08": over_rows(
            [r for r in case.judged if r["prestatiegroep"] != "consult"],
            lambda row: case.code_line(row["prestatiecode"], row["datum"]) is not None,
            within=lambda row: filled(row["prestatiecode"]),
        ),
        "ZPM-FA-09": over_rows(
            case.judged,
            lambda row: kind_of_code(row) == row["prestatiegroep"],
            within=lambda row: None if row["prestatiecode"] is None else kind_of_code(row) is not None,
            impact=nothing,
        ),
    }


def _patients(case: Case) -> dict[str, Outcome]:
    """FA-03 and FA-04: a bsn that can exist, and patients that are grown up."""
    if not case.patienten:
        return {"ZPM-FA-03": Outcome(not_run=True), "ZPM-FA-04": Outcome(not_run=True)}
    births = {p["patient_id"]: p["geboortedatum"] for p in case.patienten}
    return {
        "ZPM-FA-03": over(case.patienten, "patient_id", lambda p: is_bsn(p["bsn"]), within=lambda p: filled(p["bsn"])),
        "ZPM-FA-04": over_rows(
            case.judged,
            lambda row: row["datum"] >= adult_from(births[row["patient_id"]]),
            within=lambda row: filled(births.get(row["patient_id"])),
            impact=nothing,
        ),
    }


def is_bsn(bsn: str) -> bool:
    """FA-03: nine digits, not all zero, that pass the elfproef."""
    if not has_digits(bsn, 9) or bsn == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(ELFPROEF, bsn, strict=True)) % 11 == 0


def adult_from(birth: date) -> date:
    """Return the eighteenth birthday, which after a birth on 29 February is on 1 March."""
    if (birth.month, birth.day) == (2, 29):
        return date(birth.year + 18, 3, 1)
    return birth.replace(year=birth.year + 18)


def _behandelaren(case: Case) -> dict[str, Outcome]:
    """BH-01 to BH-03: a row per period of a behandelaar, so a verdict per behandelaar and first day."""
    if not case.behandelaren:
        return {f"ZPM-BH-0{number}": Outcome(not_run=True) for number in (1, 2, 3)}
    bh01, bh02, bh03 = Outcome(), Outcome(), Outcome()
    named = {t["regiebehandelaar_id"] for t in case.trajecten if t["financiering"] in ("zvw", "fz") and case.rows_of(t)}
    for row in case.behandelaren:
        subject = f"{row['behandelaar_id']}|{row['geldig_van'] or ''}"
        if row["beroep"] in BIG_3 | BIG_14:
            bh01.add(subject, verdict(has_digits(row["big_nummer"], 11)))
        if bh02.places(filled(row["agb_code"])):
            bh02.add(subject, verdict(has_digits(row["agb_code"], 8)))
        if row["behandelaar_id"] in named:
            bh03.add(subject, verdict(row["agb_code"] is not None))
    return {"ZPM-BH-01": bh01, "ZPM-BH-02": bh02, "ZPM-BH-03": bh03}
