"""Control totals: what the source system itself counted, against everything that was read.

The comparison asks whether the export is complete, so rows that were set aside count: they came out of the source.
Their amounts count too. Where one cannot be read the sums cannot be compared, and that is a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.base.money import euros
from zpm_audit.intake.rows.link import Link
from zpm_audit.intake.sources.source import ROW, Source
from zpm_audit.register.schema import TABLES
from zpm_audit.register.store import Register, RegisterTable


@dataclass(frozen=True)
class TableAmounts:
    """The amounts on rows that were set aside: their sum in cents, how many could not be read, and how many could.

    A row may also have no amount at all.
    """

    cents: int = 0
    unreadable: int = 0
    known: int = 0


@dataclass(frozen=True)
class ControlTotal:
    """What the source counted for one table, and what was read; None where there is no such figure."""

    tabel: str
    rijen_opgegeven: int | None
    rijen_gelezen: int
    bedrag_opgegeven_cent: int | None
    bedrag_gelezen_cent: int | None
    bedragen_onleesbaar: int = 0

    @property
    def differs(self) -> bool:
        """Tell whether the export does not agree with what the source counted."""
        rows = self.rijen_opgegeven is not None and self.rijen_opgegeven != self.rijen_gelezen
        amount = self.bedrag_opgegeven_cent is not None and (
            self.bedrag_opgegeven_cent != self.bedrag_gelezen_cent or self.bedragen_onleesbaar > 0
        )
        return rows or amount

    def text(self) -> Text:
        """Return the comparison as one line."""
        nl, en = [], []
        if self.rijen_opgegeven is not None:
            nl.append(f"{self.rijen_opgegeven} rijen opgegeven, {self.rijen_gelezen} gelezen")
            en.append(f"{self.rijen_opgegeven} rows stated, {self.rijen_gelezen} read")
        if self.bedrag_opgegeven_cent is not None:
            stated, read = _euro(self.bedrag_opgegeven_cent), _euro(self.bedrag_gelezen_cent)
            nl.append(f"€ {stated.nl} opgegeven, {read.nl if read.nl == 'geen bedrag' else '€ ' + read.nl} gelezen")
            en.append(f"€ {stated.en} stated, {read.en if read.en == 'no amount' else '€ ' + read.en} read")
        if self.bedragen_onleesbaar:
            nl.append(f"{self.bedragen_onleesbaar} bedragen onleesbaar")
            en.append(f"{self.bedragen_onleesbaar} amounts unreadable")
        return Text(f"{self.tabel}: " + "; ".join(nl), f"{self.tabel}: " + "; ".join(en))


def _euro(cents: int | None) -> Text:
    if cents is None:
        return Text("geen bedrag", "no amount")
    plain = f"{euros(cents):,.2f}"
    return Text(plain.replace(",", " ").replace(".", ",").replace(" ", "."), plain)


def control_totals(register: Register) -> Sequence[ControlTotal]:
    """Compare the table ``controletotalen`` with what was read; one result per line of it, in its order."""
    stated = register.tables.get("controletotalen")
    if stated is None:
        return ()
    given = stated.scan().collect()
    for column in ("rijen", "bedrag_eur"):
        if column not in given.columns:
            given = given.with_columns(pl.lit(None, pl.Int64).alias(column))
    results = [
        _compared(register, name.strip().lower(), rows, cents)
        for name, rows, cents in given.select("tabel", "rijen", "bedrag_eur").iter_rows()
    ]
    if stated.rows_aside:  # a total that cannot be read must not pass as one that agrees
        results.append(ControlTotal("controletotalen", stated.rows_in, stated.rows, None, None))
    return tuple(results)


def _compared(register: Register, name: str, rows: int | None, cents: int | None) -> ControlTotal:
    table = register.tables.get(name)
    if table is None:
        return ControlTotal(name, rows, 0, cents, None)
    read, unreadable = _amount_read(table)
    return ControlTotal(name, rows, table.rows_in, cents, read, unreadable)


def _amount_read(table: RegisterTable) -> tuple[int | None, int]:
    if "bedrag_eur" not in TABLES[table.name].by_name or "bedrag_eur" not in table.columns:
        return None, 0
    good = table.scan().select(pl.col("bedrag_eur").sum()).collect().item() or 0
    aside = aside_amounts(table)
    return int(good) + aside.cents, aside.unreadable


def aside_amounts(table: RegisterTable) -> TableAmounts:
    """Return the amounts on the rows of a table that were set aside."""
    kept = _kept_at(table.path.parent.parent, table.name)
    if not table.rows_aside:
        return TableAmounts()
    if not kept.exists():
        return TableAmounts(unreadable=table.rows_aside)
    cents, unreadable, known = pl.read_parquet(kept).row(0)
    return TableAmounts(int(cents), int(unreadable), int(known))


def _kept_at(work: Path, table: str) -> Path:
    return work / "opzij" / f"{table}.bedrag.parquet"


def keep(amounts: TableAmounts, work: Path, table: str) -> None:
    """Keep the amounts of the rows set aside beside the register, for ``control_totals``."""
    counted = {"cent": [amounts.cents], "onleesbaar": [amounts.unreadable], "bekend": [amounts.known]}
    pl.DataFrame(counted).write_parquet(_kept_at(work, table))


def added(one: TableAmounts, other: TableAmounts) -> TableAmounts:
    """Return the sum of two."""
    return TableAmounts(one.cents + other.cents, one.unreadable + other.unreadable, one.known + other.known)


def _amount_link(links: list[Link]) -> Link | None:
    return next((k for k in links if k.column.name == "bedrag_eur"), None)


def amounts_aside(source: Source, links: list[Link], aside: Path) -> TableAmounts:
    """Sum the amounts in the raw rows set aside; in a row whose cells cannot be told apart none can be read."""
    link = _amount_link(links)
    if link is None:
        return TableAmounts()
    broken = sum(len(rows) for rows in source.broken.values())
    frame = pl.scan_parquet(aside)
    for rows in source.broken.values():
        frame = frame.filter(~pl.col(ROW).is_in(rows.implode()))
    unread = reduce(or_, (condition for condition, _ in link.problems()))
    sums = (
        frame.with_columns(link.cleaned())
        .with_columns(link.value())
        .select(
            pl.col("bedrag_eur").sum().alias("cent"),
            unread.sum().alias("onleesbaar"),
            pl.col("bedrag_eur").count().alias("bekend"),
        )
        .collect()
        .row(0)
    )
    return TableAmounts(int(sums[0] or 0), int(sums[1] or 0) + broken, int(sums[2]))


def amounts_at(good: Path, links: list[Link], places: pl.Series) -> TableAmounts:
    """Sum the amounts of the rows at these places of canonical Parquet."""
    if _amount_link(links) is None:
        return TableAmounts()
    frame = pl.scan_parquet(good, row_index_name=ROW).filter(pl.col(ROW).is_in(places.implode()))
    amount = pl.col("bedrag_eur")
    cents, known = frame.select(amount.sum(), amount.count().alias("bekend")).collect().row(0)
    return TableAmounts(int(cents or 0), known=int(known))
