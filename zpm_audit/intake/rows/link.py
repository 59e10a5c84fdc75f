"""One canonical column and the column of the source that it is read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.rows import native, values
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.sources.source import Source, cell
from zpm_audit.register.schema import Column


@dataclass(frozen=True)
class Link:
    """One canonical column and the source column that it is read from."""

    column: Column
    position: int
    source_name: str
    dtype: pl.DataType
    formats: Formats
    control: bool = True
    padded: bool = True
    long: bool = True

    @classmethod
    def of(cls, source: Source, column: Column, position: int, name: str, dtype: pl.DataType, formats: Formats) -> Link:
        """Return the link to a column of a source, with what is known of all its cells."""
        long = source.longest is None or source.longest > values.LONGEST_TEXT or column.name in formats.waarden
        return cls(column, position, name, dtype, formats, source.control, source.padded, long)

    @property
    def raw(self) -> str:
        """Return our name of the source column."""
        return cell(self.position)

    @property
    def raws(self) -> Mapping[str, pl.DataType]:
        """Return the raw columns that this is read from, with their types."""
        return {self.raw: self.dtype}

    @property
    def shown(self) -> str:
        """Return the name for a person: the canonical one, with the name in the source where that differs."""
        name = self.column.name
        return name if name == self.source_name else f"{name} ({self.source_name})"

    @property
    def textual(self) -> bool:
        """Tell whether the cells are read as text."""
        return native.as_text(self.dtype, self.column, self.formats)

    @property
    def text_name(self) -> str:
        """Return the name of what the first step leaves for the second."""
        return f"_tekst_{self.column.name}"

    def origin(self) -> pl.Expr:
        """Return the cell that is read."""
        return pl.col(self.raw)

    def evidence(self) -> pl.Expr:
        """Return what the cell holds, for a person."""
        return self.origin().cast(pl.String).fill_null("")

    @property
    def told(self) -> Mapping[str, pl.Expr]:
        """Return what to count beside the values: nothing of what is simply read."""
        return {}

    def fits(self) -> bool:
        """Tell whether cells of this type can be what the column asks."""
        return self.textual or native.converted(self.origin(), self.dtype, self.column.kind) is not None

    def _free(self) -> bool:
        """Tell whether this is a text in words, in which a line break is no mistake: no key, no code, no list."""
        column = self.column
        named = column.name.endswith("_id") or column.name == "prestatiecode"
        return column.kind == "text" and not column.values and not named

    def cleaned(self) -> pl.Expr:
        """Return the first step: text without blanks around it, or the typed cell as it is."""
        x = self.origin()
        if self.textual:
            one_line = self.control and self._free()
            x = values.cleaned(x.cast(pl.String), self.column.name, self.formats, padded=self.padded, one_line=one_line)
        elif self.formats.leeg and self.dtype.is_temporal():
            # A date that stands for "no end" is written in the mapping as a date; a moment at midnight is that date.
            written = x.cast(pl.String).str.replace(r" 00:00:00(\.0+)?( ?\S+)?$", "")
            x = pl.when(~written.is_in(list(self.formats.leeg))).then(x)
        return x.alias(self.text_name)

    def value(self) -> pl.Expr:
        """Return the second step: the canonical value, null where there is none or where it cannot be read."""
        x = pl.col(self.text_name)
        if self.textual:
            return values.parsed(x, self.column, self.formats).cast(self.column.dtype).alias(self.column.name)
        found = native.converted(x, self.dtype, self.column.kind)
        assert found is not None, "refused by fitting_types"
        return found.cast(self.column.dtype).alias(self.column.name)

    def problems(self) -> list[tuple[pl.Expr, Text]]:
        """Return what may be wrong with a cell, worst first: a condition over cleaned and canonical, and the reason."""
        text, value = pl.col(self.text_name), pl.col(self.column.name)
        found: list[tuple[pl.Expr, Text]] = []
        if self.column.required:
            found.append((text.is_null(), values.REQUIRED))
        if self.column.kind == "text" and self.textual:
            broken = values.broken_text(
                text, control=self.control, long=self.long, typed_cells=self.formats.typed_cells
            )
            found += [] if broken is None else [(broken, values.BROKEN_TEXT)]
        else:
            found.append((text.is_not_null() & value.is_null(), values.unreadable(self.column, self.formats)))
        if self.column.values:
            known = value.is_in(list(self.column.values))
            found.append((value.is_not_null() & ~known, values.UNKNOWN))
        return [*found, *self._bounds()]

    def _bounds(self) -> list[tuple[pl.Expr, Text]]:
        """Return when a value that can be read is more than its column can hold."""
        bounds = values.out_of_bounds(pl.col(self.column.name), self.column)
        return [] if bounds is None else [bounds]

    def reasons(self) -> list[tuple[pl.Expr, Text]]:
        """Return the problems with their causes told apart, for the few rows that have one."""
        bad = self.problems()
        if not self.textual:
            if self.column.kind == "date" and isinstance(self.dtype, pl.Datetime):
                general = values.unreadable(self.column, self.formats)
                return [(wrong, values.TIME_WITH_DATE if why == general else why) for wrong, why in bad]
            return bad
        text = pl.col(self.text_name)
        within = len(bad) - len(self._bounds())
        unread = reduce(or_, (condition for condition, _ in bad[:within]), pl.lit(value=False))
        finer = values.finer_reasons(text, self.column, self.formats)
        return [*((unread & condition, reason) for condition, reason in finer), *bad]
