"""One pass over an auditfile: its lines become rows of text, whatever its size and the order of its elements.

Of a customer, a supplier, an address or a description nothing is kept: only what a posting adds up to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from zpm_audit.base.errors import InputRefusedError
from zpm_audit.intake.safe_xml import Root, events, let_go
from zpm_audit.intake.sheets import TableInParts
from zpm_audit.intake.xaf.recognise import AUDIT_FILE, recognise

_LINE = {"accID": 2, "effDate": 3, "amnt": 4, "amntTp": 5}
LINE_COLUMNS = ("regel", "transactie", "rekening", "datum", "bedrag", "kant", "munt")
_CURRENCY = LINE_COLUMNS.index("munt")
TRANSACTION_COLUMNS = ("transactie", "dagboek", "transactie_nr", "periode")
JOURNAL_COLUMNS = ("dagboek", "soort")
_HEADER = ("fiscalYear", "startDate", "endDate", "curCode", "auditfileVersion")
_TOTALS = ("linesCount", "totalDebit", "totalCredit")
#: Elements that come in masses, and of which nothing is asked.
_PASSED = ("customerSupplier", "vatCode", "period", "obSbLine", "sbLine")


@dataclass
class Flat:
    """An auditfile taken apart. ``once`` holds what stands in it once, with its line; accounts have descriptions."""

    path: Path
    version: str
    lines: TableInParts
    transactions: TableInParts
    journals: TableInParts
    once: dict[str, tuple[str, int]] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    profit: set[str] = field(default_factory=set)
    opening: dict[str, int] = field(default_factory=dict)


def flatten(path: Path, work: Path) -> Flat:
    """Take an auditfile apart into raw tables under ``work``."""
    root, version = recognise(path)
    folder = work / "auditfile"
    flat = Flat(
        path=path,
        version=version,
        lines=TableInParts(folder, "regels", LINE_COLUMNS),
        transactions=TableInParts(folder, "transacties", TRANSACTION_COLUMNS),
        journals=TableInParts(folder, "dagboeken", JOURNAL_COLUMNS),
    )
    _Pass(flat, root).run()
    return flat


class _Pass:
    """The one reading of the file."""

    def __init__(self, flat: Flat, root: Root) -> None:
        self.flat = flat
        self.root = root
        self.places = {root.tag(name): place for name, place in _LINE.items()}
        self.currency = root.tag("currency")
        self.seen: set[str] = set()
        self.journal = self.transaction = 0

    def run(self) -> None:
        ends = {
            "trLine": self.line,
            "transaction": self.end_of_transaction,
            "journal": self.end_of_journal,
            "ledgerAccount": self.account,
            "obLine": self.opening,
        }
        whole = {"header": _HEADER, "company": ("companyName",), "transactions": _TOTALS}
        tags = {self.root.tag(name): name for name in (*ends, *whole, *_PASSED)}
        with self.flat.path.open("rb") as file:
            for event, element in events(self.flat.path, file, list(tags), AUDIT_FILE):
                name = tags[element.tag]
                if event == "start":
                    self.journal += name == "journal"
                    self.transaction += name == "transaction"
                elif name in whole:
                    self.once(element, name, whole[name])
                else:
                    if name in ends:
                        ends[name](element)
                    let_go(element)

    def once(self, element: etree._Element, name: str, wanted: tuple[str, ...]) -> None:
        if name in self.seen:
            raise self.twice(element, name)
        self.seen.add(name)
        for part, child in self.children(element, wanted).items():
            self.flat.once[part] = (_text(child), child.sourceline)

    def children(self, element: etree._Element, wanted: tuple[str, ...]) -> Mapping[str, etree._Element]:
        """Return the children with these names; which of two with one name counts is not ours to guess."""
        found: dict[str, etree._Element] = {}
        for name in wanted:
            for child in element.iterchildren(self.root.tag(name)):
                if name in found:
                    raise self.twice(child, name)
                found[name] = child
        return found

    def line(self, element: etree._Element) -> None:
        row: list[str | None] = [None] * len(LINE_COLUMNS)
        row[0], row[1] = str(element.sourceline), str(self.transaction)
        for child in element:
            place = self.places.get(child.tag)
            if place is not None:
                if row[place] is not None:
                    raise self.twice(child, child.tag.rpartition("}")[2])
                row[place] = _text(child)
            elif child.tag == self.currency:
                row[_CURRENCY] = (child.findtext(self.root.tag("curCode")) or "").strip() or None
        self.flat.lines.add(row)

    def end_of_transaction(self, element: etree._Element) -> None:
        found = self.children(element, ("nr", "periodNumber"))
        told = [_text(found[name]) if name in found else None for name in ("nr", "periodNumber")]
        self.flat.transactions.add([str(self.transaction), str(self.journal), *told])

    def end_of_journal(self, element: etree._Element) -> None:
        found = self.children(element, ("jrnTp",))
        self.flat.journals.add([str(self.journal), _text(found["jrnTp"]) if found else None])

    def account(self, element: etree._Element) -> None:
        found = self.children(element, ("accID", "accDesc", "accTp"))
        code = _text(found["accID"]) if "accID" in found else ""
        if code in self.flat.accounts:
            raise self.twice(element, f"ledgerAccount {code[:40]}")
        if code:
            self.flat.accounts[code] = " ".join(_text(found["accDesc"]).split())[:80] if "accDesc" in found else ""
            if "accTp" in found and _text(found["accTp"]).upper() in {"P", "M"}:
                self.flat.profit.add(code)

    def opening(self, element: etree._Element) -> None:
        code = (element.findtext(self.root.tag("accID")) or "").strip()
        self.flat.opening[code] = self.flat.opening.get(code, 0) + 1

    def twice(self, element: etree._Element, name: str) -> InputRefusedError:
        where = f"{self.flat.path.name}, regel {element.sourceline}"
        where_en = f"{self.flat.path.name}, line {element.sourceline}"
        return InputRefusedError(
            nl=f"{where}: {name} staat er twee keer in; welke van de twee telt is niet te zeggen. Maak de auditfile "
            "opnieuw, van een administratie.",
            en=f"{where_en}: {name} stands in it twice; which of the two counts cannot be told. Make the auditfile "
            "again, of one administration.",
        )


def _text(element: etree._Element) -> str:
    return (element.text or "").strip()
