"""Builds the report: what the audit found, in the words and the language of the person who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from zpm_audit import __version__
from zpm_audit.archive.life import Lives
from zpm_audit.archive.model import Life
from zpm_audit.archive.trend import SeriesTrend
from zpm_audit.base.language import Language, Text
from zpm_audit.base.owners import Owners
from zpm_audit.base.period import Period
from zpm_audit.base.sign_off import SignOff
from zpm_audit.catalogue.norms import NormMatrix
from zpm_audit.catalogue.official import FromOfficial
from zpm_audit.catalogue.pages.facts import Facts
from zpm_audit.checks.model import Check, Parameter
from zpm_audit.checks.words import SEVERITY, STATUS
from zpm_audit.engine.context import Context
from zpm_audit.findings.assemble import period
from zpm_audit.findings.model import Audit, CheckResult
from zpm_audit.findings.recalculation import Recalculation
from zpm_audit.findings.worklists import Worklist
from zpm_audit.followup.model import FollowUp
from zpm_audit.intake import ControlTotal
from zpm_audit.intake.account import table_facts
from zpm_audit.intake.contract import ContractOutcome, ExpectationResult
from zpm_audit.reconciliation.model import Reconciliation
from zpm_audit.reconciliation.vertrouwen import Vertrouwen
from zpm_audit.register import TABLES, Register, RegisterTable
from zpm_audit.reports.figures.by_hand import ByHand
from zpm_audit.reports.figures.framework import Framed
from zpm_audit.reports.figures.norm_matrix import norm_matrix
from zpm_audit.reports.figures.opinion import Tolerances
from zpm_audit.reports.model import Report
from zpm_audit.reports.parts import (
    CheckPart,
    ControlTotalPart,
    ExpectationPart,
    InputFile,
    ParameterLine,
    SetAsideReason,
    SourceLine,
    TableAside,
    TablePart,
)
from zpm_audit.reports.words.shared import UNIT


@dataclass(frozen=True)
class Found:
    """Everything that is known when the judging is done. A report is built from this and nothing else.

    ``audit`` points at the lists where they will stay; ``options`` are those that decide on the outcome.
    """

    context: Context
    audit: Audit
    contract: ContractOutcome
    reconciliation: Reconciliation
    vertrouwen: Vertrouwen
    recalculation: Recalculation
    totals: Sequence[ControlTotal]
    norms: NormMatrix | None
    notes: Sequence[Text]
    files: Sequence[InputFile]
    mark: str
    export: str
    options: Mapping[str, str]
    performed: date
    catalogue: FromOfficial
    period: Period | None = None
    command: str = ""
    worklists: Sequence[Worklist] = ()
    lives: Lives | None = None
    trend: SeriesTrend | None = None
    sign_off: SignOff = field(default_factory=SignOff)
    without_acceptances: bool = False
    follow_up: FollowUp | None = None
    owners: Owners = field(default_factory=Owners)
    #: How a command names this run; empty without an archive.
    named: str = ""
    tolerances: Tolerances | None = None
    framework: Framed | None = None
    by_hand: ByHand | None = None


def build_report(found: Found, language: Language) -> Report:
    """Return the report in ``language``."""
    audit, register, catalogue = found.audit, found.context.register, found.context.catalogue
    themes = {t: thema.titel.text.in_(language) for t, thema in catalogue.definitions.themas.items()}
    aside = {t.name: t.rows_aside for t in register.tables.values() if t.rows_aside}
    checks = tuple(_check(r, found.context, themes, aside, language) for r in audit.checks)
    first, last = period(found.context)
    return Report(
        taal=language,
        versie=__version__,
        kenmerk=found.mark,
        peildatum=audit.peildatum,
        export=found.export,
        periode_van=first,
        periode_tot=last,
        tabellen=tuple(_table(t) for t in register.tables.values()),
        opzij=tuple(_set_aside(register)),
        contract=tuple(_expectation(r, language) for r in found.contract.results),
        contract_door=found.contract.engine_note.in_(language),
        controletotalen=tuple(_control_total(t) for t in found.totals),
        bestanden=tuple(found.files),
        checks=checks,
        rijen_beoordeeld=audit.judged_rows,
        rijen_toekomst=audit.future_rows,
        rijen_niet_declarabel=audit.not_declarable,
        eenheden_onbepaald=audit.undetermined_units,
        impact_cent=audit.impact_cent,
        prestaties=audit.prestaties,
        catalogus=found.catalogue,
        uitgevoerd=found.performed,
        periode=found.period,
        rijen_buiten_periode=audit.outside_period,
        opdracht=found.command,
        uitleg=found.named,
        werklijsten=tuple(found.worklists),
        acceptaties=audit.accepted,
        zonder_acceptaties=found.without_acceptances,
        prestaties_open=audit.open_prestaties,
        **vars(found.sign_off),
        opties=found.options,
        bevindingen=audit.findings.afwijkingen,
        onbepaald=audit.findings.onbepaald,
        lopend=audit.findings.lopend,
        thema_titels=themes,
        aansluiting=found.reconciliation,
        vertrouwen=found.vertrouwen,
        herrekening=found.recalculation,
        normmatrix=norm_matrix(found.norms, checks, language) if found.norms else None,
        levensloop=found.lives.counts if found.lives else None,
        levensloop_per_check=found.lives.per_check if found.lives else {},
        vorige_run=found.lives.series.run_id if found.lives else None,
        opvolging=found.follow_up,
        eigenaren=found.owners,
        tolerantie=found.tolerances,
        raamwerk=found.framework,
        met_de_hand=found.by_hand,
        reeks=found.trend,
        vorige_manifest=found.lives.series.manifest_sha256 if found.lives else None,
        nieuw_open=_open_news(audit.findings.afwijkingen) if found.lives else 0,
        notities=tuple(note.in_(language) for note in found.notes),
    )


def _open_news(findings: Path) -> int:
    """Return how many findings are new or came back, and nobody accepted."""
    news = pl.col("levensloop").is_in([Life.NIEUW.value, Life.HEROPEND.value]) & pl.col("acceptatie").is_null()
    return int(pl.scan_parquet(findings).select(news.sum()).collect().item())


def _table(table: RegisterTable) -> TablePart:
    missing = [c.name for c in TABLES[table.name].columns if c.name not in table.columns]
    return TablePart(
        naam=table.name,
        bron=table.source,
        rijen_in=table.rows_in,
        rijen=table.rows,
        rijen_opzij=table.rows_aside,
        quarantaine=f"quarantaine/{table.name}.csv" if table.rows_aside else "",
        ontbrekende_kolommen=tuple(missing),
        onbekende_kolommen=table.unknown_columns,
        feiten=table_facts(table),
    )


def _set_aside(register: Register) -> Iterable[SetAsideReason]:
    """Yield how often each reason set rows of a table aside, the most frequent first."""
    for table, path in register.quarantine.items():
        counted = (
            pl.scan_csv(path, infer_schema=False)
            .group_by("kolom", "reden")
            .agg(pl.len().alias("aantal"))
            .sort("aantal", "kolom", "reden", descending=[True, False, False])
            .collect()
        )
        for column, reason, count in counted.rows():
            yield SetAsideReason(table, column or "", reason or "", count)


def _check(
    result: CheckResult, context: Context, themes: dict[str, str], aside: Mapping[str, int], language: Language
) -> CheckPart:
    check, catalogue = result.check, context.catalogue
    facts = Facts(catalogue, check, context)
    below = _aside_below(facts, aside)
    return CheckPart(
        id=check.id,
        versie=check.versie,
        titel=check.titel.text.in_(language),
        thema=check.thema,
        thema_titel=themes[check.thema],
        ernst=check.ernst,
        ernst_titel=SEVERITY[check.ernst].in_(language),
        onderwerp=check.onderwerp,
        risico=check.risico.text.in_(language),
        norm_tekst=check.eist.text.in_(language),
        populatie_tekst=check.populatie.woorden.text.in_(language),
        bronnen=tuple(_sources(check)),
        parameters=tuple(_parameters(check, language)),
        zekerheid=check.zekerheid,
        status=result.status,
        status_titel=STATUS[result.status].in_(language),
        reden=result.reason.in_(language) if result.reason else "",
        counts=result.counts,
        impact_cent=result.impact_cent,
        impact_onbekend=result.impact_unknown,
        geaccepteerd_cent=result.accepted_cent,
        over_tijd=result.overdue,
        spread=result.spread,
        split=result.split,
        statistieken=_without_code(result.statistics),
        bestand=_relative(catalogue.files[check.id], catalogue.folder),
        wat_te_doen=check.doen.text.in_(language),
        opzij=below,
        opzij_alleen=bool(below) and {one.tabel for one in below} == {check.populatie.tabel} and facts.by_itself(),
    )


def _aside_below(facts: Facts, aside: Mapping[str, int]) -> tuple[TableAside, ...]:
    below = facts.tables() if aside else frozenset()
    return tuple(TableAside(table, rows) for table, rows in aside.items() if table in below)


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def _without_code(statistics: pl.DataFrame | None) -> pl.DataFrame | None:
    return None if statistics is None else statistics.drop(":code")


def _sources(check: Check) -> Iterable[SourceLine]:
    for norm in check.norm:
        yield SourceLine(
            bron=norm.bron,
            artikel=norm.artikel or "",
            url=norm.url or "",
            geldig_van=norm.geldig_van,
            geldig_tot=norm.geldig_tot,
            zekerheid=norm.zekerheid,
            geverifieerd_op=norm.geverifieerd_op,
        )


def _parameters(check: Check, language: Language) -> Iterable[ParameterLine]:
    for name, parameter in check.parameters.items():
        yield from _values(name, parameter, language)


def _values(name: str, parameter: Parameter, language: Language) -> Iterable[ParameterLine]:
    for value in parameter.waarden:
        yield ParameterLine(
            naam=name,
            omschrijving=parameter.omschrijving.text.in_(language),
            eenheid=UNIT[parameter.eenheid].in_(language) if parameter.eenheid in UNIT else parameter.eenheid,
            vanaf=value.vanaf,
            tot=value.tot,
            waarde=str(value.waarde),
            bron=value.bron,
            zekerheid=value.zekerheid,
        )


def _expectation(result: ExpectationResult, language: Language) -> ExpectationPart:
    return ExpectationPart(
        tabel=result.table,
        kolom=result.column,
        omschrijving=result.description.in_(language),
        waarom=result.why.in_(language),
        uitkomst=result.outcome,
        waargenomen=result.observed.in_(language),
        rijen=result.rows,
        afwijkend=result.unexpected,
        door=result.engine.in_(language),
        voorbeelden=result.examples,
        ernst=result.severity,
    )


def _control_total(total: ControlTotal) -> ControlTotalPart:
    return ControlTotalPart(
        tabel=total.tabel,
        rijen_opgegeven=total.rijen_opgegeven,
        rijen_gelezen=total.rijen_gelezen,
        bedrag_opgegeven_cent=total.bedrag_opgegeven_cent,
        bedrag_gelezen_cent=total.bedrag_gelezen_cent,
        verschil=total.differs,
    )
