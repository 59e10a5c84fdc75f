"""One pass over a message: its elements become rows of text, whatever the size of the message.

The order of elements inside another is not fixed, so a line is tied to its insured by a number, and what stands once in
the message (header, context, total) is kept apart until the end. An element that stands twice where one belongs is
noted in the column ``dubbel``: which of the two counts is not ours to guess.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from lxml import etree

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.gds801 import elements as words
from zpm_audit.intake.gds801.raw import (
    AT,
    CREDIT_AT,
    CREDIT_COLUMNS,
    DEBET_AT,
    DEBET_COLUMNS,
    DIAGNOSIS_AT,
    DIAGNOSIS_COLUMNS,
    DOUBLE,
    INSURED_AT,
    INSURED_COLUMNS,
    PROVIDER_AT,
    PROVIDER_COLUMNS,
    REFERRAL_AT,
    TRAJECT_AT,
    Message,
    Places,
)
from zpm_audit.intake.gds801.recognise import MESSAGE, recognise, refuse_other_code
from zpm_audit.intake.safe_xml import Root, events, let_go
from zpm_audit.intake.sheets import Row, TableInParts

_GROUP_LISTS, _TYPE_LISTS = {"029", "030"}, {"031", "032"}


def flatten(path: Path, work: Path) -> Message:
    """Take a declaration message apart into raw tables under ``work``."""
    root = recognise(path)
    folder = work / "bericht"
    message = Message(
        path=path,
        once={},
        insured=TableInParts(folder, "verzekerden", INSURED_COLUMNS),
        debet=TableInParts(folder, "debet", DEBET_COLUMNS),
        credit=TableInParts(folder, "credit", CREDIT_COLUMNS),
        providers=TableInParts(folder, "zorgaanbieders", PROVIDER_COLUMNS),
        diagnoses=TableInParts(folder, "diagnosen", DIAGNOSIS_COLUMNS),
    )
    _Pass(message, root).run()
    refuse_other_code(path, message.once.get("berichtcode"))
    return message


class _Names(dict[str, str]):
    """The name of every tag seen: a message has a few dozen different ones and millions of elements."""

    def __init__(self, root: Root) -> None:
        super().__init__()
        self._start = f"{{{root.namespace}}}" if root.namespace else ""

    def __missing__(self, tag: str) -> str:
        own = tag.startswith(self._start) if self._start else not tag.startswith("{")
        name = self[tag] = words.local(tag) if own else tag
        return name


class _Pass:
    """The one reading of the file."""

    def __init__(self, message: Message, root: Root) -> None:
        self.message = message
        self.root = root
        self.names = _Names(root)
        self.seen: set[str] = set()
        self.insured = 0

    def run(self) -> None:
        once = {"header": words.HEADER, "declaratiecontext": words.CONTEXT, "overzicht": {}}
        many = ["Verzekerde", "Prestatie", "DebetPrestatie", "CreditPrestatie"]
        tags = [self.root.tag(n) for n in (*many, "Header", "DeclaratieContext", "Overzicht", "Bericht")]
        with self.message.path.open("rb") as file:
            for event, element in events(self.message.path, file, tags, MESSAGE):
                name = self.local(element)
                if event == "start":
                    self.insured += name == "verzekerde"
                elif name == "debetprestatie":
                    self.debet(element)
                    let_go(element)
                elif name == "creditprestatie":
                    self.credit(element)
                    let_go(element)
                elif name == "prestatie":
                    let_go(element)
                elif name == "verzekerde":
                    self.verzekerde(element)
                    let_go(element)
                elif name in once:
                    self.once(element, name, once[name])
                else:
                    self.top(element)

    def local(self, element: etree._Element) -> str:
        """Return the name of an element of the message; of an element of another standard the whole tag."""
        return self.names[element.tag]

    def fill(
        self, element: etree._Element, row: Row, places: Places, double: int | None = None
    ) -> list[etree._Element]:
        """Put the simple children of an element in their places; return the children that have no place."""
        rest = []
        names = self.names
        for child in element:
            at = places.get(names[child.tag])
            if at is None:
                rest.append(child)
                continue
            text = child.text
            text = text.strip() or None if text else None
            if row[at] is None:
                row[at] = text
            elif double is not None and text is not None:
                row[double] = words.local(child.tag)
        return rest

    def note(self, element: etree._Element, within: str) -> None:
        """Remember an element that nobody reads, so that the report can say so."""
        name = self.local(element)
        if name not in words.UNUSED:
            self.message.unknown.add(f"{within}/{words.local(element.tag)}")

    def once(self, element: etree._Element, name: str, known: dict[str, str]) -> None:
        if name in self.seen:
            shown = etree.QName(element).localname
            raise InputRefusedError(
                nl=f"{self.message.path.name}, regel {element.sourceline}: {shown} staat twee keer in het bericht. "
                "Maak het bericht opnieuw.",
                en=f"{self.message.path.name}, line {element.sourceline}: {shown} stands twice in the message. "
                "Make the message again.",
            )
        self.seen.add(name)
        values = self.message.once
        for child in element:
            part = self.local(child)
            if part in known:
                values[known[part]] = (child.text or "").strip() or None
            elif part == "totaaldeclaratiebedraginclbtw":
                for figure in child:
                    if self.local(figure) in words.TOTAL:
                        values[words.TOTAL[self.local(figure)]] = (figure.text or "").strip() or None
            else:
                self.note(child, name)

    def top(self, element: etree._Element) -> None:
        for child in element:
            if self.local(child) not in {"header", "declaratiecontext", "overzicht", "verzekerde"}:
                self.note(child, "bericht")

    def verzekerde(self, element: etree._Element) -> None:
        row: Row = [None] * len(INSURED_COLUMNS)
        row[0] = str(element.sourceline)
        for child in self.fill(element, row, INSURED_AT, INSURED_COLUMNS.index("dubbel")):
            if self.local(child) not in {"prestatie", "debetprestatie", "creditprestatie"}:
                self.note(child, "verzekerde")
        self.message.insured.add(row)

    def next_line(self) -> str:
        """Return the place of a line among all lines, debet and credit together."""
        return str(self.message.debet.rows + self.message.credit.rows + 1)

    def credit(self, element: etree._Element) -> None:
        row: Row = [None] * len(CREDIT_COLUMNS)
        row[0], row[2], row[3] = str(element.sourceline), str(self.insured), self.next_line()
        for child in self.fill(element, row, CREDIT_AT, CREDIT_COLUMNS.index("dubbel")):
            self.note(child, "creditprestatie")
        self.message.credit.add(row)

    def debet(self, element: etree._Element) -> None:
        row: Row = [None] * len(DEBET_COLUMNS)
        row[0], row[2], row[3] = str(element.sourceline), str(self.insured), self.next_line()
        number = str(self.message.debet.rows + 1)
        treating: list[str | None] = []
        coordinating: list[str | None] = []
        for child in self.fill(element, row, DEBET_AT, DOUBLE):
            name = self.local(child)
            if name == "zorgaanbieder":
                role, person = self.provider(child, number, words.IN_LINE)
                if role == "01":
                    treating.append(person)
                elif role == "02":
                    coordinating.append(person)
            elif name == "verwijzing":
                self.referral(child, row, number)
            elif name == "aanvullendeprestatiegegevens":
                self.more(child, row, number)
            else:
                self.note(child, "debetprestatie")
        row[AT["behandelaar_id"]] = next((p for p in treating if p), None)
        row[AT["behandelaars"]] = str(len(treating))
        row[AT["regiebehandelaar_id"]] = next((p for p in coordinating if p), None)
        row[AT["regiebehandelaars"]] = str(len(coordinating))
        self.message.debet.add(row)

    def referral(self, element: etree._Element, row: Row, number: str) -> None:
        for child in self.fill(element, row, REFERRAL_AT, DOUBLE):
            if self.local(child) == "verwijzer":
                found = self.provider_row(child, number, words.IN_REFERRAL)
                row[AT["verwijzer_agb"]] = found[PROVIDER_AT["zorgaanbiedercode"]]
                row[AT["verwijzer_specificatie"]] = found[PROVIDER_AT["zorgaanbiederspecificatie"]]
                row[AT["heeft_verwijzer"]] = "true"
            else:
                self.note(child, "verwijzing")

    def more(self, element: etree._Element, row: Row, number: str) -> None:
        for child in element:
            name = self.local(child)
            if name == "zorgtraject":
                for other in self.fill(child, row, TRAJECT_AT, DOUBLE):
                    self.note(other, "zorgtraject")
            elif name == "diagnose":
                self.diagnosis(child, row, number)
            elif name == "plaatsingsbesluit":
                row[AT["heeft_plaatsingsbesluit"]] = "true"
            elif name == "locatiepostcode4":
                row[AT["postcode"]] = (child.text or "").strip() or None
            else:
                self.note(child, "aanvullendeprestatiegegevens")

    def diagnosis(self, element: etree._Element, debet: Row, number: str) -> None:
        row: Row = [None] * len(DIAGNOSIS_COLUMNS)
        row[0], row[1] = str(element.sourceline), number
        for child in self.fill(element, row, DIAGNOSIS_AT):
            if self.local(child) == "diagnosesteller":
                self.provider_row(child, number, words.IN_DIAGNOSIS)
            else:
                self.note(child, "diagnose")
        _, _, listed, code, day = row
        if listed in _GROUP_LISTS:
            debet[AT["hoofdgroep"]] = debet[AT["hoofdgroep"]] or code
        elif listed in _TYPE_LISTS and debet[AT["zorgvraagtype"]] is None:
            debet[AT["zorgvraagtype"]], debet[AT["zorgvraagtype_datum"]] = code, day
        self.message.diagnoses.add(row)

    def provider(self, element: etree._Element, number: str, place: str) -> tuple[str | None, str | None]:
        """Add a provider; return its role and the id of the person."""
        row = self.provider_row(element, number, place)
        agb, specification, profession = (row[PROVIDER_AT[n]] for n in list(PROVIDER_AT)[:3])
        return row[PROVIDER_AT["zorgaanbiederrol"]], agb or surrogate(specification or profession, self.name(element))

    def provider_row(self, element: etree._Element, number: str, place: str) -> Row:
        row: Row = [None] * len(PROVIDER_COLUMNS)
        row[0], row[1], row[2] = str(element.sourceline), number, place
        for child in self.fill(element, row, PROVIDER_AT):
            if self.local(child) == "naamzorgverlener":
                row[-1] = "true"
            else:
                self.note(child, "zorgaanbieder")
        self.message.providers.add(row)
        return row

    def name(self, element: etree._Element) -> str:
        """Return the name under a provider as one text, whatever the order of its parts."""
        for child in element:
            if self.local(child) == "naamzorgverlener":
                parts = ((self.local(part), " ".join((part.text or "").split())) for part in child.iter())
                return " ".join(text for _, text in sorted(parts) if text)
        return ""


@lru_cache(maxsize=10_000)
def surrogate(kind: str | None, name: str) -> str | None:
    """Return an id for a person without an AGB code: the same in every message, and without the name in it."""
    if kind is None and not name:
        return None
    return f"{kind or 'onbekend'}-{hashlib.sha256(name.encode()).hexdigest()[:10]}"
