"""What the process of Great Expectations is asked, as it travels there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zpm_audit.base.language import Text
from zpm_audit.intake.contract.model import Expectation, Suite


@dataclass(frozen=True)
class Request:
    """What is asked: which suites, on which files, whole or (above ``bound`` rows) on a sample."""

    peildatum: date
    bound: int | None
    folder: Path
    paths: dict[str, Path]
    suites: tuple[Suite, ...]

    def to_json(self) -> str:
        """Return the request as it goes to the other process."""
        suites = [
            {"name": s.name, "expectations": [[e.number, e.type, e.kwargs, e.severity] for e in s.expectations]}
            for s in self.suites
        ]
        return json.dumps(
            {
                "peildatum": self.peildatum.isoformat(),
                "bound": self.bound,
                "folder": str(self.folder),
                "paths": {name: str(path) for name, path in self.paths.items()},
                "suites": suites,
            },
            default=str,
        )

    @staticmethod
    def from_json(text: str) -> Request:
        """Return the request as the other process reads it. Its sentences stay behind: they are not needed there."""
        raw = json.loads(text)
        none = Text("", "")
        return Request(
            peildatum=date.fromisoformat(raw["peildatum"]),
            bound=raw["bound"],
            folder=Path(raw["folder"]),
            paths={name: Path(path) for name, path in raw["paths"].items()},
            suites=tuple(
                Suite(
                    s["name"],
                    tuple(
                        Expectation(s["name"], number, kind, kwargs, none, none, severity)
                        for number, kind, kwargs, severity in s["expectations"]
                    ),
                )
                for s in raw["suites"]
            ),
        )
