"""The ways in which a mapping makes a column, each as expressions over the cells that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import polars as pl

from zpm_audit.base.errors import InputRefusedError, UsageError
from zpm_audit.base.language import Text
from zpm_audit.intake.mapping.recipes import (
    Aanvullen,
    BegintMet,
    Between,
    Centen,
    DatumVan,
    Gevuld,
    MinutenVan,
    Opzoeken,
    Recipe,
    Samen,
    TijdVan,
    UitCode,
    Vast,
)
from zpm_audit.intake.rows import cells, durations, native, values
from zpm_audit.intake.rows.codes import UNKNOWN_CODE, CodeFacts
from zpm_audit.intake.rows.constants import canonical_value
from zpm_audit.intake.rows.formats import Formats
from zpm_audit.intake.rows.lookup import AMBIGUOUS, found_cell, twice_cell
from zpm_audit.intake.rows.made import MadeLink, Making
from zpm_audit.intake.sources.source import Source, cell
from zpm_audit.register.schema import Column

_ANY_TEXT = Text("tekst", "text")
_MOMENT = Text("een tijdstip of tekst", "a moment or text")


@dataclass(frozen=True)
class Kitchen:
    """What columns are made from: the raw columns of a source by their name there, their notation, and code lists."""

    shown: str
    formats: Formats
    raws: Mapping[str, tuple[str, pl.DataType]]
    codes: CodeFacts

    def made(self, column: Column, recipe: Recipe) -> MadeLink:
        """Return the column that a recipe makes."""
        making = _MAKERS[type(recipe)](self, column, recipe)
        used = dict(self.raws[name] for name in dict.fromkeys(recipe.sources))
        if isinstance(recipe, Opzoeken):
            used |= {found_cell(column.name): pl.String(), twice_cell(column.name): pl.Boolean()}
        return MadeLink(column, -1, recipe.shown, pl.String(), self.formats, way=recipe.way, cells=used, making=making)

    def raw(self, name: str) -> tuple[pl.Expr, pl.DataType]:
        """Return a cell as it is, with its type."""
        raw, dtype = self.raws[name]
        return pl.col(raw), dtype

    def text(self, name: str) -> pl.Expr:
        """Return a cell as text, null where it is empty."""
        found = cells.text_of(*self.raw(name), self.formats)
        return self.sure(found, name, _ANY_TEXT)

    def given(self, name: str) -> pl.Expr:
        """Return a cell, null where it is empty, whatever its type."""
        x, dtype = self.raw(name)
        return self.text(name) if cells.is_text(dtype) else x

    def sure(self, made: pl.Expr | None, name: str, expected: Text) -> pl.Expr:
        """Return what was made, or refuse a typed column from which it can never be made."""
        if made is not None:
            return made
        found = native.type_in_words(self.raws[name][1])
        raise InputRefusedError(
            nl=f"{self.shown}: kolom {name} is van de soort {found.nl}; om er dit van te maken wordt {expected.nl} "
            "verwacht. Pas de mapping of de export aan.",
            en=f"{self.shown}: column {name} is of the kind {found.en}; to make this of it {expected.en} is expected. "
            "Change the mapping or the export.",
        )


def raws_of(source: Source) -> dict[str, tuple[str, pl.DataType]]:
    """Return the raw columns of a source by their name there."""
    dtypes = source.dtypes
    return {name: (cell(i), dtypes[i]) for i, name in enumerate(source.names) if name}


def _constant(kitchen: Kitchen, column: Column, recipe: Vast) -> Making:
    value = canonical_value(recipe.vast, column, kitchen.formats)
    return Making(pl.lit(""), pl.lit(value, column.dtype))


def _date(kitchen: Kitchen, _: Column, recipe: DatumVan) -> Making:
    name = recipe.datum_van
    moment = kitchen.sure(cells.moment_of(*kitchen.raw(name), kitchen.formats, clock=False), name, _MOMENT)
    reason = _no_moment(kitchen.formats)
    return Making(kitchen.given(name), moment.dt.date(), reason)


def _time(kitchen: Kitchen, _: Column, recipe: TijdVan) -> Making:
    name = recipe.tijd_van
    moment = kitchen.sure(cells.moment_of(*kitchen.raw(name), kitchen.formats, clock=True), name, _MOMENT)
    return Making(kitchen.given(name), moment.dt.time(), _no_moment(kitchen.formats))


def _no_moment(formats: Formats) -> Text:
    written = " of ".join(p.written for p in formats.datumtijd)
    return Text(
        f"geen geldig tijdstip (verwacht: {written}; een ander zegt u met datumtijdformaat)",
        f"not a valid moment (expected: {written.replace(' of ', ' or ')}; say another with datumtijdformaat)",
    )


def _minutes(kitchen: Kitchen, _: Column, recipe: MinutenVan) -> Making:
    said = recipe.minuten_van
    if not isinstance(said, Between):
        made = durations.minutes_of(*kitchen.raw(said), kitchen.formats)
        expected = Text("een getal, een tijd of tekst", "a number, a time or text")
        return Making(kitchen.given(said), kitchen.sure(made, said, expected), durations.NO_DURATION)
    (start, one), (end, other) = kitchen.raw(said.van), kitchen.raw(said.tot)
    span = kitchen.sure(cells.span_of(start, end, (one, other), kitchen.formats), said.van, _MOMENT)
    both = kitchen.given(said.van).is_not_null() & kitchen.given(said.tot).is_not_null()
    return Making(pl.when(both).then(pl.lit("")), durations.whole_minutes(span), durations.NO_SPAN)


def _cents(kitchen: Kitchen, _: Column, recipe: Centen) -> Making:
    name = recipe.centen
    x, dtype = kitchen.raw(name)
    if cells.is_text(dtype):
        made: pl.Expr | None = values.whole(values.as_people_write(kitchen.text(name)), kitchen.formats)
    else:
        made = native.converted(x, dtype, "int")
    reason = Text("geen heel aantal centen (verwacht: 1250)", "not a whole number of cents (expected: 1250)")
    return Making(kitchen.given(name), kitchen.sure(made, name, Text("een getal of tekst", "a number or text")), reason)


def _padded(kitchen: Kitchen, _: Column, recipe: Aanvullen) -> Making:
    said = recipe.aanvullen
    text = kitchen.text(said.kolom)
    short = text.str.len_chars() < said.lengte
    return Making(text.str.pad_start(said.lengte, said.met), told={"aangevuld": short})


def _joined(kitchen: Kitchen, _: Column, recipe: Samen) -> Making:
    # Where a part is empty there is no whole: a key with a hole in it would point at another row.
    return Making(pl.concat_str([kitchen.text(name) for name in recipe.samen], separator=recipe.tussen))


def _filled(kitchen: Kitchen, _: Column, recipe: Gevuld) -> Making:
    return Making(pl.lit(""), kitchen.given(recipe.gevuld).is_not_null())


def _by_prefix(kitchen: Kitchen, column: Column, recipe: BegintMet) -> Making:
    said = recipe.begint_met
    text = kitchen.text(said.kolom)
    made = pl.lit(None, column.dtype)
    for prefix in sorted(said.waarden, key=len):
        meant = said.waarden[prefix]
        value = canonical_value(meant, column, kitchen.formats) if meant else None
        made = pl.when(text.str.starts_with(prefix)).then(pl.lit(value, column.dtype)).otherwise(made)
    fits = reduce(or_, [text.str.starts_with(prefix) for prefix in said.waarden])
    shown = ", ".join(said.waarden)
    reason = Text(f"begint met geen van: {shown}", f"begins with none of: {shown}")
    return Making(text, made, reason, unmade=text.is_not_null() & ~fits)


def _looked_up(kitchen: Kitchen, column: Column, recipe: Opzoeken) -> Making:
    found, twice = pl.col(found_cell(column.name)), pl.col(twice_cell(column.name))
    nowhere = kitchen.text(recipe.opzoeken.here).is_not_null() & twice.is_null()
    return Making(found, reason=AMBIGUOUS, unmade=twice, told={"niet gevonden": nowhere})


def _from_code(kitchen: Kitchen, column: Column, recipe: UitCode) -> Making:
    if column.name == "setting" and not kitchen.codes.lists("setting"):
        raise UsageError(
            nl=f"{kitchen.shown}: setting uit de code lezen kan alleen met de officiële codelijst erbij. "
            "Geef haar met --codelijst of in de mapping onder codelijst.",
            en=f"{kitchen.shown}: reading the setting from the code needs the official code list. Give it with "
            "--codelijst, or in the mapping under codelijst.",
        )
    code = kitchen.text(recipe.uit_code)
    made = kitchen.codes.of(code, column)
    if column.name != "prestatiegroep":
        return Making(code, made, unmade=pl.lit(value=False))
    return Making(code, made, UNKNOWN_CODE, told={"overig: niet in de lijst": kitchen.codes.unlisted(code)})


_MAKERS: dict[type[Recipe], Callable[[Kitchen, Column, Any], Making]] = {
    Vast: _constant,
    DatumVan: _date,
    TijdVan: _time,
    MinutenVan: _minutes,
    Centen: _cents,
    Aanvullen: _padded,
    Samen: _joined,
    Gevuld: _filled,
    BegintMet: _by_prefix,
    Opzoeken: _looked_up,
    UitCode: _from_code,
}
