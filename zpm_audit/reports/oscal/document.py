"""The whole of ``oscal.json``: who and what, by which checks, what was seen, and what it means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from zpm_audit.base.language import Text
from zpm_audit.reports.model import Report
from zpm_audit.reports.oscal.outcome import finding, objective, observation
from zpm_audit.reports.oscal.risks import risks, risks_of
from zpm_audit.reports.oscal.shape import address, filled, identifier, line, moment, properties
from zpm_audit.reports.parts import CheckPart, SourceLine

#: The release of OSCAL whose form this is.
VERSION = "1.2.3"
_ROLES = {
    "prepared-for": ("aanbieder", Text("Over wie de audit gaat", "Whom the audit is about")),
    "prepared-by": ("uitgevoerd_door", Text("Wie de audit uitvoerde", "Who performed the audit")),
    "content-approver": ("beoordeeld_door", Text("Wie de audit beoordeelde", "Who reviewed the audit")),
}


def write_oscal(report: Report, target: Path) -> None:
    """Write the file. The same report gives the same bytes."""
    content = {"assessment-results": assessment_results(report)}
    target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def assessment_results(report: Report) -> dict[str, Any]:
    """Return the report as OSCAL assessment results."""
    mark = report.kenmerk
    catalogue = Text(
        "De checks van deze run: hun sha256 staat in back-matter, elk bestand in manifest.json.",
        "The checks of this run: their sha256 is in back-matter, every file in manifest.json.",
    )
    return {
        "uuid": identifier(mark, "assessment-results"),
        "metadata": _metadata(report),
        "import-ap": {
            "href": f"#{identifier(mark, 'resource', 'catalogus')}",
            "remarks": catalogue.in_(report.taal),
        },
        "local-definitions": {"objectives-and-methods": [_objective(check) for check in report.checks]},
        "results": [_result(report)],
        "back-matter": {"resources": _resources(report)},
    }


def _metadata(report: Report) -> dict[str, Any]:
    mark, taal = report.kenmerk, report.taal
    title = Text("Audit van de registratie volgens het Zorgprestatiemodel", "Audit of the Zorgprestatiemodel")
    hour = Text(
        "Van elk moment is alleen de dag gezegd, zodat hetzelfde werk hetzelfde zegt; manifest.json heeft het uur.",
        "Of every moment only the day is said, so that the same work says the same; manifest.json has the hour.",
    )
    people = {role: (getattr(report, field), told) for role, (field, told) in _ROLES.items() if getattr(report, field)}
    return filled(
        {
            "title": title.in_(taal),
            "last-modified": moment(report.uitgevoerd),
            "version": line(mark),
            "oscal-version": VERSION,
            "props": properties({"language": taal, "tool-version": report.versie}),
            "roles": [{"id": role, "title": told.in_(taal)} for role, (_, told) in people.items()],
            "parties": [
                filled(
                    {
                        "uuid": identifier(mark, "party", role),
                        "type": "organization" if role == "prepared-for" else "person",
                        "name": line(name),
                        "props": properties({"agb": report.agb}) if role == "prepared-for" else [],
                    }
                )
                for role, (name, _) in people.items()
            ],
            "responsible-parties": [
                {"role-id": role, "party-uuids": [identifier(mark, "party", role)]} for role in people
            ],
            "remarks": hour.in_(taal),
        }
    )


def _objective(check: CheckPart) -> dict[str, Any]:
    """Return what a check demands, and of what."""
    demand = filled(
        {
            "id": objective(check),
            "name": "assessment-objective",
            "title": line(check.titel),
            "prose": check.norm_tekst.strip(),
            "links": [_source(source) for source in check.bronnen if source.url],
        }
    )
    method = filled(
        {
            "id": f"{check.id}_method",
            "name": "assessment-method",
            "props": [{"name": "method", "ns": "http://csrc.nist.gov/ns/rmf", "value": "TEST"}],
            "prose": check.populatie_tekst.strip(),
        }
    )
    return filled(
        {
            "control-id": check.id,
            "description": check.titel,
            "props": properties(
                {
                    "version": check.versie,
                    "severity": check.ernst,
                    "theme": check.thema,
                    "certainty": check.zekerheid,
                    "file": check.bestand,
                }
            ),
            "parts": [demand, method],
        }
    )


def _source(source: SourceLine) -> dict[str, str]:
    return {"href": address(source.url), "rel": "reference", "text": line(f"{source.bron} {source.artikel}")}


def _result(report: Report) -> dict[str, Any]:
    mark, taal = report.kenmerk, report.taal
    seen = moment(report.uitgevoerd)
    title = Text(f"Uitkomst op {report.peildatum.isoformat()}", f"Outcome on {report.peildatum.isoformat()}")
    reviewed = Text("Elke check van deze run is een control.", "Every check of this run is a control.")
    period = f"{report.periode.first.isoformat()}/{report.periode.last.isoformat()}" if report.periode else None
    return filled(
        {
            "uuid": identifier(mark, "result"),
            "title": title.in_(taal),
            "description": report.eerste_regel,
            "start": seen,
            "end": seen,
            "props": properties(
                {
                    "mark": mark,
                    "reference-date": report.peildatum.isoformat(),
                    "period": period,
                    "export-sufficient": "yes" if report.vertrouwen.voldoende else "no",
                    "without-acceptances": "yes" if report.zonder_acceptaties else None,
                }
            ),
            "local-definitions": {"assessment-assets": _assets(report)},
            "reviewed-controls": {
                "description": reviewed.in_(taal),
                "control-selections": [{"include-controls": [{"control-id": c.id} for c in report.checks]}],
                "control-objective-selections": [
                    {"include-objectives": [{"objective-id": objective(c)} for c in report.checks]}
                ],
            },
            "observations": [observation(check, report) for check in report.checks],
            "risks": risks(report),
            "findings": [finding(check, report, risks_of(check.id, report)) for check in report.checks],
        }
    )


def _assets(report: Report) -> dict[str, Any]:
    tool = identifier(report.kenmerk, "component", "zpm-audit")
    about = Text(
        "Open audit van registraties volgens het Zorgprestatiemodel.",
        "Open audit of registrations by the Zorgprestatiemodel.",
    )
    return {
        "components": [
            {
                "uuid": tool,
                "type": "software",
                "title": "zpm-audit",
                "description": about.in_(report.taal),
                "props": [{"name": "version", "value": line(report.versie)}],
                "status": {"state": "operational"},
            }
        ],
        "assessment-platforms": [
            {
                "uuid": identifier(report.kenmerk, "platform"),
                "title": "zpm-audit",
                "uses-components": [{"component-uuid": tool}],
            }
        ],
    }


def _resources(report: Report) -> list[dict[str, Any]]:
    """Return what the results rest on, with the hashes by which anybody can tell that it is the same."""
    mark, taal = report.kenmerk, report.taal
    checks, export = Text("Checks", "Checks"), Text("Export", "Export")
    return [
        {
            "uuid": identifier(mark, "resource", "catalogus"),
            "title": checks.in_(taal),
            "props": properties({"sha256": report.catalogus.sha256}),
            "document-ids": [{"identifier": f"sha256:{report.catalogus.sha256}"}],
            "rlinks": [{"href": "manifest.json", "media-type": "application/json"}],
        },
        filled(
            {
                "uuid": identifier(mark, "resource", "export"),
                "title": line(f"{export.in_(taal)} {report.export}"),
                "document-ids": [
                    {"identifier": f"sha256:{one.sha256}"} for one in report.bestanden if one.bytes is None
                ],
                "rlinks": [
                    {"href": address(one.naam), "hashes": [{"algorithm": "SHA-256", "value": one.sha256}]}
                    for one in report.bestanden
                    if one.bytes is not None
                ],
            }
        ),
    ]
