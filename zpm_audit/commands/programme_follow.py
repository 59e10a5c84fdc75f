"""What comes after a work programme was written: reading what was filled in, and the outcome."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Language, Text
from zpm_audit.sampling.forms import Reading
from zpm_audit.sampling.programme_outcome import outcomes, programme_json, programme_lines, summary
from zpm_audit.sampling.programme_read import read_programme_book
from zpm_audit.sampling.programme_record import (
    ProgrammeJudgements,
    ProgrammeRecord,
    is_programme,
    read_programme,
    read_programme_judgements,
)
from zpm_audit.sampling.record import JUDGEMENTS, write_json


def read_programme_in(workbook: Path, folder: Path, *, dry: bool) -> tuple[Reading, Text]:
    """Read what was filled in and keep it with the programme; return what became of it, and what is known now."""
    record = read_programme(folder)
    after, reading = read_programme_book(workbook, record, read_programme_judgements(folder, record))
    if not dry and reading.changed:
        write_json(after, folder / JUDGEMENTS)
    return reading, summary(outcomes(record, after))


def programme_outcome(folders: Sequence[Path], *, alone: bool, as_data: bool, language: Language) -> list[str] | None:
    """Return what to print of a work programme; None where the folders hold none."""
    if not any(is_programme(folder) for folder in folders):
        return None
    if len(folders) > 1 or not alone:
        raise UsageError(
            nl="Een werkprogramma wordt op zichzelf geëvalueerd, zoals het getrokken is. Geef alleen de map.",
            en="A work programme is evaluated by itself, as it was drawn. Give the folder alone.",
        )
    record, said = programme_in(folders[0])
    found = outcomes(record, said)
    if as_data:
        return [json.dumps(programme_json(record, found, language), ensure_ascii=False, indent=2)]
    return programme_lines(found, language)


def programme_in(folder: Path) -> tuple[ProgrammeRecord, ProgrammeJudgements]:
    """Return the programme in a folder with all that was read of it."""
    record = read_programme(folder)
    return record, read_programme_judgements(folder, record)
