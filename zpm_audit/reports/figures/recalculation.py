"""The recalculation as the reports show it: its sentences, its amounts added up, and the rows that matter most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from zpm_audit.base.language import Language
from zpm_audit.findings.recalculation import DIMENSIONS, FILE, ROW_SCHEMA, SUM_SCHEMA, Recalculation, Tie
from zpm_audit.reports.figures import format as fmt
from zpm_audit.reports.words.recalculation import RecalculationWords, reason_text
from zpm_audit.reports.words.shared import SETTING


@dataclass(frozen=True)
class UnknownLine:
    """One reason why a difference is unknown, with how many consults and what they were registered for."""

    reason: str
    rows: int
    cents: int


@dataclass(frozen=True)
class RecalculationFigures:
    """What the reports show of one recalculation."""

    found: Recalculation
    language: Language

    @property
    def words(self) -> RecalculationWords:
        """Return the sentences in the language of the report."""
        return RecalculationWords(self.language)

    @property
    def absent(self) -> str:
        """Return why there is no recalculation; empty where there is one."""
        reason = self.found.reason
        return "" if reason is None else self.words.hr_afwezig.format(reden=reason.in_(self.language))

    @cached_property
    def total(self) -> dict[str, int]:
        """Return the sums (``SUM_SCHEMA``) over all consults."""
        row = self.found.cells.select(pl.col(name).sum() for name in SUM_SCHEMA).row(0, named=True)
        return {name: int(value) for name, value in row.items()}

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Return what became of the deviations of each check."""
        return self.found.ties

    @property
    def agrees(self) -> bool:
        """Tell whether nothing differs from the checks that no check reports, as far as they ran."""
        other = self.found.other
        code_ran = all(t.ran for t in self.ties)
        unreported = other.classes_unflagged + (other.codes_unflagged if code_ran else 0)
        return not unreported and not any(t.rest for t in self.ties)

    @cached_property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        """Return what it says in words, each with its tone (``goed``, ``slecht`` or ``onbekend``)."""
        if self.absent:
            return (("onbekend", self.absent),)
        w, t = self.words, self.total
        unknown = sum(cents for _, _, cents in self.found.unknown)
        said = [
            ("onbekend" if t["onbekend"] else "goed",
             w.hr_alle.format(rijen=self._n(t["rijen"]), onbekend=self._n(t["onbekend"]), bedrag=self._eur(unknown))),
            ("slecht" if t["code_te_hoog"] or t["code_te_laag"] else "goed", self._apart(w.hr_code, "code")),
            ("onbekend", self._apart(w.hr_prijs, "prijs")),
        ]  # fmt: skip
        if t["ongesplitst"]:
            amount = self._eur(t["ongesplitst_cent"])
            said.append(("onbekend", w.hr_ongesplitst.format(n=self._n(t["ongesplitst"]), bedrag=amount)))
        if not self.found.by_list:
            said.append(("onbekend", w.hr_zonder_lijst))
        return (*said, self._tied())

    def by(self, *dimensions: str) -> pl.DataFrame:
        """Return the sums per value of these dimensions."""
        sums = [pl.col(name).sum() for name in SUM_SCHEMA]
        return self.found.cells.group_by(list(dimensions)).agg(sums).sort(list(dimensions), nulls_last=True)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Return the dimensions that say something: those with a value somewhere."""
        cells = self.found.cells
        return tuple(d for d in DIMENSIONS if cells.get_column(d).null_count() < cells.height)

    def title(self, dimension: str) -> str:
        """Return the heading of a dimension."""
        w = self.words
        titles = {"maand": w.maand, "setting": w.setting, "financiering": w.hr_financiering, "uzovi": w.hr_uzovi}
        return titles[dimension]

    def label(self, dimension: str, value: Any) -> str:
        """Return a value of a dimension as a reader writes it."""
        if value is None:
            return self.words.onbekend
        if dimension == "maand":
            return fmt.month(value, self.language)
        if dimension == "setting":
            return f"{value} {SETTING[value].in_(self.language)}" if value in SETTING else str(value)
        return str(value)

    @cached_property
    def unknown(self) -> tuple[UnknownLine, ...]:
        """Return why differences are unknown, the most frequent first."""
        return tuple(UnknownLine(reason_text(k).in_(self.language), n, c) for k, n, c in self.found.unknown)

    @property
    def where(self) -> str:
        """Return the file with every row."""
        return FILE

    @cached_property
    def changed(self) -> int:
        """Return how many consults got another class or code."""
        return 0 if self.found.rows is None else int(self._changed().select(pl.len()).collect().item())

    def largest(self, limit: int) -> pl.DataFrame:
        """Return at most ``limit`` consults with another class or code, the largest difference first."""
        if self.found.rows is None:
            return pl.DataFrame(schema=ROW_SCHEMA)
        size = pl.coalesce("verschil_code_eur", "verschil_eur").abs()
        order = [size, pl.col("prestatie_id")]
        return self._changed().sort(order, descending=[True, False], nulls_last=True).head(limit).collect()

    def _changed(self) -> pl.LazyFrame:
        changed = pl.col("andere_klasse").fill_null(value=False) | pl.col("andere_code").fill_null(value=False)
        return pl.scan_parquet(self.found.rows or FILE).filter(changed)

    def _apart(self, sentence: str, part: str) -> str:
        t = self.total
        numbers = {k: self._n(t.get(f"{part}_te_{k[2:]}", 0)) for k in ("n_hoog", "n_laag")}
        amounts = {k: self._eur(t[f"{part}_te_{k}_cent"]) for k in ("hoog", "laag")}
        return sentence.format(**numbers, **amounts)

    def _tied(self) -> tuple[str, str]:
        w, other = self.words, self.found.other
        if not self.agrees:
            return "slecht", w.hr_sluit_niet.format(n=self._n(other.classes_unflagged + other.codes_unflagged))
        absent = [t.check_id for t in self.ties if not t.ran]
        if absent:
            return "onbekend", w.hr_sluit_deels.format(ids=", ".join(absent), n=self._n(other.codes_unflagged))
        return "goed", w.hr_sluit

    def _n(self, number: int) -> str:
        return fmt.integer(number, self.language)

    def _eur(self, cents: int) -> str:
        return fmt.euro(cents, self.language)
