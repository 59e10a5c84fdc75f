"""Takes over the values of a shared limit where a check names it.

A limit that two checks have in common stands once in the shared definitions, so that changing it cannot be forgotten in
one of them. From here on a check has its own complete parameters, whether shared or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zpm_audit.base.hints import did_you_mean
from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import Problem, YamlText

#: What a check says itself about a shared limit: the date that picks the value depends on its own table.
_OWN = ("gedeeld", "op")


def with_shared_limits(source: YamlText, definitions: YamlText, problems: list[Problem]) -> YamlText:
    """Return a check file with the values of the shared limits that it names; what is wrong is added."""
    data, shared = source.data, definitions.data.get("parameters") if isinstance(definitions.data, dict) else None
    shared = shared if isinstance(shared, dict) else {}
    given = data.get("parameters") if isinstance(data, dict) else None
    if not isinstance(given, dict):
        return source
    found = {name: _complete(source, name, one, shared, problems) for name, one in given.items()}
    return replace(source, data={**data, "parameters": found})


def _complete(source: YamlText, name: str, given: Any, shared: Mapping[str, Any], problems: list[Problem]) -> Any:
    if not isinstance(given, dict) or "gedeeld" not in given:
        return given
    at = ("parameters", name)
    wanted = given["gedeeld"]
    limit = shared.get(wanted) if isinstance(wanted, str) else None
    if not isinstance(limit, dict):
        known = ", ".join(shared)
        hint = did_you_mean(str(wanted), shared) or Text(f"kies uit: {known}", f"choose from: {known}")
        what = Text(f"onbekende gedeelde parameter '{wanted}'", f"unknown shared parameter '{wanted}'")
        problems.append(source.problem((*at, "gedeeld"), what, hint))
        return given
    for key in given:
        if key not in _OWN:
            what = Text(f"'{key}' staat al bij de gedeelde parameter", f"'{key}' stands with the shared parameter")
            hint = Text("geef hier alleen gedeeld en op", "give only gedeeld and op here")
            problems.append(source.problem((*at, key), what, hint))
    return {**limit, **{key: given[key] for key in _OWN if key in given}}
