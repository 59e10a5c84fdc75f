"""What ``resultaat.json`` says of the norms that people test."""

from __future__ import annotations

from typing import Any

from zpm_audit.reports.model import Report


def by_hand_result(report: Report) -> dict[str, Any] | None:
    """Return what was found per norm; None where no work programme was given."""
    found = report.met_de_hand
    if found is None:
        return None
    return {
        "trekking": found.draw,
        "run_id": found.run_id,
        "zaad": found.seed,
        "aantallen": dict(found.counts),
        "normen": [
            {
                "kader": one.framework,
                "norm": one.norm,
                "stand": one.state,
                "eenheden": one.units,
                "omvang": one.drawn,
                "beoordeeld": one.judged,
                "fouten": one.errors,
                "waarschijnlijke_fout": one.likely,
                "bovengrens": one.upper,
                "conclusie": one.told.in_(report.taal),
            }
            for one in found.outcomes
        ],
    }
