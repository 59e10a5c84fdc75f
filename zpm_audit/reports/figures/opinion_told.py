"""Opinions in words: a line for the first page, and a row per measure for the chapter and the sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.opinion import Opinion
from zpm_audit.reports.figures.weighing import Doubt, Verdict, Weighed
from zpm_audit.reports.words.opinion import BRIEF, DOUBT, SCOPE, VERDICT, OpinionWords

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report


@dataclass(frozen=True)
class OpinionRow:
    """One measure of one thing against its tolerance, in words; ``verdict`` and ``open_verdict`` are keys."""

    about: str
    title: str
    measure: str
    limit: str
    known: str
    known_open: str
    likely: str
    upper: str
    unknown: str
    verdict: Verdict
    verdict_told: str
    open_verdict: Verdict
    open_verdict_told: str
    why: str
    weighed: Weighed
    weighed_open: Weighed


def opinion_rows(report: Report) -> tuple[OpinionRow, ...]:
    """Return a row per measure of everything that has a tolerance."""
    w = OpinionWords(report.taal)
    return tuple(
        _row(one, found, left, w)
        for one in report.opinions
        for found, left in zip(one.found, one.open, strict=True)
    )  # fmt: skip


def _row(one: Opinion, found: Weighed, left: Weighed, w: OpinionWords) -> OpinionRow:
    about = SCOPE[one.scope].in_(w.language)
    counted = w.to_prestaties if one.scope == "geheel" else w.to_oordelen
    projection = found.projection
    likely = upper = w.to_niet_geprojecteerd
    if projection and found.likely is not None and found.upper is not None:
        sample = w.to_steekproef.format(
            trekking=projection.draw,
            fouten=projection.errors,
            n=projection.n,
            zeker=fmt.given_share(projection.confidence, w.language),
        )
        likely, upper = _amount(found, found.likely, w), f"{_amount(found, found.upper, w)} ({sample})"
    return OpinionRow(
        about=about if one.scope == "geheel" else f"{about} {one.key}",
        title=one.title if one.title != one.key else "",
        measure=counted if found.measure == "rijen" else w.to_eur,
        limit=limit_told(found, w),
        known=_known(found, one, w),
        known_open=_amount(left, Fraction(left.known), w),
        likely=likely,
        upper=upper,
        unknown="; ".join(_doubt(found, d, w) for d in found.doubts) or fmt.DASH,
        verdict=found.verdict,
        verdict_told=VERDICT[found.verdict].in_(w.language),
        open_verdict=left.verdict,
        open_verdict_told=VERDICT[left.verdict].in_(w.language),
        why=why_told(left if left.verdict == "niet_vast_te_stellen" else found, w),
        weighed=found,
        weighed_open=left,
    )


def _known(found: Weighed, one: Opinion, w: OpinionWords) -> str:
    told = _amount(found, Fraction(found.known), w)
    sides = [(one.errors.too_much, w.to_te_veel), (one.errors.too_little, w.to_te_weinig)]
    if found.measure == "rijen" or not all(cents for cents, _ in sides):
        return told
    return f"{told} ({', '.join(t.format(bedrag=fmt.whole_euros(c, w.language)) for c, t in sides)})"


def _amount(found: Weighed, value: Fraction, w: OpinionWords) -> str:
    """Return an error as a reader sees it; what is not whole is rounded up, so that nothing looks smaller."""
    whole = ceil(value)
    if found.measure == "eur":
        return fmt.euro(whole, w.language)
    share = fmt.percent(whole, found.whole or 0, w.language, 2)
    return f"{fmt.integer(whole, w.language)} / {fmt.integer(found.whole, w.language)} ({share})"


def limit_told(found: Weighed, w: OpinionWords) -> str:
    """Return a tolerance as it was given."""
    if found.measure == "eur":
        cents = int(found.limit)
        return fmt.euro(cents, w.language) if cents % 100 else fmt.whole_euros(cents, w.language)
    return fmt.given_share(found.limit, w.language)


def _doubt(found: Weighed, doubt: Doubt, w: OpinionWords) -> str:
    what = doubt_told(doubt, w)
    if doubt.most is None:
        return w.to_zonder_grens.format(wat=what) if doubt.number is not None else what
    most = fmt.euro(doubt.most, w.language) if found.measure == "eur" else fmt.integer(doubt.most, w.language)
    return w.to_hoogstens.format(wat=what, most=most)


def doubt_told(doubt: Doubt, w: OpinionWords) -> str:
    """Return what is not known, and how often."""
    return DOUBT[doubt.kind].in_(w.language).format(n=fmt.integer(doubt.number, w.language))


def why_told(found: Weighed, w: OpinionWords) -> str:
    """Return what keeps an error from being within its tolerance; empty where something else decided."""
    if found.verdict != "niet_vast_te_stellen":
        return ""
    reasons = [doubt_told(d, w) for d in found.undecided]
    return "; ".join([*reasons, *([w.to_boven] if found.sampled_above else [])])


def opinion_line(report: Report, *, reasons: bool = True) -> str:
    """Return the line of the first page; ``reasons`` says why something cannot be determined."""
    w = OpinionWords(report.taal)
    if not report.opinions:
        return w.to_geen
    own = [one for one in report.opinions if one.scope != "geheel"]
    parts = list(_of_whole(report, w, reasons=reasons)) or [w.to_niet_geheel]
    if own:
        counted = Counter(one.open_verdict for one in own)
        told = (f"{counted[v]} {BRIEF[v].in_(w.language)}" for v in VERDICTS if counted[v])
        parts.append(w.to_regel_eigen.format(delen=", ".join(told)))
    return f"{w.to_regel_geheel}: {'; '.join(parts)}."


VERDICTS: tuple[Verdict, ...] = ("overschreden", "niet_vast_te_stellen", "binnen")


def _of_whole(report: Report, w: OpinionWords, *, reasons: bool) -> Iterator[str]:
    for one in report.opinions:
        if one.scope != "geheel":
            continue
        for found, left in zip(one.found, one.open, strict=True):
            measure = w.to_prestaties if found.measure == "rijen" else w.to_eur
            told = w.to_regel.format(
                maat=measure,
                bekend=_brief(found, w),
                grens=limit_told(found, w),
                conclusie=_concluded(found, w, reasons=reasons),
            )
            if (found.known, found.verdict) != (left.known, left.verdict):
                told += w.to_regel_open.format(bekend=_brief(left, w), conclusie=_concluded(left, w, reasons=reasons))
            yield told


def _brief(found: Weighed, w: OpinionWords) -> str:
    if found.measure == "eur":
        return fmt.whole_euros(found.known, w.language)
    return fmt.percent(found.known, found.whole or 0, w.language, 2)


def _concluded(found: Weighed, w: OpinionWords, *, reasons: bool) -> str:
    """Return a conclusion with the first reason; the chapter tells all of them."""
    told, why = BRIEF[found.verdict].in_(w.language), why_told(found, w) if reasons else ""
    first, _, more = why.partition("; ")
    return f"{told} ({first}{'; …' if more else ''})" if why else told
