"""A declaration message in memory, and how it becomes XML. The names are those of the elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

NAMESPACE = "http://ei.vektis.nl/declaratiebericht573"

#: Elements by name: a text, the elements inside, or a list of one of these. None is left out.
Tree = dict[str, Any]


@dataclass
class Insured:
    """One insured with the lines of this person."""

    fields: Tree
    debet: list[Tree] = field(default_factory=list)
    credit: list[Tree] = field(default_factory=list)


@dataclass
class Message:
    """One message. ``total`` replaces the sum of the lines, to make a message that does not add up."""

    header: Tree
    context: Tree
    insured: list[Insured]
    total: Decimal | None = None

    def sum(self) -> Decimal:
        """Return the sum of all lines: debet minus credit."""
        debet = sum((Decimal(line["DeclaratieBedragInclBtw"]) for i in self.insured for line in i.debet), Decimal(0))
        credit = (Decimal(line["ToegekendBedragInclBtwFinancieel"]) for i in self.insured for line in i.credit)
        return debet - sum(credit, Decimal(0))

    def overview(self) -> Tree:
        """Return the element with the total."""
        total = self.sum() if self.total is None else self.total
        code = "D" if total >= 0 else "C"
        return {"TotaalDeclaratiebedragInclBtw": {"Bedrag": f"{abs(total):.2f}", "DebetCreditCode": code}}


def write(message: Message, path: Path, *, prefix: str = "", one_line: bool = False) -> None:
    """Write a message, line by line, so that its size does not matter.

    ``prefix`` is put before every name (``gds`` gives ``gds:Bericht``); ``one_line`` leaves out all line breaks.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in _lines(message, f"{prefix}:" if prefix else ""):
            file.write(line if one_line else line + "\n")


def _lines(message: Message, prefix: str) -> Iterator[str]:
    declared = f'xmlns:{prefix[:-1]}="{NAMESPACE}"' if prefix else f'xmlns="{NAMESPACE}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<{prefix}Bericht {declared}>"
    yield from _element("Header", message.header, prefix)
    yield from _element("DeclaratieContext", message.context, prefix)
    yield from _element("Overzicht", message.overview(), prefix)
    for insured in message.insured:
        yield f"<{prefix}Verzekerde>"
        yield from _inside(insured.fields, prefix)
        for kind, lines in (("DebetPrestatie", insured.debet), ("CreditPrestatie", insured.credit)):
            for line in lines:
                yield from _element("Prestatie", {kind: line}, prefix)
        yield f"</{prefix}Verzekerde>"
    yield f"</{prefix}Bericht>"


def _element(name: str, content: Any, prefix: str) -> Iterator[str]:
    if content is None:
        return
    if isinstance(content, list):
        for one in content:
            yield from _element(name, one, prefix)
    elif isinstance(content, dict):
        yield f"<{prefix}{name}>"
        yield from _inside(content, prefix)
        yield f"</{prefix}{name}>"
    else:
        yield f"<{prefix}{name}>{escape(str(content))}</{prefix}{name}>"


def _inside(tree: Tree, prefix: str) -> Iterable[str]:
    for name, content in tree.items():
        yield from _element(name, content, prefix)
