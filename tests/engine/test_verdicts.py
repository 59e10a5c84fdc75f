"""Three-valued verdicts: what is empty never passes and never fails."""

from __future__ import annotations

import itertools
from pathlib import Path

import polars as pl
import pytest

from tests.engine.small import DAY, check, register, run
from zpm_audit.checks.verdict import Status

THREE = (True, False, None)


def test_a_requirement_is_met_not_met_or_unknown(tmp_path: Path) -> None:
    data = register(prestaties=[{"gepland": value} for value in THREE])
    outcome = run(tmp_path, check(eis="gepland"), data)
    assert outcome.verdicts == {"P1": "voldoet", "P2": "afwijking", "P3": "onbepaald"}
    assert outcome.judged.status is Status.AFWIJKINGEN
    assert outcome.units["P3"].sentence == "Niet te beoordelen: leeg is gepland."


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("gepland and aanwezig", "TFNFFFNFN"),
        ("gepland or aanwezig", "TTTTFNTNN"),
        ("not gepland or aanwezig", "TFNTTTTNN"),
        ("gepland is null or aanwezig", "TFNTFNTTT"),
    ],
)
def test_what_is_known_settles_it_where_it_can(sql: str, expected: str, tmp_path: Path) -> None:
    pairs = list(itertools.product(THREE, THREE))
    data = register(prestaties=[{"gepland": g, "aanwezig": a} for g, a in pairs])
    outcome = run(tmp_path, check(eis=sql), data)
    names = {"T": "voldoet", "F": "afwijking", "N": "onbepaald"}
    assert list(outcome.verdicts.values()) == [names[letter] for letter in expected]


def test_a_term_that_runs(tmp_path: Path) -> None:
    pairs = list(itertools.product(THREE, THREE))
    rows = [{"gepland": g, "aanwezig": a, "factuurdatum": DAY} for g, a in pairs]
    checked = check(eis="gepland", loopt="aanwezig", uiterste_datum="factuurdatum")
    outcome = run(tmp_path, checked, register(prestaties=rows))
    expected = {
        (True, True): "voldoet", (True, False): "voldoet", (True, None): "voldoet",
        (False, True): "loopt", (False, False): "afwijking", (False, None): "onbepaald",
        (None, True): "loopt", (None, False): "onbepaald", (None, None): "onbepaald",
    }  # fmt: skip
    assert dict(zip(pairs, outcome.verdicts.values(), strict=True)) == expected


def test_who_is_in_the_population(tmp_path: Path) -> None:
    pairs = list(itertools.product(THREE, (1, None)))
    rows = [{"asynchroon": a, "setting": s, "gepland": False} for a, s in pairs]
    checked = check(waar="asynchroon", gevuld=["setting"], eis="gepland")
    outcome = run(tmp_path, checked, register(prestaties=rows))
    expected = {
        (True, 1): "afwijking", (True, None): "buiten_beeld",
        (False, 1): "buiten", (False, None): "buiten",
        (None, 1): "buiten_beeld", (None, None): "buiten_beeld",
    }  # fmt: skip
    assert dict(zip(pairs, (outcome.units[f"P{n}"].verdict for n in range(1, 7)), strict=True)) == expected
    assert outcome.counts.populatie == 1
    assert outcome.counts.buiten_beeld == 3


@pytest.mark.parametrize("way", ["fused", "alone"])
def test_the_population_is_the_same_whether_a_check_is_fused_or_not(way: str, tmp_path: Path) -> None:
    rows = [{"asynchroon": a, "setting": s, "gepland": g} for a, s, g in itertools.product(THREE, (1, None), THREE)]
    parts = (
        {}
        if way == "fused"
        else {"afgeleid": {"plaats": {"rang": {"per": ["patient_id"], "volgorde": ["prestatie_id"]}}}}
    )
    eis = "gepland" if way == "fused" else "gepland and plaats > 0"
    outcome = run(tmp_path, check(waar="asynchroon", gevuld=["setting"], eis=eis, **parts), register(prestaties=rows))
    counts = outcome.counts
    assert (counts.voldoet, counts.afwijking, counts.onbepaald, counts.buiten_beeld) == (1, 1, 1, 9)


def test_questions_in_order(tmp_path: Path) -> None:
    branches = [
        {"als": "gepland", "dan": "voldoet"},
        {"als": "aanwezig", "dan": "loopt", "melding": {"nl": "Nog even: {setting}.", "en": "Not yet: {setting}."}},
        {"als": "asynchroon", "dan": "onbepaald", "melding": {"nl": "Onbekend.", "en": "Unknown."}},
        {"anders": "afwijking"},
    ]
    triples = list(itertools.product(THREE, THREE, THREE))
    rows = [{"gepland": g, "aanwezig": a, "asynchroon": s, "factuurdatum": DAY, "setting": 3} for g, a, s in triples]
    checked = check(oordeel=branches, uiterste_datum="factuurdatum")
    outcome = run(tmp_path, checked, register(prestaties=rows))

    def expected(answers: tuple[bool | None, ...]) -> str:
        for answer, verdict in zip(answers, ("voldoet", "loopt", "onbepaald"), strict=True):
            if answer is None:
                return "onbepaald"
            if answer:
                return verdict
        return "afwijking"

    for n, answers in enumerate(triples, start=1):
        unit = outcome.units[f"P{n}"]
        assert unit.verdict == expected(answers), answers
        known = list(itertools.takewhile(lambda a: a is False, answers))
        first = answers[len(known)] if len(known) < 3 else "anders"
        if first is None:
            empty = ("gepland", "aanwezig", "asynchroon")[len(known)]
            assert empty in unit.sentence
            assert unit.sentence.startswith("Niet te beoordelen")
        elif len(known) == 1:
            assert unit.sentence == "Nog even: 3."
        elif len(known) == 2:
            assert unit.sentence == "Onbekend."
        elif first == "anders":
            assert unit.sentence == "Niet goed."


def test_nobody_to_judge(tmp_path: Path) -> None:
    data = register(prestaties=[{"asynchroon": False, "gepland": True}, {"asynchroon": None, "gepland": True}])
    outcome = run(tmp_path, check(waar="asynchroon", eis="gepland"), data)
    assert outcome.judged.status is Status.NIET_VAN_TOEPASSING
    assert outcome.counts.populatie == 0
    assert outcome.counts.buiten_beeld == 1


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ([True, True], Status.AKKOORD),
        ([True, None], Status.ONBEPAALD),
        ([False, None], Status.AFWIJKINGEN),
    ],
)
def test_the_status_of_a_check(values: list[bool | None], status: Status, tmp_path: Path) -> None:
    outcome = run(tmp_path, check(eis="gepland"), register(prestaties=[{"gepland": v} for v in values]))
    assert outcome.judged.status is status


def test_findings_hold_every_unit_that_must_be_looked_at(tmp_path: Path) -> None:
    rows = [{"gepland": THREE[n % 3]} for n in range(300)]
    outcome = run(tmp_path, check(eis="gepland"), register(prestaties=rows))
    assert outcome.judged.signals is not None
    found = pl.read_ipc(outcome.judged.signals)
    assert found.height == outcome.counts.afwijking + outcome.counts.onbepaald == 200
    assert found["onderwerp_id"].n_unique() == 200
