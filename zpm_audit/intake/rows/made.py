"""A column that a mapping makes, in the place of one that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.intake.rows import cells
from zpm_audit.intake.rows.link import Link
from zpm_audit.intake.rows.values import REQUIRED

_NO_REASON = Text("", "")


@dataclass(frozen=True)
class Making:
    """How a column is made. ``given`` is null where there is nothing to make it from.

    Without a ``value`` the given text is read like any other cell. ``unmade`` tells where it should have been made and
    could not; by default where something was given and nothing came out. ``told`` are counts beside the values made.
    """

    given: pl.Expr
    value: pl.Expr | None = None
    reason: Text = _NO_REASON
    unmade: pl.Expr | None = None
    told: Mapping[str, pl.Expr] = field(default_factory=dict)


@dataclass(frozen=True)
class MadeLink(Link):
    """A canonical column and how it is made; ``way`` is the key in the mapping, ``cells`` what it is made from."""

    way: str = ""
    cells: Mapping[str, pl.DataType] = field(default_factory=dict)
    making: Making = field(default_factory=lambda: Making(pl.lit(None, pl.String)))

    @property
    def textual(self) -> bool:
        """Tell whether what is made is text that is still to be read."""
        return self.making.value is None

    @property
    def raws(self) -> Mapping[str, pl.DataType]:
        """Return the raw columns that this is made from."""
        return self.cells

    def origin(self) -> pl.Expr:
        """Return what was given."""
        return self.making.given

    def evidence(self) -> pl.Expr:
        """Return what the cells hold, for a person."""
        shown = [cells.shown(pl.col(raw), dtype) for raw, dtype in self.cells.items()]
        return pl.concat_str(shown, separator=" | ") if shown else pl.lit("")

    @property
    def told(self) -> Mapping[str, pl.Expr]:
        """Return what to count beside the values that were made."""
        return self.making.told

    def fits(self) -> bool:
        """Tell that the types were looked at when the making was made."""
        return True

    def cleaned(self) -> pl.Expr:
        """Return the first step: text to be read, or what the value is made from."""
        return super().cleaned() if self.making.value is None else self.making.given.alias(self.text_name)

    def value(self) -> pl.Expr:
        """Return the second step: the canonical value."""
        made = self.making.value
        return super().value() if made is None else made.cast(self.column.dtype).alias(self.column.name)

    def problems(self) -> list[tuple[pl.Expr, Text]]:
        """Return what may be wrong: what could not be made first, then what is wrong with any column."""
        unmade = self.making.unmade
        if self.making.value is None:
            return [
                *([] if unmade is None else [(unmade.fill_null(value=False), self.making.reason)]),
                *super().problems(),
            ]
        given, value = pl.col(self.text_name), pl.col(self.column.name)
        if unmade is None:
            unmade = given.is_not_null() & value.is_null()
        missing = [(value.is_null(), REQUIRED)] if self.column.required else []
        return [(unmade.fill_null(value=False), self.making.reason), *missing, *self._bounds()]
