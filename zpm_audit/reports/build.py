"""Builds the report model: what was found, in the words and the language of the person who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.norms import NormMatrix
from zpm_audit.checks.model import Catalogue, Check, Parameter
from zpm_audit.checks.words import SEVERITY
from zpm_audit.engine.outcome import Status
from zpm_audit.findings.model import Audit, CheckResult
from zpm_audit.reconciliation.model import Reconciliation
from zpm_audit.register import TABLES, Register, RegisterTable
from zpm_audit.reports.figures.norm_matrix import norm_matrix
from zpm_audit.reports.model import (
    CheckPart,
    ControlTotalPart,
    ExpectationPart,
    InputFile,
    ParameterLine,
    Report,
    SetAsideReason,
    SourceLine,
    TablePart,
)
from zpm_audit.reports.words.shared import STATUS


@dataclass(frozen=True)
class Ingredients:
    """Everything that goes into a report beside the audit itself."""

    version: str
    mark: str
    export: str
    period: tuple[date | None, date | None]
    register: Register
    catalogue: Catalogue
    contract: Sequence[ExpectationPart]
    contract_note: str
    control_totals: Sequence[ControlTotalPart]
    files: Sequence[InputFile]
    options: dict[str, str]
    reconciliation: Reconciliation | None = None
    norms: NormMatrix | None = None
    notes: Sequence[str] = ()


def build_report(audit: Audit, given: Ingredients, language: Language) -> Report:
    """Return the report in ``language``."""
    themes = {t: thema.titel.text.in_(language) for t, thema in given.catalogue.definitions.themas.items()}
    checks = tuple(_check(r, given.catalogue, themes, language) for r in audit.checks)
    return Report(
        taal=language,
        versie=given.version,
        kenmerk=given.mark,
        peildatum=audit.peildatum,
        export=given.export,
        periode_van=given.period[0],
        periode_tot=given.period[1],
        tabellen=tuple(_table(t) for t in given.register.tables.values()),
        opzij=tuple(set_aside(given.register)),
        contract=tuple(given.contract),
        contract_door=given.contract_note,
        controletotalen=tuple(given.control_totals),
        bestanden=tuple(given.files),
        checks=checks,
        rijen_beoordeeld=audit.judged_rows,
        rijen_toekomst=audit.future_rows,
        rijen_niet_declarabel=audit.not_declarable,
        impact_cent=audit.impact_cent,
        opties=given.options,
        eerste_regel=first_line(audit).in_(language),
        bevindingen=audit.findings.afwijkingen,
        onbepaald=audit.findings.onbepaald,
        lopend=audit.findings.lopend,
        aantal_bevindingen=sum(r.counts.afwijking for r in audit.checks),
        aantal_onbepaald=sum(r.counts.onbepaald for r in audit.checks),
        aantal_lopend=sum(r.counts.loopt for r in audit.checks),
        thema_titels=themes,
        notities=tuple(given.notes),
        aansluiting=given.reconciliation,
        normmatrix=norm_matrix(given.norms, checks, language) if given.norms else None,
    )


def first_line(audit: Audit) -> Text:
    """Return the first line of output and report: what did not run and what could not be judged comes first."""
    total = len(audit.checks)
    not_run = sum(r.status in (Status.NIET_UITGEVOERD, Status.MISLUKT) for r in audit.checks)
    broken = sum(r.status is Status.MISLUKT for r in audit.checks)
    rows, verdicts = audit.undetermined_units, sum(r.counts.onbepaald for r in audit.checks)
    deviating = sum(r.counts.afwijking - r.counts.geaccepteerd for r in audit.checks)
    running = sum(r.counts.loopt for r in audit.checks)
    nl = (
        f"{not_run} van {total} checks niet uitgevoerd{f' (waarvan {broken} mislukt)' if broken else ''}, "
        f"{counted(rows, 'rij', 'rijen')} onbepaald ({counted(verdicts, 'oordeel', 'oordelen')}), "
        f"{counted(deviating, 'afwijking', 'afwijkingen')}, "
        f"{counted(running, 'lopende termijn', 'lopende termijnen')}."
    )
    en = (
        f"{not_run} of {total} checks not executed{f' ({broken} of them failed)' if broken else ''}, "
        f"{counted(rows, 'row', 'rows')} undetermined ({counted(verdicts, 'verdict', 'verdicts')}), "
        f"{counted(deviating, 'deviation', 'deviations')}, {counted(running, 'term', 'terms')} still running."
    )
    return Text(nl, en)


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many}"


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
    )


def set_aside(register: Register) -> Iterable[SetAsideReason]:
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


def _check(result: CheckResult, catalogue: Catalogue, themes: dict[str, str], language: Language) -> CheckPart:
    check = result.check
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
        spread=result.spread,
        statistieken=_without_code(result.statistics),
        bestand=_relative(catalogue.files[check.id], catalogue.folder),
        wat_te_doen=check.doen.text.in_(language),
    )


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
            eenheid=parameter.eenheid,
            vanaf=value.vanaf,
            tot=value.tot,
            waarde=_number(value.waarde),
            bron=value.bron,
            zekerheid=value.zekerheid,
        )


def _number(value: Any) -> str:
    return str(value)
