"""An audit of the demo finds exactly what waarheid.csv lists, for every check of the catalogue."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import polars as pl
import pytest

from tests.demo.conftest import Demo
from tests.properties.adapter import without_reports
from zpm_audit.base.pseudonyms import load_key, pseudonym
from zpm_audit.commands.audit import run_audit
from zpm_audit.commands.options import Options

pytestmark = pytest.mark.whole

MESSAGES = "ZPM-GD-"  # judge a declaration message, which the demo has none of
Found = tuple[pl.DataFrame, dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def found(small_demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Found:
    out = tmp_path_factory.mktemp("audit") / "uitvoer"
    facts = small_demo.facts
    with without_reports():
        run_audit(Options(export=facts.export, out=out, peildatum=facts.peildatum, gx="uit"))
    result = json.loads((out / "resultaat.json").read_text())
    checks = {check["id"]: check for check in result["checks"] if not check["id"].startswith(MESSAGES)}
    return pl.read_parquet(out / "bevindingen.parquet"), checks


def test_the_audit_finds_exactly_what_was_planted(small_demo: Demo, found: Found) -> None:
    """Patients have their pseudonym, and no key of anything else has one."""
    findings, checks = found
    audited = Counter(findings.select("check_id", "onderwerp_id").iter_rows())
    key = load_key()
    shown = {number: pseudonym(number, key) for number in small_demo.tables["patienten"]["patient_id"]}
    truth = small_demo.truth.iter_rows()
    listed = Counter((check, shown.get(subject, subject)) for check, subject, _ in truth if check in checks)
    assert sorted((listed - audited).elements()) == []
    assert sorted((audited - listed).elements()) == []


@pytest.mark.parametrize("verdict", ["onbepaald", "loopt"])
def test_the_audit_leaves_open_what_was_left_open(small_demo: Demo, found: Found, verdict: str) -> None:
    counted = {check: told[verdict] for check, told in found[1].items() if told[verdict]}
    assert counted == {check: n for check, n in getattr(small_demo.facts, verdict).items() if n and check in found[1]}


def test_every_check_could_run(found: Found) -> None:
    stopped = ("niet_uitgevoerd", "mislukt")
    assert [check for check, told in found[1].items() if told["status"] in stopped] == []
    assert sum(told["populatie"] > 0 for told in found[1].values()) >= 70  # the smaller the demo, the rarer some care
