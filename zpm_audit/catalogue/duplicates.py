"""Finds checks that judge the same: whoever reads both would count every deviation twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import Problem, read_source
from zpm_audit.catalogue.decides import deciding
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.sql.expressions import split_conditions
from zpm_audit.checks.sql.reading import read


def duplicates(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield every check that judges the same as one before it: population, question, limits and severity."""
    seen: dict[str, str] = {}
    for check_id, check in catalogue.checks.items():
        judged = _judged(catalogue, check)
        if judged in seen:
            other = seen[judged]
            source = read_source(catalogue.files[check_id])
            yield source.problem(
                ("eis",) if check.eis else ("oordeel",),
                Text(f"{check_id} oordeelt hetzelfde als {other}", f"{check_id} judges the same as {other}"),
                Text("haal een van beide weg, of maak het verschil", "remove one of them, or make the difference"),
            )
        seen.setdefault(judged, check_id)


def _judged(catalogue: Catalogue, check: Check) -> str:
    """Return what a check judges: the same for two that differ in layout, order or the names of their own values."""
    found = deciding(catalogue, check)
    found["eis"] = _conditions(check.eis)
    found["populatie"] = {**found["populatie"], "waar": _conditions(check.populatie.waar)}
    found["ernst"] = check.ernst
    text = json.dumps(found, sort_keys=True, default=str, ensure_ascii=False)
    own = {*check.parameters, *check.afgeleid, *check.koppel, *check.opgezocht}
    names: dict[str, str] = {}
    for word in re.findall(r"\w+", f"{found['populatie']} {found['eis']} {found['oordeel']} {text}"):
        if word in own:
            names.setdefault(word, f"eigen{len(names)}")
    renamed = re.sub(r"\w+", lambda word: names.get(word.group(), word.group()), text)
    return json.dumps(_sorted(json.loads(renamed)), sort_keys=True, ensure_ascii=False)


def _conditions(sql: str | None) -> list[str]:
    return sorted(_plain(condition) for condition in split_conditions(sql)) if sql else []


def _plain(sql: str) -> str:
    return " ".join(token.word or token.text for token in read(sql).tokens)


def _sorted(value: Any) -> Any:
    """Sort what stands in lists of conditions: after renaming their order says nothing."""
    if isinstance(value, dict):
        return {key: sorted(v) if key in {"eis", "waar"} and isinstance(v, list) else _sorted(v)
                for key, v in value.items()}  # fmt: skip
    return [_sorted(one) for one in value] if isinstance(value, list) else value
