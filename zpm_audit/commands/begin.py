"""Makes an audit folder: a configuration, a mapping where the export needs one, and files to fill in later."""

from __future__ import annotations

import os
from pathlib import Path

from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.base.language import Language, Text
from zpm_audit.base.resources import schema_comment
from zpm_audit.base.yaml_source import read_source
from zpm_audit.commands.init import proposal_text, questions
from zpm_audit.configuration import FILE_NAME
from zpm_audit.configuration.template import ACCEPTANCES, FRAMEWORK, configuration_text
from zpm_audit.intake.databases.address import is_address
from zpm_audit.intake.gds801 import is_message

MAPPING, ACCEPTED, FRAME = "mapping.yaml", "acceptaties.yaml", "raamwerk.yaml"


def begin_folder(folder: Path, export: str | None, language: Language) -> list[str]:
    """Make the folder; return what to tell the user. What is there already is never written over."""
    _refuse_taken(folder)
    chosen = {"acceptaties": ACCEPTED}
    mapping = _mapping(export) if export is not None else None
    if export is not None and not is_address(export):
        chosen["export"] = _seen_from(folder, export)
    if mapping is not None:
        chosen["mapping"] = MAPPING
    files = {
        FILE_NAME: schema_comment("zpm-audit.schema.json") + configuration_text(chosen),
        ACCEPTED: schema_comment("acceptaties.schema.json") + ACCEPTANCES,
        FRAME: FRAMEWORK,
    }
    if mapping is not None:
        files[MAPPING] = mapping
    _write(folder, files)
    return [line.in_(language) for line in _told(folder, export, mapping)]


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            nl=f"{folder} is een bestand en geen map. Kies een andere naam.",
            en=f"{folder} is a file and not a folder. Choose another name.",
        )
    for name in (FILE_NAME, MAPPING, ACCEPTED, FRAME):
        if os.path.lexists(folder / name):
            raise UsageError(
                nl=f"{folder / name} bestaat al. Kies een andere map; er is niets gewijzigd.",
                en=f"{folder / name} exists already. Choose another folder; nothing was changed.",
            )


def _mapping(export: str) -> str | None:
    """Return the proposal for an export; None where it is written as the contract says, or is a message."""
    if not is_address(export) and is_message(Path(export)):
        return None
    text = proposal_text(export)
    if is_address(export):
        return text
    # Parsed here only to see whether it says anything: a table that needs nothing stands there empty.
    from zpm_audit.base.workplace import working_folder

    with working_folder() as work:
        (work / MAPPING).write_text(text, encoding="utf-8")
        tables = read_source(work / MAPPING, typed=False).data["tabellen"]
    return text if any(tables.values()) else None


def _seen_from(folder: Path, export: str) -> str:
    """Return the path of an export as the configuration has it: from its own folder, unless it was given in full."""
    given = Path(export).expanduser()
    if given.is_absolute():
        return given.as_posix()
    try:
        return Path(os.path.relpath(given.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return given.resolve().as_posix()


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        why = os_reason(error)
        raise UsageError(
            nl=f"In {folder} is niet te schrijven ({why.nl}). Kies een andere map.",
            en=f"{folder} cannot be written ({why.en}). Choose another folder.",
        ) from error


def _told(folder: Path, export: str | None, mapping: str | None) -> list[Text]:
    lines = [
        Text(
            f"Auditmap gemaakt: {folder}, met {FILE_NAME}, {ACCEPTED} en {FRAME}.",
            f"Audit folder made: {folder}, with {FILE_NAME}, {ACCEPTED} and {FRAME}.",
        )
    ]
    if mapping is not None:
        asked = questions(mapping)
        given = "" if export is None or is_address(export) else f" {export}"
        trial = f"zpm-audit mapping toets{given} --mapping {folder / MAPPING}"
        lines.append(
            Text(
                f"De export heeft een mapping nodig: {folder / MAPPING} is een voorstel, met {asked} keer de vraag om "
                f"iets na te kijken ('controleren'). Probeer haar: {trial}",
                f"The export needs a mapping: {folder / MAPPING} is a proposal, with {asked} requests to look at "
                f"something ('controleren'). Try it: {trial}",
            )
        )
    if export is None:
        lines.append(
            Text(
                f"Zet in {FILE_NAME} bij export waar de registratie staat.",
                f"Say in {FILE_NAME} under export where the registration is.",
            )
        )
    lines.append(Text(f"Daarna: cd {folder} en zpm-audit run", f"Then: cd {folder} and zpm-audit run"))
    return lines
