"""Writes what the user gets: the lists of findings, what was set aside, the reconciliation and the reports."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from zpm_audit.base.errors import UsageError
from zpm_audit.base.language import Text
from zpm_audit.base.processors import side_by_side
from zpm_audit.base.settings import Csv
from zpm_audit.commands.console import Steps, place_of
from zpm_audit.commands.options import Options
from zpm_audit.findings.blockade import write_blockade
from zpm_audit.findings.covered import Covering
from zpm_audit.findings.lists import write_lists
from zpm_audit.findings.people import COORDINATOR, coordinators
from zpm_audit.findings.terms import terms_of_week, write_terms
from zpm_audit.findings.worklists import ToDivide, Worklist, write_worklists
from zpm_audit.output.publish import is_disk_full
from zpm_audit.reconciliation import write_reconciliation
from zpm_audit.reports.build import Found, build_report
from zpm_audit.reports.model import Report
from zpm_audit.reports.result_json import write_result

#: Each holds what it shows in memory, and Python does one thing at a time: more of them at once gain nothing.
_AT_ONCE = 2
_SUMMARY = Text("Samenvatting schrijven", "Writing the summary")


@dataclass(frozen=True)
class Delivered:
    """The report, and in words which of its files could not be made."""

    report: Report
    unmade: Mapping[str, Text]


def load_makers() -> None:
    """Load what makes the reports: it takes a while, in which reading an export needs the interpreter for nothing."""
    import zpm_audit.reports.excel.workbook
    import zpm_audit.reports.html.render
    import zpm_audit.reports.summary.write  # noqa: F401


def deliver(found: Found, options: Options, folder: Path, work: Path, show: Steps, covering: Covering) -> Delivered:
    """Write everything that the user gets, except the manifest that seals it.

    A defect of ours in one report does not cost the others: what could be made is there, what could not is named.
    """
    from zpm_audit.reports.excel.workbook import write_workbook
    from zpm_audit.reports.html.render import write_html
    from zpm_audit.reports.html.worklists import INDEX, write_index
    from zpm_audit.reports.oscal.document import write_oscal
    from zpm_audit.reports.summary.write import write_summary_html, write_summary_json, write_summary_text

    language = options.language
    audit = write_lists(found.audit, folder, options.csv)
    write_reconciliation(found.reconciliation, folder, options.csv)
    for table, path in found.context.register.quarantine.items():
        (folder / "quarantaine").mkdir(exist_ok=True)
        _write_aside(path, folder / "quarantaine" / f"{table}.csv", options.csv)
    recalculation = found.recalculation.written(folder)
    themes = {check_id: check.thema for check_id, check in found.context.catalogue.checks.items()}
    titles = {check_id: check.titel.text.in_(language) for check_id, check in found.context.catalogue.checks.items()}
    doing = {check_id: check.doen.text.in_(language) for check_id, check in found.context.catalogue.checks.items()}
    write_blockade(audit.findings.afwijkingen, found.context.register, folder, titles, options.csv)
    known, week = coordinators(found.context.register), work / "termijnen-week.parquet"
    if not options.traceable:
        known = covering.frame(known.collect(), [COORDINATOR]).lazy()
    terms_of_week(audit.findings.lopend, known, audit.peildatum).sink_parquet(week, maintain_order=True)
    write_terms(pl.scan_parquet(week), folder, doing, options.csv)
    to_divide = ToDivide(audit.findings.afwijkingen, week, themes, known)
    divided = write_worklists(to_divide, folder, options.worklists, work, options.csv)
    report = build_report(replace(found, audit=audit, recalculation=recalculation, worklists=divided), language)
    making: dict[str, tuple[Text, Callable[[Path], None]]] = {
        "resultaat.json": (Text("Resultaat schrijven", "Writing the result"), partial(write_result, report)),
        "rapport.html": (Text("HTML-rapport maken", "Making the HTML report"), partial(write_html, report)),
        "rapport.xlsx": (
            Text("Excel-werkboek maken", "Making the Excel workbook"),
            partial(write_workbook, report, max_rows=options.workbook_rows),
        ),
        "samenvatting.txt": (_SUMMARY, partial(write_summary_text, report)),
        "samenvatting.html": (_SUMMARY, partial(write_summary_html, report)),
        "samenvatting.json": (_SUMMARY, partial(write_summary_json, report)),
    }
    if options.oscal:
        making["oscal.json"] = (Text("OSCAL schrijven", "Writing OSCAL"), partial(write_oscal, report))
    if not options.reports:
        making = {name: made for name, made in making.items() if not name.startswith("rapport.")}
    for worklist in divided:
        step = Text("Werklijst maken", "Making a work list")
        making[f"{worklist.path}.xlsx"] = (step, partial(_worklist, report, worklist, folder, options.workbook_rows))
    if divided:
        making[INDEX] = (Text("Werklijsten op een rij zetten", "Listing the work lists"), partial(write_index, report))

    def wrong_with(name: str) -> Text | None:
        step, make = making[name]
        show.now(step.in_(language))
        try:
            make(folder / name)
        except (OSError, MemoryError, UsageError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic in a library is no Exception
            if is_disk_full(error):
                raise
            (folder / name).unlink(missing_ok=True)
            return _unmade(name, error)
        return None

    told = zip(making, side_by_side(wrong_with, making, _AT_ONCE), strict=True)
    return Delivered(report, {name: words for name, words in told if words is not None})


def _worklist(report: Report, worklist: Worklist, folder: Path, most: int, _target: Path) -> None:
    from zpm_audit.reports.excel.worklist import write_worklist

    write_worklist(report, worklist, folder, max_rows=most)


def _unmade(name: str, error: BaseException) -> Text:
    what = f"{type(error).__name__} in {place_of(error)}"
    return Text(
        f"{name} kon niet worden gemaakt: een fout in zpm-audit ({what}). De andere uitvoer is er wel. Meld deze regel "
        "bij het project.",
        f"{name} could not be made: a defect of zpm-audit ({what}). The other output is there. Report this line to the "
        "project.",
    )


def _write_aside(lines: Path, target: Path, form: Csv) -> None:
    """Put the lines about rows that were set aside in the output; they were made safe when they were written."""
    if form == "komma":
        shutil.copyfile(lines, target)
        return
    pl.scan_csv(lines, infer_schema=False).sink_csv(target, separator=";", include_bom=True, maintain_order=True)
