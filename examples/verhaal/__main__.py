"""Tells the story of thirty nights: ``python -m examples.verhaal MAP [--nachten N]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from examples.verhaal.plan import PLAN
from examples.verhaal.story import Story


def main() -> None:
    """Live the nights in an empty folder; exit code 1 where a count is not as planned."""
    parser = argparse.ArgumentParser(prog="python -m examples.verhaal", description=__doc__)
    parser.add_argument("map", type=Path, help="lege of nieuwe map waarin alles komt")
    parser.add_argument("--nachten", type=int, default=len(PLAN), help="alleen de eerste zoveel nachten")
    given = parser.parse_args()
    if given.map.exists() and any(given.map.iterdir()):
        parser.error(f"{given.map} is niet leeg; geef een lege of nieuwe map")
    story = Story(given.map.resolve(), given.nachten)
    for line in story.lines():
        print(line, flush=True)
    print()
    if story.differences:
        raise SystemExit("\n".join(["Niet volgens het plan:", *story.differences]))
    print(f"Alle getallen van {given.nachten} nachten zijn die van het plan.")


if __name__ == "__main__":
    main()
