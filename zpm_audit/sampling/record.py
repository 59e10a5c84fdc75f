"""The record of a draw, beside its workbook: what was asked, from what, by which seed, and what was drawn.

With the same export, seed and plan anybody draws the same; what was judged stands apart, in ``oordelen.json``.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from zpm_audit.base.errors import UsageError, os_reason
from zpm_audit.sampling.draw import Selection
from zpm_audit.sampling.plan import Demand, Distribution, Kind, Plan

T = TypeVar("T", bound=BaseModel)

RECORD, JUDGEMENTS = "steekproef.json", "oordelen.json"


class Closed(BaseModel):
    """Of a file that the tool writes: nothing else stands in it, and nothing in it changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def content_hash(content: BaseModel) -> str:
    """Return the sha256 over what a record says, but for that hash itself."""
    rest = content.model_dump(exclude={"sha256"})
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Asked(Closed):
    """What was asked of the sample, in numbers that stay exact as text."""

    soort: Kind
    betrouwbaarheid: str
    toelaatbaar: str
    verwacht: str
    verdeling: Distribution
    kritiek_aantal: str
    fasen: list[int]

    @classmethod
    def of(cls, plan: Plan, stages: list[int]) -> Asked:
        """Return what is kept of a plan."""
        demand = plan.demand
        return cls(
            soort=demand.kind,
            betrouwbaarheid=written(demand.confidence),
            toelaatbaar=written(demand.tolerable),
            verwacht=written(demand.expected),
            verdeling=demand.distribution,
            kritiek_aantal=written(plan.critical),
            fasen=stages,
        )

    def demand(self, population: int) -> Demand:
        """Return the demand again."""
        return Demand(
            kind=self.soort,
            confidence=Fraction(self.betrouwbaarheid),
            tolerable=Fraction(self.toelaatbaar),
            expected=Fraction(self.verwacht),
            distribution=self.verdeling,
            population=population,
        )


class OfRun(Closed):
    """The run that was drawn from."""

    run_id: str
    kenmerk: str
    manifest_sha256: str


class Drawn(Closed):
    """What was drawn from: how many items and how much, per stratum; and what was left out, by reason."""

    oordelen: list[str]
    posten: int
    bedrag_cent: int | None
    sha256: str
    lagen: dict[str, int]
    buiten: dict[str, int]


class Item(Closed):
    """One item. ``oordeel`` is the verdict of the tool; ``checks`` are those that it is about or that named it."""

    post: str
    fase: int
    laag: str
    treffers: int
    oordeel: str
    checks: list[str]
    onderwerp: str
    onderwerp_id: str | None
    bedrag_cent: int | None


class Record(Closed):
    """A draw."""

    gemaakt_door: Literal["zpm-audit"] = "zpm-audit"
    soort: Literal["steekproef"] = "steekproef"
    versie: int = 1
    programma: str
    trekking: str
    taal: Literal["nl", "en"]
    run: OfRun
    plan: Asked
    zaad: str
    selectie: Selection
    check: str | None
    laag: str | None
    populatie: Drawn
    posten: list[Item]
    sha256: str = ""

    def sealed(self) -> Record:
        """Return the record with its own hash."""
        return self.model_copy(update={"sha256": content_hash(self)})

    @property
    def of_tool(self) -> bool:
        """Tell whether the sample tests what the tool found: only deviations were drawn, and an item without an error
        is one of which the tool was wrong.
        """
        return self.populatie.oordelen == ["afwijking"]

    def is_error(self, judgement: Judgement) -> bool:
        """Tell whether what the examiner found counts against what is tested; what nobody can judge does."""
        return judgement.oordeel != ("fout" if self.of_tool else "goed")

    def items(self, stage: int) -> list[Item]:
        """Return the items of one stage."""
        return [item for item in self.posten if item.fase == stage]


class Answer(Closed):
    """What somebody filled in, as it was read from a workbook."""

    @property
    def word(self) -> str:
        """Return the answer in a word."""
        raise NotImplementedError


class Judgement(Answer):
    """What the examiner found of an item."""

    oordeel: Literal["goed", "fout", "niet te beoordelen"]
    fout_cent: int | None
    opmerking: str
    paraaf: str
    gelezen_op: str
    werkboek_sha256: str

    @property
    def word(self) -> str:
        """Return the verdict."""
        return self.oordeel


class Judgements(Closed):
    """All judgements of a draw: per item the oldest first, so that nothing is lost when somebody thinks again."""

    trekking: str
    posten: dict[str, list[Judgement]]

    def last(self, post: str) -> Judgement | None:
        """Return the judgement that holds."""
        found = self.posten.get(post)
        return found[-1] if found else None


def written(value: Fraction) -> str:
    """Return a number as text that reads back exactly: a decimal where it is one."""
    whole = value.denominator
    for prime in (2, 5):
        while whole % prime == 0:
            whole //= prime
    if whole != 1:
        return str(value)
    places = next(n for n in range(400) if (value * 10**n).denominator == 1)
    digits = str(int(value * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def write_json(content: BaseModel, target: Path) -> None:
    """Write a file as a whole, or leave the old one."""
    beside = target.with_name(f".{target.name}.nieuw")
    beside.write_text(json.dumps(content.model_dump(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(target)


def read_record(folder: Path) -> Record:
    """Return the draw in a folder; UsageError where there is none, or where it was changed."""
    return read_sealed(folder / RECORD, Record)


def read_judgements(folder: Path, record: Record) -> Judgements:
    """Return what was read of this draw so far."""
    path = folder / JUDGEMENTS
    if not path.exists():
        return Judgements(trekking=record.trekking, posten={})
    found = read_file(path, Judgements)
    refuse_other_draw(path, found, record.trekking)
    return found


def refuse_other_draw(path: Path, found: Judgements, draw: str) -> None:
    """Refuse judgements of another draw."""
    if found.trekking != draw:
        raise UsageError(
            nl=f"{path} hoort bij trekking {found.trekking} en niet bij {draw}.",
            en=f"{path} belongs to draw {found.trekking} and not to {draw}.",
        )


def read_sealed(path: Path, kind: type[T]) -> T:
    """Return a record; UsageError where somebody changed it."""
    record = read_file(path, kind)
    if vars(record)["sha256"] != content_hash(record):
        raise UsageError(
            nl=f"{path} is na de trekking gewijzigd: de sha256 over de inhoud klopt niet. Haal het bestand terug uit "
            "een reservekopie, of trek opnieuw met hetzelfde zaad.",
            en=f"{path} was changed after the draw: the sha256 over its content is wrong. Restore the file from a "
            "backup, or draw again with the same seed.",
        )
    return record


def read_file(path: Path, kind: type[T]) -> T:
    """Return the content of a file that the tool wrote."""
    try:
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        why = os_reason(error)
        raise UsageError(
            nl=f"{path} is niet te lezen ({why.nl}). Geef de map van een trekking: de map met {RECORD}.",
            en=f"{path} cannot be read ({why.en}). Give the folder of a draw: the one with {RECORD}.",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "1"
        raise UsageError(
            nl=f"{path} heeft niet de vorm die zpm-audit schrijft (bij {place}). Haal het terug uit een reservekopie.",
            en=f"{path} does not have the form that zpm-audit writes (at {place}). Restore it from a backup.",
        ) from error
