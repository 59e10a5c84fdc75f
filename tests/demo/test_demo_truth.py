"""What waarheid.csv lists is what an independent, slow oracle finds in the export: all of it, and nothing else."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
import pytest

from tests.demo.conftest import Demo
from tests.orakel.oracle import judge
from zpm_audit.demo import write_demo

NINETEEN = (
    [f"ZPM-RB-0{n}" for n in range(1, 5)]
    + [f"ZPM-PR-0{n}" for n in range(1, 7)]
    + [f"ZPM-IO-0{n}" for n in range(1, 7)]
    + ["ZPM-EU-01", "ZPM-OD-01", "ZPM-OD-02"]
)
Verdicts = dict[str, dict[str, str]]


def _average_over_a_year(demo: Demo) -> dict[str, str]:
    """PR-06 looks over patients; everything else is judged patient by patient below."""
    groups: dict[tuple[int, int, str], list[int]] = {}
    for row in demo.tables["prestaties"].to_dicts():
        g, r = row["geplande_minuten"], row["gerealiseerde_minuten"]
        mine = row["prestatiegroep"] == "consult" and row["declarabel"] and row["gepland"] is True
        if mine and g is not None and r is not None:
            groups.setdefault((row["datum"].year, row["setting"], row["consulttype"]), []).append(r - g)
    return {
        "|".join(map(str, group)): "afwijking" if abs(sum(off)) > 5 * len(off) else "voldoet"
        for group, off in groups.items()
        if len(off) >= 30
    }


def _by_patient(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    parts = frame.partition_by("patient_id", as_dict=True, maintain_order=True)
    return {str(key[0]): part.to_dicts() for key, part in parts.items()}


def _judge_all(demo: Demo) -> Verdicts:
    """Let the oracle judge patient by patient: it compares every row with every other."""
    rows, trajects = _by_patient(demo.tables["prestaties"]), _by_patient(demo.tables["zorgtrajecten"])
    behandelaren = demo.tables["behandelaren"].to_dicts()
    verdicts: Verdicts = {check: {} for check in NINETEEN}
    for patient, own in trajects.items():
        tables = {"prestaties": rows.get(patient, []), "zorgtrajecten": own, "behandelaren": behandelaren}
        for check, outcome in judge(tables, demo.facts.peildatum).items():
            verdicts[check].update(outcome.verdicts)
    verdicts["ZPM-PR-06"] = _average_over_a_year(demo)
    return verdicts


@pytest.fixture(scope="module", params=["demo", "small_demo"])
def case(request: pytest.FixtureRequest) -> tuple[Demo, Verdicts]:
    found: Demo = request.getfixturevalue(request.param)
    return found, _judge_all(found)


def _listed(demo: Demo) -> set[tuple[str, str]]:
    return {(check, subject) for check, subject, _ in demo.truth.iter_rows() if check in NINETEEN}


def test_the_list_is_what_the_oracle_finds(case: tuple[Demo, Verdicts]) -> None:
    demo, verdicts = case
    found = {(c, subject) for c in NINETEEN for subject, outcome in verdicts[c].items() if outcome == "afwijking"}
    listed = _listed(demo)
    assert sorted(listed - found) == []
    assert sorted(found - listed) == []


@pytest.mark.parametrize("verdict", ["onbepaald", "loopt"])
def test_what_cannot_be_judged_is_counted(case: tuple[Demo, Verdicts], verdict: str) -> None:
    demo, verdicts = case
    counted = {check: Counter(verdicts[check].values())[verdict] for check in NINETEEN}
    expected = getattr(demo.facts, verdict)
    assert {check: n for check, n in counted.items() if n} == {check: n for check, n in expected.items() if n}


def test_every_check_has_something_to_find(demo: Demo) -> None:
    assert {check for check, _ in _listed(demo)} == set(NINETEEN)
    assert sum(demo.facts.onbepaald.values()) > 100
    assert min(demo.facts.loopt.values()) > 0


def test_deviations_are_as_rare_as_in_life(demo: Demo) -> None:
    rows = demo.tables["prestaties"].filter(pl.col("declarabel"))
    population = {
        "ZPM-PR-01": rows.filter((pl.col("prestatiegroep") == "consult") & pl.col("gepland")).height,
        "ZPM-PR-03": rows.filter((pl.col("prestatiegroep") == "consult") & ~pl.col("gepland")).height,
        "ZPM-IO-06": rows.filter(pl.col("prestatiegroep") == "intercollegiaal_overleg").height,
        "ZPM-RB-01": demo.tables["zorgtrajecten"].height,
        "ZPM-RB-03": demo.tables["zorgtrajecten"].height,
    }
    shares = {check: demo.facts.afwijkingen[check] / n for check, n in population.items()}
    assert all(0.001 <= share <= 0.04 for share in shares.values()), shares


def test_the_list_can_be_limited_to_checks_that_exist(tmp_path_factory: pytest.TempPathFactory) -> None:
    facts = write_demo(tmp_path_factory.mktemp("keuze"), size=0.1, checks=["ZPM-PR-01", "ZPM-PR-02"])
    assert set(facts.afwijkingen) == {"ZPM-PR-01", "ZPM-PR-02"}
