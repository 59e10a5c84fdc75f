"""One pass over a table for all checks that judge its rows: read once, piece by piece so that memory is bounded.

It counts the verdicts and keeps the rows that must be looked at. Checks that compare rows ride along: the pass hands
them the rows that they begin with, and judges for them the rows that stand by themselves, which with most of them are
nearly all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from zpm_audit.base.processors import side_by_side
from zpm_audit.checks.model import Check
from zpm_audit.engine.between_rows import Company
from zpm_audit.engine.context import Context, Piece
from zpm_audit.engine.passes import counting
from zpm_audit.engine.passes.asked import visits_to
from zpm_audit.engine.passes.companies import companies_of
from zpm_audit.engine.passes.visits import Visit
from zpm_audit.engine.passes.working import HELD
from zpm_audit.engine.units import axes_of, candidates, chart_date, early_names, row_frame, shown_of, with_evidence
from zpm_audit.register.store import WORKING

#: So many pieces are made while one is in use; each more takes the memory of a piece.
AHEAD = 2


@dataclass(frozen=True)
class PassPart:
    """What one way of judging found of a check: its verdicts counted, and the rows that must be looked at."""

    combinations: pl.DataFrame
    rows: pl.LazyFrame


@dataclass
class TablePass:
    """A pass that is over: ``rides`` holds for every rider the files with the rows that it begins with."""

    context: Context
    ids: list[str]
    counted: dict[str | None, list[pl.DataFrame]] = field(default_factory=dict)
    kept: dict[str, list[Path]] = field(default_factory=dict)
    rides: dict[str, list[Path]] = field(default_factory=dict)

    def part(self, check: Check) -> PassPart | None:
        """Return what the pass found of a check; None where it judged nothing for it."""
        if check.id not in self.ids:
            return None
        counted = pl.concat(self.counted[chart_date(self.context, check)])
        code = counting.code_of(self.ids, check.id).cast(pl.UInt8).alias(check.id)
        return PassPart(
            counted.select(code, *counting.COUNTED),
            with_evidence(self.context, check, pl.scan_ipc(self.kept[check.id])),
        )


def run_pass(
    context: Context,
    work: Path,
    table: str,
    checks: Sequence[Check],
    riders: Sequence[Check],
    rows_per_piece: int,
    *,
    visited: bool = True,
) -> TablePass:
    """Judge the rows of ``table`` by all of ``checks``, and find what the ``riders`` begin with.

    ``visited``: what look-ups of other tables ask for is left behind for them.
    """
    companies = companies_of(context, table, riders)
    judged = [*checks, *(r for r in riders if r.id in companies)]
    ids = [c.id for c in judged]
    dates = sorted({chart_date(context, c) for c in judged}, key=str)
    done = TablePass(context, ids, {d: [] for d in dates})
    visits = visits_to(context, table) if visited else {}
    taken = {n for visit in visits.values() for n in (*visit.theirs, *visit.reads)}
    words = counting.words(ids)

    def judge(piece: Piece | None) -> pl.DataFrame:
        frame = row_frame(context, table, checks, riders, piece, companies, taken)
        return frame.with_columns(words).collect(engine=HELD)

    for number, rows in enumerate(_ahead(judge, context.pieces(table, rows_per_piece))):
        # What is left behind is read until the run is over: the pass over another table may not write over it.
        folder = work / f"{table}-{number}"
        _judge_piece(done, rows.lazy(), table, riders, companies, folder)
        _keep(done, judged, rows, folder)
        _take_along(visits, rows, folder)
    context.indexed.clear()
    context.visits.update(visits)
    return done


def _ahead(make: Callable[[Piece | None], pl.DataFrame], pieces: Sequence[Piece | None]) -> Iterator[pl.DataFrame]:
    """Make the next pieces while the one at hand is in use: no step keeps all processors busy by itself."""
    with ThreadPoolExecutor(max_workers=AHEAD) as pool:
        coming = deque(pool.submit(make, piece) for piece in pieces[:AHEAD])
        for piece in pieces[AHEAD:]:
            rows = coming.popleft().result()
            coming.append(pool.submit(make, piece))
            yield rows
        while coming:
            yield coming.popleft().result()


def _keep(done: TablePass, checks: Sequence[Check], rows: pl.DataFrame, folder: Path) -> None:
    """Keep of every check the rows that must be looked at."""
    rows = rows.filter(counting.to_look_at(done.ids))

    def keep(check: Check) -> None:
        found = rows.select(shown_of(done.context, check, rows.columns)).filter(rows[check.id] >= counting.LOOK_AT)
        files = done.kept.setdefault(check.id, [])
        # Without any row the first file still says which columns there are.
        if found.height or not files:
            files.append(folder / f"{check.id}.rijen.arrow")
            found.write_ipc(files[-1])

    side_by_side(keep, checks)


def _take_along(visits: dict[str, Visit], rows: pl.DataFrame, folder: Path) -> None:
    targets = [(visit, folder / f"bezoek{i}.arrow") for i, visit in enumerate(visits.values())]
    side_by_side(lambda one: one[0].take(rows, one[1]), targets)


def _judge_piece(
    done: TablePass,
    packed: pl.LazyFrame,
    table: str,
    riders: Sequence[Check],
    companies: dict[str, Company],
    folder: Path,
) -> None:
    context, ids = done.context, done.ids
    axes = axes_of(context, table)
    folder.mkdir(exist_ok=True)
    counts = [counting.count(packed, counting.word_names(ids), d, axes) for d in done.counted]
    sinks: list[pl.LazyFrame] = []
    for together in _alike(riders, companies):
        target = folder / f"{together[0].id}.kandidaten.arrow"
        sinks.append(_sink(_beginnings(context, table, together, companies, packed), target))
        for rider in together:
            done.rides.setdefault(rider.id, []).append(target)
    frames = pl.collect_all([*counts, *sinks], engine="streaming")
    for date_column, frame in zip(done.counted, frames, strict=False):
        done.counted[date_column].append(frame)


def _alike(riders: Sequence[Check], companies: dict[str, Company]) -> list[list[Check]]:
    """Return the riders by population: those that begin with the same rows share a file."""
    groups: dict[str, list[Check]] = {}
    for rider in riders:
        key = rider.id if rider.id in companies else repr(rider.populatie.voorwaarden)
        groups.setdefault(key, []).append(rider)
    return list(groups.values())


def _beginnings(
    context: Context, table: str, together: Sequence[Check], companies: dict[str, Company], packed: pl.LazyFrame
) -> pl.LazyFrame:
    known = context.scope(table).known
    names = sorted({n for rider in together for n in early_names(context, rider) & known})
    one = companies.get(together[0].id)
    rows = packed.filter(pl.col(one.name)) if one else packed
    return candidates(together[0], rows.select(names))


def _sink(frame: pl.LazyFrame, target: Path) -> pl.LazyFrame:
    return frame.sink_ipc(target, compression=WORKING, lazy=True)
