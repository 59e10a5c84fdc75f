"""The control framework against what was seen: design, existence and operation of every measure, with the evidence.

Nothing is taken for shown that was not seen. What a person states is told as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from zpm_audit.base.language import Language, Text
from zpm_audit.configuration.framework import Framework, Measure
from zpm_audit.configuration.framework.model import Evidence, Frequency
from zpm_audit.reports.figures import format as fmt

if TYPE_CHECKING:
    from zpm_audit.reports.model import Report

State = Literal["aangetoond", "volgens_opgave", "niet_aangetoond"]
_SILENT = frozenset({"niet_uitgevoerd", "mislukt"})
_NAMED = 5


class Outcome(Protocol):
    """What a check came to in a run."""

    @property
    def status(self) -> str:
        """Return its status."""

    @property
    def populatie(self) -> int:
        """Return how many units it judged."""

    @property
    def afwijking(self) -> int:
        """Return how many of those deviate."""


class PastRun(Protocol):
    """One run of a series."""

    @property
    def day(self) -> date:
        """Return the date on which it stands."""

    @property
    def sound(self) -> bool:
        """Tell whether its export could be built on."""

    @property
    def checks(self) -> Mapping[str, Outcome]:
        """Return the outcome per check."""


@dataclass(frozen=True)
class Repair:
    """So many findings of a check that came on a day and were solved on another; ``until`` is None while open."""

    check: str
    since: date
    until: date | None
    number: int


@dataclass(frozen=True)
class Framed:
    """A framework with the runs of the series, this one last; ``archived`` tells whether there is an archive."""

    framework: Framework
    runs: tuple[PastRun, ...] = ()
    repaired: tuple[Repair, ...] = ()
    standing: tuple[Repair, ...] = ()
    broken: tuple[Text, ...] = ()
    archived: bool = False

    def runs_in(self) -> tuple[PastRun, ...]:
        """Return the runs of the period of the framework."""
        period = self.framework.period
        if period is None:
            return self.runs
        return tuple(run for run in self.runs if period.first <= run.day <= period.last)


@dataclass(frozen=True)
class Shown:
    """Whether something is shown, and by what or why not."""

    state: State
    evidence: str


@dataclass(frozen=True)
class MeasureOutcome:
    """A measure with what is known of it: its design, whether it exists and whether it worked."""

    measure: Measure
    design: Shown
    existence: Shown
    operation: Shown


@dataclass(frozen=True)
class Seen:
    """What a check came to in the run that is looked at."""

    status: str
    populatie: int
    afwijking: int


@dataclass(frozen=True)
class SeenRun:
    """The run that is looked at."""

    day: date
    sound: bool
    checks: Mapping[str, Seen]


def measure_outcomes(report: Report) -> tuple[MeasureOutcome, ...]:
    """Return every measure of the framework with its evidence."""
    found = report.raamwerk
    if found is None:
        return ()
    language = report.taal
    outcomes = {c.id: Seen(str(c.status), c.counts.populatie, c.counts.afwijking) for c in report.checks}
    now = SeenRun(report.peildatum, report.vertrouwen.voldoende, outcomes)
    return tuple(
        MeasureOutcome(m, design(m, language), existence(m, now, language), _operation(m, found, report))
        for m in found.framework.file.beheersmaatregelen
    )


def _stated(evidence: Evidence, language: Language) -> Shown:
    told = Text(
        f"{evidence.bewijs} ({evidence.door}, {fmt.day(evidence.op, 'nl')})",
        f"{evidence.bewijs} ({evidence.door}, {fmt.day(evidence.op, 'en')})",
    )
    return Shown("volgens_opgave", told.in_(language))


def _not(why: Text, language: Language) -> Shown:
    return Shown("niet_aangetoond", why.in_(language))


def design(measure: Measure, language: Language) -> Shown:
    """Return whether the design of a measure is shown: a document, and a risk that it covers."""
    if measure.opzet is None:
        return _not(Text("geen document genoemd (opzet)", "no document named (opzet)"), language)
    if not measure.risicos:
        return _not(Text("de maatregel dekt geen risico", "the measure covers no risk"), language)
    return _stated(measure.opzet, language)


def existence(measure: Measure, now: SeenRun, language: Language) -> Shown:
    """Return whether the measure is there now: its checks had an outcome in this run."""
    if not measure.checks:
        if measure.bestaan:
            return _stated(measure.bestaan, language)
        return _not(Text("geen check en geen opgave", "no check and no statement"), language)
    if not now.sound:
        return _not(Text("op deze export is niet te bouwen", "this export cannot be built on"), language)
    parts = now.checks
    silent = [i for i in measure.checks if i not in parts or parts[i].status in _SILENT]
    if silent:
        named = _listed(silent)
        return _not(Text(f"niet uitgevoerd in deze run: {named}", f"did not run in this run: {named}"), language)
    units = sum(parts[i].populatie for i in measure.checks)
    if not units:
        return _not(Text("er was niets te beoordelen", "there was nothing to judge"), language)
    number = len(measure.checks)
    day = now.day
    told = Text(
        f"run van {fmt.day(day, 'nl')}: {fmt.integer(units, 'nl')} eenheden beoordeeld door {_checks(number).nl}",
        f"run of {fmt.day(day, 'en')}: {fmt.integer(units, 'en')} units judged by {_checks(number).en}",
    )
    return Shown("aangetoond", told.in_(language))


def _checks(number: int) -> Text:
    return Text(f"{number} check{'s' if number != 1 else ''}", f"{number} check{'s' if number != 1 else ''}")


def _operation(measure: Measure, found: Framed, report: Report) -> Shown:
    """Return whether the measure worked all through the period, as often as it says and with repair in time."""
    language = report.taal
    if not measure.checks:
        if measure.werking:
            return _stated(measure.werking, language)
        return _not(Text("geen check en geen opgave", "no check and no statement"), language)
    if not found.archived:
        return _not(Text("geen archief", "no archive"), language)
    reasons = list(_against(measure, found))
    if reasons:
        return _not(Text("; ".join(r.nl for r in reasons), "; ".join(r.en for r in reasons)), language)
    return Shown("aangetoond", _worked(measure, found).in_(language))


def _against(measure: Measure, found: Framed) -> Iterator[Text]:
    """Yield everything that keeps operation from being shown."""
    if found.broken:
        yield Text("de keten van de reeks is gebroken", "the chain of the series is broken")
    days = worked_on(measure, found)
    if len(days) < 2:
        number = len(days)
        yield Text(
            f"{number} run{'s' if number != 1 else ''} in de periode waarin alle checks een uitkomst hadden; minstens "
            "twee zijn nodig",
            f"{number} run{'s' if number != 1 else ''} in the period in which all checks had an outcome; at least two "
            "are needed",
        )
        return
    lacking = lacking_in(measure, found, days)
    if lacking:
        shown = _listed(lacking)
        yield Text(f"niet gedraaid in: {shown}", f"did not run in: {shown}")
    yield from _late(measure, found)


def worked_on(measure: Measure, found: Framed) -> tuple[date, ...]:
    """Return the days of sound runs of the period in which every check of a measure had an outcome."""
    return tuple(sorted({run.day for run in found.runs_in() if run.sound and _all_spoke(measure, run)}))


def _all_spoke(measure: Measure, run: PastRun) -> bool:
    return all(i in run.checks and run.checks[i].status not in _SILENT for i in measure.checks)


def lacking_in(measure: Measure, found: Framed, days: Sequence[date]) -> list[str]:
    """Return the days, weeks, months or longer of the period in which a measure should have worked, and did not.

    A period that has begun runs from its first day until its last, or until this run; without one it runs from the
    first run to this one. A series that never runs on a Saturday or a Sunday does not miss those, nor a week of which
    the period has nothing else.
    """
    period, last = found.framework.period, found.runs[-1].day
    first = period.first if period else min(run.day for run in found.runs)
    last = min(last, period.last) if period else last
    ran = {run.day.weekday() for run in found.runs}
    frequency = measure.frequentie
    expected = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day.weekday() < 5 or day.weekday() in ran:
            expected.append(_bucket(frequency, day))
    there = {_bucket(frequency, day) for day in days}
    return [one for one in dict.fromkeys(expected) if one not in there]


_BUCKETS: dict[Frequency, str] = {
    "doorlopend": "dag",
    "dagelijks": "dag",
    "wekelijks": "week",
    "maandelijks": "maand",
    "kwartaal": "kwartaal",
    "halfjaarlijks": "halfjaar",
    "jaarlijks": "jaar",
}


def _bucket(frequency: Frequency, day: date) -> str:
    kind = _BUCKETS[frequency]
    if kind == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return {
        "dag": day.isoformat(),
        "maand": f"{day:%Y-%m}",
        "kwartaal": f"{day.year}-K{(day.month + 2) // 3}",
        "halfjaar": f"{day.year}-H{1 if day.month <= 6 else 2}",
        "jaar": str(day.year),
    }[kind]


def _late(measure: Measure, found: Framed) -> Iterator[Text]:
    solved, standing = repairs_of(measure, found)
    if not solved and not standing:
        return
    if measure.hersteltermijn is None:
        yield Text(
            "geen hersteltermijn opgegeven, zodat niet te zeggen is of op tijd hersteld is",
            "no hersteltermijn given, so that nobody can say whether repair was in time",
        )
        return
    now = found.runs[-1].day
    too_late = [r for r in solved if _took(r, now) > measure.hersteltermijn]
    waiting = [r for r in standing if _took(r, now) > measure.hersteltermijn]
    term = measure.hersteltermijn
    for rows, nl, en in (
        (too_late, "later dan", "solved later than"),
        (waiting, "langer open dan", "open longer than"),
    ):
        number = sum(r.number for r in rows)
        if number:
            yield Text(f"{number} {nl} {term} dagen" + (" hersteld" if rows is too_late else ""),
                       f"{number} {en} {term} days")  # fmt: skip


def repairs_of(measure: Measure, found: Framed) -> tuple[tuple[Repair, ...], tuple[Repair, ...]]:
    """Return what was solved of a measure's findings within the period, and what stands open."""
    period = found.framework.period
    solved = [r for r in found.repaired if r.check in measure.checks]
    if period:
        solved = [r for r in solved if r.until is not None and period.first <= r.until <= period.last]
    return tuple(solved), tuple(r for r in found.standing if r.check in measure.checks)


def _took(repair: Repair, now: date) -> int:
    return ((repair.until or now) - repair.since).days


@dataclass(frozen=True)
class Duration:
    """How long repairing took, in days: how many were solved, the middle and the longest; and what stands open."""

    solved: int
    middle: int | None
    longest: int | None
    standing: int
    oldest: int | None


def duration_of(measure: Measure, found: Framed) -> Duration:
    """Return how long repairing took."""
    solved, standing = repairs_of(measure, found)
    now = found.runs[-1].day if found.runs else date.min
    took = sorted((_took(r, now), r.number) for r in solved)
    number = sum(n for _, n in took)
    middle, seen = None, 0
    for days, n in took:
        seen += n
        if middle is None and seen * 2 >= number:
            middle = days
    return Duration(
        solved=number,
        middle=middle,
        longest=took[-1][0] if took else None,
        standing=sum(r.number for r in standing),
        oldest=max((_took(r, now) for r in standing), default=None),
    )


def _worked(measure: Measure, found: Framed) -> Text:
    days, took = worked_on(measure, found), duration_of(measure, found)
    solved = Text("", "")
    if took.solved:
        solved = Text(
            f"; {fmt.integer(took.solved, 'nl')} hersteld, middelste {took.middle} en langste {took.longest} dagen",
            f"; {fmt.integer(took.solved, 'en')} solved, median {took.middle} and longest {took.longest} days",
        )
    left = Text("; niets open", "; nothing open")
    if took.standing:
        left = Text(
            f"; {fmt.integer(took.standing, 'nl')} open, oudste {took.oldest} dagen",
            f"; {fmt.integer(took.standing, 'en')} open, oldest {took.oldest} days",
        )
    first, last = days[0], days[-1]
    return Text(
        f"{len(days)} runs van {fmt.day(first, 'nl')} tot en met {fmt.day(last, 'nl')}{solved.nl}{left.nl}",
        f"{len(days)} runs from {fmt.day(first, 'en')} to {fmt.day(last, 'en')}{solved.en}{left.en}",
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" (+{more})" if more > 0 else "")
