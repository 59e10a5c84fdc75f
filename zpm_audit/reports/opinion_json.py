"""What ``resultaat.json`` says of the outcome against its tolerances."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from zpm_audit.reports.figures.opinion import Opinion
from zpm_audit.reports.figures.weighing import Weighed
from zpm_audit.reports.model import Report


def opinion_result(report: Report) -> dict[str, Any] | None:
    """Return every opinion by what it is about; None where no tolerance was set."""
    asked = report.tolerantie
    if asked is None:
        return None
    found: dict[str, Any] = {"geheel": None, "themas": {}, "checks": {}}
    for one in report.opinions:
        told = _opinion(one)
        if one.scope == "geheel":
            found["geheel"] = told
        else:
            found["themas" if one.scope == "thema" else "checks"][one.key] = told
    unused = [text.in_(report.taal) for text in asked.unused]
    return {**found, "opzij_raakt": asked.per_row_aside, "steekproeven_ongebruikt": unused}


def _opinion(one: Opinion) -> dict[str, Any]:
    told: dict[str, Any] = {"conclusie": one.verdict, "conclusie_open": one.open_verdict, "rijen": None, "eur": None}
    for found, left in zip(one.found, one.open, strict=True):
        told[found.measure] = _weighed(found) | {
            "bekend_open": _number(found, left.known),
            "conclusie_open": left.verdict,
            "waarom_open": [d.kind for d in left.undecided] if left.verdict == "niet_vast_te_stellen" else [],
        }
    money = told["eur"]
    if money is not None:
        money |= {"te_veel_eur": one.errors.too_much / 100, "te_weinig_eur": one.errors.too_little / 100}
    return told


def _weighed(found: Weighed) -> dict[str, Any]:
    sample = found.projection
    return {
        "tolerantie": float(found.limit) if found.measure == "rijen" else float(found.limit) / 100,
        "bekend": _number(found, found.known),
        "van": _number(found, found.whole),
        "waarschijnlijk": _number(found, found.likely),
        "bovengrens": _number(found, found.upper),
        "steekproef": None
        if sample is None
        else {
            "trekking": sample.draw,
            "n": sample.n,
            "fouten": sample.errors,
            "betrouwbaarheid": float(sample.confidence),
        },
        "onbekend": [{"soort": d.kind, "aantal": d.number, "hoogstens": _number(found, d.most)} for d in found.doubts],
        "conclusie": found.verdict,
        "waarom": [d.kind for d in found.undecided] if found.verdict == "niet_vast_te_stellen" else [],
    }


def _number(found: Weighed, value: int | Fraction | None) -> float | int | None:
    """Return a figure as JSON knows numbers: euros, or rows; what a sample estimates need not be whole."""
    if value is None:
        return None
    if found.measure == "eur":
        return round(float(value)) / 100
    return value if isinstance(value, int) else float(value)
