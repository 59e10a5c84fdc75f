"""The outcome against the tolerances that the user set: the whole, themes and checks, with and without accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from zpm_audit.base.language import Text
from zpm_audit.findings.errors import Errors
from zpm_audit.reports.figures.weighing import Doubt, Measure, Projection, Verdict, Weighed, heaviest
from zpm_audit.reports.parts import CheckPart

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

Scope = Literal["geheel", "thema", "check"]
WHOLE = "geheel"


@dataclass(frozen=True)
class Limit:
    """The tolerance of one thing: a share of what was judged, and cents; either may be absent."""

    rows: Decimal | None = None
    cents: int | None = None


@dataclass(frozen=True)
class Tolerated:
    """The whole (``key`` is ``geheel``), a theme or a check that has a tolerance, and the checks that count for it."""

    scope: Scope
    key: str
    limit: Limit
    checks: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return a name that no other has: a theme may be called like a check."""
        return f"{self.scope}:{self.key}"


@dataclass(frozen=True)
class Tolerances:
    """Everything that has a tolerance, with its errors as found and without accepted, and what samples say.

    ``per_row_aside`` is how many units a row that was set aside may touch at most, where the user assumes that.
    ``unused`` says of samples that were given why they do not count.
    """

    given: tuple[Tolerated, ...]
    errors: Mapping[str, Errors]
    open_errors: Mapping[str, Errors]
    projections: Mapping[str, tuple[Projection, ...]]
    per_row_aside: int | None = None
    unused: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Opinion:
    """One thing against its tolerance. ``found`` counts every error, ``open`` those that nobody accepted."""

    scope: Scope
    key: str
    title: str
    found: tuple[Weighed, ...]
    open: tuple[Weighed, ...]
    errors: Errors
    open_errors: Errors

    @property
    def verdict(self) -> Verdict:
        """Return the conclusion with accepted findings counted as errors."""
        return heaviest([one.verdict for one in self.found])

    @property
    def open_verdict(self) -> Verdict:
        """Return the conclusion without accepted findings."""
        return heaviest([one.verdict for one in self.open])


def opinions(report: Report) -> tuple[Opinion, ...]:
    """Return an opinion for everything that has a tolerance; nothing where none was set."""
    asked = report.tolerantie
    return tuple(_opinion(report, asked, one) for one in asked.given) if asked else ()


def _opinion(report: Report, asked: Tolerances, one: Tolerated) -> Opinion:
    parts = [c for c in report.checks if c.id in one.checks]
    errors, left = asked.errors[one.name], asked.open_errors[one.name]
    titles = {"geheel": "", "thema": report.thema_titels.get(one.key, one.key), "check": one.key}
    title = next((c.titel for c in parts if one.scope == "check"), titles[one.scope])
    found = _weighed(report, asked, one, parts, errors, opened=False)
    opened = _weighed(report, asked, one, parts, left, opened=True)
    return Opinion(one.scope, one.key, title, found, opened, errors, left)


def _weighed(
    report: Report, asked: Tolerances, one: Tolerated, parts: Sequence[CheckPart], errors: Errors, *, opened: bool
) -> tuple[Weighed, ...]:
    sampled: dict[Measure, Projection] = {p.measure: p for p in asked.projections.get(one.name, ())}
    common = tuple(_common(report, one, parts))
    found = []
    if one.limit.rows is not None:
        whole_scope = one.scope == "geheel"
        known, whole = _prestaties(report, errors) if whole_scope else _judgements(parts, opened=opened)
        more = _of_whole(report, parts, errors) if whole_scope else _of_checks(parts)
        doubts = (*common, *_aside(parts, asked.per_row_aside, None if not whole_scope else "prestaties"), *more)
        doubts = doubts if whole else (Doubt("niets_beoordeeld", None, None), *common)
        found.append(Weighed("rijen", one.limit.rows, known, whole, doubts, sampled.get("rijen")))
    if one.limit.cents is not None:
        doubts = (*common, *_in_money(report, parts, errors, asked.per_row_aside))
        if not any(c.counts.populatie for c in parts):
            doubts = (Doubt("niets_beoordeeld", None, None), *common)
        amount = Decimal(one.limit.cents)
        found.append(Weighed("eur", amount, errors.cents, report.prestaties.total.beoordeeld_cent, doubts,
                             sampled.get("eur")))  # fmt: skip
    return tuple(found)


def _common(report: Report, one: Tolerated, parts: Sequence[CheckPart]) -> Iterator[Doubt]:
    """Yield what leaves any measure without a limit."""
    if not report.vertrouwen.voldoende:
        yield Doubt("vertrouwen", None, None)
    silent = len(one.checks) - sum(c.ran for c in parts)
    if silent:
        yield Doubt("niet_uitgevoerd", silent, None)


def _prestaties(report: Report, errors: Errors) -> tuple[int, int]:
    return errors.prestaties, report.prestaties.total.beoordeeld


def _judgements(parts: Sequence[CheckPart], *, opened: bool) -> tuple[int, int]:
    """Return the deviations and the judgements; terms that are still running are no judgements yet."""
    wrong = sum(c.counts.open if opened else c.counts.afwijking for c in parts)
    return wrong, sum(c.counts.populatie - c.counts.loopt for c in parts)


def _of_checks(parts: Sequence[CheckPart]) -> Iterator[Doubt]:
    undetermined = sum(c.counts.onbepaald for c in parts)
    if undetermined:
        yield Doubt("onbepaald", undetermined, undetermined)
    hidden = sum(c.counts.buiten_beeld for c in parts)
    if hidden:
        yield Doubt("buiten_beeld", hidden, hidden, hidden)


def _of_whole(report: Report, parts: Sequence[CheckPart], errors: Errors) -> Iterator[Doubt]:
    """Yield what is not known of prestaties; of a unit that is no prestatie nobody knows how many it touches."""
    if errors.others:
        yield Doubt("zonder_prestatie", errors.others, None)
    unsure = errors.undetermined
    if unsure.number:
        yield Doubt("onbepaald", unsure.number, None if unsure.others else unsure.prestaties)
    hidden = [c for c in parts if c.counts.buiten_beeld]
    if hidden:
        number = sum(c.counts.buiten_beeld for c in hidden)
        of_prestaties = all(c.onderwerp == "prestatie" for c in hidden)
        yield Doubt("buiten_beeld", number, min(number, report.prestaties.total.beoordeeld) if of_prestaties else None)


def _aside(parts: Sequence[CheckPart], per_row: int | None, table: str | None) -> Iterator[Doubt]:
    """Yield the rows that were set aside; each is a unit of its own, and may change what comes out for others.

    It counts once for every check that it is a unit of, where the check judges every row by itself; for the whole
    (``table``) it counts once.
    """
    rows = list(dict.fromkeys(one for c in parts for one in c.opzij))
    number = sum(one.rijen for one in rows)
    if not number:
        return
    if per_row is not None:
        times = 1 if table else sum(bool(c.opzij) for c in parts)
        yield Doubt("opzij", number, number * per_row * times, number * per_row * times)
    elif all(c.opzij_alleen or not c.opzij for c in parts):
        counted = number if table else sum(one.rijen for c in parts for one in c.opzij)
        yield Doubt("opzij", number, counted, counted)
    else:
        yield Doubt("opzij", number, None)


def _in_money(report: Report, parts: Sequence[CheckPart], errors: Errors, per_row: int | None) -> Iterator[Doubt]:
    if errors.unknown.number:
        yield Doubt("bedrag_onbekend", errors.unknown.number, errors.unknown.most)
    if errors.undetermined.number:
        yield Doubt("onbepaald", errors.undetermined.number, errors.undetermined.most)
    hidden = sum(c.counts.buiten_beeld for c in parts)
    if hidden:
        yield Doubt("buiten_beeld", hidden, None)
    rows = list(dict.fromkeys(one for c in parts for one in c.opzij))
    if rows:
        # What a row that was set aside comes to is known of prestaties only, and only where its amount could be read.
        beside = report.aansluiting
        alone = per_row == 1 or all(c.opzij_alleen or not c.opzij for c in parts)
        only = {one.tabel for one in rows} == {"prestaties"}
        known = beside is not None and not beside.aside_unreadable and alone and only
        most = beside.aside_cents if beside is not None and known else None
        yield Doubt("opzij", sum(one.rijen for one in rows), most)


def exceeding(found: Sequence[Opinion]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the checks and the themes that exceed a tolerance of their own; None where none of them has one."""
    own = [one for one in found if one.scope != "geheel"]
    if not own:
        return None
    red = [one for one in own if one.open_verdict == "overschreden"]
    checks = {one.key for one in red if one.scope == "check"}
    return frozenset(checks), frozenset(one.key for one in red if one.scope == "thema")
