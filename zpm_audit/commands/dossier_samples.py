"""The samples and work programmes in an evidence package: of a run in it, with what was found, without patients."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.commands.programme_follow import programme_in
from zpm_audit.commands.sampling import ITEMS, SHEETS
from zpm_audit.evidence.guide_samples import ProgrammeFacts, SampleFacts
from zpm_audit.evidence.package import Piece
from zpm_audit.output.hashing import hash_file
from zpm_audit.sampling.conclusion import lines
from zpm_audit.sampling.evaluate import evaluate
from zpm_audit.sampling.programme_outcome import outcomes
from zpm_audit.sampling.programme_record import PROGRAMME, PROGRAMME_BOOK
from zpm_audit.sampling.record import JUDGEMENTS, RECORD, OfRun, read_judgements, read_record

_FOLDERS = ("steekproeven/", "werkprogramma/")
_PSEUDONYM = r"^pt-[0-9a-f]{16}$"


def sample_facts(folder: Path, manifests: Collection[str]) -> SampleFacts:
    """Return a sample, when it belongs to one of the runs with these manifests and shows no patient."""
    record = read_record(folder)
    _refuse_other_run(folder, record.run, manifests)
    items = folder / ITEMS
    if "patient_id" in pl.read_parquet_schema(items) and shows_patients(items):
        raise _shows(folder)
    judgements = read_judgements(folder, record)
    try:
        told = lines(evaluate(record, judgements), "nl")
    except UsageError as error:
        told = [error.text.nl]
    return SampleFacts(record, len(judgements.posten), tuple(told))


def programme_facts(folder: Path, manifests: Collection[str]) -> ProgrammeFacts:
    """Return a work programme, when it belongs to one of the runs with these manifests and shows no patient."""
    record, said = programme_in(folder)
    _refuse_other_run(folder, record.run, manifests)
    if record.herleidbaar:
        raise _shows(folder)
    return ProgrammeFacts(record, outcomes(record, said))


def programme_pieces(folder: Path, programme: ProgrammeFacts) -> dict[str, Piece]:
    """Return the files of a work programme, by their place in the package."""
    names = (PROGRAMME, PROGRAMME_BOOK, JUDGEMENTS)
    return {f"werkprogramma/{programme.name}/{name}": folder / name for name in names if (folder / name).is_file()}


def other_than_reckoned(manifest: Mapping[str, Any], pieces: Mapping[str, Piece]) -> Iterator[str]:
    """Yield what a run reckoned with of samples and programmes that is not in the package, or not as it was then."""
    packed: dict[str, set[str]] = {}
    for place, piece in pieces.items():
        folder, _, name = place.rpartition("/")
        if folder.startswith(_FOLDERS) and isinstance(piece, Path):
            packed.setdefault(name, set()).add(hash_file(piece).sha256)
    for entry in manifest["invoer"]:
        kind, name = str(entry["soort"]), str(entry["naam"])
        if not kind.startswith(("steekproef ", "werkprogramma ")) or entry["sha256"] in packed.get(name, ()):
            continue
        what = kind.removesuffix(f" {name}")
        state = "na de run gewijzigd" if name in packed else "niet in dit pakket"
        yield f"van {what}, waarmee de run rekende, is {name} {state}."


def _refuse_other_run(folder: Path, run: OfRun, manifests: Collection[str]) -> None:
    if run.manifest_sha256 not in manifests:
        raise UsageError(
            nl=f"De trekking in {folder} komt uit run {run.run_id}, en die zit niet in dit pakket.",
            en=f"The draw in {folder} is from run {run.run_id}, which is not in this package.",
        )


def _shows(folder: Path) -> UsageError:
    return UsageError(
        nl=f"De trekking in {folder} toont patiëntnummers. Trek opnieuw zonder --herleidbaar, met hetzelfde zaad.",
        en=f"The draw in {folder} shows numbers of patients. Draw again without --herleidbaar, with the same seed.",
    )


def sample_pieces(folder: Path, sample: SampleFacts) -> dict[str, Piece]:
    """Return the files of a sample, by their place in the package."""
    names = (RECORD, JUDGEMENTS, ITEMS, *SHEETS.values())
    return {f"steekproeven/{sample.name}/{name}": folder / name for name in names if (folder / name).is_file()}


def shows_patients(rows: Path) -> bool:
    """Tell whether a list shows a patient by another name than a pseudonym."""
    found = pl.scan_parquet(rows).select((~pl.col("patient_id").str.contains(_PSEUDONYM)).any())
    return bool(found.collect().item())
