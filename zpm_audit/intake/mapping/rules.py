"""What a mapping must hold to that one part of it cannot know: the table, its columns, and keys that go together."""

from __future__ import annotations

from collections.abc import Iterator

from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText
from zpm_audit.intake.mapping.model import Mapping, TableMapping, formats_of
from zpm_audit.intake.mapping.parts import likely
from zpm_audit.intake.mapping.recipes import BegintMet, Opzoeken, Recipe, Vast
from zpm_audit.intake.rows.constants import canonical_value
from zpm_audit.intake.rows.native import KINDS_IN_WORDS
from zpm_audit.register.schema import Column, Table

#: The tables whose rows a finding names by a key that occurs once, so that their columns can be carried to it.
CARRIED_BY = {"prestaties": "prestatie_id", "zorgtrajecten": "zorgtraject_id", "patienten": "patient_id"}
#: Columns that a finding shows as a pseudonym, or never.
_PRIVATE = ("patient_id", "bsn")


def table_problems(source: YamlText, table: Table, mapping: Mapping) -> Iterator[Problem]:
    """Yield what is wrong with what a mapping says of one table."""
    said = mapping.table(table.name)
    at: PathKey = ("tabellen", table.name)
    yield from _together(source, at, table, said)
    yield from _marks(source, at, mapping, table)
    for group in ("kolommen", "waarden"):
        for name in getattr(said, group):
            if name not in table.by_name:
                nl, en = f"'{group}' kent '{name}' niet", f"'{group}' does not know '{name}'"
                yield source.problem((*at, group, name), Text(nl, en), likely(name, table.by_name))
    for name, recipe in said.made.items():
        if name in table.by_name:
            yield from _made(source, (*at, "kolommen", name), table.by_name[name], recipe, mapping, table)
    yield from _carried(source, (*at, "meenemen"), table, said)


def _together(source: YamlText, at: PathKey, table: Table, said: TableMapping) -> Iterator[Problem]:
    """Refuse keys that contradict each other."""
    pairs = (("bestand", "query"), ("blad", "bladen"), ("query", "kopregel"), ("query", "blad"), ("query", "bladen"),
             ("ja", "waar"), ("nee", "onwaar"))  # fmt: skip
    for one, other in pairs:
        if one not in said.model_fields_set or other not in said.model_fields_set:
            continue
        if (one, other) == ("ja", "waar") and said.conditions:
            continue
        what = Text(f"{table.name} heeft {one} en {other}", f"{table.name} has {one} and {other}")
        yield source.problem((*at, other), what, Text("kies er een", "choose one"))


def _marks(source: YamlText, at: PathKey, mapping: Mapping, table: Table) -> Iterator[Problem]:
    """Refuse a notation in which one text means two things."""
    said = mapping.notation(table.name)
    if said.duizendtal and said.duizendtal == (said.decimaal or "."):
        what = Text("decimaal en duizendtal zijn hetzelfde teken", "decimaal and duizendtal are the same character")
        yield source.problem(at, what)
    both = {t.lower() for t in said.waar or ()} & {t.lower() for t in said.onwaar or ()}
    if both:
        shown = ", ".join(sorted(both))
        what = Text(f"'{shown}' staat bij waar en bij onwaar", f"'{shown}' stands under waar and under onwaar")
        yield source.problem(at, what)


def _made(
    source: YamlText, at: PathKey, column: Column, recipe: Recipe, mapping: Mapping, table: Table
) -> Iterator[Problem]:
    if not recipe.can_make(column):
        kind = KINDS_IN_WORDS[column.kind]
        what = Text(f"{recipe.way} kan hier niet", f"{recipe.way} is not possible here")
        yield source.problem((*at, recipe.way), what, Text(f"{column.name} is: {kind.nl}", f"{column.name}: {kind.en}"))
        return
    translated = column.name in mapping.table(table.name).waarden
    if translated and recipe.way not in {"aanvullen", "samen", "opzoeken"}:
        what = Text(f"{recipe.way} en waarden gaan niet samen", f"{recipe.way} and waarden do not go together")
        hint = Text("begint_met of opzoeken kan het wel", "begint_met or opzoeken can")
        yield source.problem((*at, recipe.way), what, hint)
    if isinstance(recipe, Opzoeken):
        yield from _place_of_lookup(source, (*at, "opzoeken"), recipe)
    formats = formats_of(mapping.notation(table.name), {}, described=True)
    given: dict[PathKey, str] = {}
    if isinstance(recipe, Vast):
        given = {(*at, "vast"): recipe.vast}
    if isinstance(recipe, BegintMet):
        given = {(*at, "begint_met", "waarden", k): v for k, v in recipe.begint_met.waarden.items() if v}
    for place, value in given.items():
        if canonical_value(value, column, formats) is None:
            kind = KINDS_IN_WORDS[column.kind]
            known = Text(*[", ".join(map(str, column.values))] * 2) if column.values else kind
            what = Text(f"'{value}' is geen waarde van {column.name}", f"'{value}' is no value of {column.name}")
            yield source.problem(place, what, Text(f"verwacht wordt: {known.nl}", f"expected: {known.en}"))


def _place_of_lookup(source: YamlText, at: PathKey, recipe: Opzoeken) -> Iterator[Problem]:
    said = recipe.opzoeken
    if (said.bestand is None) == (said.tabel is None):
        what = Text("waar wordt dit opgezocht?", "where is this looked up?")
        yield source.problem(at, what, Text("noem bestand, of tabel van de database", "name bestand, or tabel"))


def _carried(source: YamlText, at: PathKey, table: Table, said: TableMapping) -> Iterator[Problem]:
    """Refuse columns that no finding can be given, and those that would show whose row it is."""
    if said.meenemen and table.name not in CARRIED_BY:
        listed = ", ".join(CARRIED_BY)
        what = Text(f"kolommen van {table.name} kunnen niet mee", f"columns of {table.name} cannot be carried")
        yield source.problem(at, what, Text(f"het kan bij {listed}", f"it can at {listed}"))
    private = [s for name in _PRIVATE for s in _sources(said, name)]
    for number, name in enumerate(said.meenemen):
        if name in private:
            what = Text(f"'{name}' wijst een patiënt aan en gaat niet mee", f"'{name}' points at a patient")
            hint = Text("bevindingen tonen al patient_id", "findings show patient_id already")
            yield source.problem((*at, number), what, hint)
        if name in said.meenemen[:number]:
            what = Text(f"'{name}' staat er twee keer", f"'{name}' stands here twice")
            yield source.problem((*at, number), what)


def _sources(said: TableMapping, column: str) -> tuple[str, ...]:
    """Return the columns of the source that a column of the contract is made from."""
    how = said.kolommen.get(column, column)
    return (how,) if isinstance(how, str) else how.sources
