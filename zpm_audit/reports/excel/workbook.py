"""The workbook for the accountant: the whole report as sheets with real tables, filters and live reconciliations."""

from __future__ import annotations

from pathlib import Path

from zpm_audit.reports.excel.acceptances import fill_acceptances
from zpm_audit.reports.excel.book import Book
from zpm_audit.reports.excel.execution import fill_execution
from zpm_audit.reports.excel.findings import fill_findings
from zpm_audit.reports.excel.follow_up import fill_hidden
from zpm_audit.reports.excel.framework import fill_framework
from zpm_audit.reports.excel.norm_matrix import fill_norm_matrix, fill_programme
from zpm_audit.reports.excel.norms import fill_norms, fill_not_run, fill_parameters
from zpm_audit.reports.excel.opinion import fill_opinion
from zpm_audit.reports.excel.recalculation import fill_recalculation
from zpm_audit.reports.excel.reconciliation import fill_reconciliation
from zpm_audit.reports.excel.sources import fill_sources
from zpm_audit.reports.excel.split import fill_split
from zpm_audit.reports.excel.statistics import fill_statistics
from zpm_audit.reports.excel.trend import fill_trend
from zpm_audit.reports.excel.verdict import fill_verdict
from zpm_audit.reports.excel.working_paper import fill_working_paper
from zpm_audit.reports.model import Report

MAX_ROWS = 200_000


def write_workbook(report: Report, target: Path, *, max_rows: int = MAX_ROWS) -> None:
    """Write ``report`` as a workbook; the three lists of findings show at most ``max_rows`` rows each."""
    book = Book(report)
    listed = fill_findings(book, max_rows)
    execution = fill_execution(book, listed)
    fill_statistics(book)
    fill_trend(book)
    fill_working_paper(book, execution, listed["bevindingen"])
    fill_reconciliation(book)
    fill_verdict(book, execution)
    fill_opinion(book)
    fill_split(book, execution)
    fill_recalculation(book, execution)
    fill_sources(book)
    fill_norms(book)
    fill_norm_matrix(book)
    fill_programme(book)
    fill_framework(book)
    fill_acceptances(book)
    fill_parameters(book)
    fill_not_run(book)
    fill_hidden(book)
    book.save(target)
