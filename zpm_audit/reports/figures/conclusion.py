"""What a run comes down to: its first line, and its verdict as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from zpm_audit.base.language import Noun, Text
from zpm_audit.checks.verdict import Status
from zpm_audit.reports.figures.totals import Totals
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.shared import DEVIATION, ROW

#: There are open errors; only signals; nothing found but not everything judged; all in order; nothing judged at all.
Conclusion = Literal["fouten", "signalen", "onvolledig", "akkoord", "niets"]

_VERDICT = Noun(Text("oordeel", "verdict"), Text("oordelen", "verdicts"))
_TERM = Noun(Text("lopende termijn", "term"), Text("lopende termijnen", "terms"))


def first_line(found: Totals, undetermined_units: int) -> Text:
    """Return the first line of output and report: what did not run and what could not be judged comes first."""
    broken = found.per_status[Status.MISLUKT]
    rows, verdicts = ROW.counted(undetermined_units), _VERDICT.counted(found.undetermined)
    deviating, running = DEVIATION.counted(found.open), _TERM.counted(found.running)
    return Text(
        f"{found.silent} van {found.checks} checks niet uitgevoerd{f' (waarvan {broken} mislukt)' if broken else ''}, "
        f"{rows.nl} onbepaald ({verdicts.nl}), {deviating.nl}, {running.nl}.",
        f"{found.silent} of {found.checks} checks not executed{f' ({broken} of them failed)' if broken else ''}, "
        f"{rows.en} undetermined ({verdicts.en}), {deviating.en}, {running.en} still running.",
    )


def conclusion(checks: Sequence[CheckPart], found: Totals) -> Conclusion:
    """Return the verdict on the run as a whole. Accepted deviations are not open."""
    open_severities = {c.ernst for c in checks if c.counts.open > 0}
    if "fout" in open_severities:
        return "fouten"
    if open_severities:
        return "signalen"
    if not found.population:
        return "niets"
    return "onvolledig" if found.silent or found.undetermined else "akkoord"
