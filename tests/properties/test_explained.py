"""An explanation gives the verdict of the run and of the independent oracle, for every unit of every check.

All units of a judged export are told at once: each by the same function that the command calls. For some of them the
command's narrower way, which looks at the rows of one subject only, has to say the same.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.oracle.case import Outcome
from tests.oracle.exports import random_export, random_settings
from tests.oracle.oracle import judge as oracle_judge
from tests.oracle.write import write_export
from tests.properties.adapter import read_once
from zpm_audit.base.period import Period
from zpm_audit.base.pseudonyms import Key
from zpm_audit.base.settings import Given, chosen
from zpm_audit.checks.model import Check
from zpm_audit.engine.context import Context
from zpm_audit.engine.evidence import CODE
from zpm_audit.engine.run import Judged, judge
from zpm_audit.explain.explanation import CheckTold, Explainer, as_json, check_told, units_told
from zpm_audit.explain.judging import ID, Seen
from zpm_audit.explain.reasons import Why
from zpm_audit.explain.subjects import KINDS, Subject
from zpm_audit.explain.told import Told
from zpm_audit.intake import read_export

pytestmark = pytest.mark.whole

_ASKED = os.environ.get("ZPM_AUDIT_SEEDS")
SEEDS = [pytest.param(s, marks=() if _ASKED or s < 1 else pytest.mark.slow) for s in range(int(_ASKED or "6"))]
KEY = Key(b"alleen voor deze proeven")
#: Of every kind so many subjects are asked for one by one.
ONE_BY_ONE = 1
CHECKS = {i: c for i, c in read_once().checks.items() if not i.startswith("ZPM-GD")}


class Explained:
    """One random export: judged by a run, by the oracle, and explained."""

    def __init__(self, seed: int, folder: Path, *, period: bool = False) -> None:
        tables, peildatum = random_export(seed)
        settings = random_settings(seed)
        register = read_export(write_export(tables, folder / "export"), work=folder / "werk", key=KEY, numbered=True)
        catalogue = read_once().select(list(CHECKS))
        choices = {n: Given("ja" if yes else "nee", "test") for n, yes in settings.items()}
        given = chosen(choices, catalogue.definitions.instellingen)
        days = Period(peildatum.replace(month=1, day=1), peildatum, str(peildatum.year)) if period else None
        work = folder / "uitleg"
        work.mkdir()
        context = Context(register, catalogue, peildatum, work, given, days, KEY)
        judgement = judge(register, catalogue, peildatum, folder / "run", settings=given, period=days, key=KEY)
        self.run = {judged.check.id: judged for judged in judgement.checks}
        self.oracle = oracle_judge(tables, peildatum, **settings)
        self.explainer = Explainer(context, CHECKS, {})

    def every(self) -> Iterator[tuple[Check, Seen]]:
        for kind in KINDS:
            mine = self.explainer.runnable(kind)
            for check_id, seen in self.explainer.judging.seen(mine).items():
                yield CHECKS[check_id], seen


def units(seen: Seen) -> dict[str, list[dict[str, object]]]:
    """Return the rows that a check saw, by subject."""
    found: dict[str, list[dict[str, object]]] = {}
    for row in seen.rows.iter_rows(named=True):
        found.setdefault(row[ID], []).append(row)
    return found


def verdicts(one: CheckTold) -> Counter[str]:
    return Counter(str(u.verdict) if u.verdict else str(u.reason.why if u.reason else "") for u in one.units)


def listed(judged: Judged) -> Counter[tuple[str, str]]:
    """Return the units that a run must look at, with their verdicts, as its lists have them."""
    names = {4: "afwijking", 5: "onbepaald", 6: "loopt"}
    if judged.signals is None:
        return Counter()
    rows = pl.read_ipc(judged.signals).select("onderwerp_id", CODE)
    return Counter((str(subject), names[code]) for subject, code in rows.iter_rows())


def by_oracle(check: Check, found: Outcome) -> Counter[tuple[str, str]]:
    """Return the verdict on every unit; a behandelaar has one per period, under one name."""
    several = check.populatie.tabel == "behandelaren"
    return Counter((s.split("|")[0] if several else s, verdict) for s, verdict in found.verdicts.items())


def differences(explained: Explained, whole: dict[str, Seen]) -> Iterator[str]:
    for check_id, seen in whole.items():
        check = CHECKS[check_id]
        told = Told(explained.explainer.context, check)
        found: Counter[tuple[str, str]] = Counter()
        out_of_sight = 0
        for subject, rows in units(seen).items():
            one = units_told(told, rows)
            for verdict, number in verdicts(one).items():
                if verdict in {"voldoet", "afwijking", "onbepaald", "loopt"}:
                    found[subject, verdict] += number
                out_of_sight += number * (verdict == Why.BUITEN_BEELD)
        judged = explained.run[check.id]
        of_run = listed(judged)
        ours = Counter({unit: n for unit, n in found.items() if unit[1] != "voldoet"})
        if ours != of_run:
            yield f"{check.id}: {ours - of_run} but the run says {of_run - ours}"
        complies = sum(n for (_, verdict), n in found.items() if verdict == "voldoet")
        if complies != judged.counts.voldoet or out_of_sight != judged.counts.buiten_beeld:
            yield f"{check.id}: {complies} comply, {out_of_sight} out of sight; the run says {judged.counts}"
        if explained.explainer.context.period is None:
            right = by_oracle(check, explained.oracle[check.id])
            if found != right:
                yield f"{check.id}: {found - right} but the oracle says {right - found}"
    silent = {check_id for check_id, judged in explained.run.items() if judged.status.silent}
    yield from (f"{check_id}: explained, and the run was silent" for check_id in {*whole} & silent)
    yield from (f"{check_id}: the run has it, and no explanation" for check_id in {*explained.run} - {*whole} - silent)


def narrower(explained: Explained, whole: dict[str, Seen], chance: random.Random) -> Iterator[str]:
    """Yield where the way of the command, for one subject, says something else than that for all."""
    for kind in KINDS:
        mine = [check for check in explained.explainer.runnable(kind) if whole[check.id].rows.height]
        known = [(check, number) for check in mine for number in units(whole[check.id])]
        for check, number in chance.sample(known, min(ONE_BY_ONE, len(known))):
            subject = Subject(kind, number, number, (check.populatie.tabel,))
            for one in explained.explainer.told(subject):
                if one.check in mine:
                    told = Told(explained.explainer.context, one.check)
                    right = verdicts(check_told(told, whole[one.check.id], subject))
                    if verdicts(one) != right:
                        yield f"{one.check.id} {number}: {verdicts(one)} and for all {right}"
                    as_json(explained.explainer, one)  # every limit is traced, and every row found


@pytest.mark.parametrize("seed", SEEDS)
def test_an_explanation_gives_the_verdict_of_the_run_and_of_the_oracle(seed: int, tmp_path: Path) -> None:
    explained = Explained(seed, tmp_path)
    whole = {check.id: seen for check, seen in explained.every()}
    assert list(differences(explained, whole)) == []
    assert list(narrower(explained, whole, random.Random(seed))) == []


@pytest.mark.slow
def test_a_period_leaves_out_what_the_run_leaves_out(tmp_path: Path) -> None:
    explained = Explained(3, tmp_path, period=True)
    whole = {check.id: seen for check, seen in explained.every()}
    assert list(differences(explained, whole)) == []
    assert list(narrower(explained, whole, random.Random(3))) == []
