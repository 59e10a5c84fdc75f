"""Tells a declaration message by its first element and its berichtcode; everything else is refused."""

from __future__ import annotations

from pathlib import Path

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.base.language import Text
from zpm_audit.intake.gds801.elements import BERICHTCODE, NAMESPACE
from zpm_audit.intake.safe_xml import Kind, Root, root_of

MESSAGE = Kind(Text("bericht", "message"), Text("het bericht", "the message"))


def recognise(path: Path) -> Root:
    """Return the root of a declaration message; refuse everything else."""
    root = root_of(path, MESSAGE)
    if root.name != "Bericht" or root.namespace not in {NAMESPACE, ""}:
        found = f"{{{root.namespace}}}{root.name}" if root.namespace else root.name
        raise InputRefusedError(
            nl=f"{path.name} is geen declaratiebericht GDS801: het begint met <{found[:120]}>, verwacht wordt "
            f"<Bericht> uit {NAMESPACE}. Geef het declaratiebericht zelf, niet een retourbericht of een ander bestand.",
            en=f"{path.name} is no GDS801 declaration message: it begins with <{found[:120]}>, expected is <Bericht> "
            f"of {NAMESPACE}. Give the declaration message itself, not a return message or another file.",
        )
    return root


def refuse_other_code(path: Path, code: str | None) -> None:
    """Refuse a message whose berichtcode is not that of a declaration."""
    if code == BERICHTCODE:
        return
    said = f"'{code}'" if code else "leeg"
    said_en = f"'{code}'" if code else "empty"
    raise InputRefusedError(
        nl=f"{path.name} is geen declaratiebericht GDS801: de berichtcode is {said}, verwacht wordt {BERICHTCODE}.",
        en=f"{path.name} is no GDS801 declaration message: its berichtcode is {said_en}, expected is {BERICHTCODE}.",
    )
