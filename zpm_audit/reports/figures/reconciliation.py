"""The reconciliation as the reports show it: its sentences, its steps, its counts added up, its largest differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from zpm_audit.base.language import Language
from zpm_audit.base.period import Period
from zpm_audit.reconciliation.model import DIFFERENCES, LOTS, Claim, Difference, Mismatch, Reconciliation
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.figures.ledger import LedgerFigures
from zpm_audit.reports.figures.share import share_out
from zpm_audit.reports.parts import ControlTotalPart
from zpm_audit.reports.words.reconciliation import KIND, KIND_MEANING, ReconciliationWords

#: Whether a sentence is good news, a reason for attention, or tells that something is not known.
Tone = Literal["goed", "slecht", "onbekend"]


@dataclass(frozen=True)
class Step:
    """One step from source to judgement; ``cents`` and ``rows`` are None where nobody knows."""

    key: str
    label: str
    rows: int | None
    cents: int | None
    note: str = ""


@dataclass(frozen=True)
class KindLine:
    """One kind of difference in words. Amounts are cents; in the export None where it has none."""

    kind: Mismatch
    title: str
    meaning: str
    rows: int
    export_cents: int | None
    message_cents: int
    outside: int

    @property
    def apart(self) -> int | None:
        """Return the difference; None where the export does not know its side."""
        return None if self.export_cents is None else self.message_cents - self.export_cents


@dataclass(frozen=True)
class ReconciliationFigures:
    """What the reports show of one reconciliation, beside the totals that the source stated.

    It is about the whole export; ``outside`` are the prestaties in it that lie outside the ``period`` of the run.
    """

    found: Reconciliation
    totals: Sequence[ControlTotalPart]
    language: Language
    period: Period | None = None
    outside: int = 0

    @property
    def claim(self) -> Claim | None:
        """Return the claim, if there is one."""
        return self.found.claim

    @property
    def ledger(self) -> LedgerFigures | None:
        """Return the ledger, if there is one."""
        return LedgerFigures(self.found.ledger, self.language, self.found.aside) if self.found.ledger else None

    @property
    def rest(self) -> int:
        """Return the rows that are not accounted for: none, or nothing was reported."""
        found = self.found
        return found.rows_in - found.judged - found.not_declarable - found.future - found.aside

    @property
    def rest_cents(self) -> int | None:
        """Return the amount that is not accounted for; None where no amount is known."""
        read = _read_cents(self.found)
        parts = [self.found.aside_cents, *(self.found.cents(lot) for lot in LOTS)]
        return None if read is None else read - sum(cents for cents in parts if cents is not None)

    @cached_property
    def sentences(self) -> tuple[tuple[Tone, str], ...]:
        """Return what it says in words: differences first, then what agrees, then what is not known."""
        said = [self._rows(), *self._period(), self._amounts(), self._totals(), self._claim()]
        said += self.ledger.sentences if self.ledger else ()
        order: dict[Tone, int] = {"slecht": 0, "goed": 1, "onbekend": 2}
        return tuple(sorted(said, key=lambda pair: order[pair[0]]))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps from what the source counted to what was claimed."""
        found, w = self.found, self._w
        stated = next((t for t in self.totals if t.tabel == "prestaties"), None)
        parts = (
            [Step("opgegeven", w.as_opgegeven, stated.rijen_opgegeven, stated.bedrag_opgegeven_cent)] if stated else []
        )
        aside_note = w.as_opzij_uitleg.format(n=self._n(found.aside_unreadable)) if found.aside else ""
        parts += [
            Step("ingelezen", w.as_ingelezen, found.rows_in, _read_cents(found)),
            Step("opzij", w.as_opzij, found.aside, found.aside_cents, aside_note),
            Step("niet_declarabel", w.as_niet_declarabel, found.not_declarable, found.cents("niet_declarabel")),
            Step("toekomst", w.as_toekomst, found.future, found.cents("toekomst")),
            Step("beoordeeld", w.as_beoordeeld, found.judged, found.cents("beoordeeld")),
        ]
        if found.claim:
            names = w.as_berichten.format(namen=", ".join(found.claim.files))
            parts.append(Step("gedeclareerd", w.as_gedeclareerd, found.claim.lines, found.claim.cents, names))
        return tuple(parts)

    @cached_property
    def kinds(self) -> tuple[KindLine, ...]:
        """Return the differences with the claim by kind; nothing where there is no claim."""
        return tuple(
            KindLine(
                kind=d.kind,
                title=KIND[d.kind].in_(self.language),
                meaning=KIND_MEANING[d.kind].in_(self.language),
                rows=d.rows,
                export_cents=_known_export(d),
                message_cents=d.message_cents,
                outside=d.outside,
            )
            for d in (self.claim.differences if self.claim else ())
        )

    def by(self, *keys: str) -> pl.DataFrame:
        """Return the counts added up per ``keys``; an amount stays unknown where no row has one."""
        return _by(self.found, *keys)

    def largest(self, limit: int) -> pl.DataFrame:
        """Return at most ``limit`` differences with the claim, of every kind its largest."""
        return _largest(self.claim, limit) if self.claim else pl.DataFrame(schema=DIFFERENCES)

    @property
    def _w(self) -> ReconciliationWords:
        return ReconciliationWords(self.language)

    def _n(self, number: int) -> str:
        return fmt.integer(number, self.language)

    def _rows(self) -> tuple[Tone, str]:
        found = self.found
        return "goed", self._w.as_sluit.format(
            rijen_in=self._n(found.rows_in),
            beoordeeld=self._n(found.judged),
            niet_declarabel=self._n(found.not_declarable),
            toekomst=self._n(found.future),
            opzij=self._n(found.aside),
        )

    def _period(self) -> list[tuple[Tone, str]]:
        if self.period is None:
            return []
        days = fmt.period(self.period.first, self.period.last, self.language)
        return [("onbekend", self._w.as_periode.format(periode=days, n=self._n(self.outside)))]

    def _amounts(self) -> tuple[Tone, str]:
        found, cents = self.found, _read_cents(self.found)
        if found.cents() is None or cents is None:
            return "onbekend", self._w.as_geen_bedragen
        unpriced = self._n(found.unpriced + found.aside_unreadable)
        return "goed", self._w.as_bedragen.format(bedrag=fmt.euro(cents, self.language), zonder=unpriced)

    def _totals(self) -> tuple[Tone, str]:
        if not self.totals:
            return "onbekend", self._w.as_geen_totalen
        differ = sum(t.verschil for t in self.totals)
        if differ:
            return "slecht", self._w.as_totalen_anders.format(n=differ, alle=len(self.totals))
        return "goed", self._w.as_totalen_gelijk

    def _claim(self) -> tuple[Tone, str]:
        claim = self.claim
        if claim is None:
            return "onbekend", self._w.as_geen_bericht
        if claim.different:
            told = self._w.as_bericht_anders
            return "slecht", told.format(n=self._n(claim.different), gelijk=self._n(claim.agreeing))
        return "goed", self._w.as_bericht_gelijk.format(n=self._n(claim.prestaties))


def _read_cents(found: Reconciliation) -> int | None:
    """Return the amount of everything that was read, also of what was set aside."""
    known = [cents for cents in (found.cents(), found.aside_cents) if cents is not None]
    return sum(known) if known else None


def _by(found: Reconciliation, *keys: str) -> pl.DataFrame:
    """Return the counts added up per ``keys``; an amount stays unknown where no row has one."""
    counts = [name for name in found.per_month.columns if name not in {"maand", "prestatiegroep"}]
    summed = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in counts]
    declarable = pl.col("beoordeeld") + pl.col("toekomst")
    amounts = ("bedrag_beoordeeld", "bedrag_toekomst")
    known = pl.any_horizontal(pl.col(name).is_not_null() for name in amounts)
    grouped = found.per_month.group_by(list(keys)).agg(summed) if keys else found.per_month.select(summed)
    return (
        grouped.with_columns(
            declarable.alias("declarabel"),
            pl.when(known).then(pl.sum_horizontal(amounts)).alias("bedrag_declarabel"),
            (pl.col("rijen") - pl.sum_horizontal(LOTS)).alias("rest"),
        )
        .with_columns(
            (pl.col("bericht_rijen") - pl.col("declarabel")).alias("verschil_rijen"),
            (pl.col("bericht_bedrag").fill_null(0) - pl.col("bedrag_declarabel").fill_null(0)).alias("verschil_bedrag"),
        )
        .pipe(lambda frame: frame.sort(list(keys), nulls_last=True) if keys else frame)
    )


def _largest(claim: Claim, limit: int) -> pl.DataFrame:
    """Return at most ``limit`` differences: of every kind its largest ones, in the order of the kinds."""
    counts = [d.rows for d in claim.differences]
    size = pl.coalesce(pl.col("verschil"), pl.col("bedrag_bericht")).abs()
    scan = pl.scan_parquet(claim.listed)
    parts = [
        scan.filter(pl.col("soort") == d.kind.value)
        .with_columns(size.alias(":grootte"))
        .sort(":grootte", "prestatie_id", "datum_bericht", descending=[True, False, False], nulls_last=True)
        .head(share)
        .drop(":grootte")
        for d, share in zip(claim.differences, share_out(counts, limit), strict=True)
        if share
    ]
    return pl.concat(parts).collect() if parts else scan.head(0).collect()


def _known_export(counted: Difference) -> int | None:
    """Return the amount in the export of one kind of difference; None where the export has no amounts."""
    return None if counted.kind is Mismatch.BEDRAG_ONBEKEND and counted.rows else counted.export_cents
