"""The series of keys of an export: numbers that look like those of people, and count prestaties.

A key of nine digits passes the test of eleven by chance, once in eleven times. Whether a column is a series of keys or
holds the numbers of people is told by the export itself: of real citizen service numbers all pass.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import polars as pl

from zpm_audit.base.covering import DIGITS, SINGLE, is_bsn, is_telling, passes
from zpm_audit.register.store import RegisterTable

#: The keys that may be plain numbers counted like patients are.
_PLAIN = {"prestaties": "prestatie_id", "zorgtrajecten": "zorgtraject_id", "behandelaren": "behandelaar_id"}
_OF_PEOPLE = {"patient_id", "verzekerde_id"}
_BY_CHANCE = 0.2
_ENOUGH = 50
#: Fewer keys may all pass by chance: less than one time in a thousand is no chance.
_IMPROBABLE = 0.001
#: A series has a few ways to write its keys; a column with more of them holds words.
_MOST_WAYS = 50


@dataclass(frozen=True)
class KeySeries:
    """The keys in the tables of one export."""

    tables: Mapping[str, RegisterTable]
    #: Files are covered side by side, and the columns of keys gone through once.
    _counting: Lock = field(default_factory=Lock, init=False, compare=False, repr=False)

    def numbers(self, asked: pl.Series) -> AbstractSet[str]:
        """Return the plain numbers that are no number of a patient: short ones, and the keys of a series of keys."""
        spared = {number for number in asked if not is_telling(number)}
        frame = asked.alias("nummer").to_frame().lazy()
        for table, column in _PLAIN.items():
            if not self._has(table, column):
                continue
            among = self.tables[table].scan().select(pl.col(column).alias("nummer"))
            these = frame.join(among, on="nummer", how="semi").collect()
            if these.is_empty() or self._swapped:
                continue
            of_people = is_bsn(pl.col("nummer")) & (pl.col("nummer").str.len_chars() == 9)
            of_people = of_people.fill_null(value=False)
            spared |= set(these.filter(~of_people)["nummer"])
            if self._plain_by_chance[table]:
                spared |= set(these.filter(of_people)["nummer"])
        return spared

    def others(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Leave out the texts (``tekst``, with its one ``nummer``) that are written as the keys of a series are."""
        if texts.is_empty():  # as nearly always: then no column need be gone through
            return texts
        with self._counting:
            ways = {way for found in self._lettered.values() for way in found}
        if not ways:
            return texts
        people = self.people.collect().rename({"patient_id": "nummer"})
        written = _way(pl.col("tekst")).is_in(sorted(ways))
        return pl.concat([texts.filter(~written), texts.filter(written).join(people, on="nummer", how="semi")])

    @cached_property
    def people(self) -> pl.LazyFrame:
        """The numbers of all patients (``patient_id``), each once."""
        each = [t.scan().select("patient_id") for t in self.tables.values() if "patient_id" in t.columns]
        every = pl.concat([pl.LazyFrame(schema={"patient_id": pl.String}), *each]).drop_nulls().unique()
        return every.collect(engine="streaming").lazy()

    @cached_property
    def _plain_by_chance(self) -> Mapping[str, bool]:
        """Tell of which tables the keys have nine digits throughout, of which no more pass the test than by chance."""
        found = {}
        for table, column in _PLAIN.items():
            if self._has(table, column):
                nine = pl.col(column).str.contains("^[0-9]{9}$")
                many, passing = self._count(table, nine, pl.col(column))
                found[table] = many >= _ENOUGH and passing <= _BY_CHANCE * many
        return found

    @cached_property
    def _lettered(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Return the columns with keys of nine digits among letters, and how they are written (``P000000001``)."""
        found = {}
        for table, column in self._long_keys():
            key = pl.col(column)
            long = key.str.len_bytes() > DIGITS
            many, passing = self._count(table, long, key.str.extract(SINGLE, 1))
            if not many or not _by_chance(many, passing):
                continue
            among = long & key.str.contains(SINGLE)
            ways = self.tables[table].scan().filter(among).select(_way(key).alias("x")).unique()
            few = ways.head(_MOST_WAYS + 1).collect(engine="streaming")["x"]
            if len(few) <= _MOST_WAYS:
                found[table, column] = frozenset(few)
        return found

    def _long_keys(self) -> Iterator[tuple[str, str]]:
        """Yield the columns of keys of which one at least has room for nine digits and a letter."""
        for table in self.tables.values():
            names = sorted(n for n in table.columns if n.endswith("_id") and n not in _OF_PEOPLE)
            longest = table.scan().select(pl.col(names).str.len_bytes().max()).collect(engine="streaming")
            yield from ((table.name, name) for name in names if (longest[name].item() or 0) > DIGITS)

    def _count(self, table: str, which: pl.Expr, number: pl.Expr) -> tuple[int, int]:
        """Return how many of the rows have a number of nine digits, and how many of those pass the test of eleven."""
        # Most columns have none: the test, which looks at every digit, is for those that there are.
        those = self.tables[table].scan().filter(which).select(number.alias("nummer")).drop_nulls()
        counted = those.select(pl.len(), passes(pl.col("nummer")).sum()).collect(engine="streaming")
        many, passing = counted.row(0)
        return int(many), int(passing)

    def _has(self, table: str, column: str) -> bool:
        return table in self.tables and column in self.tables[table].columns

    @cached_property
    def _swapped(self) -> bool:
        """Tell whether a table has something else than patients in its column of patients: most are nowhere else."""
        tables = {
            name: self.tables[name].scan().select(pl.col("patient_id").unique())
            for name in ("prestaties", "zorgtrajecten", "patienten")
            if self._has(name, "patient_id")
        }
        for name, own in tables.items():
            others = [other for other_name, other in tables.items() if other_name != name]
            if not others or name == "patienten":
                continue
            known = own.join(pl.concat(others), on="patient_id", how="semi")
            mine, found = (int(f.select(pl.len()).collect().item()) for f in (own, known))
            if 2 * found < mine:
                return True
        return False


def _way(text: pl.Expr) -> pl.Expr:
    """Return how a key is written around its number: ``P#``."""
    return text.str.replace("[0-9]{9}", "#")


def _by_chance(many: int, passing: int) -> bool:
    """Tell whether so many of these numbers may pass the test of eleven by chance."""
    if many >= _ENOUGH:
        return passing <= _BY_CHANCE * many
    chance: float = sum(math.comb(many, n) * (1 / 11) ** n * (10 / 11) ** (many - n) for n in range(passing, many + 1))
    return chance > _IMPROBABLE
