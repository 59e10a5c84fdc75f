"""What every check says of a subject: the frames of a run, asked for the rows of this subject only.

There is one way to judge, that of the engine. Here it is only said for which rows: a check that judges each row by
itself gets the row (what it looks up, it looks up among all rows), a check that compares rows gets them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from zpm_audit.base.failures import POLARS_FAILURES
from zpm_audit.base.language import Language, Text
from zpm_audit.checks.model import Check
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.context import Context, Piece
from zpm_audit.engine.evidence import evidence
from zpm_audit.engine.frames import build
from zpm_audit.engine.passes.asked import asked_by
from zpm_audit.engine.run import ROWS_AT_ONCE, without_values
from zpm_audit.engine.units import (
    can_be_fused,
    early_names,
    parts_of,
    row_frame,
    shown_of,
    single_frame,
    subject_key,
    with_evidence,
)
from zpm_audit.engine.verdicts import OUT, branch, population
from zpm_audit.explain.subjects import GROUP, Subject

#: Columns beside those of a check: the key of the unit, whether it is in the population, and what each condition says.
ID, INSIDE, CONDITION = ":eenheid", ":binnen", ":voorwaarde:"
#: Which question of an ordered verdict decided (-1: one that has no answer).
BRANCH = ":tak"
#: In front of what a finding on the unit would show.
FINDING = "bevinding:"

Pieces = tuple[Piece | None, ...]
#: The whole table.
_ALL: Pieces = (None,)


@dataclass(frozen=True)
class Seen:
    """The units of a check with all that decides; ``broke`` says why there are none to be trusted."""

    check: Check
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    broke: Text | None = None

    def of(self, subject: Subject) -> list[dict[str, object]]:
        """Return the units of one subject: most often one, or none."""
        if self.rows.is_empty():
            return []
        return self.rows.filter(pl.col(ID) == subject.number).to_dicts()


class Judging:
    """Judges subjects of one export; what is looked up on the way is kept for the next."""

    def __init__(self, context: Context, language: Language) -> None:
        assert context.work is not None  # look-ups are kept there
        self.context = context
        self.language = language

    def seen(self, checks: Sequence[Check], subject: Subject | None = None) -> dict[str, Seen]:
        """Return what each check, that can run, saw of a subject; without one of every unit."""
        self.context.asked.clear()
        self.context.asked.update(asked_by(self.context, checks))
        found: dict[str, Seen] = {}
        fused: dict[tuple[str, Pieces], list[Check]] = {}
        for check in checks:
            pieces = self.pieces(check, subject)
            if not pieces:
                found[check.id] = Seen(check)
            elif can_be_fused(check, self.context.scope(check.populatie.tabel, check)):
                fused.setdefault((check.populatie.tabel, pieces), []).append(check)
            else:
                found[check.id] = self._alone(check, pieces, subject)
        for (_, pieces), together in fused.items():
            found |= self._together(together, pieces, subject)
        return found

    def pieces(self, check: Check, subject: Subject | None) -> Pieces:
        """Return where in the table of a check the rows of the subject are; the whole table where that is not plain."""
        context, table = self.context, check.populatie.tabel
        if subject is None or check.populatie.groep or not subject.tables:
            return _ALL
        key = subject_key(context, check)
        if not set(key.meta.root_names()) <= context.present(table):
            return _ALL
        rows = context.scan(table).select(key.alias(ID)).with_row_index(":plaats")
        places = rows.filter(pl.col(ID) == subject.number).select(":plaats").collect(engine="streaming")
        return tuple((place, 1) for place in places[":plaats"].to_list())

    def _together(self, checks: Sequence[Check], pieces: Pieces, subject: Subject | None) -> dict[str, Seen]:
        table = checks[0].populatie.tabel
        try:
            frames = [row_frame(self.context, table, checks, piece=piece).collect() for piece in pieces]
        except POLARS_FAILURES as error:
            if len(checks) == 1:
                return {checks[0].id: _broken(checks[0], error)}
            return {c.id: self._together([c], pieces, subject)[c.id] for c in checks}
        finally:
            self.context.indexed.clear()
        rows = pl.concat(frames, how="vertical_relaxed")
        return {c.id: self._shown(c, rows, subject) for c in checks}

    def _shown(self, check: Check, rows: pl.DataFrame, subject: Subject | None) -> Seen:
        try:
            frame = rows.lazy().select(shown_of(self.context, check, rows.columns))
            judged = with_evidence(self.context, check, frame).with_columns(branch(check).alias(BRANCH))
            return self._finished(check, [judged], subject)
        except POLARS_FAILURES as error:
            return _broken(check, error)

    def _alone(self, check: Check, pieces: Pieces, subject: Subject | None) -> Seen:
        try:
            return self._finished(check, [*self._units(check), *self._left_out(check, pieces)], subject)
        except POLARS_FAILURES as error:
            return _broken(check, error)

    def _units(self, check: Check) -> Iterator[pl.LazyFrame]:
        """Yield the units of a check that compares rows; of a large table in parts, as a run does."""
        parts = parts_of(self.context, check, ROWS_AT_ONCE)
        for part in range(parts):
            yield single_frame(self.context, check, (part, parts)).with_columns(branch(check).alias(BRANCH))

    def _left_out(self, check: Check, pieces: Pieces) -> Iterator[pl.LazyFrame]:
        """Yield the rows that are not in the population: a check that compares rows forgets those first."""
        if check.populatie.groep:
            return
        scope = self.context.scope(check.populatie.tabel, check)
        for piece in pieces:
            rows = build(self.context, scope, early_names(self.context, check), piece=piece)
            yield rows.filter(~population(check)).with_columns(pl.lit(OUT, pl.UInt8).alias(check.id))

    def _finished(self, check: Check, parts: Sequence[pl.LazyFrame], subject: Subject | None) -> Seen:
        """Add what each condition of the population says, and what a finding would show."""
        answers = [parse(sql).expr.alias(f"{CONDITION}{i}") for i, sql in enumerate(check.populatie.voorwaarden)]
        key = subject_key(self.context, check)
        plain = subject is not None and subject.kind != GROUP
        found = []
        for part in parts:
            frame = part.with_columns(population(check).alias(INSIDE), *answers, key.alias(ID))
            if plain and subject is not None:
                frame = frame.filter(pl.col(ID) == subject.number)
            found.append(frame.collect(engine="streaming"))
        whole = pl.concat(found, how="diagonal_relaxed")
        shown = evidence(self.context, check, whole.lazy(), self.language).collect()
        whole = whole.hstack(shown.rename(lambda name: f"{FINDING}{name}"))
        if subject is not None and not plain:
            whole = _named(whole, subject)
        return Seen(check, whole)


def _named(rows: pl.DataFrame, subject: Subject) -> pl.DataFrame:
    """Keep the groups that the user named, by their key or as the lists show it."""
    names = [ID, f"{FINDING}onderwerp_id", f"{FINDING}:vast"]
    hit = pl.any_horizontal((pl.col(n) == subject.number).fill_null(value=False) for n in names)
    return rows.filter(hit).with_columns(pl.lit(subject.number).alias(ID))


def _broken(check: Check, error: BaseException) -> Seen:
    first = without_values(str(error).splitlines()[0])
    return Seen(
        check, broke=Text(f"de check liep vast op deze gegevens: {first}", f"the check broke on this data: {first}")
    )
