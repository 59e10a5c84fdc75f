"""What is wrong in groups of checks, and what is not known: prestaties and euros, each counted once within a group.

A prestatie of which something is not known can be wrong for all that it comes to; what has no amount, or is no
prestatie, has no such limit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from zpm_audit.engine.context import Context
from zpm_audit.engine.impact import CENT, once
from zpm_audit.findings.model import Audit
from zpm_audit.findings.prestaties import AMOUNT, judged_prestaties

_GROUP, _UNIT = ":groep", ":eenheid"


@dataclass(frozen=True)
class Doubtful:
    """Units of which something is not known.

    ``cents`` is what the prestaties among them come to, ``unpriced`` how many of those have no amount, and ``others``
    counts the findings that name no prestatie.
    """

    prestaties: int = 0
    cents: int = 0
    unpriced: int = 0
    others: int = 0

    @property
    def number(self) -> int:
        """Return how many units there are."""
        return self.prestaties + self.others

    @property
    def most(self) -> int | None:
        """Return the cents that may be wrong at most; None where there is no limit."""
        return None if self.unpriced or self.others else self.cents


@dataclass(frozen=True)
class Errors:
    """What is wrong in one group: prestaties with an error, errors that name none, and known amounts from zero up.

    ``unknown`` are the units with an error of which an amount is not known, ``undetermined`` those that could not be
    judged and have no error.
    """

    prestaties: int = 0
    others: int = 0
    too_much: int = 0
    too_little: int = 0
    unknown: Doubtful = Doubtful()
    undetermined: Doubtful = Doubtful()

    @property
    def cents(self) -> int:
        """Return the known amounts either way; they are never netted."""
        return self.too_much + self.too_little


def errors_in(
    context: Context, audit: Audit, groups: Mapping[str, Collection[str]], *, open_only: bool
) -> dict[str, Errors]:
    """Return what is wrong per group of checks; ``open_only`` leaves out what somebody accepted."""
    pairs = [(check, group) for group, checks in groups.items() for check in checks]
    members = pl.LazyFrame(pairs, schema={"check_id": pl.String, _GROUP: pl.String}, orient="row")
    wrong = pl.scan_parquet(audit.findings.afwijkingen)
    if open_only:
        wrong = wrong.filter(pl.col("acceptatie").is_null())
    unit = pl.coalesce("prestatie_id", "bevinding_id").alias(_UNIT)
    units = (
        wrong.join(members, on="check_id")
        .group_by(_GROUP, unit)
        .agg(pl.col("prestatie_id").first(), pl.col("impact_eur").is_null().any().alias(":onbekend"))
        .collect(engine="streaming")
    )
    unsure = (
        pl.scan_parquet(audit.findings.onbepaald)
        .join(members, on="check_id")
        .select(_GROUP, unit, "prestatie_id")
        .unique([_GROUP, _UNIT])
        .join(units.lazy(), on=[_GROUP, _UNIT], how="anti")
        .collect(engine="streaming")
    )
    counted = units.group_by(_GROUP).agg(
        pl.col("prestatie_id").count().alias("prestaties"), pl.col("prestatie_id").null_count().alias("andere")
    )
    numbers = {group: (number, others) for group, number, others in counted.iter_rows()}
    known = _known(audit, members, open_only=open_only)
    unknown = _doubtful(context, units.filter(pl.col(":onbekend")))
    undetermined = _doubtful(context, unsure)
    return {
        group: Errors(
            *numbers.get(group, (0, 0)),
            *known.get(group, (0, 0)),
            unknown.get(group, Doubtful()),
            undetermined.get(group, Doubtful()),
        )
        for group in groups
    }


def _known(audit: Audit, members: pl.LazyFrame, *, open_only: bool) -> dict[str, tuple[int, int]]:
    """Return too much and too little per group: every prestatie once, with its largest amount."""
    if audit.shares is None:
        return {}
    shares = audit.shares
    if open_only and audit.accepted_units is not None:
        shares = shares.join(audit.accepted_units.lazy(), on=["check_id", "onderwerp_id"], how="anti")
    rows = once(shares.join(members, on="check_id"), [_GROUP])
    summed = rows.group_by(_GROUP).agg(
        pl.col(CENT).filter(pl.col(CENT) > 0).sum().alias("veel"),
        -pl.col(CENT).filter(pl.col(CENT) < 0).sum().alias("weinig"),
    )
    return {group: (much, little) for group, much, little in summed.collect(engine="streaming").iter_rows()}


def _doubtful(context: Context, units: pl.DataFrame) -> dict[str, Doubtful]:
    if units.is_empty():
        return {}
    amounts = judged_prestaties(context).select("prestatie_id", pl.col(AMOUNT).abs())
    found = (
        units.lazy()
        .join(amounts, on="prestatie_id", how="left")
        .group_by(_GROUP)
        .agg(
            pl.col("prestatie_id").count().alias("prestaties"),
            pl.col(AMOUNT).sum().alias("cent"),
            (pl.col("prestatie_id").is_not_null() & pl.col(AMOUNT).is_null()).sum().alias("zonder"),
            pl.col("prestatie_id").null_count().alias("andere"),
        )
        .collect(engine="streaming")
    )
    return {group: Doubtful(*numbers) for group, *numbers in found.iter_rows()}
