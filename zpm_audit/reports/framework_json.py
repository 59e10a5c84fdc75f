"""What ``resultaat.json`` says of the control framework."""

from __future__ import annotations

from typing import Any

from zpm_audit.reports.figures.framework import duration_of
from zpm_audit.reports.figures.framework_rows import unwatched
from zpm_audit.reports.model import Report


def framework_result(report: Report) -> dict[str, Any] | None:
    """Return every measure with what was seen of it, and what the framework leaves open; None without a framework."""
    found = report.raamwerk
    if found is None:
        return None
    measures = []
    for one in report.measure_outcomes:
        took = duration_of(one.measure, found)
        parts = {"opzet": one.design, "bestaan": one.existence, "werking": one.operation}
        measures.append(
            {
                "id": one.measure.id,
                **{name: {"stand": shown.state, "bewijs": shown.evidence} for name, shown in parts.items()},
                "hersteld": took.solved if found.archived else None,
                "langste_dagen": took.longest,
                "open": took.standing if found.archived else None,
                "oudste_dagen": took.oldest,
            }
        )
    return {
        "periode": found.framework.file.periode,
        "runs": len(found.runs_in()),
        "maatregelen": measures,
        "risicos_zonder_maatregel": [risk.id for risk in found.framework.uncovered],
        "maatregelen_zonder_risico": [measure.id for measure in found.framework.idle],
        "checks_zonder_maatregel": list(unwatched(report)),
    }
