"""The samples in an evidence package: from a run that is in it, with what was found, and without patients."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.commands.sampling import ITEMS, SHEETS
from zpm_audit.evidence.guide import SampleFacts
from zpm_audit.evidence.package import Piece
from zpm_audit.sampling.conclusion import lines
from zpm_audit.sampling.evaluate import evaluate
from zpm_audit.sampling.record import JUDGEMENTS, RECORD, read_judgements, read_record

_PSEUDONYM = r"^pt-[0-9a-f]{16}$"


def sample_facts(folder: Path, manifests: Collection[str]) -> SampleFacts:
    """Return a sample, when it belongs to one of the runs with these manifests and shows no patient."""
    record = read_record(folder)
    if record.run.manifest_sha256 not in manifests:
        raise UsageError(
            nl=f"De trekking in {folder} komt uit run {record.run.run_id}, en die zit niet in dit pakket.",
            en=f"The draw in {folder} is from run {record.run.run_id}, which is not in this package.",
        )
    items = folder / ITEMS
    if "patient_id" in pl.read_parquet_schema(items) and shows_patients(items):
        raise UsageError(
            nl=f"De trekking in {folder} toont patiëntnummers. Trek opnieuw zonder --herleidbaar, met hetzelfde zaad.",
            en=f"The draw in {folder} shows numbers of patients. Draw again without --herleidbaar, with the same seed.",
        )
    judgements = read_judgements(folder, record)
    try:
        told = lines(evaluate(record, judgements), "nl")
    except UsageError as error:
        told = [error.text.nl]
    return SampleFacts(record.trekking, record.run.run_id, len(record.posten), len(judgements.posten), tuple(told))


def sample_pieces(folder: Path, sample: SampleFacts) -> dict[str, Piece]:
    """Return the files of a sample, by their place in the package."""
    names = (RECORD, JUDGEMENTS, ITEMS, *SHEETS.values())
    return {f"steekproeven/{sample.name}/{name}": folder / name for name in names if (folder / name).is_file()}


def shows_patients(rows: Path) -> bool:
    """Tell whether a list shows a patient by another name than a pseudonym."""
    found = pl.scan_parquet(rows).select((~pl.col("patient_id").str.contains(_PSEUDONYM)).any())
    return bool(found.collect().item())
