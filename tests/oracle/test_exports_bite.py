"""Random exports are only worth something when a small mistake in a check would show in them."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import polars as pl
import pytest

from tests.catalogue.corpus import verdicts_of
from tests.oracle import oracle
from tests.oracle.case import Outcome
from tests.oracle.draw import Tables
from tests.oracle.exports import random_export, random_settings
from tests.oracle.mistakes import MISTAKES
from tests.oracle.write import write_export
from zpm_audit.catalogue.case_files import CaseFile, load_cases
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.register.schema import TABLES

pytestmark = pytest.mark.whole

SEEDS = range(16)
FOLDER = Path(__file__).parent
#: Each after those that it imports.
MODULES = (
    *("logic", "professions", "case"),
    *(judge.__module__.rpartition(".")[2] for judge in oracle.THEMES),
    "oracle",
)


@cache
def export(seed: int) -> tuple[Tables, date]:
    return random_export(seed)


@cache
def judged(seed: int) -> dict[str, Outcome]:
    tables, peildatum = export(seed)
    return oracle.judge(tables, peildatum, **random_settings(seed))


@cache
def right_verdicts(seed: int) -> dict[str, dict[str, str]]:
    return {check: found.verdicts for check, found in judged(seed).items()}


@cache
def compiled(part: str, right: str = "", wrong: str = "") -> CodeType:
    source = (FOLDER / f"{part}.py").read_text(encoding="utf-8")
    assert not right or source.count(right) == 1, right
    return compile(source.replace(right, wrong) if right else source, f"tests.oracle.{part}", "exec")


def mistaken(monkeypatch: pytest.MonkeyPatch, name: str, right: str, wrong: str) -> Any:
    """Return the oracle with one mistake in it."""
    for part in MODULES:
        changed = ModuleType(f"tests.oracle.{part}")
        monkeypatch.setitem(sys.modules, changed.__name__, changed)
        exec(compiled(part, right, wrong) if part == name else compiled(part), vars(changed))
    return sys.modules["tests.oracle.oracle"]


@pytest.mark.parametrize(
    "mistake",
    [
        pytest.param(m, id=f"{m[1]} -> {m[2]}", marks=() if number % 4 == 0 else pytest.mark.slow)
        for number, m in enumerate(MISTAKES)
    ],
)
def test_a_mistake_shows(mistake: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mistaken(monkeypatch, *mistake).judge
    for seed in SEEDS:
        found = wrong(*export(seed), **random_settings(seed))
        if {check: outcome.verdicts for check, outcome in found.items()} != right_verdicts(seed):
            return
    pytest.fail("no export shows the difference")


@cache
def by_hand() -> dict[str, CaseFile]:
    """Return the cases that people wrote for every check of a registration: what a check may say stands there."""
    catalogue = load_catalogue()
    return {i: load_cases(catalogue, i).file for i in catalogue.checks if not i.startswith("ZPM-GD")}


def test_every_verdict_of_every_check_occurs() -> None:
    """What a person wrote a case of occurs in the exports, and nothing occurs that nobody wrote a case of."""
    seen: dict[str, set[str]] = {check: set() for check in by_hand()}
    for seed in SEEDS:
        for check, found in judged(seed).items():
            seen[check] |= set(found.verdicts.values())
            if found.buiten_beeld:
                seen[check].add("buiten_beeld")
    assert seen == {check: verdicts_of(file) - {"buiten"} for check, file in by_hand().items()}


def test_amounts_of_every_check_that_prices_are_known_sometimes() -> None:
    known: Counter[str] = Counter()
    for seed in SEEDS:
        for check, found in judged(seed).items():
            known[check] += sum(cents is not None for cents in found.impact_cent.values())
    priced = {i for i, f in by_hand().items() if any(a is not None for c in f.gevallen for a in c.impact.values())}
    assert {check for check, n in known.items() if n >= 5} == priced


def test_the_same_seed_gives_the_same_export() -> None:
    assert random_export(3) == random_export(3)
    assert random_export(3) != random_export(4)


def test_written_parquet_and_csv_say_the_same(tmp_path: Path) -> None:
    tables, _ = random_export(1, codelijst=True)
    write_export(tables, tmp_path / "csv")
    write_export(tables, tmp_path / "parquet", "parquet")
    assert {p.stem for p in (tmp_path / "csv").iterdir()} == set(tables)
    for name in tables:
        text = pl.read_csv(tmp_path / "csv" / f"{name}.csv", infer_schema=False)
        typed = pl.read_parquet(tmp_path / "parquet" / f"{name}.parquet")
        assert text.height == typed.height == len(tables[name])
        for column in TABLES[name].columns:
            values = typed[column.name]
            if column.kind == "time":
                values = values.dt.to_string("%H:%M")
            elif column.kind == "datetime":
                values = values.dt.to_string("%Y-%m-%dT%H:%M")
            assert text[column.name].to_list() == values.cast(pl.String).to_list(), column.name


def test_amounts_are_written_with_two_places(tmp_path: Path) -> None:
    tables, _ = random_export(1)
    row = tables["prestaties"][0] | {"bedrag_eur": -5, "datum": date(2024, 3, 1)}
    write_export({"prestaties": [row]}, tmp_path)
    assert pl.read_csv(tmp_path / "prestaties.csv", infer_schema=False)["bedrag_eur"].to_list() == ["-0.05"]
