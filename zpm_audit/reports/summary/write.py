"""The three files of the summary."""

from __future__ import annotations

import json
from pathlib import Path

from zpm_audit.reports.model import Report
from zpm_audit.reports.summary.html import summary_html
from zpm_audit.reports.summary.result import summary_result
from zpm_audit.reports.summary.sections import summary_of
from zpm_audit.reports.summary.text import summary_text


def write_summary_text(report: Report, target: Path) -> None:
    """Write ``samenvatting.txt``."""
    target.write_text(summary_text(summary_of(report)), encoding="utf-8", errors="replace")


def write_summary_html(report: Report, target: Path) -> None:
    """Write ``samenvatting.html``."""
    target.write_text(summary_html(summary_of(report), report.taal), encoding="utf-8", errors="replace")


def write_summary_json(report: Report, target: Path) -> None:
    """Write ``samenvatting.json``."""
    content = summary_result(report)
    target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", errors="replace")
