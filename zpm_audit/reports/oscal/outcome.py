"""What a check came to: its observation, and the finding on its objective.

OSCAL knows two states. *Satisfied* is only said where everything was judged and nothing deviates: what is unknown, what
did not run and what had nothing to judge is *not satisfied*, with the reason and in words what is the matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zpm_audit.base.language import Text
from zpm_audit.checks.verdict import Status
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.model import Report
from zpm_audit.reports.oscal.shape import amount, filled, identifier, line, moment, properties
from zpm_audit.reports.parts import CheckPart


def objective(check: CheckPart) -> str:
    """Return how the objective of a check is named."""
    return f"{check.id}_obj"


def observation(check: CheckPart, report: Report) -> dict[str, Any]:
    """Return what was counted on a check, and where its rows are."""
    mark, taal = report.kenmerk, report.taal
    population = Text("Alles waar de check over gaat.", "Everything that the check is about.").in_(taal)
    return filled(
        {
            "uuid": identifier(mark, "observation", check.id),
            "title": line(f"{check.id}: {check.titel}"),
            "description": _counted(check, report),
            "props": properties(_numbers(check)),
            "methods": ["TEST"],
            "types": ["control-objective"],
            "origins": [origin(report)],
            "subjects": [
                {
                    "subject-uuid": identifier(mark, "resource", "export"),
                    "type": "resource",
                    "title": line(check.populatie_tekst) or population,
                }
            ],
            "relevant-evidence": list(_evidence(check, report)),
            "collected": moment(report.uitgevoerd),
        }
    )


def finding(check: CheckPart, report: Report, risks: Sequence[str]) -> dict[str, Any]:
    """Return the finding on a check; ``risks`` are the identifiers of those that it bears on."""
    mark = report.kenmerk
    satisfied, reason = state(check, report)
    target: dict[str, Any] = {
        "type": "objective-id",
        "target-id": objective(check),
        "title": line(check.titel),
        "status": filled(
            {
                "state": "satisfied" if satisfied else "not-satisfied",
                "reason": reason,
                "remarks": "\n\n".join(_remarks(check, report)),
            }
        ),
    }
    if check.status is Status.NIET_VAN_TOEPASSING:
        target["implementation-status"] = {"state": "not-applicable"}
    return filled(
        {
            "uuid": identifier(mark, "finding", check.id),
            "title": line(f"{check.id}: {check.titel}"),
            "description": _told(check, report),
            "props": properties({"status": check.status, "severity": check.ernst, "impact-eur": _impact(check)}),
            "origins": [origin(report)],
            "target": target,
            "related-observations": [{"observation-uuid": identifier(mark, "observation", check.id)}],
            "related-risks": [{"risk-uuid": uuid} for uuid in risks],
            "remarks": check.wat_te_doen.strip() if check.counts.afwijking else "",
        }
    )


def origin(report: Report) -> dict[str, Any]:
    """Return who says so: this tool."""
    return {"actors": [{"type": "tool", "actor-uuid": identifier(report.kenmerk, "component", "zpm-audit")}]}


def state(check: CheckPart, report: Report) -> tuple[bool, str]:
    """Tell whether the objective of a check is satisfied, and by what: ``pass``, ``fail`` or ``other``."""
    if check.status is Status.AFWIJKINGEN:
        return False, "fail"
    good = check.status is Status.AKKOORD and check.counts.voldoet > 0 and not any(_unknown(check, report))
    return good, "pass" if good else "other"


def _unknown(check: CheckPart, report: Report) -> Iterator[Text]:
    """Yield everything because of which nobody can say that all is well."""
    counts = check.counts
    if counts.onbepaald:
        yield Text(
            f"Onbepaald: {fmt.integer(counts.onbepaald, 'nl')}; een gegeven is leeg. Dat is geen goedkeuring.",
            f"Undetermined: {fmt.integer(counts.onbepaald, 'en')}; a value is empty. That is no approval.",
        )
    if counts.buiten_beeld:
        yield Text(
            f"Buiten beeld: {fmt.integer(counts.buiten_beeld, 'nl')}; of de check daarover gaat is niet te zeggen.",
            f"Out of sight: {fmt.integer(counts.buiten_beeld, 'en')}; nobody can say whether the check is about those.",
        )
    if check.over_tijd:
        yield Text(
            f"Lopende termijnen over hun uiterste datum: {fmt.integer(check.over_tijd, 'nl')}.",
            f"Running terms past their last day: {fmt.integer(check.over_tijd, 'en')}.",
        )
    for table in check.opzij:
        yield Text(
            f"Rijen opzij van {table.tabel}: {fmt.integer(table.rijen, 'nl')}; dat kan de uitkomst veranderen.",
            f"Rows of {table.tabel} set aside: {fmt.integer(table.rijen, 'en')}; that may change the outcome.",
        )
    if not report.vertrouwen.voldoende:
        yield Text("Op deze export is niet te bouwen.", "This export cannot be built on.")


def _remarks(check: CheckPart, report: Report) -> Iterator[str]:
    """Yield in words what the two states of OSCAL cannot say."""
    taal = report.taal
    if not check.ran:
        yield _silent(check)
        return
    if check.status is Status.NIET_VAN_TOEPASSING:
        told = Text(
            f"{check.status_titel}: er was niets te beoordelen. Dat is geen goedkeuring.",
            f"{check.status_titel}: there was nothing to judge. That is no approval.",
        )
        yield told.in_(taal)
    counts = check.counts
    if counts.geaccepteerd:
        yield Text(
            f"Geaccepteerd: {fmt.integer(counts.geaccepteerd, 'nl')} van {fmt.integer(counts.afwijking, 'nl')}; het "
            "blijven afwijkingen.",
            f"Accepted: {fmt.integer(counts.geaccepteerd, 'en')} of {fmt.integer(counts.afwijking, 'en')}; they remain "
            "deviations.",
        ).in_(taal)
    for told in _unknown(check, report):
        yield told.in_(taal)
    if counts.loopt:
        yield Text(
            f"Nog lopend op de peildatum: {fmt.integer(counts.loopt, 'nl')}.",
            f"Still running on the peildatum: {fmt.integer(counts.loopt, 'en')}.",
        ).in_(taal)


def _told(check: CheckPart, report: Report) -> str:
    """Return the status of a check, and what may come of it where it is not as it should be."""
    counted = f"{check.status_titel}: {_counted(check, report)}" if check.ran else _counted(check, report)
    return "\n\n".join(filter(None, (counted, check.risico.strip() if check.counts.afwijking else "")))


def _counted(check: CheckPart, report: Report) -> str:
    if not check.ran:
        return _silent(check)
    c, taal = check.counts, report.taal
    told = {
        Text("populatie", "population"): c.populatie,
        Text("voldoet", "compliant"): c.voldoet,
        Text("afwijking", "deviation"): c.afwijking,
        Text("onbepaald", "undetermined"): c.onbepaald,
        Text("loopt", "running"): c.loopt,
        Text("buiten beeld", "out of sight"): c.buiten_beeld,
    }
    return ", ".join(f"{name.in_(taal)} {fmt.integer(number, taal)}" for name, number in told.items()) + "."


def _silent(check: CheckPart) -> str:
    return f"{check.status_titel}: {check.reden}" if check.reden else check.status_titel


#: How the counts of a check are named here, by their name in the result.
COUNTS = {
    "populatie": "population",
    "voldoet": "compliant",
    "afwijking": "deviation",
    "geaccepteerd": "accepted",
    "onbepaald": "undetermined",
    "loopt": "running",
    "buiten_beeld": "out-of-sight",
}


def _numbers(check: CheckPart) -> dict[str, object]:
    """Return the counts; those of a check without an outcome say nothing, and are not zero."""
    told: dict[str, object] = {"status": check.status}
    if check.ran:
        told |= {name: getattr(check.counts, ours) for ours, name in COUNTS.items()}
        told |= {"overdue": check.over_tijd, "impact-eur": _impact(check), "impact-unknown": check.impact_onbekend}
    return told


def _impact(check: CheckPart) -> str | None:
    return None if check.impact_cent is None else amount(check.impact_cent)


def _evidence(check: CheckPart, report: Report) -> Iterator[dict[str, str]]:
    """Yield the lists that hold the rows of a check."""
    counts = check.counts
    for file, number in (
        ("bevindingen.csv", counts.afwijking),
        ("onbepaald.csv", counts.onbepaald),
        ("lopend.csv", counts.loopt),
    ):
        if number:
            told = Text(
                f"{file}, regels met check_id {check.id}: {fmt.integer(number, 'nl')}",
                f"{file}, rows with check_id {check.id}: {fmt.integer(number, 'en')}",
            )
            yield {"href": file, "description": told.in_(report.taal)}
