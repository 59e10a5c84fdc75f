"""Spoil a check a little, and some case beside it fails; what no case can notice is explained."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from _pytest.mark.structures import ParameterSet

from tests.mutation import work
from tests.mutation.judge import SHARED, Outcome
from tests.mutation.score import AGAIN, PAGE, explanations, score, survivors

pytestmark = pytest.mark.whole


def _judge(name: str, outcomes: list[Outcome]) -> None:
    explained = explanations()
    found = survivors(outcomes)
    assert not found - set(explained), "geen geval merkt dit; voeg een geval toe, of verklaar het in explained.yaml"
    tried = {o.key for o in outcomes}
    assert not (tried & set(explained)) - found, "een geval merkt dit nu wel; haal de verklaring weg"
    result = score(name, outcomes, explained)
    if result.mutants:
        assert result.row in PAGE.read_text(encoding="utf-8").splitlines(), AGAIN


#: Tried in every run of the tests; the others take minutes and belong to the long lane.
SAMPLE = ("ZPM-EU-01", "ZPM-RB-03", "ZPM-VW-02", "afgeleid.prestaties.klasse", "koppel.prestaties.traject")


def _names(names: Iterable[str]) -> list[ParameterSet]:
    return [pytest.param(n, id=n, marks=() if n in SAMPLE else pytest.mark.slow) for n in names]


@pytest.mark.parametrize("check_id", _names(work.CHECK_IDS))
def test_every_change_to_a_check_is_noticed(check_id: str) -> None:
    outcomes = work.of_check(check_id)
    assert outcomes
    _judge(check_id, outcomes)


@pytest.mark.parametrize("name", _names(work.SHARED))
def test_every_change_to_a_shared_definition_is_noticed(name: str) -> None:
    _judge(name, work.of_shared(name))


def test_explanations_are_of_mutants_that_exist() -> None:
    """An explanation of a change that is not tried any more would go unnoticed above."""
    workshop = work.workshop()
    for owner, place, change in explanations():
        if owner == SHARED:
            name = next(n for n in work.SHARED if place == n or place.startswith(f"{n}."))
            tried = {key for path in _places(name) for key in workshop.keys_of_shared(path)}
        else:
            tried = set(workshop.keys_of_check(owner))
        assert (owner, place, change) in tried


def _places(name: str) -> list[tuple[str | int, ...]]:
    piece = work.SHARED[name]
    return [place for place in work.workshop().shared() if place[: len(piece)] == piece]


def test_the_page_adds_up() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| \S+ \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    sums = [sum(int(row[i]) for row in rows) for i in range(4)]
    said = re.search(r"(\d+) mutanten: (\d+) gevangen, (\d+) geweigerd, (\d+) verklaard, 0 onopgemerkt", text)
    assert said is not None, AGAIN
    assert [int(n) for n in said.groups()] == sums
    assert sums[3] == len(explanations())
