"""SE and KP: figures over a zorgtraject, a month or a day that are plausible or not."""

from __future__ import annotations

from datetime import date

from tests.oracle.case import Case, Outcome, Row, over
from tests.oracle.logic import Truth, and3, eq3, or3, verdict


def judge_figures(case: Case) -> dict[str, Outcome]:
    """Judge SE-01, SE-02, KP-01 and KP-02."""
    trajecten, key = case.trajecten, "zorgtraject_id"
    se02 = Outcome(not_run=True)
    if case.behandelaren:
        se02 = over(trajecten, key, lambda t: _mix(case, t), within=lambda t: _has_mix(case, t))
    return {
        "ZPM-SE-01": over(trajecten, key, lambda t: _travels(case, t), within=lambda t: _outreaching(case, t)),
        "ZPM-SE-02": se02,
        "ZPM-KP-01": _as_forecast(case),
        "ZPM-KP-02": _long_days(case),
    }


def _minutes(rows: list[Row], column: str = "gerealiseerde_minuten") -> int:
    return sum(r[column] or 0 for r in rows)


def _all_in(consults: list[Row], setting: int) -> Truth:
    return and3(*(eq3(r["setting"], setting) for r in consults))


def _outreaching(case: Case, traject: Row) -> Truth:
    consults = case.rows_of(traject, "consult")
    return and3(_all_in(consults, 4), _minutes(consults) > 0)


def _travels(case: Case, traject: Row) -> Truth:
    """SE-01: who works outreaching, travels: at least a fifth of the minutes of the consults."""
    travelled = _minutes(case.rows_of(traject, "reistijd"), "reistijd_minuten")
    return travelled * 100 >= 20 * _minutes(case.rows_of(traject, "consult"))


def _is_listed(case: Case, row: Row) -> Truth:
    if row["behandelaar_id"] is None:
        return None
    return case.category_on(row["behandelaar_id"], row["datum"]) is not None


def _has_mix(case: Case, traject: Row) -> Truth:
    consults = case.rows_of(traject, "consult")
    of_one_kind = or3(_all_in(consults, 2), _all_in(consults, 3))
    return and3(of_one_kind, _minutes(consults) > 0, *(_is_listed(case, r) for r in consults))


def _mix(case: Case, traject: Row) -> Truth:
    """SE-02: monodisciplinary care is nine tenths by one beroepscategorie, multidisciplinary care is not."""
    consults = case.rows_of(traject, "consult")
    per_category: dict[str | None, int] = {}
    for row in consults:
        category = case.category_on(row["behandelaar_id"], row["datum"])
        per_category[category] = per_category.get(category, 0) + (row["gerealiseerde_minuten"] or 0)
    mostly_one = max(per_category.values()) * 100 >= 90 * _minutes(consults)
    return mostly_one if consults[0]["setting"] == 2 else not mostly_one


def _as_forecast(case: Case) -> Outcome:
    """KP-01: what was done in a month that is over is within a tenth of what was foreseen."""
    if not case.prognose:
        return Outcome(not_run=True)
    outcome = Outcome()
    for line in case.prognose:
        maand, setting, groep, aantal = line["maand"], line["setting"], line["prestatiegroep"], line["aantal"]
        next_month = date(maand.year + maand.month // 12, maand.month % 12 + 1, 1)
        if case.peildatum < next_month:
            continue
        realised = 0
        for row in case.of_group(groep):
            same_month = (row["datum"].year, row["datum"].month) == (maand.year, maand.month)
            if same_month and (setting is None or row["setting"] == setting):
                realised += 1
        near = realised == 0 if aantal == 0 else 10 * abs(realised - aantal) <= abs(aantal)
        outcome.add(f"{maand}|{'' if setting is None else setting}|{groep}", verdict(near))
    return outcome


def _long_days(case: Case) -> Outcome:
    """KP-02: nobody works more than ten hours of direct time a day."""
    outcome = Outcome()
    days: dict[tuple[str | None, date], list[Row]] = {}
    for row in case.of_group("consult"):
        days.setdefault((row["behandelaar_id"], row["datum"]), []).append(row)
    for (behandelaar, datum), rows in days.items():
        if outcome.places(None if behandelaar is None else True):
            outcome.add(f"{behandelaar}|{datum}", verdict(_minutes(rows) <= 600))
    return outcome
