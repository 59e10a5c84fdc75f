"""What waarheid.csv lists is what an independent, slow oracle finds in the export: all of it, and nothing else."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from tests.catalogue.corpus import verdicts_of
from tests.demo.conftest import Demo
from tests.oracle.exports import random_export
from tests.oracle.oracle import judge
from zpm_audit.catalogue.case_files import load_cases
from zpm_audit.catalogue.loader import load_catalogue
from zpm_audit.demo import write_demo

pytestmark = pytest.mark.whole

Verdicts = dict[str, dict[str, str]]
_ROW_OF_BEHANDELAAR = ("ZPM-BH-01", "ZPM-BH-02", "ZPM-BH-03")  # judged per period; listed under the behandelaar


@pytest.fixture(scope="module", params=[pytest.param("demo", marks=pytest.mark.slow), "small_demo"])
def case(request: pytest.FixtureRequest) -> tuple[Demo, Verdicts]:
    found: Demo = request.getfixturevalue(request.param)
    tables = {name: frame.to_dicts() for name, frame in found.tables.items()}
    return found, {check: outcome.verdicts for check, outcome in judge(tables, found.facts.peildatum).items()}


def test_the_list_is_what_the_oracle_finds(case: tuple[Demo, Verdicts]) -> None:
    demo, verdicts = case
    found = Counter(
        (check, subject.split("|")[0] if check in _ROW_OF_BEHANDELAAR else subject)
        for check, outcomes in verdicts.items()
        for subject, outcome in outcomes.items()
        if outcome == "afwijking"
    )
    listed = Counter((check, subject) for check, subject, _ in demo.truth.iter_rows())
    assert sorted((listed - found).elements()) == []
    assert sorted((found - listed).elements()) == []


@pytest.mark.parametrize("verdict", ["onbepaald", "loopt"])
def test_what_cannot_be_judged_is_counted(case: tuple[Demo, Verdicts], verdict: str) -> None:
    demo, verdicts = case
    counted = {check: Counter(outcomes.values())[verdict] for check, outcomes in verdicts.items()}
    expected = getattr(demo.facts, verdict)
    assert {check: n for check, n in counted.items() if n} == {check: n for check, n in expected.items() if n}


def test_every_check_has_something_to_find(case: tuple[Demo, Verdicts]) -> None:
    demo, verdicts = case
    if demo.facts.patients == 1500:
        assert set(demo.truth["check_id"]) == set(verdicts)
    assert demo.truth["waarom"].null_count() == 0


def test_every_check_is_broken_somewhere(demo: Demo) -> None:
    assert set(demo.truth["check_id"]) == set(judge(*random_export(0)))


#: May be open, says a case, and has no row in the demo that is.
NEVER_OPEN = {"ZPM-CT-01", "ZPM-CT-02", "ZPM-EU-02", "ZPM-IO-01", "ZPM-IO-02", "ZPM-PF-01", "ZPM-PF-02"}


def test_what_has_no_answer_occurs_too(demo: Demo) -> None:
    """Every check that can end otherwise than in yes or no does so somewhere in the demo."""
    catalogue = load_catalogue()
    may = {i: verdicts_of(load_cases(catalogue, i).file) for i in catalogue.checks if not i.startswith("ZPM-GD")}
    onbepaald, loopt = ({i for i, said in may.items() if verdict in said} for verdict in ("onbepaald", "loopt"))
    assert {check for check, n in demo.facts.onbepaald.items() if n} == onbepaald - NEVER_OPEN
    assert {check for check, n in demo.facts.loopt.items() if n} == loopt


def test_deviations_are_as_rare_as_in_life(demo: Demo) -> None:
    rows = demo.tables["prestaties"].filter(pl.col("declarabel"))
    consults = rows.filter(pl.col("prestatiegroep") == "consult").height
    trajects = demo.tables["zorgtrajecten"].height
    population = {
        "ZPM-PR-01": rows.filter((pl.col("prestatiegroep") == "consult") & pl.col("gepland")).height,
        "ZPM-PR-03": rows.filter((pl.col("prestatiegroep") == "consult") & ~pl.col("gepland")).height,
        "ZPM-IO-06": rows.filter(pl.col("prestatiegroep") == "intercollegiaal_overleg").height,
        "ZPM-RB-01": trajects,
        "ZPM-RB-03": trajects,
    }
    shares = {check: demo.facts.afwijkingen[check] / n for check, n in population.items()}
    assert all(0.001 <= share <= 0.04 for share in shares.values()), shares
    rare = {
        **{f"ZPM-CO-{n:02d}": consults for n in range(1, 12) if n not in (5, 7)},
        **{f"ZPM-ZT-{n:02d}": trajects for n in (2, 4, 5, 7, 8, 9, 10)},
        **{f"ZPM-VW-{n:02d}": trajects for n in range(1, 5)},
        "ZPM-VB-01": rows.filter(pl.col("prestatiegroep") == "verblijfsdag").height,
        "ZPM-GC-01": rows.filter(pl.col("prestatiegroep") == "groepsconsult").height,
        "ZPM-RT-03": rows.filter(pl.col("prestatiegroep") == "reistijd").height,
    }
    shares = {check: demo.facts.afwijkingen[check] / n for check, n in rare.items()}
    assert all(0.00005 <= share <= 0.015 for share in shares.values()), shares


@pytest.mark.slow
def test_the_list_can_be_limited_to_checks_that_exist(tmp_path_factory: pytest.TempPathFactory) -> None:
    facts = write_demo(tmp_path_factory.mktemp("keuze"), size=0.1, checks=["ZPM-PR-01", "ZPM-PR-02"])
    assert set(facts.afwijkingen) == {"ZPM-PR-01", "ZPM-PR-02"}
