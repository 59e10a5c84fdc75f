"""A first mapping for an export, written where the user wants it."""

from __future__ import annotations

from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.intake import propose_mapping


def write_proposal(export: Path, target: Path, *, overwrite: bool) -> Text:
    """Write a first mapping for an export; return what to tell the user."""
    if target.exists() and not overwrite:
        raise UsageError(
            nl=f"{target} bestaat al. Kies met --out een andere naam of geef --overschrijf.",
            en=f"{target} exists already. Choose another name with --out or give --overschrijf.",
        )
    text = propose_mapping(export)
    target.write_text(text, encoding="utf-8")
    return Text(
        f"Voorstel geschreven naar {target}. Kijk het na (let op 'controleren') en geef het mee: "
        f"zpm-audit run {export} --mapping {target}",
        f"Proposal written to {target}. Check it (look for 'controleren') and use it: "
        f"zpm-audit run {export} --mapping {target}",
    )
