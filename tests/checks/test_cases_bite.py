"""Spoil a check a little, and some case beside it fails: operators flipped, limits moved by one, questions left out."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.checks.corpus import CHECK_IDS, failing, with_cases
from zpm_audit.checks.cases import load_cases
from zpm_audit.checks.model import Catalogue, Check
from zpm_audit.checks.source import read_source

FLIPS = {
    "<=": "<", ">=": ">", "<": "<=", ">": ">=", "=": "<>", "<>": "=",
    "and": "or", "or": "and", "not": "", "true": "false", "false": "true",
}  # fmt: skip
WORD = re.compile(r"<=|>=|<>|[<>=]|\b(?:and|or|not|true|false)\b(?! (?:null|in|distinct))|'[a-z_]+'")

#: Changes that no case can notice, because they change no verdict and no amount.
HARMLESS = {
    # Which sentence goes with a deviation; test_sentences.py looks at those.
    ("ZPM-PR-01", "oordeel.2"), ("ZPM-PR-02", "oordeel.2"), ("ZPM-PR-03", "oordeel.2"),
    ("ZPM-IO-02", "oordeel.1"), ("ZPM-IO-02", "oordeel.2"),
    # Settings are whole numbers from 1.
    ("ZPM-PR-06", "aantal >= minimum_consulten and setting >= 0 and consulttype in ('diagnostiek', 'behandeling')"),
}  # fmt: skip


def _changes(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a name and a spoiled copy for every small change to what decides."""
    for at in _conditions(data):
        sql = _at(data, at)
        for word in WORD.finditer(sql):
            other = FLIPS.get(word.group(), "'iets_anders'")
            changed = sql[: word.start()] + other + sql[word.end() :]
            name = f"oordeel.{at[1]}" if at[0] == "oordeel" and "= 0" in sql else changed
            yield name, _with(data, at, changed)
    for name, parameter in data.get("parameters", {}).items():
        for i, value in enumerate(parameter["waarden"]):
            for step in (1, -1):
                at = ("parameters", name, "waarden", i, "waarde")
                yield f"{name} {step:+d}", _with(data, at, value["waarde"] + step)
    for i in range(len(data.get("oordeel", [])) - 1):
        spoiled = copy.deepcopy(data)
        del spoiled["oordeel"][i]
        yield f"oordeel.{i}", spoiled
    if data["populatie"].get("gevuld"):
        yield "gevuld", _with(data, ("populatie", "gevuld"), [])


def _conditions(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    if "waar" in data["populatie"]:
        yield ("populatie", "waar")
    if "groep" in data["populatie"]:
        yield ("populatie", "groep", "waar")
    if "eis" in data:
        yield ("eis",)
    for i, tak in enumerate(data.get("oordeel", [])[:-1]):
        if "als" in tak:
            yield ("oordeel", i, "als")
    impact = data.get("impact")
    if isinstance(impact, dict):
        yield ("impact", "juiste_code", "geheel") if "juiste_code" in impact else ("impact", "som_van", "waar")


def _at(data: Any, at: tuple[Any, ...]) -> Any:
    for step in at:
        data = data[step]
    return data


def _with(data: dict[str, Any], at: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    _at(changed, at[:-1])[at[-1]] = value
    return changed


@pytest.mark.parametrize("check_id", CHECK_IDS)
def test_some_case_notices(catalogue: Catalogue, check_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_cases(monkeypatch, load_cases(catalogue, check_id))
    data = read_source(catalogue.files[check_id]).data
    unnoticed, tried = [], 0
    for name, changed in _changes(data):
        if (check_id, name) in HARMLESS:
            continue
        spoiled = catalogue.model_copy(update={"checks": {**catalogue.checks, check_id: Check.model_validate(changed)}})
        tried += 1
        if not failing(spoiled, check_id):
            unnoticed.append(name)
    assert tried or not list(_conditions(data))
    assert not unnoticed
