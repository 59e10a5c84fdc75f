"""The ledger beside the export as the reports show it: its sentences, and what was not compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zpm_audit.base.language import Language
from zpm_audit.reconciliation.model import Ledger
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.words.ledger import LEFT_OUT, LedgerWords

#: Accounts that a sentence names: all of them stand in resultaat.json.
MOST_ACCOUNTS = 8


@dataclass(frozen=True)
class ApartLine:
    """What was not compared, in words; ``cents`` is None where no amount is known."""

    title: str
    rows: int
    cents: int | None
    unpriced: int


@dataclass(frozen=True)
class LedgerFigures:
    """What the reports show of one ledger; ``aside`` prestaties could not be read, and have no month."""

    found: Ledger
    language: Language
    aside: int = 0

    @property
    def sentences(self) -> Iterator[tuple[Literal["goed", "slecht", "onbekend"], str]]:
        """Yield what it says in words, each with its tone."""
        found, w = self.found, self._w
        months = found.per_month.height
        if found.stated:
            yield "slecht", w.gb_telling.format(wat=found.stated.in_(self.language))
        if found.different:
            known = found.per_month.get_column("verschil").drop_nulls()
            together = fmt.euro(int(known.sum()), self.language)
            yield "slecht", w.gb_anders.format(n=found.different, alle=months, verschil=together)
        if found.unknown:
            yield "onbekend", w.gb_onbekend.format(n=found.unknown, alle=months)
        if found.equal == months:
            yield "goed", w.gb_gelijk.format(n=months)
        if self.aside:
            yield "onbekend", w.gb_opzij.format(n=fmt.integer(self.aside, self.language))
        if found.by == "datum":
            yield "onbekend", w.gb_op_datum
        if found.foreign:
            yield "onbekend", w.gb_munt.format(n=fmt.integer(found.foreign, self.language))

    @property
    def brief(self) -> str:
        """Return what the first page says: that months differ, or that nobody knows; nothing where all agree."""
        found, w = self.found, self._w
        months, parts = found.per_month.height, []
        if found.different:
            known = found.per_month.get_column("verschil").drop_nulls()
            together = fmt.euro(int(known.sum()), self.language)
            parts.append(w.gb_kort_anders.format(n=found.different, alle=months, verschil=together))
        if found.unknown:
            parts.append(w.gb_kort_onbekend.format(n=found.unknown, alle=months))
        if found.stated:
            parts.append(w.gb_kort_telling)
        return f"{w.gb_kort}: {'; '.join(parts)}." if parts else ""

    @property
    def compared(self) -> str:
        """Return exactly which rows and amounts were compared."""
        found = self.found
        return self._w.gb_wat.format(
            op=found.by,
            eerste=fmt.day(found.first, self.language),
            laatste=fmt.day(found.last, self.language),
            bestand=found.file,
            versie=found.version,
            bedrijf=f", {found.company}" if found.company else "",
            rekeningen=self._accounts,
        )

    @property
    def apart(self) -> tuple[ApartLine, ...]:
        """Return what was not compared, each with its reason."""
        return tuple(
            ApartLine(LEFT_OUT[one.kind].in_(self.language), one.rows, one.cents, one.unpriced)
            for one in self.found.apart
        )

    @property
    def _accounts(self) -> str:
        named = [f"{code} {name}".strip() for code, name in self.found.accounts.items()]
        more = f" (+ {len(named) - MOST_ACCOUNTS})" if len(named) > MOST_ACCOUNTS else ""
        return ", ".join(named[:MOST_ACCOUNTS]) + more

    @property
    def _w(self) -> LedgerWords:
        return LedgerWords(self.language)
