"""The mapping as typed parts: where each table comes from, how it is written, and what is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag

from zpm_audit.base.language import Text
from zpm_audit.base.settings import Given
from zpm_audit.intake.mapping.notation import Notation, Written
from zpm_audit.intake.mapping.parts import Filled, PartOfMapping, RefusedError, Texts, Translation, filled, lines
from zpm_audit.intake.mapping.recipes import ColumnSource, Recipe
from zpm_audit.intake.mapping.rows import Condition, Conditions
from zpm_audit.intake.rows.formats import Formats

_MODEL_YEAR = re.compile(r"202[2-9]|20[3-9][0-9]")
_HIGHEST_HEADER = 1000
_MINUTES = re.compile(r"0\.[0-9]{1,4}|[1-9][0-9]{0,3}")


def _words_or_rows(given: Any) -> str:
    return ":rijen" if isinstance(given, dict) else ":woorden"


def _header_row(given: Any) -> Any:
    if not str(filled(given)).isdecimal() or not 0 < int(given) <= _HIGHEST_HEADER:
        nl, en = f"'{given}' is geen rijnummer", f"'{given}' is no row number"
        raise RefusedError(nl, en, Text("schrijf bijvoorbeeld 4", "write for example 4"))
    return int(given)


class TableMapping(Written):
    """Where one table comes from and how it is written.

    ``kolommen`` is canonical name -> name in the source, or what the column is made from. ``waar`` holds words for yes
    as everywhere, or conditions: then only rows that satisfy them belong to the table.
    """

    bestand: Texts | None = None
    query: Filled | None = None
    blad: Filled | None = None
    bladen: Texts | None = None
    kopregel: Annotated[int, BeforeValidator(_header_row)] = 1
    kolommen: Annotated[dict[str, ColumnSource], BeforeValidator(lines)] = Field(default_factory=dict)
    waarden: Annotated[dict[str, Translation], BeforeValidator(lines)] = Field(default_factory=dict)
    waar: (
        Annotated[
            Annotated[Texts, Tag(":woorden")] | Annotated[Conditions, Tag(":rijen")], Discriminator(_words_or_rows)
        ]
        | None
    ) = None
    ja: Texts | None = None
    nee: Texts | None = None
    uniek: Texts = ()
    meenemen: Texts = ()

    @property
    def notation(self) -> Notation:
        """Return how the table is written."""
        yes = self.ja or (self.waar if isinstance(self.waar, tuple) else None)
        said = {name: getattr(self, name) for name in Written.model_fields}
        return Notation.model_construct(**said | {"waar": yes, "onwaar": self.nee or self.onwaar})

    @property
    def conditions(self) -> dict[str, Condition]:
        """Return what must hold, per column of the source, for a row to belong to the table."""
        return self.waar if isinstance(self.waar, dict) else {}

    @property
    def plain(self) -> dict[str, str]:
        """Return the columns that are read as they are: canonical name -> name in the source."""
        return {name: said for name, said in self.kolommen.items() if isinstance(said, str)}

    @property
    def made(self) -> dict[str, Recipe]:
        """Return the columns that are made: canonical name -> what from."""
        return {name: said for name, said in self.kolommen.items() if isinstance(said, Recipe)}


def _year(given: Any) -> Any:
    if not _MODEL_YEAR.fullmatch(filled(given)):
        nl, en = f"'{given}' is geen jaar van 2022 tot en met 2099", f"'{given}' is no year from 2022 to 2099"
        raise RefusedError(nl, en, Text("schrijf bijvoorbeeld 2024", "write for example 2024"))
    return given


class CodeListLines(PartOfMapping):
    """The official lists with what they do not say themselves."""

    bestanden: Texts = ()
    jaar: Annotated[str | None, BeforeValidator(_year)] = None
    vervallen: Texts = ()


def _minutes(given: Any) -> Any:
    if not _MINUTES.fullmatch(filled(given)):
        nl, en = f"'{given}' is geen aantal minuten", f"'{given}' is no number of minutes"
        raise RefusedError(nl, en, Text("schrijf bijvoorbeeld 90", "write for example 90"))
    return given


def _lists(given: Any) -> Any:
    """Read one file or a list of files as short for ``bestanden``."""
    return {"bestanden": given} if isinstance(given, (str, list)) else given


class MappingFile(PartOfMapping):
    """A mapping file as it is written."""

    database: Filled | None = None
    query_minuten: Annotated[str, BeforeValidator(_minutes)] | None = None
    standaard: Notation = Notation()
    tabellen: Annotated[dict[str, TableMapping], BeforeValidator(lines)] = Field(default_factory=dict)
    codelijst: Annotated[CodeListLines | None, BeforeValidator(_lists)] = None
    instellingen: Annotated[dict[str, Filled], BeforeValidator(lines)] = Field(default_factory=dict)


@dataclass(frozen=True)
class CodeLists:
    """The official lists that a mapping names, and how to read them where they do not say it themselves.

    ``jaar`` is for a tariff table without a year; ``vervallen`` are values of Mutatie that mean that a row is gone.
    """

    bestanden: tuple[Path, ...] = ()
    jaar: int | None = None
    vervallen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """A whole mapping file. A table that it does not name is found by its canonical file name."""

    path: Path
    database: str | None = None
    query_minuten: float | None = None
    standaard: Notation = field(default_factory=Notation)
    tabellen: dict[str, TableMapping] = field(default_factory=dict)
    codelijst: CodeLists = CodeLists()
    instellingen: dict[str, Given] = field(default_factory=dict)

    def table(self, name: str) -> TableMapping:
        """Return what the mapping says of one table."""
        return self.tabellen.get(name, _SILENT)

    def notation(self, name: str) -> Notation:
        """Return how one table is written, ``standaard`` included."""
        return self.table(name).notation.over(self.standaard)


_SILENT = TableMapping()


def formats_of(said: Notation, waarden: dict[str, dict[str, str]], *, described: bool) -> Formats:
    """Return the complete notation of one table: the mapping where it speaks, the contract where it does not."""
    plain = Formats()
    return Formats(
        decimaal=said.decimaal or plain.decimaal,
        duizendtal=said.duizendtal or "",
        datum=said.datumformaat or plain.datum,
        tijd=said.tijdformaat or plain.tijd,
        datumtijd=said.datumtijdformaat or plain.datumtijd,
        waar=said.waar or plain.waar,
        onwaar=said.onwaar or plain.onwaar,
        leeg=said.leeg or (),
        waarden=waarden,
        described=described,
    )
