"""Loads the contract. Strict: what is not understood is refused with file and line, never skipped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.resources import catalogue_dir
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText, read_source
from zpm_audit.intake.contract.arguments import argument_problems
from zpm_audit.intake.contract.model import Expectation, Suite
from zpm_audit.register import TABLES

FOLDER = "intake"
_SUITE_KEYS = ("name", "expectations")
_EXPECTATION_KEYS = ("type", "kwargs", "meta")
_META_KEYS = ("ernst", "omschrijving", "waarom")


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
    data = source.data
    if not _closed(source, (), data, _SUITE_KEYS):
        return None
    name, listed = data["name"], data["expectations"]
    if not isinstance(name, str) or name not in TABLES:
        _report(source, ("name",), f"'{name}' is geen tabel van een export", f"'{name}' is no table of an export")
        return None
    if name != source.path.stem:
        _report(
            source,
            ("name",),
            f"de suite heet '{name}' en het bestand {source.path.name}; ze horen gelijk te heten",
            f"the suite is called '{name}' and the file {source.path.name}; they must be called the same",
        )
    if not isinstance(listed, list) or not listed:
        _report(source, ("expectations",), "hier hoort een lijst met verwachtingen", "a list of expectations goes here")
        return None
    expectations = [_expectation(source, name, i, raw) for i, raw in enumerate(listed)]
    _refuse_doubles(source, expectations)
    return Suite(name, tuple(e for e in expectations if e is not None))


def _expectation(source: YamlText, table: str, number: int, raw: Any) -> Expectation | None:
    at: PathKey = ("expectations", number)
    if not _closed(source, at, raw, _EXPECTATION_KEYS) or not _closed(source, (*at, "meta"), raw["meta"], _META_KEYS):
        return None
    meta = raw["meta"]
    before = len(source.problems)
    if meta["ernst"] not in ("fout", "signaal"):
        _report(source, (*at, "meta", "ernst"), "ernst is fout of signaal", "ernst is fout or signaal")
    description = _text(source, (*at, "meta", "omschrijving"), meta["omschrijving"])
    why = _text(source, (*at, "meta", "waarom"), meta["waarom"])
    for where, what, hint in argument_problems(table, raw["type"], raw["kwargs"]):
        source.problems.append(source.problem((*at, *where), what, hint))
    if description is None or why is None or len(source.problems) > before:
        return None
    return Expectation(table, number, raw["type"], raw["kwargs"], description, why, meta["ernst"])


def _text(source: YamlText, at: PathKey, raw: Any) -> Text | None:
    if not _closed(source, at, raw, ("nl", "en")):
        return None
    for language in ("nl", "en"):
        if not isinstance(raw[language], str) or not raw[language].strip():
            _report(source, (*at, language), "hier hoort een zin te staan", "a sentence goes here")
            return None
    return Text(raw["nl"].strip(), raw["en"].strip())


def _closed(source: YamlText, at: PathKey, raw: Any, keys: tuple[str, ...]) -> bool:
    """Tell whether ``raw`` is a mapping with exactly ``keys``; report what is too much or too little."""
    if not isinstance(raw, dict):
        listed = ", ".join(keys)
        _report(source, at, f"hier horen de sleutels {listed}", f"the keys {listed} go here")
        return False
    for key in raw:
        if key not in keys:
            listed = ", ".join(keys)
            source.problems.append(
                source.problem(
                    (*at, key),
                    Text(f"onbekende sleutel '{key}'", f"unknown key '{key}'"),
                    Text(f"bekend zijn: {listed}", f"known are: {listed}"),
                )
            )
    for key in keys:
        if key not in raw:
            _report(source, at, f"sleutel '{key}' ontbreekt", f"key '{key}' is missing")
    return set(raw) == set(keys)


def _refuse_doubles(source: YamlText, expectations: list[Expectation | None]) -> None:
    seen: list[tuple[str, Any]] = []
    for e in expectations:
        if e is None:
            continue
        if (e.type, e.kwargs) in seen:
            _report(
                source,
                ("expectations", e.number),
                "deze verwachting staat er al",
                "this expectation is already there",
            )
        seen.append((e.type, e.kwargs))


def _report(source: YamlText, at: PathKey, nl: str, en: str) -> None:
    source.problems.append(source.problem(at, Text(nl, en)))
