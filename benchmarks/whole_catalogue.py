"""The engine with every check of the catalogue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.engine_adapter import Counts, catalogue_without_messages, counts


def run(folder: Path, out: Path, peildatum: date) -> Counts:
    """Judge the canonical Parquet in ``folder`` by the whole catalogue."""
    return counts(folder, catalogue_without_messages(), out, peildatum)
