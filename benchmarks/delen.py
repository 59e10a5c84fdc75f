"""What judging in parts costs, of any number of prestaties, and how much memory it takes at most.

python -m benchmarks.delen --rijen 100000000 --delen 40 [--motor local[2]] [--naast] [--papier 16,64] [--data FOLDER]

Prints a line of a table: the whole catalogue, from canonical Parquet to what deviates, and how long it was splitting,
judging parts, and judging what cannot be split. ``--naast`` also judges without parts, and stops where that says
anything else. Memory is that of all processes together, sampled.

``--papier`` adds what it would take with so many processors: the parts share these, the rest stays with one machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

from benchmarks.measured import Moment, moment, spawn, took

_SAMPLE_SECONDS = 0.1
#: What the program says that it is doing begins with one of these; what it says else is about checks over all rows.
_STEPS = {"Splitsen": "splitsen", "Delen beoordeeld": "delen"}
_WHOLE = "geheel"
_HEAD = "| hoe | seconden | splitsen | delen | in een keer | processorseconden | geheugen (MiB) |"


def judge(folder: str, out: str, parts: str, motor: str) -> None:
    """Judge in this process (and those that it starts); leave the counts in ``out``."""
    from benchmarks.engine_adapter import catalogue_without_messages, counted, register_of
    from benchmarks.worker import PEILDATUM
    from zpm_audit.engine.run import judge as judge_whole
    from zpm_audit.engine.shards.division import Division
    from zpm_audit.engine.shards.judging import judge_in_parts

    register, catalogue, target = register_of(Path(folder)), catalogue_without_messages(), Path(out)
    began = time.perf_counter()
    at: list[Moment] = []

    def say(words: str) -> None:
        at.append(moment(next((step for begin, step in _STEPS.items() if words.startswith(begin)), _WHOLE)))
        print(f"{time.perf_counter() - began:8.1f} s  {words[:150]}", file=sys.stderr)

    if parts == "0":
        found = judge_whole(register, catalogue, PEILDATUM, target / "werk", progress=say)
    else:
        division = Division(int(parts), motor)
        found = judge_in_parts(register, catalogue, PEILDATUM, target / "werk", division, progress=say)
    at.append(moment(_WHOLE))
    told = {"counts": counted(found), "took": took(at)}
    (target / "told.json").write_text(json.dumps(told), encoding="utf-8")


class _Peak:
    """Samples the memory of this process and all below it: pages that they share are counted once."""

    def __init__(self) -> None:
        self.mib = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_SAMPLE_SECONDS):
            self.mib = max(self.mib, sum(map(_own_mib, _below(Path("/proc/self").resolve().name))))


def _below(root: str) -> list[str]:
    """Return the processes below one, itself left out."""
    parents: dict[str, list[str]] = {}
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
            parents.setdefault(fields[1], []).append(process.name)
    found, todo = [], list(parents.get(root, []))
    while todo:
        found.append(todo.pop())
        todo += parents.get(found[-1], [])
    return found


def _own_mib(process: str) -> float:
    """Return the memory of a process, files that are mapped left out: the system takes those back at will."""
    try:
        status = Path("/proc", process, "status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")) / 1024


def measure(folder: Path, work: Path, parts: int, motor: str, papier: list[int]) -> tuple[list[str], object]:
    """Measure one way; return its lines of the table and its counts."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with _Peak() as peak:
        seconds, cpu, _ = spawn(["benchmarks.delen", "--zelf", str(folder), str(work), str(parts), motor])
    told = json.loads((work / "told.json").read_text(encoding="utf-8"))
    shutil.rmtree(work)
    split, judged, whole = (told["took"].get(step, (0.0,))[0] for step in (*_STEPS.values(), _WHOLE))
    way = f"{parts} delen, {motor}" if parts else "in een keer"
    lines = [_line(way, seconds, split, judged, whole, f"{cpu:,.0f}", f"{peak.mib:,.0f}")]
    for processors in papier if parts else []:
        fewer = judged * (os.cpu_count() or 1) / processors
        lines.append(_line(f"op papier: {processors} processoren", seconds - judged + fewer, split, fewer, whole))
    return lines, told["counts"]


def _line(way: str, seconds: float, split: float, judged: float, whole: float, cpu: str = "", mib: str = "") -> str:
    return f"| {way} | {seconds:,.0f} | {split:,.0f} | {judged:,.0f} | {whole:,.0f} | {cpu} | {mib} |"


def main() -> None:
    """Read the options, measure, print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.delen", description=__doc__)
    asked.add_argument("--rijen", type=int, default=2_000_000)
    asked.add_argument("--delen", default="4", help="numbers of parts, separated by commas")
    asked.add_argument("--motor", default="lokaal")
    asked.add_argument("--naast", action="store_true", help="also without parts")
    asked.add_argument("--papier", default="", help="numbers of processors of a cluster, separated by commas")
    asked.add_argument("--data", type=Path, help="keep the generated data here (default: a temporary folder)")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = (given.data or Path(temporary)) / str(given.rijen)
        spawn(["benchmarks.data", str(data), str(given.rijen)])
        ways = [*([0] if given.naast else []), *map(int, given.delen.split(","))]
        papier = [int(number) for number in given.papier.split(",") if number]
        found = [measure(data, data.parent / f"werk-{date.today()}", parts, given.motor, papier) for parts in ways]
    if any(counts != found[0][1] for _, counts in found):
        sys.exit("the ways do not end in the same counts")
    print(f"{given.rijen:,} prestaties\n\n{_HEAD}\n|---|---|---|---|---|---|---|")
    print("\n".join(line for lines, _ in found for line in lines))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--zelf"]:
        judge(*sys.argv[2:])
    else:
        main()
