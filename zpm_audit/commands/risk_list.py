"""Writes a framework from a list of risks in a workbook."""

from __future__ import annotations

import os
from pathlib import Path

from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.base.language import Language, Text
from zpm_audit.configuration.framework.excel import read_risks


def framework_from(workbook: Path, out: Path, sheet: str | None, language: Language, *, overwrite: bool) -> list[str]:
    """Write the file; what is there already is written over only when the user says so."""
    if os.path.lexists(out) and not overwrite:
        raise UsageError(
            nl=f"{out} bestaat al. Kies met --out een andere naam, of vervang het met --overschrijf.",
            en=f"{out} exists already. Choose another name with --out, or replace it with --overschrijf.",
        )
    if not workbook.is_file():
        raise UsageError(
            nl=f"{workbook} is er niet. Geef het werkboek met de risicolijst.",
            en=f"{workbook} is not there. Give the workbook with the list of risks.",
        )
    found = read_risks(workbook, sheet)
    try:
        out.write_text(found.as_yaml(workbook.name), encoding="utf-8", newline="\n")
    except OSError as error:
        why = os_reason(error)
        raise UsageError(
            nl=f"{out} is niet te schrijven ({why.nl}). Kies een andere plaats.",
            en=f"{out} cannot be written ({why.en}). Choose another place.",
        ) from error
    number = len(found.risks)
    told = Text(
        f"{number} risico's van blad '{found.sheet}' staan in {out}. Vul de beheersmaatregelen in.",
        f"{number} risks of sheet '{found.sheet}' are in {out}. Fill in the measures.",
    )
    return [told.in_(language)]
