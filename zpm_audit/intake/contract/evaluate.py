"""Evaluates the contract with polars: every expectation on every row, whatever the size of the export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from polars.exceptions import PanicException

from zpm_audit.base.language import Text
from zpm_audit.intake.contract.measure import measure
from zpm_audit.intake.contract.model import Expectation, Suite
from zpm_audit.intake.contract.result import (
    POLARS,
    ExpectationResult,
    Measurement,
    complies,
    make_result,
    measured_result,
    obstacle,
)
from zpm_audit.register import Register


def evaluate(register: Register, suites: Sequence[Suite], peildatum: date) -> list[ExpectationResult]:
    """Return one result per expectation, in the order of the suites. What is absent is not judged, and says so."""
    results = []
    for suite in suites:
        scan = register.tables[suite.name].scan() if suite.name in register.tables else pl.LazyFrame()
        results.extend(evaluate_table(register, suite, scan, peildatum))
    return results


def evaluate_table(register: Register, suite: Suite, scan: pl.LazyFrame, peildatum: date) -> list[ExpectationResult]:
    """Return the results of one suite on the rows of ``scan``; other tables are looked up in the whole register."""
    obstacles = {e.number: obstacle(e, register, peildatum) for e in suite.expectations}
    runnable = [e for e in suite.expectations if obstacles[e.number] is None]
    measured = _measure(register, scan, runnable, peildatum)
    results = []
    for e in suite.expectations:
        reason = obstacles[e.number]
        if reason is not None:
            results.append(make_result(e, "niet_uitgevoerd", reason))
            continue
        found = measured[e.number]
        if isinstance(found, Text):
            results.append(make_result(e, "fout", found))
        else:
            results.append(measured_result(e, found, success=complies(e, found), engine=POLARS))
    return results


def _measure(
    register: Register, scan: pl.LazyFrame, runnable: list[Expectation], peildatum: date
) -> dict[int, Measurement | Text]:
    """Measure all at once; when that fails, one by one, so that one failure does not take the others along."""

    def lookup(table: str, column: str) -> pl.LazyFrame:
        return register.scan(table).select(column)

    if not runnable:
        return {}
    try:
        together = measure(scan, runnable, lookup, peildatum)
    except (Exception, PanicException) as error:
        if len(runnable) == 1:
            return {runnable[0].number: _failure(error)}
        found: dict[int, Measurement | Text] = {}
        for e in runnable:
            found.update(_measure(register, scan, [e], peildatum))
        return found
    return {e.number: m for e, m in zip(runnable, together, strict=True)}


def _failure(error: BaseException) -> Text:
    """Name the kind of error only: its message may hold values of the export."""
    name = type(error).__name__
    return Text(f"polars kon dit niet uitrekenen ({name})", f"polars could not compute this ({name})")
