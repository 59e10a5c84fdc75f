"""The closed set of building blocks that expressions lack. Each states what it does with an empty value.

A block stands in ``afgeleid`` under its own name, for example ``einde: {dagen_na: {datum: d0, dagen: termijn}}``. What
it computes is in ``zpm_audit.engine.blocks``; here stands only what may be written.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Kind = Literal["date", "time", "whole", "number"]
Names = Annotated[list[Name], Field(min_length=1)]


class Block(BaseModel):
    """What all blocks share: closed keys, and the names of the columns that they read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    #: How a check file names the block, and what it comes to in words for a reader.
    name: ClassVar[str]
    meaning: ClassVar[str]
    #: Which kind of value a key takes, where not every kind will do.
    takes: ClassVar[dict[str, Kind]] = {}
    #: A block over more rows than its own is computed over the rows of the population, after it is known.
    over_rows: ClassVar[bool] = False
    #: A block that only tells whether, how many or which place says nothing of the values that it looks at.
    compares: ClassVar[bool] = False
    #: The keys that hold a value of their own; every other key names one column or more.
    fixed: ClassVar[tuple[str, ...]] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the columns whose values say which rows are compared."""
        return tuple(getattr(self, "per", ()))

    def reads(self) -> tuple[str, ...]:
        """Return the columns that the block reads."""
        named = [getattr(self, key) for key in type(self).model_fields if key not in self.fixed]
        return tuple(name for value in named for name in ([value] if isinstance(value, str) else value))


class DagenNa(Block):
    """A date plus a whole number of calendar days. Empty when either is empty."""

    name: ClassVar[str] = "dagen_na"
    meaning: ClassVar[str] = "{datum} plus {dagen} kalenderdagen"
    takes: ClassVar[dict[str, Kind]] = {"datum": "date", "dagen": "whole"}
    datum: Name
    dagen: Name


class DagenTussen(Block):
    """Calendar days from ``van`` to ``tot`` (negative when ``tot`` is earlier). Empty when either is empty."""

    name: ClassVar[str] = "dagen_tussen"
    meaning: ClassVar[str] = "het aantal kalenderdagen van {van} tot {tot}"
    takes: ClassVar[dict[str, Kind]] = {"van": "date", "tot": "date"}
    van: Name
    tot: Name


class Moment(Block):
    """A date and a time of day together. Empty when either is empty."""

    name: ClassVar[str] = "moment"
    meaning: ClassVar[str] = "{datum} en {tijd} samen"
    takes: ClassVar[dict[str, Kind]] = {"datum": "date", "tijd": "time"}
    datum: Name
    tijd: Name


class Trede(Block):
    """The largest of ``treden`` that is not above ``van``; ``onder`` when it is below all of them.

    With ``geef: positie`` the position of that step, counted from 0 (``onder`` then stands for below all). Empty only
    when ``van`` is empty.
    """

    name: ClassVar[str] = "trede"
    meaning: ClassVar[str] = "de hoogste trede die niet boven {van} ligt"
    takes: ClassVar[dict[str, Kind]] = {"van": "number"}
    fixed: ClassVar[tuple[str, ...]] = ("treden", "onder", "geef")
    van: Name
    treden: Annotated[list[int], Field(min_length=1)]
    onder: int
    geef: Annotated[str, Field(pattern="^(waarde|positie)$")] = "waarde"


class Loopsom(Block):
    """Running total of ``van`` per key, in order, up to and with the row itself. An empty ``van`` adds 0.

    Rows with an empty key get an empty total. ``volgorde`` sorts empty values last and must end in a unique column.
    """

    name: ClassVar[str] = "loopsom"
    meaning: ClassVar[str] = "het lopende totaal van {van} tot en met deze rij, per {per}; een lege waarde telt als 0"
    takes: ClassVar[dict[str, Kind]] = {"van": "whole"}
    over_rows: ClassVar[bool] = True
    van: Name
    per: Names
    volgorde: Names


class LoopTelling(Block):
    """How many rows of the key, in order, up to and with the row itself have an empty ``leeg``.

    Rows with an empty key get an empty count. It says whether a running total is only a lower bound.
    """

    name: ClassVar[str] = "loop_telling"
    meaning: ClassVar[str] = "hoeveel rijen tot en met deze een lege {leeg} hebben, per {per}"
    over_rows: ClassVar[bool] = True
    compares: ClassVar[bool] = True
    leeg: Name
    per: Names
    volgorde: Names


class Rang(Block):
    """Place of the row within its key, in order, counted from 1. Empty for rows with an empty key."""

    name: ClassVar[str] = "rang"
    meaning: ClassVar[str] = "de plaats van de rij, geteld vanaf 1, per {per}"
    over_rows: ClassVar[bool] = True
    compares: ClassVar[bool] = True
    per: Names
    volgorde: Names


class Overlap(Block):
    """Whether the interval from ``van`` up to but not including ``tot`` overlaps that of another row of the key.

    A row whose ``tot`` is not after its ``van`` has no interval: it overlaps nothing and nothing overlaps it. Empty
    when the row's own key, ``van`` or ``tot`` is empty; other rows with an empty one do not count.
    """

    name: ClassVar[str] = "overlap"
    meaning: ClassVar[str] = "of de tijd van {van} tot {tot} overlapt met die van een andere rij, per {per}"
    takes: ClassVar[dict[str, Kind]] = {"van": "whole", "tot": "whole"}
    over_rows: ClassVar[bool] = True
    compares: ClassVar[bool] = True
    van: Name
    tot: Name
    per: Names


class Vervolg(Block):
    """Whether another row of the key begins (``van``) before this one and ends (``tot``) 0 to ``hoogstens`` before it.

    Empty when the row's own key, ``van`` or ``hoogstens`` is empty; other rows with an empty ``van`` or ``tot`` do not
    count.
    """

    name: ClassVar[str] = "vervolg"
    meaning: ClassVar[str] = (
        "of een andere rij eerder begint ({van}) en hoogstens {hoogstens} voor deze eindigt ({tot}), per {per}"
    )
    takes: ClassVar[dict[str, Kind]] = {"van": "whole", "tot": "whole", "hoogstens": "whole"}
    over_rows: ClassVar[bool] = True
    compares: ClassVar[bool] = True
    van: Name
    tot: Name
    hoogstens: Name
    per: Names


BLOCKS: dict[str, type[Block]] = {
    block.name: block for block in (DagenNa, DagenTussen, Moment, Trede, Loopsom, LoopTelling, Rang, Overlap, Vervolg)
}
