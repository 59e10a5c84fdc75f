"""The record of a work programme, beside its workbook: each population with its plan and its items, and each norm.

A norm with items is a sample of its own: it is evaluated as one, by the same code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from zpm_audit.base.errors import UsageError
from zpm_audit.output.marks import read_json
from zpm_audit.sampling.forms import joined
from zpm_audit.sampling.record import (
    JUDGEMENTS,
    Answer,
    Asked,
    Closed,
    Drawn,
    Item,
    Judgements,
    OfRun,
    Record,
    content_hash,
    read_file,
    read_sealed,
    refuse_other_draw,
)

PROGRAMME, PROGRAMME_BOOK = "werkprogramma.json", "werkprogramma.xlsx"
_VERSION = 2


class ProgrammeItem(Closed):
    """One drawn item."""

    post: str
    onderwerp_id: str


class Population(Closed):
    """What was drawn from, with what plan, and which items; without units there is neither."""

    eenheden: int
    sha256: str
    plan: Asked | None
    posten: list[ProgrammeItem]


class ListedNorm(Closed):
    """A norm that a person tests. ``uit`` names its population; of one that is seen to once there is none."""

    kader: str
    norm: str
    titel: str
    uit: str

    @property
    def key(self) -> str:
        """Return by what the norm is known."""
        return joined(self.kader, self.norm)

    def line(self, post: str) -> str:
        """Return by what an item is known under this norm."""
        return joined(self.kader, self.norm, post)


class ProgrammeRecord(Closed):
    """A work programme."""

    gemaakt_door: Literal["zpm-audit"] = "zpm-audit"
    soort: Literal["werkprogramma"] = "werkprogramma"
    versie: Literal[2] = 2
    programma: str
    taal: Literal["nl", "en"]
    run: OfRun
    zaad: str
    herleidbaar: bool
    populaties: dict[str, Population]
    normen: list[ListedNorm]
    sha256: str = ""

    def sealed(self) -> ProgrammeRecord:
        """Return the record with its own hash."""
        return self.model_copy(update={"sha256": content_hash(self)})

    @property
    def draw(self) -> str:
        """Return how the programme is called."""
        return self.sha256[:8]

    def items(self, norm: ListedNorm) -> list[ProgrammeItem]:
        """Return the items of a norm."""
        drawn = self.populaties.get(norm.uit)
        return drawn.posten if drawn else []

    def sample(self, norm: ListedNorm) -> Record | None:
        """Return a norm with items as the sample that it is; None where nothing was drawn."""
        drawn = self.populaties.get(norm.uit)
        if drawn is None or drawn.plan is None:
            return None
        return Record(
            programma=self.programma,
            trekking=self.draw,
            taal=self.taal,
            run=self.run,
            plan=drawn.plan,
            zaad=self.zaad,
            selectie="aselect",
            check=None,
            laag=None,
            populatie=Drawn(
                oordelen=[], posten=drawn.eenheden, bedrag_cent=None, sha256=drawn.sha256, lagen={}, buiten={}
            ),
            posten=[
                Item(
                    post=norm.line(one.post),
                    fase=1,
                    laag="",
                    treffers=1,
                    oordeel="",
                    checks=[],
                    onderwerp=norm.uit,
                    onderwerp_id=one.onderwerp_id,
                    bedrag_cent=None,
                )
                for one in drawn.posten
            ],
        )


Done = Literal["in orde", "niet in orde", "niet na te gaan", "niet van toepassing"]


class Conclusion(Answer):
    """What somebody concluded of a norm as a whole."""

    conclusie: Done
    opmerking: str
    paraaf: str
    datum: str
    gelezen_op: str
    werkboek_sha256: str

    @property
    def word(self) -> str:
        """Return the conclusion."""
        return self.conclusie


class ProgrammeJudgements(Judgements):
    """What was read of a programme: verdicts on its items, and conclusions on its norms."""

    normen: dict[str, list[Conclusion]]

    def concluded(self, norm: ListedNorm) -> Conclusion | None:
        """Return the conclusion that holds."""
        found = self.normen.get(norm.key)
        return found[-1] if found else None


def is_programme(folder: Path) -> bool:
    """Tell whether a folder holds a work programme."""
    return (folder / PROGRAMME).is_file()


def read_programme(folder: Path) -> ProgrammeRecord:
    """Return the programme in a folder; UsageError where there is none, or where it was changed."""
    path = folder / PROGRAMME
    told = read_json(path) or {}
    if told.get("soort") == "werkprogramma" and told.get("versie") != _VERSION:
        raise UsageError(
            nl=f"{path} is van een andere versie van zpm-audit en niet in te lezen. Maak het programma opnieuw met "
            "hetzelfde zaad.",
            en=f"{path} is of another version of zpm-audit and cannot be read in. Make the programme again with the "
            "same seed.",
        )
    return read_sealed(path, ProgrammeRecord)


def read_programme_judgements(folder: Path, record: ProgrammeRecord) -> ProgrammeJudgements:
    """Return what was read of this programme so far."""
    path = folder / JUDGEMENTS
    if not path.exists():
        return ProgrammeJudgements(trekking=record.draw, posten={}, normen={})
    found = read_file(path, ProgrammeJudgements)
    refuse_other_draw(path, found, record.draw)
    return found
