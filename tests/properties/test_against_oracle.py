"""The audit says of every unit of a random export what the independent oracle says, amounts included.

``ZPM_AUDIT_SEEDS=200 pytest tests/properties`` looks at more exports.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.orakel.case import Outcome, total_impact
from tests.orakel.exports import Tables, random_export
from tests.orakel.oracle import judge
from tests.orakel.write import write_export
from tests.properties.adapter import Output, run

SEEDS = range(int(os.environ.get("ZPM_AUDIT_SEEDS", "12")))
CHECKS = (
    *(f"ZPM-RB-0{n}" for n in range(1, 5)),
    *(f"ZPM-PR-0{n}" for n in range(1, 7)),
    *(f"ZPM-IO-0{n}" for n in range(1, 7)),
    "ZPM-EU-01",
    "ZPM-OD-01",
    "ZPM-OD-02",
)


def expected_status(found: Outcome) -> str:
    verdicts = set(found.verdicts.values())
    if not verdicts:
        return "niet_van_toepassing"
    if "afwijking" in verdicts:
        return "afwijkingen"
    return "onbepaald" if "onbepaald" in verdicts else "akkoord"


def expected_subject(check: str) -> str:
    if check == "ZPM-PR-06":
        return "groep"
    return "zorgtraject" if check.startswith("ZPM-RB") else "prestatie"


def differences(check: str, found: Outcome, output: Output) -> list[str]:
    """Return, in words, everything on which the audit and the oracle differ about one check."""
    result, words = output.checks[check], []
    counts: Counter[str] = Counter(found.verdicts.values())
    expected = {verdict: counts[verdict] for verdict in ("voldoet", "afwijking", "onbepaald", "loopt")}
    expected |= {"populatie": counts.total(), "buiten_beeld": found.buiten_beeld}
    words += [f"{check} {k}: {result[k]}, oracle {v}" for k, v in expected.items() if result[k] != v]
    if result["status"] != expected_status(found):
        words.append(f"{check} status: {result['status']}, oracle {expected_status(found)}")
    listed = set(output.verdicts(check))
    if len(listed) != len(output.verdicts(check)):
        words.append(f"{check} lists a unit twice")
    right = {(subject, verdict) for subject, verdict in found.verdicts.items() if verdict != "voldoet"}
    words += [f"{check} {subject}: {verdict}, not so by the oracle" for subject, verdict in sorted(listed - right)]
    words += [f"{check} {subject}: the oracle says {verdict}" for subject, verdict in sorted(right - listed)]
    rows = output.afwijkingen.filter(pl.col("check_id") == check)
    for subject, impact in rows.select("onderwerp_id", "impact_eur").iter_rows():
        cents = None if impact is None else int(impact * 100)
        if subject in found.impact_cent and cents != found.impact_cent[subject]:
            words.append(f"{check} {subject}: impact {cents}, oracle {found.impact_cent[subject]}")
    known = [cents for cents in found.impact_cent.values() if cents is not None]
    total = None if result["impact_eur"] is None else Decimal(str(result["impact_eur"])) * 100
    if total != (sum(known) if known else None):
        words.append(f"{check} total impact: {total}, oracle {sum(known) if known else None}")
    for frame in output.lists().values():
        subjects = set(frame.filter(pl.col("check_id") == check)["onderwerp"].unique())
        if subjects - {expected_subject(check)}:
            words.append(f"{check} is about {subjects}")
    return words


def differences_in_run(tables: Tables, peildatum: date, outcomes: dict[str, Outcome], output: Output) -> list[str]:
    """Return, in words, where the totals of the run are not what the rows and the oracle say."""
    future = sum(r["datum"] > peildatum for r in tables["prestaties"])
    judged = sum(r["declarabel"] is not False and r["datum"] <= peildatum for r in tables["prestaties"])
    counts: Counter[str] = Counter()
    for check in CHECKS:
        counts += Counter(outcomes[check].verdicts.values())
    impact = total_impact(outcomes)
    expected = {
        "prestaties_beoordeeld": judged,
        "prestaties_toekomst": future,
        "prestaties_niet_declarabel": len(tables["prestaties"]) - judged - future,
        "impact_eur": None if impact is None else impact / 100,
    } | {verdict: counts[verdict] for verdict in ("afwijking", "onbepaald", "loopt")}
    run_totals = output.resultaat["run"]
    return [f"run {k}: {run_totals[k]}, oracle {v}" for k, v in expected.items() if run_totals[k] != v]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_audit_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    tables, peildatum = random_export(seed)
    folder = write_export(tables, tmp_path / "export", "parquet" if seed % 3 == 2 else "csv")
    output = run(folder, tmp_path / "uit", peildatum)
    outcomes = judge(tables, peildatum)
    assert set(outcomes) == set(CHECKS) <= set(output.checks)
    words = differences_in_run(tables, peildatum, outcomes, output)
    words += [line for check in CHECKS for line in differences(check, outcomes[check], output)]
    assert not words, f"seed {seed}, peildatum {peildatum}:\n" + "\n".join(words)
