"""Runs the checks of a catalogue over a register: what can be fused in one pass per table, the rest one by one.

A check that cannot run says so; a check that breaks does not take the others with it; the verdicts of every check add
up to its population, or the run stops.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from zpm_audit.checks.expressions import parse
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.scope import Need
from zpm_audit.engine import counting
from zpm_audit.engine.context import WORKING, Context, Piece, Setting
from zpm_audit.engine.evidence import evidence
from zpm_audit.engine.frames import build
from zpm_audit.engine.units import (
    axis_columns,
    can_be_fused,
    can_ride,
    candidates,
    chart_date,
    early_names,
    row_frame,
    single_frame,
    verdict_reads,
    with_evidence,
)
from zpm_audit.engine.verdicts import BUITEN_BEELD, OUT
from zpm_audit.errors import InternalError
from zpm_audit.findings.model import SPREAD_SCHEMA, Counts, Status
from zpm_audit.language import Language, Text
from zpm_audit.register import Register

#: Above this many rows a check that looks at other rows is run in parts, split on its partition key.
ROWS_AT_ONCE = 30_000_000

#: A pass over a table takes so many rows at a time: enough to be fast, few enough to fit a laptop.
ROWS_PER_PIECE = 5_000_000

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Judged:
    """What came out of one check, before it becomes findings. ``signals`` holds every unit that must be looked at."""

    check: Check
    status: Status
    counts: Counts = field(default_factory=Counts)
    reason: Text | None = None
    spread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SPREAD_SCHEMA))
    signals: Path | None = None
    statistics: pl.DataFrame | None = None


@dataclass(frozen=True)
class Judgement:
    """The outcome of all checks, in the order of the catalogue, with the counts of rows for the run's totals."""

    checks: tuple[Judged, ...]
    totals: dict[str, int]


def judge(
    register: Register,
    catalogue: Catalogue,
    peildatum: date,
    work: Path,
    *,
    language: Language = "nl",
    progress: Progress | None = None,
    settings: Mapping[str, Setting] | None = None,
    rows_at_once: int = ROWS_AT_ONCE,
    rows_per_piece: int = ROWS_PER_PIECE,
) -> Judgement:
    """Judge every unit of every check; write what must be looked at as Parquet under ``work``.

    ``settings`` holds what the user chose among the ``instellingen`` of the catalogue.
    """
    work.mkdir(parents=True, exist_ok=True)
    context = Context(register, catalogue, peildatum, work, settings or {})
    return _Run(context, work, language, progress or _silent, rows_at_once, rows_per_piece).all()


def _silent(_: str) -> None:
    return None


@dataclass(frozen=True)
class _Run:
    context: Context
    work: Path
    language: Language
    progress: Progress
    rows_at_once: int
    rows_per_piece: int

    def all(self) -> Judgement:
        outcomes: dict[str, Judged] = {}
        fused: dict[str, list[Check]] = {}
        alone: list[Check] = []
        for check in self.context.catalogue.checks.values():
            reason = missing(self.context, check)
            scope = self.context.scope(check.populatie.tabel, check)
            if reason:
                outcomes[check.id] = Judged(check, Status.NIET_UITGEVOERD, reason=reason)
            elif can_be_fused(check, scope):
                fused.setdefault(check.populatie.tabel, []).append(check)
            else:
                alone.append(check)
        found: dict[str, list[Path]] = {}
        for table, checks in fused.items():
            riders = [c for c in alone if c.populatie.tabel == table and can_ride(self.context, c)]
            for judged in self._fused(table, checks, riders, found):
                outcomes[judged.check.id] = judged
        for check in alone:
            self.progress(check.id)
            given = pl.scan_parquet(found[check.id]) if check.id in found else None
            outcomes[check.id] = self._guarded(check, partial(self._alone, given=given))
        in_order = tuple(outcomes[i] for i in self.context.catalogue.checks)
        return Judgement(in_order, self._totals())

    def _fused(
        self, table: str, checks: Sequence[Check], riders: Sequence[Check], found: dict[str, list[Path]]
    ) -> list[Judged]:
        """Judge all of them in one pass; ``found`` receives the rows that the riders begin with."""
        self.progress(", ".join(c.id for c in checks))
        if len(checks) > 1:
            # When one of them breaks on this data they are run one by one, so that only that one is lost.
            with contextlib.suppress(PolarsError):
                outcomes, rides = self._one_pass(table, checks, riders)
                found.update(rides)
                return outcomes
        return [self._guarded(c, lambda one: self._one_pass(table, [one])[0][0]) for c in checks]

    def _guarded(self, check: Check, run: Callable[[Check], Judged]) -> Judged:
        try:
            return run(check)
        except PolarsError as error:
            first = str(error).splitlines()[0]
            reason = Text(f"de check liep vast op deze gegevens: {first}", f"the check broke on this data: {first}")
            return Judged(check, Status.MISLUKT, reason=reason)

    def _one_pass(
        self, table: str, checks: Sequence[Check], riders: Sequence[Check] = ()
    ) -> tuple[list[Judged], dict[str, list[Path]]]:
        """Read the table once, piece by piece so that memory is bounded: count, and keep what must be looked at."""
        ids = [c.id for c in checks]
        setting = axis_columns(self.context, table)[1]
        dates = sorted({chart_date(self.context, c) for c in checks}, key=str)
        counted: dict[str | None, list[pl.DataFrame]] = {d: [] for d in dates}
        together: list[Path] = []
        rides: dict[str, list[Path]] = {c.id: [] for c in riders}
        for number, piece in enumerate(self._pieces(table)):
            packed = row_frame(self.context, table, checks, riders, piece).with_columns(counting.words(ids))
            counts = [counting.count(packed, counting.word_names(ids), d, setting) for d in dates]
            # A pass of its own files: one that broke off may still be writing to its own for a moment.
            together.append(self.work / f"{table}.{ids[0]}.{len(ids)}.{number}.parquet")
            stored = self._stored(table, ids, packed)
            sinks = [_sink(packed.filter(counting.to_look_at(ids)).select(stored), together[-1])]
            for rider in riders:
                rides[rider.id].append(self.work / f"{rider.id}.{number}.kandidaten.parquet")
                known = sorted(early_names(self.context, rider) & self.context.scope(table).known)
                sinks.append(_sink(candidates(rider, packed.select(known)), rides[rider.id][-1]))
            frames = pl.collect_all([*counts, *sinks], engine="streaming")
            for date_column, frame in zip(dates, frames, strict=False):
                counted[date_column].append(frame)
        outcomes = []
        for check in checks:
            combinations = pl.concat(counted[chart_date(self.context, check)])
            totals, spread = counting.spread(combinations, counting.code_of(ids, check.id))
            rows = pl.scan_parquet(together).filter(pl.col(check.id) >= counting.LOOK_AT)
            outcomes.append(self._outcome(check, totals, spread, with_evidence(self.context, check, rows)))
        return outcomes, rides

    def _pieces(self, table: str) -> list[Piece | None]:
        rows = self.context.register.tables[table].rows
        if rows <= self.rows_per_piece:
            return [None]
        return [(start, self.rows_per_piece) for start in range(0, rows, self.rows_per_piece)]

    def _stored(self, table: str, ids: Sequence[str], packed: pl.LazyFrame) -> list[str]:
        """Return what is kept of a row that must be looked at: what it is and what was looked up, not what follows."""
        derived = self.context.scope(table).derived
        return [n for n in packed.collect_schema() if n in ids or not (n in derived or n.startswith(":"))]

    def _alone(self, check: Check, given: pl.LazyFrame | None = None) -> Judged:
        parts = 1
        if check.partitie:
            size = self.context.register.tables[check.populatie.tabel].rows
            parts = max(1, -(-size // self.rows_at_once))
        counted: list[pl.DataFrame] = []
        files: list[Path] = []
        groups: pl.DataFrame | None = None
        grouped = check.populatie.groep is not None
        setting = axis_columns(self.context, check.populatie.tabel)[1]
        date_column = check.datum if grouped else chart_date(self.context, check)
        for part in range(parts):
            frame = single_frame(self.context, check, (part, parts), given).filter(pl.col(check.id) != OUT)
            if grouped:
                groups = frame.collect()
                frame = groups.lazy()
                setting = setting if setting in groups.columns else None
            target = self.work / f"{check.id}.{part}.units.parquet"
            rows = frame.filter(pl.col(check.id) >= counting.LOOK_AT)
            combinations = counting.count(frame, [check.id], date_column, setting)
            found, _ = pl.collect_all([combinations, _sink(rows, target)], engine="streaming")
            counted.append(found)
            files.append(target)
        counts, spread = counting.spread(pl.concat(counted), pl.col(check.id))
        statistics = _statistics(check, groups) if groups is not None and check.statistiek else None
        return self._outcome(check, counts, spread, pl.scan_parquet(files), statistics)

    def _outcome(
        self,
        check: Check,
        counts: Counts,
        spread: pl.DataFrame,
        rows: pl.LazyFrame,
        statistics: pl.DataFrame | None = None,
    ) -> Judged:
        target = self.work / f"{check.id}.parquet"
        evidence(self.context, check, rows, self.language).sink_parquet(target, compression=WORKING)
        _assert_reconciles(check, counts, target)
        return Judged(check, status_of(counts), counts, None, spread, target, statistics)

    def _totals(self) -> dict[str, int]:
        tellingen = self.context.catalogue.definitions.tellingen
        scope = self.context.scope("prestaties")
        conditions = {name: parse(d.sql or "").expr for name, d in tellingen.items()}
        reads = {n for d in tellingen.values() for n in parse(d.sql or "").reads}
        everything = build(self.context, scope, reads | {"prestatie_id"}, rows="alle")
        counted = everything.select(pl.len().alias("rijen"), *(c.sum().alias(n) for n, c in conditions.items()))
        row = counted.collect().row(0, named=True)
        return {name: int(value or 0) for name, value in row.items()}


def _sink(frame: pl.LazyFrame, target: Path) -> pl.LazyFrame:
    return frame.sink_parquet(target, compression=WORKING, lazy=True)


def _statistics(check: Check, groups: pl.DataFrame) -> pl.DataFrame:
    groep = check.populatie.groep
    assert groep is not None  # only groups have statistics
    named = [parse(sql).expr.alias(name) for name, sql in check.statistiek.items()]
    return (
        groups.filter(pl.col(check.id) != BUITEN_BEELD)
        .select(*groep.per, pl.col(check.id).alias(":code"), *named)
        .sort(list(groep.per))
    )


def status_of(counts: Counts) -> Status:
    """Return what became of the check as a whole. What could not be judged never makes it green."""
    if counts.populatie == 0:
        return Status.NIET_VAN_TOEPASSING
    if counts.afwijking - counts.geaccepteerd > 0:
        return Status.AFWIJKINGEN
    if counts.onbepaald > 0:
        return Status.ONBEPAALD
    return Status.AKKOORD


def missing(context: Context, check: Check) -> Text | None:
    """Return why the check cannot run on this export; None when it can."""
    scope = context.scope(check.populatie.tabel, check)
    names = set(verdict_reads(check))
    groep = check.populatie.groep
    needs: set[Need] = {Need(check.populatie.tabel)}
    if groep:
        sqls = [groep.waar, *groep.per.values(), *groep.velden.values()]
        rows = context.scope(check.populatie.tabel)
        needs |= rows.needs({n for sql in sqls for n in parse(sql).reads})
        names &= set(check.afgeleid)
    needs |= scope.needs(names)
    tables = sorted({n.table for n in needs if not context.register.has(n.table)})
    if tables:
        listed = ", ".join(tables)
        return Text(f"tabel ontbreekt of is leeg: {listed}", f"table absent or empty: {listed}")
    columns = sorted(
        f"{n.table}.{' of '.join(sorted(n.columns))}"
        for n in needs
        if n.columns and not n.columns & context.register.columns(n.table)
    )
    if columns:
        listed = ", ".join(columns)
        return Text(f"kolom ontbreekt: {listed}", f"column absent: {listed}")
    return None


def _assert_reconciles(check: Check, counts: Counts, signals: Path) -> None:
    found = pl.scan_parquet(signals).select(pl.len()).collect().item()
    expected = counts.afwijking + counts.onbepaald + counts.loopt
    parts = counts.voldoet + expected
    if counts.populatie != parts or found != expected:
        raise InternalError(
            nl=f"{check.id}: de oordelen tellen niet op tot de populatie ({counts}, {found} rijen). "
            "Dit is een fout in zpm-audit; gebruik deze uitkomst niet en meld hem.",
            en=f"{check.id}: the verdicts do not add up to the population ({counts}, {found} rows). "
            "This is a defect in zpm-audit; do not use this outcome and report it.",
        )
