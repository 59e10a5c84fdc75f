"""Which rows of a source belong to a table, by the conditions of a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_

import polars as pl

from zpm_audit.intake.mapping.rows import Condition
from zpm_audit.intake.rows import cells
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.sources.source import ROW, Source, cell


def belongs(source: Source, conditions: Mapping[str, Condition], formats: Formats) -> pl.Expr | None:
    """Tell which rows satisfy every condition; None where there is none.

    A row whose cells cannot be told apart stays, to be set aside: nobody knows what it says.
    """
    if not conditions:
        return None
    holds = [_holds(source, name, said, formats) for name, said in conditions.items()]
    broken = [pl.col(ROW).is_in(rows.implode()) for rows in source.broken.values()]
    return reduce(or_, [reduce(and_, holds), *broken]).fill_null(value=False)


def _holds(source: Source, name: str, said: Condition, formats: Formats) -> pl.Expr:
    position = source.names.index(name)
    x, dtype = pl.col(cell(position)), source.dtypes[position]
    known = cells.text_of(x, dtype, formats)
    if known is None:  # a type that has no text: it can only be there or not
        written, filled = pl.lit(""), x.is_not_null()
    else:
        plain = cells.text_of(x, dtype)
        written = (known if plain is None else plain).fill_null("")
        filled = known.is_not_null()
    found = [filled == said.gevuld] if said.gevuld is not None else []
    if said.een_van is not None:
        found.append(_is_one_of(written, filled, said.een_van))
    if said.niet is not None:
        found.append(~_is_one_of(written, filled, said.niet))
    if said.begint_met is not None:
        found.append(_begins(written, said.begint_met))
    if said.begint_niet_met is not None:
        found.append(~_begins(written, said.begint_niet_met))
    return reduce(and_, found)


def _is_one_of(written: pl.Expr, filled: pl.Expr, texts: tuple[str, ...]) -> pl.Expr:
    same = [written == text for text in texts if text]
    return reduce(or_, [*same, *([~filled] if "" in texts else [])])


def _begins(written: pl.Expr, texts: tuple[str, ...]) -> pl.Expr:
    return reduce(or_, [written.str.starts_with(text) for text in texts])
