"""What a finding shows: the value, the limit and a sentence for the person who must act.

Computed only for units that do not simply comply, from the frame that judged them, and written to Parquet per check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from zpm_audit.base.language import Language, Text
from zpm_audit.checks.model import Check
from zpm_audit.checks.patients import Trace, of_expression
from zpm_audit.checks.reads import decision_reads
from zpm_audit.checks.scope import Scope
from zpm_audit.checks.shape import Bilingual
from zpm_audit.checks.sql.expressions import parse, split_template
from zpm_audit.engine.context import Context
from zpm_audit.engine.pseudonymised import with_pseudonyms
from zpm_audit.engine.units import KEYS, axes_of, finding_keys, joined_key, subject_key
from zpm_audit.engine.verdicts import ONBEPAALD, branch

CODE = ":code"
#: Around a text of the data in what a finding shows; characters that no export uses for anything.
MARKS = ("\ue000", "\ue001")

_EMPTY = Text("leeg", "empty")
_UNKNOWN = Text("Niet te beoordelen: leeg is ", "Cannot be judged: empty is ")
_NO_REASON = Text("Niet te beoordelen.", "Cannot be judged.")


def evidence(context: Context, check: Check, frame: pl.LazyFrame, language: Language) -> pl.LazyFrame:
    """Return one row per unit of ``frame``: its keys, the verdict, and what the finding shows.

    In a run that shows pseudonyms the texts of the data in it stand between marks: whether one of them is the number of
    a patient is looked up later, for all findings together.
    """
    table = check.populatie.tabel
    frame, covered = with_pseudonyms(context, check, frame)
    shown = {} if context.traceable else covered
    marked = context.key is not None and not context.traceable
    schema = frame.collect_schema()
    keys = finding_keys(context, check)
    apart = context.catalogue.definitions.onderscheid.get(table, [])
    columns = [
        pl.col(check.id).alias(CODE),
        subject_key(context, check, shown).alias("onderwerp_id"),
        # What a unit is called whatever the options are: by it a finding is known again.
        (subject_key(context, check, covered) if covered else pl.lit(None, pl.String)).alias(":vast"),
        (joined_key(apart) if apart else pl.lit(None, pl.String)).alias(":onderscheid"),
        *((pl.col(keys[k]) if k in keys else pl.lit(None, pl.String)).alias(k) for k in KEYS),
        (pl.col(check.datum) if check.datum else pl.lit(None, pl.Date)).alias("datum"),
        _setting(context, check, schema).alias("setting"),
        _financing(context, check, schema).alias("financiering"),
        _machine_text(_shown_value(check.waarde, shown), frame, marked=marked).alias("waarde"),
        _machine_text(_shown_value(check.grens, shown), frame, marked=marked).alias("grens"),
        _sentence(context, check, schema, language, shown, marked=marked).alias("toelichting"),
        (pl.col(check.uiterste_datum) if check.uiterste_datum else pl.lit(None, pl.Date)).alias("uiterste_datum"),
        *_impact_columns(check),
    ]
    return frame.select(columns)


def _shown_value(sql: str, shown: Mapping[str, str]) -> pl.Expr:
    """Return a value as a finding may show it: the pseudonym where it is the number of a patient."""
    parsed = parse(sql)
    names = parsed.reads & set(shown)
    return pl.col(shown[next(iter(names))]) if names and of_expression(sql, _number) is Trace.NUMMER else parsed.expr


def _number(_: str) -> Trace:
    return Trace.NUMMER


def _setting(context: Context, check: Check, schema: pl.Schema) -> pl.Expr:
    if check.populatie.groep:
        return pl.col("setting").cast(pl.Int64) if "setting" in schema else pl.lit(None, pl.Int64)
    column = axes_of(context, check.populatie.tabel).setting
    return pl.col(column) if column else pl.lit(None, pl.Int64)


def _financing(context: Context, check: Check, schema: pl.Schema) -> pl.Expr:
    column = "financiering" if check.populatie.groep else axes_of(context, check.populatie.tabel).financing
    return pl.col(column) if column and column in schema else pl.lit(None, pl.String)


def _impact_columns(check: Check) -> list[pl.Expr]:
    impact = check.impact
    if impact is None:
        return [pl.lit(None, pl.Int64).alias(":impact")]
    if impact.sql:
        return [parse(impact.sql).expr.cast(pl.Int64).alias(":impact")]
    if impact.juiste_code:
        return [
            pl.lit(None, pl.Int64).alias(":impact"),
            pl.col(impact.juiste_code.code).alias(":juiste_code"),
            parse(impact.juiste_code.geheel).expr.alias(":geheel"),
            pl.col("prestatiecode").alias(":code_nu"),
            pl.col("datum").alias(":datum"),
            pl.col("bedrag_eur").alias(":bedrag"),
        ]
    own = impact.som_van.eigen if impact.som_van else []
    return [pl.lit(None, pl.Int64).alias(":impact"), *(pl.col(n).alias(f"eigen_{n}") for n in own)]


def of_data(text: pl.Expr) -> pl.Expr:
    """Return a text between marks: it comes from the data."""
    return pl.concat_str(pl.lit(MARKS[0]), text, pl.lit(MARKS[1]))


def _machine_text(expr: pl.Expr, frame: pl.LazyFrame, *, marked: bool) -> pl.Expr:
    """Return a value as text that sorts and parses: ISO dates, plain numbers."""
    dtype = frame.select(expr.alias("x")).collect_schema()["x"]
    if dtype == pl.String and marked:
        return of_data(expr)
    if dtype == pl.Datetime:
        return _without_zero_seconds(expr.dt.strftime("%Y-%m-%dT%H:%M:%S"))
    if dtype == pl.Time:
        return _without_zero_seconds(expr.dt.strftime("%H:%M:%S"))
    if dtype.is_float():
        return expr.round(4).cast(pl.String)
    return expr.cast(pl.String)


def _without_zero_seconds(text: pl.Expr) -> pl.Expr:
    """Leave out seconds where there are none; where they are, they may be all that two moments differ in."""
    return text.str.replace(r":00$", "")


def human_text(name: str, dtype: pl.DataType, language: Language, *, marked: bool = False) -> pl.Expr:
    """Return a column as text that a person reads, in the language; empty becomes a word."""
    column = pl.col(name)
    dutch = language == "nl"
    if dtype == pl.Date:
        text = column.dt.strftime("%d-%m-%Y" if dutch else "%Y-%m-%d")
    elif dtype == pl.Datetime:
        text = _without_zero_seconds(column.dt.strftime("%d-%m-%Y %H:%M:%S" if dutch else "%Y-%m-%d %H:%M:%S"))
    elif dtype == pl.Time:
        text = _without_zero_seconds(column.dt.strftime("%H:%M:%S"))
    elif dtype == pl.Boolean:
        text = (
            pl.when(column).then(pl.lit("ja" if dutch else "yes")).when(~column).then(pl.lit("nee" if dutch else "no"))
        )
    elif dtype.is_float():
        text = column.round(2).cast(pl.String)
        text = text.str.replace(".", ",", literal=True) if dutch else text
    else:
        text = column.cast(pl.String)
        text = of_data(text) if dtype == pl.String and marked else text
    return text.fill_null(_EMPTY.in_(language))


def _template(
    words: Bilingual, schema: pl.Schema, language: Language, shown: Mapping[str, str], *, marked: bool
) -> pl.Expr:
    parts: list[pl.Expr] = []
    for literal, name in split_template(words.text.in_(language)):
        if literal:
            parts.append(pl.lit(literal))
        if name:
            column = shown.get(name, name)
            parts.append(human_text(column, schema[column], language, marked=marked))
    return pl.concat_str(parts)


def _sentence(
    context: Context, check: Check, schema: pl.Schema, language: Language, shown: Mapping[str, str], *, marked: bool
) -> pl.Expr:
    undetermined = _empty_names(context, check, schema, language)
    general = _template(check.melding, schema, language, shown, marked=marked)
    own = {i: t.melding for i, t in enumerate(check.oordeel or []) if t.melding}
    if not own:
        return pl.when(pl.col(check.id) == ONBEPAALD).then(undetermined).otherwise(general)
    decided = branch(check)
    chain: Any = pl.when(decided == -1).then(undetermined)
    for position, words in own.items():
        chain = chain.when(decided == position).then(_template(words, schema, language, shown, marked=marked))
    sentence: pl.Expr = chain.when(pl.col(check.id) == ONBEPAALD).then(undetermined).otherwise(general)
    return sentence


def _empty_names(context: Context, check: Check, schema: pl.Schema, language: Language) -> pl.Expr:
    """Return the sentence that names the empty columns under the verdict."""
    scope = context.scope(check.populatie.tabel, check)
    leaves: dict[str, pl.Expr] = {}
    for name in sorted(decision_reads(check) & set(schema)):
        for leaf, empty in _leaves(scope, name, schema, pl.lit(value=True)):
            leaves[leaf] = leaves[leaf] | empty if leaf in leaves else empty
    if not leaves:
        return pl.lit(_NO_REASON.in_(language))
    named = pl.concat_str(
        [pl.when(empty).then(pl.lit(leaf)) for leaf, empty in leaves.items()], separator=", ", ignore_nulls=True
    )
    sentence = pl.concat_str(pl.lit(_UNKNOWN.in_(language)), named, pl.lit("."))
    return pl.when(named != "").then(sentence).otherwise(pl.lit(_NO_REASON.in_(language)))


def _leaves(scope: Scope, name: str, schema: pl.Schema, above: pl.Expr) -> Iterator[tuple[str, pl.Expr]]:
    """Yield the columns under ``name`` with when they are what is empty: reached through empty names only."""
    here = above & pl.col(name).is_null()
    if name in scope.columns or (name in scope.fields and scope.fields[name].veld.waarde):
        yield name, here
    for below in sorted(scope.direct_reads(name) & set(schema)):
        yield from _leaves(scope, below, schema, here)
