"""A long night: ``python -m tests.aanval --gevallen 10000``, or ``--kills 200``.

Prints a table by kind, and every broken promise. In parts (``--per 1000``) each has a seed of its own, and what came of
it is a line in ``--logboek``: a night that is broken off has not been for nothing, and several logs make one table.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from tests.aanval.before import prepare
from tests.aanval.guarded import guarded
from tests.aanval.kills import Kills, kill_often
from tests.aanval.night import attack, row_of, table


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.aanval", description=__doc__)
    asked.add_argument("--gevallen", type=int, default=1000, help="hoeveel gevallen")
    asked.add_argument("--per", type=int, default=1000, help="hoeveel uit een zaad")
    asked.add_argument("--zaad", type=int, default=1, help="het eerste zaad")
    asked.add_argument("--processen", type=int, default=os.cpu_count() or 2, help="hoeveel tegelijk")
    asked.add_argument("--zonder-browser", action="store_true", help="open geen pagina's in Chromium")
    asked.add_argument("--logboek", type=Path, help="een regel per deel, ook bij wat er al staat")
    asked.add_argument("--kills", type=int, default=0, help="breek zoveel runs af, in plaats van gevallen")
    asked.add_argument("--geval", type=int, help="alleen dit geval van het zaad; de map blijft staan")
    asked.add_argument("--tabel", action="store_true", help="alleen de tabel van het logboek")
    given = asked.parse_args()
    began = time.monotonic()
    place = Path(tempfile.mkdtemp(prefix="aanval-"))
    broken = 0
    if given.geval is not None:
        return _one(given.zaad, given.geval, place)
    if given.kills:
        broken = _kills(given, place)
    elif not given.tabel:
        for part in range(0, given.gevallen, given.per):
            broken += _part(given, given.zaad + part // given.per, min(given.per, given.gevallen - part), place)
    if given.logboek and given.logboek.exists() and not given.kills:
        print(table(_rows(given.logboek)))
    print(f"\n{time.monotonic() - began:.0f} seconden.")
    if not broken:
        shutil.rmtree(place)
    return 1 if broken else 0


def _one(seed: int, number: int, place: Path) -> int:
    """Run one case again, as the night did, and leave everything of it."""
    prepare(place)
    command = [sys.executable, "-m", "tests.aanval.worker", *map(str, (seed, number, 1, number + 1)), str(place)]
    done = subprocess.run(command, env={**os.environ, **guarded(place / "werker.txt")}, check=False)
    print(f"{done.returncode}, in {place / str(number)}")
    return done.returncode


def _part(given: argparse.Namespace, seed: int, cases: int, place: Path) -> int:
    """Run one part; return how many cases broke a promise."""
    began = time.monotonic()
    outcome = attack(cases, seed, place / str(seed), given.processen, browser=not given.zonder_browser)
    rows = {kind: row_of(kind, outcome) for kind in outcome.codes}
    told = {"zaad": seed, "gevallen": cases, "seconden": round(time.monotonic() - began), "soorten": rows}
    if given.logboek:
        with given.logboek.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**told, "gebroken": outcome.broken}) + "\n")
    else:
        print(table(rows))
    print(f"Zaad {seed}: {cases} gevallen, {told['seconden']} seconden, {len(outcome.broken)} gebroken.", flush=True)
    if not outcome.broken:
        shutil.rmtree(place / str(seed))
    return len(outcome.broken)


def _rows(log: Path) -> dict[str, list[int]]:
    """Return the figures by kind of all parts together."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for line in log.read_text(encoding="utf-8").splitlines():
        for kind, figures in json.loads(line)["soorten"].items():
            found[kind] = [sum(pair) for pair in zip(found[kind] or [0] * len(figures), figures, strict=True)]
    return dict(found)


def _kills(given: argparse.Namespace, place: Path) -> int:
    """Kill runs, in parts that each tell what came of them; return in how many places something stayed."""
    whole = Kills()
    for first in range(0, given.kills, given.per):
        number = min(given.per, given.kills - first)
        part = kill_often(number, given.zaad, place / str(first), given.processen, first)
        for where, broken in sorted(part.broken.items()):
            print(f"{where} in {place / str(first) / str(where)}:", *broken, sep="\n    ")
        whole.phases.update(part.phases)
        whole.ended.update(part.ended)
        whole.broken.update(part.broken)
        print(f"{whole.phases.total()} afgebroken; er bleef iets bij {len(whole.broken)}.", flush=True)
    print("| fase | afgebroken |", "|---|---|", sep="\n")
    print(*(f"| {phase} | {times} |" for phase, times in sorted(whole.phases.items())), sep="\n")
    print(dict(whole.ended))
    return len(whole.broken)


if __name__ == "__main__":
    sys.exit(main())
