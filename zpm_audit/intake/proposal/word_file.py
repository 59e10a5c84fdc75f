"""A file of words: concepts, names of columns and tables, meanings of values. Typed and strict, like a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.intake.mapping.parts import PartOfMapping, RefusedError, Texts, likely, lines, some
from zpm_audit.intake.mapping.wording import mistakes
from zpm_audit.register.schema import EXPORT_TABLES


def _pairs(given: Any) -> Any:
    for pair in some(given):
        if not isinstance(pair, list) or len(pair) != 2:
            raise RefusedError(
                "in {name} is elk deel een paar",
                "in {name} every part is a pair",
                Text("schrijf [ja, nee]", "write [yes, no]"),
            )
    return given


Words = Annotated[dict[str, Texts], BeforeValidator(lines)]
Groups = Annotated[dict[str, Words], BeforeValidator(lines)]


class WordFile(PartOfMapping):
    """What stands in a file of words; every part may be left out."""

    begrippen: Words = Field(default={})
    vulwoorden: Texts = ()
    kolommen: Groups = Field(default={})
    omgekeerd: Groups = Field(default={})
    tabellen: Words = Field(default={})
    waarden: Groups = Field(default={})
    ja_nee: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_pairs)] = ()
    leeg: Texts = ()


def read_words(path: Path) -> WordFile:
    """Read a file of words; everything that is wrong with it is a UsageError with file and line."""
    source = read_source(path, typed=False)
    if source.problems:
        raise _refused(source.problems)
    try:
        found = WordFile.model_validate(source.data)
    except ValidationError as error:
        raise _refused(mistakes(source, error)) from None
    problems = list(_unknown(source, found))
    if problems:
        raise _refused(problems)
    return found


def _unknown(source: YamlText, found: WordFile) -> Iterator[Problem]:
    """Yield the tables, columns and values that the contract does not have."""
    values = {c.name: {str(v) for v in c.values} for t in EXPORT_TABLES.values() for c in t.columns if c.values}
    columns = {name: set(table.by_name) for name, table in EXPORT_TABLES.items()}
    for key, groups, known in (
        ("kolommen", found.kolommen, columns),
        ("omgekeerd", found.omgekeerd, columns),
        ("waarden", found.waarden, values),
    ):
        for name, part in groups.items():
            if name not in known:
                yield _problem(source, (key, name), set(known))
            else:
                yield from (_problem(source, (key, name, n), known[name]) for n in part if n not in known[name])
    yield from (_problem(source, ("tabellen", n), set(EXPORT_TABLES)) for n in found.tabellen if n not in EXPORT_TABLES)


def _problem(source: YamlText, at: PathKey, known: set[str]) -> Problem:
    what = Text(f"'{at[-2]}' kent '{at[-1]}' niet", f"'{at[-2]}' does not know '{at[-1]}'")
    return source.problem(at, what, likely(str(at[-1]), known))


def _refused(problems: list[Problem]) -> UsageError:
    told = [p.text() for p in sorted(problems, key=lambda p: (p.line, p.column))]
    return UsageError(nl="\n".join(t.nl for t in told), en="\n".join(t.en for t in told))
