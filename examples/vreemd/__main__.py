"""Writes a foreign export to look at: ``python -m examples.vreemd praktijk MAP``."""

from __future__ import annotations

import argparse
from pathlib import Path

from examples.vreemd import LAYOUTS, canonical_tables


def main() -> None:
    """Write one layout, or all of them each in a folder of its own."""
    shown = "; ".join(f"{layout.name}: {layout.about}" for layout in LAYOUTS.values())
    parser = argparse.ArgumentParser(prog="python -m examples.vreemd", description=__doc__, epilog=shown)
    parser.add_argument("layout", choices=[*LAYOUTS, "alle"])
    parser.add_argument("map", type=Path)
    said = parser.parse_args()
    for name in LAYOUTS if said.layout == "alle" else [said.layout]:
        foreign = LAYOUTS[name].make(canonical_tables())
        folder = said.map / name
        folder.mkdir(parents=True)
        print(foreign.write(folder, foreign.sheets))


if __name__ == "__main__":
    main()
