"""Values that stand in another file, found there by a key."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Text
from zpm_audit.intake.mapping.recipes import Lookup
from zpm_audit.intake.rows import cells
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.sources.source import Source, cell

AMBIGUOUS = Text(
    "de sleutel staat daar meer dan eens, met verschillende waarden",
    "the key stands there more than once, with different values",
)
_KEY = "_sleutel"


def found_cell(column: str) -> str:
    """Return our name of the value that was found for a column."""
    return f"_gevonden_{column}"


def twice_cell(column: str) -> str:
    """Return our name of the mark that a key has several values; null where the key was not found."""
    return f"_dubbel_{column}"


def with_values(source: Source, column: str, said: Lookup, other: Source, formats: Formats) -> Source:
    """Return the source with the value of ``other`` beside every row; no row is lost or doubled by it."""
    listed = _listed(said, other, formats).rename({"waarde": found_cell(column), "dubbel": twice_cell(column)})
    key = _text(source, said.here, formats)
    frame = source.frame.with_columns(key.alias(_KEY)).join(
        listed.lazy(), left_on=_KEY, right_on=_KEY, how="left", maintain_order="left"
    )
    return replace(source, frame=frame.drop(_KEY), files=(*source.files, *other.files))


def _listed(said: Lookup, other: Source, formats: Formats) -> pl.DataFrame:
    """Return one row per key: its value, and whether it has several."""
    for name in (said.there, said.kolom):
        if name not in other.names:
            shown = ", ".join(n for n in other.names if n)
            raise UsageError(
                nl=f"opzoeken in {other.shown}: kolom '{name}' staat daar niet. Er staat: {shown}.",
                en=f"opzoeken in {other.shown}: column '{name}' is not there. There is: {shown}.",
            )
    _refuse_broken(other)
    key, value = _text(other, said.there, formats), _text(other, said.kolom, formats)
    return (
        other.frame.select(key.alias(_KEY), value.alias("waarde"))
        .filter(pl.col(_KEY).is_not_null())
        .group_by(_KEY)
        .agg(pl.col("waarde").first(), (pl.col("waarde").n_unique() > 1).alias("dubbel"))
        .collect()
    )


def _text(source: Source, name: str, formats: Formats) -> pl.Expr:
    position = source.names.index(name)
    found = cells.text_of(pl.col(cell(position)), source.dtypes[position], formats)
    if found is None:
        raise InputRefusedError(
            nl=f"{source.shown}: in kolom {name} staat niets dat tekst kan worden; daar is niets in op te zoeken.",
            en=f"{source.shown}: column {name} holds nothing that can become text; nothing can be looked up in it.",
        )
    return found


def _refuse_broken(other: Source) -> None:
    for reason, rows in other.broken.items():
        first = int(rows.sort()[0])
        raise InputRefusedError(
            nl=f"{other.shown}, rij {first}: {reason.nl}. In zo'n bestand kan niets worden opgezocht; herstel het.",
            en=f"{other.shown}, row {first}: {reason.en}. Nothing can be looked up in such a file; repair it.",
        )
