"""Loads the contract. Strict: what is not understood is refused with file and line, never skipped."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.intake.contract.arguments import argument_problems
from zpm_audit.intake.contract.model import Expectation, Severity, Suite
from zpm_audit.register import TABLES

FOLDER = "intake"


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Sentence(_Closed):
    nl: _Told
    en: _Told

    def text(self) -> Text:
        return Text(self.nl, self.en)


class _Meta(_Closed):
    ernst: Severity
    omschrijving: _Sentence
    waarom: _Sentence


class _Declared(_Closed):
    type: Any  # what may stand here depends on the other: see argument_problems
    kwargs: Any
    meta: _Meta


class _File(_Closed):
    name: str
    expectations: Annotated[list[_Declared], Field(min_length=1)]


#: What is said of a value that is not what it should be, by its key.
_WRONG = {
    "ernst": Text("ernst is fout of signaal", "ernst is fout or signaal"),
    "expectations": Text("hier hoort een lijst met verwachtingen", "a list of expectations goes here"),
    "nl": Text("hier hoort een zin te staan", "a sentence goes here"),
    "en": Text("hier hoort een zin te staan", "a sentence goes here"),
}


def load_suites(folder: Path | None = None) -> tuple[Suite, ...]:
    """Load every suite in ``folder`` (default: the one that comes with the tool), in the order of the tables."""
    place = folder or catalogue_dir() / FOLDER
    files = sorted(place.glob("*.yaml")) if place.is_dir() else []
    if not files:
        raise UsageError(
            nl=f"{place}: hier staat geen datacontract. Verwacht: een bestand <tabel>.yaml per tabel.",
            en=f"{place}: there is no data contract here. Expected: one file <table>.yaml per table.",
        )
    suites: dict[str, Suite] = {}
    problems: list[Problem] = []
    for file in files:
        source = read_source(file)
        if not source.problems:
            suite = _suite(source)
            if suite is not None:
                suites[suite.name] = suite
        problems.extend(source.problems)
    if problems:
        raise UsageError(
            nl="\n".join(p.text().nl for p in problems),
            en="\n".join(p.text().en for p in problems),
        )
    return tuple(suites[name] for name in TABLES if name in suites)


def _suite(source: YamlText) -> Suite | None:
    """Build the suite of one file; what is wrong with it goes to ``source.problems``."""
    declared = None
    try:
        declared = _File.model_validate(source.data)
    except ValidationError as error:
        source.problems += [_problem(source, one) for one in error.errors()]
    table = source.data.get("name") if isinstance(source.data, dict) else None
    if isinstance(table, str):
        _check_name(source, table)
        if table in TABLES:
            _check_arguments(source, table)
    if declared is None or source.problems:
        return None
    return Suite(declared.name, tuple(_expectation(declared.name, i, e) for i, e in enumerate(declared.expectations)))


def _expectation(table: str, number: int, said: _Declared) -> Expectation:
    meta = said.meta
    return Expectation(table, number, said.type, said.kwargs, meta.omschrijving.text(), meta.waarom.text(), meta.ernst)


def _check_name(source: YamlText, name: str) -> None:
    if name not in TABLES:
        _report(source, ("name",), f"'{name}' is geen tabel van een export", f"'{name}' is no table of an export")
    elif name != source.path.stem:
        _report(
            source,
            ("name",),
            f"de suite heet '{name}' en het bestand {source.path.name}; ze horen gelijk te heten",
            f"the suite is called '{name}' and the file {source.path.name}; they must be called the same",
        )


def _check_arguments(source: YamlText, table: str) -> None:
    """Report arguments that do not fit their expectation, also where something else of the file is wrong."""
    listed = source.data.get("expectations")
    seen: list[tuple[Any, Any]] = []
    for number, raw in enumerate(listed if isinstance(listed, list) else []):
        if not isinstance(raw, dict) or not {"type", "kwargs"} <= raw.keys():
            continue
        at: PathKey = ("expectations", number)
        for where, what, hint in argument_problems(table, raw["type"], raw["kwargs"]):
            source.problems.append(source.problem((*at, *where), what, hint))
        if (raw["type"], raw["kwargs"]) in seen:
            _report(source, at, "deze verwachting staat er al", "this expectation is already there")
        seen.append((raw["type"], raw["kwargs"]))


def _problem(source: YamlText, error: Any) -> Problem:
    """Say what pydantic found, at its place and in words that the author of the file understands."""
    at: PathKey = tuple(error["loc"])
    last = at[-1] if at else ""
    if error["type"] == "extra_forbidden":
        listed = ", ".join(_model_at(at[:-1]).model_fields)
        return source.problem(
            at,
            Text(f"onbekende sleutel '{last}'", f"unknown key '{last}'"),
            Text(f"bekend zijn: {listed}", f"known are: {listed}"),
        )
    if error["type"] == "missing":
        return source.problem(at[:-1], Text(f"sleutel '{last}' ontbreekt", f"key '{last}' is missing"))
    if last == "name":
        given = error["input"]
        what = Text(f"'{given}' is geen tabel van een export", f"'{given}' is no table of an export")
    elif last in _WRONG:
        what = _WRONG[str(last)]
    else:
        listed = ", ".join(_model_at(at).model_fields)
        what = Text(f"hier horen de sleutels {listed}", f"the keys {listed} go here")
    return source.problem(at, what)


def _model_at(at: PathKey) -> type[BaseModel]:
    """Return what belongs at a place: the file, an expectation, its meta, or a sentence."""
    return (_File, _Sentence, _Declared, _Meta, _Sentence)[len(at)]


def _report(source: YamlText, at: PathKey, nl: str, en: str) -> None:
    source.problems.append(source.problem(at, Text(nl, en)))
