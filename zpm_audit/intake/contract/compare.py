"""Lays the answers of polars and Great Expectations side by side. Where they differ, nothing is established."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zpm_audit.base.language import Text
from zpm_audit.intake.contract.result import ExpectationResult
from zpm_audit.intake.contract.wording import count

BOTH = Text("polars en Great Expectations", "polars and Great Expectations")


def compare(polars: Sequence[ExpectationResult], gx: Sequence[ExpectationResult]) -> list[ExpectationResult]:
    """Return one result per expectation for two evaluations of the same rows, both complete and in the same order."""
    return [_agreed(ours, theirs) for ours, theirs in zip(polars, gx, strict=True)]


def _agreed(ours: ExpectationResult, theirs: ExpectationResult) -> ExpectationResult:
    if (ours.table, ours.number) != (theirs.table, theirs.number):
        raise ValueError("results of different expectations were laid side by side")
    if ours.outcome == "fout":
        return ours
    if theirs.outcome == "fout":
        observed = Text(
            f"{theirs.observed.nl}; polars: {ours.observed.nl}", f"{theirs.observed.en}; polars: {ours.observed.en}"
        )
        return replace(ours, outcome="fout", observed=observed, examples=(), engine=BOTH)
    if (ours.outcome, ours.rows, ours.unexpected) == (theirs.outcome, theirs.rows, theirs.unexpected):
        return replace(ours, engine=BOTH)
    a, n = count(ours.unexpected), count(ours.rows)
    b, m = count(theirs.unexpected), count(theirs.rows)
    observed = Text(
        f"de uitkomst staat niet vast: polars telt {a.nl} afwijkend van {n.nl}, Great Expectations {b.nl} van {m.nl}",
        f"the outcome is not established: polars counts {a.en} of {n.en} as not complying, "
        f"Great Expectations {b.en} of {m.en}",
    )
    return replace(ours, outcome="fout", observed=observed, examples=(), engine=BOTH)
