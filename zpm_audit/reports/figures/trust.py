"""Whether the export can be built on, in three plain verdicts: is it complete, does it reconcile, was it claimed so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.aside import listed
from zpm_audit.reports.parts import ControlTotalPart
from zpm_audit.reports.words.front import FrontWords

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

#: What a verdict says of the export; ``deels`` and ``onbekend`` are no ground to refuse it.
TrustTone = Literal["goed", "deels", "slecht", "onbekend"]


@dataclass(frozen=True)
class Trust:
    """One verdict; ``key`` is ``volledigheid``, ``aansluiting`` or ``declaratie``."""

    key: str
    label: str
    tone: TrustTone
    verdict: str
    reason: str


def trust(report: Report) -> tuple[Trust, ...]:
    """Return the three verdicts."""
    w = FrontWords(report.taal)
    return (_complete(report, w), _reconciles(report, w), _claimed(report, w))


def _complete(report: Report, w: FrontWords) -> Trust:
    totals, contract = report.controletotalen, report.quality.contract
    broken = contract.per_outcome["voldoet_niet"]
    tone, verdict, reason = _against_source(totals, w)
    if broken:
        told = w.vt_contract.format(
            n=fmt.integer(broken, w.language), alle=fmt.integer(len(report.contract), w.language)
        )
        tone, reason = ("deels" if tone == "goed" else tone), f"{reason} {told}"
    return Trust("volledigheid", w.volledigheid, tone, verdict, reason)


def _against_source(totals: Sequence[ControlTotalPart], w: FrontWords) -> tuple[TrustTone, str, str]:
    if not totals:
        return "onbekend", w.vt_niet_vastgesteld, w.vt_geen_totalen
    differing = sum(t.verschil for t in totals)
    if differing:
        return "slecht", w.vt_onvolledig, w.vt_onvolledig_uitleg.format(n=differing, alle=len(totals))
    return "goed", w.vt_volledig, w.vt_volledig_uitleg.format(n=len(totals))


def _reconciles(report: Report, w: FrontWords) -> Trust:
    def part(tone: TrustTone, verdict: str, reason: str) -> Trust:
        return Trust("aansluiting", w.aansluiting_rijen_kort, tone, verdict, reason)

    found = report.aansluiting
    if not report.quality.adds_up or (found and not found.adds_up):
        return part("slecht", w.vt_sluit_niet, w.vt_sluit_niet_uitleg)
    for kind, verdict in (("opzij", w.vt_veel_opzij), ("sleutels", w.vt_sleutels), ("daling", w.vt_minder)):
        reasons = [r.kort.in_(w.language) for r in report.vertrouwen.redenen if r.soort == kind]
        if reasons:
            told = "; ".join(reasons)
            return part("slecht", verdict, f"{told[0].upper()}{told[1:]}.")
    rows = fmt.integer(sum(t.rijen_in for t in report.tabellen), w.language)
    aside = listed(report.set_aside, w.language) or w.geen
    return part("goed", w.vt_sluit, w.vt_sluit_uitleg.format(rijen=rows, opzij=aside))


def _claimed(report: Report, w: FrontWords) -> Trust:
    claim = report.aansluiting.claim if report.aansluiting else None
    if claim is None:
        return Trust("declaratie", w.declaratie, "onbekend", w.vt_niet_vergeleken, w.vt_geen_bericht)
    if claim.different:
        told = w.vt_anders_uitleg.format(n=fmt.integer(claim.different, w.language))
        return Trust("declaratie", w.declaratie, "slecht", w.vt_anders, told)
    told = w.vt_gelijk_uitleg.format(n=fmt.integer(claim.prestaties, w.language))
    return Trust("declaratie", w.declaratie, "goed", w.vt_gelijk, told)
