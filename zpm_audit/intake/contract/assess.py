"""The whole assessment in two steps: ``begin`` starts Great Expectations and the exact count, ``finish`` compares them.

Between the two the audit goes its way. The object is a context manager: leaving the block ends what still runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType

from zpm_audit.base.language import Text
from zpm_audit.base.settings import Gx
from zpm_audit.intake.contract.compare import compare
from zpm_audit.intake.contract.evaluate import evaluate, evaluate_table
from zpm_audit.intake.contract.gx_run import DEFAULT_BOUND, GxRun, Sample, start_gx
from zpm_audit.intake.contract.model import Suite
from zpm_audit.intake.contract.result import ExpectationResult, Outcome
from zpm_audit.intake.contract.sample import SEED
from zpm_audit.intake.contract.suites import load_suites
from zpm_audit.intake.contract.wording import count
from zpm_audit.register import Register


@dataclass(frozen=True)
class ContractOutcome:
    """What became of every expectation, in the order of the suites, and which engine judged what."""

    results: tuple[ExpectationResult, ...]
    engine_note: Text

    def count(self, outcome: Outcome) -> int:
        """Return how many expectations ended in ``outcome``."""
        return sum(r.outcome == outcome for r in self.results)


class StartedContract:
    """An assessment under way."""

    def __init__(self, register: Register, suites: Sequence[Suite], peildatum: date, run: GxRun | None) -> None:
        self._register = register
        self._suites = suites
        self._peildatum = peildatum
        self._run = run
        self._counting = ThreadPoolExecutor(1)
        self._exact = self._counting.submit(evaluate, register, suites, peildatum)

    def finish(self) -> ContractOutcome:
        """Wait for what polars counts exactly and for Great Expectations, and compare."""
        run = self._run
        try:
            exact = self._exact.result()
            if run is None:
                return ContractOutcome(tuple(exact), _POLARS_ONLY)
            theirs = run.collect()
            results: list[ExpectationResult] = []
            for suite in self._suites:
                ours = [r for r in exact if r.table == suite.name]
                gx = [r for r in theirs if r.table == suite.name]
                sample = run.samples.get(suite.name)
                results += compare(ours, gx) if sample is None else self._on_sample(suite, sample, ours, gx)
            return ContractOutcome(tuple(results), _note(self._register, run, theirs))
        finally:
            self.stop()

    def _on_sample(
        self, suite: Suite, sample: Sample, exact: list[ExpectationResult], gx: list[ExpectationResult]
    ) -> list[ExpectationResult]:
        """Compare both engines on the sample; what holds there, stands for all rows as polars counted them."""
        table = replace(self._register.tables[suite.name], path=sample.path)
        ours = evaluate_table(self._register, suite, table.scan(), self._peildatum)
        size = count(sample.rows)
        engine = Text(
            f"polars; Great Expectations op een steekproef van {size.nl} rijen",
            f"polars; Great Expectations on a sample of {size.en} rows",
        )
        return [
            agreed if agreed.outcome == "fout" and full.outcome != "fout" else replace(full, engine=engine)
            for full, agreed in zip(exact, compare(ours, gx), strict=True)
        ]

    def stop(self) -> None:
        """End Great Expectations if it still runs; what polars still counts takes seconds, and is waited for."""
        if self._run is not None:
            self._run.stop()
        self._counting.shutdown()

    def __enter__(self) -> StartedContract:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def begin(
    register: Register,
    *,
    peildatum: date,
    work: Path,
    gx: Gx = "standaard",
    suites: Sequence[Suite] | None = None,
    bound: int = DEFAULT_BOUND,
) -> StartedContract:
    """Start the assessment and return at once. ``gx``: on tables up to ``bound`` rows and samples, on all, or not."""
    contract = load_suites() if suites is None else suites
    run = None
    if gx != "uit":
        run = start_gx(register, contract, peildatum, work, bound=bound, whole=gx == "volledig")
    return StartedContract(register, contract, peildatum, run)


_POLARS_ONLY = Text(
    "polars heeft elke verwachting op alle rijen uitgerekend. Great Expectations stond uit.",
    "polars evaluated every expectation on all rows. Great Expectations was switched off.",
)


def _note(register: Register, run: GxRun, theirs: Sequence[ExpectationResult]) -> Text:
    nl = "polars heeft elke verwachting op alle rijen uitgerekend. "
    en = "polars evaluated every expectation on all rows. "
    if run.version is None:
        return Text(
            nl + "Great Expectations gaf geen antwoord; daardoor staat geen uitkomst vast. Herhaal de controle, of zet "
            "Great Expectations uit.",
            en + "Great Expectations gave no answer, so no outcome is established. Run again, or switch Great "
            "Expectations off.",
        )
    nl += f"Great Expectations {run.version} draaide hetzelfde contract"
    en += f"Great Expectations {run.version} ran the same contract"
    if any(r.outcome == "fout" for r in theirs):
        return Text(f"{nl} ter controle, maar niet elke verwachting.", f"{en}, but not every expectation.")
    if not run.samples:
        return Text(f"{nl} ter controle op alle rijen.", f"{en} as a second opinion on all rows.")
    parts = [(name, count(s.rows), count(register.tables[name].rows)) for name, s in run.samples.items()]
    nl_parts = ", ".join(f"{name} ({size.nl} van {total.nl} rijen)" for name, size, total in parts)
    en_parts = ", ".join(f"{name} ({size.en} of {total.en} rows)" for name, size, total in parts)
    return Text(
        f"{nl} ter controle, met een steekproef (zaad {SEED}) van: {nl_parts}; de andere tabellen geheel.",
        f"{en} as a second opinion, with a sample (seed {SEED}) of: {en_parts}; the other tables whole.",
    )
