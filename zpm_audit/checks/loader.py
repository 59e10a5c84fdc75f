"""Loads the catalogue. A check that cannot be loaded completely is an error with a place, never a warning."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zpm_audit.checks.expressions import did_you_mean
from zpm_audit.checks.model import Catalogue, Check, Definities
from zpm_audit.checks.source import PathKey, Problem, Source, read_source
from zpm_audit.errors import UsageError
from zpm_audit.language import Text
from zpm_audit.resources import catalogue_dir

DEFINITIONS = "definities.yaml"
REFERENCES = "referentie"
CASES_SUFFIX = ".gevallen.yaml"
_NOT_CHECKS = {"intake", REFERENCES}

M = TypeVar("M", bound=BaseModel)


class CatalogueError(UsageError):
    """Something is wrong with check files. ``problems`` lists every thing found, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        texts = [p.text() for p in problems]
        super().__init__(
            nl="De checks zijn niet in orde:\n" + "\n".join(t.nl for t in texts),
            en="The checks are not valid:\n" + "\n".join(t.en for t in texts),
        )


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Load all checks of ``folder`` (by default those that come with the tool) or raise CatalogueError."""
    own = catalogue_dir()
    folder = folder or own
    if not folder.is_dir():
        raise UsageError(
            nl=f"De map met checks {folder} bestaat niet. Geef met --checks een map met checkbestanden.",
            en=f"The folder with checks {folder} does not exist. Give a folder with check files with --checks.",
        )
    problems: list[Problem] = []
    shared = folder / DEFINITIONS if (folder / DEFINITIONS).exists() else own / DEFINITIONS
    definitions_source = read_source(shared)
    definitions = parse_model(definitions_source, Definities, problems)
    references_folder = folder / REFERENCES if (folder / REFERENCES).is_dir() else own / REFERENCES
    references = {f"ref_{p.stem}": p for p in sorted(references_folder.glob("*.csv"))}
    sources: dict[str, Source] = {}
    checks: dict[str, Check] = {}
    for path in check_files(folder):
        source = read_source(path)
        check = parse_model(source, Check, problems)
        if check is None:
            continue
        problems += _place_problems(source, check, checks, sources)
        if check.id not in checks:
            checks[check.id] = check
            sources[check.id] = source
    if not checks and not problems:
        raise UsageError(
            nl=f"In {folder} staat geen enkele check (bestanden als <thema>/ZPM-XX-01.yaml).",
            en=f"There is no check in {folder} (files like <theme>/ZPM-XX-01.yaml).",
        )
    if definitions is None:
        raise CatalogueError(problems)
    catalogue = Catalogue(
        folder=folder,
        definitions=definitions,
        checks=dict(sorted(checks.items())),
        files={i: s.path for i, s in sources.items()},
        references=references,
    )
    from zpm_audit.checks.validate import validate

    problems += validate(catalogue, sources, definitions_source)
    if problems:
        raise CatalogueError(sorted(problems, key=lambda p: (str(p.file), p.line, p.column)))
    return catalogue


def check_files(folder: Path) -> list[Path]:
    """Return the check files of a catalogue: ``<thema>/<id>.yaml``, and those that stand right in the folder."""
    found = [
        p
        for p in sorted(folder.rglob("*.yaml"))
        if p.name != DEFINITIONS
        and not p.name.endswith(CASES_SUFFIX)
        and not _NOT_CHECKS & set(p.relative_to(folder).parts[:-1])
    ]
    return [*found, *sorted(p for p in folder.rglob("*.yml") if not p.name.endswith(".gevallen.yml"))]


def parse_model(source: Source, model: type[M], problems: list[Problem]) -> M | None:
    """Turn a parsed file into its model; what is wrong is added to ``problems``."""
    problems += source.problems
    if source.data is None:
        return None
    if not isinstance(source.data, dict):
        what = Text("bovenaan horen sleutels te staan", "the top level should hold keys")
        problems.append(source.problem((), what))
        return None
    try:
        result = model.model_validate(source.data)
    except ValidationError as error:
        problems += [_problem(source, model, e) for e in error.errors()]
        return None
    return result if not source.problems else None


def _place_problems(
    source: Source, check: Check, checks: dict[str, Check], sources: dict[str, Source]
) -> list[Problem]:
    problems = []
    if check.id in checks:
        other = sources[check.id].path
        problems.append(
            source.problem(("id",), Text(f"{check.id} bestaat al in {other}", f"{check.id} exists already in {other}"))
        )
    if source.path.stem != check.id:
        problems.append(
            source.problem(
                ("id",),
                Text(f"id {check.id} past niet bij de bestandsnaam", f"id {check.id} does not match the file name"),
                Text(f"noem het bestand {check.id}.yaml", f"name the file {check.id}.yaml"),
            )
        )
    if source.path.parent.name != check.thema:
        problems.append(
            source.problem(
                ("thema",),
                Text(f"thema '{check.thema}' past niet bij de map", f"theme '{check.thema}' does not match the folder"),
                Text(f"zet het bestand in {check.thema}/", f"put the file in {check.thema}/"),
            )
        )
    return problems


def _problem(source: Source, model: type[BaseModel], error: Any) -> Problem:
    at: PathKey = tuple(error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    last = str(at[-1]) if at else ""
    hint: Text | None = None
    if kind == "extra_forbidden":
        what = Text(f"onbekende sleutel '{last}'", f"unknown key '{last}'")
        hint = did_you_mean(last, _keys_at(model, at[:-1]))
    elif kind == "missing":
        what = Text(f"sleutel '{last}' ontbreekt", f"key '{last}' is missing")
        hint = Text("deze sleutel is verplicht", "this key is required")
        at = at[:-1]
    elif kind == "value_error":
        nl, _, en = str(context.get("error", error["msg"])).partition("|")
        what = Text(nl, en or nl)
    elif kind in {"literal_error", "enum"}:
        given = error.get("input")
        expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
        what = Text(f"'{given}' kan hier niet", f"'{given}' is not possible here")
        hint = Text(f"kies uit: {expected}", f"choose from: {expected}")
    elif kind == "string_pattern_mismatch":
        what = Text(f"'{error.get('input')}' heeft niet de goede vorm", f"'{error.get('input')}' has the wrong form")
        hint = Text(f"de vorm is {context.get('pattern')}", f"the form is {context.get('pattern')}")
    elif kind in {"too_short", "string_too_short"}:
        what = Text(f"'{last}' is leeg of te kort", f"'{last}' is empty or too short")
        hint = Text(f"minstens {context.get('min_length', 1)}", f"at least {context.get('min_length', 1)}")
    elif kind.endswith("_type") or kind in {"model_attributes_type", "greater_than_equal"}:
        expected = _TYPES.get(kind, Text(kind, kind))
        given = error.get("input")
        what = Text(f"'{last}' hoort {expected.nl} te zijn, niet {given!r}", f"'{last}' should be {expected.en}, not {given!r}")
    else:
        what = Text(f"'{last}': {error['msg']}", f"'{last}': {error['msg']}")
    return source.problem(_known_path(source, at), what, hint)


_TYPES = {
    "string_type": Text("tekst", "text"),
    "int_type": Text("een geheel getal", "a whole number"),
    "float_type": Text("een getal", "a number"),
    "date_type": Text("een datum (2022-01-01)", "a date (2022-01-01)"),
    "bool_type": Text("true of false", "true or false"),
    "dict_type": Text("een lijst van sleutels met waarden", "a list of keys with values"),
    "list_type": Text("een lijst", "a list"),
    "model_type": Text("een lijst van sleutels met waarden", "a list of keys with values"),
    "greater_than_equal": Text("groter", "larger"),
}


def _known_path(source: Source, at: PathKey) -> PathKey:
    """Return the part of a pydantic location that is a place in the file (it also names unions and models)."""
    path: PathKey = ()
    for step in at:
        if (*path, step) in source.marks:
            path = (*path, step)
    return path


def _keys_at(model: type[BaseModel], at: PathKey) -> list[str]:
    """Return the keys that are allowed at a place, for a hint."""
    current: Any = model
    for step in at:
        fields = getattr(current, "model_fields", {})
        if step in fields:
            current = _inner_model(fields[step].annotation)
    return list(getattr(current, "model_fields", {}))


def _inner_model(annotation: Any) -> Any:
    """Return the model inside list[M], dict[str, M], M | None and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _inner_model(part)
        if found is not None:
            return found
    return None


def matching_ids(catalogue: Catalogue, wanted: list[str]) -> list[str]:
    """Return the ids that ``wanted`` names; UsageError with a hint where one is unknown."""
    for check_id in wanted:
        if check_id not in catalogue.checks:
            hint = did_you_mean(check_id, catalogue.checks) or Text("zie: zpm-audit checks list", "see: zpm-audit checks list")
            raise UsageError(
                nl=f"Check {check_id} bestaat niet ({hint.nl}).", en=f"Check {check_id} does not exist ({hint.en})."
            )
    return [i for i in catalogue.checks if i in wanted]


def split_ids(text: str) -> list[str]:
    """Return the ids in a list with commas or blanks."""
    return [part for part in re.split(r"[,\s]+", text) if part]
