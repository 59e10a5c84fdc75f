"""The first page: who and what, whether the export can be trusted, what came out, and what to do first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from zpm_audit.checks.verdict import Status
from zpm_audit.checks.words import STATUS
from zpm_audit.reports.figures.amounts import NOTHING, Amounts, sides
from zpm_audit.reports.figures.aside import below, brief, listed
from zpm_audit.reports.figures.first_steps import FirstStep, told_owner
from zpm_audit.reports.figures.format import DASH, day, decimal, integer, percent, period, whole_euros
from zpm_audit.reports.figures.themes import Theme
from zpm_audit.reports.figures.trend import lives_title, lives_told
from zpm_audit.reports.html import charts
from zpm_audit.reports.html.addresses import theme_key
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.html import PageWords
from zpm_audit.reports.words.trend import DAY

#: Checks that are named one by one where the catalogue is not the shipped one.
MOST_NAMED = 4
#: The least rate that the bars of the themes can show; every next mark is ten times more.
LEAST_RATE = 0.001


@dataclass(frozen=True)
class Figure:
    """One of the four: what it is, the number, a line below it, and the rows set aside that could change it."""

    label: str
    number: str
    note: str
    aside: str = ""


@dataclass(frozen=True)
class ThemeLine:
    """One theme in the table of themes; ``alarming`` is whether one of its checks asks for a colour."""

    part: Theme
    key: str
    alarming: bool
    bar: Markup
    rate: str
    rate_of: str
    too_much: str
    too_little: str
    spark: Markup
    state: str
    aside: str
    aside_of: str


@dataclass(frozen=True)
class NextStep:
    """One line of what to do first."""

    title: str
    href: str
    count: str
    owner: str
    amount: str
    date: str


@dataclass(frozen=True)
class LivesView:
    """What became of findings since the run before: a number per life."""

    title: str
    note: str
    tiles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FrontView:
    """The first page. ``facts`` are (label, value)."""

    facts: tuple[tuple[str, str], ...]
    proportion: Markup
    figures: tuple[Figure, ...]
    themes: tuple[ThemeLine, ...]
    steps: tuple[NextStep, ...]
    terms: str
    owners: str
    lives: LivesView | None


def front_view(report: Report, w: PageWords) -> FrontView:
    """Return the first page."""
    return FrontView(
        facts=tuple(_facts(report, w)),
        proportion=_proportion(report, w),
        figures=_figures(report, w),
        themes=tuple(_theme(t, report, w) for t in report.themes_by_weight),
        steps=tuple(_step(s, report, w) for s in report.first_steps),
        terms=w.termijnen_zin.format(
            n=integer(report.totals.running - report.totals.overdue, w.language),
            over=integer(report.totals.overdue, w.language),
        )
        if report.totals.running
        else "",
        owners=_owners(report, w),
        lives=_lives(report, w),
    )


def _owners(report: Report, w: PageWords) -> str:
    """Return how much is open that nobody acts on, or that nobody was named who could."""
    found = report.open_work
    if found is None:
        return w.eigenaren_geen
    told = w.eigenaren_open.format(n=integer(found.without_owner, w.language), alle=integer(found.open, w.language))
    late = "" if found.late is None else f" {w.eigenaren_laat.format(n=integer(found.late, w.language))}"
    return told + late


def _lives(report: Report, w: PageWords) -> LivesView | None:
    found, lives = report.trend, report.levensloop
    if found is None or lives is None:
        return None
    note = w.lv_gemist.format(dagen=DAY.counted(len(found.gap)).in_(w.language)) if found.gap else ""
    return LivesView(lives_title(found, w), note, lives_told(lives, w))


def _facts(report: Report, w: PageWords) -> Sequence[tuple[str, str]]:
    found, differing = report.catalogus, [*report.catalogus.changed]
    said = w.catalogus_anders.format(n=report.totals.checks, ids=_named(differing, w)) if differing else ""
    said = said or w.catalogus_gelijk.format(n=report.totals.checks)
    if found.extra:
        said += f"; {w.catalogus_extra.format(ids=_named(found.extra, w))}"
    reviewed = report.beoordeeld_door
    if report.beoordeeld_op:
        reviewed = ", ".join(part for part in (reviewed, day(report.beoordeeld_op, w.language)) if part)
    people = ((w.uitgevoerd_door, report.uitgevoerd_door), (w.beoordeeld_door, reviewed))
    return (
        (w.aanbieder, report.aanbieder or w.niet_opgegeven),
        (w.agb, report.agb or w.niet_opgegeven),
        (w.export, report.export),
        (w.periode, _period(report, w)),
        (w.peildatum, day(report.peildatum, w.language)),
        (w.uitgevoerd_op, day(report.uitgevoerd, w.language)),
        *((word, name) for word, name in people if name),
        (w.catalogus, f"{said} · {found.sha256[:12]}"),
        (w.kenmerk, report.kenmerk),
    )


def _named(ids: Sequence[str], w: PageWords) -> str:
    more = len(ids) - MOST_NAMED
    return ", ".join(ids[:MOST_NAMED]) + (f" {w.catalogus_meer.format(n=more)}" if more > 0 else "")


def _period(report: Report, w: PageWords) -> str:
    chosen = report.periode
    if chosen:
        return period(chosen.first, chosen.last, w.language)
    first, last = report.periode_van, report.periode_tot
    busy = report.charted
    if busy is None or first is None or last is None:
        return period(first, last, w.language)
    # A few stray dates would make a period of years out of an export of months.
    until = (busy[1] + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    shown = period(max(first, busy[0]), min(last, until), w.language)
    if first < busy[0] or last > until:
        stray = period(first if first < busy[0] else None, last if last > until else None, w.language)
        shown += f", {w.losse_datums.format(periode=stray)}"
    return shown


def _proportion(report: Report, w: PageWords) -> Markup:
    found = report.prestaties.total
    told = w.verhouding_prestaties.format(
        fout=integer(found.met_fout, w.language), n=integer(found.beoordeeld, w.language)
    )
    return charts.proportion(told, [("m-fout", found.met_fout), ("m-voldoet", found.beoordeeld - found.met_fout)])


def _figures(report: Report, w: PageWords) -> tuple[Figure, ...]:
    found, totals, language = report.prestaties.total, report.totals, w.language
    much, little = sides(found)
    rows = listed(report.set_aside, language)
    aside = w.opzij_bij.format(opzij=rows) if rows else ""
    return (
        Figure(
            w.cijfer_fout,
            integer(found.met_fout, language),
            w.cijfer_fout_uitleg.format(
                deel=percent(found.met_fout, found.beoordeeld, language),
                n=integer(found.beoordeeld, language),
                bedrag=_whole(found.met_fout_cent if found.met_fout else 0, w),
                geheel=_whole(found.beoordeeld_cent, w),
            ),
            aside,
        ),
        Figure(
            w.cijfer_bedrag,
            f"{_whole(much, w)} {w.cijfer_veel}",
            f"{_whole(little, w)} {w.cijfer_weinig} · "
            f"{w.cijfer_onbekend.format(n=integer(found.bedrag_onbekend, language))}",
            aside,
        ),
        Figure(
            w.cijfer_onbepaald,
            integer(found.onbepaald, language),
            w.cijfer_onbepaald_uitleg.format(
                deel=percent(found.onbepaald, found.beoordeeld, language),
                oordelen=integer(totals.undetermined, language),
            ),
            aside,
        ),
        Figure(
            w.cijfer_niet_uitgevoerd,
            integer(totals.silent, language),
            w.cijfer_niet_uitgevoerd_uitleg.format(
                n=integer(totals.checks, language),
                leeg=integer(totals.per_status[Status.NIET_VAN_TOEPASSING], language),
            ),
        ),
    )


def _whole(cent: int | None, w: PageWords) -> str:
    """Return an amount in whole euros, or in words that it is not known."""
    return w.onbekend if cent is None else whole_euros(cent, w.language)


def _theme(theme: Theme, report: Report, w: PageWords) -> ThemeLine:
    found = report.amounts_by_theme.get(theme.key, NOTHING)
    most = theme.most
    rows = below(theme.checks)
    counts = most.counts if most else None
    return ThemeLine(
        part=theme,
        key=theme_key(theme.key),
        alarming=theme.key in report.alarming_themes,
        bar=charts.rate(scale(counts.open / counts.populatie) if counts else 0.0),
        rate=percent(counts.open, counts.populatie, w.language)
        if counts
        else percent(0, theme.totals.population, w.language),
        rate_of=w.van_populatie.format(
            id=most.id,
            afwijking=integer(most.counts.open, w.language),
            populatie=integer(most.counts.populatie, w.language),
        )
        if most
        else "",
        too_much=_euros(found.too_much, theme, w),
        too_little=_euros(found.too_little, theme, w),
        spark=charts.spark(theme.deviations),
        state=_state(theme, w),
        aside=brief(rows, w.language) or DASH,
        aside_of=listed(rows, w.language),
    )


def scale(share: float) -> float:
    """Return how far a rate reaches on the fixed scale, from 0 to 1: equal lengths for ten times as much."""
    if share <= 0:
        return 0.0
    decades = -math.log10(LEAST_RATE)
    return min(1.0, max(0.02, 1 + math.log10(share) / decades))


def _euros(cent: int | None, theme: Theme, w: PageWords) -> str:
    if cent is None:
        return w.onbekend if theme.totals.deviations else DASH
    return decimal(cent / 100, w.language, 0) if cent else DASH


def _state(theme: Theme, w: PageWords) -> str:
    found = theme.totals
    if not found.ran:
        return STATUS[Status.NIET_UITGEVOERD].in_(w.language)
    if theme.open_errors or theme.open_signals:
        return w.stand_fouten if theme.open_errors else w.stand_signalen
    if found.undetermined:
        return STATUS[Status.ONBEPAALD].in_(w.language)
    if found.silent:
        return w.stand_deels
    return STATUS[Status.AKKOORD].in_(w.language) if found.population else w.stand_leeg


def _step(step: FirstStep, report: Report, w: PageWords) -> NextStep:
    terms = {"aflopend": w.doe_termijnen, "over_tijd": w.doe_over_tijd}
    when = w.doe_voor if step.kind == "aflopend" else w.doe_oudste
    part = step.part
    return NextStep(
        title=part.titel if part else terms[step.kind],
        href=part.id if part else {"aflopend": "lopend", "over_tijd": "over-tijd"}[step.kind],
        count=integer(step.count, w.language),
        owner=f"{part.id} · {_responsible(part, step, report, w)}" if part else told_owner(step.owner, w),
        amount=_step_amount(step.amounts, w) if part else "",
        date=when.format(datum=day(step.day, w.language)) if step.day else w.doe_geen_datum,
    )


def _responsible(part: CheckPart, step: FirstStep, report: Report, w: PageWords) -> str:
    """Return who has to act by the configuration and within how long; otherwise whom most of it concerns."""
    owner, work = report.eigenaren.of(part.id, part.thema), report.open_work
    parts = [owner.name or told_owner(step.owner, w)]
    if owner.days is not None:
        parts.append(w.doe_dagen.format(n=owner.days))
    if work and (late := work.late_per_check.get(part.id)):
        parts.append(w.doe_te_laat.format(n=integer(late, w.language)))
    return ", ".join(parts)


def _step_amount(found: Amounts, w: PageWords) -> str:
    parts = []
    if found.too_much:
        parts.append(f"{_whole(found.too_much, w)} {w.cijfer_veel}")
    if found.too_little:
        parts.append(f"{_whole(found.too_little, w)} {w.cijfer_weinig}")
    if not parts and (found.too_much, found.too_little) != (None, None):
        return _whole(0, w)  # known, and nothing
    return ", ".join(parts) or w.doe_bedrag_onbekend
