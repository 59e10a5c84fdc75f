"""Who has a mishap: the pool of undisturbed patients, and the edits that the mishaps make to the tables.

Every patient has at most one mishap of this folder, and none where the generator already planted something, so what
follows from a mishap can be told from the mishap alone.
"""

from __future__ import annotations

import polars as pl

from zpm_audit.demo.chance import Chance
from zpm_audit.demo.figures import Tables
from zpm_audit.demo.institution import PATIENTS_PER_LOCATION
from zpm_audit.demo.lines import lines, no_lines
from zpm_audit.demo.mishaps.features import quiet_trajecten, row_features

KEYS = {
    "prestaties": ["prestatie_id"],
    "zorgtrajecten": ["zorgtraject_id"],
    "behandelaren": ["behandelaar_id", "geldig_van"],
    "patienten": ["patient_id"],
    "opnames": ["opname_id"],
}
_DAY = {"behandelaar_id": pl.String, "datum": pl.Date}
_HEAD = 12  # the part of the pool to look in first


class Scene:
    """The tables of some locations while mishaps are planted in them."""

    def __init__(self, tables: Tables, where: pl.DataFrame, chance: Chance) -> None:
        self.tables = tables
        self.chance = chance
        self._where = where
        self._taken: set[int] = set()
        self._days: set[tuple[str, object]] = set()
        self._edits: dict[str, list[pl.DataFrame]] = {name: [] for name in KEYS}
        self._added: dict[str, list[pl.DataFrame]] = {name: [] for name in KEYS}
        self._dropped: list[pl.DataFrame] = []
        self._lines: list[pl.DataFrame] = []
        quiet = quiet_trajecten(tables)
        self._rows = row_features(tables["prestaties"], quiet, chance.on("lotnummer"))
        self._trajecten = quiet.with_columns(lot=chance.on("traject").uniform("lot")).sort("lot")

    def rows(
        self, name: str, count: int, where: pl.Expr, *, also: str | None = None, day: bool = False
    ) -> pl.DataFrame:
        """Choose ``count`` prestaties per full location, of as many undisturbed patients, and reserve these patients.

        The rows come with their features. ``also`` names a column with a second patient to reserve; with ``day`` no
        two mishaps share a behandelaar on one date.
        """
        chosen = self._draw(self._rows, name, count, where, also, day=day)
        return self.tables["prestaties"][chosen["idx"]].hstack(
            chosen.select(pl.exclude("idx", *self.tables["prestaties"].columns))
        )

    def trajecten(self, name: str, count: int, where: pl.Expr) -> pl.DataFrame:
        """Choose ``count`` zorgtrajecten per full location, of as many undisturbed patients, and reserve these."""
        chosen = self._draw(self._trajecten, name, count, where, None, day=False)
        whole = self.tables["zorgtrajecten"]
        extra = chosen.select("traject", pl.exclude(*whole.columns))
        return whole.join(extra, on="traject", how="inner", maintain_order="right")

    def _draw(
        self, pool: pl.DataFrame, name: str, count: int, where: pl.Expr, also: str | None, *, day: bool
    ) -> pl.DataFrame:
        wanted = self._quota(name, count)
        needed = int(wanted["quotum"].sum())
        # The pool lies in an order of chance: where its head has enough, the rest would not have been chosen.
        head = pool.head(pool.height // _HEAD if needed else 0)
        chosen = self._first(head, wanted, where, also, day=day)
        if chosen.height < needed:
            chosen = self._first(pool, wanted, where, also, day=day)
        if also is not None:
            chosen = chosen.filter(~pl.col("patient").is_in(chosen[also].implode()))
            self._taken.update(chosen[also].to_list())
        if day:
            self._days.update(chosen.select(*_DAY).iter_rows())
        self._taken.update(chosen["patient"].to_list())
        return chosen

    def _quota(self, name: str, count: int) -> pl.DataFrame:
        """Return how many each location gets; a smaller one gets its share, rounded up or down by chance."""
        share = pl.col("patienten") / PATIENTS_PER_LOCATION * count
        quotum = (share + self.chance.on("locatie").uniform(name)).floor().cast(pl.Int64)
        return self._where.select("locatie", quotum=quotum)

    def _first(
        self, pool: pl.DataFrame, wanted: pl.DataFrame, where: pl.Expr, also: str | None, *, day: bool
    ) -> pl.DataFrame:
        taken = list(self._taken)
        free = pool.lazy().filter(where).filter(~pl.col("patient").is_in(taken))
        if also is not None:
            free = free.filter(pl.col(also).is_not_null() & ~pl.col(also).is_in(taken))
            free = free.filter(pl.col(also).is_first_distinct())
        if day:
            busy = pl.LazyFrame(sorted(self._days, key=str), schema=_DAY, orient="row")
            free = free.filter(pl.struct(*_DAY).is_first_distinct()).join(
                busy, on=list(_DAY), how="anti", maintain_order="left"
            )
        return (
            free.filter(pl.col("patient").is_first_distinct())
            .with_columns(beurt=pl.int_range(pl.len()).over("locatie"))
            .join(wanted.lazy(), on="locatie", maintain_order="left")
            .filter(pl.col("beurt") < pl.col("quotum"))
            .drop("beurt", "quotum")
            .collect()
        )

    def free(self, patients: pl.Series) -> pl.Series:
        """Tell of each patient whether no mishap has reserved them yet."""
        return ~patients.is_in(list(self._taken))

    def reserve(self, patients: pl.Series) -> None:
        """Keep these patients from having another mishap."""
        self._taken.update(patients.to_list())

    def edit(self, table: str, rows: pl.DataFrame) -> None:
        """Put these rows in the place of those with the same key."""
        self._edits[table].append(rows.select(self.tables[table].columns))

    def edited(self, table: str) -> pl.Series:
        """Return the first key of the rows that a mishap has rewritten."""
        first = KEYS[table][0]
        empty = self.tables[table].clear()
        return pl.concat([rows.select(first) for rows in (empty, *self._edits[table])])[first]

    def add(self, table: str, rows: pl.DataFrame) -> None:
        """Add new rows; what they do not fill stays empty."""
        columns = [name for name in rows.columns if name in self.tables[table].columns]
        self._added[table].append(rows.select(columns))

    def drop(self, rows: pl.DataFrame) -> None:
        """Remove prestaties."""
        self._dropped.append(rows.select("prestatie_id"))

    def note(self, check: str, rows: pl.DataFrame, reason: str, *columns: str, subject: str = "prestatie_id") -> None:
        """Put on the list that this check must find these rows."""
        self._lines.append(lines(check, subject, rows, reason, columns))

    def lines(self) -> pl.DataFrame:
        """Return all that was put on the list."""
        return pl.concat([no_lines(), *self._lines])

    def played(self) -> Tables:
        """Return the tables with the mishaps in them."""
        return {name: self._played(name) for name in self.tables}

    def _played(self, name: str) -> pl.DataFrame:
        frame = self.tables[name]
        if name not in KEYS:
            return frame
        key = KEYS[name]
        edits, added = self._edits[name], self._added[name]
        gone = [rows.select(key) for rows in edits] + (self._dropped if name == "prestaties" else [])
        if gone:
            frame = frame.join(pl.concat(gone), on=key, how="anti", maintain_order="left")
        # An added row has its own columns only; a row that was edited has them all.
        full = pl.concat([frame, *edits], how="vertical_relaxed")
        whole = pl.concat([full, *added], how="diagonal_relaxed") if added else full
        order = ["locatie", "datum", *key] if name == "prestaties" else key
        return whole.sort(order, maintain_order=True)
