"""What a sample is drawn from: the units of one check, or the prestaties of a run, each with its verdict.

Compliant units do not stand in the output of a run. They are judged again, by the same frames on the same export, and
have to come to the same counts as the run did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Language
from zpm_audit.checks.model import Check
from zpm_audit.checks.verdict import OUT_OF_SIGHT, Verdict
from zpm_audit.engine.context import Context
from zpm_audit.engine.evidence import CODE, evidence
from zpm_audit.engine.proof.probe import NAMES
from zpm_audit.engine.proof.typecheck import plan
from zpm_audit.engine.units import axes_of
from zpm_audit.engine.verdicts import OUT
from zpm_audit.findings.prestaties import judged_prestaties

#: By what a population can be divided; ``oordeel`` is the verdict of the tool.
STRATA = ("oordeel", "setting", "financiering", "boekjaar", "team", "uzovi")
_OF_PRESTATIE = ("team", "uzovi")
_VERDICTS = (*Verdict, OUT_OF_SIGHT)


@dataclass(frozen=True)
class Population:
    """Units with ``sleutel``, ``oordeel``, ``laag`` and ``cent``, and what else is known of them; and their counts."""

    rows: pl.LazyFrame
    counts: Mapping[str, int]


def of_check(context: Context, check: Check, stratum: str | None, work: Path, language: Language) -> Population:
    """Return every unit of a check; the counts are per verdict, those out of sight among them."""
    judged = work / "eenheden.parquet"
    shown = evidence(context, check, plan(context, check), language).filter(pl.col(CODE) != OUT)
    shown.sink_parquet(judged)
    apart = (pl.lit("|") + pl.col(":onderscheid")).fill_null("")
    rows = pl.scan_parquet(judged).with_columns(
        pl.col(CODE).replace_strict(NAMES, return_dtype=pl.String).alias("oordeel"),
        pl.concat_str(pl.col("onderwerp_id").fill_null(""), apart).alias("sleutel"),
        pl.col("datum").dt.year().cast(pl.Int64).alias("boekjaar"),
    )
    about = judged_prestaties(context)
    known = [n for n in (*_OF_PRESTATIE, ":bedrag") if n in about.collect_schema()]
    rows = rows.join(about.select("prestatie_id", *known), on="prestatie_id", how="left")
    return _divided(rows, stratum)


def of_prestaties(context: Context, rundir: Path, stratum: str | None) -> Population:
    """Return every judged prestatie, with the weightiest of what the checks of a run say of it."""
    said = pl.concat(
        pl.scan_parquet(rundir / f"{name}.parquet")
        .select("prestatie_id", pl.lit(weight, pl.Int64).alias("gewicht"))
        .filter(pl.col("prestatie_id").is_not_null())
        for weight, name in enumerate(("lopend", "onbepaald", "bevindingen"), 1)
    )
    heaviest = said.group_by("prestatie_id").agg(pl.col("gewicht").max())
    words = {0: Verdict.VOLDOET, 1: Verdict.LOOPT, 2: Verdict.ONBEPAALD, 3: Verdict.AFWIJKING}
    rows = (
        judged_prestaties(context)
        .join(heaviest, on="prestatie_id", how="left")
        .with_columns(
            pl.col("gewicht")
            .fill_null(0)
            .replace_strict({k: str(v) for k, v in words.items()}, return_dtype=pl.String)
            .alias("oordeel"),
            pl.col("prestatie_id").alias("sleutel"),
        )
    )
    return _divided(rows, stratum)


def _divided(rows: pl.LazyFrame, stratum: str | None) -> Population:
    schema = rows.collect_schema()
    if stratum is not None and stratum not in schema:
        known = ", ".join(name for name in STRATA if name in schema)
        raise UsageError(
            nl=f"--laag {stratum} is hier niet bekend. Wel: {known}.",
            en=f"--laag {stratum} is not known here. Known are: {known}.",
        )
    divided = rows.with_columns(
        (pl.col(stratum).cast(pl.String).fill_null("") if stratum else pl.lit("")).alias("laag"),
        (pl.col(":bedrag") if ":bedrag" in schema else pl.lit(None, pl.Int64)).alias("cent"),
    )
    counted = divided.group_by("oordeel").agg(pl.len()).collect(engine="streaming")
    found = {str(verdict): int(number) for verdict, number in counted.iter_rows()}
    return Population(divided, {str(v): found.get(str(v), 0) for v in _VERDICTS})


def refuse_changed(population: Population, expected: Mapping[str, int], what: str) -> None:
    """Refuse a population that does not come to the counts of the run: then it is not what the run judged."""
    found = {name: population.counts.get(name, 0) for name in expected}
    if found == dict(expected):
        return
    here = ", ".join(f"{name} {number}" for name, number in found.items())
    there = ", ".join(f"{name} {number}" for name, number in expected.items())
    raise InputRefusedError(
        nl=f"{what} komt nu op andere aantallen dan in de run ({here}; de run: {there}). De checks of zpm-audit "
        "zelf zijn "
        "sindsdien veranderd. Draai de audit opnieuw en trek uit die uitvoer.",
        en=f"{what} now comes to other counts than in the run ({here}; the run: {there}). The checks or zpm-audit "
        "itself "
        "have changed since. Run the audit again and draw from that output.",
    )


def has_amounts(context: Context) -> bool:
    """Tell whether the export says what a prestatie comes to."""
    amount = axes_of(context, "prestaties").amount
    return amount is not None and amount in context.register.columns("prestaties")
