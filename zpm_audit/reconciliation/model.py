"""What a reconciliation found: counts and amounts per prestatiegroep and month, and how the claim compares with them.

Amounts are whole cents. A sum counts the rows that have an amount; how many have none stands beside it, and the sum of
rows that all lack one is unknown (None), never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Text

#: What becomes of a row of the export that could be read: every row is in exactly one of these.
LOTS = ("beoordeeld", "niet_declarabel", "toekomst")

#: One row per prestatiegroep and month. ``bedrag`` is None where no row has an amount. The last two columns are the
#: lines of the claim (debet and credit), None where no claim was given.
PER_MONTH: dict[str, pl.DataType] = {
    "maand": pl.Date(),
    "prestatiegroep": pl.String(),
    "rijen": pl.Int64(),
    **{lot: pl.Int64() for lot in LOTS},
    "bedrag": pl.Int64(),
    **{f"bedrag_{lot}": pl.Int64() for lot in LOTS},
    "zonder_bedrag": pl.Int64(),
    "bericht_rijen": pl.Int64(),
    "bericht_bedrag": pl.Int64(),
}

#: One row per prestatie on which the claim and the export differ. Amounts are cents; ``regels`` counts the lines of the
#: claim about it; ``buiten_bericht`` marks a prestatie in a month on which the claim holds nothing at all.
DIFFERENCES: dict[str, pl.DataType] = {
    "soort": pl.String(),
    "prestatie_id": pl.String(),
    "prestatiegroep": pl.String(),
    "datum_export": pl.Date(),
    "datum_bericht": pl.Date(),
    "prestatiecode_export": pl.String(),
    "prestatiecode_bericht": pl.String(),
    "bedrag_export": pl.Int64(),
    "bedrag_bericht": pl.Int64(),
    "verschil": pl.Int64(),
    "regels": pl.Int64(),
    "buiten_bericht": pl.Boolean(),
}


class Mismatch(StrEnum):
    """How a prestatie in the claim and in the export can differ, in the order in which a reader should look."""

    NIET_IN_EXPORT = "niet_in_export"
    NIET_DECLARABEL = "niet_declarabel"
    ANDER_BEDRAG = "ander_bedrag"
    BEDRAG_ONBEKEND = "bedrag_onbekend"
    NIET_GEDECLAREERD = "niet_gedeclareerd"


@dataclass(frozen=True)
class Difference:
    """All prestaties of one kind of difference: how many, and their amounts on either side in cents."""

    kind: Mismatch
    rows: int
    export_cents: int
    message_cents: int
    outside: int = 0


@dataclass(frozen=True)
class Claim:
    """The claim beside the export. ``agreeing`` counts the prestaties with the same amount on both sides.

    ``listed`` is a Parquet file with schema ``DIFFERENCES``: all of them, sorted by kind and prestatie_id.
    """

    files: tuple[str, ...]
    lines: int
    prestaties: int
    cents: int
    agreeing: int
    differences: tuple[Difference, ...]
    listed: Path

    @property
    def different(self) -> int:
        """Return how many prestaties differ."""
        return sum(d.rows for d in self.differences)


#: One row per month of the ledger beside the export. ``bedrag_export`` is None where no row of the month has an amount,
#: ``verschil`` (ledger minus export) where one of them has none: then nobody knows it. ``debet`` is what took back.
LEDGER_MONTHS: dict[str, pl.DataType] = {
    "maand": pl.Date(),
    "rijen": pl.Int64(),
    "bedrag_export": pl.Int64(),
    "zonder_bedrag": pl.Int64(),
    "regels": pl.Int64(),
    "credit": pl.Int64(),
    "debet": pl.Int64(),
    "bedrag_grootboek": pl.Int64(),
    "verschil": pl.Int64(),
}


class LeftOut(StrEnum):
    """What is not compared with the other side, and why."""

    ZONDER_FACTUURDATUM = "zonder_factuurdatum"
    NA_PEILDATUM = "na_peildatum"
    EXPORT_BUITEN = "export_buiten_boekjaar"
    GROOTBOEK_BUITEN = "grootboek_buiten_boekjaar"
    BEGINBALANS = "beginbalans"


@dataclass(frozen=True)
class Apart:
    """Rows or postings that are not compared: how many, their amount in cents, and how many have none."""

    kind: LeftOut
    rows: int
    cents: int | None
    unpriced: int = 0


@dataclass(frozen=True)
class Ledger:
    """The revenue accounts of a ledger beside the export. ``per_month`` has schema ``LEDGER_MONTHS``.

    ``by`` is the column of the export that says in which month a prestatie belongs. ``foreign`` counts postings that
    name another currency; ``stated`` says in words where the totals of the file are not those of its lines.
    """

    file: str
    version: str
    company: str
    first: date
    last: date
    accounts: Mapping[str, str]
    by: str
    per_month: pl.DataFrame
    apart: tuple[Apart, ...]
    foreign: int
    stated: Text | None

    @property
    def equal(self) -> int:
        """Return how many months agree."""
        return self.per_month.filter(pl.col("verschil") == 0).height

    @property
    def unknown(self) -> int:
        """Return of how many months nobody knows whether they agree."""
        return self.per_month.get_column("verschil").null_count()

    @property
    def different(self) -> int:
        """Return how many months differ."""
        return self.per_month.height - self.equal - self.unknown

    @cached_property
    def total(self) -> dict[str, int | None]:
        """Return the months together; a difference is unknown where that of one month is."""
        found = self.per_month.select(pl.exclude("maand").sum()).row(0, named=True)
        priced = found["rijen"] == 0 or found["zonder_bedrag"] < found["rijen"]
        return {
            **found,
            "bedrag_export": found["bedrag_export"] if priced else None,
            "verschil": None if self.unknown else found["verschil"],
        }


@dataclass(frozen=True)
class Reconciliation:
    """The whole reconciliation of one run. ``per_month`` has schema ``PER_MONTH``, sorted by month and group.

    ``aside`` rows could not be read, so that they have no month and no group. ``aside_cents`` is what can be read of
    their amounts (None where no row has one), ``aside_unreadable`` counts the rows without an amount that can be read.
    """

    rows_in: int
    aside: int
    aside_cents: int | None
    aside_unreadable: int
    per_month: pl.DataFrame
    claim: Claim | None = None
    ledger: Ledger | None = None

    @property
    def rows(self) -> int:
        """Return the rows that could be read."""
        return self.count("rijen")

    @property
    def judged(self) -> int:
        """Return the rows that the checks look at."""
        return self.count("beoordeeld")

    @property
    def not_declarable(self) -> int:
        """Return the rows that do not go to the payer."""
        return self.count("niet_declarabel")

    @property
    def future(self) -> int:
        """Return the rows after the peildatum."""
        return self.count("toekomst")

    @property
    def unpriced(self) -> int:
        """Return the rows that have no amount."""
        return self.count("zonder_bedrag")

    @property
    def adds_up(self) -> bool:
        """Tell whether every row that came in is accounted for."""
        return self.rows_in == self.judged + self.not_declarable + self.future + self.aside

    def cents(self, lot: str = "") -> int | None:
        """Return the amount of one lot, or of all rows that could be read; None where no row has an amount."""
        column = self.per_month.get_column(f"bedrag_{lot}" if lot else "bedrag")
        return int(column.sum()) if column.count() else None

    def count(self, column: str) -> int:
        """Return the rows in one column of counts."""
        return int(self.per_month.get_column(column).sum())
