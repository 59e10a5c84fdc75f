"""The one place where the benchmark touches the engine: canonical Parquet goes in, counts per check come out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.checks.model import Catalogue
from zpm_audit.engine.run import Judgement, judge
from zpm_audit.register.store import Register, RegisterTable

Counts = dict[str, dict[str, int]]
VERDICTS = ("voldoet", "afwijking", "onbepaald", "loopt", "buiten_beeld")
#: The checks of the first release, which the other ways know too: by theme, how many.
FIRST = {"RB": 4, "PR": 6, "IO": 6, "EU": 1, "OD": 2}
NINETEEN = frozenset(f"ZPM-{theme}-{n:02d}" for theme, last in FIRST.items() for n in range(1, last + 1))


def _table(file: Path) -> RegisterTable:
    lazy = pl.scan_parquet(file)
    rows = lazy.select(pl.len()).collect().item()
    columns = frozenset(lazy.collect_schema().names())
    return RegisterTable(file.stem, file, columns, rows, rows, 0, file.name)


def nineteen(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with only the checks that the other ways know too."""
    checks = {name: check for name, check in catalogue.checks.items() if name in NINETEEN}
    return catalogue.model_copy(update={"checks": checks})


def catalogue_without_messages() -> Catalogue:
    """Return the whole catalogue but for the rules of claim messages, which judge another kind of input."""
    catalogue = load_catalogue()
    return catalogue.select([i for i, check in catalogue.checks.items() if check.thema != "bericht"])


def run(folder: Path, out: Path, peildatum: date) -> Counts:
    """Judge the canonical Parquet in ``folder``; write what deviates to ``out``; return the counts per check."""
    return counts(folder, nineteen(load_catalogue()), out, peildatum)


def counts(folder: Path, catalogue: Catalogue, out: Path, peildatum: date) -> Counts:
    """Judge by these checks, all of which must run."""
    return counted(judge(register_of(folder), catalogue, peildatum, out))


def register_of(folder: Path) -> Register:
    """Return the canonical Parquet in a folder as a register."""
    return Register({file.stem: _table(file) for file in sorted(folder.glob("*.parquet"))})


def counted(judgement: Judgement) -> Counts:
    """Return the counts per check; every check must have run."""
    failed = [str(judged.reason) for judged in judgement.checks if judged.reason]
    if failed:
        raise SystemExit("the engine did not run every check: " + "; ".join(failed))
    return {judged.check.id: {v: getattr(judged.counts, v) for v in VERDICTS} for judged in judgement.checks}
