"""One attack: a folder with what is given, and the command that is run on it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: Patients of these exports are called so, and nothing else is: where one shows up, it leaked.
PATIENT = "PATNR"
#: Numbers that pass the elfproef, of a range that belongs to nobody.
BSNS = ("999990019", "999990020", "999990032")


@dataclass(frozen=True)
class Case:
    """``rows`` are the prestaties that the export holds, where that is certain. ``whole``: run the real program.

    A case that may take the process down, or make it ask for all memory, is run whole; so is one ``under`` a shell
    that limits or closes something (``"$@"`` is the command). ``codes`` are the endings that are right; ``deaf``:
    nobody hears what is said. ``outputs`` are looked through beside the output of a run.
    """

    kind: str
    folder: Path
    arguments: Sequence[str]
    rows: int | None = None
    whole: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    under: str = ""
    codes: tuple[int, ...] = (0, 1, 2, 3, 5)
    deaf: bool = False
    outputs: tuple[Path, ...] = ()

    @property
    def out(self) -> Path:
        """Return where output is asked for."""
        return self.folder / "uit"

    def pages(self) -> list[Path]:
        """Return the pages that it made."""
        return sorted(self.out.rglob("*.html")) if self.out.is_dir() else []


@dataclass
class Draw:
    """What makes a case: chance and a folder of its own."""

    chance: random.Random
    folder: Path

    @property
    def export(self) -> Path:
        """Return the folder of the export."""
        place = self.folder / "export"
        place.mkdir(exist_ok=True)
        return place

    def some(self, *choices: str) -> str:
        """Return one of them."""
        return self.chance.choice(choices)

    def odds(self, part: float) -> bool:
        """Tell, this often, that it is so."""
        return self.chance.random() < part

    def patient(self) -> str:
        """Return the number of a patient."""
        return f"{PATIENT}{self.chance.randint(1, 40):04d}"


#: Few checks, over rows, groups and other tables: most of what an audit does, in little time.
SELECT = "ZPM-PR-01,ZPM-PR-06,ZPM-CO-04,ZPM-RB-01,ZPM-FA-02,ZPM-GC-01,ZPM-ZT-02"


def run_of(draw: Draw, *more: str, export: Path | None = None) -> list[str]:
    """Return the command of an audit."""
    command = ["run", str(export or draw.export), "--out", str(draw.folder / "uit"), "--gx", "uit"]
    return [*command, "--select", SELECT, "--peildatum", "2024-12-31", *more]
