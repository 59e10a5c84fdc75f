"""What the values of a source column look like, from the first rows: counts, shapes, and how dates are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from functools import cached_property

import polars as pl

from zpm_audit.intake.rows import values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.patterns import pattern
from zpm_audit.intake.sources.source import Source, cell
from zpm_audit.register.schema import Column

#: So many rows are looked at; most keys of an institution are among them.
SAMPLE = 100_000
_DISTINCT = 2_000
_NEARLY = 0.97

DATES = (
    "jjjj-mm-dd", "dd-mm-jjjj", "d-m-jjjj", "dd/mm/jjjj", "d/m/jjjj", "dd.mm.jjjj", "jjjj/mm/dd", "jjjjmmdd",
    "dd-mm-jj", "mm/dd/jjjj", "m/d/jjjj",
)  # fmt: skip
CLOCKS = ("uu:mm", "uu:mm:ss", "u:mm", "uu.mm")
MOMENTS = tuple(f"{d}{t}" for d in DATES for t in ("Tuu:mm", "Tuu:mm:ss", " uu:mm", " uu:mm:ss", " u:mm"))
_DATE, _TIME, _MOMENT = Column("d", "date"), Column("t", "time"), Column("m", "datetime")
#: A moment may end with its distance to UTC.
OFFSET = r"(Z|[+-]\d{2}:?\d{2})$"


@dataclass(frozen=True)
class Profile:
    """One source column: how many rows are filled, with what, and what that looks like.

    ``blanks`` are the texts in it that were taken for an empty cell, such as ``-``.
    """

    name: str
    filled: pl.Series = field(repr=False)
    rows: int
    typed: bool
    blanks: tuple[str, ...] = ()

    @cached_property
    def distinct(self) -> pl.Series:
        """Return the different texts, the most frequent first."""
        counts = self.filled.value_counts(sort=True, name="n")
        return counts.to_series(0).rename("v")

    @cached_property
    def _some(self) -> pl.Series:
        return self.distinct.head(_DISTINCT)

    @property
    def empty(self) -> bool:
        """Tell whether nothing stands in it."""
        return self.filled.is_empty()

    @property
    def unique(self) -> bool:
        """Tell whether every row has a value of its own."""
        return not self.empty and len(self.distinct) == len(self.filled) == self.rows

    @property
    def share_unique(self) -> float:
        """Return the share of the filled rows that have a value of their own."""
        return len(self.distinct) / len(self.filled) if len(self.filled) else 0.0

    def nearly(self, regex: str) -> bool:
        """Tell whether (nearly) all texts look like this; of a handful one may be a slip."""
        return self.share(regex) >= min(_NEARLY, 1 - 1 / max(len(self._some), 2))

    def share(self, regex: str) -> float:
        """Return the share of the different texts that look like this."""
        return 0.0 if self.empty else share_of(self._some.str.contains(f"^(?:{regex})$"))

    @cached_property
    def lengths(self) -> set[int]:
        """Return the different lengths of the texts."""
        return set(self._some.str.len_chars().unique().to_list())

    @cached_property
    def date(self) -> str | None:
        """Return the pattern of a date without a time, if that is what stands here."""
        if not self.nearly(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(19|20)\d{6}"):
            return None
        return _best(self._some, DATES, _DATE)

    @cached_property
    def clock(self) -> str | None:
        """Return the pattern of a time of the day, if that is what stands here."""
        if self.typed and not self.empty and _typed_clock(self._some):
            return "uu:mm:ss"
        if not self.nearly(r"\d{1,2}[:.]\d{2}(:\d{2})?") or self.share(r"\d{1,2}\.\d") > 0:
            return None
        return _best(self._some, CLOCKS, _TIME)

    @cached_property
    def offset(self) -> bool:
        """Tell whether moments end with their distance to UTC."""
        return self.share(rf".*\d:\d\d(:\d\d)?(\.\d+)?({OFFSET[:-1]})") >= _NEARLY

    @cached_property
    def moment(self) -> str | None:
        """Return the pattern of a date with a time, if that is what stands here."""
        if self.share(r"\d{1,4}[-/.]?\d{1,2}[-/.]?\d{1,4}[T ]\d{1,2}:\d{2}.*") < _NEARLY or self.clock:
            return None
        return _best(self._bare(self._some), MOMENTS, _MOMENT)

    def as_moments(self, texts: pl.Series) -> pl.Series:
        """Read texts of this column as moments; null where they are none. A time is one of no day in particular."""
        if self.clock is not None:
            known, frame = Formats(tijd=(pattern(self.clock),), typed_cells=self.typed), texts.alias("v").to_frame()
            times = frame.select(values.parsed(pl.col("v"), _TIME, known)).to_series()
            return pl.select(pl.date(2000, 1, 1).dt.combine(pl.lit(times))).to_series()
        formats = Formats(datumtijd=(pattern(self.moment or "jjjj-mm-dd uu:mm"),))
        frame = self._bare(texts).alias("v").to_frame()
        return frame.select(values.parsed(pl.col("v"), _MOMENT, formats)).to_series()

    def as_days(self, texts: pl.Series) -> pl.Series:
        """Read texts of this column, dates or moments, as days."""
        if self.date is None:
            return self.as_moments(texts).dt.date()
        known, frame = Formats(datum=(pattern(self.date),)), texts.alias("v").to_frame()
        return frame.select(values.parsed(pl.col("v"), _DATE, known)).to_series()

    def as_minutes(self, texts: pl.Series) -> pl.Series:
        """Read texts as minutes: ``45``, ``45.0``, ``45 min`` or ``00:45``; null where they are none of these."""
        parts = texts.str.extract_groups(r"^(\d{1,3}):(\d{2})(?::\d{2})?$").struct
        hours = parts.field("1").cast(pl.Int64) * 60 + parts.field("2").cast(pl.Int64)
        whole = texts.str.extract(r"(?i)^(\d{1,4})(?:[.,]0+)?\s*(?:m|min|mins|minuten|')?\.?$").cast(pl.Int64)
        return whole.fill_null(hours)

    def as_dates(self) -> pl.Series:
        """Read the different texts as dates; null where they are none."""
        return self.as_days(self.distinct)

    def _bare(self, texts: pl.Series) -> pl.Series:
        """Return moments without their distance to UTC and the fractions that a typed cell shows."""
        texts = texts.str.replace(OFFSET, "") if self.offset else texts
        return texts.str.replace(r"\.\d+$", "") if self.typed else texts

    @cached_property
    def midnight(self) -> bool:
        """Tell whether the time of every moment is midnight: a date after all."""
        return self.moment is not None and bool(
            (self.as_moments(self.filled).drop_nulls().dt.time() == pl.Series([time(0)])).all()
        )

    @cached_property
    def whole(self) -> bool:
        """Tell whether whole numbers stand here, as this source writes them."""
        return self.share(r"-?\d{1,9}(\.0+)?" if self.typed else r"-?\d{1,9}") >= _NEARLY

    @cached_property
    def amount(self) -> bool:
        """Tell whether amounts stand here, with or without a mark before them or a minus behind."""
        return self.share(r"-?\s*(€|EUR)?\s*-?\d{1,3}([.,' ]?\d{3})*([.,]\d{1,4})?\s*-?") >= _NEARLY


def _best(texts: pl.Series, choices: tuple[str, ...], column: Column) -> str | None:
    """Return the pattern that reads the most texts, if those are (nearly) all of them."""
    best, most = None, min(_NEARLY, 1 - 1 / max(len(texts), 2))
    for written in choices:
        share = _read(texts, written, column)
        if share == 1:
            return written
        if share >= most and (best is None or share > most):
            best, most = written, share
    return best


def _read(texts: pl.Series, written: str, column: Column) -> float:
    one = (pattern(written),)
    known = {"date": Formats(datum=one), "time": Formats(tijd=one), "datetime": Formats(datumtijd=one)}[column.kind]
    read = texts.alias("v").to_frame().select(values.parsed(pl.col("v"), column, known)).to_series()
    return share_of(read.is_not_null())


def _typed_clock(texts: pl.Series) -> bool:
    """Tell whether all cells of a workbook hold only a time: as text they stand on the first day of its count."""
    return bool(texts.str.contains(r"^(1899-12-3[01] )?\d{2}:\d{2}:\d{2}(\.\d+)?$").all())


def share_of(truths: pl.Series) -> float:
    """Return the share of a series of yes and no that is yes; what is neither does not count."""
    known = len(truths) - truths.null_count()
    return int(truths.sum()) / known if known else 0.0


def sample(source: Source, empties: list[str]) -> pl.DataFrame:
    """Return the first rows, by the names of the columns; a text that stands for an empty cell is none."""
    known = Formats(leeg=tuple(empties))
    texts = (
        values.cleaned(pl.col(cell(i)).cast(pl.String), "", known, one_line=True).alias(name)
        for i, name in enumerate(source.names)
        if name
    )
    return source.frame.head(SAMPLE).select(texts).collect()


def profiles(source: Source, rows: pl.DataFrame, empties: list[str]) -> list[Profile]:
    """Look at the first rows of a source."""
    typed = dict(zip(source.names, source.dtypes, strict=True))
    blanks = _blanks(source, empties)
    return [
        Profile(
            name,
            rows[name].drop_nulls(),
            rows.height,
            source.typed_cells or typed[name] != pl.String,
            blanks.get(name, ()),
        )
        for name in rows.columns
    ]


def _blanks(source: Source, empties: list[str]) -> dict[str, tuple[str, ...]]:
    """Return per column the texts in the first rows that stand for an empty cell."""
    texts = ((name, pl.col(cell(i)).cast(pl.String).str.strip_chars()) for i, name in enumerate(source.names) if name)
    asked = [text.filter(text.is_in(empties)).unique().sort().implode().alias(name) for name, text in texts]
    found = source.frame.head(SAMPLE).select(asked).collect()
    return {name: tuple(found[name].explode().drop_nulls()) for name in found.columns}
