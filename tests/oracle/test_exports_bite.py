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

from tests.oracle import oracle
from tests.oracle.case import Outcome
from tests.oracle.draw import Tables
from tests.oracle.exports import random_export, random_settings
from tests.oracle.mistakes import MISTAKES
from tests.oracle.write import write_export
from zpm_audit.register.schema import TABLES

pytestmark = pytest.mark.whole

SEEDS = range(16)
FOLDER = Path(__file__).parent
MODULES = (  # each after those that it imports
    "logic", "professions", "case", "oracle_regie", "oracle_planning", "oracle_overleg", "oracle_consult",
    "oracle_group", "oracle_stay", "oracle_traject", "oracle_referral", "oracle_claim", "oracle_contract",
    "oracle_settings", "oracle_figures", "oracle",
)  # fmt: skip
# What each check may say beside voldoet and afwijking.
EVER: tuple[tuple[str, set[str]], ...] = (
    ("RB-01 RB-02", {"onbepaald", "loopt"}),
    ("PR-01 PR-02 PR-03 PR-05 IO-01 IO-02 IO-03 IO-05 IO-06 IO-07 EU-01 EU-02", {"onbepaald"}),
    ("CO-01 CO-02 CO-03 CO-04 CO-05 CO-06 CO-07 CO-08 CO-09 CO-10 CO-11 GC-01 GC-02 GC-05 GC-06", {"onbepaald"}),
    ("RT-01 RT-03 RT-04 VB-03 VB-04 ZT-08 VW-02 VW-03 AC-01 PF-01 PF-02 TM-01 CT-01 CT-02 SE-05", {"onbepaald"}),
    ("VW-04", {"loopt"}),
    ("RB-03 RB-04 RB-05 PR-04 PR-06 IO-04 OD-01 OD-02 GC-03 GC-04 RT-02 VB-01 VB-02 VB-05 VB-06 VB-07 CO-12", set()),
    ("ZT-01 ZT-02 ZT-03 ZT-04 ZT-05 ZT-06 ZT-07 ZT-09 ZT-10 ZT-11 VW-01", set()),
    ("FA-01 FA-02 FA-03 FA-04 FA-05 FA-06 FA-07 FA-08 FA-09 BH-01 BH-02 BH-03 CT-03 CT-04", set()),
    ("SE-01 SE-02 SE-03 SE-04 KP-01 KP-02", set()),
)
LEFT_OUT = (
    "RB-01 RB-02 RB-03 RB-04 RB-05 PR-04 PR-05 PR-06 OD-01 OD-02 EU-02 CO-11 GC-04 RT-04 "
    "ZT-02 ZT-03 ZT-06 ZT-07 ZT-08 ZT-11 VW-01 VW-02 VW-03 VW-04 FA-01 FA-02 FA-03 FA-04 FA-06 "
    "FA-07 FA-08 FA-09 BH-02 SE-01 SE-02 SE-03 SE-04 SE-05 KP-02 PF-01 PF-02 TM-01 CT-01 CT-02 CT-03 CT-04"
)

PRICED = (
    "RB-01 PR-01 PR-02 PR-03 PR-05 EU-01 OD-01 OD-02 IO-01 IO-02 IO-03 IO-04 IO-05 CO-01 CO-04 CO-05 CO-06 CO-08 CO-09 "
    "CO-11 GC-01 GC-02 GC-03 GC-04 GC-05 RT-01 RT-02 RT-03 RT-04 VB-01 VB-02 VB-03 VB-04 VB-05 ZT-01 ZT-03 ZT-11 AC-01 "
    "FA-01 FA-05 FA-06 FA-08 CT-02 PF-01"
)


def named(checks: str) -> list[str]:
    return [f"ZPM-{check}" for check in checks.split()]


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


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m[1]} -> {m[2]}")
def test_a_mistake_shows(mistake: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mistaken(monkeypatch, *mistake).judge
    for seed in SEEDS:
        found = wrong(*export(seed), **random_settings(seed))
        if {check: outcome.verdicts for check, outcome in found.items()} != right_verdicts(seed):
            return
    pytest.fail("no export shows the difference")


def test_every_verdict_of_every_check_occurs() -> None:
    seen: dict[str, set[str]] = {}
    counted: dict[str, int] = {}
    for seed in SEEDS:
        for check, found in judged(seed).items():
            seen.setdefault(check, set()).update(found.verdicts.values())
            counted[check] = counted.get(check, 0) + found.buiten_beeld
    expected = {check: {"voldoet", "afwijking"} | more for checks, more in EVER for check in named(checks)}
    assert seen == expected
    assert {check for check, n in counted.items() if n} == set(named(LEFT_OUT))


def test_amounts_of_every_check_that_prices_are_known_sometimes() -> None:
    known: Counter[str] = Counter()
    for seed in SEEDS:
        for check, found in judged(seed).items():
            known[check] += sum(cents is not None for cents in found.impact_cent.values())
    assert {check for check, n in known.items() if n >= 5} == set(named(PRICED))


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
