"""Which of the findings of an earlier run are about a unit that is judged in this run, and complies.

A run keeps the units that must be looked at, and forgets the others. So the checks that lost findings are asked once
more, for the units of those findings only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from zpm_audit.base.pseudonyms import Key, pseudonyms
from zpm_audit.checks.model import Check
from zpm_audit.engine.context import Context
from zpm_audit.engine.evidence import CODE, evidence
from zpm_audit.engine.proof.typecheck import plan
from zpm_audit.engine.run import ROWS_AT_ONCE
from zpm_audit.engine.units import SUBJECTS, can_be_fused, key_columns, parts_of, single_frame
from zpm_audit.engine.verdicts import VOLDOET
from zpm_audit.findings.assemble import finding_id


def compliant(context: Context, asked: pl.DataFrame, key: Key) -> pl.Series:
    """Return the ids among ``asked`` (``check_id``, ``bevinding_id``) whose unit complies in this run."""
    found = [pl.Series("bevinding_id", [], pl.String)]
    for (check_id,), rows in asked.group_by("check_id", maintain_order=True):
        check = context.catalogue.checks[str(check_id)]
        found += [_compliant(context, check, rows["bevinding_id"], frame, key) for frame in _frames(context, check)]
    return pl.concat(found)


def _frames(context: Context, check: Check) -> Iterator[pl.LazyFrame]:
    """Yield the units of a check; of a large table in parts, as the audit does."""
    parts = parts_of(context, check, ROWS_AT_ONCE)
    if parts == 1 or can_be_fused(check, context.scope(check.populatie.tabel, check)):
        yield plan(context, check)
        return
    for part in range(parts):
        yield single_frame(context, check, (part, parts))


def _compliant(context: Context, check: Check, ids: pl.Series, frame: pl.LazyFrame, key: Key) -> pl.Series:
    units = _narrowed(context, check, frame, ids)
    found = evidence(replace(context, key=key), check, units, "nl").filter(pl.col(CODE) == VOLDOET)
    rows = found.select("onderwerp_id", ":vast", ":onderscheid", "patient_id").collect(engine="streaming")
    if check.onderwerp == "patient":
        rows = rows.join(pseudonyms(rows["patient_id"], key), on="patient_id", how="left")
    named = rows.select(finding_id(check).alias("bevinding_id"))["bevinding_id"]
    return named.filter(named.is_in(ids.implode()))


def _narrowed(context: Context, check: Check, frame: pl.LazyFrame, ids: pl.Series) -> pl.LazyFrame:
    """Leave out other units at once, where an id says plainly which column it comes from."""
    table = check.populatie.tabel
    plain = not (check.populatie.groep or check.sleutel or context.catalogue.definitions.onderscheid.get(table))
    if not plain or check.onderwerp not in {"prestatie", "zorgtraject", "behandelaar"}:
        return frame
    column = key_columns(context, table)[SUBJECTS[check.onderwerp]]
    return frame.filter(pl.col(column).is_in(ids.str.slice(len(check.id) + 1).implode()))
