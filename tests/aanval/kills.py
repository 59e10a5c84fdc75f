"""Runs that are killed or stopped, twice each, in every phase: nothing stays after the next start."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.aanval.guarded import PATHS
from tests.cli.conftest import write_small_export

_ROWS = 60_000
#: Far beyond what a run takes on the busiest machine.
_PATIENCE = 600.0
#: What is there when a phase has begun, seen from the place of the run.
PHASES: dict[str, str] = {
    "start": "",
    "werkmap": "werk/*",
    "inlezen": "werk/*/register",
    "oordelen": "werk/*/oordelen",
    "uitvoer": "uit/.zpm-audit-bezig-*",
    "rapporten": "uit/.zpm-audit-bezig-*/rapport.*",
    "zegel": "uit/.zpm-audit-bezig-*/manifest.json",
    "wisselen": "uit/.zpm-audit-oud-*",
    "archief": "archief.db*",
}
STOPS = ("stroom", "toekijker", "werker", "SIGTERM", "SIGINT", "SIGHUP", "SIGTERM x3", "SIGINT x3")
_COLUMNS = "prestatie_id,patient_id,zorgtraject_id,datum,prestatiegroep\n"


def exports(place: Path) -> Path:
    """Write the export that is killed over, and a small one for the next start."""
    folder = place / "groot"
    folder.mkdir(parents=True)
    rows = "".join(f"P{i},A{i % 500},T1,2024-01-01,consult\n" for i in range(_ROWS))
    (folder / "prestaties.csv").write_text(_COLUMNS + rows, encoding="utf-8")
    (folder / "zorgtrajecten.csv").write_text(
        "zorgtraject_id,patient_id,startdatum\nT1,A1,2024-01-01\n", encoding="utf-8"
    )
    return write_small_export(place / "klein").parent


@dataclass
class Killed:
    """One place in which runs are killed."""

    place: Path
    sources: Path
    broken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("werk", "tijdelijk", "config"):
            (self.place / name).mkdir(parents=True)
        self.env = {
            **os.environ,
            "PYTHONPATH": PATHS,
            "XDG_CONFIG_HOME": str(self.place / "config"),
            "ZPM_AUDIT_CACHE": str(self.place / "cache"),
            "ZPM_AUDIT_WERKMAP": str(self.place / "werk"),
            "TMPDIR": str(self.place / "tijdelijk"),
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start the program in this place, as the head of a group of processes."""
        return subprocess.Popen(
            [sys.executable, "-m", "zpm_audit", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=self.env,
            cwd=self.place,
            start_new_session=True,
        )

    def run(self, export: str, out: str) -> subprocess.Popen[str]:
        """Start an audit into an output that may be there already."""
        given = ("--out", out, "--overschrijf", "--gx", "uit", "--archief", "archief.db", "--fail-on", "nooit",
                 "--select", "ZPM-PR-01,ZPM-GC-01,ZPM-RB-01", "--peildatum", "2024-12-31")  # fmt: skip
        return self.start("run", str(self.sources / export), *given)

    def kill(self, phase: str, stop: str, wait: float) -> int:
        """Kill an audit some time after a phase began; return its exit code."""
        child = self.run("groot", "uit/hier")
        end = time.monotonic() + _PATIENCE
        pattern = PHASES[phase]
        before = {p.name for p in self.place.glob(pattern)} if pattern else set()
        while pattern and child.poll() is None and time.monotonic() < end:
            if {p.name for p in self.place.glob(pattern)} - before:
                break
            time.sleep(0.001)
        time.sleep(wait)
        _STOPS[stop](child)
        try:
            _, said = child.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self.broken.append(f"{phase}, {stop}: it hangs")
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            return 99
        if {"Traceback", "Exception"} & set(said.replace(":", " ").split()):
            self.broken.append(f"{phase}, {stop}: {said[-300:]}")
        return child.returncode

    def after(self) -> None:
        """Look at what there is after the next start: another audit in the same place."""
        child = self.run("klein", "uit/na")
        _, said = child.communicate(timeout=_PATIENCE)
        if child.returncode not in (0, 5):
            self.broken.append(f"the next start ends with {child.returncode}: {said[-300:]}")
        for name in ("werk", "tijdelijk"):
            self.broken += [f"left in {name}: {p.name}" for p in (self.place / name).iterdir()]
        self.broken += [f"left: {p.relative_to(self.place)}" for p in self.place.rglob(".zpm-audit*")]
        self.broken += [f"left: {p.name}" for p in self.place.glob("archief.db-*")]
        self.broken += [f"left: {p.name}" for p in (self.place / "config").glob("zpm-audit/*") if p.name != "sleutel"]
        self.broken += [f"left: {p.relative_to(self.place)}" for p in (self.place / "cache").rglob(".*")]
        for command in (["verify", "uit/hier"], ["verify", "uit/na"], ["history", "--archief", "archief.db"]):
            if command[0] == "verify" and not (self.place / command[1]).exists():
                continue
            child = self.start(*command)
            _, said = child.communicate(timeout=_PATIENCE)
            if child.returncode != 0:
                self.broken.append(f"{' '.join(command)} ends with {child.returncode}: {said[-300:]}")


def _worker(child: subprocess.Popen[str]) -> None:
    with suppress(OSError, IndexError):
        children = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text(encoding="ascii").split()
        os.kill(int(children[0]), signal.SIGKILL)


def _group(child: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _signals(number: signal.Signals, times: int) -> Callable[[subprocess.Popen[str]], None]:
    def send(child: subprocess.Popen[str]) -> None:
        for _ in range(times):
            if child.poll() is None:
                child.send_signal(number)
                time.sleep(0.003)

    return send


_STOPS: dict[str, Callable[[subprocess.Popen[str]], None]] = {
    "stroom": _group,
    "toekijker": lambda child: child.kill(),
    "werker": _worker,
    "SIGTERM": _signals(signal.SIGTERM, 1),
    "SIGINT": _signals(signal.SIGINT, 1),
    "SIGHUP": _signals(signal.SIGHUP, 1),
    "SIGTERM x3": _signals(signal.SIGTERM, 3),
    "SIGINT x3": _signals(signal.SIGINT, 3),
}


@dataclass
class Kills:
    """What came of all of them: how often each phase was hit, what of an earlier output was lost, and what stayed."""

    phases: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    broken: dict[int, list[str]] = field(default_factory=dict)


def kill_often(kills: int, seed: int, place: Path, processes: int = 2, first: int = 0) -> Kills:
    """Kill so many audits, two in every place; the folder of one after which something stayed is left.

    A long row is done in parts, each from its ``first``: the phases and the ways to kill take turns over all of it.
    """
    outcome = Kills()
    sources = exports(place / "exports")
    phases, stops = list(PHASES), list(STOPS)

    def one(number: int) -> None:
        chance = random.Random(f"{seed}-{number}")
        killed = Killed(place / str(number), sources)
        earlier = chance.random() < 0.4
        if earlier:
            killed.run("klein", "uit/hier").communicate(timeout=_PATIENCE)
        for turn in range(2):
            k = 2 * number + turn
            phase, stop = phases[k % len(phases)], stops[(k // len(phases)) % len(stops)]
            code = killed.kill(phase, stop, chance.uniform(0, 1.5) if phase == "start" else chance.expovariate(20))
            outcome.phases[phase] += 1
            outcome.ended["als gevraagd" if code in (0, 5) else "afgebroken"] += 1
        if earlier and not any((killed.place / "uit").glob("hier/manifest.json")) and not any(
            (killed.place / "uit").glob(".zpm-audit-oud-*-hier/manifest.json")
        ):  # fmt: skip
            killed.broken.append("the output from before is gone")
        killed.after()
        if killed.broken:
            outcome.broken[number] = killed.broken
        else:
            shutil.rmtree(killed.place)

    with ThreadPoolExecutor(processes) as pool:
        for _ in pool.map(one, range(first // 2, (first + kills) // 2)):
            pass
    return outcome
