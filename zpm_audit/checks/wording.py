"""Says what is wrong with the shape of a check file in words that its author understands, with a place and a hint."""

from __future__ import annotations

import typing
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText
from zpm_audit.checks.blocks import BLOCKS
from zpm_audit.checks.model import CHECK_ID, Definitie
from zpm_audit.checks.shape import WrongError
from zpm_audit.checks.verdict import Verdict

_QUOTE = Text("zet de waarde tussen aanhalingstekens", "put the value in quotes")
_UNQUOTE = Text("schrijf het getal zonder aanhalingstekens", "write the number without quotes")

#: Per kind of error: what was expected, and how to write it.
_TYPES: dict[str, tuple[Text, Text]] = {
    "string_type": (Text("tekst", "text"), _QUOTE),
    "int_type": (Text("een geheel getal", "a whole number"), _UNQUOTE),
    "float_type": (Text("een getal", "a number"), _UNQUOTE),
    "date_type": (
        Text("een datum", "a date"),
        Text("schrijf jaar-maand-dag: 2022-01-31", "write year-month-day: 2022-01-31"),
    ),
    "bool_type": (Text("waar of onwaar", "true or false"), Text("schrijf true of false", "write true or false")),
    "list_type": (Text("een lijst", "a list"), Text("zet de waarden tussen [ en ]", "put the values between [ and ]")),
    "dict_type": (
        Text("een lijst van sleutels met waarden", "a list of keys with values"),
        Text("schrijf {sleutel: waarde}", "write {key: value}"),
    ),
}
_PATTERNS = {
    CHECK_ID: Text("zoals ZPM-RB-01 of EIGEN-ZZ-01", "like ZPM-RB-01 or EIGEN-ZZ-01"),
    r"\S": Text("minstens een teken dat geen spatie is", "at least one character that is no blank"),
    r"^https?://": Text("begint met https://", "starts with https://"),
    r"^[a-z-]+$": Text("kleine letters en streepjes", "lower case letters and dashes"),
    r"^[a-z][a-z0-9_]*$": Text("kleine letters, cijfers en _", "lower case letters, digits and _"),
}


def shape_problems(source: YamlText, model: type[BaseModel], error: ValidationError) -> list[Problem]:
    """Return what is wrong, once per place: of the alternatives for a value only the last is told."""
    by_place: dict[tuple[PathKey, str], Problem] = {}
    for one in error.errors():
        problem = _problem(source, model, one)
        union = one["loc"][-1:] in {("int",), ("float",), ("date",), ("bool",)}
        by_place[(_known_path(source, tuple(one["loc"])), "union" if union else problem.what.nl)] = problem
    return list(by_place.values())


def _problem(source: YamlText, model: type[BaseModel], error: Any) -> Problem:
    loc: PathKey = tuple(error["loc"])
    kind, context, given = error["type"], error.get("ctx", {}), error.get("input")
    at = _known_path(source, loc)
    last = str(at[-1] if kind in _TYPES and at else loc[-1] if loc else "")
    hint: Text | None
    if kind == "extra_forbidden":
        what = Text(f"onbekende sleutel '{last}'", f"unknown key '{last}'")
        known = _keys_at(model, at[:-1])
        hint = did_you_mean(last, known) or _choose(known)
    elif kind == "missing":
        what = Text(f"sleutel '{last}' ontbreekt", f"key '{last}' is missing")
        hint = Text("deze sleutel is verplicht", "this key is required")
        at = _known_path(source, loc[:-1])
    elif isinstance(context.get("error"), WrongError):
        broken: WrongError = context["error"]
        what, hint = broken.what, broken.hint
        at = _known_path(source, (*loc, broken.at))
    elif kind in {"literal_error", "enum", "is_instance_of"}:
        what = Text(f"'{given}' kan hier niet", f"'{given}' is not possible here")
        expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
        hint = _choose(expected.split(", ") if expected else [v.value for v in Verdict])
    elif kind == "string_pattern_mismatch":
        what = Text(f"'{given}' heeft niet de goede vorm", f"'{given}' has the wrong form")
        pattern = str(context.get("pattern"))
        hint = _PATTERNS.get(pattern, Text(f"de vorm is {pattern}", f"the form is {pattern}"))
    elif kind in {"too_short", "string_too_short"}:
        least = context.get("min_length", 1)
        what = Text(f"'{last}' is leeg of te kort", f"'{last}' is empty or too short")
        hint = Text(f"minstens {least}", f"at least {least}")
    elif kind == "greater_than_equal":
        least = context.get("ge")
        what = Text(f"'{last}' is te klein: {given}", f"'{last}' is too small: {given}")
        hint = Text(f"{least} of hoger", f"{least} or higher")
    elif kind in _TYPES:
        expected_type, hint = _TYPES[kind]
        what = _should_be(last, expected_type, given)
    else:
        keys = _keys_at(model, at)
        what = _should_be(last, Text("een lijst van sleutels met waarden", "a list of keys with values"), given)
        hint = Text(f"sleutels: {', '.join(keys)}", f"keys: {', '.join(keys)}")
    return source.problem(at, what, hint)


def _should_be(name: str, expected: Text, given: object) -> Text:
    shown = "leeg" if given is None else f"'{given}'"
    shown_en = "empty" if given is None else f"'{given}'"
    return Text(
        f"'{name}' hoort {expected.nl} te zijn, niet {shown}", f"'{name}' should be {expected.en}, not {shown_en}"
    )


def _choose(known: Iterable[str]) -> Text:
    listed = ", ".join(known)
    return Text(f"kies uit: {listed}", f"choose from: {listed}")


def _known_path(source: YamlText, at: PathKey) -> PathKey:
    """Return the part of a pydantic location that is a place in the file.

    The location also names unions and models, which the file does not have, and leaves out the name of a block.
    """
    path: PathKey = ()
    for step in at:
        if (*path, step) in source.marks:
            path = (*path, step)
            continue
        inside = [(*path, block) for block in BLOCKS if (*path, block, step) in source.marks]
        if inside:
            path = (*inside[0], step)
    return path


def _keys_at(model: type[BaseModel], at: PathKey) -> list[str]:
    """Return the keys that are allowed at a place, for a hint."""
    current: Any = model
    for step in at:
        if current is Definitie and step in BLOCKS:
            return list(BLOCKS[str(step)].model_fields)
        fields = getattr(current, "model_fields", {})
        if step in fields:
            current = _inner_model(fields[step].annotation)
    keys = list(getattr(current, "model_fields", {}))
    if current is Definitie:
        return [k for k in keys if k != "blok"] + list(BLOCKS)
    return keys


def _inner_model(annotation: Any) -> Any:
    """Return the model inside list[M], dict[str, M], M | None and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in typing.get_args(annotation):
        found = _inner_model(part)
        if found is not None:
            return found
    return None
