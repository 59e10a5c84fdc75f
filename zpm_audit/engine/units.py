"""The units of a check with the code of their verdict: one frame, whether the check stands alone or is fused.

The audit, the cases beside a check and the type check of a new check all come through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from zpm_audit.checks.model import Check
from zpm_audit.checks.reads import evidence_reads, verdict_reads
from zpm_audit.checks.scope import Scope, compared_by
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.between_rows import Company, crowded_key, split
from zpm_audit.engine.context import Context, Piece
from zpm_audit.engine.frames import build, extend
from zpm_audit.engine.verdicts import BUITEN_BEELD, OUT, code, population, verdict
from zpm_audit.register import TABLES


@dataclass(frozen=True)
class Axes:
    """The names by which the verdicts on a table are counted: a setting and a financing; and the amount of a unit."""

    setting: str | None = None
    financing: str | None = None
    amount: str | None = None

    @property
    def names(self) -> set[str]:
        """Return those that the table has."""
        return {n for n in (self.setting, self.financing, self.amount) if n}


KEYS = ("prestatie_id", "zorgtraject_id", "patient_id", "behandelaar_id")
SUBJECTS = {
    "prestatie": "prestatie_id",
    "zorgtraject": "zorgtraject_id",
    "patient": "patient_id",
    "behandelaar": "behandelaar_id",
}


def can_be_fused(check: Check, scope: Scope) -> bool:
    """Tell whether the check judges each row by itself, with nothing but shared look-ups.

    Look-ups of its own that only its findings show do not stand in the way: those come after.
    """
    if check.populatie.groep is not None or any(scope.over_rows(name) for name in check.afgeleid):
        return False
    return not check.opgezocht & scope.closure(verdict_reads(check))


def finding_keys(context: Context, check: Check) -> dict[str, str]:
    """Return which column of the units fills which key column of a finding."""
    groep = check.populatie.groep
    return {k: k for k in KEYS if k in groep.per} if groep else key_columns(context, check.populatie.tabel)


def columns_of_every_finding(context: Context, table: str) -> set[str]:
    """Return the columns of ``table`` that name the subject of a finding, or tell its findings apart."""
    apart = context.catalogue.definitions.onderscheid.get(table, [])
    return {*key_columns(context, table).values(), *apart}


def key_columns(context: Context, table: str) -> dict[str, str]:
    """Return which column of ``table`` fills which key column of a finding."""
    scope = context.scope(table)
    keys = {key: key for key in KEYS if key in scope.columns}
    return {**keys, **context.catalogue.definitions.sleutels.get(table, {})}


def axes_of(context: Context, table: str) -> Axes:
    """Return what verdicts of ``table`` are counted by besides their date."""
    definitions = context.catalogue.definitions
    return Axes(
        definitions.settingas.get(table), definitions.financieringsas.get(table), definitions.bedragas.get(table)
    )


def in_period(context: Context, check: Check, judged: pl.Expr) -> pl.Expr:
    """Return the code where the date of a finding lies in the period of the run; a unit without a date stays in.

    Only who is judged follows from the period: what a verdict is decided by is looked up among all rows.
    """
    if context.period is None or check.datum is None:
        return judged
    outside = ~pl.col(check.datum).is_between(context.period.first, context.period.last)
    return pl.when(outside.fill_null(value=False)).then(pl.lit(OUT, pl.UInt8)).otherwise(judged)


def chart_date(context: Context, check: Check) -> str | None:
    """Return the date that verdicts of the check are charted by: its own when all checks know it, else the table's."""
    shared = context.scope(check.populatie.tabel)
    own = check.datum if check.datum in shared.known else None
    return own or context.catalogue.definitions.tijdas.get(check.populatie.tabel)


def row_frame(
    context: Context,
    table: str,
    checks: Sequence[Check],
    riders: Sequence[Check] = (),
    piece: Piece | None = None,
    companies: Mapping[str, Company] | None = None,
    taken: Iterable[str] = (),
) -> pl.LazyFrame:
    """Return the judged rows of ``table`` with one column per check, named after it, that holds the code.

    For checks that can be fused. What only one check derives is computed for it and dropped again; what checks share
    is computed once. ``riders`` are other checks that find in it what they need to begin with; of those with a
    company the rows that stand by themselves are judged here too. ``taken`` are names that others ask for.
    """
    companies = companies or {}
    shared = context.scope(table)
    wanted = columns_of_every_finding(context, table) | axes_of(context, table).names | {*taken}
    for check in checks:
        scope = context.scope(table, check)
        charted = chart_date(context, check)
        names = verdict_reads(check) | ({charted} if charted else set())
        wanted |= scope.closure(names) & shared.known
        # What a finding shows is computed for findings only; here its columns of the export travel along.
        wanted |= scope.closure(evidence_reads(check)) & shared.columns
    for rider in riders:
        wanted |= early_names(context, rider) & shared.known
    frame = build(context, shared, wanted, piece=piece, held=context.work is not None)
    frame = frame.with_columns(c.here for c in {c.name: c for c in companies.values()}.values())
    for check in [*checks, *(r for r in riders if r.id in companies)]:
        # The date too, for a run over a period: the date of a unit may follow from its other values.
        dated = {check.datum} if check.datum and context.period else set()
        frame, private = with_private(context, check, frame, verdict_reads(check) | dated)
        judged = in_period(context, check, code(check))
        if check.id in companies:
            judged = pl.when(pl.col(companies[check.id].name)).then(pl.lit(OUT, pl.UInt8)).otherwise(judged)
        frame = frame.with_columns(judged.alias(check.id)).drop(private)
    return frame


def shown_of(context: Context, check: Check, names: Iterable[str]) -> list[str]:
    """Return which of these columns a finding of the check needs: what a row is and what was looked up about it.

    What follows from those is computed once more, for the findings only.
    """
    table = check.populatie.tabel
    shared = context.scope(table)
    scope = context.scope(table, check)
    needed = scope.closure(verdict_reads(check) | evidence_reads(check)) | named_and_charted(context, check)
    return [n for n in names if n == check.id or (n in needed and n not in shared.derived)]


def with_evidence(context: Context, check: Check, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add to the judged rows of a pass what the findings of a check show, and what its verdict was decided by."""
    scope = context.scope(check.populatie.tabel, check)
    wanted = scope.closure(verdict_reads(check) | evidence_reads(check)) - set(frame.collect_schema())
    frame = frame.with_columns(context.given(name) for name in sorted(wanted & scope.given))
    return extend(context, scope, frame, wanted, lonely=True)


def with_private(
    context: Context, check: Check, frame: pl.LazyFrame, names: frozenset[str]
) -> tuple[pl.LazyFrame, list[str]]:
    """Add what only this check derives of a row by itself; return the frame and the names that were added."""
    scope = context.scope(check.populatie.tabel, check)
    own = set(check.afgeleid) | set(check.parameters)
    private = sorted(scope.closure(names) & own)
    return extend(context, scope, frame, private, lonely=True), private


def can_ride(context: Context, check: Check) -> bool:
    """Tell whether a check that looks at other rows can begin with rows that a pass over its table hands it."""
    shared = context.scope(check.populatie.tabel)
    if check.populatie.groep or not check.populatie.waar:
        return False
    return parse(check.populatie.waar).reads <= shared.known


def early_names(context: Context, check: Check) -> frozenset[str]:
    """Return what must be known of each row by itself, before a check looks at the other rows of its population."""
    table = check.populatie.tabel
    scope = context.scope(table, check)
    names = scope.closure(verdict_reads(check) | evidence_reads(check))
    names = frozenset(n for n in names if not scope.over_rows(n))
    return names | named_and_charted(context, check)


def named_and_charted(context: Context, check: Check) -> set[str]:
    """Return the columns that name the findings of a check, and those that its verdicts are charted by."""
    table = check.populatie.tabel
    charted = chart_date(context, check)
    return columns_of_every_finding(context, table) | axes_of(context, table).names | ({charted} if charted else set())


def comparing_key(context: Context, check: Check) -> str | None:
    """Return a column by whose values the units may be judged apart; None where units with different ones meet."""
    table = check.populatie.tabel
    if check.populatie.groep is not None:
        return None
    scope = context.scope(table, check)
    names = scope.closure(verdict_reads(check) | evidence_reads(check))
    compared = [keys for n in sorted(names) if n in scope.derived for keys in compared_by(scope.derived[n])]
    if not compared:
        return TABLES[table].key
    return min((n for n in frozenset.intersection(*compared) if not scope.over_rows(n)), default=None)


def parts_of(context: Context, check: Check, rows_at_once: int) -> int:
    """Return in how many parts the units are judged when no more than so many rows are looked at together."""
    if comparing_key(context, check) is None:
        return 1
    return max(1, -(-context.register.tables[check.populatie.tabel].rows // rows_at_once))


def candidates(check: Check, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Leave out the rows that are certainly not in the population, by each of its conditions apart."""
    for condition in check.populatie.voorwaarden:
        frame = frame.filter(parse(condition).expr.fill_null(value=True))
    return frame


def single_frame(
    context: Context, check: Check, part: tuple[int, int] = (0, 1), given: pl.LazyFrame | None = None
) -> pl.LazyFrame:
    """Return the units of one check that looks at other rows, or groups them, with the code in a column named after it.

    ``part`` (i, n) takes only the units whose key of comparing falls in the i-th of n parts. ``given`` are the
    candidate rows, where a pass over the table found them already.
    """
    if check.populatie.groep:
        return _group_frame(context, check)
    scope = context.scope(check.populatie.tabel, check)
    early = early_names(context, check)
    if given is None:
        # Settled once: what follows looks at these rows more than once.
        rows = context.settle(candidates(check, build(context, scope, early)))
    else:
        rows = extend(context, scope, given, early - set(given.collect_schema()))
    key = comparing_key(context, check) if part[1] > 1 else None
    if key:
        rows = rows.filter(pl.col(key).hash(0) % part[1] == part[0])
    inside = population(check)
    late = scope.closure(verdict_reads(check) | evidence_reads(check)) - early
    members = _members(context, scope, rows.filter(inside), late)
    judged = [part.with_columns(verdict(check).alias(check.id)) for part in members]
    out_of_sight = rows.filter(inside.is_null()).with_columns(pl.lit(BUITEN_BEELD, pl.UInt8).alias(check.id))
    everything = pl.concat([*judged, out_of_sight], how="diagonal_relaxed")
    return everything.with_columns(in_period(context, check, pl.col(check.id)).alias(check.id))


def _members(context: Context, scope: Scope, rows: pl.LazyFrame, late: frozenset[str]) -> list[pl.LazyFrame]:
    """Return the rows of the population with what follows from other rows; those without company apart."""
    key = company_key(scope, late)
    if key is None:
        return [extend(context, scope, rows, late)]
    lonely, crowded = split(rows, key)
    return [extend(context, scope, lonely, late, lonely=True), extend(context, scope, crowded, late)]


def company_key(scope: Scope, names: Iterable[str]) -> list[str] | None:
    """Return the columns by which a row is compared with others; None where that is not one key of the export."""
    derived = [scope.derived[n] for n in names if n in scope.derived]
    key = crowded_key([d.blok for d in derived if d.blok and d.over_rows])
    if key is None or any(d.sql and parse(d.sql).over_rows for d in derived) or not set(key) <= scope.columns:
        return None
    return key


def _group_frame(context: Context, check: Check) -> pl.LazyFrame:
    groep = check.populatie.groep
    assert groep is not None  # only called for checks with a groep
    scope = context.scope(check.populatie.tabel)
    rows = build(context, scope, groep.reads)
    grouped = (
        rows.filter(parse(groep.waar).expr)
        .with_columns(parse(sql).expr.alias(name) for name, sql in groep.per.items())
        .group_by(list(groep.per))
        .agg(parse(sql).expr.alias(name) for name, sql in groep.velden.items())
    )
    # After grouping the check's own names are all there is: the group has no columns of the export.
    own = context.scope(check.populatie.tabel, check)
    names = own.closure(verdict_reads(check) | evidence_reads(check)) & (set(check.afgeleid) | set(check.parameters))
    given = sorted(own.given & (verdict_reads(check) | evidence_reads(check)))
    grouped = grouped.with_columns(context.given(name) for name in given)
    return extend(context, own, grouped, names).with_columns(in_period(context, check, code(check)).alias(check.id))


def joined_key(names: Iterable[str]) -> pl.Expr:
    """Return the text that names a unit by several columns: their values in this order, joined by ``|``."""
    return pl.concat_str([pl.col(n).cast(pl.String).fill_null("") for n in names], separator="|")


def subject_key(context: Context, check: Check, shown: Mapping[str, str] | None = None) -> pl.Expr:
    """Return the expression that names the unit of a finding; ``shown`` are columns that stand in for others."""
    if check.populatie.groep or check.sleutel:
        names = check.populatie.groep.per if check.populatie.groep else check.sleutel
        return joined_key((shown or {}).get(name, name) for name in names)
    column = SUBJECTS[check.onderwerp]
    return pl.col(key_columns(context, check.populatie.tabel)[column])
