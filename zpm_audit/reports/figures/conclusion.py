"""What a run comes down to: its first line, and its verdict as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from zpm_audit.base.language import Language, Noun, Text
from zpm_audit.checks.verdict import Status
from zpm_audit.reconciliation.vertrouwen import Vertrouwen
from zpm_audit.reports.figures.format import integer
from zpm_audit.reports.figures.totals import Totals
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.shared import DEVIATION, ROW

#: There are open errors; only signals; nothing found but not everything judged; all in order; nothing judged at all.
Conclusion = Literal["fouten", "signalen", "onvolledig", "akkoord", "niets"]

_VERDICT = Noun(Text("oordeel", "verdict"), Text("oordelen", "verdicts"))
_TERM = Noun(Text("lopende termijn", "term"), Text("lopende termijnen", "terms"))


def first_line(found: Totals, undetermined_units: int, language: Language) -> str:
    """Return the first line of output and report: what did not run and what could not be judged comes first.

    Of the running terms those that have passed stand apart: they cannot be met any more.
    """
    said = (
        _ran(found),
        _counted(ROW, undetermined_units),
        _counted(_VERDICT, found.undetermined),
        _counted(DEVIATION, found.open),
        _counted(_TERM, found.running - found.overdue),
        _overdue(found.overdue),
    )
    ran, rows, verdicts, deviating, running, late = (text.in_(language) for text in said)
    undetermined = Text("onbepaald", "undetermined").in_(language)
    still = Text("", " still running").in_(language)
    return f"{ran}, {rows} {undetermined} ({verdicts}), {deviating}, {running}{still}{late}."


def not_to_build_on(found: Vertrouwen, language: Language) -> str:
    """Return why the export cannot be built on, in one sentence."""
    why = "; ".join(reason.kort.in_(language) for reason in found.redenen)
    said = Text("Op deze export is niet te bouwen", "This export cannot be built on").in_(language)
    return f"{said}: {why}."


def _ran(found: Totals) -> Text:
    silent, checks, broken = found.silent, found.checks, found.per_status[Status.MISLUKT]
    return Text(
        f"{silent} van {checks} checks niet uitgevoerd{f' (waarvan {broken} mislukt)' if broken else ''}",
        f"{silent} of {checks} checks not executed{f' ({broken} of them failed)' if broken else ''}",
    )


def _overdue(number: int) -> Text:
    return (
        Text(f", {integer(number, 'nl')} over tijd", f", {integer(number, 'en')} overdue") if number else Text("", "")
    )


def _counted(noun: Noun, number: int) -> Text:
    word = noun.of(number)
    return Text(f"{integer(number, 'nl')} {word.nl}", f"{integer(number, 'en')} {word.en}")


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
