"""Whether the runs of a series still follow each other as they did when they entered, and which nights are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from zpm_audit.base.language import Text

_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Link:
    """A run as a link of the chain: its row, the seal of what is kept of it now, and what its manifest follows."""

    row: Mapping[str, Any]
    sealed: str
    manifest_whole: bool
    before: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Break:
    """Where the chain is broken: at which run (None: behind the last), and in words."""

    run_id: str | None
    text: Text


def breaks(links: Sequence[Link], number: int, last_seal: str | None) -> Iterator[Break]:
    """Yield where the runs of one series, in their order, are not as they were.

    ``number`` is how many runs entered the series, ``last_seal`` the seal of the last of them.
    """
    previous: Link | None = None
    for link in links:
        yield from _altered(link)
        yield from _between(previous, link, links)
        previous = link
    end = links[-1].row["volgnummer"] if links else 0
    if number > end:
        gone = number - end
        yield Break(
            None,
            Text(
                f"na de laatste run zijn er {gone} weggehaald: er kwamen er {number} binnen",
                f"behind the last run {gone} were removed: {number} came in",
            ),
        )
    elif previous is not None and previous.row["zegel"] != last_seal:
        run_id = previous.row["run_id"]
        yield Break(
            run_id,
            Text(
                f"run {run_id} is gewijzigd of ingevoegd: de reeks eindigde met een andere",
                f"run {run_id} was altered or inserted: the series ended with another",
            ),
        )


def _altered(link: Link) -> Iterator[Break]:
    run_id = link.row["run_id"]
    if link.sealed != link.row["zegel"] or not link.manifest_whole:
        yield Break(
            run_id,
            Text(
                f"run {run_id} is gewijzigd: wat erover in het archief staat is niet wat erin kwam",
                f"run {run_id} was altered: what the archive says of it is not what came in",
            ),
        )


def _between(previous: Link | None, link: Link, links: Sequence[Link]) -> Iterator[Break]:
    """Yield what is wrong between a run and the one before it."""
    run_id, row = link.row["run_id"], link.row
    expected = previous.row["volgnummer"] + 1 if previous else 1
    if row["volgnummer"] > expected:
        gone = row["volgnummer"] - expected
        name = link.before().get("run_id")
        told = f" ({name})" if gone == 1 and name else ""
        yield Break(
            run_id,
            Text(
                f"voor run {run_id} zijn er {gone} weggehaald{told}",
                f"before run {run_id} {gone} were removed{told}",
            ),
        )
        return
    before = previous.row if previous else {"manifest_sha256": None, "zegel": None, "run_id": None}
    followed = row["vorige_manifest_sha256"] == before["manifest_sha256"]
    if followed and row["vorige_zegel"] == before["zegel"]:
        return
    real = next((one.row["run_id"] for one in links if one.row["manifest_sha256"] == row["vorige_manifest_sha256"]), "")
    if previous is not None and not followed and real:
        yield Break(
            previous.row["run_id"],
            Text(
                f"run {previous.row['run_id']} is ingevoegd: run {run_id} volgde op run {real}",
                f"run {previous.row['run_id']} was inserted: run {run_id} followed run {real}",
            ),
        )
    elif previous is None or link.sealed != row["zegel"]:
        yield Break(
            run_id,
            Text(
                f"run {run_id} zegt op een andere run te volgen dan die ervoor staat",
                f"run {run_id} says that it follows another run than the one before it",
            ),
        )
    else:
        yield Break(
            previous.row["run_id"],
            Text(
                f"run {previous.row['run_id']} is gewijzigd of ingevoegd: run {run_id} volgde op iets anders",
                f"run {previous.row['run_id']} was altered or inserted: run {run_id} followed something else",
            ),
        )


def missed(days: Sequence[date]) -> list[list[date]]:
    """Return per run the days on which the series ought to have run since the run before it.

    A series that usually runs every day misses each day without a run, but not a weekday that it always passes over
    (twice at least). Another rhythm misses the days that a gap of more than one and a half times it could have had.
    """
    ordered = sorted(set(days))
    steps = [(b - a).days for a, b in pairwise(ordered)]
    rhythm = median(steps) if steps else 1
    skipped = _always_passed_over(ordered)
    found: list[list[date]] = []
    for position, day in enumerate(days):
        before = days[position - 1] if position else day
        gap = (day - before).days
        if rhythm <= 1:
            between = [before + n * _ONE for n in range(1, gap)]
            found.append([d for d in between if d.weekday() not in skipped])
        elif gap > 1.5 * rhythm:
            times = round(gap / rhythm)
            found.append([before + round(n * rhythm) * _ONE for n in range(1, max(times, 2))])
        else:
            found.append([])
    return found


def _always_passed_over(days: Sequence[date]) -> set[int]:
    """Return the weekdays that lie between the first and the last day twice or more, and never had a run."""
    if not days:
        return set()
    span = (days[-1] - days[0]).days
    # Seven remainders are enough to count every weekday; the span may be years.
    passed = {(days[0] + n * _ONE).weekday(): (span - n) // 7 + 1 for n in range(min(7, span + 1))}
    ran = {day.weekday() for day in days}
    return {weekday for weekday, times in passed.items() if times >= 2 and weekday not in ran}
