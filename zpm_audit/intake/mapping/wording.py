"""What pydantic found wrong with a mapping, as sentences at the place in the file."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText
from zpm_audit.intake.mapping.parts import RefusedError, likely
from zpm_audit.intake.mapping.recipes import RECIPES


def mistakes(source: YamlText, error: ValidationError) -> list[Problem]:
    """Return what is wrong, each at its place."""
    return [_problem(source, one) for one in error.errors()]


def _problem(source: YamlText, one: Any) -> Problem:
    at = _in_file(source, tuple(one["loc"]))
    name = Text(f"'{at[-1]}'", f"'{at[-1]}'") if at else Text("de mapping", "the mapping")
    raised = one.get("ctx", {}).get("error")
    if isinstance(raised, RefusedError):
        what = Text(raised.what.nl.replace("{name}", name.nl), raised.what.en.replace("{name}", name.en))
        return source.problem((*at, raised.at) if raised.at else at, what, raised.hint)
    if one["type"] == "missing":
        key = one["loc"][-1]
        what = Text(f"{name.nl} mist de sleutel '{key}'", f"{name.en} lacks the key '{key}'")
        return source.problem(at, what, Text("die is hier verplicht", "it is required here"))
    if one["type"] == "union_tag_invalid":
        given = next(iter(one["input"]), "")
        what = Text(f"{name.nl} kent '{given}' niet", f"{name.en} does not know '{given}'")
        return source.problem((*at, given), what, likely(str(given), RECIPES))
    if one["type"] == "too_short":
        return source.problem(at, Text(f"{name.nl} is leeg", f"{name.en} is empty"))
    # Our own readers come before those of pydantic, so this is a form that nobody thought of.
    return source.problem(at, Text(f"{name.nl} kan zo niet", f"{name.en} cannot be like this"))


def _in_file(source: YamlText, loc: PathKey) -> PathKey:
    """Return the part of a pydantic location that is a place in the file: forms of a value are none."""
    path: PathKey = ()
    for step in loc:
        if (*path, step) in source.marks:
            path = (*path, step)
    return path
