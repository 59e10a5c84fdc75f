"""The conclusion in one sentence: what came out for the prestaties, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zpm_audit.findings.model import PrestatieFigures
from zpm_audit.reports.figures.format import integer, percent, whole_euros
from zpm_audit.reports.words.front import ERROR, SIGNAL, FrontWords

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report


def closing_sentence(report: Report) -> str:
    """Return the sentence."""
    w = FrontWords(report.taal)
    unsound = not report.vertrouwen.voldoende or any(t.tone == "slecht" and t.key != "declaratie" for t in report.trust)
    return (w.slot_export if unsound else "") + _outcome(report, w)


def _outcome(report: Report, w: FrontWords) -> str:
    found, totals = report.prestaties.total, report.totals
    judged = integer(found.beoordeeld, w.language)
    if report.conclusion == "fouten" and found.met_fout:
        return w.slot_fouten.format(
            n=judged,
            fout=integer(found.met_fout, w.language),
            deel=percent(found.met_fout, found.beoordeeld, w.language),
            bedragen=_amounts(found, w),
        )
    if report.conclusion == "fouten":
        errors = f"{integer(totals.errors, w.language)} {ERROR.of(totals.errors).in_(w.language)}"
        return w.slot_andere.format(n=judged, fout=errors)
    if report.conclusion == "signalen":
        signals = f"{integer(totals.signals, w.language)} {SIGNAL.of(totals.signals).in_(w.language)}"
        told = w.slot_signalen_open if totals.errors else w.slot_signalen
        return told.format(n=judged, signaal=signals)
    agreed = w.slot_geaccepteerd if totals.accepted else w.slot_akkoord
    told = {"onvolledig": w.slot_onvolledig, "akkoord": agreed}.get(report.conclusion, w.slot_niets)
    return told.format(n=judged)


def _amounts(found: PrestatieFigures, w: FrontWords) -> str:
    parts = []
    if found.te_veel_cent:
        parts.append(w.slot_veel.format(bedrag=whole_euros(found.te_veel_cent, w.language)))
    if found.te_weinig_cent:
        parts.append(w.slot_weinig.format(bedrag=whole_euros(-found.te_weinig_cent, w.language)))
    if found.bedrag_onbekend:
        parts.append(w.slot_onbekend.format(n=integer(found.bedrag_onbekend, w.language)))
    return w.slot_bedragen.format(delen=", ".join(parts)) if parts else ""
