"""Puts pseudonyms beside the numbers of patients that a check shows, so that what a finding shows points at nobody."""

from __future__ import annotations

import polars as pl

from zpm_audit.base.pseudonyms import pseudonyms
from zpm_audit.checks.model import Check
from zpm_audit.checks.patients import Traced
from zpm_audit.engine.context import Context


def with_pseudonyms(context: Context, check: Check, frame: pl.LazyFrame) -> tuple[pl.LazyFrame, dict[str, str]]:
    """Return the units of a check with, per name that shows a patient, the column that holds the pseudonym.

    What decides a verdict is left as it is. Few checks show a patient; only for those are their units read twice.
    """
    if context.key is None:
        return frame, {}
    names = sorted(Traced(check, context.scope(check.populatie.tabel, check)).numbers)
    if not names:
        return frame, {}
    shown = {name: f":getoond:{name}" for name in names}
    numbers = frame.select(pl.concat_list(names).explode().drop_nulls().unique().alias("nummer")).collect()["nummer"]
    known = pseudonyms(numbers, context.key)
    for name, column in shown.items():
        beside = known.lazy().rename({"patient_id": name, "pseudoniem": column})
        frame = frame.join(beside, on=name, how="left", maintain_order="left")
    return frame, shown
