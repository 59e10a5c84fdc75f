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
from zpm_audit.base.language import Text

_BLOCK = 1 << 16


class _EnoughError(Exception):
    """The start of the file has told what it can tell."""


@dataclass(frozen=True)
class Kind:
    """What a kind of file is called where one is refused: its name, and its name with an article."""

    name: Text
    the: Text


@dataclass(frozen=True)
class Root:
    """The first element of the file."""

    namespace: str
    name: str

    def tag(self, name: str) -> str:
        """Return the full tag of an element of the file."""
        return f"{{{self.namespace}}}{name}" if self.namespace else name


def root_of(path: Path, kind: Kind) -> Root:
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
            nl=f"{path.name}, regel {line}: een {kind.name.nl} mag geen DOCTYPE hebben; dat kan buiten het bestand "
            f"wijzen. Vraag de afzender om een {kind.name.nl} zonder DOCTYPE.",
            en=f"{path.name}, line {line}: a {kind.name.en} may have no DOCTYPE; it can point outside the file. "
            f"Ask the sender for a {kind.name.en} without a DOCTYPE.",
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
        raise _broken(path, getattr(error, "lineno", 1), kind) from error
    raise _broken(path, 1, kind)


def _broken(path: Path, line: int, kind: Kind) -> InputRefusedError:
    return InputRefusedError(
        nl=f"{path.name}, regel {line}: geen geldige XML. Het bestand is beschadigd of half overgezet; maak "
        f"{kind.the.nl} opnieuw.",
        en=f"{path.name}, line {line}: not valid XML. The file is damaged or half transferred; make {kind.the.en} "
        "again.",
    )


def events(path: Path, file: IO[bytes], tags: list[str], kind: Kind) -> Iterator[tuple[str, etree._Element]]:
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
        raise _broken(path, error.lineno or 1, kind) from error


def let_go(element: etree._Element) -> None:
    """Free what was read: the inside of an element, and its sibling before it (never one that is still to be read)."""
    element.clear()
    before = element.getprevious()
    parent = element.getparent()
    if before is not None and parent is not None and before.tag == element.tag:
        parent.remove(before)
