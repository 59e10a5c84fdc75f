"""Attacks for as many cases as are asked, in a few processes, and what came of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.aanval.before import prepare
from tests.aanval.browser import Browser
from tests.aanval.guard import found as tried
from tests.aanval.guarded import guarded
from tests.aanval.kinds import draw_case, kind_of
from tests.aanval.worker import Ended, run_whole


@dataclass
class Outcome:
    """What became of the cases of each kind: how they ended, what took a process down, and what was broken.

    ``pages`` are those that were opened in a real browser.
    """

    codes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    downs: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    broken: dict[int, list[str]] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """Return how many there were."""
        return sum(codes.total() for codes in self.codes.values())


@dataclass
class _Line:
    """Every ``step``-th case, one after the other."""

    outcome: Outcome
    seed: int
    step: int
    place: Path
    browser: Browser | None

    def run(self, first: int, last: int) -> None:
        """Run the cases in a process, and go on in another after one that takes it down."""
        while first < last:
            command = [sys.executable, "-m", "tests.aanval.worker", *map(str, (self.seed, first, self.step, last))]
            env = {**os.environ, **guarded(self.place / "werkers.txt")}
            with subprocess.Popen(
                [*command, str(self.place)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
            ) as worker:
                begun = self._heard(worker)
                assert worker.stderr is not None
                said = worker.stderr.read()
            if begun is None:
                if worker.returncode:
                    raise RuntimeError(said[-3000:])
                return
            first = begun + self.step
            if worker.returncode > 0:
                self._ended(begun, kind_of(begun), Ended(None, [f"the attack itself broke: {said[-1000:]}"]))
                continue
            # The case took its process down: as the real program it has to be a sentence.
            shutil.rmtree(self.place / str(begun))
            case = draw_case(self.seed, begun, self.place / str(begun))
            self.outcome.downs[case.kind] += 1
            self._ended(begun, case.kind, run_whole(case))

    def _heard(self, worker: subprocess.Popen[str]) -> int | None:
        """Take in how cases end; return the one that had begun when the process was gone."""
        begun: int | None = None
        assert worker.stdout is not None
        for line in worker.stdout:
            told = json.loads(line)
            begun = told.get("begint", begun)
            if "eindigt" in told:
                self._ended(told["eindigt"], told["soort"], Ended(told["code"], told["gebroken"]))
                begun = None
        return begun

    def _ended(self, number: int, kind: str, ended: Ended) -> None:
        """Open the pages of a case in the browser, write down what became of it, and clear it away when all is well."""
        folder, broken = self.place / str(number), list(ended.broken)
        pages = sorted((folder / "uit").rglob("*.html")) if self.browser is not None else []
        for page in pages:
            assert self.browser is not None
            broken += self.browser.broken(page)
        self.outcome.pages[kind] += len(pages)
        self.outcome.codes[kind][str(ended.code)] += 1
        if broken:
            self.outcome.broken[number] = broken
            print(f"zaad {self.seed}, {number} ({kind}) in {folder}:", *broken, sep="\n    ", flush=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def attack(cases: int, seed: int, place: Path, processes: int = 2, *, browser: bool = True) -> Outcome:
    """Run so many cases of a seed; the folder of a case that broke a promise stays in ``place``."""
    outcome = Outcome()
    prepare(place)

    def line(first: int) -> None:
        with _browser(place / f"browser-{first}", asked=browser) as one:
            _Line(outcome, seed, processes, place, one).run(first, cases)

    with ThreadPoolExecutor(processes) as pool:
        for _ in pool.map(line, range(processes)):
            pass
    if told := tried(place / "werkers.txt"):
        outcome.broken[-1] = [f"a connection between cases: {told[:400]}"]
    return outcome


@contextmanager
def _browser(profile: Path, *, asked: bool) -> Iterator[Browser | None]:
    if not asked:
        yield None
        return
    browser = Browser(profile)
    try:
        yield browser
    finally:
        browser.close()


_HEADS = (
    "soort",
    "gevallen",
    "0, 1, 5",
    "2",
    "3",
    "4",
    "nam het leesproces mee",
    "pagina's in een browser",
    "gebroken",
)


def row_of(kind: str, outcome: Outcome) -> list[int]:
    """Return the figures of a kind."""
    codes = outcome.codes[kind]
    wrong = sum(number >= 0 and kind_of(number) == kind for number in outcome.broken)
    ran = sum(codes[code] for code in ("0", "1", "5"))
    return [codes.total(), ran, codes["2"], codes["3"], codes["4"], outcome.downs[kind], outcome.pages[kind], wrong]


def table(rows: dict[str, list[int]]) -> str:
    """Return the figures by kind, and together, as a table for a document."""
    whole = [sum(figures) for figures in zip(*rows.values(), strict=True)]
    lines = [f"| {' | '.join(_HEADS)} |", f"|{'---|' * len(_HEADS)}"]
    lines += [
        f"| {kind} | {' | '.join(map(str, found))} |" for kind, found in [*sorted(rows.items()), ("samen", whole)]
    ]
    return "\n".join(lines)
