"""The registration behind the story: the demo, what went wrong in it since, and which findings that must give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.demo import write_demo

#: A small institution: some 45 patients and 1,400 prestaties.
SIZE, SEED = 0.03, 2022
TABLE = "prestaties"
#: Nights before this day have what was there from the start; the rows of the month itself come day by day.
FIRST_DAY = date(2024, 12, 1)
#: The checks of the story. Each looks at one row at a time, so that a plan can say what a change does.
CHECKS = (
    "ZPM-BH-02", "ZPM-CO-12", "ZPM-FA-06", "ZPM-PR-01", "ZPM-PR-03", "ZPM-PR-04", "ZPM-PR-05", "ZPM-ZT-01",
    "ZPM-ZT-03", "EIGEN-CO-01", "EIGEN-TM-01",
)  # fmt: skip
LONGEST, TEAM = "EIGEN-CO-01", "EIGEN-TM-01"
#: The checks that cannot run without a column.
NEEDED_BY = {"starttijd": ("ZPM-PR-04", "ZPM-PR-05")}

Keys = frozenset[str]
Cells = dict[str, pl.Expr]
_KEY = "prestatie_id"
#: What a mistake does to a consult that was planned at sixty minutes and took sixty.
_BREAK: Mapping[str, Cells] = {
    "ZPM-CO-12": {"consulttype": pl.lit(None)},
    "ZPM-FA-06": {"factuurdatum": pl.col("datum").str.to_date(strict=False).dt.offset_by("-1d").cast(pl.String)},
    "ZPM-PR-01": {"gerealiseerde_minuten": pl.lit("37")},
    "ZPM-PR-04": {"starttijd": pl.lit(None)},
    "ZPM-ZT-01": {"zorgtraject_id": pl.lit(None)},
    TEAM: {"team": pl.lit(None)},
}
#: How a mistake that the demo was made with is put right.
_REPAIR: Mapping[str, Cells] = {
    "ZPM-PR-01": {"gerealiseerde_minuten": pl.col("geplande_minuten")},
    "ZPM-PR-04": {"starttijd": pl.lit("20:45")},
}


@dataclass
class Registration:
    """The registration as it stands: the whole demo, with what was changed in it.

    ``of_demo`` lists the mistakes that the demo was made with, ``known`` those of today, ``pool`` consults without one.
    """

    rows: pl.DataFrame
    pool: pl.DataFrame
    of_demo: dict[str, list[str]]
    others: list[Path]
    known: dict[str, set[str]] = field(init=False)
    changed: dict[tuple[str, str], Cells] = field(default_factory=dict)
    mistakes: dict[str, list[str]] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    not_judged: set[tuple[str, str]] = field(default_factory=set)
    lost_column: str | None = None
    maximum: int = 180
    team_version: int = 1

    def __post_init__(self) -> None:
        self.known = {check: set(keys) for check, keys in self.of_demo.items()}

    def take(self, count: int, where: pl.Expr | None = None) -> list[str]:
        """Take consults without a mistake out of the pool; none is taken twice."""
        fitting = self.pool if where is None else self.pool.filter(where)
        taken: list[str] = fitting[_KEY].head(count).to_list()
        assert len(taken) == count, "the demo has too few consults for this plan"
        self.pool = self.pool.filter(~pl.col(_KEY).is_in(taken))
        return taken

    def spoil(self, check: str, keys: list[str]) -> None:
        """Make a mistake in consults."""
        for key in keys:
            self.changed[check, key] = _BREAK[check]
            self.known.setdefault(check, set()).add(key)

    def repair(self, check: str, keys: list[str]) -> None:
        """Put a mistake right, one of this story or one that the demo was made with."""
        for key in keys:
            if self.changed.pop((check, key), None) is None:
                self.changed[check, key] = _REPAIR[check]
            self.known[check].discard(key)

    def at(self, day: date) -> pl.DataFrame:
        """Return the rows as an export of that day has them: no later ones, and no invoices of later days."""
        shown = pl.col("datum").is_null() | (pl.col("datum") <= day.isoformat())
        sent = pl.when(pl.col("factuurdatum") <= day.isoformat()).then(pl.col("factuurdatum"))
        rows = self.rows.filter(shown, ~pl.col(_KEY).is_in(list(self.left_out))).with_columns(factuurdatum=sent)
        for (_, key), cells in self.changed.items():
            here = pl.col(_KEY) == key
            rows = rows.with_columns(
                pl.when(here).then(value).otherwise(pl.col(name)).alias(name) for name, value in cells.items()
            )
        return rows

    def write(self, day: date, folder: Path) -> None:
        """Write the export of a day."""
        folder.mkdir(parents=True)
        for path in self.others:
            (folder / path.name).write_bytes(path.read_bytes())
        rows = self.at(day)
        rows.drop([self.lost_column] if self.lost_column else []).write_csv(folder / f"{TABLE}.csv")

    def silent(self) -> tuple[str, ...]:
        """Return the checks that cannot run."""
        return NEEDED_BY[self.lost_column] if self.lost_column else ()

    def judged(self, day: date) -> dict[str, Keys]:
        """Return per check on which rows it gives a verdict. (More than its population: it is asked about findings.)"""
        rows = self.at(day)
        everything = frozenset(rows[_KEY])
        unknown = {check: {key for c, key in self.not_judged if c == check} for check in CHECKS}
        team = frozenset(rows.filter(self._in_team_check())[_KEY])
        return {check: (team if check == TEAM else everything) - unknown[check] for check in CHECKS}

    def found(self, day: date) -> dict[str, Keys]:
        """Return per check what it must find in the export of a day; a check that cannot run is not in it."""
        rows = self.at(day)
        judged = self.judged(day)
        minutes = pl.col("gerealiseerde_minuten").cast(pl.Int64, strict=False)
        consult = pl.col("prestatiegroep") == "consult"
        counted = {
            LONGEST: frozenset(rows.filter(consult, minutes > self.maximum)[_KEY]),
            TEAM: frozenset(rows.filter(self._in_team_check(), pl.col("team").is_null())[_KEY]),
        }
        # A mistake with a practitioner has no row in this table, and is there every night.
        ours = {
            check: frozenset(self.known.get(check, ()))
            if check == "ZPM-BH-02"
            else frozenset(self.known.get(check, ())) & judged[check]
            for check in CHECKS
        }
        return {check: keys for check, keys in (ours | counted).items() if check not in self.silent()}

    def _in_team_check(self) -> pl.Expr:
        consult = pl.col("prestatiegroep") == "consult"
        if self.team_version == 1:
            return consult & (pl.col("setting") == "3")
        return consult & (pl.col("datum") >= "2024-01-01")


def registration(folder: Path) -> Registration:
    """Write the demo, and return the registration that the story begins with."""
    facts = write_demo(folder, size=SIZE, seed=SEED)
    rows = pl.read_csv(facts.export / f"{TABLE}.csv", infer_schema=False)
    truth = pl.read_csv(facts.truth, infer_schema=False)
    planted = {c: sorted(truth.filter(pl.col("check_id") == c)["onderwerp_id"]) for c in CHECKS}
    paid = pl.read_csv(facts.export / "zorgtrajecten.csv", infer_schema=False)
    paid = paid.filter(pl.col("financiering") == "zvw")
    filled = ("starttijd", "consulttype", "team", "gepland_op", "factuurdatum", "behandelaar_id")
    once = pl.col(_KEY).is_unique() & pl.col(_KEY).str.starts_with("P")
    pool = rows.filter(
        once,
        ~pl.col(_KEY).is_in(truth["onderwerp_id"].to_list()),
        pl.col("zorgtraject_id").is_in(paid["zorgtraject_id"].to_list()),
        pl.col("prestatiegroep") == "consult",
        pl.col("gepland") == "true",
        pl.col("declarabel") == "true",
        *(pl.col(name) == "60" for name in ("geplande_minuten", "gerealiseerde_minuten", "duurklasse")),
        *(pl.col(name).is_not_null() for name in filled),
        pl.col("datum") < "2024-11-01",
    ).sort("datum", _KEY, descending=True)
    others = [p for p in sorted(facts.export.iterdir()) if p.stem not in {TABLE, "controletotalen"}]
    return Registration(rows, pool, planted, others)
