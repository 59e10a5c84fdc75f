"""``resultaat.json``, for machines: all checks with their counts, and totals. The same input gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zpm_audit.base.language import Language
from zpm_audit.engine.outcome import Status
from zpm_audit.findings.model import Audit, CheckResult


def write_result(audit: Audit, run: Mapping[str, Any], target: Path, language: Language) -> None:
    """Write the file; ``run`` holds what identifies the run beside its totals."""
    checks = [_check(result, language) for result in audit.checks]
    content = {"run": {**run, **totals(audit)}, "checks": checks}
    target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def totals(audit: Audit) -> dict[str, Any]:
    """Return the totals of the run."""
    counts = [r.counts for r in audit.checks]
    statuses = {str(s): sum(r.status is s for r in audit.checks) for s in Status}
    return {
        "prestaties_beoordeeld": audit.judged_rows,
        "prestaties_toekomst": audit.future_rows,
        "prestaties_niet_declarabel": audit.not_declarable,
        "checks_per_status": statuses,
        "afwijking": sum(c.afwijking for c in counts),
        "onbepaald": sum(c.onbepaald for c in counts),
        "onbepaald_rijen": audit.undetermined_units,
        "loopt": sum(c.loopt for c in counts),
        "over_tijd": sum(r.overdue for r in audit.checks),
        "impact_eur": euros(audit.impact_cent),
    }


def euros(cents: int | None) -> float | None:
    """Return whole cents as euros; None stays unknown."""
    return None if cents is None else cents / 100


def _check(result: CheckResult, language: Language) -> dict[str, Any]:
    counts = result.counts
    return {
        "id": result.check.id,
        "versie": result.check.versie,
        "ernst": result.check.ernst,
        "status": str(result.status),
        "reden": result.reason.in_(language) if result.reason else None,
        "populatie": counts.populatie,
        "voldoet": counts.voldoet,
        "afwijking": counts.afwijking,
        "geaccepteerd": counts.geaccepteerd,
        "onbepaald": counts.onbepaald,
        "loopt": counts.loopt,
        "buiten_beeld": counts.buiten_beeld,
        "impact_eur": euros(result.impact_cent),
        "impact_onbekend": result.impact_unknown,
        "over_tijd": result.overdue,
        "thema": result.check.thema,
        "zekerheid": result.check.zekerheid,
    }
