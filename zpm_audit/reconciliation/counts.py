"""Counts the export per prestatiegroep and month in one pass over three columns, whatever the number of rows."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.errors import InternalError
from zpm_audit.checks.sql.expressions import parse
from zpm_audit.engine.context import Context
from zpm_audit.engine.frames import build
from zpm_audit.intake.rows.totals import aside_amounts
from zpm_audit.reconciliation.model import LOTS, PER_MONTH, Reconciliation

_KEY = ":maand"


def count_export(context: Context) -> Reconciliation:
    """Return rows and amounts of the export per prestatiegroep and month, and what was set aside."""
    table = context.register.tables["prestaties"]
    aside = aside_amounts(table)
    counted = Reconciliation(
        rows_in=table.rows_in,
        aside=table.rows_aside,
        aside_cents=aside.cents if "bedrag_eur" in table.columns and (aside.known or not table.rows_aside) else None,
        aside_unreadable=table.rows_aside - aside.known,
        per_month=_per_month(context),
    )
    if counted.rows != table.rows or not counted.adds_up:
        raise InternalError(
            nl=f"De aansluiting klopt niet: {table.rows_in} prestaties gelezen, {table.rows_aside} opzij gezet en "
            f"{counted.rows} geteld per maand. Er wordt niets gerapporteerd; meld dit als fout in zpm-audit.",
            en=f"The reconciliation is wrong: {table.rows_in} prestaties read, {table.rows_aside} set aside and "
            f"{counted.rows} counted per month. Nothing is reported; report this as an error in zpm-audit.",
        )
    return counted


def month_number(column: pl.Expr) -> pl.Expr:
    """Return a date as one whole number per month: the fastest key to group by."""
    return column.dt.year().cast(pl.Int32) * 12 + column.dt.month().cast(pl.Int32) - 1


def first_day(number: pl.Expr) -> pl.Expr:
    """Return the first day of a month number."""
    return pl.date(number // 12, number % 12 + 1, 1)


def _per_month(context: Context) -> pl.DataFrame:
    conditions = _lots(context)
    reads = {name for _, names in conditions.values() for name in names}
    rows = build(context, context.scope("prestaties"), reads | {"datum", "prestatiegroep", "bedrag_eur"}, rows="alle")
    future, not_declarable = (conditions[name][0] for name in ("toekomst", "niet_declarabel"))
    lot = pl.when(future).then(2).when(not_declarable).then(1).otherwise(0).cast(pl.UInt8)
    amount = pl.col("bedrag_eur")
    counted = (
        rows.group_by("prestatiegroep", month_number(pl.col("datum")).alias(_KEY), lot.alias(":lot"))
        .agg(pl.len().alias("n"), amount.sum().alias("som"), amount.count().alias("bekend"))
        .collect()
    )
    wide = counted.group_by(_KEY, "prestatiegroep").agg(
        pl.col("n").sum().alias("rijen"),
        *(pl.col("n").filter(pl.col(":lot") == k).sum().alias(name) for k, name in enumerate(LOTS)),
        _known(pl.col("som"), pl.col("bekend")).alias("bedrag"),
        *(
            _known(pl.col("som").filter(pl.col(":lot") == k), pl.col("bekend").filter(pl.col(":lot") == k)).alias(
                f"bedrag_{name}"
            )
            for k, name in enumerate(LOTS)
        ),
        (pl.col("n").sum() - pl.col("bekend").sum()).alias("zonder_bedrag"),
    )
    return (
        wide.with_columns(
            first_day(pl.col(_KEY)).alias("maand"),
            bericht_rijen=pl.lit(None, pl.Int64),
            bericht_bedrag=pl.lit(None, pl.Int64),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in PER_MONTH.items())
        .sort("maand", "prestatiegroep")
    )


def _known(total: pl.Expr, known: pl.Expr) -> pl.Expr:
    return pl.when(known.sum() > 0).then(total.sum())


def _lots(context: Context) -> dict[str, tuple[pl.Expr, frozenset[str]]]:
    """Return the conditions by which the catalogue tells rows that are not judged apart."""
    found = {}
    for name in ("toekomst", "niet_declarabel"):
        told = context.catalogue.definitions.tellingen.get(name)
        parsed = parse(told.sql) if told and told.sql else None
        nothing: tuple[pl.Expr, frozenset[str]] = (pl.lit(value=False), frozenset())
        found[name] = (parsed.expr, parsed.reads) if parsed else nothing
    return found
