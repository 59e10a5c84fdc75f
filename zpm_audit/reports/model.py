"""The report model: everything a report shows, in the user's language, frozen. Renderers add layout, never meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Language
from zpm_audit.engine.outcome import Counts, Status
from zpm_audit.reconciliation.model import Reconciliation


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


@dataclass(frozen=True)
class CheckPart:
    """One norm: what it demands, why, and what came out."""

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
    spread: pl.DataFrame
    statistieken: pl.DataFrame | None
    bestand: str
    wat_te_doen: str


@dataclass(frozen=True)
class TablePart:
    """One table of the export: rows in = rows judged + rows set aside."""

    naam: str
    bron: str
    rijen_in: int
    rijen: int
    rijen_opzij: int
    quarantaine: str
    ontbrekende_kolommen: tuple[str, ...]
    onbekende_kolommen: tuple[str, ...]


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

    ``uitkomst`` is ``voldoet``, ``voldoet_niet``, ``fout`` or ``niet_uitgevoerd``.
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


@dataclass(frozen=True)
class ControlTotalPart:
    """What the source system counted against what was read; ``verschil`` tells whether they differ."""

    tabel: str
    rijen_opgegeven: int | None
    rijen_gelezen: int
    bedrag_opgegeven_cent: int | None
    bedrag_gelezen_cent: int | None
    verschil: bool


@dataclass(frozen=True)
class InputFile:
    """A file that the audit rests on, with its hash."""

    naam: str
    soort: str
    bytes: int
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
    """One norm of a framework. ``samenvatting`` is ``exact``, ``deels``, ``hand`` or ``geen``."""

    id: str
    titel: str
    bron: str
    url: str
    zekerheid: str
    samenvatting: str
    samenvatting_titel: str
    dekkingen: tuple[NormCover, ...]


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


@dataclass(frozen=True)
class Report:
    """The whole report."""

    taal: Language
    versie: str
    kenmerk: str
    peildatum: date
    export: str
    periode_van: date | None
    periode_tot: date | None
    tabellen: tuple[TablePart, ...]
    opzij: tuple[SetAsideReason, ...]
    contract: tuple[ExpectationPart, ...]
    contract_door: str
    controletotalen: tuple[ControlTotalPart, ...]
    bestanden: tuple[InputFile, ...]
    checks: tuple[CheckPart, ...]
    rijen_beoordeeld: int
    rijen_toekomst: int
    rijen_niet_declarabel: int
    impact_cent: int | None
    opties: Mapping[str, str]
    eerste_regel: str
    bevindingen: Path
    onbepaald: Path
    lopend: Path
    aantal_bevindingen: int
    aantal_onbepaald: int
    aantal_lopend: int
    thema_titels: Mapping[str, str] = field(default_factory=dict)
    aansluiting: Reconciliation | None = None
    normmatrix: NormMatrixPart | None = None
    notities: tuple[str, ...] = ()

    def in_status(self, *statuses: Status) -> tuple[CheckPart, ...]:
        """Return the checks that ended in one of ``statuses``."""
        return tuple(c for c in self.checks if c.status in statuses)
