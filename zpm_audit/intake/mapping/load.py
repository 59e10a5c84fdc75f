"""Reads a mapping file: everything that is wrong with it is told at once, each with its place and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zpm_audit.base.aloud import looks_like_data
from zpm_audit.base.environment import filled_address, filled_in
from zpm_audit.base.errors import UsageError
from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.settings import Given
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.intake.mapping.model import CodeLists, Mapping, MappingFile, TableMapping
from zpm_audit.intake.mapping.rules import table_problems
from zpm_audit.intake.mapping.wording import mistakes
from zpm_audit.register.schema import EXPORT_TABLES


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file; everything that is wrong with it is a UsageError with file and line."""
    source = read_source(path, typed=False)
    if source.problems:
        raise _refused(source.problems)
    source.data = _with_variables(source, source.data, ())
    try:
        file = MappingFile.model_validate(source.data)
    except ValidationError as error:
        raise _refused([*mistakes(source, error), *_unknown_tables(source)]) from None
    mapping = _mapping(path, file, source)
    problems = [*_unknown_tables(source)]
    for name in file.tabellen:
        if name in EXPORT_TABLES:
            problems += table_problems(source, EXPORT_TABLES[name], mapping)
    if problems:
        raise _refused(problems)
    return mapping


#: What is filled in where it is used: the report shows a query as it stands in the file.
_LATER = ("database", "query")


def _with_variables(source: YamlText, given: Any, at: PathKey) -> Any:
    """Return the values of a mapping with those of the environment variables that they name."""
    if isinstance(given, dict):
        return {name: _with_variables(source, value, (*at, name)) for name, value in given.items()}
    if isinstance(given, list):
        return [_with_variables(source, value, (*at, i)) for i, value in enumerate(given)]
    if not isinstance(given, str) or "${" not in given or at[-1] in _LATER:
        return given
    place = f"{source.path}:{source.marks.get(at, (1, 1))[0]}"
    return filled_in(given, place, place)


def _mapping(path: Path, file: MappingFile, source: YamlText) -> Mapping:
    said = file.codelijst
    return Mapping(
        path,
        database=filled_address(file.database, *[f"{path}:{source.marks[('database',)][0]}"] * 2)
        if file.database
        else None,
        query_minuten=float(file.query_minuten) if file.query_minuten else None,
        standaard=file.standaard,
        tabellen=file.tabellen,
        codelijst=CodeLists(
            bestanden=tuple(path.parent / name for name in said.bestanden),
            jaar=int(said.jaar) if said.jaar else None,
            vervallen=said.vervallen,
        )
        if said
        else CodeLists(),
        instellingen={
            name: Given(value, f"{path}:{source.marks[('instellingen', name)][0]}")
            for name, value in file.instellingen.items()
        },
    )


def _unknown_tables(source: YamlText) -> Iterator[Problem]:
    given = source.data.get("tabellen") if isinstance(source.data, dict) else None
    for name in given if isinstance(given, dict) else ():
        if name not in EXPORT_TABLES:
            at: PathKey = ("tabellen", name)
            known = ", ".join(EXPORT_TABLES)
            hint = did_you_mean(name, EXPORT_TABLES) or Text(f"kies uit: {known}", f"choose from: {known}")
            what = Text(f"'{name}' is geen tabel van een export", f"'{name}' is no table of an export")
            yield source.problem(at, what, hint)


def _refused(problems: Iterable[Problem]) -> UsageError:
    told = [p.text() for p in sorted(problems, key=lambda p: (p.line, p.column))]
    return UsageError(nl="\n".join(t.nl for t in told), en="\n".join(t.en for t in told))


def missing_column(mapping: Mapping, table: str, column: str, source: str, names: Iterable[str]) -> UsageError:
    """Return the error for a column that the mapping names and the source does not have."""
    # What stands in the first line of a file without a header is of a patient, and is not repeated.
    names = [name for name in names if not looks_like_data(name)]
    near = difflib.get_close_matches(source, names, n=1)
    hint = Text(f" Bedoelt u '{near[0]}'?", f" Did you mean '{near[0]}'?") if near else Text("", "")
    shown = ", ".join(names) or "-"
    return UsageError(
        nl=f"{mapping.path}: kolom '{source}' (voor {table}.{column}) staat niet in de bron.{hint.nl} "
        f"De bron heeft: {shown}.",
        en=f"{mapping.path}: column '{source}' (for {table}.{column}) is not in the source.{hint.en} "
        f"The source has: {shown}.",
    )


__all__ = ["TableMapping", "load_mapping", "missing_column"]
