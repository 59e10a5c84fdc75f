"""Blocks that compare a row with the others of its key, against the sentence of their definition written out."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.engine.small import check, register, run

Row = dict[str, Any]
OVERLAP = {"overlap": {"van": "geplande_minuten", "tot": "gerealiseerde_minuten", "per": ["behandelaar_id", "datum"]}}
VERVOLG = {"vervolg": {"van": "geplande_minuten", "tot": "gerealiseerde_minuten", "hoogstens": "reistijd_minuten",
                       "per": ["behandelaar_id", "datum"]}}  # fmt: skip


def shown(folder: Path, block: Row, rows: list[Row], waar: str | None = None) -> list[str | None]:
    checked = check(eis="prestatiegroep = 'geen'", waarde="uitkomst", waar=waar, afgeleid={"uitkomst": block})
    outcome = run(folder, checked, register(prestaties=rows))
    return [outcome.units[f"P{n}"].value if f"P{n}" in outcome.units else None for n in range(1, len(rows) + 1)]


def row(van: int | None, tot: int | None, wie: str | None = "B", hoogstens: int | None = 10) -> Row:
    return {"geplande_minuten": van, "gerealiseerde_minuten": tot, "behandelaar_id": wie, "reistijd_minuten": hoogstens}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(0, 10), row(10, 20)], ["false", "false"]),  # the end itself is free
        ([row(0, 11), row(10, 20)], ["true", "true"]),
        ([row(0, 60), row(10, 20), row(30, 40), row(60, 70)], ["true", "true", "true", "false"]),  # a long one first
        ([row(5, 10), row(5, 10)], ["true", "true"]),
        ([row(0, 30), row(10, 10)], ["false", "false"]),  # no interval, overlaps nothing
        ([row(0, 30), row(20, 5)], ["false", "false"]),
        ([row(0, 30), row(10, None), row(None, 20)], ["false", None, None]),  # what is not known does not count
        ([row(0, 30, None), row(10, 20, None)], [None, None]),  # an empty key matches nothing
        ([row(0, 30), row(10, 20, "C")], ["false", "false"]),
        ([row(0, 30), row(40, 50), row(45, 46)], ["false", "true", "true"]),
    ],
)
def test_overlap(rows: list[Row], expected: list[str | None], tmp_path: Path) -> None:
    assert shown(tmp_path, OVERLAP, rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row(0, 10), row(10, 20)], ["false", "true"]),  # right after it
        ([row(0, 10), row(20, 30)], ["false", "true"]),  # on the margin
        ([row(0, 10), row(21, 30)], ["false", "false"]),  # past the margin
        ([row(0, 11), row(10, 30)], ["false", "false"]),  # not ended yet
        ([row(5, 5), row(5, 9)], ["false", "false"]),  # begins at the same moment, not before
        ([row(4, 5), row(5, 5)], ["false", "true"]),
        ([row(0, 99), row(2, 3), row(9, 12)], ["false", "false", "true"]),  # the long one hides nothing
        ([row(0, 10), row(12, None)], ["false", "true"]),  # its own end does not matter
        ([row(0, 10), row(None, 20)], ["false", None]),
        ([row(0, None), row(10, 20)], ["false", "false"]),
        ([row(0, 10), row(10, 20, "B", None)], ["false", None]),
        ([row(0, 10, None), row(10, 20, None)], [None, None]),
        ([row(0, 10), row(10, 20, "C")], ["false", "false"]),
    ],
)
def test_vervolg(rows: list[Row], expected: list[str | None], tmp_path: Path) -> None:
    assert shown(tmp_path, VERVOLG, rows) == expected


def test_only_rows_of_the_population_count(tmp_path: Path) -> None:
    rows = [row(0, 30) | {"setting": 1}, row(10, 20) | {"setting": 2}, row(25, 40) | {"setting": 1}]
    assert shown(tmp_path, OVERLAP, rows, waar="setting = 1") == ["true", None, "true"]


def test_against_every_pair(tmp_path: Path) -> None:
    chance = random.Random(20241231)
    ends = [None, *range(12)]
    rows = [row(chance.choice(ends), chance.choice(ends), chance.choice("BCD"), chance.choice([0, 1, 3]))
            for _ in range(150)]  # fmt: skip

    def pairs(one: Row) -> list[Row]:
        return [o for o in rows if o is not one and o["behandelaar_id"] == one["behandelaar_id"]
                and o["geplande_minuten"] is not None and o["gerealiseerde_minuten"] is not None]  # fmt: skip

    def overlaps(one: Row) -> str | None:
        van, tot = one["geplande_minuten"], one["gerealiseerde_minuten"]
        if van is None or tot is None:
            return None
        hits = [o for o in pairs(one) if van < tot and o["geplande_minuten"] < o["gerealiseerde_minuten"]
                and o["geplande_minuten"] < tot and van < o["gerealiseerde_minuten"]]  # fmt: skip
        return str(bool(hits)).lower()

    def follows(one: Row) -> str | None:
        van = one["geplande_minuten"]
        if van is None:
            return None
        hits = [o for o in pairs(one) if o["geplande_minuten"] < van
                and 0 <= van - o["gerealiseerde_minuten"] <= one["reistijd_minuten"]]  # fmt: skip
        return str(bool(hits)).lower()

    assert shown(tmp_path / "a", OVERLAP, rows) == [overlaps(r) for r in rows]
    assert shown(tmp_path / "b", VERVOLG, rows) == [follows(r) for r in rows]
