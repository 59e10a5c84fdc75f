"""The page around the norms: charts drawn, bars beside numbers, rows cut to size, sentences filled in."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from zpm_audit.base.processors import side_by_side
from zpm_audit.reports.figures.aside import listed
from zpm_audit.reports.figures.share import share_out
from zpm_audit.reports.figures.themes import Theme
from zpm_audit.reports.html import charts
from zpm_audit.reports.html.addresses import theme_key
from zpm_audit.reports.html.embedded import EmbeddedList
from zpm_audit.reports.html.norm import NormView, norm_view
from zpm_audit.reports.html.open_units import overdue_terms, running_terms, undetermined_rows, urgency
from zpm_audit.reports.html.periods import outside, periods, ticks, unit
from zpm_audit.reports.html.splits import SplitView, splits
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.html import PageWords

MOST_COSTLY = 10


@dataclass(frozen=True)
class ThemeView:
    """One theme with its norms; ``key`` is fit for an address within the page."""

    part: Theme
    key: str
    norms: tuple[NormView, ...]


@dataclass(frozen=True)
class DeviationsView:
    """The deviations of all norms over time, drawn, and the same numbers as rows (period, errors, signals)."""

    chart: Markup
    unit: str
    outside: str
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class PageView:
    """What the templates show beside the report itself."""

    themes: tuple[ThemeView, ...]
    splits: tuple[SplitView, ...]
    deviations: DeviationsView | None
    costly: tuple[tuple[CheckPart, Markup], ...]
    export_answers: tuple[str, ...]
    running: EmbeddedList | None
    overdue: EmbeddedList | None
    urgency: tuple[tuple[str, int], ...]
    open_rows: EmbeddedList | None
    options: tuple[tuple[str, str], ...]


def page_view(report: Report, w: PageWords, embed_limit: int) -> PageView:
    """Return everything the templates show; at most ``embed_limit`` deviations stand in the page itself."""
    shares = share_out([c.counts.afwijking for c in report.checks], embed_limit)
    # Nearly all of it is sorting and packing findings, for one norm at a time.
    made = side_by_side(lambda one: norm_view(one[0], report, one[1], w), zip(report.checks, shares, strict=True))
    norms = {check.id: view for check, view in zip(report.checks, made, strict=True)}
    return PageView(
        themes=tuple(_theme(t, tuple(norms[c.id] for c in t.checks)) for t in report.themes),
        splits=splits(report, w),
        deviations=_deviations(report, w),
        costly=_costly(report),
        export_answers=_export_answers(report, w),
        running=running_terms(report),
        overdue=overdue_terms(report),
        urgency=urgency(report, w),
        open_rows=undetermined_rows(report),
        options=tuple(sorted(report.opties.items())),
    )


def _theme(theme: Theme, norms: tuple[NormView, ...]) -> ThemeView:
    return ThemeView(
        part=theme,
        key=theme_key(theme.key),
        norms=norms,
    )


def _deviations(report: Report, w: PageWords) -> DeviationsView | None:
    found = report.deviations
    if not any((*found.errors, *found.signals)):
        return None
    over, called = periods(found.axis, w.language), unit(found.axis, w.language)
    rows = tuple((p.label, a, b) for p, a, b in zip(over, found.errors, found.signals, strict=True))
    drawn = charts.columns(
        key="verloop-alle",
        title=w.verloop_titel.format(eenheid=called),
        description="; ".join(f"{label}: {a} + {b}" for label, a, b in rows),
        ticks=ticks(over),
        series=[charts.Series("m-fout", found.errors), charts.Series("m-signaal", found.signals)],
        language=w.language,
    )
    return DeviationsView(drawn, called, outside(found.outside, w), rows)


def _costly(report: Report) -> tuple[tuple[CheckPart, Markup], ...]:
    ranked = report.by_amount[:MOST_COSTLY]
    top = ranked[0][1] if ranked else 0
    return tuple((check, charts.bar(cent, top)) for check, cent in ranked)


def _export_answers(report: Report, w: PageWords) -> tuple[str, ...]:
    found = report.quality
    aside = listed(report.set_aside, w.language) or w.geen
    answers = [w.antwoord_sluit.format(opzij=aside) if found.adds_up else w.antwoord_sluit_niet]
    if report.contract:
        contract = found.contract
        answers.append(
            w.antwoord_contract.format(
                ok=len(contract.met),
                n=len(report.contract),
                mis=contract.per_outcome["voldoet_niet"],
                fout=len(contract.attention) - contract.per_outcome["voldoet_niet"],
            )
        )
    if found.totals:
        answers.append(w.antwoord_totalen.format(mis=found.differing, n=found.totals))
    else:
        answers.append(w.antwoord_geen_totalen)
    return tuple(answers)
