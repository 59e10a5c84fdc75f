"""A key of their own for these runs, so that nobody's is touched; and runs without what costs most of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.adapter import read_once


@pytest.fixture(autouse=True)
def _own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZPM_AUDIT_SLEUTEL", "alleen voor deze proeven")


@pytest.fixture
def figures_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the two reports empty and read the catalogue once: these tests look at lists and totals."""

    def empty(_report: object, target: Path, **_options: object) -> None:
        target.write_bytes(b"")

    monkeypatch.setattr("zpm_audit.commands.inputs.load_catalogue", read_once)
    monkeypatch.setattr("zpm_audit.reports.html.render.write_html", empty)
    monkeypatch.setattr("zpm_audit.reports.excel.workbook.write_workbook", empty)
