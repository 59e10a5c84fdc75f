"""The parts of a report: a check, a table, an expectation, a file, a norm. In the user's language, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import polars as pl

from zpm_audit.checks.verdict import Status
from zpm_audit.engine.outcome import Counts
from zpm_audit.reports.spread import SettingLine, per_setting


@dataclass(frozen=True)
class SourceLine:
    """One source of a norm, with its certainty: Z guide, A primary, B secondary, C plausibility of our own."""

    bron: str
    artikel: str
    url: str
    geldig_van: date | None
    geldig_tot: date | None
    zekerheid: str
    geverifieerd_op: date | None


@dataclass(frozen=True)
class ParameterLine:
    """One dated value of one parameter, with its own source. Open ends are None."""

    naam: str
    omschrijving: str
    eenheid: str
    vanaf: date | None
    tot: date | None
    waarde: str
    bron: str
    zekerheid: str


class TableAside(NamedTuple):
    """A table of which rows were set aside, and how many: tables are never added up, for a total hides a small one."""

    tabel: str
    rijen: int


@dataclass(frozen=True)
class CheckPart:
    """One norm: what it demands, why, and what came out.

    ``opzij`` are the tables that it rests on of which rows were set aside: those could have changed what came out.
    ``opzij_alleen`` tells that such a row is a unit of the check and changes the verdict on no other.
    """

    id: str
    versie: int
    titel: str
    thema: str
    thema_titel: str
    ernst: str
    ernst_titel: str
    onderwerp: str
    risico: str
    norm_tekst: str
    populatie_tekst: str
    bronnen: tuple[SourceLine, ...]
    parameters: tuple[ParameterLine, ...]
    zekerheid: str
    status: Status
    status_titel: str
    reden: str
    counts: Counts
    impact_cent: int | None
    impact_onbekend: int
    over_tijd: int
    spread: pl.DataFrame
    split: pl.DataFrame
    statistieken: pl.DataFrame | None
    bestand: str
    wat_te_doen: str
    opzij: tuple[TableAside, ...] = ()
    opzij_alleen: bool = False
    geaccepteerd_cent: int | None = None

    @property
    def open_cent(self) -> int | None:
        """Return the known amounts of the deviations that nobody accepted; None where none is known."""
        return None if self.impact_cent is None else self.impact_cent - (self.geaccepteerd_cent or 0)

    @property
    def populatie_cent(self) -> int | None:
        """Return what the units of the population come to; None where no amount is known."""
        known = self.split.get_column("populatie_cent").drop_nulls()
        return int(known.sum()) if known.len() else None

    @property
    def ran(self) -> bool:
        """Tell whether the check has an outcome at all."""
        return not self.status.silent

    @property
    def rest(self) -> int:
        """Return what the four verdicts leave of the population: nothing, or the check does not add up."""
        return self.counts.populatie - self.counts.judged

    @cached_property
    def per_setting(self) -> tuple[SettingLine, ...]:
        """Return the verdicts per setting; nothing where no unit has one."""
        lines = per_setting(self.spread)
        return lines if any(line.setting is not None for line in lines) else ()


@dataclass(frozen=True)
class TablePart:
    """One table of the export: rows in = rows judged + rows set aside. ``feiten`` is all there is to say of it."""

    naam: str
    bron: str
    rijen_in: int
    rijen: int
    rijen_opzij: int
    quarantaine: str
    ontbrekende_kolommen: tuple[str, ...]
    onbekende_kolommen: tuple[str, ...]
    feiten: Mapping[str, object] = field(default_factory=dict)

    @property
    def rest(self) -> int:
        """Return the rows that are neither in the audit nor set aside: none, or the table does not add up."""
        return self.rijen_in - self.rijen - self.rijen_opzij


@dataclass(frozen=True)
class SetAsideReason:
    """How often rows of a table were set aside for one reason in one column."""

    tabel: str
    kolom: str
    reden: str
    aantal: int


@dataclass(frozen=True)
class ExpectationPart:
    """One expectation of the data contract.

    ``uitkomst`` is ``voldoet``, ``voldoet_niet``, ``fout`` or ``niet_uitgevoerd``; ``ernst`` how much rests on it.
    """

    tabel: str
    kolom: str
    omschrijving: str
    waarom: str
    uitkomst: str
    waargenomen: str
    rijen: int
    afwijkend: int
    door: str
    voorbeelden: tuple[str, ...] = ()
    ernst: str = "signaal"


@dataclass(frozen=True)
class ControlTotalPart:
    """What the source system counted against what was read; ``verschil`` tells whether they differ."""

    tabel: str
    rijen_opgegeven: int | None
    rijen_gelezen: int
    bedrag_opgegeven_cent: int | None
    bedrag_gelezen_cent: int | None
    verschil: bool

    @property
    def rows_apart(self) -> int | None:
        """Return the rows that were stated less those that were read."""
        return None if self.rijen_opgegeven is None else self.rijen_opgegeven - self.rijen_gelezen

    @property
    def cents_apart(self) -> int | None:
        """Return the amount that was stated less what was read; None where either is unknown."""
        stated, read = self.bedrag_opgegeven_cent, self.bedrag_gelezen_cent
        return None if stated is None or read is None else stated - read


@dataclass(frozen=True)
class InputFile:
    """A file that the audit rests on, with its hash; a query has no size."""

    naam: str
    soort: str
    bytes: int | None
    sha256: str


@dataclass(frozen=True)
class NormCover:
    """How far one or more checks cover a norm. ``checks`` holds what came out of those that are in this run.

    ``dekking`` is ``exact``, ``over``, ``onder``, ``hand`` or ``geen``; ``check_ids`` is empty where a person covers
    the norm, or nothing does.
    """

    dekking: str
    dekking_titel: str
    toelichting: str
    check_ids: tuple[str, ...]
    checks: Mapping[str, CheckPart]


@dataclass(frozen=True)
class NormPart:
    """One norm of a framework. ``samenvatting`` is ``exact``, ``deels``, ``hand`` or ``geen``.

    ``getrokken_uit`` is from what items are drawn where a person has to test it, in words.
    """

    id: str
    titel: str
    bron: str
    url: str
    zekerheid: str
    samenvatting: str
    samenvatting_titel: str
    dekkingen: tuple[NormCover, ...]
    getrokken_uit: str = ""

    @property
    def by_hand(self) -> str:
        """Return what a person has to look at; empty where nothing is left to one."""
        return " ".join(dict.fromkeys(c.toelichting for c in self.dekkingen if c.dekking == "hand"))


@dataclass(frozen=True)
class NormFramework:
    """One framework with its norms."""

    id: str
    titel: str
    toelichting: str
    bron: str
    url: str
    normen: tuple[NormPart, ...]

    def count(self, summary: str) -> int:
        """Return how many of its norms are covered so far."""
        return sum(n.samenvatting == summary for n in self.normen)


@dataclass(frozen=True)
class NormMatrixPart:
    """The norm matrix. ``ongeplaatst`` are checks of this run that stand under no norm."""

    kaders: tuple[NormFramework, ...]
    ongeplaatst: tuple[str, ...]

    @property
    def by_hand(self) -> tuple[tuple[NormFramework, NormPart], ...]:
        """Return the norms that a person has to test, each with its framework."""
        return tuple((f, norm) for f in self.kaders for norm in f.normen if norm.by_hand)

    def count(self, summary: str) -> int:
        """Return how many norms of all frameworks are covered so far."""
        return sum(framework.count(summary) for framework in self.kaders)
