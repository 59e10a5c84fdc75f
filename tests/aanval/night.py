"""Attacks for as many cases as are asked, in a few processes, and what came of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.aanval.kinds import draw_case
from tests.aanval.worker import run_whole


@dataclass
class Outcome:
    """How many cases there were of each kind, how many took a process down, and what was broken."""

    kinds: Counter[str] = field(default_factory=Counter)
    downs: Counter[str] = field(default_factory=Counter)
    broken: dict[int, list[str]] = field(default_factory=dict)


def attack(cases: int, seed: int, place: Path, processes: int = 2) -> Outcome:
    """Run so many cases of a seed; the folder of a case that broke a promise stays in ``place``."""
    outcome = Outcome()
    with ThreadPoolExecutor(processes) as pool:
        for _ in pool.map(lambda first: _line(outcome, seed, first, processes, cases, place), range(processes)):
            pass
    return outcome


def _line(outcome: Outcome, seed: int, first: int, step: int, last: int, place: Path) -> None:
    """Run a line of cases in a process, and go on after one that takes it down."""
    while first < last:
        begun = None
        command = [sys.executable, "-m", "tests.aanval.worker", *map(str, (seed, first, step, last)), str(place)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            assert worker.stderr is not None
            for line in worker.stdout:
                told = json.loads(line)
                begun = told.get("begint", begun)
                if "eindigt" in told:
                    outcome.kinds[told["soort"]] += 1
                    if told["gebroken"]:
                        outcome.broken[told["eindigt"]] = told["gebroken"]
                    begun = None
            said = worker.stderr.read()
        if begun is None:
            if worker.returncode:
                raise RuntimeError(said[-3000:])
            return
        if worker.returncode > 0:
            raise RuntimeError(f"case {begun}: {said[-3000:]}")
        # The case took its process down: as the real program it has to be a sentence.
        shutil.rmtree(place / str(begun))
        case = draw_case(seed, begun, place / str(begun))
        outcome.kinds[case.kind] += 1
        outcome.downs[case.kind] += 1
        broken = run_whole(case)
        if broken:
            outcome.broken[begun] = broken
        first = begun + step


def table(outcome: Outcome) -> str:
    """Return what came of it, by kind, as a table for a document."""
    lines = ["| soort | gevallen | nam het leesproces mee | beloften gebroken |", "|---|---|---|---|"]
    wrong = Counter(kind_of(number) for number in outcome.broken)
    lines += [f"| {kind} | {n} | {outcome.downs[kind]} | {wrong[kind]} |" for kind, n in outcome.kinds.items()]
    lines.append(f"| samen | {outcome.kinds.total()} | {outcome.downs.total()} | {len(outcome.broken)} |")
    return "\n".join(lines)


def kind_of(number: int) -> str:
    """Return the kind of a case."""
    from tests.aanval.kinds import KINDS

    return KINDS[number % len(KINDS)].__name__.removeprefix("of_")
