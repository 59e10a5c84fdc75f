"""The periods of a chart in words: a label for a table, and the short ones under a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zpm_audit.base.language import Language, Text
from zpm_audit.reports.figures.format import integer, month, month_name
from zpm_audit.reports.spread import Axis, Step
from zpm_audit.reports.words.html import PageWords

#: Months that are named one by one where a chart leaves them out.
MOST_NAMED = 6

UNIT: dict[Step, Text] = {
    "1mo": Text("maand", "month"),
    "1q": Text("kwartaal", "quarter"),
    "1y": Text("jaar", "year"),
}


@dataclass(frozen=True)
class PeriodLabel:
    """One period: its full label, and the two short ones under a column."""

    label: str
    tick: str
    year: str


def unit(over: Axis, language: Language) -> str:
    """Return what a period is."""
    return UNIT[over.step].in_(language)


def periods(over: Axis, language: Language) -> tuple[PeriodLabel, ...]:
    """Return the periods of an axis."""
    return tuple(_period(s, over.step, language, earlier=over.earlier and k == 0) for k, s in enumerate(over.starts))


def outside(left: Sequence[tuple[date, int]], w: PageWords) -> str:
    """Return in words what a chart leaves out: how many, and of which months; nothing where it leaves out nothing."""
    if not left:
        return ""
    named = [f"{month(start, w.language)} ({integer(count, w.language)})" for start, count in left[:MOST_NAMED]]
    if len(left) > MOST_NAMED:
        named.append(w.andere_maanden.format(n=integer(sum(n for _, n in left[MOST_NAMED:]), w.language)))
    total = integer(sum(count for _, count in left), w.language)
    return w.buiten_grafiek.format(n=total, maanden=", ".join(named))


def ticks(of: tuple[PeriodLabel, ...]) -> list[tuple[str, str]]:
    """Return what stands under the columns."""
    return [(p.tick, p.year) for p in of]


def _period(start: date, step: Step, language: Language, *, earlier: bool) -> PeriodLabel:
    year = str(start.year)
    if earlier:
        return PeriodLabel(Text(f"tot en met {year}", f"up to {year}").in_(language), "≤", year)
    if step == "1mo":
        return PeriodLabel(month(start, language), month_name(start, language), year)
    if step == "1q":
        short = f"{'Q' if language == 'en' else 'K'}{(start.month + 2) // 3}"
        return PeriodLabel(f"{short} {year}", short, year)
    return PeriodLabel(year, year, "")
