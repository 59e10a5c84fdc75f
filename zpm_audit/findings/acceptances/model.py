"""What an acceptance says, and a whole file of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from zpm_audit.base.language import Text
from zpm_audit.base.yaml_source import YamlText
from zpm_audit.checks.model import CHECK_ID
from zpm_audit.checks.shape import Closed, Expression, wrong

Filled = Annotated[str, Field(min_length=1, pattern=r"\S")]
SELECTORS = ("waar", "onderwerp_id", "bevinding_id")


class Acceptance(Closed):
    """One acceptance: which findings of which check, why, by whom, since when and until which day (inclusive)."""

    id: Filled
    check: Annotated[str, Field(pattern=CHECK_ID)]
    waar: Expression | None = None
    onderwerp_id: Filled | None = None
    bevinding_id: Filled | None = None
    reden: Filled
    door: Filled
    op: date
    tot: date
    bewijs: Filled | None = None
    tweede: Filled | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Acceptance:
        given = [name for name in SELECTORS if getattr(self, name) is not None]
        if len(given) != 1:
            raise wrong(
                Text(
                    f"acceptatie '{self.id}' zegt {'niet' if not given else 'op meer dan een manier'} welke "
                    "bevindingen zij accepteert",
                    f"acceptance '{self.id}' says {'not' if not given else 'in more than one way'} which findings it "
                    "accepts",
                ),
                Text(
                    "geef een van de drie: waar, onderwerp_id of bevinding_id",
                    "give one of the three: waar, onderwerp_id or bevinding_id",
                ),
                given[1] if given else "id",
            )
        if self.tot < self.op:
            raise wrong(
                Text(f"tot ({self.tot}) ligt voor op ({self.op})", f"tot ({self.tot}) is before op ({self.op})"),
                Text("verwissel de datums, of kies een latere dag", "swap the dates, or choose a later day"),
                "tot",
            )
        if self.tweede is not None and self.tweede.strip().casefold() == self.door.strip().casefold():
            raise wrong(
                Text("door en tweede zijn dezelfde persoon", "door and tweede are the same person"),
                Text("vier ogen zijn van twee mensen", "four eyes belong to two people"),
                "tweede",
            )
        return self

    @property
    def told(self) -> str:
        """Return which findings it is about, as it was written."""
        return next(f"{name}: {said}" for name in SELECTORS if (said := getattr(self, name)) is not None)

    def expired(self, peildatum: date) -> bool:
        """Tell whether the acceptance is over: one that ends on the peildatum still holds."""
        return self.tot < peildatum


@dataclass(frozen=True)
class Acceptances:
    """A file of acceptances, in its own order: where two are about the same finding, the first that holds counts."""

    source: YamlText
    entries: tuple[Acceptance, ...] = field(default=())

    @property
    def path(self) -> Path:
        """Return the file."""
        return self.source.path

    @cached_property
    def checks(self) -> frozenset[str]:
        """Return the checks that any of them is about."""
        return frozenset(one.check for one in self.entries)
