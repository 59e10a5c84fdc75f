"""Runs the checks of a catalogue over a register: what can be fused in one pass per table, the rest one by one.

A check that cannot run says so; a check that breaks does not take the others with it; the verdicts of every check add
up to its population, or the run stops.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InternalError
from zpm_audit.base.failures import POLARS_FAILURES
from zpm_audit.base.language import Language, Text
from zpm_audit.base.period import Period
from zpm_audit.base.processors import side_by_side
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.settings import Setting
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.reads import verdict_reads
from zpm_audit.checks.scope import Need
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.checks.verdict import Status
from zpm_audit.engine.context import Context
from zpm_audit.engine.evidence import evidence
from zpm_audit.engine.frames import build
from zpm_audit.engine.outcome import SPREAD_SCHEMA, Counts, status_of
from zpm_audit.engine.passes import counting
from zpm_audit.engine.passes.asked import asked_by
from zpm_audit.engine.passes.table_pass import PassPart, TablePass, run_pass
from zpm_audit.engine.pseudonymised import with_pseudonyms
from zpm_audit.engine.units import Axes, axes_of, can_be_fused, can_ride, chart_date, parts_of, single_frame
from zpm_audit.engine.verdicts import BUITEN_BEELD, OUT
from zpm_audit.output.publish import is_disk_full
from zpm_audit.register import Register
from zpm_audit.register.store import WORKING

#: Above this many rows a check that looks at other rows is run in parts, by the key that it compares by.
ROWS_AT_ONCE = 30_000_000

#: A pass over a table takes so many rows at a time: enough to be fast, few enough to fit a laptop.
ROWS_PER_PIECE = 1_000_000

#: Checks that are judged alone fill each other's gaps; more of them at once would only ask for more memory.
_ALONE_AT_ONCE = 2

Progress = Callable[[str], None]

#: Where polars quotes values of the data in what it says.
_QUOTED = re.compile(r"\[.*|\"[^\"]*(?:\"|$)|'[^']*\d[^']*(?:'|$)|[0-9]{5,}")


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
    """The outcome of all checks, in the order of the catalogue, with the counts of rows for the run's totals.

    ``context``, where all was judged in one, holds what was looked up for it, for who needs that again.
    """

    checks: tuple[Judged, ...]
    totals: dict[str, int]
    context: Context | None = None


def judge(
    register: Register,
    catalogue: Catalogue,
    peildatum: date,
    work: Path,
    *,
    language: Language = "nl",
    progress: Progress | None = None,
    settings: Mapping[str, Setting] | None = None,
    period: Period | None = None,
    key: Key | None = None,
    traceable: bool = False,
    rows_at_once: int = ROWS_AT_ONCE,
    rows_per_piece: int = ROWS_PER_PIECE,
    with_totals: bool = True,
) -> Judgement:
    """Judge every unit of every check; write what must be looked at as Arrow under ``work``.

    ``settings`` holds what the user chose among the ``instellingen`` of the catalogue; with ``period`` only the units
    of those days are judged, while what they are judged by is looked up among all rows. With ``key`` findings show
    pseudonyms where a check shows patients, unless ``traceable``. The totals count rows, whatever the checks: a part
    of a register has no use for them.
    """
    work.mkdir(parents=True, exist_ok=True)
    context = Context(register, catalogue, peildatum, work, settings or {}, period, key, traceable)
    return _Run(context, work, language, progress or _silent, rows_at_once, rows_per_piece).all(with_totals)


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

    def all(self, with_totals: bool) -> Judgement:
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
        self.context.asked.update(asked_by(self.context, [*alone, *(c for checks in fused.values() for c in checks)]))
        passes: dict[str, TablePass] = {}
        # The largest table first: its pass leaves behind what look-ups of the others ask of it.
        for table in sorted(fused, key=lambda name: -self.context.register.tables[name].rows):
            checks = fused[table]
            riders = [c for c in alone if c.populatie.tabel == table and can_ride(self.context, c)]
            for judged in self._fused(table, checks, riders, passes):
                outcomes[judged.check.id] = judged

        def judge_alone(check: Check) -> Judged:
            self.progress(check.id)
            return self._guarded(check, partial(self._alone, ridden=passes.get(check.populatie.tabel)))

        outcomes |= {judged.check.id: judged for judged in side_by_side(judge_alone, alone, _ALONE_AT_ONCE)}
        in_order = tuple(outcomes[i] for i in self.context.catalogue.checks)
        return Judgement(in_order, self._totals() if with_totals else {}, self.context)

    def _fused(
        self, table: str, checks: Sequence[Check], riders: Sequence[Check], passes: dict[str, TablePass]
    ) -> list[Judged]:
        """Judge all of them in one pass; ``passes`` receives it for the riders."""
        self.progress(", ".join(c.id for c in checks))
        if len(checks) > 1:
            # When one of them breaks on this data they are run one by one, so that only that one is lost.
            with contextlib.suppress(*POLARS_FAILURES):
                done = run_pass(self.context, self.work, table, checks, riders, self.rows_per_piece)
                outcomes = side_by_side(lambda c: self._outcome(c, [done.part(c)]), checks)
                passes[table] = done
                return outcomes
        return [self._guarded(c, self._by_itself) for c in checks]

    def _by_itself(self, check: Check) -> Judged:
        # Without visits: what breaks in the look-up of another check may not take this one with it.
        table = check.populatie.tabel
        done = run_pass(self.context, self.work, table, [check], [], self.rows_per_piece, visited=False)
        return self._outcome(check, [done.part(check)])

    def _guarded(self, check: Check, run: Callable[[Check], Judged]) -> Judged:
        try:
            return run(check)
        except POLARS_FAILURES as error:
            if is_disk_full(error):
                raise
            first = without_values(str(error).splitlines()[0])
            reason = Text(f"de check liep vast op deze gegevens: {first}", f"the check broke on this data: {first}")
            return Judged(check, Status.MISLUKT, reason=reason)

    def _alone(self, check: Check, ridden: TablePass | None = None) -> Judged:
        files = ridden.rides.get(check.id) if ridden else None
        given = pl.scan_ipc(files) if files else None
        parts = parts_of(self.context, check, self.rows_at_once)
        grouped = check.populatie.groep is not None
        axes = axes_of(self.context, check.populatie.tabel)
        date_column = check.datum if grouped else chart_date(self.context, check)
        groups: pl.DataFrame | None = None
        found = [ridden.part(check)] if ridden else []
        for part in range(parts):
            frame = single_frame(self.context, check, (part, parts), given).filter(pl.col(check.id) != OUT)
            if grouped:
                groups = frame.collect()
                frame = groups.lazy()
                axes = Axes(*(n if n in groups.columns else None for n in (axes.setting, axes.financing)))
            target = self.work / f"{check.id}.{part}.units.arrow"
            rows = frame.filter(pl.col(check.id) >= counting.LOOK_AT)
            combinations = counting.count(frame, [check.id], date_column, axes)
            sink = rows.sink_ipc(target, compression=WORKING, lazy=True)
            counted, _ = pl.collect_all([combinations, sink], engine="streaming")
            found.append(PassPart(counted.with_columns(pl.col(check.id).cast(pl.UInt8)), pl.scan_ipc(target)))
        statistics = _statistics(self.context, check, groups) if groups is not None and check.statistiek else None
        return self._outcome(check, found, statistics)

    def _outcome(
        self, check: Check, found: Sequence[PassPart | None], statistics: pl.DataFrame | None = None
    ) -> Judged:
        parts = [part for part in found if part]
        counts, spread = counting.spread(pl.concat([p.combinations for p in parts]), pl.col(check.id))
        target = self.work / f"{check.id}.arrow"
        shown = [evidence(self.context, check, part.rows, self.language) for part in parts]
        pl.concat(shown, how="vertical_relaxed").sink_ipc(target, compression=WORKING)
        assert_reconciles(check, counts, target)
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


def without_values(reason: str) -> str:
    """Return what the engine says of its trouble without the values that it quotes: they may be of patients."""
    return _QUOTED.sub("…", reason)


def _statistics(context: Context, check: Check, groups: pl.DataFrame) -> pl.DataFrame:
    groep = check.populatie.groep
    assert groep is not None  # only groups have statistics
    named = [parse(sql).expr.alias(name) for name, sql in check.statistiek.items()]
    covered, shown = with_pseudonyms(context, check, groups.lazy())
    return (
        covered.collect()
        .filter(pl.col(check.id) != BUITEN_BEELD)
        .select(*(pl.col(shown.get(n, n)).alias(n) for n in groep.per), pl.col(check.id).alias(":code"), *named)
        .sort(list(groep.per))
    )


def missing(context: Context, check: Check) -> Text | None:
    """Return why the check cannot run on this export; None when it can."""
    scope = context.scope(check.populatie.tabel, check)
    names = set(verdict_reads(check))
    groep = check.populatie.groep
    needs: set[Need] = {Need(check.populatie.tabel)}
    if groep:
        needs |= context.scope(check.populatie.tabel).needs(groep.reads)
        names &= set(check.afgeleid)
    return absent(context, needs | scope.needs(names))


def absent(context: Context, needs: Set[Need]) -> Text | None:
    """Return which tables and columns the export lacks of those that are needed; None when none."""
    needs = {n for n in needs if not n.only_with or context.register.has(n.only_with)}
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


def assert_reconciles(check: Check, counts: Counts, signals: Path) -> None:
    """Stop where the verdicts of a check do not add up to its population, or not all of them are on file."""
    found = pl.scan_ipc(signals).select(pl.len()).collect().item()
    expected = counts.afwijking + counts.onbepaald + counts.loopt
    parts = counts.voldoet + expected
    if counts.populatie != parts or found != expected:
        raise InternalError(
            nl=f"{check.id}: de oordelen tellen niet op tot de populatie ({counts}, {found} rijen). "
            "Dit is een fout in zpm-audit; gebruik deze uitkomst niet en meld hem.",
            en=f"{check.id}: the verdicts do not add up to the population ({counts}, {found} rows). "
            "This is a defect in zpm-audit; do not use this outcome and report it.",
        )
