"""What init makes of exports that other systems wrote: mostly right, seldom wrong, and open where it does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.init import Mark, mark, mark_text
from examples.vreemd import LAYOUTS, ROUNDS, Foreign, canonical_tables
from tests.intake.proposal.conftest import EACH, Written

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def marked(written: Callable[[str], Written]) -> Callable[[str], Mark]:
    def marked(name: str) -> Mark:
        export = written(name)
        return mark_text(export.layout, name, export.proposal, export.files)

    return cache(marked)


@pytest.mark.parametrize("name", EACH)
def test_no_layout_is_read_badly(marked: Callable[[str], Mark], name: str) -> None:
    result = marked(name)
    assert result.wrong <= 0.02 * result.columns, result.remarks
    assert result.right >= 0.85 * result.columns, result.remarks
    assert result.tables_right == result.tables
    assert result.settings_right == result.settings


@pytest.mark.slow
@pytest.mark.parametrize("names", ROUNDS.values(), ids=list(ROUNDS))
def test_a_round_of_layouts_is_read_as_promised(marked: Callable[[str], Mark], names: list[str]) -> None:
    total = sum((marked(name) for name in names), Mark("samen"))
    assert total.right >= 0.95 * total.columns, total.remarks
    assert total.wrong <= 0.01 * total.columns, total.remarks


def without_names(foreign: Foreign) -> Foreign:
    """Call the columns kol01, kol02, ... and the files bestand0, bestand1, ...: one name stays one name."""
    names: dict[str, str] = {}
    for field in (f for sheet in foreign.sheets for f in sheet.fields):
        names.setdefault(field.name, f"kol{len(names) + 1:02d}")

    def renamed(said: Any) -> Any:
        if isinstance(said, dict):
            return {k: v if k == "waarden" else renamed(v) for k, v in said.items()}
        return [renamed(v) for v in said] if isinstance(said, list) else names.get(said, said)

    sheets = [
        replace(
            sheet,
            place={"bestand": f"bestand{i}.csv"},
            fields=[replace(f, name=names[f.name], feeds=renamed(f.feeds)) for f in sheet.fields],
            settings={t: renamed(s) for t, s in sheet.settings.items()},
        )
        for i, sheet in enumerate(foreign.sheets)
    ]
    return replace(foreign, sheets=sheets, also={t: tuple(map(renamed, ways)) for t, ways in foreign.also.items()})


@pytest.mark.parametrize(
    "name",
    ["praktijk", *(pytest.param(n, marks=pytest.mark.slow) for n in ("beheer", "vertaald", "magazijn", "tijdstippen"))],
)
def test_names_that_say_nothing_make_it_ask_and_not_guess(tmp_path: Path, name: str) -> None:
    result = mark(without_names(LAYOUTS[name].make(canonical_tables())), name, tmp_path)
    assert result.wrong == 0, result.remarks
    assert result.right >= 0.4 * result.columns  # keys, codes, dates and minutes tell what they are by themselves
