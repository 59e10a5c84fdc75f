"""Foreign exports, each written and proposed for once: the tests of proposals only read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

from examples.vreemd import LAYOUTS, Foreign, canonical_tables
from zpm_audit.intake.proposal.propose import propose_mapping

#: A few that differ most in what they are: text, sheets, a database, a file per month, a question about a file.
FEW = ("praktijk", "werkboek", "databank", "maanden", "bericht")
EACH = [
    pytest.param(name, marks=() if name == FEW[0] else pytest.mark.whole if name in FEW else pytest.mark.slow)
    for name in LAYOUTS
]


@dataclass(frozen=True)
class Written:
    """A foreign export on disk."""

    layout: Foreign
    folder: Path
    export: Path

    @property
    def files(self) -> list[str]:
        return [file.name for file in self.folder.iterdir()]

    @cached_property
    def proposal(self) -> str:
        return propose_mapping(self.export)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Written]:
    """Return a function that gives the export of a layout, by name."""

    @cache
    def write(name: str) -> Written:
        layout, folder = LAYOUTS[name].make(canonical_tables()), tmp_path_factory.mktemp(name)
        return Written(layout, folder, layout.write(folder, layout.sheets))

    return write
