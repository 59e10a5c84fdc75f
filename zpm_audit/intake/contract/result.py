"""What came out of one expectation, in numbers and in words, whichever engine counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zpm_audit.base.language import Text
from zpm_audit.intake.contract.model import ROW_COUNT, Expectation, Severity
from zpm_audit.intake.contract.resolve import excludes_everything
from zpm_audit.intake.contract.wording import no_values, observed_text
from zpm_audit.register import Register

Outcome = Literal["voldoet", "voldoet_niet", "fout", "niet_uitgevoerd"]

POLARS = Text("polars", "polars")


@dataclass(frozen=True)
class Measurement:
    """The numbers behind one expectation: rows looked at, those without a value, and those that do not comply.

    For the row count of a table ``elements`` is that count. ``examples`` are values that do not comply.
    """

    elements: int
    missing: int
    unexpected: int
    examples: tuple[str, ...] = ()

    @property
    def judged(self) -> int:
        """Return how many rows were judged: Great Expectations leaves rows without a value out."""
        return self.elements - self.missing


@dataclass(frozen=True)
class ExpectationResult:
    """The outcome of one expectation.

    ``voldoet_niet`` is a finding about the export. ``fout`` means that it could not be established, by a fault of the
    tools: never a pass and never a finding. ``niet_uitgevoerd`` means that there was nothing to judge: ``observed``
    says why. ``rows`` counts the rows that were judged, ``unexpected`` those of them that do not comply.
    """

    table: str
    number: int
    column: str
    kind: str
    description: Text
    why: Text
    severity: Severity
    outcome: Outcome
    observed: Text
    rows: int
    unexpected: int
    examples: tuple[str, ...]
    engine: Text


def make_result(
    expectation: Expectation,
    outcome: Outcome,
    observed: Text,
    *,
    rows: int = 0,
    unexpected: int = 0,
    examples: tuple[str, ...] = (),
    engine: Text = POLARS,
) -> ExpectationResult:
    """Make the result of one expectation."""
    return ExpectationResult(
        table=expectation.table,
        number=expectation.number,
        column=", ".join(expectation.judged),
        kind=expectation.type,
        description=expectation.description,
        why=expectation.why,
        severity=expectation.severity,
        outcome=outcome,
        observed=observed,
        rows=rows,
        unexpected=unexpected,
        examples=examples,
        engine=engine,
    )


def measured_result(expectation: Expectation, m: Measurement, *, success: bool, engine: Text) -> ExpectationResult:
    """Turn numbers into a result. Where no value was judged, nothing was established: that is not a pass."""
    if m.judged == 0 and expectation.type != ROW_COUNT:
        return make_result(expectation, "niet_uitgevoerd", no_values(expectation, m.elements), engine=engine)
    observed = observed_text(expectation, judged=m.judged, unexpected=m.unexpected)
    outcome: Outcome = "voldoet" if success else "voldoet_niet"
    examples = () if success else m.examples
    return make_result(
        expectation, outcome, observed, rows=m.judged, unexpected=m.unexpected, examples=examples, engine=engine
    )


def complies(expectation: Expectation, m: Measurement) -> bool:
    """Judge the numbers, by the rule (and in the arithmetic) of Great Expectations."""
    if expectation.type == ROW_COUNT:
        low, high = expectation.kwargs.get("min_value"), expectation.kwargs.get("max_value")
        return (low is None or m.elements >= low) and (high is None or m.elements <= high)
    return m.judged == 0 or (float(m.judged) - float(m.unexpected)) / float(m.judged) >= expectation.mostly


def obstacle(expectation: Expectation, register: Register, peildatum: date) -> Text | None:
    """Say why the expectation cannot be judged on this export, or return None when it can."""
    table = register.tables.get(expectation.table)
    if table is None:
        return Text("de tabel zit niet in de export", "the table is not in the export")
    for column in expectation.needed:
        if column not in table.columns:
            return Text(f"kolom {column} zit niet in de export", f"column {column} is not in the export")
    if excludes_everything(expectation, peildatum):
        return Text(
            f"de grenzen sluiten elkaar uit op peildatum {peildatum}", f"the bounds exclude each other on {peildatum}"
        )
    return _nothing_to_look_up_in(*expectation.reference, register) if expectation.reference else None


def _nothing_to_look_up_in(table: str, column: str, register: Register) -> Text | None:
    if not register.has(table):
        return Text(f"tabel {table} ontbreekt of heeft geen rijen", f"table {table} is absent or has no rows")
    if column not in register.columns(table):
        return Text(
            f"kolom {column} van {table} zit niet in de export", f"column {column} of {table} is not in the export"
        )
    return None
