"""The audit says of every unit of a random export what the independent oracle says, amounts included.

``ZPM_AUDIT_SEEDS=200 pytest -n 2 tests/properties/test_against_oracle.py`` looks at more exports.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.oracle.case import Outcome, total_impact
from tests.oracle.draw import Tables
from tests.oracle.exports import random_export, random_settings
from tests.oracle.oracle import judge
from tests.oracle.write import write_export
from tests.properties.adapter import Output, read_once, run

pytestmark = pytest.mark.whole

_ASKED = os.environ.get("ZPM_AUDIT_SEEDS")
SEEDS = [pytest.param(seed, marks=() if _ASKED or seed < 3 else pytest.mark.slow) for seed in range(int(_ASKED or "6"))]
# The checks of a declaration message look at other tables than these exports have.
CHECKS = tuple(check for check in read_once().checks if not check.startswith("ZPM-GD"))
SUBJECTS = {
    "zorgtraject": "RB-01 RB-02 RB-03 RB-04 RB-05 ZT-02 ZT-04 ZT-05 ZT-06 ZT-07 ZT-08 ZT-09 ZT-10 VW-01 VW-02 VW-03 "
    "VW-04 SE-01 SE-02 SE-03",
    "groep": "PR-06 VB-06 VB-07 CT-01 CT-04 KP-01 KP-02",
    "patient": "FA-03",
    "behandelaar": "BH-01 BH-02 BH-03",
}


def expected_status(found: Outcome) -> str:
    if found.not_run:
        return "niet_uitgevoerd"
    verdicts = set(found.verdicts.values())
    if not verdicts:
        return "niet_van_toepassing"
    if "afwijking" in verdicts:
        return "afwijkingen"
    return "onbepaald" if "onbepaald" in verdicts else "akkoord"


def expected_subject(check: str) -> str:
    named = [subject for subject, checks in SUBJECTS.items() if check.removeprefix("ZPM-") in checks.split()]
    return named[0] if named else "prestatie"


def expected_units(check: str, found: Outcome) -> Counter[tuple[str, str]]:
    """Count the units that do not simply comply; a behandelaar has one per period, under one name."""
    period = expected_subject(check) == "behandelaar"
    units = Counter[tuple[str, str]]()
    for subject, verdict in found.verdicts.items():
        if verdict != "voldoet":
            units[subject.split("|")[0] if period else subject, verdict] += 1
    return units


def differences(check: str, found: Outcome, output: Output) -> list[str]:
    """Return, in words, everything on which the audit and the oracle differ about one check."""
    result, words = output.checks[check], []
    counts: Counter[str] = Counter(found.verdicts.values())
    expected = {verdict: counts[verdict] for verdict in ("voldoet", "afwijking", "onbepaald", "loopt")}
    expected |= {"populatie": counts.total(), "buiten_beeld": found.buiten_beeld}
    words += [f"{check} {k}: {result[k]}, oracle {v}" for k, v in expected.items() if result[k] != v]
    if result["status"] != expected_status(found):
        words.append(f"{check} status: {result['status']}, oracle {expected_status(found)}")
    listed, right = Counter(output.verdicts(check)), expected_units(check, found)
    words += [f"{check} {unit}: not so by the oracle" for unit in sorted((listed - right).elements())]
    words += [f"{check} {unit}: so says the oracle" for unit in sorted((right - listed).elements())]
    for frame in output.lists().values():
        subjects = set(frame.filter(pl.col("check_id") == check)["onderwerp"].unique())
        if subjects - {expected_subject(check)}:
            words.append(f"{check} is about {subjects}")
    return words + differences_in_impact(check, found, output)


def differences_in_impact(check: str, found: Outcome, output: Output) -> list[str]:
    """Return, in words, where the amounts of one check differ."""
    result: dict[str, Any] = output.checks[check]
    words: list[str] = []
    rows = output.afwijkingen.filter(pl.col("check_id") == check)
    for subject, impact in rows.select("onderwerp_id", "impact_eur").iter_rows():
        cents = None if impact is None else int(impact * 100)
        if subject in found.impact_cent and cents != found.impact_cent[subject]:
            words.append(f"{check} {subject}: impact {cents}, oracle {found.impact_cent[subject]}")
    known = [cents for cents in found.impact_cent.values() if cents is not None]
    total = None if result["impact_eur"] is None else Decimal(str(result["impact_eur"])) * 100
    if total != (sum(known) if known else None):
        words.append(f"{check} total impact: {total}, oracle {sum(known) if known else None}")
    return words


def differences_in_run(tables: Tables, peildatum: date, outcomes: dict[str, Outcome], output: Output) -> list[str]:
    """Return, in words, where the totals of the run are not what the rows and the oracle say."""
    future = sum(r["datum"] > peildatum for r in tables["prestaties"])
    judged = sum(r["declarabel"] is not False and r["datum"] <= peildatum for r in tables["prestaties"])
    counts: Counter[str] = Counter()
    for check in CHECKS:
        counts += Counter(outcomes[check].verdicts.values())
    impact = total_impact({check: outcomes[check] for check in CHECKS})
    expected = {
        "prestaties_beoordeeld": judged,
        "prestaties_toekomst": future,
        "prestaties_niet_declarabel": len(tables["prestaties"]) - judged - future,
        "impact_eur": None if impact is None else impact / 100,
    } | {verdict: counts[verdict] for verdict in ("afwijking", "onbepaald", "loopt")}
    run_totals = output.resultaat["run"]
    return [f"run {k}: {run_totals[k]}, oracle {v}" for k, v in expected.items() if run_totals[k] != v]


def test_the_oracle_knows_every_check_of_the_catalogue() -> None:
    assert set(CHECKS) <= set(judge(*random_export(0)))


@pytest.mark.usefixtures("figures_only")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_audit_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    unknown = set(CHECKS) - set(judge(*random_export(0)))
    if unknown:
        pytest.skip(f"the oracle does not know {sorted(unknown)}: another test says so")
    tables, peildatum = random_export(seed)
    chosen = random_settings(seed)
    folder = write_export(tables, tmp_path / "export", "parquet" if seed % 3 == 2 else "csv")
    options = [f"--instelling={name}={'ja' if yes else 'nee'}" for name, yes in chosen.items()]
    output = run(folder, tmp_path / "uit", peildatum, *options)
    outcomes = judge(tables, peildatum, **chosen)
    words = differences_in_run(tables, peildatum, outcomes, output)
    words += [line for check in CHECKS for line in differences(check, outcomes[check], output)]
    assert not words, f"seed {seed}, peildatum {peildatum}:\n" + "\n".join(words)
