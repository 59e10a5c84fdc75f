"""Puts the acceptances beside the findings, and tells of each what it came to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.failures import POLARS_FAILURES
from zpm_audit.base.money import cents_column
from zpm_audit.base.steady import write_steady
from zpm_audit.base.watch import opening
from zpm_audit.checks.sql.expressions import Parsed, parse
from zpm_audit.findings.acceptances.model import Acceptance, Acceptances
from zpm_audit.findings.acceptances.outcome import Accepted, Applied, State

_ROW, _ENTRY, _ID = ":rij", ":acceptatie", ":id"
_CENTS = cents_column(pl.col("impact_eur"))


def apply(
    listed: Path, acceptances: Acceptances, *, ran: Collection[str], peildatum: date, names: pl.DataFrame | None
) -> Accepted:
    """Fill the column ``acceptatie`` of the deviations in ``listed``; ``ran`` are the checks that have an outcome.

    ``names`` are the pseudonyms of the patients in a list that shows their numbers (None where it shows pseudonyms):
    an acceptance speaks of a patient by pseudonym, whatever a run shows.
    """
    scan = pl.scan_parquet(listed)
    rows = _as_pseudonyms(scan.with_row_index(_ROW).filter(pl.col("check_id").is_in(sorted(acceptances.checks))), names)
    with opening(str(acceptances.path), "checks"):  # a waar can ask for any amount of work
        hits = _hits(rows, acceptances)
    holds = [i for i, one in enumerate(acceptances.entries) if not one.expired(peildatum)]
    first = hits.filter(pl.col(_ENTRY).is_in(holds)).group_by(_ROW).agg(pl.col(_ENTRY).min())
    if first.height:
        ids = pl.DataFrame({_ENTRY: range(len(acceptances.entries)), _ID: [one.id for one in acceptances.entries]})
        chosen = first.join(ids.cast({_ENTRY: pl.Int64}), on=_ENTRY).select(_ROW, _ID)
        _fill(listed, chosen)
    marked = pl.scan_parquet(listed)
    taken = marked.filter(pl.col("acceptatie").is_not_null()).with_columns(_CENTS.alias(":cent"))
    known = pl.when(pl.col(":cent").count() > 0).then(pl.col(":cent").sum()).alias("cent")
    per_entry = {i: (n, c) for i, n, c in taken.group_by("acceptatie").agg(pl.len(), known).collect().iter_rows()}
    per_check = {i: (n, c) for i, n, c in taken.group_by("check_id").agg(pl.len(), known).collect().iter_rows()}
    deviating = dict(marked.group_by("check_id").len().collect().iter_rows())
    found = dict(hits.group_by(_ENTRY).len().iter_rows())
    unclaimed = dict(hits.join(first, on=_ROW, how="anti").group_by(_ENTRY).len().iter_rows())
    outcomes = []
    for i, one in enumerate(acceptances.entries):
        number, cents = per_entry.get(one.id, (0, None))
        all_of_them = one.waar is not None and 1 < deviating.get(one.check, 0) == found.get(i, 0)
        state = _state(one, peildatum, ran, found.get(i, 0))
        outcomes.append(Applied(one, state, found.get(i, 0), number, cents, unclaimed.get(i, 0), all_of_them))
    return Accepted(acceptances.path, tuple(outcomes), per_check)


def accepted_units(listed: Path, names: pl.DataFrame) -> pl.DataFrame:
    """Return the units (``check_id``, ``onderwerp_id`` as the export has it) of which every finding is accepted."""
    units = (
        pl.scan_parquet(listed)
        .group_by("check_id", "onderwerp", "onderwerp_id")
        .agg(pl.col("acceptatie").is_not_null().all().alias(":alles"))
        .filter(pl.col(":alles"))
    )
    known = names.lazy().select(pl.col("pseudoniem").alias("onderwerp_id"), "patient_id")
    # A list that shows numbers finds no pseudonym here, and keeps what it has.
    patient = pl.when(pl.col("onderwerp") == "patient").then(pl.col("patient_id"))
    return (
        units.join(known, on="onderwerp_id", how="left")
        .select("check_id", pl.coalesce(patient, "onderwerp_id").alias("onderwerp_id"))
        .collect()
    )


def _state(one: Acceptance, peildatum: date, ran: Collection[str], found: int) -> State:
    if one.expired(peildatum):
        return "verlopen"
    if one.check not in ran:
        return "niet_beoordeeld"
    return "gebruikt" if found else "ongebruikt"


def _as_pseudonyms(rows: pl.LazyFrame, names: pl.DataFrame | None) -> pl.LazyFrame:
    if names is None:
        return rows
    known = names.lazy().select("patient_id", "pseudoniem")
    subject = pl.when(pl.col("onderwerp") == "patient").then(pl.col("pseudoniem")).otherwise(pl.col("onderwerp_id"))
    joined = rows.join(known, on="patient_id", how="left").with_columns(subject.alias("onderwerp_id"))
    return joined.with_columns(pl.col("pseudoniem").alias("patient_id")).drop("pseudoniem")


def _hits(rows: pl.LazyFrame, acceptances: Acceptances) -> pl.DataFrame:
    """Return which row each acceptance is about, expired or not."""
    parts = [pl.LazyFrame(schema={_ROW: pl.get_index_type(), _ENTRY: pl.Int64})]
    for name in ("bevinding_id", "onderwerp_id"):
        said = [(i, one.check, getattr(one, name)) for i, one in enumerate(acceptances.entries)]
        named = pl.LazyFrame(
            [one for one in said if one[2] is not None],
            schema={_ENTRY: pl.Int64, "check_id": pl.String, name: pl.String},
            orient="row",
        )
        parts.append(rows.join(named, on=["check_id", name]).select(_ROW, _ENTRY))
    try:
        return pl.concat([*pl.collect_all(parts), *_by_condition(rows, acceptances)])
    except POLARS_FAILURES as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            nl=f"{acceptances.path}: een waar is op deze bevindingen niet te beantwoorden ({reason}). Zet een tekst om "
            "met try_cast in plaats van cast.",
            en=f"{acceptances.path}: a waar cannot be answered for these findings ({reason}). Convert a text with "
            "try_cast instead of cast.",
        ) from None


def _by_condition(rows: pl.LazyFrame, acceptances: Acceptances) -> Iterator[pl.DataFrame]:
    """Yield the rows of each ``waar``; the findings of a check are read once, whatever the number that asks."""
    asked: dict[str, list[tuple[int, Parsed]]] = {}
    for i, one in enumerate(acceptances.entries):
        if one.waar is not None:
            asked.setdefault(one.check, []).append((i, parse(one.waar)))
    for check, conditions in asked.items():
        columns = sorted({name for _, condition in conditions for name in condition.reads})
        of_check = rows.filter(pl.col("check_id") == check).select(_ROW, *columns).collect()
        for i, condition in conditions:
            # Unknown is not accepted: a filter leaves out what is empty.
            yield of_check.filter(condition.expr).select(_ROW, pl.lit(i, pl.Int64).alias(_ENTRY))


def _fill(listed: Path, chosen: pl.DataFrame) -> None:
    whole = listed.with_suffix(".geaccepteerd.parquet")
    rows = pl.scan_parquet(listed).with_row_index(_ROW).join(chosen.lazy(), on=_ROW, how="left", maintain_order="left")
    filled: Sequence[pl.Expr] = [pl.col(_ID).alias("acceptatie")]
    write_steady(rows.with_columns(filled).drop(_ROW, _ID), whole)
    whole.replace(listed)
