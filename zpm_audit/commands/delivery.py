"""Writes what the user gets: the lists of findings, what was set aside, the reconciliation and the reports."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zpm_audit import __version__
from zpm_audit.base.language import Language, Text
from zpm_audit.catalogue.norms import NormMatrix
from zpm_audit.commands.console import Steps
from zpm_audit.commands.options import Options
from zpm_audit.engine.context import Context
from zpm_audit.findings.assemble import period
from zpm_audit.findings.lists import write_lists
from zpm_audit.findings.model import Audit
from zpm_audit.findings.result_json import write_result
from zpm_audit.intake import ControlTotal
from zpm_audit.intake.contract import ContractOutcome, ExpectationResult
from zpm_audit.output.hashing import FileHash
from zpm_audit.reconciliation import Reconciliation, summary, write_reconciliation
from zpm_audit.reports.build import Ingredients, build_report, first_line
from zpm_audit.reports.model import ControlTotalPart, ExpectationPart, InputFile, Report


@dataclass(frozen=True)
class Found:
    """Everything that is known when the judging is done."""

    context: Context
    audit: Audit
    contract: ContractOutcome
    reconciliation: Reconciliation
    totals: Sequence[ControlTotal]
    norms: NormMatrix | None
    notes: Sequence[Text]
    hashes: Mapping[Path, FileHash]
    mark: str


def deliver(found: Found, options: Options, folder: Path, show: Steps) -> None:
    """Write everything that the user gets, except the manifest that seals it."""
    from zpm_audit.reports.excel.workbook import write_workbook
    from zpm_audit.reports.html.render import write_html

    language = options.language
    audit = write_lists(found.audit, folder)
    write_reconciliation(found.reconciliation, folder)
    for table, path in found.context.register.quarantine.items():
        (folder / "quarantaine").mkdir(exist_ok=True)
        shutil.copyfile(path, folder / "quarantaine" / f"{table}.csv")
    report = _report(audit, found, options)
    write_result(audit, _run(audit, found, options), folder / "resultaat.json", language)
    show.now(Text("HTML-rapport maken", "Making the HTML report").in_(language))
    write_html(report, folder / "rapport.html")
    show.now(Text("Excel-werkboek maken", "Making the Excel workbook").in_(language))
    write_workbook(report, folder / "rapport.xlsx", max_rows=options.workbook_rows)


def _report(audit: Audit, found: Found, options: Options) -> Report:
    language, register = options.language, found.context.register
    return build_report(
        audit,
        Ingredients(
            version=__version__,
            mark=found.mark,
            export=options.export.resolve().name,
            period=period(found.context),
            register=register,
            catalogue=found.context.catalogue,
            contract=[_expectation(r, language) for r in found.contract.results],
            contract_note=found.contract.engine_note.in_(language),
            control_totals=[_control_total(t) for t in found.totals],
            files=_files(found, options),
            options=options.influence(),
            notes=[note.in_(language) for note in found.notes],
            reconciliation=found.reconciliation,
            norms=found.norms,
        ),
        language,
    )


def _run(audit: Audit, found: Found, options: Options) -> dict[str, Any]:
    """Return what ``resultaat.json`` says of the run as a whole."""
    return {
        "kenmerk": found.mark,
        "versie": __version__,
        "peildatum": options.peildatum.isoformat(),
        "taal": options.language,
        "eerste_regel": first_line(audit).in_(options.language),
        "opties": options.influence(),
        "tabellen": {
            t.name: {"rijen_in": t.rows_in, "rijen": t.rows, "rijen_opzij": t.rows_aside}
            for t in found.context.register.tables.values()
        },
        "aansluiting": summary(found.reconciliation),
        "notities": [note.in_(options.language) for note in found.notes],
        "datacontract": {o: found.contract.count(o) for o in ("voldoet", "voldoet_niet", "fout", "niet_uitgevoerd")},
    }


def _files(found: Found, options: Options) -> list[InputFile]:
    sources = found.context.register.sources
    kinds = [
        *(("invoer", path) for path in sources),
        *(("declaratie", path) for path in options.declaratie if path not in sources),
        *(("codelijst", path) for path in options.codelijst if path not in sources),
    ]
    return [
        InputFile(naam=path.name, soort=kind, bytes=found.hashes[path].bytes, sha256=found.hashes[path].sha256)
        for kind, path in kinds
    ]


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
