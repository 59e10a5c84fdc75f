"""The report: everything that html, workbook and json say of an audit, in the user's language, frozen.

What was found stands in the fields, which ``build`` fills. What follows from them (a sum, an order, a sentence) is a
property here, computed once by a function in ``figures``. Renderers add layout and never meaning: something new to
show gets a field or a property, and then its place in every renderer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from zpm_audit.archive.trend import SeriesTrend
from zpm_audit.base.language import Language
from zpm_audit.base.owners import Owners
from zpm_audit.base.period import Period
from zpm_audit.catalogue.official import FromOfficial
from zpm_audit.checks.verdict import Status
from zpm_audit.findings.acceptances.outcome import Accepted
from zpm_audit.findings.model import Prestaties
from zpm_audit.findings.recalculation import Recalculation
from zpm_audit.findings.worklists import Worklist
from zpm_audit.followup.model import FollowUp
from zpm_audit.reconciliation.model import Reconciliation
from zpm_audit.reconciliation.vertrouwen import Vertrouwen
from zpm_audit.reports.figures import attention, open_units
from zpm_audit.reports.figures.acceptances import acceptance_lines
from zpm_audit.reports.figures.amounts import Amounts, amounts
from zpm_audit.reports.figures.aside import set_aside
from zpm_audit.reports.figures.bridge import Bridge, bridge
from zpm_audit.reports.figures.by_hand import ByHand
from zpm_audit.reports.figures.closing import closing_sentence
from zpm_audit.reports.figures.conclusion import Conclusion, conclusion, first_line, not_to_build_on
from zpm_audit.reports.figures.export import ExportFigures, export_figures
from zpm_audit.reports.figures.first_steps import FirstStep, first_steps
from zpm_audit.reports.figures.follow_up import OpenWork, open_work
from zpm_audit.reports.figures.framework import Framed, MeasureOutcome, measure_outcomes
from zpm_audit.reports.figures.morning import Morning, morning
from zpm_audit.reports.figures.open_units import Undetermined, Urgency
from zpm_audit.reports.figures.opinion import Opinion, Tolerances, exceeding, opinions
from zpm_audit.reports.figures.opinion_told import OpinionRow, opinion_line, opinion_rows
from zpm_audit.reports.figures.own_catalogue import own_catalogue
from zpm_audit.reports.figures.recalculation import RecalculationFigures
from zpm_audit.reports.figures.reconciliation import ReconciliationFigures
from zpm_audit.reports.figures.themes import Deviations, Theme, by_weight, deviations, themes
from zpm_audit.reports.figures.totals import Totals, totals
from zpm_audit.reports.figures.trend import Trend, trend
from zpm_audit.reports.figures.trust import Trust, trust
from zpm_audit.reports.parts import (
    CheckPart,
    ControlTotalPart,
    ExpectationPart,
    InputFile,
    NormMatrixPart,
    SetAsideReason,
    TableAside,
    TablePart,
)
from zpm_audit.reports.spread import Months, Timeline, busy_months, over_time, together


@dataclass(frozen=True)
class Report:
    """The whole report. The three lists of findings stay in their files: there may be millions of rows."""

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
    eenheden_onbepaald: int
    impact_cent: int | None
    prestaties: Prestaties
    catalogus: FromOfficial
    uitgevoerd: date
    opties: Mapping[str, str]
    bevindingen: Path
    onbepaald: Path
    lopend: Path
    thema_titels: Mapping[str, str] = field(default_factory=dict)
    aansluiting: Reconciliation | None = None
    vertrouwen: Vertrouwen = field(default_factory=Vertrouwen)
    herrekening: Recalculation | None = None
    normmatrix: NormMatrixPart | None = None
    notities: tuple[str, ...] = ()
    #: How many findings have which life, and the run before this one in its series; None without an archive.
    levensloop: Mapping[str, int] | None = None
    levensloop_per_check: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    vorige_run: str | None = None
    vorige_manifest: str | None = None
    #: How a command names this run (its id and its archive); empty without an archive.
    uitleg: str = ""
    #: The runs of the series, this one included; None without an archive.
    reeks: SeriesTrend | None = None
    #: Findings that are new or came back, and that nobody accepted.
    nieuw_open: int = 0
    #: What is known of the follow-up of findings (None without an archive), and who has to act on what.
    opvolging: FollowUp | None = None
    eigenaren: Owners = field(default_factory=Owners)
    periode: Period | None = None
    rijen_buiten_periode: int = 0
    opdracht: str = ""
    werklijsten: tuple[Worklist, ...] = ()
    acceptaties: Accepted | None = None
    zonder_acceptaties: bool = False
    prestaties_open: Prestaties | None = None
    aanbieder: str = ""
    agb: str = ""
    uitgevoerd_door: str = ""
    beoordeeld_door: str = ""
    beoordeeld_op: date | None = None
    conclusie_beoordelaar: str = ""
    tolerantie: Tolerances | None = None
    raamwerk: Framed | None = None
    #: What people found of the norms that are tested by hand; None where no programme was given.
    met_de_hand: ByHand | None = None

    @cached_property
    def eerste_regel(self) -> str:
        """Return the first line of every output: an export that cannot be built on says so before all else."""
        line = first_line(self.totals, self.eenheden_onbepaald, self.taal)
        return line if self.vertrouwen.voldoende else f"{not_to_build_on(self.vertrouwen, self.taal)} {line}"

    @cached_property
    def own_catalogue(self) -> tuple[str, ...]:
        """Return what differs from the shipped catalogue, for the first page."""
        return own_catalogue(self.catalogus, self.taal)

    @cached_property
    def acceptance_lines(self) -> tuple[str, ...]:
        """Return what there is to say of the acceptances, for the first page."""
        return acceptance_lines(self)

    @cached_property
    def open_work(self) -> OpenWork | None:
        """Return what is open and without an owner; None where nothing could tell of owners."""
        return open_work(self)

    @cached_property
    def conclusion(self) -> Conclusion:
        """Return the verdict on the run as a whole."""
        return conclusion(self.checks, self.totals)

    @property
    def rijen(self) -> int:
        """Return all prestaties that could be read, judged or not."""
        return self.rijen_beoordeeld + self.rijen_buiten_periode + self.rijen_toekomst + self.rijen_niet_declarabel

    @cached_property
    def totals(self) -> Totals:
        """Return what all checks come to together."""
        return totals(self.checks)

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """Return the checks per theme."""
        return themes(self.checks, self.thema_titels, self.charted)

    @cached_property
    def deviations(self) -> Deviations:
        """Return the deviations over time."""
        return deviations(self.checks, self.charted)

    @cached_property
    def charted(self) -> Months | None:
        """Return the first and the last month that charts show: those of the period, else of nearly all prestaties."""
        if self.periode:
            return self.periode.first.replace(day=1), self.periode.last.replace(day=1)
        if self.aansluiting:
            return busy_months(self.aansluiting.per_month.select("maand", pl.col("rijen").alias("aantal")))
        return busy_months(together([c.spread for c in self.checks]))

    def over_time(self, check: CheckPart) -> Timeline:
        """Return the verdicts of one check per period, within the months that charts show."""
        return over_time(check.spread, months=self.charted)

    @cached_property
    def measure_outcomes(self) -> tuple[MeasureOutcome, ...]:
        """Return the measures of the framework, each with what was seen of it."""
        return measure_outcomes(self)

    @cached_property
    def opinion_rows(self) -> tuple[OpinionRow, ...]:
        """Return the same in words, a row per measure."""
        return opinion_rows(self)

    @cached_property
    def opinion_line(self) -> str:
        """Return what the first page says of the tolerance."""
        return opinion_line(self)

    @cached_property
    def opinion_brief(self) -> str:
        """Return the same without the reasons."""
        return opinion_line(self, reasons=False)

    @property
    def opinion_exceeded(self) -> bool:
        """Tell whether the tolerance for the whole is exceeded, whatever was accepted."""
        return any(one.scope == "geheel" and one.open_verdict == "overschreden" for one in self.opinions)

    @cached_property
    def to_take_up(self) -> tuple[CheckPart, ...]:
        """Return the checks with deviations in the order in which to take them up."""
        return attention.to_take_up(self.checks)

    @cached_property
    def by_amount(self) -> tuple[tuple[CheckPart, int], ...]:
        """Return the checks with a known amount (cents), the highest first."""
        return attention.by_amount(self.checks)

    @cached_property
    def by_deviations(self) -> tuple[CheckPart, ...]:
        """Return the checks with deviations, the most deviations first."""
        return attention.by_deviations(self.checks)

    @cached_property
    def amounts(self) -> dict[str, Amounts]:
        """Return what the deviations of every check come to."""
        return amounts(self.bevindingen, {c.id: c.id for c in self.checks if c.counts.afwijking})

    @cached_property
    def amounts_by_theme(self) -> dict[str, Amounts]:
        """Return what the deviations of every theme come to: within a theme every prestatie counts once."""
        return amounts(self.bevindingen, {c.id: c.thema for c in self.checks if c.counts.afwijking})

    @cached_property
    def heaviest(self) -> tuple[CheckPart, ...]:
        """Return the checks with open deviations, the heaviest first."""
        return attention.heaviest_first(self.checks, self.amounts)

    @cached_property
    def alarming(self) -> frozenset[str]:
        """Return the checks that ask for a colour: what exceeds a tolerance, or without any the heaviest."""
        red = exceeding(self.opinions)
        return attention.alarming(self.heaviest) if red is None else red[0]

    @cached_property
    def alarming_themes(self) -> frozenset[str]:
        """Return the themes that ask for a colour: of a check that does, or with a tolerance of their own exceeded."""
        red = exceeding(self.opinions)
        own = red[1] if red else frozenset()
        return own | {c.thema for c in self.checks if c.id in self.alarming}

    @cached_property
    def opinions(self) -> tuple[Opinion, ...]:
        """Return what came out against every tolerance that was set."""
        return opinions(self)

    @cached_property
    def themes_by_weight(self) -> tuple[Theme, ...]:
        """Return the themes, the heaviest first."""
        return by_weight(self.themes, self.amounts_by_theme)

    @cached_property
    def trust(self) -> tuple[Trust, ...]:
        """Return in three verdicts whether the export can be built on."""
        return trust(self)

    @cached_property
    def closing(self) -> str:
        """Return the conclusion in one sentence."""
        return closing_sentence(self)

    @cached_property
    def first_steps(self) -> tuple[FirstStep, ...]:
        """Return what to do first."""
        running = self.lopend if self.totals.running else None
        return first_steps(self.heaviest, self.amounts, self.bevindingen, running, self.peildatum)

    @property
    def silent(self) -> tuple[CheckPart, ...]:
        """Return the checks that have no outcome."""
        return tuple(c for c in self.checks if not c.ran)

    @property
    def not_applicable(self) -> tuple[CheckPart, ...]:
        """Return the checks that did run, on an empty population."""
        return tuple(c for c in self.checks if c.status is Status.NIET_VAN_TOEPASSING)

    @property
    def running(self) -> tuple[CheckPart, ...]:
        """Return the checks with terms that are still running."""
        return tuple(c for c in self.checks if c.counts.loopt)

    @cached_property
    def urgency(self) -> Urgency:
        """Return how soon the running terms end."""
        return open_units.urgency(self.lopend, self.peildatum)

    @cached_property
    def undetermined(self) -> tuple[Undetermined, ...]:
        """Return per check why units could not be judged."""
        return open_units.undetermined(self.onbepaald, self.checks) if self.totals.undetermined else ()

    @cached_property
    def quality(self) -> ExportFigures:
        """Return whether the export can be trusted."""
        return export_figures(self.tabellen, self.contract, self.controletotalen)

    @cached_property
    def set_aside(self) -> tuple[TableAside, ...]:
        """Return the tables of which rows were set aside, and how many of each."""
        return set_aside(self.tabellen)

    @property
    def quarantine(self) -> dict[str, str]:
        """Return per table where the rows that were set aside are; empty where they are not."""
        return {o.tabel: "" for o in self.opzij} | {t.naam: t.quarantaine for t in self.tabellen}

    @cached_property
    def reconciliation(self) -> ReconciliationFigures | None:
        """Return what there is to say of the reconciliation."""
        if self.aansluiting is None:
            return None
        outside = self.rijen_buiten_periode
        return ReconciliationFigures(self.aansluiting, self.controletotalen, self.taal, self.periode, outside)

    @property
    def ledger_line(self) -> str:
        """Return what the first page says of the ledger; nothing without one, or where every month agrees."""
        found = self.reconciliation
        return found.ledger.brief if found and found.ledger else ""

    @cached_property
    def recalculation(self) -> RecalculationFigures | None:
        """Return what there is to say of the recalculation; also why there is none."""
        return RecalculationFigures(self.herrekening, self.taal) if self.herrekening else None

    @cached_property
    def trend(self) -> Trend | None:
        """Return how the series went; None without an archive."""
        return trend(self, self.reeks) if self.reeks else None

    @cached_property
    def morning(self) -> Morning:
        """Return what somebody must know this morning."""
        return morning(self)

    @cached_property
    def bridge(self) -> Bridge:
        """Return the steps from the list of findings to the headline."""
        return bridge(self.bevindingen, self.prestaties)
