"""Fills in what a suite leaves open until an export and a peildatum are there: dates, amounts and known keys.

``gx_suite`` gives the suite as Great Expectations itself reads it: ``gx.ExpectationSuite(**gx_suite(...))``.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from zpm_audit.intake.contract.model import BETWEEN, IN_SET, NOT_IN_SET, REGEX, Expectation, Severity, Suite
from zpm_audit.register.schema import Column

#: Gives all values of a column of another table: (table, column) -> values.
KnownValues = Callable[[str, str], list[Any]]

_GX_SEVERITY: dict[Severity, str] = {"fout": "critical", "signaal": "warning"}


def resolve_date(declared: object, peildatum: date) -> date:
    """Return the date that ``declared`` stands for: a date, or one that is counted from the peildatum."""
    if isinstance(declared, Mapping):
        shift = declared["peildatum"]
        return _shifted(peildatum, shift.get("plus_jaren", 0), shift.get("plus_dagen", 0))
    return declared if isinstance(declared, date) else date.fromisoformat(str(declared))


def _shifted(day: date, years: int, days: int) -> date:
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        return date.min if years < 0 else date.max
    leap_day = (day.month, day.day) == (2, 29) and not isleap(year)
    moved = day.replace(year=year, day=28) if leap_day else day.replace(year=year)
    try:
        return moved + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def bounds(expectation: Expectation, peildatum: date) -> tuple[Any, Any]:
    """Return the lower and upper bound, of the type of the canonical column (amounts in cents); None where open."""
    column = expectation.column_of(expectation.judged[0])
    low, high = (_bound(expectation.kwargs.get(name), column, peildatum) for name in ("min_value", "max_value"))
    return low, high


def listed(expectation: Expectation) -> list[Any]:
    """Return the values of a list, of the type of the canonical column."""
    values = list(expectation.kwargs["value_set"])
    kind = expectation.column_of(expectation.judged[0]).kind
    return [time.fromisoformat(v) for v in values] if kind == "time" else values


def excludes_everything(expectation: Expectation, peildatum: date) -> bool:
    """Tell whether the bounds cross on this peildatum, so that no value could ever comply."""
    if expectation.type != BETWEEN:
        return False
    low, high = bounds(expectation, peildatum)
    return low is not None and high is not None and low > high


def _bound(declared: object, column: Column, peildatum: date) -> Any:
    if declared is None:
        return None
    if column.kind in {"date", "datetime"}:
        day = resolve_date(declared, peildatum)
        return datetime.combine(day, time()) if column.kind == "datetime" else day
    if column.scale > 1:
        return round(float(str(declared)) * column.scale)
    return declared


def gx_suite(suite: Suite, peildatum: date, known: KnownValues) -> dict[str, Any]:
    """Return the suite with every placeholder filled in, in the shape of Great Expectations' own suite JSON.

    Dates are midnight, as pandas keeps them, and amounts are euros.
    """
    return {
        "name": suite.name,
        "expectations": [
            {
                "type": e.type,
                "kwargs": gx_kwargs(e, peildatum, known),
                "meta": {"nummer": e.number, "omschrijving": e.description._asdict(), "waarom": e.why._asdict()},
                "severity": _GX_SEVERITY[e.severity],
            }
            for e in suite.expectations
        ],
    }


def gx_kwargs(expectation: Expectation, peildatum: date, known: KnownValues) -> dict[str, Any]:
    """Return the arguments of one expectation with every placeholder filled in."""
    kwargs = dict(expectation.kwargs)
    if expectation.reference is not None:
        kwargs["value_set"] = known(*expectation.reference)
    elif expectation.type in {IN_SET, NOT_IN_SET}:
        # A clock time is text there.
        kwargs["value_set"] = [v.isoformat() if isinstance(v, time) else v for v in listed(expectation)]
    if expectation.type == REGEX:
        # Python's $ also matches before a newline at the end; the end itself is meant.
        kwargs["regex"] = kwargs["regex"].removesuffix("$") + r"\Z"
    if expectation.type == BETWEEN:
        kind = expectation.column_of(expectation.judged[0]).kind
        if kind in {"date", "datetime"}:
            for name in {"min_value", "max_value"} & set(kwargs):
                kwargs[name] = datetime.combine(resolve_date(kwargs[name], peildatum), time())
    return kwargs
