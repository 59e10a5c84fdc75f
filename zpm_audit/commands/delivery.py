"""Writes what the user gets: the lists of findings, what was set aside, the reconciliation and the reports."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl

from zpm_audit.base.language import Text
from zpm_audit.base.settings import Csv
from zpm_audit.commands.console import Steps
from zpm_audit.commands.options import Options
from zpm_audit.findings.lists import write_lists
from zpm_audit.findings.worklists import write_worklists
from zpm_audit.reconciliation import write_reconciliation
from zpm_audit.reports.build import Found, build_report
from zpm_audit.reports.model import Report
from zpm_audit.reports.result_json import write_result


def deliver(found: Found, options: Options, folder: Path, work: Path, show: Steps) -> Report:
    """Write everything that the user gets, except the manifest that seals it."""
    from zpm_audit.reports.excel.workbook import write_workbook
    from zpm_audit.reports.excel.worklist import write_worklist
    from zpm_audit.reports.html.render import write_html

    language = options.language
    audit = write_lists(found.audit, folder, options.csv)
    write_reconciliation(found.reconciliation, folder, options.csv)
    for table, path in found.context.register.quarantine.items():
        (folder / "quarantaine").mkdir(exist_ok=True)
        _write_aside(path, folder / "quarantaine" / f"{table}.csv", options.csv)
    recalculation = found.recalculation.written(folder)
    themes = {check_id: check.thema for check_id, check in found.context.catalogue.checks.items()}
    divided = write_worklists(audit.findings.afwijkingen, folder, options.worklists, themes, work, options.csv)
    report = build_report(replace(found, audit=audit, recalculation=recalculation, worklists=divided), language)
    write_result(report, folder / "resultaat.json")
    show.now(Text("HTML-rapport maken", "Making the HTML report").in_(language))
    write_html(report, folder / "rapport.html")
    show.now(Text("Excel-werkboek maken", "Making the Excel workbook").in_(language))
    write_workbook(report, folder / "rapport.xlsx", max_rows=options.workbook_rows)
    for worklist in divided:
        write_worklist(report, worklist, folder, max_rows=options.workbook_rows)
    return report


def _write_aside(lines: Path, target: Path, form: Csv) -> None:
    """Put the lines about rows that were set aside in the output; they were made safe when they were written."""
    if form == "komma":
        shutil.copyfile(lines, target)
        return
    pl.scan_csv(lines, infer_schema=False).sink_csv(target, separator=";", include_bom=True, maintain_order=True)
