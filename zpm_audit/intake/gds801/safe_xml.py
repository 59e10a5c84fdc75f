"""Reads XML that came from elsewhere without trusting it.

Nothing outside the file is ever fetched and no entity is expanded: a DOCTYPE is refused before the parser that builds
elements sees the file. Limits of the parser on depth and size of a text stay on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from lxml import etree

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.gds801.elements import BERICHTCODE, NAMESPACE

_BLOCK = 1 << 16


class _EnoughError(Exception):
    """The start of the file has told what it can tell."""


@dataclass(frozen=True)
class Root:
    """The first element of the file."""

    namespace: str
    name: str

    def tag(self, name: str) -> str:
        """Return the full tag of an element of the message."""
        return f"{{{self.namespace}}}{name}" if self.namespace else name


def recognise(path: Path) -> Root:
    """Return the root of a declaration message; refuse everything else."""
    root = _root(path)
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


def _root(path: Path) -> Root:
    """Read the start of the file, up to its first element; a DOCTYPE on the way is refused."""
    found: list[Root] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def start(name: str, _: dict[str, str]) -> None:
        space, plain = name.rpartition(" ")[::2]
        found.append(Root(space, plain))
        raise _EnoughError

    def doctype(*_: object) -> None:
        line = parser.CurrentLineNumber
        raise InputRefusedError(
            nl=f"{path.name}, regel {line}: een bericht mag geen DOCTYPE hebben; dat kan buiten het bestand wijzen. "
            "Vraag de afzender om een bericht zonder DOCTYPE.",
            en=f"{path.name}, line {line}: a message may have no DOCTYPE; it can point outside the file. "
            "Ask the sender for a message without a DOCTYPE.",
        )

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except _EnoughError:
        return found[0]
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _broken(path, getattr(error, "lineno", 1)) from error
    raise _broken(path, 1)


def _broken(path: Path, line: int) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{path.name}, regel {line}: geen geldige XML. Het bestand is beschadigd of half overgezet; maak het "
        "bericht opnieuw.",
        en=f"{path.name}, line {line}: not valid XML. The file is damaged or half transferred; make the message again.",
    )


def events(path: Path, file: IO[bytes], tags: list[str]) -> Iterator[tuple[str, etree._Element]]:
    """Yield the starts and ends of elements with these tags. Whoever asks must let go of what it has seen."""
    parsed = etree.iterparse(
        file,
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from parsed
    except etree.XMLSyntaxError as error:
        raise _broken(path, error.lineno or 1) from error
