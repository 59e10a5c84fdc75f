"""A first mapping for an export, written where the user wants it."""

from __future__ import annotations

from pathlib import Path

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.resources import schema_comment
from zpm_audit.intake.databases.address import is_address
from zpm_audit.intake.proposal.propose import propose_mapping


def proposal_text(export: str, words: Path | None = None) -> str:
    """Return a first mapping for an export, a path or the address of a database."""
    text = propose_mapping(export if is_address(export) else Path(export), words=words)
    return f"{schema_comment('mapping.schema.json')}{text}"


def questions(text: str) -> int:
    """Return how often a proposal asks a person to look at something, apart from its own explanation."""
    return sum("controleren" in line for line in text.splitlines()[3:])


def write_proposal(export: str, target: Path, *, words: Path | None = None, overwrite: bool) -> Text:
    """Write a first mapping for an export, a path or the address of a database; return what to tell the user."""
    if target.exists() and not overwrite:
        raise UsageError(
            nl=f"{target} bestaat al. Kies met --out een andere naam of geef --overschrijf.",
            en=f"{target} exists already. Choose another name with --out or give --overschrijf.",
        )
    text = proposal_text(export, words)
    target.write_text(text, encoding="utf-8")
    asked = questions(text)
    rest = f"--mapping {target}" if is_address(export) else f"{export} --mapping {target}"
    return Text(
        f"Voorstel geschreven naar {target}, met {asked} keer de vraag om iets na te kijken ('controleren'). "
        f"Probeer het, en geef het daarna mee:\n  zpm-audit mapping toets {rest}\n  zpm-audit run {rest}",
        f"Proposal written to {target}, with {asked} requests to look at something ('controleren'). Try it, and then "
        f"use it:\n  zpm-audit mapping toets {rest}\n  zpm-audit run {rest}",
    )
