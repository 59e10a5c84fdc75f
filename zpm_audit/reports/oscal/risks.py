"""The risks that a run tells of: those of the control framework, and per acceptance the deviations that it covers.

OSCAL has a place for an approved deviation: a risk of that status. An acceptance that is over has an open one. Whose
rows it is about is not said, for a person wrote that, and may have written a patient.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zpm_audit.base.language import Text
from zpm_audit.configuration.framework.model import Measure, Risk
from zpm_audit.findings.acceptances.outcome import Applied
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.framework import MeasureOutcome
from zpm_audit.reports.model import Report
from zpm_audit.reports.oscal.outcome import origin
from zpm_audit.reports.oscal.shape import NAMESPACE, amount, filled, identifier, line, moment, properties


def risks(report: Report) -> list[dict[str, Any]]:
    """Return every risk."""
    return [*_of_framework(report), *(_accepted(one, report) for one in _applied(report))]


def risks_of(check_id: str, report: Report) -> list[str]:
    """Return the identifiers of the risks that a check bears on."""
    mark, found = report.kenmerk, report.raamwerk
    named = [
        identifier(mark, "risk", risk.id)
        for risk in (found.framework.file.risicos if found else ())
        if found and any(check_id in measure.checks for measure in found.framework.measures_of(risk))
    ]
    accepted = [identifier(mark, "acceptance", a.entry.id) for a in _applied(report) if a.entry.check == check_id]
    return [*named, *accepted]


def _of_framework(report: Report) -> Iterator[dict[str, Any]]:
    found = report.raamwerk
    if found is None:
        return
    outcomes = {one.measure.id: one for one in report.measure_outcomes}
    for risk in found.framework.file.risicos:
        yield _risk(risk, [outcomes[m.id] for m in found.framework.measures_of(risk)], report)


def _risk(risk: Risk, measures: list[MeasureOutcome], report: Report) -> dict[str, Any]:
    """Return a risk of the framework. It stays open: an audit closes none."""
    facets = {"likelihood": risk.kans, "impact": risk.impact, "weight": risk.weight}
    checks = {check for one in measures for check in one.measure.checks}
    return filled(
        {
            "uuid": identifier(report.kenmerk, "risk", risk.id),
            "title": line(f"{risk.id}: {risk.naam}"),
            "description": risk.toelichting or risk.naam,
            "statement": risk.naam,
            "props": properties({"risk-id": risk.id, "objective": risk.doelstelling, "level": risk.level}),
            "status": "open",
            "characterizations": [
                {
                    "origin": origin(report),
                    "facets": [{"name": n, "system": NAMESPACE, "value": str(v)} for n, v in facets.items()],
                }
            ],
            "mitigating-factors": [_mitigating(one, risk, report) for one in measures],
            "related-observations": _observed([c.id for c in report.checks if c.id in checks], report),
        }
    )


def _mitigating(one: MeasureOutcome, risk: Risk, report: Report) -> dict[str, Any]:
    measure: Measure = one.measure
    shown = {"design": one.design, "existence": one.existence, "operation": one.operation}
    told = (
        Text(f"opzet: {one.design.evidence}", f"design: {one.design.evidence}"),
        Text(f"bestaan: {one.existence.evidence}", f"existence: {one.existence.evidence}"),
        Text(f"werking: {one.operation.evidence}", f"operation: {one.operation.evidence}"),
    )
    return {
        "uuid": identifier(report.kenmerk, "measure", f"{risk.id}\n{measure.id}"),
        "description": "\n\n".join((measure.naam, *(text.in_(report.taal) for text in told))),
        "props": properties(
            {
                "measure-id": measure.id,
                "owner": measure.eigenaar,
                "frequency": measure.frequentie,
                "kind": measure.soort,
                **{name: part.state for name, part in shown.items()},
            }
        ),
    }


def _applied(report: Report) -> tuple[Applied, ...]:
    """Return the acceptances that are about findings of this run."""
    found = report.acceptaties
    return tuple(one for one in found.applied if one.state in {"gebruikt", "verlopen"} and one.found) if found else ()


def _accepted(one: Applied, report: Report) -> dict[str, Any]:
    entry, holds = one.entry, one.state == "gebruikt"
    numbers = (fmt.integer(one.number, "nl"), fmt.integer(one.number, "en"))
    until = (fmt.day(entry.tot, "nl"), fmt.day(entry.tot, "en"))
    told = Text(
        f"Geaccepteerd door {entry.door}, tot en met {until[0]}; afwijkingen: {numbers[0]}.",
        f"Accepted by {entry.door}, up to and including {until[1]}; deviations: {numbers[1]}.",
    )
    if not holds:
        told = Text(
            f"De acceptatie van {entry.door} gold tot en met {until[0]}: zij geldt niet meer.",
            f"The acceptance of {entry.door} held up to and including {until[1]}: it no longer does.",
        )
    return filled(
        {
            "uuid": identifier(report.kenmerk, "acceptance", entry.id),
            "title": line(Text(f"Acceptatie {entry.id}", f"Acceptance {entry.id}").in_(report.taal)),
            "description": told.in_(report.taal),
            "statement": told.in_(report.taal),
            "props": properties(
                {
                    "acceptance-id": entry.id,
                    "accepted-by": entry.door,
                    "second-person": entry.tweede,
                    "accepted-on": entry.op.isoformat(),
                    "found": one.found,
                    "accepted": one.number,
                    "left-open": one.left_open,
                    "impact-eur": None if one.impact_cent is None else amount(one.impact_cent),
                }
            ),
            "status": "deviation-approved" if holds else "open",
            "deadline": moment(entry.tot),
            "related-observations": _observed([entry.check], report),
        }
    )


def _observed(checks: list[str], report: Report) -> list[dict[str, str]]:
    return [{"observation-uuid": identifier(report.kenmerk, "observation", check)} for check in checks]
