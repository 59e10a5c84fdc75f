"""Fills the limits of a check in its sentences, so that a sentence never says another number than decides.

``{naam}`` is the value, ``{naam:vorm}`` the value in another form, ``{naam+1}`` a number next to it; ``{15}`` is a
number that happens to equal a limit and is none. A form with a capital gives the text one. In the sentence of a finding
``{naam}`` is the value that holds for that unit, filled in by the engine: there only ``{15}`` is filled in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Language, Text
from zpm_audit.base.yaml_source import PathKey, Problem, YamlText
from zpm_audit.checks.limits.forms import FORMS, Value, digits
from zpm_audit.checks.model import Parameter

_BRACES = re.compile(r"\{([^{}]*)\}")
_LIMIT = re.compile(r"([a-z][a-z0-9_]*)([+-][0-9]+)?(?::([A-Za-z]+))?$")
_NUMBER = re.compile(r"[0-9]+$")
_LANGUAGES: tuple[Language, ...] = ("nl", "en")
#: Where a text is about what sources say: their numbers are their own.
_OF_SOURCES = {"norm", "lezing"}


class _UnfitError(Exception):
    """What stands between braces cannot be filled in: what, and what to do."""

    def __init__(self, what: Text, hint: Text) -> None:
        super().__init__(what.nl)
        self.what, self.hint = what, hint


@dataclass(frozen=True)
class Sentence:
    """A sentence of a check file in one language, as written. ``per_unit``: the engine fills it per finding."""

    at: PathKey
    language: Language
    text: str
    per_unit: bool


def sentences(data: Any, at: PathKey = ()) -> Iterator[Sentence]:
    """Yield every sentence of a check file."""
    if isinstance(data, list):
        for i, one in enumerate(data):
            yield from sentences(one, (*at, i))
    elif isinstance(data, dict):
        for key, value in data.items():
            if not at and key in _OF_SOURCES:
                continue
            if isinstance(value, str) and key in _LANGUAGES and set(data) <= set(_LANGUAGES):
                yield Sentence((*at, key), "en" if key == "en" else "nl", value, at[-1:] == ("melding",))
            else:
                yield from sentences(value, (*at, key))


def limits_of(data: Any) -> dict[str, Parameter]:
    """Return the limits of a check file; one that is not valid is left out, and told of elsewhere."""
    found: dict[str, Parameter] = {}
    given = data.get("parameters") if isinstance(data, dict) else None
    for name, one in given.items() if isinstance(given, dict) else ():
        try:
            found[name] = Parameter.model_validate(one)
        except ValidationError:
            continue
    return found


def with_limits_filled(source: YamlText, problems: list[Problem]) -> YamlText:
    """Return a check file with its limits in its sentences; what cannot be filled in is added to ``problems``."""
    limits = limits_of(source.data)
    broken = not isinstance(source.data, dict) or len(limits) != len(source.data.get("parameters") or {})
    filled: dict[PathKey, str] = {}
    for sentence in sentences(source.data):
        if "{" not in sentence.text or (broken and not sentence.per_unit):
            continue
        try:
            filled[sentence.at] = _filled(sentence, limits)
        except _UnfitError as error:
            problems.append(source.problem(sentence.at, error.what, error.hint))
    return replace(source, data=_put(source.data, (), filled)) if filled else source


def _filled(sentence: Sentence, limits: Mapping[str, Parameter]) -> str:
    def one(match: re.Match[str]) -> str:
        inside = match.group(1)
        if _NUMBER.match(inside):
            return inside
        if sentence.per_unit:
            return match.group(0)
        return limit_text(inside, limits).in_(sentence.language)

    return _BRACES.sub(one, sentence.text)


def limit_text(inside: str, limits: Mapping[str, Parameter]) -> Text:
    """Return what a sentence says where ``{inside}`` stands."""
    match = _LIMIT.match(inside)
    if match is None:
        raise _UnfitError(
            Text(f"'{{{inside}}}' is geen grens", f"'{{{inside}}}' is no limit"),
            Text("schrijf {naam}, {naam:vorm} of {naam+1}", "write {naam}, {naam:vorm} or {naam+1}"),
        )
    name, offset, form = match.group(1), int(match.group(2) or 0), match.group(3) or ""
    if name not in limits:
        known = ", ".join(limits)
        raise _UnfitError(
            Text(f"'{name}' is geen parameter van deze check", f"'{name}' is no parameter of this check"),
            did_you_mean(name, limits) or Text(f"kies uit: {known}", f"choose from: {known}"),
        )
    capital, form = form[:1].isupper(), form.lower()
    if form not in FORMS:
        known = ", ".join(f for f in FORMS if f)
        raise _UnfitError(
            Text(f"onbekende vorm '{form}'", f"unknown form '{form}'"),
            did_you_mean(form, [f for f in FORMS if f]) or Text(f"kies uit: {known}", f"choose from: {known}"),
        )
    limit = limits[name]
    said = [_said(value.waarde, offset, form, limit.eenheid) for value in limit.waarden]
    if any(text is None for text in said):
        raise _UnfitError(
            Text(f"de vorm van '{{{inside}}}' past niet bij {limit.eenheid}", f"'{{{inside}}}' does not fit its unit"),
            Text("kies een andere vorm, of schrijf {naam}", "choose another form, or write {naam}"),
        )
    whole = _dated([text for text in said if text is not None], list(limit.starts()))
    return Text(*(text[:1].upper() + text[1:] for text in whole)) if capital else whole


def _said(value: Value, offset: int, form: str, unit: str) -> Text | None:
    if offset and isinstance(value, date):
        return None
    moved = value if isinstance(value, date) or not offset else value + offset
    return FORMS[form](moved, unit)


def _dated(said: list[Text], starts: list[date | None]) -> Text:
    """Return one value, or the first with the later ones and the days from which they hold."""
    later = [(start, text) for start, text, before in zip(starts[1:], said[1:], said, strict=False) if text != before]
    if not later:
        return said[0]
    days = [(digits(start) if start else Text("", ""), text) for start, text in later]
    nl = "; ".join(f"vanaf {day.nl}: {text.nl}" for day, text in days)
    en = "; ".join(f"from {day.en}: {text.en}" for day, text in days)
    return Text(f"{said[0].nl} ({nl})", f"{said[0].en} ({en})")


def _put(data: Any, at: PathKey, filled: Mapping[PathKey, str]) -> Any:
    if at in filled:
        return filled[at]
    if isinstance(data, list):
        return [_put(one, (*at, i), filled) for i, one in enumerate(data)]
    if isinstance(data, dict):
        return {key: _put(one, (*at, key), filled) for key, one in data.items()}
    return data
