"""The story in examples/verhaal: every count that it tells is the one of its plan, and so is its page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from examples.verhaal.life import Life
from examples.verhaal.plan import PLAN
from examples.verhaal.story import Story
from tests.properties.adapter import without_reports

PAGE = Path(__file__).parents[1] / "examples" / "verhaal" / "README.md"


@pytest.mark.slow
@pytest.mark.whole
def test_thirty_nights_go_as_planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # People fill in the workbooks of the story, and nobody looks at its pages.
    monkeypatch.setattr("zpm_audit.reports.html.render.write_html", lambda _, target, **__: target.write_bytes(b""))
    story = Story(tmp_path)
    told = "\n".join(story.lines())
    assert story.differences == []
    assert told.count("  plan") == told.count("archief") == len(PLAN) == 30
    assert "gemist  2024-12-19" in told
    assert "verlopen  ZPM-PR-03, 2 weer open" in told


@pytest.mark.whole
def test_three_nights_go_as_planned_and_a_difference_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Life.night

    def one_too_many(self: Life, *given: object) -> dict[str, Counter[str]]:
        told = real(self, *given)  # type: ignore[arg-type]
        if len(self.last) and len(self.seen["ZPM-PR-04"]) > 8:
            told["ZPM-PR-04"]["nieuw"] += 1
        return told

    monkeypatch.setattr(Life, "night", one_too_many)
    story = Story(tmp_path, 3)
    with without_reports():
        assert len([line for line in story.lines() if "archief" in line]) == 3
    first, second = story.differences
    assert first.startswith("nacht 3: het plan zegt {'afwijkingen': 30, 'nieuw': 5")
    assert second.startswith("levensloop per check in nacht 3: ")


def test_its_page_tells_the_nights_of_the_plan() -> None:
    rows = [line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    told = {cells[0].removeprefix("| "): cells[1].removesuffix(" |") for cells in rows}
    assert {n: told.get(str(n.number)) for n in PLAN} == {n: n.what for n in PLAN}


@pytest.mark.parametrize(
    ("found", "judged", "life"),
    [
        ("", "1", "opgelost"),
        ("", "", "vervallen"),
        ("1", "1", "blijvend"),
        ("12", "12", "nieuw"),
    ],
)
def test_what_becomes_of_a_finding(found: str, judged: str, life: str) -> None:
    lives = Life()
    lives.night({"C": frozenset("1")}, {"C": frozenset("1")})
    assert lives.night({"C": frozenset(found)}, {"C": frozenset(judged)})["C"][life] == 1


def test_a_check_that_does_not_run_solves_nothing() -> None:
    lives = Life()
    judged = {"C": frozenset("1")}
    lives.night({"C": frozenset("1")}, judged)
    assert lives.night({}, judged) == {}
    assert lives.night({"C": frozenset("1")}, judged)["C"]["blijvend"] == 1
    lives.night({"C": frozenset()}, judged)
    assert lives.night({"C": frozenset("1")}, judged)["C"]["heropend"] == 1
