"""The summary as headed pieces of text and small tables, in the language of the report: what text and mail lay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zpm_audit.archive.model import Life
from zpm_audit.checks.words import SUBJECT
from zpm_audit.reports.figures.amounts import Amounts
from zpm_audit.reports.figures.first_steps import FirstStep, told_owner
from zpm_audit.reports.figures.format import DASH, day, euro, integer, whole_euros
from zpm_audit.reports.figures.morning import LifePart, Morning
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import CheckPart
from zpm_audit.reports.words.shared import NOUN
from zpm_audit.reports.words.summary import SummaryWords

#: Days without a run that are named one by one; of more the first and the last.
_MOST_DAYS = 3
#: Rows of a table per check; what is left out is in the report.
_MOST_CHECKS = 15


@dataclass(frozen=True)
class Section:
    """A heading, sentences, and a table; ``numbers`` are columns set to the right, ``dates`` stay on one line."""

    title: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()
    alarming: bool = False


@dataclass(frozen=True)
class Summary:
    """The whole summary: what it is about, the first line of the report, and the sections."""

    title: str
    about: tuple[tuple[str, str], ...]
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...]


def summary_of(report: Report, *, subjects: bool = True, place: str = "") -> Summary:
    """Return the summary; without ``subjects`` it holds counts and no row about a patient, traject or prestatie.

    ``place`` is where the report is, for who reads this somewhere else.
    """
    w, found = SummaryWords(report.taal), report.morning
    lives, terms = _lives(report, found, w, subjects), _terms(found, w, subjects)
    parts = [_today(report, found, w), *lives, _expired(found, w), *terms]
    trust = _trust(report, w)
    # What cannot be built on makes all that follows of little worth.
    ordered = [*parts, trust] if report.vertrouwen.voldoende else [trust, *parts]
    where = w.rapport_daar.format(pad=place) if place else w.rapport_hier
    return Summary(
        title=w.titel,
        about=tuple(_about(report, w)),
        lead=(report.eerste_regel, report.closing, *_gap(found, w)),
        sections=tuple(ordered),
        foot=(where, *(() if subjects else (w.zonder_onderwerpen,))),
    )


def _about(report: Report, w: SummaryWords) -> Iterator[tuple[str, str]]:
    if report.aanbieder:
        yield w.aanbieder, report.aanbieder
    yield w.export, report.export
    yield w.peildatum, day(report.peildatum, w.language)
    yield w.kenmerk, report.kenmerk


def _gap(found: Morning, w: SummaryWords) -> tuple[str, ...]:
    if not found.gap:
        return ()
    if len(found.gap) <= _MOST_DAYS:
        return (w.gemist.format(dagen=", ".join(day(d, w.language) for d in found.gap)),)
    first, last = day(found.gap[0], w.language), day(found.gap[-1], w.language)
    return (w.gemist_veel.format(n=len(found.gap), van=first, tot=last),)


def _today(report: Report, found: Morning, w: SummaryWords) -> Section:
    if not found.steps:
        return Section(w.vandaag, (w.doe_niets,))
    head = (w.wat, w.aantal, w.bedrag, w.wie, w.wanneer)
    rows = tuple(_step(step, report, w) for step in found.steps)
    return Section(w.vandaag, tuple(_without_owner(report, w)), head, rows, frozenset({1}), frozenset({4}))


def _without_owner(report: Report, w: SummaryWords) -> Iterator[str]:
    work = report.open_work
    if work is not None:
        yield w.eigenaren_open.format(n=integer(work.without_owner, w.language), alle=integer(work.open, w.language))
        if work.late is not None:
            yield w.eigenaren_laat.format(n=integer(work.late, w.language))


def _step(step: FirstStep, report: Report, w: SummaryWords) -> tuple[str, ...]:
    terms = {"aflopend": w.doe_termijnen, "over_tijd": w.doe_over_tijd}
    when = w.doe_voor if step.kind == "aflopend" else w.doe_oudste
    return (
        _named(step.part) if step.part else terms[step.kind],
        integer(step.count, w.language),
        told_amount(step.amounts, w) if step.part else DASH,
        responsible(step, report) or told_owner(step.owner, w),
        when.format(datum=day(step.day, w.language)) if step.day else w.doe_geen_datum,
    )


def _named(part: CheckPart) -> str:
    return f"{part.id} {part.titel}"


def responsible(step: FirstStep, report: Report) -> str:
    """Return who has to act by the configuration; empty where it does not say."""
    return report.eigenaren.of(step.part.id, step.part.thema).name if step.part else ""


def told_amount(found: Amounts, w: SummaryWords) -> str:
    """Return in words what deviations come to, too much and too little apart, and of how many it is not known."""
    parts = []
    if found.too_much:
        parts.append(f"{whole_euros(found.too_much, w.language)} {w.cijfer_veel}")
    if found.too_little:
        parts.append(f"{whole_euros(found.too_little, w.language)} {w.cijfer_weinig}")
    if not parts:
        return w.bedrag_geen if found.unknown or found.too_much is None else whole_euros(0, w.language)
    if found.unknown:
        parts.append(w.ook_onbekend.format(n=integer(found.unknown, w.language)))
    return ", ".join(parts)


def _lives(report: Report, found: Morning, w: SummaryWords, subjects: bool) -> Iterator[Section]:
    if found.lives is None:
        yield Section(w.nieuw_en_weg, (w.geen_archief,))
        return
    if report.trend and report.trend.first:
        yield Section(w.nieuw_en_weg, (w.eerste_run.format(reeks=report.trend.series),))
    yield _alive(w.nieuw, found.lives[Life.NIEUW], w)
    yield _alive(w.heropend, found.lives[Life.HEROPEND], w)
    if subjects and found.newest.height:
        head = (w.norm, w.onderwerp, w.levensloop, w.wanneer, w.bedrag, w.wie)
        words = {Life.NIEUW.value: w.nieuw, Life.HEROPEND.value: w.heropend}
        rows = tuple(_finding(row, words, w) for row in found.newest.to_dicts())
        yield Section(w.grootste, (), head, rows, frozenset({4}), frozenset({3}))
    yield _gone(found.lives[Life.OPGELOST], found.lives[Life.VERVALLEN], w)


def _alive(title: str, part: LifePart, w: SummaryWords) -> Section:
    if not part.count:
        return Section(title, (w.niets,))
    told = w.leven_geaccepteerd if part.accepted else w.leven_zin
    number = f"{integer(part.count, w.language)} {NOUN['bevinding'].of(part.count).in_(w.language)}"
    accepted = integer(part.accepted, w.language)
    line = told.format(bevindingen=number, geaccepteerd=accepted, bedrag=told_amount(part.amounts, w))
    head = (w.norm, w.aantal, w.geaccepteerd, w.bedrag)
    rows = [
        (
            _named(one.part),
            integer(one.count, w.language),
            integer(one.accepted, w.language),
            told_amount(one.amounts, w),
        )
        for one in part.lines
    ]
    return Section(title, (line, *_more(rows, w)), head, tuple(rows[:_MOST_CHECKS]), frozenset({1, 2}))


def _more(rows: Sequence[object], w: SummaryWords) -> tuple[str, ...]:
    left = len(rows) - _MOST_CHECKS
    return (w.meer_normen.format(n=left),) if left > 0 else ()


def _finding(row: dict[str, Any], words: dict[str, str], w: SummaryWords) -> tuple[str, ...]:
    cents = None if row["impact_eur"] is None else int(row["impact_eur"] * 100)
    return (
        row["check_id"],
        _subject(row, w),
        words[row["levensloop"]],
        day(row["datum"], w.language),
        w.onbekend if cents is None else euro(cents, w.language),
        row["team"] or row["behandelaar_id"] or DASH,
    )


def _subject(row: dict[str, Any], w: SummaryWords) -> str:
    kind = row["onderwerp"]
    return f"{SUBJECT[kind].in_(w.language) if kind in SUBJECT else kind} {row['onderwerp_id']}"


def _gone(solved: LifePart, lapsed: LifePart, w: SummaryWords) -> Section:
    if not solved.count and not lapsed.count:
        return Section(w.opgelost_en_vervallen, (w.niets,))
    counts: dict[str, list[int]] = {}
    parts = {one.part.id: one.part for one in (*solved.lines, *lapsed.lines)}
    for place, part in enumerate((solved, lapsed)):
        for one in part.lines:
            counts.setdefault(one.part.id, [0, 0])[place] = one.count
    ordered = sorted(counts, key=lambda check_id: (-sum(counts[check_id]), check_id))
    rows = [(_named(parts[i]), *(integer(n, w.language) for n in counts[i])) for i in ordered]
    line = w.weg_zin.format(opgelost=integer(solved.count, w.language), vervallen=integer(lapsed.count, w.language))
    head = (w.norm, w.opgelost, w.vervallen)
    return Section(
        w.opgelost_en_vervallen, (line, *_more(rows, w)), head, tuple(rows[:_MOST_CHECKS]), frozenset({1, 2})
    )


def _expired(found: Morning, w: SummaryWords) -> Section:
    if not found.expired:
        return Section(w.verlopen, (w.niets,))
    rows = tuple(
        (
            one.entry.id,
            one.entry.check,
            one.entry.door,
            day(one.entry.tot, w.language),
            integer(one.left_open, w.language),
        )
        for one in found.expired
    )
    return Section(
        w.verlopen,
        (),
        (w.acceptatie, w.norm, w.door, w.gold_tot, w.weer_open),
        rows,
        frozenset({4}),
        frozenset({3}),
        alarming=True,
    )


def _terms(found: Morning, w: SummaryWords, subjects: bool) -> Iterator[Section]:
    numbers = {"n": integer(found.this_week, w.language), "over": integer(found.overdue, w.language)}
    line = w.termijnen_zin_week.format(**numbers, dag=day(found.until, w.language))
    rows = [
        (
            _named(one.part),
            integer(one.ending, w.language),
            day(one.first, w.language),
            integer(one.overdue, w.language),
        )
        for one in found.terms
    ]
    head = (w.norm, w.loopt_af, w.eerste_dag, w.over_tijd)
    yield Section(
        w.termijnen_week,
        (line, *_more(rows, w)),
        head if rows else (),
        tuple(rows[:_MOST_CHECKS]),
        frozenset({1, 3}),
        frozenset({2}),
    )
    if subjects and found.ending.height:
        listed = tuple(
            (
                row["check_id"],
                _subject(row, w),
                day(_date(row["uiterste_datum"]), w.language),
                row["team"] or row["behandelaar_id"] or DASH,
            )
            for row in found.ending.to_dicts()
        )
        yield Section(w.eerstvolgende, (), (w.norm, w.onderwerp, w.uiterste_datum, w.wie), listed, dates=frozenset({2}))


def _date(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _trust(report: Report, w: SummaryWords) -> Section:
    if not report.vertrouwen.voldoende:
        reasons = tuple(reason.zin.in_(w.language) for reason in report.vertrouwen.redenen)
        return Section(w.te_vertrouwen, (w.vt_niet_bouwen, *reasons), alarming=True)
    told = tuple(f"{t.label}: {t.verdict}. {t.reason}" for t in report.trust)
    return Section(w.te_vertrouwen, (w.wel_te_bouwen, *told))
