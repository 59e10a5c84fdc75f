"""Where the time of a whole run goes: the demo at any size, from CSV to all reports, step by step.

python -m benchmarks.whole_run --rijen 2000000 --write docs/benchmark-run.md

Each run is a process of its own. What a step takes is what passes until the next one is named; what runs beside it
counts there too. ``--naast FOLDER`` also runs the program of another checkout on the same export, in turns with this
one, and says what both take from start to exit.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measured import moment, spawn, took
from zpm_audit.demo import write_demo

BEGIN = "programma en catalogus laden"
#: They are made side by side.
_REPORTS = "alle rapporten, manifest, publiceren"
#: What the program says that it is doing begins with one of these; it names checks by their id.
STEPS = {
    "Export inlezen": "export inlezen, met alles wat opzij gaat",
    "Aansluiting": "aansluiting tellen",
    "ZPM-": "alle checks oordelen; datacontract ernaast",
    "Bevindingen": "bevindingen samenstellen; herrekening ernaast",
    "Herrekenen": "herrekening schrijven en optellen",
    "Datacontract": "wachten op het datacontract",
    "Patiënten": "patiënten afschermen, lijsten schrijven",
    "Resultaat": _REPORTS,
    "HTML": _REPORTS,
    "Excel": _REPORTS,
    "Samenvatting": _REPORTS,
}
_PAGE = """# Benchmark: een hele run

De audit van de voorbeeldinstelling in het groot ({rows} prestaties), van CSV tot en met alle rapporten, zonder Great
Expectations en met een volle cache. De processor telt alles wat het programma tegelijk doet.

    {command}

| stap | seconden | deel | processor |
|---|---:|---:|---:|
{table}

Hoogste geheugen: {mib} MiB. {machine}.
{beside}"""
_BESIDE = """
Naast een andere uitgave van het programma, om de beurt {times} keer op dezelfde export, van begin tot eind (medianen):

| uitgave | seconden | processor | geheugen (MiB) |
|---|---:|---:|---:|
{table}

In seconden is dat {ratio} keer zo lang.
"""

Steps = dict[str, tuple[float, float]]
_OWN = {"ZPM_AUDIT_SLEUTEL": "alleen voor deze meting"}


def main() -> None:
    """Measure and print, or write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whole_run", description=__doc__)
    parser.add_argument("--rijen", type=int, default=2_000_000)
    parser.add_argument("--keer", type=int, default=1, help="median of so many runs")
    parser.add_argument("--export", type=Path, help="an export of the demo that is there already")
    parser.add_argument("--naast", type=Path, help="another checkout of the program")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--een", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.een:
        run_once(options.export, options.een)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export = options.export or write_demo(folder / "demo", rows=options.rijen).export
        rows = sum(1 for _ in (export / "prestaties.csv").open("rb")) - 1
        _measured(export, folder)  # so that the cache is full and the files are in memory
        runs = [_measured(export, folder) for _ in range(options.keer)]
        beside = _beside(options.naast, export, folder, options.keer) if options.naast else ""
    command = f"python -m benchmarks.whole_run --rijen {options.rijen} --keer {options.keer}"
    if options.naast:
        command += f" --naast ../{options.naast.name}"
    page = _page(rows, runs, f"{command} --write docs/benchmark-run.md", beside)
    print(page)
    if options.write:
        options.write.write_text(page, encoding="utf-8")


def _measured(export: Path, folder: Path) -> tuple[Steps, float]:
    told = folder / "stappen.json"
    own = {**_OWN, "ZPM_AUDIT_CACHE": str(folder / "cache")}
    command = ["benchmarks.whole_run", "--export", str(export), "--een", str(told)]
    _, _, mib = spawn(command, environment=own)
    return {name: (wall, cpu) for name, wall, cpu in json.loads(told.read_text(encoding="utf-8"))}, mib


def _beside(other: Path, export: Path, folder: Path, times: int) -> str:
    """Run this program and that of another checkout in turns; return what both took, as a part of the page."""
    trees = {"deze": Path(__file__).parent.parent, other.name: other.resolve()}
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in trees}
    command = ["zpm_audit", *_arguments(export, folder / "uit")]
    for turn in range(times + 1):
        for name, tree in trees.items():
            own = {**_OWN, "ZPM_AUDIT_CACHE": str(folder / f"cache-{name}"), "PYTHONPATH": str(tree)}
            figures = spawn(command, environment=own, folder=folder)
            if turn:  # the first fills the cache
                found[name].append(figures)
    middle = {name: [statistics.median(values) for values in zip(*runs, strict=True)] for name, runs in found.items()}
    table = [f"| {name} | {_comma(s)} | {_comma(cpu)} | {_dots(mib)} |" for name, (s, cpu, mib) in middle.items()]
    ratio = f"{middle['deze'][0] / middle[other.name][0]:.2f}".replace(".", ",")
    return _BESIDE.format(times=times, table="\n".join(table), ratio=ratio)


def _arguments(export: Path, out: Path) -> list[str]:
    arguments = ["run", str(export), "--out", str(out), "--overschrijf", "--gx", "uit"]
    return [*arguments, "--peildatum", "2025-01-15", "--fail-on", "nooit"]


def run_once(export: Path, told: Path) -> None:
    """Run the audit in this process, and write what each step took."""
    at = [moment(BEGIN)]
    from zpm_audit.cli import app
    from zpm_audit.commands import audit

    class Noted(audit.Steps):
        def now(self, description: str) -> None:
            name = next((row for begin, row in STEPS.items() if description.startswith(begin)), at[-1][0])
            at.append(moment(name))

    @contextmanager
    def steps() -> Iterator[audit.Steps]:
        yield Noted(None)

    audit.steps = steps
    app(_arguments(export, told.parent / "uit"), standalone_mode=False)
    at.append(moment(""))
    told.write_text(json.dumps([(name, *times) for name, times in took(at).items()]), encoding="utf-8")


def _page(rows: int, runs: list[tuple[Steps, float]], command: str, beside: str) -> str:
    names = list(runs[0][0])
    times = {name: [statistics.median(steps[name][i] for steps, _ in runs) for i in (0, 1)] for name in names}
    whole = [sum(one[i] for one in times.values()) for i in (0, 1)]
    lines = [_line(name, wall, cpu, whole[0]) for name, (wall, cpu) in times.items()]
    lines.append(_line("**alles**", *whole, whole[0]))
    return _PAGE.format(
        rows=_dots(rows),
        command=command,
        table="\n".join(lines),
        mib=_dots(max(mib for _, mib in runs)),
        machine=f"{platform.system()}, Python {platform.python_version()}",
        beside=beside,
    )


def _line(name: str, wall: float, cpu: float, whole: float) -> str:
    return f"| {name} | {_comma(wall)} | {wall / whole:.0%} | {_comma(cpu)} |"


def _comma(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _dots(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")


if __name__ == "__main__":
    main()
