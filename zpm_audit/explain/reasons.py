"""Why a check has no verdict on a subject, in words that say what was looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.checks.model import Check
from zpm_audit.checks.sql.expressions import parse, split_conditions
from zpm_audit.checks.words import SUBJECT
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.engine.verdicts import OUT
from zpm_audit.explain.judging import CONDITION, INSIDE, Pieces
from zpm_audit.explain.plain import in_words
from zpm_audit.explain.told import Row, Told, values_in


class Why(StrEnum):
    """The kinds of reasons, for programs."""

    BEOORDEELD = "beoordeeld"
    ANDERE_EENHEID = "andere_eenheid"
    NIET_GEKOZEN = "niet_gekozen"
    NIET_UITGEVOERD = "niet_uitgevoerd"
    MISLUKT = "mislukt"
    GEEN_RIJ = "geen_rij"
    NIET_BEOORDEELD = "niet_beoordeeld"
    BUITEN_POPULATIE = "buiten_populatie"
    BUITEN_BEELD = "buiten_beeld"
    BUITEN_PERIODE = "buiten_periode"


@dataclass(frozen=True)
class Reason:
    """Why there is a verdict or none: the kind, and in words."""

    why: Why
    text: Text


def of_row(told: Told, row: Row) -> Reason | None:
    """Return why a row has no verdict; None where it has one."""
    if row[INSIDE] is False:
        return _false(told, row)
    if row[told.check.id] == OUT:
        # Of what takes part, or may, nothing but the period leaves a unit out.
        return _outside_period(told, row)
    return None if row[INSIDE] is True else _empty(told, row)


def _outside_period(told: Told, row: Row) -> Reason | None:
    check, period = told.check, told.context.period
    if period is None or check.datum is None:
        return None
    day, first, last = in_words(row[check.datum]), in_words(period.first), in_words(period.last)
    return Reason(
        Why.BUITEN_PERIODE,
        Text(
            f"buiten de periode van {first.nl} tot en met {last.nl}: {check.datum} is {day.nl}",
            f"outside the period from {first.en} to {last.en}: {check.datum} is {day.en}",
        ),
    )


def _false(told: Told, row: Row) -> Reason:
    check = told.check
    fails = [sql for i, sql in enumerate(told.conditions) if row[f"{CONDITION}{i}"] is False]
    # Conditions that only together put a unit out are shown as a whole.
    sql = fails[0] if fails else check.populatie.waar or ""
    about, values = check.populatie.woorden.text, told.about(sql, row)
    return Reason(
        Why.BUITEN_POPULATIE,
        Text(
            f"buiten de populatie ({_bare(about.nl)}): {_one_line(sql)} geldt niet{values.nl}",
            f"outside the population ({_bare(about.en)}): {_one_line(sql)} does not hold{values.en}",
        ),
    )


def _empty(told: Told, row: Row) -> Reason:
    open_ones = [sql for i, sql in enumerate(told.conditions) if row[f"{CONDITION}{i}"] is None]
    names = [*told.check.populatie.gevuld, *(n for sql in open_ones for n in sorted(parse(sql).reads))]
    empty = ", ".join(dict.fromkeys(n for n in names if n in row and row[n] is None))
    return Reason(
        Why.BUITEN_BEELD,
        Text(
            f"buiten beeld: of dit meedoet is niet te zeggen, want leeg is {empty}",
            f"out of sight: whether this takes part cannot be told, because empty is {empty}",
        ),
    )


def _bare(words: str) -> str:
    return words.rstrip(". ")


def _one_line(sql: str) -> str:
    """Return a condition as it was written, also where it was taken apart in words."""
    return re.sub(r" ([,)])", r"\1", " ".join(sql.split())).replace("( ", "(")


def not_judged(context: Context, table: str, pieces: Pieces, column: str, number: str) -> Reason | None:
    """Return why no check judges the rows of a subject in a table; None where they are judged, or not there."""
    judged = context.catalogue.definitions.beoordeeld.get(table)
    if judged is None or judged.sql is None or not context.register.has(table):
        return None
    scope, reads = context.scope(table), parse(judged.sql).reads
    conditions = split_conditions(judged.sql)
    answers = [parse(sql).expr.alias(f"{CONDITION}{i}") for i, sql in enumerate(conditions)]
    for piece in pieces:
        rows = build(context, scope, {*reads, column}, rows="alle", piece=piece)
        found = rows.filter(pl.col(column) == number).with_columns(answers).collect(engine="streaming")
        for row in found.to_dicts():
            fails = [sql for i, sql in enumerate(conditions) if row[f"{CONDITION}{i}"] is not True]
            if fails:
                return _not_judged(fails[0], row)
    return None


def _not_judged(sql: str, row: Mapping[str, object]) -> Reason:
    values = values_in({n: in_words(row[n]) for n in sorted(parse(sql).reads)})
    return Reason(
        Why.NIET_BEOORDEELD,
        Text(
            f"deze rij wordt door geen check beoordeeld: {_one_line(sql)} geldt niet{values.nl}",
            f"no check judges this row: {_one_line(sql)} does not hold{values.en}",
        ),
    )


def other_unit(check: Check, related: Mapping[str, list[str]]) -> Reason:
    """Return that a check judges something else, and the id to ask for where it is plain."""
    unit, ids = SUBJECT[check.onderwerp], related.get(check.onderwerp, [])
    see = (
        Text(f"; zie zpm-audit uitleg {ids[0]}", f"; see zpm-audit uitleg {ids[0]}") if len(ids) == 1 else Text("", "")
    )
    return Reason(
        Why.ANDERE_EENHEID,
        Text(f"deze check oordeelt per {unit.nl}{see.nl}", f"this check judges per {unit.en}{see.en}"),
    )


def no_row(check: Check) -> Reason:
    """Return that the table of a check has no row of the subject."""
    if check.populatie.groep:
        text = Text("deze check heeft geen groep met dit id", "this check has no group with this id")
    else:
        table = check.populatie.tabel
        text = Text(f"in {table} staat geen rij met dit id", f"{table} has no row with this id")
    return Reason(Why.GEEN_RIJ, text)
