"""KP: figures over a month or a day that are plausible or not."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.oracle.case import Case, Outcome, Row
from tests.oracle.logic import verdict


def judge_figures(case: Case) -> dict[str, Outcome]:
    """Judge KP-01 and KP-02."""
    return {"ZPM-KP-01": _as_forecast(case), "ZPM-KP-02": _long_days(case)}


def _minutes(rows: list[Row]) -> int:
    return sum(r["gerealiseerde_minuten"] or 0 for r in rows)


def _as_forecast(case: Case) -> Outcome:
    """KP-01: what was done in a month that is over is within a tenth of what was foreseen."""
    if not case.prognose:
        return Outcome(not_run=True)
    outcome = Outcome()
    for line in case.prognose:
        maand, groep, aantal = line["maand"], line["prestatiegroep"], line["aantal"]
        next_month = date(maand.year + maand.month // 12, maand.month % 12 + 1, 1)
        if case.peildatum < next_month:
            continue
        realised = 0
        for row in case.of_group(groep):
            same_month = (row["datum"].year, row["datum"].month) == (maand.year, maand.month)
            realised += same_month and all(wanted in (None, row[name]) for name, wanted in _narrowed(line).items())
        near = realised == 0 if aantal == 0 else 10 * abs(realised - aantal) <= abs(aantal)
        narrowed = ["" if wanted is None else str(wanted) for wanted in _narrowed(line).values()]
        outcome.add("|".join([str(maand), narrowed[0], groep, *narrowed[1:]]), verdict(near))
    return outcome


def _narrowed(line: Row) -> dict[str, Any]:
    """Return what a line of the prognose may narrow its count to; what is empty narrows nothing."""
    return {"setting": line["setting"], "consulttype": line.get("consulttype")}


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
