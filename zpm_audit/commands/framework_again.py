"""The control framework of a run that is re-performed: design and existence once more, from the file as it was.

Operation rests on the runs of a series, and those are not re-performed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zpm_audit.commands.runs.recorded import RecordedRun
from zpm_audit.configuration.framework.load import framework_as_kept
from zpm_audit.findings.model import Audit
from zpm_audit.reports.figures.framework import Seen, SeenRun, design, existence


@dataclass(frozen=True)
class FrameworkAgain:
    """How many measures there are, and of which the state is another now than in the run."""

    measures: int
    other: tuple[str, ...]


def framework_again(run: RecordedRun, files: Path, audit: Audit) -> FrameworkAgain | None:
    """Compare the framework among the ``files`` of a run with what the run said of it; None without one."""
    told = run.result["run"].get("raamwerk")
    kept = next(iter(sorted((files / "raamwerk").glob("*"))), None)
    if told is None or kept is None:
        return None
    outcomes = {r.check.id: Seen(str(r.status), r.counts.populatie, r.counts.afwijking) for r in audit.checks}
    sound = run.result["run"]["vertrouwen"]["oordeel"] == "voldoende"
    now = SeenRun(audit.peildatum, sound, outcomes)
    measures = framework_as_kept(kept).file.beheersmaatregelen
    again = {m.id: (design(m, "nl").state, existence(m, now, "nl").state) for m in measures}
    then = _then(told)
    other = sorted(name for name in {*again, *then} if again.get(name) != then.get(name))
    return FrameworkAgain(len(again), tuple(other))


def _then(told: Any) -> dict[str, tuple[str, str]]:
    """Return what the run said per measure; of a result without sense nothing, and then nothing is equal."""
    try:
        return {str(m["id"]): (m["opzet"]["stand"], m["bestaan"]["stand"]) for m in told["maatregelen"]}
    except (KeyError, TypeError):
        return {}
