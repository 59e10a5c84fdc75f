"""The same report gives the same bytes, in another process, another time zone and another order of hashes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.excel.sample import build
from zpm_audit.reports.excel.workbook import write_workbook

pytestmark = pytest.mark.whole

PROGRAM = """
import sys
from pathlib import Path
from tests.reports.excel.sample import build
from zpm_audit.reports.excel.workbook import write_workbook
folder = Path(sys.argv[1])
write_workbook(build(folder), folder / "rapport.xlsx")
"""


def test_same_bytes_elsewhere(tmp_path: Path) -> None:
    write_workbook(build(tmp_path / "a"), tmp_path / "hier.xlsx")
    root = Path(__file__).resolve().parents[3]
    environment = os.environ | {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland", "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path / "b")], check=True, env=environment)
    here, there = (
        hashlib.sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "hier.xlsx", tmp_path / "b/rapport.xlsx")
    )
    assert here == there


def test_another_order_of_the_findings_changes_nothing(tmp_path: Path) -> None:
    from tests.reports.excel.sample import default_findings

    rows = default_findings()
    write_workbook(build(tmp_path / "a", findings=rows), tmp_path / "a.xlsx")
    write_workbook(build(tmp_path / "b", findings=rows[::-1]), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
